"""Audits of real topics: a right account, and one for each thing that can be wrong."""

import asyncio
import json
from collections.abc import Callable
from typing import Any

import pytest
from aiokafka import AIOKafkaProducer
from click.testing import CliRunner

from schemas.topics import ALERTS, ARCHIVE, DEAD, MATCHES, NOTICES, RAW
from streams.audit import Account, audit
from streams.cli.audit_ import audit_command
from streams.kafka.connection import client_options
from streams.kafka.deadletters import requeue
from streams.settings import Settings
from tests.streams.by_hand import ByHand

pytestmark = pytest.mark.kafka

REPORTS = [
    " date 2017-12-28 A flood.",
    " date 2017-12-28 A market.",
    '{"date": "2017-12-28", "body": "A flood too."}\n{"date": "2017-12-28", "body": "A fair."}\n{"body": ',
    "No date at all.",
    " date 2017-12-28 A poison.",
]


@pytest.fixture
def pipeline(settings: Settings) -> ByHand:
    return ByHand(settings)


def account_of(settings: Settings, **options: Any) -> Account:
    return asyncio.run(audit(settings, **options))


def test_all_is_right(settings: Settings, pipeline: ByHand) -> None:
    pipeline.send(*REPORTS)
    pipeline.run()
    assert account_of(settings) == Account(
        reports=5,
        items=7,
        alerts=2,
        archived=2,
        dead=3,
        reasons={"truncated": 1, "no-date-line": 1, "stage-error": 1},
        unfinished=0,
        problems=(),
        wrong=0,
    )


def test_nothing_there(settings: Settings) -> None:
    assert account_of(settings).reports == 0


@pytest.mark.parametrize(
    ("stages", "furthest"),
    [((), "raw"), (("clean",), "clean"), (("clean", "enrich"), "enriched")],
)
def test_on_its_way(settings: Settings, pipeline: ByHand, stages: tuple[str, ...], furthest: str) -> None:
    pipeline.send(REPORTS[0])
    (report,) = pipeline.records(RAW)
    for stage in stages:
        getattr(pipeline, stage)()
    assert account_of(settings).problems == (f"wire.raw/{report.partition}/0: no ending, came to {furthest}",)


def test_an_alert_that_came_twice(settings: Settings, pipeline: ByHand) -> None:
    pipeline.send(REPORTS[0])
    pipeline.run()
    ((alert,), (report,)) = pipeline.records(ALERTS), pipeline.records(RAW)
    pipeline.write([(ARCHIVE, alert.key, alert.value, list(alert.headers), None)])
    name = f"wire.raw/{report.partition}/0"
    assert account_of(settings).problems == (f"{name}: 2 endings: alert and archive",)


def test_an_alert_that_is_not_remembered(settings: Settings, pipeline: ByHand) -> None:
    pipeline.send(REPORTS[0], REPORTS[1])
    pipeline.clean()
    pipeline.enrich()
    pipeline.route(remember=False)
    (problem,) = account_of(settings).problems
    assert problem.startswith("wire.alerts/")
    assert problem.endswith("version 1 is not remembered")


def test_a_match_that_is_missing_one_that_came_twice_and_one_of_nothing(settings: Settings, pipeline: ByHand) -> None:
    pipeline.send(REPORTS[0], REPORTS[2])
    pipeline.run()
    assert account_of(settings).problems == ()
    (alert, *_), (match, *_) = pipeline.records(ALERTS), pipeline.records(MATCHES)
    odd = [(name, b"wire.raw/0/77/0/1" if name == "ce_origin" else text) for name, text in match.headers]
    lost = [(name, b"wire.raw/0/78/0/1" if name == "ce_origin" else text) for name, text in alert.headers]
    pipeline.write(
        [
            (MATCHES, match.key, match.value, list(match.headers), None),
            (MATCHES, match.key, match.value, odd, None),
            (ALERTS, alert.key, alert.value, lost, None),
        ]
    )
    origin = dict(match.headers)["ce_origin"].decode()
    assert [each for each in account_of(settings).problems if each.startswith("wire.matches")] == [
        "wire.matches: wire.raw/0/78/0/1 matched rule floods and was not sent to it",
        f"wire.matches: {origin} for rule floods is there 2 times",
        "wire.matches: wire.raw/0/77/0/1 went to rule floods without an alert",
    ]


def test_a_notice_that_came_twice_and_a_match_that_is_dead(settings: Settings, pipeline: ByHand) -> None:
    pipeline.send(REPORTS[0])
    pipeline.run()
    (match,) = pipeline.records(MATCHES)
    pipeline.write([(MATCHES, b"floods", b"poison", list(match.headers), None)])
    pipeline.notify()
    ((notice,), (letter,)) = pipeline.records(NOTICES), pipeline.records(DEAD)
    assert dict(letter.headers)["ce_id"].decode().endswith("/notify/dead/floods")
    pipeline.write([(NOTICES, notice.key, notice.value, list(notice.headers), None)])
    account = account_of(settings)
    assert (account.alerts, account.dead) == (1, 0), "the report has ended as an alert, and only so"
    origin = dict(match.headers)["ce_origin"].decode()
    problems = (
        f"wire.matches: {origin} for rule floods is there 2 times",
        f"wire.notices: {origin} for rule floods is there 2 times",
    )
    assert account.problems == problems
    asyncio.run(requeue(settings, lambda _: True))
    assert dict(pipeline.records(MATCHES)[-1].headers)["ce_source"] == b"wirewatch/requeue"
    account = account_of(settings)
    assert (account.alerts, account.dead, account.problems) == (1, 0, problems), "once more is not twice"


def test_one_replay(settings: Settings, pipeline: ByHand) -> None:
    pipeline.send(*REPORTS[:2], replay="r1")
    pipeline.run()
    pipeline.send(REPORTS[1], replay="r2")
    assert (account_of(settings).reports, account_of(settings).unfinished) == (3, 1)
    assert (account_of(settings, replay="r1").reports, account_of(settings, replay="r1").wrong) == (2, 0)
    assert (account_of(settings, replay="r2").reports, account_of(settings, replay="r2").wrong) == (1, 1)


def test_waiting_for_what_is_on_its_way(settings: Settings, pipeline: ByHand) -> None:
    pipeline.send(*REPORTS)

    async def wait() -> Account:
        waiting = asyncio.create_task(audit(settings, wait=60))
        done, _ = await asyncio.wait({waiting}, timeout=1.0)
        assert not done
        await asyncio.to_thread(pipeline.run)
        return await waiting

    assert asyncio.run(wait()).wrong == 0


def test_an_aborted_report_is_none(settings: Settings, pipeline: ByHand) -> None:
    async def abort() -> None:
        producer = AIOKafkaProducer(**client_options(settings), transactional_id="aborting")
        await producer.start()
        await producer.begin_transaction()
        await producer.send_and_wait(settings.topic(RAW.name), b"never sent", b"wire")
        await producer.abort_transaction()
        await producer.stop()

    asyncio.run(abort())
    pipeline.send(REPORTS[0])
    pipeline.run()
    assert (account_of(settings).reports, account_of(settings).wrong) == (1, 0)


@pytest.fixture
def command(environment: dict[str, str]) -> Callable[..., Any]:
    return lambda *arguments: CliRunner().invoke(audit_command, arguments)


def test_the_command_says_yes(pipeline: ByHand, command: Any) -> None:
    pipeline.send(*REPORTS)
    pipeline.run()
    result = command()
    assert result.exit_code == 0
    assert "every report has exactly one ending" in result.output
    assert json.loads(command("--json").output)["alerts"] == 2


def test_the_command_says_no(pipeline: ByHand, command: Any) -> None:
    pipeline.send(REPORTS[0])
    result = command()
    assert result.exit_code == 1
    assert "no ending, came to raw" in result.output
    assert command("--json").exit_code == 1
