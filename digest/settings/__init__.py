"""Settings and definitions: digest.toml, the environment and secret files, checked and frozen."""

from digest.settings.definitions import Definitions, newsletter_from, newsletter_of
from digest.settings.gathering import GatherSettings, SourceShape
from digest.settings.inboxes import Inbox, inbox_of, is_inbox_address, refuse_password, without_password
from digest.settings.load import DEFAULT_FILE, describe, load, read_secret
from digest.settings.readers import JoinSettings, WebSettings
from digest.settings.receivers import DkimShape
from digest.settings.returning import ReturnsSettings
from digest.settings.sending import PaceLimits, PaceSettings, RelaySettings, SendSettings
from digest.settings.shape import DatabaseSettings, NewsroomSettings, Settings
from digest.settings.signing import dkim_lines, dkim_table
from digest.settings.slugs import check_slug, free_slug, slug_for
from digest.settings.sourced import shape_of, source_of
from digest.settings.starter import keep_secret, new_key_file, read_keys, starter
from digest.settings.writing import dump

__all__ = [
    "DEFAULT_FILE",
    "DatabaseSettings",
    "Definitions",
    "DkimShape",
    "GatherSettings",
    "Inbox",
    "JoinSettings",
    "NewsroomSettings",
    "PaceLimits",
    "PaceSettings",
    "RelaySettings",
    "ReturnsSettings",
    "SendSettings",
    "Settings",
    "SourceShape",
    "WebSettings",
    "check_slug",
    "describe",
    "dkim_lines",
    "dkim_table",
    "dump",
    "free_slug",
    "inbox_of",
    "is_inbox_address",
    "keep_secret",
    "load",
    "new_key_file",
    "newsletter_from",
    "newsletter_of",
    "read_keys",
    "read_secret",
    "refuse_password",
    "shape_of",
    "slug_for",
    "source_of",
    "starter",
    "without_password",
]
