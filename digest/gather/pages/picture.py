"""The picture that a page shows of itself, with its size and its text, as far as the page gives them."""

from __future__ import annotations

import re
from typing import Any

from digest.gather.clean import is_beacon
from digest.gather.pages.marks import Marks
from digest.gather.pictures import is_ornament, pixels
from digest.gather.plain import one_line
from digest.gather.urls import canonical
from digest.model import Picture

SMALLEST = 200  # pixels wide, of a picture in the text that may stand for it
MOST = 30
# As words of their own: there are catalogues, dialogues and silicon in pictures' names.
_DECORATION = re.compile(
    r"(?:(?<![a-z])|(?<=site)|(?<=web))(?:logo|favicon|sprite|avatar|placeholder|default[-_]?(?:image|share|og)|icon)(?:s|\d*)(?![a-z])"
    r"|blank\.",
    re.IGNORECASE,
)


def picture_of(tree: Any, marks: Marks, base: str) -> Picture | None:
    """The lead picture: declared (Open Graph, Twitter, schema.org), else the first large one of the article."""
    declared = canonical(marks.meta("og:image:secure_url", "og:image", "og:image:url"), base)
    graph = Picture(
        url=declared,
        alt=marks.meta("og:image:alt", "twitter:image:alt"),
        width=pixels(marks.meta("og:image:width")),
        height=pixels(marks.meta("og:image:height")),
    )
    found = (graph if declared else None, _of_nodes(marks, base), _named(marks, base), _in_article(tree, base))
    return next((one for one in found if one and not is_ornament(one) and not _DECORATION.search(one.url)), None)


def _of_nodes(marks: Marks, base: str) -> Picture | None:
    for node in marks.nodes:
        image = node.get("image") or node.get("thumbnailUrl")
        first = image[0] if isinstance(image, list) and image else image
        facts = first if isinstance(first, dict) else {"url": first}
        url = facts.get("url") or facts.get("contentUrl")
        address = canonical(url, base) if isinstance(url, str) else ""
        if address:
            caption = facts.get("caption")
            return Picture(
                url=address,
                caption=one_line(caption) if isinstance(caption, str) else "",
                width=pixels(facts.get("width")),
                height=pixels(facts.get("height")),
            )
    return None


def _named(marks: Marks, base: str) -> Picture | None:
    url = canonical(marks.meta("twitter:image", "twitter:image:src", "image") or marks.links.get("image_src", ""), base)
    return Picture(url=url, alt=marks.meta("twitter:image:alt")) if url else None


def _in_article(tree: Any, base: str) -> Picture | None:
    main = next((one for tag in ("article", "main") for one in tree.iter(tag)), None)
    for image in list(main.iter("img"))[:MOST] if main is not None else ():
        width, height = image.get("width"), image.get("height")
        url = canonical(image.get("src") or image.get("data-src") or "", base)
        if url and pixels(width) >= SMALLEST and not is_beacon(url, width, height):
            return Picture(url=url, alt=one_line(image.get("alt") or ""), width=pixels(width), height=pixels(height))
    return None
