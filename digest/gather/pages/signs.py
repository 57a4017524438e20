"""Signs on a page that change what it is worth: it must be paid for, or what stood there is gone."""

from __future__ import annotations

import re
from typing import Any

from digest.gather.pages.marks import Marks

SHORT = 1500  # characters; a longer text is an article, whatever its title or its boxes say
_LOCKED = frozenset(["locked", "metered", "paid", "premium", "subscriber", "subscribers"])
_WALL = re.compile(r"paywall|pay-wall|regwall|subscriber-only|piano-offer", re.IGNORECASE)
_GONE = re.compile(
    r"\b(?:404|410)\b|not found|no longer (?:available|exists?)|(?:has been|was) (?:removed|deleted|withdrawn)"
    r"|does(?: not|n't) exist"
    r"|nicht gefunden|nicht mehr (?:verfügbar|vorhanden)|wurde (?:gelöscht|entfernt)|introuvable|n'existe (?:pas|plus)"
    r"|no encontrad[ao]|no existe|ya no está disponible"
    r"|non trovat[ao]|não encontrad[ao]|niet gevonden|nie znaleziono|не найден[ао]?|удален[ао]?",
    re.IGNORECASE,
)


def is_paywalled(tree: Any, marks: Marks, text: str) -> bool:
    """Whether the page says that not everybody may read all of it (schema.org isAccessibleForFree; content tiers)."""
    for node in marks.nodes:
        if str(node.get("isAccessibleForFree", "")).lower() in ("false", "0", "no"):
            return True
    if marks.meta("article:content_tier", "og:article:content_tier", "content_tier").lower() in _LOCKED:
        return True
    if len(text) >= SHORT:
        return False
    return any(
        _WALL.search(f"{one.get('class') or ''} {one.get('id') or ''}") for one in tree.iter("div", "section", "aside")
    )


def removed(title: str, text: str) -> str:
    """What says that the article is gone although a page answered; "" for an article."""
    if len(text) >= SHORT:
        return ""
    said = _GONE.search(title) or (_GONE.search(text[:300]) if len(text) < 300 else None)
    return said[0] if said else ""
