"""Replays into a real broker: what arrives, in which order and under which headers; going on; two at once."""

import asyncio
import gzip
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from aiokafka import AIOKafkaProducer

from schemas.headers import Envelope
from schemas.replay import Replay
from schemas.topics import STATE_REPLAY
from streams.kafka.connection import client_options
from streams.problem import Problem
from streams.replay import journal
from streams.replay.run import Request, begin, resume
from streams.settings import Settings

pytestmark = pytest.mark.kafka

BYTES = b" date 2017-12-28 \xe2\x80\x9cQuoted\xe2\x80\x9d, cp1252 \x93too\x94, NUL \x00.\r\n"


class Interrupted(Exception):
    pass


@pytest.fixture
def feed(tmp_path: Path) -> Path:
    """Five reports of two sources, one a packed archive; two more files of which one cannot be read."""
    wire = tmp_path / "wire"
    wire.mkdir()
    (wire / "1.txt").write_bytes(BYTES)
    (wire / "2.txt.gz").write_bytes(gzip.compress(b" date 2017-12-01 Early."))
    (wire / "3.xml").write_bytes(b"<unknown/>")
    lines = b'{"date": "2017-12-28T06:00:00Z", "body": "Last."}\n{"date": "2017-11-30", "body": "First."}\n'
    (wire / "dpa.jsonl.gz").write_bytes(gzip.compress(lines))
    (wire / "cut.txt.gz").write_bytes(gzip.compress(b" date 2017-12-02 Cut.")[:-5])
    (wire / "README.md").write_text("What these are.")
    return wire


def run(settings: Settings, clock: Any, notes: Any, *paths: Path, **options: Any) -> Replay:
    return asyncio.run(begin(settings, Request(tuple(map(str, paths)), **options), clock, notes))


def by_id(records: list[Any]) -> dict[str, Any]:
    return {Envelope.from_kafka(record.headers, now="", entered=0).id: record for record in records}


def test_what_arrives(settings: Settings, clock: Any, notes: Any, raw: Any, feed: Path) -> None:
    replay = run(settings, clock, notes, feed, id="r1")
    records = by_id(raw())
    assert [records[f"r1/{n}"].value for n in range(5)] == [
        b'{"date": "2017-11-30", "body": "First."}',
        b" date 2017-12-01 Early.",
        b"<unknown/>",
        BYTES,
        b'{"date": "2017-12-28T06:00:00Z", "body": "Last."}',
    ]
    assert [records[f"r1/{n}"].key for n in range(5)] == [b"dpa", b"wire", b"wire", b"wire", b"dpa"]
    assert (replay.sent, replay.total, replay.missed, replay.skipped) == (5, 5, 0, 1)
    assert replay.finished == "2026-11-22T12:00:00.000Z"
    assert [Path(note).name for note in notes.unreadable] == [
        "cut.txt.gz: it ends in the middle of its compressed data"
    ]
    assert notes.aside == ["README.md"]


def test_headers(settings: Settings, clock: Any, notes: Any, raw: Any, feed: Path) -> None:
    run(settings, clock, notes, feed / "1.txt", id="r1")
    (only,) = raw()
    assert Envelope.from_kafka(only.headers, now="", entered=0) == Envelope(
        id="r1/0",
        source="wire",
        type="wirewatch.raw.v1",
        now="2017-12-28T00:00:00.000Z",
        entered=1_795_348_800_000,
        content="application/octet-stream",
        replay="r1",
        deliver=False,
        format="dated-text",
    )


def test_options(settings: Settings, clock: Any, notes: Any, raw: Any, feed: Path) -> None:
    since = datetime(2017, 12, 1, tzinfo=UTC)
    replay = run(settings, clock, notes, feed, since=since, shift_to_now=True, source="all", deliver=True)
    records = by_id(raw())
    envelopes = [Envelope.from_kafka(records[f"{replay.id}/{n}"].headers, now="", entered=0) for n in range(4)]
    assert {record.key for record in records.values()} == {b"all"}
    assert all(envelope.deliver for envelope in envelopes)
    assert [envelope.now[:19] for envelope in envelopes] == [
        "2026-11-22T12:00:00",  # the first comes now
        "2026-11-22T12:00:00",
        "2026-12-19T12:00:00",
        "2026-12-19T18:00:00",
    ]


def test_pace(settings: Settings, clock: Any, notes: Any, raw: Any, feed: Path) -> None:
    run(settings, clock, notes, feed, speed=86_400)
    assert notes.batches == [1, 3, 4, 5]
    assert sum(clock.slept) == pytest.approx(28.25)  # a day a second
    assert len(raw()) == 5


def test_the_same_again_under_the_same_id_is_refused(settings: Settings, clock: Any, notes: Any, feed: Path) -> None:
    run(settings, clock, notes, feed, id="r1")
    with pytest.raises(Problem, match="there is a replay r1 already; --resume r1, or another --id"):
        run(settings, clock, notes, feed, id="r1")


@pytest.mark.parametrize(
    ("paths", "options", "said"),
    [
        (["gone"], {}, "nothing could be read: .*gone: no such file"),
        (["README.md", "cut.txt.gz"], {"since": datetime(2030, 1, 1, tzinfo=UTC)}, "none of 1 reports is within"),
        (["cut.txt.gz"], {}, "nothing could be read: .*cut.txt.gz: it ends in the middle"),
        (["1.txt"], {"id": "a/b"}, "'a/b' cannot be an id"),
    ],
)
def test_nothing_to_send(
    settings: Settings, clock: Any, notes: Any, feed: Path, paths: list[str], options: dict[str, Any], said: str
) -> None:
    with pytest.raises(Problem, match=said):
        run(settings, clock, notes, *(feed / path for path in paths), **options)


def test_topics_that_are_not_there(bare_settings: Settings, clock: Any, notes: Any, feed: Path) -> None:
    with pytest.raises(Problem, match="make them: wirewatch topics make"):
        run(bare_settings, clock, notes, feed)


def interrupt_after(notes: Any, batches: int) -> None:
    def interrupt(replay: Replay) -> None:
        if len(notes.batches) == batches:
            raise Interrupted

    notes.on_sent = interrupt


def numbers(records: list[Any], replay: str) -> list[int]:
    return sorted(int(each.removeprefix(f"{replay}/")) for each in by_id(records))


@pytest.mark.parametrize("batches", [1, 2, 3])
def test_going_on(
    settings: Settings, clock: Any, notes: Any, raw: Callable[[], list[Any]], feed: Path, batches: int
) -> None:
    interrupt_after(notes, batches)
    with pytest.raises(Interrupted):
        run(settings, clock, notes, feed, id="r1", speed=86_400)
    before = len(raw())
    notes.on_sent = lambda replay: None
    replay = asyncio.run(resume(settings, None, None, clock, notes))
    assert (before, replay.id, replay.sent) == (notes.batches[batches - 1], "r1", 5)
    assert numbers(raw(), "r1") == list(range(5))
    assert len(raw()) == 5


def test_nothing_to_go_on_with(settings: Settings, clock: Any, notes: Any, feed: Path) -> None:
    with pytest.raises(Problem, match="no replay is unfinished"):
        asyncio.run(resume(settings, None, None, clock, notes))
    run(settings, clock, notes, feed, id="r1")
    with pytest.raises(Problem, match="there is no replay r2; known: r1"):
        asyncio.run(resume(settings, "r2", None, clock, notes))
    with pytest.raises(Problem, match="replay r1 finished at") as finished:
        asyncio.run(resume(settings, "r1", None, clock, notes))
    assert finished.value.exit_code == 0


def test_a_file_that_changed_is_refused(settings: Settings, clock: Any, notes: Any, raw: Any, feed: Path) -> None:
    interrupt_after(notes, 1)
    with pytest.raises(Interrupted):
        run(settings, clock, notes, feed, speed=86_400)
    (feed / "3.xml").write_bytes(b"<changed/>")
    with pytest.raises(Problem, match=r"3\.xml has changed since the replay began"):
        asyncio.run(resume(settings, None, None, clock, notes))
    assert len(raw()) == 1


def test_a_file_that_vanishes_on_the_way_is_passed_over(
    settings: Settings, clock: Any, notes: Any, raw: Any, feed: Path
) -> None:
    notes.on_sent = lambda replay: (feed / "3.xml").unlink(missing_ok=True)
    replay = run(settings, clock, notes, feed, id="r1", speed=86_400)
    assert (replay.sent, replay.missed) == (5, 1)
    assert notes.missing == [f"{feed}/3.xml: no such file or directory"]
    assert numbers(raw(), "r1") == [0, 1, 3, 4]


def test_the_list_of_files_is_kept_while_it_is_needed(
    settings: Settings, clock: Any, notes: Any, feed: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(journal, "FILES_A_PART", 2)
    interrupt_after(notes, 1)
    with pytest.raises(Interrupted):
        run(settings, clock, notes, feed, id="r1", speed=86_400)
    kept = asyncio.run(journal.read_files(settings, "r1"))
    assert [Path(file.path).name for file in kept] == ["1.txt", "2.txt.gz", "3.xml", "cut.txt.gz", "dpa.jsonl.gz"]
    notes.on_sent = lambda replay: None
    asyncio.run(resume(settings, "r1", 0, clock, notes))
    assert asyncio.run(journal.read_files(settings, "r1")) == ()


def test_of_two_at_once_the_later_one_sends(
    settings: Settings, clock: Any, held_clock: Any, notes: Any, raw: Any, feed: Path
) -> None:
    """The first is held between two batches while a second one takes over; then it ends and says why."""

    async def both() -> Replay:
        first = asyncio.create_task(
            begin(settings, Request((str(feed),), id="r1", speed=86_400), held_clock, notes), name="first"
        )
        await held_clock.waiting.wait()
        second = await resume(settings, "r1", None, clock, notes)
        held_clock.release.set()
        with pytest.raises(Problem, match="another process took over from this one"):
            await first
        return second

    assert asyncio.run(both()).sent == 5
    assert numbers(raw(), "r1") == list(range(5))
    assert len(raw()) == 5


def test_going_on_behind_another_replays_open_transaction(
    settings: Settings, clock: Any, held_clock: Any, notes: Any, raw: Any, feed: Path
) -> None:
    """The last stable offset then stands before our own last word: going on by it would send reports twice."""

    async def scenario() -> Replay:
        interrupt_after(notes, 2)
        request = Request((str(feed),), id="r1", speed=86_400)
        begun = asyncio.create_task(begin(settings, request, held_clock, notes))
        await held_clock.waiting.wait()  # between its first batch and its second
        other = AIOKafkaProducer(**client_options(settings), transactional_id="other")
        await other.start()
        await other.begin_transaction()
        await other.send_and_wait(settings.topic(STATE_REPLAY.name), b"{}", b"other")
        held_clock.release.set()
        with pytest.raises(Interrupted):
            await begun
        notes.on_sent = lambda replay: None
        resumed = asyncio.create_task(resume(settings, "r1", None, clock, notes))
        done, _ = await asyncio.wait({resumed}, timeout=1.0)
        assert not done, "it cannot know how far it had come"
        await other.abort_transaction()
        await other.stop()
        return await resumed

    assert asyncio.run(scenario()).sent == 5
    assert numbers(raw(), "r1") == list(range(5))
    assert len(raw()) == 5
