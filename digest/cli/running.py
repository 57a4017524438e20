"""Which program a command line asks for, and how it ends: errors are one sentence with an exit code."""

from __future__ import annotations

import codecs
import io
import os
import sys
from collections.abc import Sequence

from digest import sender
from digest.errors import DigestError, SettingsError
from subscribers import SubscribersError

NEAREST = {
    "✓": "+",
    "✗": "x",
    "·": "-",
    "–": "-",
    "—": "-",
    "…": "...",
    "→": "->",
    "‘": "'",
    "’": "'",
    "“": '"',
    "”": '"',
}


def run(arguments: Sequence[str]) -> None:
    """Run a command line and leave with its exit code."""
    _speak_all_scripts()
    try:
        _run(arguments)
    except (SettingsError, DigestError, SubscribersError) as fault:
        _complain(str(fault))
        sys.exit(2 if isinstance(fault, SettingsError) else 1)
    except BrokenPipeError:
        # Whoever read our output has had enough; that is no fault of anybody.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(0)
    except OSError as fault:
        if fault.filename is None:
            raise
        # Files and folders that a command line names; whatever we keep ourselves has errors of its own.
        _complain(f"{fault.filename} cannot be used: {fault.strerror}.")
        sys.exit(1)


def _speak_all_scripts() -> None:
    """Let no locale (C, Latin-1) end a command for a letter that it lacks: a terminal shows what is nearest, or ?.

    What goes to a file or another program is UTF-8, as all files that we write.
    """
    out = sys.stdout
    if isinstance(out, io.TextIOWrapper) and codecs.lookup(out.encoding).name != "utf-8":
        if out.isatty():
            codecs.register_error("nearest", _nearest)
            out.reconfigure(errors="nearest")
        else:
            out.reconfigure(encoding="utf-8")


def _nearest(fault: UnicodeError) -> tuple[str, int]:
    assert isinstance(fault, UnicodeEncodeError)  # noqa: S101 - for the type checker: we only write
    lacking = fault.object[fault.start : fault.end]
    return "".join(NEAREST.get(letter, "?") for letter in lacking), fault.end


def _run(words: Sequence[str]) -> None:
    config = sender.asked(words, os.environ)
    if config is not None:
        sender.run(config, os.environ)
        return
    from digest.cli import app  # noqa: PLC0415 - all other commands, which a sender has no room for

    app.run(words)


def _complain(sentence: str) -> None:
    sys.stderr.write(f"digest: {sentence}\n")
