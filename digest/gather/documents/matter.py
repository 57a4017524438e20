"""Front matter: what stands before a document in YAML (---), TOML (+++) or JSON ({), and whether it may be told."""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Mapping
from typing import Any

import yaml

LONGEST = 100_000  # characters; YAML is read slowly
TABLES = ("taxonomies", "extra", "params")  # in which Zola and Hugo keep what others have at the top
_FENCE = re.compile(r"\A\ufeff?(---|\+\+\+)[ \t]*\r?\n(.*?)^\1[ \t]*\r?$\n?", re.DOTALL | re.MULTILINE)
_LINE = re.compile(r"^(?P<name>[A-Za-z][\w-]{0,40})[ \t]*[:=](?P<value>[^\n]{0,2000})", re.MULTILINE)
_GOES_ON = ("[", "{", "|", ">", "&", "*")  # beyond its line, or elsewhere
_QUOTES = " \t\r\"'"
_HIDDEN = ("draft", "private", "pending", "scheduled", "hidden")  # as a status or as a switch of its own
_NO = ("false", "no", "off", "0")


def front_matter(text: str) -> tuple[dict[str, Any], str]:
    """The front matter with its names in lower case, and the rest; of broken matter the lines that can be read."""
    if text.lstrip("\ufeff \t\r\n").startswith("{"):
        return _json(text)
    match = _FENCE.match(text)
    if not match:
        return {}, text.lstrip("\ufeff")
    if len(match[2]) > LONGEST:
        return {}, text[match.end() :]
    try:
        matter = tomllib.loads(match[2]) if match[1] == "+++" else yaml.safe_load(match[2])
    except (yaml.YAMLError, tomllib.TOMLDecodeError, ValueError, RecursionError):
        matter = _line_by_line(match[2])
    return _by_name(matter), text[match.end() :]


def _line_by_line(broken: str) -> dict[str, Any]:
    """What its lines say, each by itself: "title: Fog: a history" is no YAML, and as plain as can be."""
    found: dict[str, Any] = {}
    for line in _LINE.finditer(broken):
        said = line["value"].strip()
        if said.startswith("[") and said.endswith("]"):
            found[line["name"]] = [part.strip(_QUOTES) for part in said[1:-1].split(",")]
        elif not said.startswith(_GOES_ON):
            found[line["name"]] = said.strip(_QUOTES)
    return found


def _json(text: str) -> tuple[dict[str, Any], str]:
    bare = text.lstrip("\ufeff \t\r\n")
    try:
        matter, end = json.JSONDecoder().raw_decode(bare[:LONGEST])
    except (ValueError, RecursionError):
        return {}, text.lstrip("\ufeff")
    return _by_name(matter), bare[end:]


def _by_name(matter: object) -> dict[str, Any]:
    if not isinstance(matter, dict):
        return {}
    found = {str(key).lower().replace("-", "_"): value for key, value in matter.items()}
    for name in TABLES:
        if isinstance(table := found.get(name), dict):
            found = {str(key).lower().replace("-", "_"): value for key, value in table.items()} | found
    return found


def why_unpublished(matter: Mapping[str, Any]) -> str:
    """Why a document shall not be told, in words; "" if it may be."""
    for name in ("draft", "private"):
        if _switch(matter.get(name)) not in ("", *_NO):
            return f"it says `{name}: {_switch(matter[name])}`"
    for name in ("published", "publish"):  # "published" may be a date as well
        if _switch(matter.get(name)) in _NO:
            return f"it says `{name}: {_switch(matter[name])}`"
    for name in ("status", "visibility"):
        if _switch(matter.get(name)) in _HIDDEN:
            return f"it says `{name}: {_switch(matter[name])}`"
    return ""


def _switch(value: object) -> str:
    return str(value).strip().lower()[:20] if isinstance(value, bool | str | int) else ""
