"""A process that is killed at one of its commits, instead of it or right behind it: every time at the same place."""

from __future__ import annotations

import os
import signal
from itertools import count
from typing import Any

from sqlalchemy.engine.default import DefaultDialect


def die_at(commit: int, *, behind: bool) -> None:
    """Let this process be killed at its so manieth commit; ``behind``: when the database has it already."""
    number, usual = count(1), DefaultDialect.do_commit

    def strike(dialect: DefaultDialect, connection: Any) -> None:
        last = next(number) == commit
        if last and not behind:
            os.kill(os.getpid(), signal.SIGKILL)
        usual(dialect, connection)
        if last:
            os.kill(os.getpid(), signal.SIGKILL)

    DefaultDialect.do_commit = strike  # type: ignore[method-assign]
