"""The namespaces of the closed list, each with the one prefix it goes by, and what stands outside of it."""

from __future__ import annotations

from typing import Any

ATOM = "http://www.w3.org/2005/Atom"
RSS1 = "http://purl.org/rss/1.0/"
RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
CONTENT = "http://purl.org/rss/1.0/modules/content/"
DC = "http://purl.org/dc/elements/1.1/"
DCTERMS = "http://purl.org/dc/terms/"
MEDIA = "http://search.yahoo.com/mrss/"
ITUNES = ("http://www.itunes.com/dtds/podcast-1.0.dtd", "http://www.itunes.com/DTDs/Podcast-1.0.dtd")
GEORSS = "http://www.georss.org/georss"
GEO = "http://www.w3.org/2003/01/geo/wgs84_pos#"
XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"

# Whose elements say nothing that is kept, whatever they are: feedparser has no handler for them.
SILENT = {
    "http://wellformedweb.org/CommentAPI/": "wfw",
    "http://purl.org/rss/1.0/modules/slash/": "slash",
    "http://purl.org/rss/1.0/modules/syndication/": "sy",
    "http://purl.org/syndication/thread/1.0": "thr",
    "http://madskills.com/public/xml/rss/module/trackback/": "trackback",
    "http://a9.com/-/spec/opensearchrss/1.0/": "openSearch",
    "http://a9.com/-/spec/opensearch/1.1/": "opensearch",
    "http://schemas.google.com/blogger/2008": "blogger",
    "http://schemas.google.com/g/2005": "gd",
    "http://www.youtube.com/xml/schemas/2015": "yt",
    "https://podcastindex.org/namespace/1.0": "podcast",
    "http://www.google.com/schemas/play-podcasts/1.0": "googleplay",
    "http://www.rawvoice.com/rawvoiceRssModule/": "rawvoice",
    "http://www.spotify.com/ns/rss": "spotify",
    "http://purl.org/rss/1.0/modules/prism/": "prism",
    "http://prismstandard.org/namespaces/basic/2.0/": "prism",
    "http://source.scripting.com/": "source",
    "http://rssnamespace.org/feedburner/ext/1.0": "feedburner",
}
# What many declare and few use; few of their elements, or none, are on the list.
UNREAD = {
    "http://search.yahoo.com/mrss": "media",
    "http://webns.net/mvcb/": "admin",
    GEORSS: "georss",
    "http://www.opengis.net/gml": "gml",
    GEO: "geo",
    "http://web.resource.org/cc/": "cc",
    "http://creativecommons.org/ns#license": "cc",
    "http://backend.userland.com/creativeCommonsRssModule": "creativeCommons",
    "http://cyber.law.harvard.edu/rss/creativeCommonsRssModule.html": "creativeCommons",
    "http://podlove.org/simple-chapters": "psc",
}
PREFIXES = {
    RDF: "rdf",
    CONTENT: "content",
    DC: "dc",
    DCTERMS: "dcterms",
    MEDIA: "media",
    **dict.fromkeys(ITUNES, "itunes"),
    **SILENT,
    **UNREAD,
}
# Prefixes that mean something to feedparser whatever they stand for: no other namespace may go by one of them.
TAKEN = frozenset(PREFIXES.values()) | {"creativecommons", "xhtml", "xml"}


class Unproven(Exception):
    """The feed has something that is not on the list; the message says what."""


def named(space: str, *names: str) -> list[str]:
    """Names in a namespace, as lxml writes them."""
    return [f"{{{space}}}{name}" if space else name for name in names]


def plain(*names: str) -> list[str]:
    """Names of the formats' own elements: feedparser makes no difference between theirs."""
    return [*names, *named(ATOM, *names), *named(RSS1, *names)]


def must(proven: object, what: str) -> None:
    """Go on only if it is proven.

    Raises:
        Unproven: it is not.
    """
    if not proven:
        raise Unproven(what)


def attributes_of(element: Any) -> dict[str, str]:
    """An element's attributes as feedparser has them: names in lower case, and the values of ``rel`` and ``type``.

    Raises:
        Unproven: one is in a namespace, or moves the base or the language of what stands below.
    """
    found = {}
    for name, value in element.items():
        key = name.lower()
        if key.startswith("{") or key in ("base", "lang"):
            raise Unproven(f"{element.tag} {name}")
        found[key] = value.lower() if key in ("rel", "type") else value
    return found


def silent(element: Any) -> None:
    """Make sure that nothing in this element is kept.

    Raises:
        Unproven: it, or something in it, is in a namespace that may say something.
    """
    for one in element.iter():
        space, _, name = str(one.tag).partition("}")
        must(space[1:] in SILENT and name.lower() != "browserfriendly", f"{one.tag}")
        _no_base(one)


def bare(element: Any) -> None:
    """Make sure that an element whose text is not kept has nothing else.

    Raises:
        Unproven: it has elements, or moves the base.
    """
    if len(element):
        raise Unproven(f"{element.tag} with elements in it")
    _no_base(element)


def _no_base(element: Any) -> None:
    for name in element.keys():  # noqa: SIM118 - an element of lxml is no dictionary
        if name.lower().rpartition("}")[2] == "base":
            raise Unproven(f"{element.tag} {name}")
