"""A lease names its process so well that a neighbour knows whether it still lives."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from digest.engine import Vigil, holder, is_dead
from digest.model import Lease

HOST = socket.gethostname()
needs_proc = pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="only Linux tells when a process began")
TAKE = "from digest.engine import holder; print(holder('x'), flush=True); input()"


def test_the_lease_of_a_living_process_is_not_dead() -> None:
    assert not is_dead(holder("abc"))


def test_two_leases_of_one_process_differ_by_their_own_word() -> None:
    one, other = holder("a"), holder("b")
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
    host, pid, began, word = holder("x").rsplit(":", 3)
    assert is_dead(f"{host}:{pid}:{int(began) - 1}:{word}")


@pytest.mark.parametrize(
    "lease", ["", "x", "::::", "elsewhere:1:1:x", f"{HOST}:", f"{HOST}:abc:1:x", f"{HOST}:-5:1:x", f"{HOST}:²:1:x"]
)
def test_of_a_lease_it_cannot_judge_nobody_is_called_dead(lease: str) -> None:
    assert not is_dead(lease)


def test_whoever_is_silent_for_too_long_by_our_own_clock_is_dead() -> None:
    far, near = Lease(id=1, holder="elsewhere:1:1:x"), Lease(id=2, holder=holder("y"))
    vigil = Vigil(patience=120.0)
    assert vigil.dead([far, near], at=1000.0) == []
    assert vigil.dead([far, replace(near, beat=1)], at=1119.0) == []
    assert vigil.dead([far, replace(near, beat=2)], at=1121.0) == [1]
    assert vigil.dead([replace(far, beat=1), replace(near, beat=3)], at=1122.0) == [], "it has said something"
    assert vigil.dead([replace(near, beat=3)], at=1243.0) == [2], "a process that was stopped looks dead too"


def test_a_new_watcher_is_patient_with_everybody() -> None:
    assert Vigil(patience=120.0).dead([Lease(id=1, holder="elsewhere:1:1:x", beat=7)], at=1e9) == []
