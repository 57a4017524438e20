"""The digest.toml that ``digest init`` writes: it works as it is, and teaches the rest."""

from __future__ import annotations

import base64
import json
import os
import secrets
from pathlib import Path

import subscribers
from digest.errors import SettingsError
from digest.settings.load import read_secret

TEMPLATE = """\
# Digest: the settings of this newsroom. Every key: docs/guide/settings.md, or `digest settings`.
# Paths count from this file. DIGEST_RELAY__HOST=… in the environment sets relay.host, and so on;
# DIGEST_RELAY__PASSWORD_FILE=… reads the value from a file.

[newsroom]
name = {name}
base_url = {base_url}      # where readers reach `digest serve`; links in mails begin with it
zone = {zone}
language = {language}
# contact = "https://www.example.org/about"   # told to the servers of your sources

[database]
url = "digest.db"               # or "postgresql://digest@localhost/digest"

[relay]
# Begin with a folder of .eml files; turn to smtp when you like what you see.
kind = "folder"
path = "outbox"
# kind = "smtp"
# host = "smtp.example.org"
# port = 587
# tls = "starttls-required"     # or "implicit" (port 465), "starttls-if-offered", "none"
# username = "newsletter"
# password_file = "relay.password"   # a file that only you may read (chmod 600)
# connections = 5

# Sign letters: `digest dkim new --domain example.org` makes a key, its DNS record, and these lines.
# [[dkim]]
# domain = "example.org"
# selector = "digest202611"
# key_file = "dkim-example.org-digest202611.pem"

# A newsletter. More can be made here, or with `digest newsletters add`.
[[newsletters]]
slug = {slug}
title = {title}
from_address = {address}
postal_address = "Your postal address, as the law wants it in every mail"
cadences = {{ daily = "weekdays 07:30" }}   # words or cron; add a zone: "weekdays 07:30 Europe/Moscow"
# subject = "{{{{ stories[0].title }}}}"
# misfire = "send_until 3h"     # if the machine was down at 07:30; or "skip", "merge_into_next"

[newsletters.choose]
min = 1                         # fewer stories than this: no issue, they carry over
max = 12
per_source = 5
max_age = "4d"                  # what is older is no news for a daily issue; let it reach from one issue to the next
first_run = "24h"               # what the first issue reaches back to; or "7d", "10 newest"

# [[newsletters.sections]]
# key = "city"
# title = "City"
# topics = ["city", "council"]
# max = 5

# Sources: feeds by address, folders of documents. More with `digest sources add ADDRESS`.
# [[sources]]
# url = "https://www.example.org/feed.xml"
# topics = ["city"]
#
# [[sources]]
# folder = "articles/*.md"
"""


def starter(
    *, name: str, address: str, zone: str, language: str = "en", base_url: str = "http://127.0.0.1:8000"
) -> str:
    """A commented digest.toml for a newsroom of this name."""
    slug = "".join(c if c.isascii() and c.isalnum() else "-" for c in name.lower()).strip("-") or "digest"
    values = {
        "name": name,
        "base_url": base_url,
        "zone": zone,
        "language": language,
        "slug": "-".join(part for part in slug.split("-") if part)[:60],
        "title": name,
        "address": address,
    }
    # A JSON string is a TOML basic string.
    return TEMPLATE.format(**{key: json.dumps(value, ensure_ascii=False) for key, value in values.items()})


def new_key_file(path: Path) -> None:
    """Write a fresh key file, for its owner only; an existing one is never touched.

    Raises:
        FileExistsError: it is there already.
    """
    line = f"1 {base64.b64encode(secrets.token_bytes(32)).decode()}\n"
    keep_secret(path, f"# Signs the links in your mails. Keep it, back it up, show it to nobody.\n{line}".encode())


def keep_secret(path: Path, content: bytes) -> None:
    """Write a file that only its owner may read, from its first byte on; an existing one is never touched.

    Raises:
        FileExistsError: it is there already.
    """
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        file.write(content)


def read_keys(path: Path) -> subscribers.Keys:
    """The keys in a key file: a number and a base64 secret in each line; the highest number signs.

    Raises:
        SettingsError: the file is missing, open to others, or holds no key.
    """
    if not path.exists():
        raise SettingsError(
            f"secret.file: there is no {path}; `digest init` makes one.", file=str(path), key="secret.file"
        )
    lines = read_secret(path, "secret.file").decode("ascii", errors="replace").splitlines()
    try:
        pairs = [line.split() for line in lines if line.strip() and not line.startswith("#")]
        found = {int(number): base64.b64decode(secret, validate=True) for number, secret in pairs}
        return subscribers.Keys(max(found), found)
    except ValueError as fault:
        raise SettingsError(
            f"secret.file: {path} holds no usable key; expected lines of a number (1 to 255) and 32 bytes in base64.",
            file=str(path),
            key="secret.file",
        ) from fault
