"""What a database complains of, as an operator reads it: what to look at, in a sentence."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

# A limit on files, as a container or a shell sets it, stands for any disk that fails: SQLite says the same of both.
WRITE_BEYOND = """
import asyncio, resource, signal, sys
from digest import store
from digest.errors import StoreError

async def main():
    engine = store.open_engine(f"sqlite:///{sys.argv[1]}")
    try:
        async with store.writing(engine) as tx:
            await store.migrate(tx, now=__import__("tests.makers").makers.NOW)
    except StoreError as fault:
        print(fault)
    await engine.dispose()

signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (20_000, 20_000))
asyncio.run(main())
"""


def test_a_disk_that_fails_is_named_with_what_may_limit_it(tmp_path: Path) -> None:
    run = [sys.executable, "-c", WRITE_BEYOND, str(tmp_path / "digest.db")]
    said = subprocess.run(run, capture_output=True, text=True, check=True, env=os.environ, timeout=60).stdout
    assert said.startswith("The database file cannot be read or written; look at its disk, and at limits for files")
