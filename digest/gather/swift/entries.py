"""What an entry may consist of: everything on this list, and nothing else."""

from __future__ import annotations

from digest.gather.swift.elements import (
    category,
    content,
    date,
    enclosure,
    identity,
    keywords,
    language,
    link,
    origin,
    picture,
    summary,
    title,
)
from digest.gather.swift.known import Known, known_as, nothing
from digest.gather.swift.media import MEDIA_WITHIN
from digest.gather.swift.names import ATOM, CONTENT, DC, DCTERMS, GEO, GEORSS, ITUNES, XML_LANG, named, plain
from digest.gather.swift.persons import author, contributor

_LINK = ("href", "rel", "type", "title", "hreflang", "length")
_THREAD = named("http://purl.org/syndication/thread/1.0", "count", "updated")


def itunes(*names: str) -> list[str]:
    """Names of elements that podcasts have."""
    return [whole for space in ITUNES for whole in named(space, *names)]


ENTRY: dict[str, Known] = {
    **MEDIA_WITHIN,
    **known_as(title, plain("title"), "type", XML_LANG),
    **known_as(link, plain("link"), *_LINK, *_THREAD),
    **known_as(identity, plain("guid", "id"), "isPermaLink"),
    **known_as(category, [*plain("category"), *named(DC, "subject")], "term", "scheme", "label", "domain"),
    **known_as(keywords("http://www.itunes.com/"), itunes("keywords")),
    **known_as(author, plain("author")),
    **known_as(author, [*named(DC, "creator"), *itunes("author")]),
    **known_as(contributor, named(ATOM, "contributor")),
    **known_as(date("published_parsed"), [*plain("pubDate", "published", "issued"), *named(DCTERMS, "issued")]),
    **known_as(
        date("updated_parsed"), [*plain("updated", "modified"), *named(DC, "date"), *named(DCTERMS, "modified")]
    ),
    **known_as(date("created_parsed"), [*plain("created"), *named(DCTERMS, "created")]),
    **known_as(summary, [*plain("description", "summary"), *named(DC, "description")], "type", XML_LANG),
    **known_as(summary, itunes("summary")),
    **known_as(content, [*named(ATOM, "content"), *named(CONTENT, "encoded")], "type", XML_LANG),
    **known_as(language, named(DC, "language")),
    **known_as(enclosure, plain("enclosure"), "url", "type", "length"),
    **known_as(origin, ["source"], "url"),
    **known_as(picture, itunes("image"), "href", "url"),
    **known_as(nothing, plain("comments", "rights", "copyright"), free=True),
    **known_as(nothing, named(DC, "publisher", "rights", "identifier", "type", "format", "source"), free=True),
    **known_as(
        nothing,
        itunes("subtitle", "title", "duration", "explicit", "episode", "season", "episodeType", "order", "block"),
        free=True,
    ),
    **known_as(nothing, named("com-wordpress:feed-additions:1", "post-id"), free=True),
    **known_as(nothing, named(GEORSS, "point", "line", "polygon", "box", "elev", "featurename", "featuretypetag")),
    **known_as(nothing, named(GEO, "lat", "long", "alt")),
}
