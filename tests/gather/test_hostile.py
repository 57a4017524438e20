"""What strangers write to harm: every pattern stays linear, parsers end, and in a browser nothing runs or is loaded."""

from __future__ import annotations

import asyncio
import html
import json
import os
import re
import subprocess
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from digest import gather
from digest.errors import SourceError
from digest.gather.clean import plain_title, sanitise
from digest.gather.dates import parse_date
from digest.gather.documents.document import read_document
from digest.gather.documents.exported import read_exported
from digest.gather.pages import read_page
from digest.gather.pages.shown import read_shown
from digest.gather.plain import one_line, paragraphs, plain_text
from digest.gather.urls import canonical
from digest.render.picture import QUIET, browser
from tests.makers import NOW

URL = "https://port.example/x"
SEEDS = (
    "<",
    "a@",
    "(",
    " | ",
    "by ",
    "1.",
    "<!--",
    "<iframe ",
    "&#",
    "\n\n",
    " ",
    "…",
    "1 de ",
    "[",
    "](",
    "<h1>",
    "---\n",
)
LENGTH = 100_000
READ: dict[str, Callable[[str], object]] = {
    "title": plain_title,
    "sanitise": sanitise,
    "text": plain_text,
    "line": one_line,
    "paragraphs": paragraphs,
    "address": lambda text: canonical("https://" + text),
    "date": parse_date,
    "shown date": lambda text: read_shown(text, "de"),
    "exported": read_exported,
}


@pytest.mark.parametrize("name", READ)
def test_every_pattern_is_linear(name: str) -> None:
    for seed in SEEDS:
        text = (seed * LENGTH)[:LENGTH]
        began = time.process_time()
        READ[name](text)
        assert time.process_time() - began < 1.0, seed  # a tenth of it, on a machine that does nothing else


@pytest.mark.parametrize("seed", SEEDS)
def test_whole_readers_end(seed: str) -> None:
    text = (seed * LENGTH)[: LENGTH // 4]
    began = time.process_time()
    read_page(text.encode(), url=URL, now=NOW)
    read_document(text.encode(), name="a.md", modified=NOW, now=NOW)
    assert time.process_time() - began < 10.0


def rss(title: str, doctype: str = "", items: str = "") -> str:
    return f'{doctype}<rss version="2.0"><channel><title>{title}</title>{items}</channel></rss>'


LAUGHS = "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 10))
BOMBS = (
    rss("&a9;", f'<!DOCTYPE r [<!ENTITY a0 "ha">{LAUGHS}]>'),
    rss("&q;" * 10_000, f'<!DOCTYPE r [<!ENTITY q "{"q" * 100_000}">]>'),
    rss("&x;", '<!DOCTYPE r [<!ENTITY x SYSTEM "file:///etc/passwd">]>'),
    rss("P", items="<item><title>A</title></item>" * 20_000),
    rss("P", items=f"<item><title>A</title><description>{'&lt;div&gt;' * 100_000}</description></item>"),
)


@pytest.mark.parametrize("number", range(len(BOMBS)))
async def test_a_bomb_is_read_or_refused_and_the_next_feed_is_read(number: int) -> None:
    async with gather.Readers(workers=1, patience=15.0) as readers:
        try:
            harvest = await readers.feed(BOMBS[number].encode(), content_type="", url=URL, now=NOW)
        except SourceError:
            harvest = None
        assert harvest is None or ("root:" not in harvest.title and len(harvest.title) <= 500)
        assert (await readers.feed(b"<rss version='2.0'><channel><title>P</title></channel></rss>",
                                   content_type="", url=URL, now=NOW)).title == "P"  # fmt: skip


PRELUDE = (
    "<script>const hit = (what) => () => document.documentElement.setAttribute('data-hit', what);"
    "for (const name of ['alert', 'confirm', 'prompt', 'print', 'open', 'fetch']) window[name] = hit(name);"
    "</script>"
)


async def test_in_a_browser_no_attack_runs_or_loads_anything(shared_data: Path, tmp_path: Path) -> None:
    program = browser()
    if program is None:
        pytest.skip("there is no Chromium on this machine")
    payloads = json.loads((shared_data / "hostile" / "html-payloads.json").read_text(encoding="utf-8"))
    texts = [one if isinstance(one, str) else str(one.get("payload", one)) for one in payloads]
    safe = [f"<h2>{html.escape(plain_title(text))}</h2><div>{sanitise(text, URL)}</div>" for text in texts]
    page = tmp_path / "page.html"
    page.write_text(
        f"<!doctype html><meta charset=utf-8>{PRELUDE}{''.join(safe)}<p id=end>the end</p>", encoding="utf-8"
    )
    asked: list[bytes] = []

    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        asked.append(await reader.readline())
        writer.close()

    async with await asyncio.start_server(answer, "127.0.0.1", 0) as proxy:
        port = proxy.sockets[0].getsockname()[1]
        flags = [*QUIET, f"--user-data-dir={tmp_path}/profile", f"--proxy-server=127.0.0.1:{port}", "--dump-dom",
                 "--blink-settings=imagesEnabled=false", "--virtual-time-budget=2000"]  # fmt: skip
        flags += ["--no-sandbox"] if os.geteuid() == 0 else []
        done = await asyncio.to_thread(
            subprocess.run, [program, *flags, page.as_uri()], capture_output=True, timeout=90, check=False
        )
    dom = done.stdout.decode("utf-8", "replace")
    assert "the end" in dom
    assert not re.match(r"\s*<!doctype html>\s*<html[^>]*data-hit", dom, re.IGNORECASE)
    ours = [line for line in asked if b"google" not in line]  # the browser's own questions about itself
    assert ours == []
