"""Newsletters of others as articles: an inbox of them, one mail, and what of it belongs to one subscription.

A Maildir, or mails that were fetched: ``inbox.py``; one mail: ``mail.py``; its body without what is no part of it:
``tidy.py`` and ``feet.py``; links and marks that are nobody else's business: ``personal.py``.
"""
