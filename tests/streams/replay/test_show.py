"""What a replay tells: plain lines for people, JSON lines for programs."""

import json
from pathlib import Path
from typing import Any

import msgspec
import pytest

from schemas.replay import Replay
from streams.replay.plan import Plan
from streams.replay.read import Place
from streams.replay.show import JsonLines, Lines, Rate, say_duration

REPLAY = Replay("r1", 0, 4, "2026-11-22T12:00:00.000Z", speed=0, moment="2017-12-28T00:00:00.000Z")


def plan(*notes: str) -> Plan:
    """Four reports, an hour apart."""
    made = Plan((), (), notes)
    for hour in range(4):
        made.add(0, Place(hour, 1), hour * 3_600_000)
    made.arrange(None, None, 0)
    return made


def at(sent: int, **more: Any) -> Replay:
    return msgspec.structs.replace(REPLAY, sent=sent, **more)


@pytest.mark.parametrize(
    ("seconds", "words"),
    [
        (0, "0 s"),
        (59, "59 s"),
        (61, "1 min"),
        (3_599, "59 min"),
        (12_000, "3 h 20 min"),
        (187_200, "2 d 4 h"),
        (None, "?"),
    ],
)
def test_durations(seconds: float | None, words: str) -> None:
    assert say_duration(seconds) == words


def test_what_is_left_by_the_reports_own_times() -> None:
    rate = Rate(at(1, speed=60), plan())
    assert rate.left(at(1, speed=60)) == 180
    assert rate.left(at(3, speed=60)) == 60
    assert rate.left(at(4, speed=60)) == 0


def test_what_is_left_by_the_rate() -> None:
    rate = Rate(at(2), plan())
    assert rate.left(at(2)) is None, "nothing was sent yet, so nobody knows"
    left = rate.left(at(3))
    assert left is not None
    assert left == pytest.approx(rate.took, rel=0.5)


def test_lines(capsys: pytest.CaptureFixture[str]) -> None:
    lines = Lines()
    lines.begun(REPLAY, plan())
    lines.missed("a.xml: no such file or directory")
    lines.ended(at(4, missed=1, finished="2026-11-22T12:00:01.000Z"), plan("b.gz: damaged"), ["README.md"])
    told = capsys.readouterr()
    assert told.err.splitlines() == [
        "replay r1: 4 reports from 0 files",
        "  if it is interrupted: wirewatch replay --resume r1",
        "  passed over: a.xml: no such file or directory",
    ]
    assert told.out.splitlines() == [
        "replay r1: 3 of 4 reports sent",
        "  left aside as no reports: README.md",
        "  1 reports passed over: their file changed or vanished on the way",
        "  1 could not be read:",
        "    b.gz: damaged",
    ]


def test_an_interrupted_replay_says_how_to_go_on(capsys: pytest.CaptureFixture[str]) -> None:
    lines = Lines()
    lines.begun(at(1), plan())
    lines.ended(at(2), plan(), [])
    told = capsys.readouterr()
    assert "4 reports from 0 files, 1 of them sent before" in told.err
    assert told.out.splitlines()[-1] == "  go on with: wirewatch replay --resume r1"


def test_json_lines(capsys: pytest.CaptureFixture[str]) -> None:
    lines = JsonLines()
    lines.begun(REPLAY, plan())
    lines.sent(at(4))
    lines.missed("a.xml: gone")
    lines.ended(at(4, finished="2026-11-22T12:00:01.000Z"), plan("b.gz: damaged"), [])
    rows = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [row["event"] for row in rows] == ["begun", "sent", "missed", "ended"]
    assert (rows[1]["sent"], rows[1]["total"], rows[1]["seconds_left"]) == (4, 4, 0)
    assert (rows[3]["unreadable"], rows[3]["finished"]) == (["b.gz: damaged"], "2026-11-22T12:00:01.000Z")


def test_the_bar_tells_the_same_in_the_end(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    from streams.replay.bar import Bar

    bar = Bar()
    bar.begun(REPLAY, plan())
    bar.sent(at(2))
    bar.ended(at(4, finished="2026-11-22T12:00:01.000Z"), plan(), [])
    assert capsys.readouterr().out == "replay r1: 4 of 4 reports sent\n"
