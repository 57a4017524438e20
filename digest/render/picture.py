"""Pictures of pages, taken by a headless Chromium where there is one."""

from __future__ import annotations

import os
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


def browser() -> str | None:
    """The browser there is, if any."""
    return next((path for name in BROWSERS if (path := shutil.which(name))), None)


def take_picture(
    html: str, target: Path, *, width: int = 720, height: int = 2400, dark: bool = False, images: bool = True
) -> bool:
    """A PNG of a page; False where there is no browser, or it fails. Loads what the page names, nothing else."""
    program = browser()
    if program is None:
        return False
    with tempfile.TemporaryDirectory() as folder:
        page = Path(folder) / "page.html"
        page.write_text(html, encoding="utf-8")
        flags = [
            *QUIET,
            f"--user-data-dir={folder}/profile",
            f"--window-size={width},{height}",
            f"--screenshot={target}",
        ]
        flags += ["--no-sandbox"] if os.geteuid() == 0 else []  # Chromium's sandbox refuses to run as root
        flags += ["--blink-settings=preferredColorScheme=0"] if dark else ["--blink-settings=preferredColorScheme=1"]
        flags += [] if images else ["--blink-settings=imagesEnabled=false"]
        try:
            done = subprocess.run(  # noqa: S603 - a browser found on the path, a page of our own
                [program, *flags, page.as_uri()], capture_output=True, timeout=PATIENCE, check=False
            )
        except (OSError, subprocess.TimeoutExpired):
            return False
    return done.returncode == 0 and target.is_file()
