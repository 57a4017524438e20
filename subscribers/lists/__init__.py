"""Lists of people: in from files of every kind, and out again.

``open_list`` looks at a file and says what it takes it for; its pages go through ``take``, each in a transaction of the
caller's. In the order a row walks: ``files``, ``text``, ``rows``, ``columns`` (and ``programs``),
``reading``, ``deciding``, ``taking``, ``writing``.
"""

from subscribers.lists.columns import Column, Meaning
from subscribers.lists.job import Import
from subscribers.lists.listed import Listed, Page, Table, Wishes, open_list
from subscribers.lists.missing import count_missing, remove_missing
from subscribers.lists.taking import open_import, take

__all__ = [
    "Column",
    "Import",
    "Listed",
    "Meaning",
    "Page",
    "Table",
    "Wishes",
    "count_missing",
    "open_import",
    "open_list",
    "remove_missing",
    "take",
]
