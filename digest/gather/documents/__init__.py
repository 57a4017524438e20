"""Documents as articles: folders of Markdown, HTML and text, archives, and what other services export.

From a folder to its files: ``folder.py``; what one file holds: ``files.py``; one document: ``document.py``, with what
stands before it (``matter.py``), what only its generator understands (``markdown.py``) and how newspapers export
(``exported.py``); many in one file: ``exports.py`` and ``wordpress.py``.
"""
