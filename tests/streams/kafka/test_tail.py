"""The end of a topic: the last records by time whatever partition they are in, and each in a line."""

import asyncio
import json
from typing import Any

import pytest
from aiokafka import AIOKafkaProducer
from click.testing import CliRunner

from schemas.topics import BY_NAME, RAW
from streams.cli.tail import tail
from streams.contract.documents import examples
from streams.kafka.connection import client_options
from streams.kafka.reading import Record
from streams.kafka.tail import describe, find_topic, follow, last_records
from streams.problem import Problem
from streams.settings import Settings
from tests.streams.by_hand import ByHand

LINES = {
    # example: title, outcome
    "raw": ("date 2017-12-28 The US-led anti-ISIS coalition has accused the Syrian regime", "389 bytes from seeds"),
    "clean": ("“The US-led anti-ISIS coalition has accused the Syrian regime", "new, version 1"),
    "enriched": ("“The US-led anti-ISIS coalition has accused the Syrian regime", "6 entities, 1 dates"),
    "alerts": ("“The US-led anti-ISIS coalition has accused the Syrian regime", "alert: isis-coalition"),
    "archive": ("“The US-led anti-ISIS coalition has accused the Syrian regime", "archive: no-rule-matched"),
    "matches": ("The US-led anti-ISIS coalition has accused the Syrian regime", "for rule isis-coalition"),
    "notices": ("The US-led anti-ISIS coalition has accused the", "new for rule isis-coalition, rings"),
    "state-notify": ("The US-led anti-ISIS coalition has accused the Syrian regime", "1 carry it, last new"),
    "silences": ("The drill of the port authority.", "by night desk, until 2017-12-28T12:00"),
    "dead": ("date 2017-13-28 The US-led", "no-date-line: starts with"),
    "dead-requeued": ("wire.dead/0/12/0/1 sent through once more", ""),
    "rules": ('org:"Islamic State" AND (coalition OR airstrike)', "version 1"),
    "state-route": ("20251222T104000-5f3a9c/seeds/42a003e6db5c3d13", "versions 1; told 1 rules"),
    "state-replay": ("120 of 301 sent", "unfinished"),
    "state-replay-files": ("part 0", "2 files"),
}


class Recorded:
    """As much of a consumed record as a line needs."""

    def __init__(self, example: dict[str, Any]) -> None:
        value = example["value"]
        self.value = (value if isinstance(value, str) else json.dumps(value)).encode()
        self.key, self.partition, self.offset, self.timestamp = example["key"].encode(), 0, 0, 0
        self.headers = [(name, text.encode()) for name, text in example["headers"].items()]


@pytest.mark.parametrize("name", LINES)
def test_a_record_in_a_line(name: str) -> None:
    example = examples()[name]
    line = describe(BY_NAME[example["topic"]], Recorded(example))  # type: ignore[arg-type]
    title, outcome = LINES[name]
    assert line.title.startswith(title)
    assert line.outcome.startswith(outcome)
    assert line.time == example["headers"]["ce_time"]


def test_a_record_that_does_not_decode_is_a_line_too() -> None:
    broken = Recorded({**examples()["clean"], "value": "{"})
    assert describe(BY_NAME["wire.clean"], broken).title.startswith("(does not decode:")  # type: ignore[arg-type]


@pytest.mark.parametrize(("name", "found"), [("alerts", "wire.alerts"), ("wire.raw", "wire.raw")])
def test_topics_by_short_name(name: str, found: str) -> None:
    assert find_topic(name).name == found


def test_a_topic_that_does_not_exist() -> None:
    with pytest.raises(Problem, match=r"there is no topic alert; there are wire\.raw, "):
        find_topic("alert")


def fill(settings: Settings, *partitions: int) -> None:
    """One transaction a report, so that half of the offsets are marks."""

    async def send() -> None:
        producer = AIOKafkaProducer(**client_options(settings), transactional_id="filling")
        await producer.start()
        for number, partition in enumerate(partitions):
            async with producer.transaction():
                await producer.send_and_wait(settings.topic(RAW.name), b"%d" % number, b"wire", partition)
        await producer.stop()

    asyncio.run(send())


def values(records: list[Record]) -> list[int]:
    return [int(record.value) for record in records]


@pytest.mark.kafka
@pytest.mark.parametrize("count", [0, 1, 3, 8, 20])
def test_the_last_records(settings: Settings, count: int) -> None:
    fill(settings, 0, 0, 0, 1, 0, 0, 0, 0)
    records, _ = asyncio.run(last_records(settings, RAW, count))
    assert values(records) == list(range(8))[max(0, 8 - count) :]


@pytest.mark.kafka
def test_following(settings: Settings) -> None:
    fill(settings, 0, 1)

    async def read_on() -> list[int]:
        _, ends = await last_records(settings, RAW, 1)
        await asyncio.to_thread(fill, settings, 1, 0, 1)
        found: list[int] = []
        async for record in follow(settings, ends):
            found.append(int(record.value))
            if len(found) == 3:
                break
        return found

    assert sorted(asyncio.run(read_on())) == [0, 1, 2]


@pytest.mark.kafka
def test_the_command(settings: Settings, environment: dict[str, str]) -> None:
    def run(*arguments: str) -> Any:
        return CliRunner().invoke(tail, arguments)

    assert run("alerts").output == "wirewatch: wire.alerts is empty; follow it with -f\n"
    pipeline = ByHand(settings)
    pipeline.send(" date 2017-12-28 A flood.", b"\xff\x00")
    pipeline.run()
    assert "“A flood.”  alert: floods" in run("alerts").output
    rows = [json.loads(line) for line in run("raw", "--from-beginning", "--json").output.splitlines()]
    assert [row.get("value", row.get("base64")) for row in rows] == [" date 2017-12-28 A flood.", "/wA="]
    assert rows[0]["headers"]["ce_type"] == "wirewatch.raw.v1"
    assert run("nonsense").exit_code == 2
