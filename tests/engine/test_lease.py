"""A lease names its process so well that a neighbour knows whether it still lives."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from digest.engine import is_dead, new_lease

HOST = socket.gethostname()
needs_proc = pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="only Linux tells when a process began")
TAKE = "from digest.engine import new_lease; print(new_lease('x'), flush=True); input()"


def test_the_lease_of_a_living_process_is_not_dead() -> None:
    assert not is_dead(new_lease("abc"))


def test_two_leases_of_one_process_differ_by_their_own_word() -> None:
    one, other = new_lease("a"), new_lease("b")
    assert one != other
    assert one.rpartition(":")[0] == other.rpartition(":")[0]
    assert one.startswith(f"{HOST}:{os.getpid()}:")


@needs_proc
def test_a_neighbours_lease_dies_with_it() -> None:
    neighbour = subprocess.Popen([sys.executable, "-c", TAKE], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    with neighbour:
        assert neighbour.stdout is not None
        lease = neighbour.stdout.readline().strip()
        assert not is_dead(lease)
        neighbour.kill()
    assert is_dead(lease)


@needs_proc
def test_a_process_that_ended_and_was_not_yet_waited_for_is_dead() -> None:
    """A container's first process often never waits for its children."""
    neighbour = subprocess.Popen([sys.executable, "-c", TAKE], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    assert neighbour.stdout is not None
    lease = neighbour.stdout.readline().strip()
    neighbour.kill()
    os.waitid(os.P_PID, neighbour.pid, os.WEXITED | os.WNOWAIT)  # it has ended, and stays as a zombie
    try:
        assert is_dead(lease)
    finally:
        neighbour.communicate()


@needs_proc
def test_a_new_process_with_an_old_number_does_not_keep_its_lease() -> None:
    host, pid, began, word = new_lease("x").rsplit(":", 3)
    assert is_dead(f"{host}:{pid}:{int(began) - 1}:{word}")


@pytest.mark.parametrize(
    "lease", ["", "x", "::::", "elsewhere:1:1:x", f"{HOST}:", f"{HOST}:abc:1:x", f"{HOST}:-5:1:x", f"{HOST}:²:1:x"]
)
def test_of_a_lease_it_cannot_judge_nobody_is_called_dead(lease: str) -> None:
    assert not is_dead(lease)
