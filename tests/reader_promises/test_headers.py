"""S-22, S-10, R: every page is guarded by its headers, nothing private is public, and no input breaks a page."""

from __future__ import annotations

import random
import re
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from digest import jobs
from subscribers import Purpose
from tests.sites import Site, a_site

MORE = '[web]\nhsts = "365d"\ntrusted_proxies = ["127.0.0.1"]\n[join]\nper_network = "100000 per hour"\n'
PUBLIC = (
    "/", "/join", "/join/morning", "/link", "/archive/morning", "/archive/morning/1", "/archive/morning/feed.atom",
    "/archive/morning/feed.json", "/sitemap.xml", "/robots.txt", "/healthz", "/nowhere", "/favicon.ico",
)  # fmt: skip
ODD = (
    "", "\0", "x" * 5000, "\u202e\u2028", "<script>alert(1)</script>", "'; DROP TABLE persons; --", "%00", "../../etc",
    "{{7*7}}", "-1", "9" * 40, "\U0001f600", "=cmd()", "a@b\r\nc: d",
)  # fmt: skip


@pytest.fixture
async def site(tmp_path: Path) -> AsyncIterator[Site]:
    async with a_site(tmp_path, more=MORE) as site:
        await jobs.press(site.newsroom, site.newsletter, jobs.Order.by_hand(now=site.clock.now), now=site.clock.now)
        yield site


async def test_s_22_every_answer_is_guarded_by_its_headers(site: Site) -> None:
    own = [f"/{page}/{site.token(purpose)}" for purpose, page in ((Purpose.LEAVE, "leave"), (Purpose.VIEW, "view"))]
    for path in (*PUBLIC, *own, f"/preferences/{site.token(Purpose.PREFERENCES)}"):
        answer = await site.get(path)
        policy = answer.headers["content-security-policy"]
        assert "default-src 'none'" in policy, path
        assert "frame-ancestors 'none'" in policy, path
        assert "script-src" not in policy, path
        assert answer.headers["x-content-type-options"] == "nosniff"
        assert answer.headers["strict-transport-security"] == "max-age=31536000"
        assert "set-cookie" not in answer.headers
        assert "unsafe" not in policy, path
        assert not re.search(r"<[^>]+ style=", answer.text), path
        styles = re.findall(r"<style[^>]*>", answer.text)
        if path == "/archive/morning/1":  # stored, and so known by the hashes of its styles
            assert set(styles) == {"<style>"}
            assert len(re.findall("'sha256-", policy)) == len(styles)
        elif styles:
            (nonce,) = re.findall(r"'nonce-([^']+)'", policy)
            assert styles == [f'<style nonce="{nonce}">']


async def test_s_10_no_public_page_shows_a_reader_a_token_or_a_secret(site: Site) -> None:
    secrets = [secret.hex() for secret in site.newsroom.keys.secrets.values()]
    for path in PUBLIC:
        text = (await site.get(path)).text
        assert not re.search(r"reader\d@", text), path
        assert not any(f"/{page}/" in text.replace("Disallow: ", "") for page in ("leave", "confirm", "undo")) or (
            path == "/robots.txt"
        )
        assert not any(secret in text for secret in secrets)


async def test_no_input_breaks_a_page(site: Site) -> None:
    rng = random.Random(22)  # the same inputs every time
    token = site.token(Purpose.PREFERENCES)
    paths = [*PUBLIC, f"/preferences/{token}", f"/preferences/{token}/undo", f"/preferences/{token}/address"]
    paths += [f"/leave/{site.token(Purpose.LEAVE)}/less", "/confirm/x", "/undo/x", "/join/%00", "/archive/%ff/1"]
    names = ["email", "stamp", "newsletter[]", "rhythm", "hour", "zone", "language", "name", "change", "less"]
    names += [f"morning_{name}" for name in ("state", "rhythm", "hour", "until", "sources[]", "sources.shown")]
    for _ in range(150):
        fields = [(rng.choice(names), rng.choice(ODD)) for _ in range(rng.randrange(6))]
        headers = {
            "Accept_Language": rng.choice(("de", ",,,;", "x" * 200, "en-US;q=a")),
            "X_Forwarded_For": rng.choice(("1", ",", "1.2.3.4")),
        }
        answer = await site.ask(rng.choice(("GET", "POST", "POST", "PUT")), rng.choice(paths), fields, **headers)
        assert answer.status < 500
        assert "<script>alert" not in answer.text
    for body in (b"\xff\xfe\x00", b"a" * 300_000, b"&" * 10_000, b"email=%FF%00&stamp=%"):
        for path in ("/join/morning", f"/preferences/{token}", f"/leave/{site.token(Purpose.LEAVE)}"):
            assert (await site.ask("POST", path, body, Content_Type="application/x-www-form-urlencoded")).status < 500
