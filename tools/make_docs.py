"""Write again what is made from the code: the references, and the picture of the demo's mail."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

import typer.main

from digest.cli.app import app
from digest.demo.run import local_pictures
from digest.render import take_picture
from digest.settings import describe

ROOT = Path(__file__).resolve().parent.parent
GUIDE = ROOT / "docs" / "guide"
MADE = "<!-- Made by `make docs` from the program; change it there. -->\n"


def commands() -> list[tuple[str, Any]]:
    """Every command with its whole name, in the order of the alphabet."""
    found: list[tuple[str, Any]] = []

    def walk(name: str, command: Any) -> None:
        inside = getattr(command, "commands", None)  # a family of commands
        if inside:
            for inner, one in inside.items():
                walk(f"{name} {inner}", one)
        else:
            found.append((name, command))

    walk("digest", typer.main.get_command(app))
    return sorted(found)


def command_reference() -> str:
    """The commands as Markdown."""
    parts = [MADE, "# Commands\n"]
    parts.append(
        "`--json`, `--quiet`, `--no-color` and `--config FILE` may stand anywhere on the line. Exit codes: 0 done,\n"
        "1 it could not be done, 2 the command line or the settings are wrong, 130 interrupted.\n"
    )
    for name, command in commands():
        parts.append(f"## {name}\n\n{(command.help or '').strip()}\n")
        rows = [f"| {_usage(one)} | {_about(one)} |" for one in command.params if not _is_help(one)]
        if rows:
            parts.append("| | |\n|---|---|\n" + "\n".join(rows) + "\n")
    return "\n".join(parts)


def _usage(parameter: Any) -> str:
    if parameter.param_type_name == "argument":
        return f"`{(parameter.metavar or parameter.name).strip('[]').upper()}`"
    return " ".join(f"`{name}`" for name in parameter.opts)


def _about(parameter: object) -> str:
    return str(getattr(parameter, "help", "") or "").replace("|", "\\|")


def _is_help(parameter: object) -> bool:
    return getattr(parameter, "name", "") == "help"


def settings_reference() -> str:
    """The settings as Markdown."""
    parts = [MADE, "# Settings\n"]
    parts.append(
        "`digest init` writes a `digest.toml` that explains itself. Every key of its tables is below; each may be\n"
        "set in the environment too: `DIGEST_RELAY__HOST` is `relay.host`. Secrets come from files that only\n"
        "their owner may read: `relay.password_file`, or `DIGEST_RELAY__PASSWORD_FILE`. There may be several\n"
        "tables `[[dkim]]`: [signing](signing.md). What `[[newsletters]]` and `[[sources]]` hold:\n"
        "[newsletters](newsletters.md).\n"
    )
    parts.append("| key | default | what it is for |\n|---|---|---|")
    parts += [f"| `{key}` | {f'`{default}`' if default else ''} | {about} |" for key, default, about in describe()]
    return "\n".join(parts) + "\n"


def picture() -> None:
    """The demo's mail, as the README shows it."""
    with tempfile.TemporaryDirectory() as folder:
        work = Path(folder) / "demo"
        environment = os.environ | {"PYTHONPATH": str(ROOT)}
        command = [sys.executable, "-m", "digest", "--quiet", "demo", "--folder", str(work)]
        subprocess.run(command, check=True, env=environment, stdout=subprocess.DEVNULL)  # noqa: S603 - our own program
        html = local_pictures((work / "issue.html").read_text(encoding="utf-8"))
    take_picture(html, ROOT / "docs" / "pictures" / "issue.png", width=660, height=1180)


def main() -> None:
    """Write all of it."""
    GUIDE.mkdir(parents=True, exist_ok=True)
    (GUIDE / "commands.md").write_text(command_reference(), encoding="utf-8")
    (GUIDE / "settings.md").write_text(settings_reference(), encoding="utf-8")
    picture()


if __name__ == "__main__":
    main()
