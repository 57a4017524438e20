"""premailer with a parser that cannot fetch; ``html.py`` imports it when an issue is printed and not before.

premailer and the cssutils below it take a dozen megabytes, which a process that only sends never needs.
"""

from __future__ import annotations

import logging
from typing import Any

import cssutils
from premailer import Premailer


class OffTheNetwork(Premailer):  # type: ignore[misc]  # premailer has no types
    """Parses style sheets with a parser that cannot fetch."""

    def _parse_css_string(self, css_body: str, validate: bool = True) -> Any:  # noqa: FBT001, FBT002 - premailer's own
        parser = cssutils.CSSParser(fetcher=lambda _url: ("utf-8", b""), validate=validate, loglevel=logging.CRITICAL)
        return parser.parseString(css_body)
