"""Which event loop carries the tests: what sends letters runs in uvloop, as commands do, and ``deliver`` in both."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping

import pytest
import uvloop

NewLoop = Callable[[], asyncio.AbstractEventLoop]

LOOPS: Mapping[str, NewLoop] = {"uvloop": uvloop.new_event_loop, "asyncio": asyncio.new_event_loop}
FOLDERS = {"deliver": ("uvloop", "asyncio"), "delivery_promises": ("uvloop",)}  # the others: asyncio


def pytest_addoption(parser: pytest.Parser) -> None:
    """``--loop`` runs all tests in one of them, or in both."""
    parser.addoption("--loop", choices=[*LOOPS, "both"], help="the event loop of asynchronous tests")


def pytest_asyncio_loop_factories(config: pytest.Config, item: pytest.Item) -> Mapping[str, NewLoop]:
    """The loops that a test runs in, by name."""
    match config.getoption("--loop"):
        case "both":
            return LOOPS
        case None:
            folder = item.path.relative_to(config.rootpath / "tests").parts[0]
            return {name: LOOPS[name] for name in FOLDERS.get(folder, ("asyncio",))}
        case name:
            return {name: LOOPS[name]}
