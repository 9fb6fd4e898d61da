"""`wirewatch replay` as a command: usage, exit codes, output, and an interruption."""

import json
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from streams.cli.replay import replay

USAGE = {
    # arguments: what is said
    (): "name at least one file, folder or glob, or --resume",
    ("--resume", "r1", "--deliver"): "--resume goes on with what the replay was begun with",
    ("a.txt", "--speed", "-1"): "-1.0 is not in the range x>=0",
    ("a.txt", "--since", "Tuesday"): "Tuesday is no moment; write 2017-12-28 or",
}


@pytest.mark.parametrize("arguments", USAGE)
def test_usage(arguments: tuple[str, ...]) -> None:
    result = CliRunner().invoke(replay, arguments)
    assert result.exit_code == 2
    assert USAGE[arguments] in result.output


@pytest.fixture
def feed(tmp_path: Path) -> Path:
    feed = tmp_path / "feed.jsonl"
    feed.write_text('{"date": "2017-12-27", "body": "One."}\n{"date": "2017-12-28", "body": "Two."}\n')
    return feed


@pytest.mark.kafka
def test_exit_codes_and_output(environment: dict[str, str], feed: Path, tmp_path: Path) -> None:
    def run(*arguments: str) -> Any:
        return CliRunner().invoke(replay, arguments)

    done = run(str(feed), str(tmp_path / "gone.txt"), "--id", "r1")
    assert done.exit_code == 0
    assert "replay r1: 2 of 2 reports sent" in done.output
    assert f"{tmp_path}/gone.txt: no such file" in done.output
    assert run("--resume", "r1").exit_code == 0
    assert "replay r1 finished at" in run("--resume", "r1").output
    assert run("--resume").exit_code == 1
    assert run(str(tmp_path / "gone.txt")).exit_code == 1
    rows = [json.loads(line) for line in run(str(feed), "--json").output.splitlines()]
    assert [row["event"] for row in rows] == ["begun", "sent", "ended"]


@pytest.mark.kafka
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM], ids=lambda number: number.name)
def test_interrupted_it_says_how_to_go_on(environment: dict[str, str], feed: Path, number: signal.Signals) -> None:
    command = [sys.executable, "-m", "streams", "replay", str(feed), "--id", "r1", "--speed", "1"]
    process = subprocess.Popen([*command, "--json"], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    assert process.stdout is not None
    assert [json.loads(process.stdout.readline())["event"] for _ in range(2)] == ["begun", "sent"]
    process.send_signal(number)
    out, err = process.communicate(timeout=30)
    assert (process.returncode, json.loads(out)["event"], json.loads(out)["sent"], err) == (1, "ended", 1, "")
    assert CliRunner().invoke(replay, ["--resume", "--speed", "0"]).exit_code == 0
