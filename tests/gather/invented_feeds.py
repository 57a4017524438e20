"""Feeds that nobody wrote: one of three frames, with anything on the list, and what is not, in any order."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from xml.sax.saxutils import escape

from hypothesis import strategies as some

SPACES = " ".join(
    f'xmlns:{prefix}="{uri}"'
    for prefix, uri in {
        "atom": "http://www.w3.org/2005/Atom",
        "content": "http://purl.org/rss/1.0/modules/content/",
        "dc": "http://purl.org/dc/elements/1.1/",
        "dcterms": "http://purl.org/dc/terms/",
        "media": "http://search.yahoo.com/mrss/",
        "itunes": "http://www.itunes.com/dtds/podcast-1.0.dtd",
        "slash": "http://purl.org/rss/1.0/modules/slash/",
        "wfw": "http://wellformedweb.org/CommentAPI/",
        "thr": "http://purl.org/syndication/thread/1.0",
        "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
        "georss": "http://www.georss.org/georss",
        "geo": "http://www.w3.org/2003/01/geo/wgs84_pos#",
    }.items()
)
FRAMES = {
    "rss": (f'<rss version="2.0" {SPACES}{{root}}><channel>{{feed}}', "item", "</channel></rss>"),
    "rdf": (
        f'<rdf:RDF xmlns="http://purl.org/rss/1.0/" {SPACES}{{root}}><channel rdf:about="x">{{feed}}</channel>',
        "item",
        "</rdf:RDF>",
    ),
    "atom": (f'<feed xmlns="http://www.w3.org/2005/Atom" {SPACES}{{root}}>{{feed}}', "entry", "</feed>"),
}

# Texts as feeds have them: escaped, in CDATA, in pieces, with traces of other charsets, with all kinds of spaces.
letters = some.sampled_from(
    ["fog", " ", "\n", "\t", "é", "Причал", "Ã©", "\x85", "\u2028", "\xa0", "&", "<b>x</b>", "😀", "5 < 6"]
)
words = some.lists(letters, max_size=5).map("".join)
PIECES = (
    escape,
    lambda text: "<![CDATA[" + text + "]]>",
    lambda text: "<!-- no -->" + escape(text) + "<?pi no?>",
    lambda text: "".join(f"&#{ord(letter)};" for letter in text) or " ",
)
piece = some.builds(lambda made, text: made(text), some.sampled_from(PIECES), words)
text = some.lists(piece, max_size=3).map("".join)
addresses = some.sampled_from(
    ["https://p.example/1", " https://p.example/a?b=1&amp;c=2 ", "http:///p.example/2", "/3", "4.html", "", "x:y",
     "https://p.example/?a=1&amp;amp;b;=2", "HTTPS://P.example//x", "mailto:a@p.example", "tag:p.example,2026:1"]
)  # fmt: skip
DATES = (
    "", "Tue, 24 Nov 2026 06:00:00 GMT", "24 Nov 2026 06:00 -0330", "2026-11-24T06:00:00-03:30", "2026-11-24", "soon",
    "2026-11-24T06:00:00.25Z", "2026-11-24T06:00+01:00", "Tue, 24 November 2026 23:59:59 PDT",
    "Thu, 31 Feb 2026 06:00 Z", "Tue 24 Nov 2026 1:2:3 Z", "2026-11-24t06:00:00z", "  Tue, 24 Nov 2026 06:00:00 UTC\n",
    "20261124", "2026",
)  # fmt: skip
moments = some.datetimes(datetime(1901, 1, 1), datetime(2099, 12, 31))
dates = some.one_of(
    some.sampled_from(DATES[:5]),
    some.sampled_from(DATES),
    moments.map(lambda moment: f"{moment:%a, %d %b %Y %H:%M:%S} +0200"),
    moments.map(lambda moment: f"{moment:%Y-%m-%dT%H:%M:%S}Z"),
)
authors = some.sampled_from(
    [
        "Ana Lind",
        "ana@p.example (Ana Lind)",
        "Ana Lind &lt;ana@p.example&gt;",
        "ana@p.example",
        "(Ana)",
        "",
        "A@b (c) d@e.fr",
    ]
)


def element(name: str, inside: Any, *attributes: str) -> Any:
    """An element with this inside and some of these attributes."""
    of_all = some.sampled_from(attributes or ("",))
    chosen = some.lists(of_all, unique_by=lambda one: one.partition("=")[0], max_size=3).map(" ".join)
    return some.builds(lambda own, within: f"<{name} {own}>{within}</{name}>", chosen, inside)


KINDS = ('type="html"', 'type="TEXT"', 'xml:lang="de_AT"', 'xml:lang=""', 'type="text/plain"')
TEXTS = ("title", "description", "summary", "dc:description", "itunes:summary", "content:encoded", "atom:summary")
OTHERS = (
    "comments",
    "rights",
    "dc:publisher",
    "itunes:duration",
    "slash:comments",
    "wfw:commentRss",
    "thr:total",
    "itunes:keywords",
)
medium = some.one_of(
    element("media:thumbnail", some.one_of(some.just(""), addresses), 'url="https://p.example/t.jpg"', 'width="9"'),
    *(element(f"media:{name}", text) for name in ("title", "description", "keywords", "credit", "copyright")),
    element("media:category", text, 'label="x"', 'scheme="y"'),
    element("media:community", some.just('<media:statistics views="1"/>')),
)
media = some.lists(medium, max_size=2).map("".join)
MEDIA_ATTRIBUTES = (
    'url="https://p.example/m.jpg"',
    'medium="image"',
    'type="Image/PNG"',
    'width="640"',
    'fileSize="1"',
)
person = some.builds(
    lambda name, more: f"<name>{name}</name>{more}",
    authors,
    some.sampled_from(["", "<uri>/x</uri>", "<email>b@p.example</email>"]),
)
LINKS = ('href="https://p.example/l"', 'href="/m"', 'rel="self"', 'rel="Enclosure"', 'type="image/png"', 'type="HTML"')
HTML_ATTRIBUTES = ('href="/x?a=1&amp;b=2"', "title='\"a\" &lt; b'", 'rel="NoFollow"', 'class=""', 'onclick="&gt;"')
inline = some.sampled_from(["p", "div", "b", "br", "a", "img"])
markup: Any = some.recursive(
    text,
    lambda inner: some.lists(
        some.one_of(inner, inline.flatmap(lambda name: element(name, inner, *HTML_ATTRIBUTES))), max_size=3
    ).map("".join),
    max_leaves=6,
)
XHTML = "http://www.w3.org/1999/xhtml"
xhtml = some.builds(
    lambda name, kind, before, parts, after: (
        f"<{name} type='{kind}'>{before}"
        + "".join(f"<div xmlns='{XHTML}'{own}>{within}</div>" for own, within in parts)
        + f"{after}</{name}>"
    ),
    some.sampled_from(["atom:content", "atom:title", "atom:summary", "content", "title"]),
    some.sampled_from(["xhtml", "XHTML"]),
    some.sampled_from(["", "\n  ", " a ", "é"]),
    some.lists(some.tuples(some.sampled_from(["", " class='x'"]), markup), min_size=1, max_size=2),
    some.sampled_from(["", "\n", "&lt;"]),
)
places = some.sampled_from(
    ["45.256 -71.92", "45.256,-71.92 46.46 -109.48", "1", "", "north", "45 -110 46 -109 45 -110"]
)
of_origin = some.one_of(
    *(element(name, text, *KINDS) for name in ("atom:title", "atom:subtitle")),
    element("atom:id", addresses),
    element("atom:link", some.just(""), *LINKS),
    element("atom:updated", dates),
    element("atom:author", some.just("<atom:name>Ana</atom:name>")),
    element("atom:category", some.just(""), 'term="t"'),
    element("atom:generator", text, 'uri="/g"'),
)
said = some.one_of(
    *(element(name, text, *KINDS) for name in TEXTS),
    *(element(name, text) for name in OTHERS),
    *(
        element(name, dates)
        for name in ("pubDate", "dc:date", "atom:updated", "published", "dcterms:created", "updated")
    ),
    *(element(name, addresses, 'isPermaLink="false"', "") for name in ("guid", "id")),
    *(element(name, some.one_of(some.just(""), addresses), *LINKS) for name in ("link", "atom:link")),
    *(element(name, authors) for name in ("author", "dc:creator", "itunes:author")),
    *(element(name, text, 'domain="d"', 'term="t"', 'label="l"') for name in ("category", "dc:subject")),
    element("enclosure", some.just(""), 'url="https://p.example/e.mp3"', 'type="Audio/MPEG"', 'url=""', 'length="1"'),
    element("media:content", media, *MEDIA_ATTRIBUTES),
    element("media:group", some.builds(str.__add__, element("media:content", media, *MEDIA_ATTRIBUTES), media)),
    element("source", text, 'url="https://q.example/"'),
    element("itunes:image", some.just(""), 'href="https://p.example/i.jpg"'),
    element("dc:language", some.sampled_from(["de", "", "en-GB"])),
    element("author", person),
    element("content", text, *KINDS),
    xhtml,
    element("atom:source", some.lists(of_origin, max_size=4).map("".join)),
    *(element(f"georss:{name}", places) for name in ("point", "line", "polygon", "box", "featurename", "elev")),
    *(element(f"geo:{name}", places) for name in ("lat", "long")),
    medium,
)
told_of_feed = some.one_of(
    element("title", text, *KINDS),
    element("link", some.one_of(some.just(""), addresses), *LINKS),
    element("atom:link", some.just(""), *LINKS),
    element("description", text),
    element("itunes:summary", text),
    element("language", some.sampled_from(["de", "en_GB", ""])),
    element("image", some.just("<url>/i</url><title>No</title><link>/no</link>")),
    element("category", text),
    element("atom:id", addresses),
    element("pubDate", dates),
    element("copyright", text),
    element("itunes:owner", some.just("<itunes:name>A</itunes:name><itunes:email>b</itunes:email>")),
)


@some.composite
def feeds(draw: Any) -> bytes:
    """A feed of one of three frames, with anything in any order."""
    opening, entry, closing = FRAMES[draw(some.sampled_from(sorted(FRAMES)))]
    root = draw(some.sampled_from(["", ' xml:lang="pt_BR"', ' xml:lang=""']))
    head = "\n".join(draw(some.lists(told_of_feed, max_size=5)))
    told = draw(some.lists(some.lists(said, max_size=7).map(" ".join), max_size=3))
    entries = "".join(f"<{entry}>{one}</{entry}>" for one in told)
    return (opening.format(root=root, feed=head) + entries + closing).encode()


atom_of_markup = some.lists(
    some.one_of(
        xhtml, xhtml, element("title", text, *KINDS), element("summary", text), element("content", text, *KINDS)
    ),
    min_size=1,
    max_size=4,
).map(lambda told: (FRAMES["atom"][0].format(root="", feed="") + f"<entry>{''.join(told)}</entry></feed>").encode())
