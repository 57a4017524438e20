"""Documents as articles: folders of Markdown, HTML and text, archives, and what other services export.

From a folder to its files: ``folder.py``; what one file holds: ``files.py``; one document: ``document.py``, with what
stands before it (``matter.py``, ``lines.py``, ``meant.py``), what only its generator understands (``markdown.py``), how
newspapers export (``exported.py``) and pages that somebody saved (``saved.py``); many in one: ``exports.py`` and
``tables.py``, each row by ``columns.py``, and ``wordpress.py``; what things are called in many languages: ``names.py``.
"""
