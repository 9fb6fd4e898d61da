"""`wirewatch desk` as a process: opens, answers, ends in order; and refuses what would let anybody in."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

LIMIT = 60.0


def run(folder: Path, *arguments: str) -> "subprocess.Popen[str]":
    """The command, with its data in a folder, and no broker."""
    variables = {"WIREWATCH_DATA_DIR": str(folder), "WIREWATCH_BOOTSTRAP": "127.0.0.1:1"}
    return subprocess.Popen(
        [sys.executable, "-m", "streams", "desk", *arguments],
        env=os.environ | variables, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
    )  # fmt: skip


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_it_opens_without_a_broker_and_ends_in_order(number: signal.Signals, tmp_path: Path) -> None:
    process = run(tmp_path, "--port", "0")
    try:
        assert process.stdout is not None
        said = process.stdout.readline()
        assert said.startswith("the desk is open at http://127.0.0.1:")
        port = said.rstrip("/\n").rpartition(":")[2]
        taken = run(tmp_path, "--port", port)
        _, error = taken.communicate(timeout=LIMIT)
        assert (taken.returncode, "cannot listen" in error) == (1, True)
        process.send_signal(number)
        assert process.wait(LIMIT) == 0
    finally:
        process.kill()
        process.communicate()


def test_it_does_not_listen_beyond_this_machine_without_users(tmp_path: Path) -> None:
    process = run(tmp_path, "--host", "0.0.0.0", "--port", "0")
    _, error = process.communicate(timeout=LIMIT)
    assert (process.returncode, "wirewatch desk users add" in error) == (2, True)


def test_ping_says_that_there_is_no_desk(tmp_path: Path) -> None:
    process = run(tmp_path, "ping")
    _, error = process.communicate(timeout=LIMIT)
    assert (process.returncode, "no desk answers" in error or "the desk answers" in error) == (1, True)
