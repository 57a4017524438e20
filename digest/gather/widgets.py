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
_NAMED = re.compile("|".join(map(re.escape, NAMES)))


def without_widgets(html: str) -> str:
    """Foreign HTML without them. Nothing is taken apart where none is named."""
    if not any(map(html.__contains__, NAMES)) or len(html) > LONGEST_HTML:
        return html
    tree = parse_fragment(html)
    if tree is None:
        return html
    for element in [one for one in tree.iter(etree.Element) if _NAMED.search(f"{one.get('class')} {one.get('id')}")]:
        if element.getparent() is not None:
            element.drop_tree()
    return inner_html(tree)
