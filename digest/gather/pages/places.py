"""Where on a page something stands: in the article, or in what stands around it."""

from __future__ import annotations

import re
from typing import Any

ASIDE = frozenset(["footer", "aside", "nav"])
WHOLE = frozenset(["body", "html", "main", "article"])  # their classes say nothing of a place in them


def stands_aside(element: Any, words: re.Pattern[str], *, depth: int) -> bool:
    """Whether an element stands in a footer or the like, or near above it something is called by one of the words."""
    for number, above in enumerate((element, *element.iterancestors())):
        if above.tag in ASIDE:
            return True
        called = f"{above.get('class') or ''} {above.get('id') or ''}"
        if number < depth and above.tag not in WHOLE and words.search(called):
            return True
    return False
