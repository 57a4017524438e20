"""What hands over asks for ``manner`` and is tried in both: many commands in one write, and one by one."""

from __future__ import annotations

import pytest

from tests import smtp_sink


@pytest.fixture(params=["pipelined", "plain"])
def manner(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    """Whether the sink of a test offers PIPELINING (RFC 2920)."""
    manner: str = request.param
    if manner == "plain":
        monkeypatch.setattr(smtp_sink, "EXTENSIONS", tuple(e for e in smtp_sink.EXTENSIONS if e != "PIPELINING"))
    return manner
