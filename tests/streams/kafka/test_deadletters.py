"""Dead letters listed, shown, and sent through once more: each report keeps exactly one ending."""

import asyncio
from typing import Any

import pytest
from click.testing import CliRunner

from schemas.headers import header
from schemas.topics import CLEAN, DEAD, RAW
from streams.audit import audit
from streams.cli.dead import dead
from streams.kafka.deadletters import Letter, read_bytes, read_letters, requeue
from streams.problem import Problem
from streams.settings import Settings
from tests.streams.by_hand import ByHand

pytestmark = pytest.mark.kafka

UNDATED, POISON = b"No date \xff at all.", b" date 2017-12-28 A poison flood."


@pytest.fixture
def pipeline(settings: Settings) -> ByHand:
    """One report that clean cannot read, one that enrich cannot, one that is right."""
    pipeline = ByHand(settings)
    pipeline.send(UNDATED, POISON, " date 2017-12-28 A market.", replay="r1")
    pipeline.run()
    return pipeline


def letters(settings: Settings) -> dict[str | None, Letter]:
    """By the stage that could not read them."""
    return {letter.envelope.dead_stage: letter for letter in asyncio.run(read_letters(settings))}


def test_letters(settings: Settings, pipeline: ByHand) -> None:
    found = letters(settings)
    assert {stage: (each.envelope.dead_reason, each.requeued) for stage, each in found.items()} == {
        "clean": ("no-date-line", False),
        "enrich": ("stage-error", False),
    }
    assert asyncio.run(read_bytes(settings, found["clean"].id)) == (found["clean"], UNDATED)


def test_a_letter_of_clean_becomes_a_new_report(settings: Settings, pipeline: ByHand) -> None:
    letter = letters(settings)["clean"]
    assert asyncio.run(requeue(settings, [letter.id])) == [letter]
    again = pipeline.records(RAW)[-1]
    assert (again.key, again.value) == (b"wire", UNDATED)
    assert header(again.headers, "ce_id") == f"requeue/{letter.id}"
    assert header(again.headers, "ce_replay") == "r1"
    before = asyncio.run(audit(settings))
    assert (before.reports, before.dead, before.unfinished) == (4, 2, 1)
    pipeline.run()
    after = asyncio.run(audit(settings))
    assert (after.reports, after.dead, after.wrong) == (4, 3, 0)


def test_a_letter_of_a_later_stage_goes_back_there(settings: Settings, pipeline: ByHand) -> None:
    letter = letters(settings)["enrich"]
    asyncio.run(requeue(settings, [letter.id]))
    original, again = [record for record in pipeline.records(CLEAN) if b"poison" in record.value]
    assert (again.partition, again.key, again.value) == (original.partition, original.key, original.value)
    assert header(again.headers, "ce_origin") == header(original.headers, "ce_origin")
    before = asyncio.run(audit(settings))
    assert (before.reports, before.dead, before.unfinished, before.reasons) == (3, 1, 1, {"no-date-line": 1})
    pipeline.enriching.hardened = True
    pipeline.run()
    after = asyncio.run(audit(settings))
    assert (after.alerts, after.archived, after.dead, after.wrong) == (1, 1, 1, 0)


def test_again_and_again(settings: Settings, pipeline: ByHand) -> None:
    """What dies once more is a letter of its own, and can be sent through once more."""
    for times in range(1, 4):
        (letter,) = [each for each in asyncio.run(read_letters(settings)) if _is_open_poison(each)]
        asyncio.run(requeue(settings, [letter.id]))
        assert asyncio.run(audit(settings)).unfinished == 1
        pipeline.run()
        account = asyncio.run(audit(settings))
        assert (account.dead, account.wrong, len(asyncio.run(read_letters(settings)))) == (2, 0, 2 + times)


def _is_open_poison(letter: Letter) -> bool:
    return letter.envelope.dead_stage == "enrich" and not letter.requeued


def test_nothing_is_sent_twice(settings: Settings, pipeline: ByHand) -> None:
    letter = letters(settings)["clean"]
    assert len(asyncio.run(requeue(settings, lambda each: True))) == 2
    assert asyncio.run(requeue(settings, lambda each: True)) == []
    with pytest.raises(Problem, match="was sent through once more already"):
        asyncio.run(requeue(settings, [letter.id]))


def test_a_letter_that_does_not_exist(settings: Settings, pipeline: ByHand) -> None:
    with pytest.raises(Problem, match=r"there is no dead letter wire\.dead/0/99"):
        asyncio.run(requeue(settings, ["wire.dead/0/99"]))
    with pytest.raises(Problem, match=r"there is no dead letter wire\.dead/0/99"):
        asyncio.run(read_bytes(settings, "wire.dead/0/99"))


def test_a_letter_from_nowhere_is_left_alone(settings: Settings, pipeline: ByHand) -> None:
    pipeline.write([(DEAD, b"wire", b"whatever", [("ce_origin", b"not an origin")], 0)])
    (stranger,) = [each for each in asyncio.run(read_letters(settings)) if each.input is None]
    assert len(asyncio.run(requeue(settings, lambda each: True))) == 2
    with pytest.raises(Problem, match="does not say where it came from"):
        asyncio.run(requeue(settings, [stranger.id]))


def test_the_commands(settings: Settings, pipeline: ByHand, environment: dict[str, str]) -> None:
    def run(*arguments: str) -> Any:
        return CliRunner().invoke(dead, arguments)

    letter = letters(settings)["clean"]
    assert "2 dead letters: no-date-line 1, stage-error 1" in run("list").output
    assert letter.id in run("list", "--stage", "clean", "--json").output
    short = letter.id.removeprefix("wire.dead/")
    assert "No date \\xff at all." in run("show", short).output
    assert run("show", letter.id, "--bytes").stdout_bytes == UNDATED
    assert run("requeue").exit_code == 2
    assert run("requeue", short, "--all").exit_code == 2
    assert "1 dead letter sent through once more, 1 to wire.raw" in run("requeue", "--reason", "no-date-line").output
    assert "1 dead letter: stage-error 1" in run("list").output
    assert "(sent again)" in run("list", "--all").output
