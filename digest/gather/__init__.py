"""Gather: ask politely, read carefully, and know what is new."""

from digest.gather import hubs
from digest.gather.changed import FEWEST_RENAMED, FLOOD, Changes, after_failure, after_success, decide, paced, place_of
from digest.gather.discover import Found, IsSitemap, NoFeedHere, discover
from digest.gather.documents.folder import read_folder, split_glob
from digest.gather.feed import read
from digest.gather.fetching.answers import Access
from digest.gather.fetching.fetch import Web, open_web
from digest.gather.fetching.fetched import Fetched, Limits, NotModified
from digest.gather.fetching.robots import Robots
from digest.gather.health import health
from digest.gather.opml import Outline, read_opml, write_opml
from digest.gather.readers import Readers
from digest.gather.sitemap import is_sitemap_address
from digest.gather.stubs import is_stub
from digest.gather.urls import canonical, web_address

__all__ = [
    "FEWEST_RENAMED",
    "FLOOD",
    "Access",
    "Changes",
    "Fetched",
    "Found",
    "IsSitemap",
    "Limits",
    "NoFeedHere",
    "NotModified",
    "Outline",
    "Readers",
    "Robots",
    "Web",
    "after_failure",
    "after_success",
    "canonical",
    "decide",
    "discover",
    "health",
    "hubs",
    "is_sitemap_address",
    "is_stub",
    "open_web",
    "paced",
    "place_of",
    "read",
    "read_folder",
    "read_opml",
    "split_glob",
    "web_address",
    "write_opml",
]
