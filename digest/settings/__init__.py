"""Settings and definitions: digest.toml, the environment and secret files, checked and frozen."""

from digest.settings.definitions import Definitions, newsletter_from, newsletter_of, slug_for, source_of
from digest.settings.load import describe, load
from digest.settings.returning import ReturnsSettings
from digest.settings.shape import (
    DatabaseSettings,
    GatherSettings,
    NewsroomSettings,
    PaceLimits,
    PaceSettings,
    RelaySettings,
    SendSettings,
    Settings,
    WebSettings,
)
from digest.settings.starter import new_key_file, read_keys, starter
from digest.settings.writing import dump

__all__ = [
    "DatabaseSettings",
    "Definitions",
    "GatherSettings",
    "NewsroomSettings",
    "PaceLimits",
    "PaceSettings",
    "RelaySettings",
    "ReturnsSettings",
    "SendSettings",
    "Settings",
    "WebSettings",
    "describe",
    "dump",
    "load",
    "new_key_file",
    "newsletter_from",
    "newsletter_of",
    "read_keys",
    "slug_for",
    "source_of",
    "starter",
]
