"""One page behind many addresses: AMP and mobile forms, proxies of AMP, tracking, spellings that change nothing."""

from __future__ import annotations

import re
from urllib.parse import parse_qsl, urlencode, urlsplit

# Hosts that serve another host's page: the part of the path after the marks is the page's own address.
_AMP_CACHE = re.compile(r"^(?:[\w-]+\.)*cdn\.ampproject\.org$|^(?:www\.)?google\.[a-z.]+$|^(?:www\.)?bing\.com$")
_AMP_PATH = re.compile(r"^/(?:amp|[cvi]|wp)/(?:s/)?(?=[^/]+\.[^/]+)")
_FORMS = re.compile(r"^(?:www\d?|m|mobile|amp|touch|wap)\.(?=.+\.)")
_AMP_ENDS = re.compile(r"(?:/amp(?:/|\.html?)?|\.amp(?:\.html?)?)$|(?<=/)amp/(?=.)")
_INDEX = re.compile(r"/(?:index|default)\.(?:html?|php|aspx?)$")
_NOTHING = re.compile(
    r"^(?:utm_\w+|amp|amp_\w+|outputtype|fbclid|gclid|dclid|msclkid|yclid|igshid|mc_[ce]id|mkt_tok"
    r"|ref|ref_src|referrer|cmp|cmpid|ncid|smid|smtyp|s_cid|spm|ftag|rss|xtor|at_\w+|ns_\w+)$"
)


def one_page(url: str) -> str:
    """What all addresses of one page have in common, "" for none: a key to compare by, nothing to open."""
    try:
        parts = urlsplit(url.strip())
        host = (parts.hostname or "").rstrip(".")
    except ValueError:
        return ""
    path = parts.path
    if _AMP_CACHE.match(host) and (marks := _AMP_PATH.match(path)):
        host, _, path = path[marks.end() :].partition("/")
        host, path = host.lower(), f"/{path}"
    if not host:
        return ""
    host = _FORMS.sub("", host)
    path = _INDEX.sub("/", _AMP_ENDS.sub("", path)).rstrip("/")
    # "?123" is a name without a value, and may be all that tells one article of a site from another.
    every = parse_qsl(parts.query, keep_blank_values=True)
    kept = sorted(pair for pair in every if not _NOTHING.match(pair[0].lower()))
    if not path and not kept:
        return ""  # a front page is no article, though many entries lead there
    return f"{host}{path}" + (f"?{urlencode(kept)}" if kept else "")
