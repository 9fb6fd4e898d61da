"""The order of a replay: by the reports' own times, deterministic, and the same when it is made again."""

import gzip
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schemas.replay import ReplayFile
from streams.problem import Problem
from streams.replay.find import find_files
from streams.replay.plan import Plan, make_plan, tell_time
from streams.replay.read import Place, Shelf

NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)


def plan_of(
    *paths: Path, since: str | None = None, until: str | None = None, known: Mapping[str, ReplayFile] | None = None
) -> Plan:
    low, high = (datetime.fromisoformat(each).replace(tzinfo=UTC) if each else None for each in (since, until))
    found = find_files([str(path) for path in paths]).files
    return make_plan(
        found, since=low, until=high, fallback=NOON, limit=10_000, progress=lambda reports: None, known=known or {}
    )


def texts(plan: Plan) -> list[str]:
    shelf = Shelf()
    return [shelf.read(plan.path(plan[n]), plan[n].place).decode() for n in range(len(plan))]


def times(plan: Plan) -> list[str]:
    return [datetime.fromtimestamp(plan[n].time / 1000, UTC).isoformat() for n in range(len(plan))]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name, text in {
        "1.txt": " date 2017-12-28 Late.",
        "2.txt": "No date at all.",
        "3.txt": " date 2017-12-01 Early.",
        "4.jsonl": '{"date": "2017-12-10T08:00:00+02:00", "body": "Middle."}\n'
        '{"date": "2017-12-28", "body": "Late too."}',
    }.items():
        (tmp_path / name).write_text(text)
    return tmp_path


def test_by_their_own_times_then_by_file_order_and_the_untold_after_their_predecessor(folder: Path) -> None:
    plan = plan_of(folder)
    assert texts(plan) == [
        " date 2017-12-01 Early.",
        '{"date": "2017-12-10T08:00:00+02:00", "body": "Middle."}',
        " date 2017-12-28 Late.",
        "No date at all.",
        '{"date": "2017-12-28", "body": "Late too."}',
    ]
    assert times(plan)[1] == "2017-12-10T06:00:00+00:00"
    assert times(plan)[2] == times(plan)[3] == times(plan)[4] == "2017-12-28T00:00:00+00:00"


def test_untold_at_the_beginning_go_before_the_first_that_is_told(tmp_path: Path) -> None:
    (tmp_path / "1.txt").write_text("No date.")
    (tmp_path / "2.txt").write_text(" date 2017-12-28 Told.")
    assert texts(plan_of(tmp_path)) == ["No date.", " date 2017-12-28 Told."]
    assert len(set(times(plan_of(tmp_path)))) == 1


def test_where_no_time_is_told_it_is_the_wall_clocks(tmp_path: Path) -> None:
    (tmp_path / "1.txt").write_text("No date.")
    assert times(plan_of(tmp_path)) == [NOON.isoformat()]


@pytest.mark.parametrize(
    ("since", "until", "left"),
    [
        (None, None, 5),
        ("2017-12-10T06:00:00", None, 4),
        ("2017-12-10T06:00:01", None, 3),
        (None, "2017-12-10T06:00:00", 1),
        (None, "2017-12-28", 2),
        ("2017-12-02", "2017-12-28", 1),
        ("2018-01-01", None, 0),
    ],
)
def test_since_is_within_and_until_is_not(folder: Path, since: str | None, until: str | None, left: int) -> None:
    assert len(plan_of(folder, since=since, until=until)) == left


TIMES = [
    # report, its own time
    (b" date 2017-12-28 Text.", "2017-12-28T00:00:00+00:00"),
    (b'{"created": "2017-12-27", "updated": "2017-12-28T10:00:00Z", "body": "x"}', "2017-12-28T10:00:00+00:00"),
    (b'{"date": "1850-01-01", "body": "x"}', "1850-01-01T00:00:00+00:00"),
    (b'{"date": "3013-01-01", "body": "x"}', None),
    (b"No date.", None),
    (b"", None),
    (b"\x00\xff" * 50, None),
]


@pytest.mark.parametrize(("data", "moment"), TIMES)
def test_a_reports_own_time(data: bytes, moment: str | None) -> None:
    time = tell_time(data, None, "test", 10_000)
    assert (None if time is None else datetime.fromtimestamp(time / 1000, UTC).isoformat()) == moment


def test_a_file_that_breaks_off_gives_nothing_and_is_named(folder: Path) -> None:
    whole = gzip.compress(b'{"date": "2017-12-02", "body": "x"}\n' * 2000)
    (folder / "5.jsonl.gz").write_bytes(whole[: len(whole) // 2])
    plan = plan_of(folder)
    assert len(plan) == 5
    assert plan.skipped == 1
    assert plan.notes == (f"{folder}/5.jsonl.gz: it ends in the middle of its compressed data",)


def known_files(plan: Plan) -> dict[str, ReplayFile]:
    return {file.path: file for file in plan.files}


def test_made_again_it_is_the_same(folder: Path) -> None:
    plan = plan_of(folder)
    assert plan_of(folder, known=known_files(plan)).digest == plan.digest


def test_what_could_not_be_read_stays_out_when_it_can_be_read(folder: Path) -> None:
    (folder / "5.txt.gz").write_bytes(b"damaged")
    plan = plan_of(folder)
    (folder / "5.txt.gz").write_bytes(gzip.compress(b" date 2017-12-05 Mended."))
    again = plan_of(folder, known=known_files(plan))
    assert (again.digest, len(again)) == (plan.digest, 5)
    (folder / "5.txt.gz").write_bytes(b"damaged otherwise")
    assert plan_of(folder, known=known_files(plan)).digest == plan.digest


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (
            lambda path: path.write_text(" date 2017-12-29 Late."),
            "1.txt has changed since the replay began .other bytes",
        ),
        (lambda path: path.write_text(" date 2017-12-28 Later."), "1.txt has changed .*23 bytes now, 22 then"),
    ],
)
def test_a_changed_file_is_named(folder: Path, change: object, said: str) -> None:
    known = known_files(plan_of(folder))
    assert callable(change)
    change(folder / "1.txt")
    with pytest.raises(Problem, match=said):
        plan_of(folder, known=known)


@given(
    told=st.lists(st.none() | st.integers(-5, 5), max_size=20),
    since=st.none() | st.integers(-5, 5),
    until=st.none() | st.integers(-5, 5),
)
def test_order_is_that_of_the_slow_way(told: list[int | None], since: int | None, until: int | None) -> None:
    plan = Plan((), (), ())
    for n, time in enumerate(told):
        plan.add(0, Place(n, 1), time)
    plan.arrange(since, until, 99)
    first = next((time for time in told if time is not None), 99)
    filled = [next((time for time in told[n::-1] if time is not None), first) for n in range(len(told))]
    wanted = [
        (time, n)
        for n, time in enumerate(filled)
        if (since is None or time >= since) and (until is None or time < until)
    ]
    assert [(plan[n].time, plan[n].place.offset) for n in range(len(plan))] == sorted(wanted)
