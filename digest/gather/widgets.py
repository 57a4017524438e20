"""What programs for sites put into an article and is none of it: forms to subscribe, rows of buttons, related posts."""

from __future__ import annotations

import re

from lxml import etree

from digest.gather.clean import LONGEST_HTML, inner_html, parse_fragment

# Substack, Ghost, WordPress (Jetpack, AddToAny, ShareThis, YARPP, CleanTalk), Mailchimp, Beehiiv, ConvertKit.
NAMES = (
    "subscription-widget", "subscribe-widget", "kg-signup-card", "kg-cta-card", "sharedaddy", "jp-relatedposts",
    "jetpack-subscriptions", "addtoany_", "sharethis", "yarpp", "mc_embed", "beehiiv-embed", "formkit-form",
)  # fmt: skip
LONGEST = 500  # characters of classes that an element has
_NAMED = re.compile("|".join(map(re.escape, NAMES)))


def without_widgets(html: str) -> str:
    """Foreign HTML without them. Nothing is taken apart where none is named."""
    if not any(map(_classes(html).__contains__, NAMES)) or len(html) > LONGEST_HTML:
        return html
    tree = parse_fragment(html)
    if tree is None:
        return html
    for element in [one for one in tree.iter(etree.Element) if _NAMED.search(f"{one.get('class')} {one.get('id')}")]:
        if element.getparent() is not None:
            element.drop_tree()
    return inner_html(tree)


def _classes(html: str) -> str:
    """All that may be a class or an id in it: a small part of most articles, and soon looked through."""
    behind = [*html.split("class")[1:], *html.split("id=")[1:]]
    return "\n".join(part[:LONGEST].partition(">")[0] for part in behind)
