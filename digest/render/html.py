"""HTML made ready for mail: styles inlined by premailer, once per issue, and the repairs after it.

premailer and the cssutils below it fetch ``@import`` even when told to stay off the network
(measured), so nothing that can be fetched reaches them, and the parser's fetcher brings nothing.
"""

from __future__ import annotations

import logging
import re
from typing import Any

import lxml.html
from lxml import etree

from digest.errors import TemplateError

DOCTYPE = "<!doctype html>"
_IMPORT = re.compile(r"@import[^;]*;?", re.IGNORECASE)
_UNSAID = re.compile(r"<!--.*?(?:-->|\Z)|<![^>]*>", re.DOTALL)
_LINK = re.compile(r"<link\b[^>]*>", re.IGNORECASE)


def inline(html: str, template: str = "issue.html") -> str:
    """HTML with its styles in its elements; only ``<style data-premailer="ignore">`` stays, for media queries.

    Raises:
        TemplateError: the HTML or its style sheet cannot be read.
    """
    if not _UNSAID.sub("", unlinked(html)).strip():
        raise TemplateError(f"{template} prints nothing: write what a mail shall hold into it.", template=template)
    from digest.render.inlining import OffTheNetwork  # noqa: PLC0415 - see there: only a press needs it

    try:
        inlined: str = OffTheNetwork(
            unlinked(html),
            allow_network=False,
            external_styles=None,
            disable_link_rewrites=True,
            disable_validation=True,
            strip_important=False,
            keep_style_tags=False,
            remove_classes=False,
            cssutils_logging_level=logging.CRITICAL,
        ).transform(pretty_print=False)
    except (etree.LxmlError, ValueError, AssertionError) as fault:
        raise TemplateError(f"{template} cannot be inlined: {fault}.", template=template) from fault
    return DOCTYPE + "\n" + _repaired(inlined)


def unlinked(html: str) -> str:
    """HTML that names no style sheet elsewhere."""
    return _LINK.sub("", _IMPORT.sub("", html))


def _repaired(html: str) -> str:
    body = re.sub(r"^\s*<!doctype[^>]*>\s*", "", html, flags=re.IGNORECASE)
    tree = lxml.html.document_fromstring(body)
    for image in tree.iter("img"):
        _size_for_outlook(image)
    for box in tree.iter("div", "p", "h1", "h2", "h3", "span", "a"):
        box.attrib.pop("width", "")  # premailer copies it from the style to elements that may not have it
    text: str = lxml.html.tostring(tree, encoding="unicode", doctype=None)
    return text


def _size_for_outlook(image: Any) -> None:
    """Outlook lays pictures out by their attributes and shows nothing for "auto"."""
    pairs = (pair.partition(":") for pair in image.get("style", "").split(";"))
    style = {name.strip(): value.strip() for name, _, value in pairs}
    for side in ("width", "height"):
        given = image.get(side, "").removesuffix("px")
        styled = style.get(side, "").removesuffix("px")
        if given.isdigit():
            image.set(side, given)
        elif styled.isdigit():
            image.set(side, styled)
        elif side in image.attrib:
            del image.attrib[side]
