"""The clean stage on plain dated text and JSON lines: what becomes an article, what a dead letter, and why."""

import gzip
import json
from pathlib import Path

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from agents.clean import Clean
from agents.stage import Dead, Ending, Forward, Message
from agents.text.title import display_title
from schemas.article import Article, Caption, Change
from schemas.headers import Envelope

SEED = next((Path(__file__).parents[2] / "seeds").glob("000_*.txt"))
STAGE = Clean(max_bytes=1_000_000)


def decide(data: bytes, **headers: object) -> tuple[Ending, ...]:
    envelope = Envelope("id", "files", "wirewatch.raw.v1", "2018-01-01T00:00:00Z", 0, **headers)  # type: ignore[arg-type] # a test's shorthand
    [decision] = STAGE.decide([Message(b"files", data, envelope)], {})
    return decision.endings


def article(data: bytes) -> Article:
    [ending] = decide(data)
    assert isinstance(ending, Forward), ending
    assert isinstance(ending.record, Article)
    return ending.record


def test_the_seed_report() -> None:
    seed = article(SEED.read_bytes())
    assert (seed.created, seed.headline, seed.provider, seed.format) == ("2017-12-28", None, "files", "dated-text")
    assert seed.captions == (Caption("New conflicts threaten Syria after Islamic State defeat", "REUTERS"),)
    assert "(credit" not in seed.text
    for parted in ("over ISIS. Other countries", 'and Iraq. "We would call', "Gedney said. On Twitter, the"):
        assert parted in seed.text
    assert seed.changes == (
        Change("sentences-parted", 7, "ISIS.Other"),
        Change("caption-removed", 1, "New conflicts threaten Syria after Islamic State defeat"),
    )
    title, kind = display_title(seed)
    assert kind == "first-sentence"
    assert title.startswith("The US-led anti-ISIS coalition")
    assert title.endswith("through its territory.")


def test_the_same_report_twice_is_the_same_story_and_version() -> None:
    data = SEED.read_bytes()
    assert article(data).id == article(data.replace(b"\n", b"\r\n")).id
    assert article(data).id != article(data.replace(b"December 19", b"December 20")).id


DEAD = [
    # bytes, reason, what the error must say
    (b"", "empty", "no bytes"),
    (b" \r\n\t ", "empty", "no bytes"),
    (b" date 2017-12-28 \n  \n", "empty", "2017-12-28"),
    (b" date 2017-02-30 It rained.", "no-date-line", "2017-02-30"),
    (b" date 28/12/2017 It rained.", "no-date-line", "28/12/2017"),
    (b"It rained all day in Homs.", "no-date-line", "It rained"),
    (b'{"id": "1"}', "not-a-report", '{"id"'),
    (bytes(range(128, 160)) * 50, "not-text", "control characters"),
    (b"x" * 1_000_001, "too-large", "1,000,001 bytes"),
]


@pytest.mark.parametrize(("data", "reason", "says"), DEAD)
def test_dead(data: bytes, reason: str, says: str) -> None:
    [ending] = decide(data)
    assert isinstance(ending, Dead)
    assert ending.reason == reason
    assert says in ending.error


def test_envelope_goes_into_the_article() -> None:
    [ending] = decide(b"date 2017-12-28 It rained.", replay="r1", deliver=False)
    assert isinstance(ending, Forward)
    got = msgspec.structs.asdict(ending.record)
    assert (got["received"], got["replay"], got["deliver"]) == ("2018-01-01T00:00:00Z", "r1", False)
    assert (ending.topic, ending.key) == ("wire.clean", f"files/{got['story']}")


def test_cp1252() -> None:
    assert article("date 2017-12-28 “Ja”, hieß es.".encode("cp1252")).body == ("“Ja”, hieß es.",)


def test_json_lines_with_a_bad_line_among_good_ones() -> None:
    good = {"id": "a-1", "date": "2009-01-05T00:00:00-05:00", "title": "It rained", "body": "In Homs.\n\nAll day."}
    lines = [json.dumps(good), '{"id": "a-2", "body": ', json.dumps(good | {"id": "a-3", "date": "soon"}), ""]
    first, second, third = decide("\n".join(lines).encode())
    assert isinstance(first, Forward)
    record = first.record
    assert isinstance(record, Article)
    assert (record.id, record.headline, record.created) == ("files/a-1/1", "It rained", good["date"])
    assert record.body == ("In Homs.", "All day.")
    assert isinstance(second, Dead)
    assert (second.reason, second.item, second.items) == ("truncated", 1, 3)
    assert isinstance(third, Forward)
    assert isinstance(third.record, Article)
    assert third.record.created is None
    assert Change("date-unreadable", 1, "soon") in third.record.changes


def test_the_archive_reads() -> None:
    archive = Path(__file__).parents[2] / ".." / "shared/data/archive/doj-press-releases.jsonl.gz"
    if not archive.exists():
        pytest.skip("shared data is not here")
    lines = gzip.decompress(archive.read_bytes()).splitlines()[::40]
    assert all(isinstance(ending, Forward) for line in lines for ending in decide(line))


@given(st.binary(max_size=400) | st.text(max_size=400).map(lambda text: f"date 2017-12-28 {text}".encode()))
def test_whatever_comes_ends_and_ends_the_same_again(data: bytes) -> None:
    endings = decide(data)
    assert endings
    assert endings == decide(data)
    assert all(ending.reason != "stage-error" for ending in endings if isinstance(ending, Dead))
