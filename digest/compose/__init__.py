"""Compose: what was chosen and said, seated in sections, under a subject."""

from digest.compose.issue import issue, source_name
from digest.compose.reader import Menu, menu_of, seats_of, told, union, variant

__all__ = ["Menu", "issue", "menu_of", "seats_of", "source_name", "told", "union", "variant"]
