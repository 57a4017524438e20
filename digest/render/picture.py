"""Pictures of pages, taken by a headless Chromium where there is one."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import tempfile
from pathlib import Path

BROWSERS = ("chromium", "chromium-browser", "google-chrome", "chrome")
PATIENCE = 60.0  # seconds
QUIET = (
    "--headless", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync", "--disable-extensions", "--hide-scrollbars", "--mute-audio",
)  # fmt: skip
LOWEST, USUAL, HIGHEST = 200, 2400, 16_000  # pixels; Chromium draws no picture that is higher
_MEASURE = (
    "<script>addEventListener('load',()=>document.body.dataset.height=document.documentElement.scrollHeight)</script>"
)
_MEASURED = re.compile(r'data-height="(\d+)"')


def browser() -> str | None:
    """The browser there is, if any."""
    return next((path for name in BROWSERS if (path := shutil.which(name))), None)


def take_picture(
    html: str, target: Path, *, width: int = 720, height: int = 0, dark: bool = False, images: bool = True
) -> bool:
    """A PNG of a page, as high as it is (0) or so many pixels; False where there is no browser, or it fails.

    Loads what the page names, nothing else.
    """
    program = browser()
    if program is None:
        return False
    with tempfile.TemporaryDirectory() as folder:
        page = Path(folder) / "page.html"
        page.write_text(html, encoding="utf-8")
        command = [program, *QUIET, f"--user-data-dir={folder}/profile"]
        command += ["--no-sandbox"] if os.geteuid() == 0 else []  # Chromium's sandbox refuses to run as root
        command += [f"--blink-settings=preferredColorScheme={0 if dark else 1}"]
        command += [] if images else ["--blink-settings=imagesEnabled=false"]
        height = height or _height(command, html, Path(folder) / "measured.html", width)
        flags = [f"--window-size={width},{height}", f"--screenshot={target}"]
        return _run([*command, *flags, page.as_uri()]) is not None and target.is_file()


def _height(command: list[str], html: str, page: Path, width: int) -> int:
    """How high a page is when all of it has loaded, in pixels; a usual height where that cannot be found out."""
    page.write_text(html + _MEASURE, encoding="utf-8")
    told = _run([*command, f"--window-size={width},{LOWEST}", "--dump-dom", page.as_uri()])
    found = _MEASURED.search(told or "")
    return min(int(found[1]), HIGHEST) if found else USUAL


def _run(command: list[str]) -> str | None:
    """What the browser prints; None where it fails."""
    try:
        done = subprocess.run(  # noqa: S603 - a browser found on the path, a page of our own
            command, capture_output=True, timeout=PATIENCE, check=False
        )
    except (OSError, subprocess.TimeoutExpired):
        return None
    return done.stdout.decode(errors="replace") if done.returncode == 0 else None
