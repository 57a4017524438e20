"""Which program a command line asks for, and how it ends: errors are one sentence with an exit code."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence

from digest import sender
from digest.errors import DigestError, SettingsError
from subscribers import SubscribersError


def run(arguments: Sequence[str]) -> None:
    """Run a command line and leave with its exit code."""
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


def _run(words: Sequence[str]) -> None:
    config = sender.asked(words, os.environ)
    if config is not None:
        sender.run(config, os.environ)
        return
    from digest.cli import app  # noqa: PLC0415 - all other commands, which a sender has no room for

    app.run(words)


def _complain(sentence: str) -> None:
    sys.stderr.write(f"digest: {sentence}\n")
