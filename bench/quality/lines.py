"""JSON lines in, JSON lines out: how the scorers talk to a program."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from typing import Any


def answer(answer_of: Callable[[dict[str, Any]], dict[str, Any]]) -> None:
    """Answer each line of the standard input with one on the standard output, under the same id."""
    for line in map(json.loads, sys.stdin):
        print(json.dumps({"id": line["id"], **answer_of(line)}), flush=True)
