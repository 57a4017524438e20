"""Lists of people: in from files of every kind, and out again.

``open_list`` looks at a file and says what it takes it for; its pages are made ``ready``, and go through ``take``, each
in a transaction of the caller's. In the order a row walks: ``files``, ``text``, ``rows``, ``guessing`` (``columns``,
``programs``), ``reading``, ``ready``, ``known``, ``deciding``, ``taking``, ``writing`` or ``settling``. Out they go by
``exporting`` and ``writing_out``; the suppression list has its own ways, ``shutting``.
"""

from subscribers.lists.exporting import Chosen
from subscribers.lists.guessing import Table, Wishes
from subscribers.lists.job import Import
from subscribers.lists.listed import Listed, Page, open_list
from subscribers.lists.meanings import Column, Meaning
from subscribers.lists.missing import count_missing, remove_missing
from subscribers.lists.ready import Ready, ready
from subscribers.lists.shutting import Shut, open_hashes, shut_page, take_hashes, write_suppressions
from subscribers.lists.taking import open_import, take
from subscribers.lists.twins import twins
from subscribers.lists.writing_out import Form, defused, write_list

__all__ = [
    "Chosen",
    "Column",
    "Form",
    "Import",
    "Listed",
    "Meaning",
    "Page",
    "Ready",
    "Shut",
    "Table",
    "Wishes",
    "count_missing",
    "defused",
    "open_hashes",
    "open_import",
    "open_list",
    "ready",
    "remove_missing",
    "shut_page",
    "take",
    "take_hashes",
    "twins",
    "write_list",
    "write_suppressions",
]
