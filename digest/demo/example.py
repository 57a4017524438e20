"""The example newsroom: where it lies, and how a working copy of it is laid out."""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import Iterator
from datetime import datetime, timedelta
from email.utils import format_datetime
from pathlib import Path

from digest.errors import NotFound

FEEDS_AT = "http://127.0.0.1:8090"  # what digest.toml names for the feed server …
RELAY_AT = "port = 8025"  # … and for the mail server, until the ports are known
TEXTS = (".rss", ".atom", ".json", ".html", ".md", ".txt")
_AGO = re.compile(r"\{\{minutes_ago:(\d{1,6})\}\}")
_UNDATED_AGE = timedelta(hours=3)  # how old a document is that names no date


def example_folder(name: str = "newsroom") -> Path:
    """Where an example lies: in the installed package, or at the root of a checkout.

    Raises:
        NotFound: this installation has no such example.
    """
    package = Path(__file__).resolve().parent.parent
    for folder in (package / "examples" / name, package.parent / "examples" / name):
        if folder.is_dir():
            return folder
    raise NotFound(f"This installation of Digest has no example {name!r}.", kind="example", key=name)


def fill(text: str, suffix: str, *, base_url: str, now: datetime) -> str:
    """A text of the example with its marks filled in.

    ``{{base}}`` is the feed server, ``{{minutes_ago:95}}`` a moment before now (as RFC 5322 writes it in RSS, as
    RFC 3339 elsewhere), ``{{day}}`` today in words.
    """

    def moment(match: re.Match[str]) -> str:
        at = (now - timedelta(minutes=int(match[1]))).replace(microsecond=0)
        return format_datetime(at) if suffix == ".rss" else at.isoformat()

    day = f"{now:%B} {now.day}, {now.year}"
    return _AGO.sub(moment, text.replace("{{base}}", base_url).replace("{{day}}", day))


def lay_out(example: Path, work: Path, *, base_url: str, relay_port: int, now: datetime) -> Path:
    """Copy the newsroom into ``work`` with the addresses of its servers; returns the path of its digest.toml.

    What lies there under another name stays; feeds and pictures are not copied, the feed server has them.
    """
    work.mkdir(parents=True, exist_ok=True)
    settings = (example / "digest.toml").read_text(encoding="utf-8")
    settings = settings.replace(FEEDS_AT, base_url).replace(RELAY_AT, f"port = {relay_port}")
    (work / "digest.toml").write_text(settings, encoding="utf-8")
    shutil.copyfile(example / "subscribers.csv", work / "subscribers.csv")
    shutil.copytree(example / "templates", work / "templates", dirs_exist_ok=True)
    for source, target in _documents(example, work):
        text = fill(source.read_text(encoding="utf-8"), source.suffix, base_url=base_url, now=now)
        target.write_text(text, encoding="utf-8")
        stamp = (now - _UNDATED_AGE).timestamp()
        os.utime(target, (stamp, stamp))
    return work / "digest.toml"


def _documents(example: Path, work: Path) -> Iterator[tuple[Path, Path]]:
    (work / "documents").mkdir(exist_ok=True)
    for source in sorted((example / "documents").iterdir()):
        if source.suffix in TEXTS:
            yield source, work / "documents" / source.name
