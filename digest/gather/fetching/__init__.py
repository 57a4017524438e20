"""Asking servers: what may be asked for and when, with a limit on everything, and what goes wrong in words.

A request and its answer: ``fetch.py``, ``fetched.py``, ``answers.py``, ``cookies.py``, ``faults.py``; which address may
be connected to: ``guard.py`` and ``resolver.py``; whether and when: ``robots.py`` and ``turnstile.py``.
"""
