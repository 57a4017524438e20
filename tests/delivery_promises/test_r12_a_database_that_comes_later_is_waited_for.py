"""R-12: whoever starts before PostgreSQL does, as after a reboot, waits for it, says so once, and can be ended."""

from __future__ import annotations

import signal
from pathlib import Path

import pytest

from digest.settings import new_key_file
from tests.clusters import Cluster, free_port
from tests.delivery_promises.commands import run, running, until
from tests.nursery import Child, Nursery

WAITS = "It is waited for, up to 10 minutes."
COMMANDS = pytest.mark.parametrize(
    ("command", "begins"),
    [(("work",), "Carrying letters"), (("serve", "--port", "0"), "Serving")],
    ids=["work", "serve"],
)


def settle_in(folder: Path, url: str) -> None:
    (folder / "digest.toml").write_text(
        f'[newsroom]\nname = "Test"\nbase_url = "https://news.example.org"\n[database]\nurl = "{url}"\n'
        f'[relay]\nkind = "folder"\npath = "{folder}/outbox"\n',
        encoding="utf-8",
    )
    new_key_file(folder / "digest.key")


async def until_said(process: Child, words: str) -> None:
    async def said() -> bool:
        assert process.returncode is None, process.said
        return process.log.exists() and words in process.said

    await until(said)


@COMMANDS
async def test_it_is_waited_for_and_the_work_begins(
    nursery: Nursery, cluster: Cluster, tmp_path: Path, command: tuple[str, ...], begins: str
) -> None:
    name = f"r12_later_{command[0]}"
    settle_in(tmp_path, cluster.create(name))
    assert (await run(nursery, tmp_path, "migrate"))[0] == 0
    cluster.stop()
    try:
        process = await nursery.start(tmp_path, *command)
        await until_said(process, WAITS)
    finally:
        cluster.start()
    await until_said(process, begins)
    process.send_signal(signal.SIGTERM)
    assert await process.wait() == 0
    assert process.said.count(WAITS) == 1
    cluster.drop(name)


@COMMANDS
async def test_who_waits_can_be_ended(nursery: Nursery, tmp_path: Path, command: tuple[str, ...], begins: str) -> None:
    settle_in(tmp_path, f"postgresql://digest@127.0.0.1:{free_port()}/nowhere")
    async with running(nursery, tmp_path, *command) as process:
        await until_said(process, WAITS)
        process.send_signal(signal.SIGTERM)
        assert await process.wait(patience=5) == 0
    assert begins not in process.said


async def test_a_database_that_is_not_there_is_refused_at_once(
    nursery: Nursery, cluster: Cluster, tmp_path: Path
) -> None:
    settle_in(tmp_path, f"{cluster.url}/unknown")
    code, said = await run(nursery, tmp_path, "work")
    assert code == 1
    assert 'database "unknown" does not exist' in said
    assert WAITS not in said


@pytest.mark.parametrize(
    ("who", "words"),
    [
        ("stranger:low-tide", "PostgreSQL refuses the user or the password; check both in database.url."),
        ("stranger", "PostgreSQL wants a password"),
    ],
)
async def test_a_wrong_password_is_refused_at_once_and_shown_to_nobody(
    nursery: Nursery, cluster: Cluster, tmp_path: Path, who: str, words: str
) -> None:
    cluster.stop()
    cluster.ask_for_password("stranger")
    cluster.start()
    settle_in(tmp_path, f"postgresql://{who}@127.0.0.1:{cluster.port}/postgres")
    for command in (("work",), ("serve", "--port", "0"), ("status",)):
        code, said = await run(nursery, tmp_path, *command)
        assert (code, WAITS in said, "low-tide" in said) == (1, False, False)
        assert words in " ".join(said.split())
