"""Which picture can stand for an article: the first of its body that is no ornament."""

from __future__ import annotations

import re
from itertools import islice
from typing import Any

from digest.gather.clean import is_beacon, parse_fragment
from digest.gather.plain import one_line
from digest.model import Picture

MOST = 30  # pictures of a body that are looked at
SMALLEST = 64  # pixels of either side; what is smaller is an icon
LONGEST = 4  # times as wide as high, or as high as wide: a banner, a rule, a logo of words
# Pictures that show who writes, how they feel, or nothing yet. A file may well be called after the film "Avatar".
_ORNAMENT = re.compile(
    r"/avatars?/|//avatars?\d*\.|gravatar\.com/|/emojis?/|/smil(?:ey|ie)s/|favicon|/spacer\.|/blank\.(?:gif|png)"
    r"|default[-_](?:user|avatar|share|og)|//img\.shields\.io/|\.svgz?(?:[?#]|\Z)",  # no mail program shows SVG
    re.IGNORECASE,
)


def is_ornament(picture: Picture) -> bool:
    """Whether a picture cannot stand for an article: a beacon, an icon, somebody's face, a banner."""
    width, height = picture.width, picture.height
    if is_beacon(picture.url, str(width or ""), str(height or "")) or _ORNAMENT.search(picture.url):
        return True
    if any(0 < side < SMALLEST for side in (width, height)):
        return True
    return bool(width and height) and max(width, height) > LONGEST * min(width, height)


def lead_picture(safe: str) -> Picture | None:
    """The first picture of a sanitised body that is no ornament, with the caption of its figure."""
    tree = parse_fragment(safe) if "<img" in safe else None
    if tree is None:
        return None
    found = (_picture(image) for image in islice(tree.iter("img"), MOST))
    return next((one for one in found if one.url and not is_ornament(one)), None)


def _picture(image: Any) -> Picture:
    figure = next(iter(image.iterancestors("figure")), None)
    caption = figure.find(".//figcaption") if figure is not None else None
    return Picture(
        url=image.get("src", ""),
        alt=one_line(image.get("alt", "")),
        caption=one_line(caption.text_content()) if caption is not None else "",
        width=pixels(image.get("width")),
        height=pixels(image.get("height")),
    )


def pixels(size: object) -> int:
    """A size attribute as pixels, 0 when it is none."""
    text = str(size or "").strip().removesuffix("px")
    return int(text) if text.isdecimal() and len(text) <= 5 else 0
