"""Lighthouse's score for the accessibility of every public page in every state: ``python -m tools.score_pages``.

It needs npm to install Lighthouse, and Chromium. A page that scores less than 0.98 fails the run.
"""

from __future__ import annotations

import asyncio
import json
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from aiohttp import web
from playwright._impl._driver import compute_driver_executable

from digest.render import browser
from tests.states import Shown, recorded

FOLDER = Path(__file__).resolve().parent / "lighthouse"
ENOUGH = 0.98


async def main() -> int:
    """Record the pages, serve them, and have them scored. Returns the exit code."""
    if not (FOLDER / "node_modules" / ".package-lock.json").is_file():
        subprocess.run(["npm", "ci", "--loglevel=error"], cwd=FOLDER, check=True)  # noqa: ASYNC221, S607 - nobody waits
    with tempfile.TemporaryDirectory() as folder:
        shown = await recorded(Path(folder))
    found = [json.loads(line) for line in (await scored(shown)).splitlines()]
    return report(found, len(shown))


async def scored(shown: Sequence[Shown]) -> str:
    """Lighthouse's lines of JSON, one for each page."""
    runner = web.AppRunner(served(shown))
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    port = runner.addresses[0][1]
    addresses = "".join(f"http://127.0.0.1:{port}/{one.file}\n" for one in shown)
    program, _ = compute_driver_executable()
    process = await asyncio.create_subprocess_exec(
        program, FOLDER / "run.mjs", browser() or "", stdin=subprocess.PIPE, stdout=subprocess.PIPE
    )
    said, _ = await process.communicate(addresses.encode())
    await runner.cleanup()
    return said.decode()


def served(shown: Sequence[Shown]) -> web.Application:
    """The recorded pages under their names, all with status 200: of anything else Lighthouse says nothing."""
    pages = {one.file: one.answer for one in shown}
    kept = ("content-security-policy", "referrer-policy", "x-content-type-options")

    async def page(request: web.Request) -> web.Response:
        answer = pages.get(request.match_info["name"])
        if answer is None:
            return web.Response(status=404)
        headers = {name: answer.headers[name] for name in kept if name in answer.headers}
        return web.Response(text=answer.text, content_type="text/html", headers=headers)

    app = web.Application()
    app.router.add_get("/{name}", page)
    return app


def report(found: Sequence[dict[str, Any]], expected: int) -> int:
    """Write the scores; returns 1 where a page is not good enough, or has no score."""
    for one in found:
        why = ", ".join(one["failed"]) or one["fault"]
        sys.stdout.write(f"{one['score']}  {one['url'].rpartition('/')[2]}  {why}\n")
    low = [one for one in found if one["score"] is None or one["score"] < ENOUGH]
    sys.stdout.write(f"{len(found)} of {expected} pages scored, {len(low)} below {ENOUGH}\n")
    return 1 if low or len(found) != expected else 0


if __name__ == "__main__":
    sys.exit(asyncio.run(main()))
