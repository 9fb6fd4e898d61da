"""From reports to notices on a real broker: copies, a killed worker, a silence, a withdrawal, and what people see."""

import asyncio
import json
import signal
from pathlib import Path
from typing import Any

import pytest
from aiokafka import AIOKafkaProducer
from click.testing import CliRunner

from schemas.notice import Notice
from schemas.topics import NOTICES, RAW
from streams.audit import audit
from streams.audit.matches import unnoticed
from streams.cli import main
from streams.kafka.connection import client_options
from streams.kafka.reading import Record, extents
from streams.kafka.tail import follow
from streams.settings import Settings
from streams.worker.processes import WorkerProcess

pytestmark = pytest.mark.kafka

LIMIT = 120.0  # seconds; a worker loads its model, and the machine may be busy
RULES = """
- {id: harbour, name: Harbours, query: '"harbour strike"', urgency: 2, hooks: [chat]}
- {id: port, query: Gdansk, notify: {inhibited_by: [harbour]}}
"""
TEXT = (
    "The harbour strike in Gdansk entered its second day on Wednesday. Dockers said that they would not go back to "
    "work before the owners of the terminal had answered their letter, and that ships would have to wait outside. "
    "A spokesman of the port authority said nothing was moved in the night, and that two tankers had left for Kiel. "
    "Prices of coal rose in all of the ports along the coast, traders said, as they had done a year before."
)


def item(source: str, story: str, text: str, version: str = "1", status: str = "usable") -> tuple[bytes, bytes]:
    fields = {"uri": story, "type": "text", "version": version, "pubstatus": status, "body_text": text}
    return source.encode(), json.dumps({**fields, "versioncreated": "2018-01-01T00:00:00Z"}).encode()


async def send(settings: Settings, *reports: tuple[bytes, bytes]) -> None:
    producer = AIOKafkaProducer(**client_options(settings))
    await producer.start()
    try:
        for source, value in reports:
            await producer.send_and_wait(settings.topic(RAW.name), value, source, partition=0)
    finally:
        await producer.stop()


async def first_notices(settings: Settings, count: int) -> list[Notice]:
    """The first so many of the topic, as they come."""
    import msgspec

    async def read() -> list[Record]:
        found: list[Record] = []
        starts = {tp: extent.first for tp, extent in (await extents(settings, [NOTICES])).items()}
        async for record in follow(settings, starts):
            found.append(record)
            if len(found) == count:
                break
        return found

    async with asyncio.timeout(LIMIT):
        records = sorted(await read(), key=lambda record: (record.timestamp, record.offset))
    return [msgspec.json.decode(record.value, type=Notice) for record in records]


def run(*arguments: str) -> Any:
    result = CliRunner().invoke(main, arguments)
    assert result.exit_code == 0, result.output
    return result


def said(notices: list[Notice]) -> set[tuple[str, str, str, bool]]:
    return {(each.rule, each.story, each.event, each.ring) for each in notices}


async def test_a_report_becomes_a_notice_whatever_happens_to_its_worker(
    settings: Settings, environment: dict[str, str], tmp_path: Path
) -> None:
    assert environment
    rules = tmp_path / "rules.yaml"
    rules.write_text(RULES)
    settings_of_worker = settings.model_copy(update={"rules": rules})
    first = WorkerProcess(settings_of_worker, tmp_path / "first.log")
    async with first:
        await send(settings, item("ap", "tag:a,2018:1", TEXT))
        told = await first_notices(settings, 2)
        assert said(told) == {("harbour", "ap/tag:a,2018:1", "new", True), ("port", "ap/tag:a,2018:1", "new", False)}
        (harbour,) = [each for each in told if each.rule == "harbour"]
        assert harbour.extracts[0].text == "The harbour strike in Gdansk entered its second day on Wednesday."
        assert (harbour.rule_name, harbour.hooks, harbour.matched) == ("Harbours", ("chat",), ("harbour strike",))
        await asyncio.to_thread(
            run, "silence", "add", "--source", "efe", "--for", "1h", "--reason", "a drill", "--by", "night desk"
        )
        first.process.send_signal(signal.SIGKILL)
        await first.process.wait()
    second = WorkerProcess(settings_of_worker, tmp_path / "second.log")
    async with second:
        await send(settings, item("reuters", "tag:r,2018:1", f"READ MORE. {TEXT}"))
        await first_notices(settings, 4)
        await send(
            settings,
            item("efe", "tag:e,2018:1", "A harbour strike in Vigo was called off by its union on Thursday."),
            item("ap", "tag:a,2018:1", "", "2", "canceled"),
        )
        told = await first_notices(settings, 7)
        assert await unnoticed(settings) == set()
        account = await audit(settings, wait=30)
    assert account.problems == ()
    by_event = {(each.provider, each.event): each for each in told if each.rule == "harbour"}
    assert {each: notice.ring for each, notice in by_event.items()} == {
        ("ap", "new"): True, ("ap", "update"): False, ("efe", "new"): False, ("ap", "withdrawal"): True,
    }  # fmt: skip
    assert len({each.thread for each in by_event.values()}) == 2
    assert [carrier.provider for carrier in by_event["ap", "update"].also] == ["reuters"]
    assert str(by_event["efe", "new"].muted).startswith("silenced by night desk until ")
    await asyncio.to_thread(_what_people_see, settings)


def _what_people_see(settings: Settings) -> None:
    shown = run("notices", "--rule", "harbour").stdout
    assert "WITHDRAWAL The harbour strike in Gdansk entered its second day on Wednesday." in shown
    assert "does not ring: silenced by night desk until" in shown
    assert "also carried by: reuters" in shown
    rows = [json.loads(line) for line in run("notices", "--rang", "--json").stdout.splitlines()]
    assert [(row["rule"], row["event"]) for row in rows] == [("harbour", "new"), ("harbour", "withdrawal")]
    (silence,) = [json.loads(line) for line in run("silence", "list", "--json").stdout.splitlines()]
    assert (silence["author"], silence["reason"], silence["source"]) == ("night desk", "a drill", "efe")
    assert silence["id"] in run("silence", "list").stdout
    run("silence", "end", silence["id"], "--by", "day desk")
    assert run("silence", "list").stdout == "no silence is in force\n"
    assert "ended by day desk" in " ".join(run("silence", "list", "--all").stdout.split())
    again = CliRunner().invoke(main, ["silence", "end", silence["id"], "--by", "day desk"])
    assert (again.exit_code, "was over at" in again.output) == (1, True)
    assert settings.topic_prefix


WRONG = [
    # arguments of silence add, what is said
    ((), "give --rule, --source or --story"),
    (("--rule", "a"), "give one of --for 2h and --until TIME"),
    (("--rule", "a", "--for", "1h", "--until", "2040-01-01"), "give one of --for 2h and --until TIME"),
    (("--rule", "a", "--for", "soon"), "write 30m, 2h, 1d or 1w"),
    (("--rule", "a", "--until", "soon"), "soon is no moment"),
    (("--rule", "a", "--until", "2018-01-01T00:00Z"), "is past"),
]


@pytest.mark.parametrize(("arguments", "wrong"), WRONG)
def test_silences_that_are_refused(arguments: tuple[str, ...], wrong: str) -> None:
    result = CliRunner().invoke(main, ["silence", "add", "--reason", "why", *arguments])
    assert result.exit_code == 2
    assert wrong in result.output
