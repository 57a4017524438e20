"""Reading the settings: file, environment, secret files; every fault in one message."""

from __future__ import annotations

import os
import stat
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any, get_args

from pydantic import SecretStr, ValidationError

from digest.errors import SettingsError
from digest.files import read_whole
from digest.settings.base import Shape
from digest.settings.faults import in_words
from digest.settings.receivers import DkimShape
from digest.settings.shape import Settings, known_keys

PREFIX = "DIGEST_"
NOT_SETTINGS = ("DIGEST_CONFIG",)
DEFAULT_FILE = "digest.toml"
LISTS = (
    "allow_hosts",
    "outgoing_ips",
    "topics",
    "trusted_proxies",
)  # several values, with commas between them in the environment


def load(path: Path | None, environ: Mapping[str, str]) -> Settings:
    """Settings from a file (none: defaults) with the environment on top.

    ``DIGEST_RELAY__HOST=…`` sets ``relay.host``; ``DIGEST_RELAY__PASSWORD_FILE=/run/secrets/x`` reads the value from
    a file. In the file itself ``password_file = "…"`` does the same.

    Raises:
        SettingsError: the file is missing or no TOML, or any key is unknown or wrong; all faults are named.
    """
    data = _read_file(path) if path else {}
    here = path.resolve().parent if path else Path.cwd()
    _apply_environment(data, environ)
    _read_secret_files(data, Settings, here, str(path or "the environment"))
    try:
        settings = Settings.model_validate(data)
    except ValidationError as fault:
        raise in_words(fault, path) from fault
    return _absolute(settings, here, path)


def _read_file(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise SettingsError(
            f"There is no {path}; `digest init` writes one, or name another with --config.", file=str(path)
        ) from None
    except (OSError, UnicodeDecodeError) as fault:
        raise SettingsError(f"{path} cannot be read: {fault}.", file=str(path)) from fault
    except tomllib.TOMLDecodeError as fault:
        raise SettingsError(f"{path} is not valid TOML: {fault}.", file=str(path)) from fault


def _apply_environment(data: dict[str, Any], environ: Mapping[str, str]) -> None:
    for name, value in environ.items():
        if not name.startswith(PREFIX) or name in NOT_SETTINGS or "__" not in name:
            continue
        table, *keys = name.removeprefix(PREFIX).lower().split("__")
        inner = data.setdefault(table, {})
        for key in keys[:-1]:
            inner = _within(inner, key)
        if isinstance(inner, dict):
            inner[keys[-1]] = value.split(",") if keys[-1] in LISTS else value


def _within(data: Any, key: str) -> Any:
    """The table ``key``; of several the one with that slug or name, whose "-" is a "_" in the environment."""
    if isinstance(data, list):
        tables = (one for one in data if isinstance(one, dict))
        named = (one for one in tables if str(one.get("slug") or one.get("name", "")).lower().replace("-", "_") == key)
        return next(named, None)
    return data.setdefault(key, {}) if isinstance(data, dict) else None


def _read_secret_files(data: Any, shape: type[Shape], here: Path, where: str, tables: str = "") -> None:
    """For every secret ``key`` of a table and of those inside it: its value from the file that ``key_file`` names."""
    if not isinstance(data, dict):
        return
    for key, info in shape.model_fields.items():
        if info.annotation is SecretStr and f"{key}_file" in data:
            path = here / str(data.pop(f"{key}_file"))
            data[key] = read_secret(path, f"{where}: {tables}{key}_file").decode().rstrip("\r\n")
        for inner in (info.annotation, *get_args(info.annotation)):
            if isinstance(inner, type) and issubclass(inner, Shape):
                several = data.get(key)
                for one in several if isinstance(several, list) else [several]:
                    _read_secret_files(one, inner, here, where, f"{tables}{key}.")


def read_secret(path: Path, key: str) -> bytes:
    """The content of a file that nobody but its owner may read.

    Raises:
        SettingsError: it is missing, or others may read it.
    """
    try:
        content = read_whole(path, piped=True)
        mode = path.stat().st_mode
    except OSError as fault:
        raise SettingsError(f"{key}: {path} cannot be read ({fault.strerror}).", file=str(path), key=key) from fault
    # Secrets of a container runtime belong to root and are mounted read-only; there the mode is not ours to set.
    if mode & (stat.S_IRWXG | stat.S_IRWXO) and os.access(path, os.W_OK):
        raise SettingsError(f"{key}: others may read {path}; run `chmod 600 {path}`.", file=str(path), key=key)
    return content


def _absolute(settings: Settings, here: Path, path: Path | None) -> Settings:
    """Paths count from the file they stand in, never from the folder somebody happens to be in."""
    url = settings.database.url
    if "://" not in url:
        url = f"sqlite:///{here / url}"
    return settings.model_copy(
        update={
            "file": path.resolve() if path else None,
            "database": settings.database.model_copy(update={"url": url}),
            "relay": settings.relay.model_copy(update={"path": here / settings.relay.path}),
            "relays": tuple(one.model_copy(update={"path": here / one.path}) for one in settings.relays),
            "returns": settings.returns.model_copy(
                update={
                    name: str(here / value)
                    for name in ("maildir", "mbox")
                    if (value := getattr(settings.returns, name))
                }
            ),
            "llm": settings.llm.model_copy(update={"cache": here / settings.llm.cache}),
            "templates": settings.templates.model_copy(update={"folder": here / settings.templates.folder}),
            "secret": settings.secret.model_copy(update={"file": here / settings.secret.file}),
            "dkim": tuple(one.model_copy(update={"key_file": here / one.key_file}) for one in settings.dkim),
        }
    )


def describe() -> list[tuple[str, str, str]]:
    """(key, default, what it is for) of every setting, for the reference and for ``--help``."""
    rows = []
    for key, info in (known_keys(Settings) | known_keys(DkimShape, "dkim.")).items():
        if key not in ("file", "dkim", "newsletters", "sources", "relays"):
            default = info.get_default(call_default_factory=True)
            rows.append((key, "" if default is None or info.is_required() else str(default), info.description or ""))
    return rows
