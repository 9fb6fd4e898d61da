"""The child process of a stage: what it is spared, and what its death costs."""

import asyncio

import pytest

from agents.memory import Forgetful
from agents.stage import Message
from schemas.headers import Envelope, Origin
from streams.hops.runner import Apart
from streams.kafka.outgoing import Input, Outcome
from streams.settings import Settings
from tests.streams.fragile import FRAGILE, UNFIT


def given(value: bytes) -> Input:
    """An input with that value."""
    place = Origin("wire.clean", 0, 1)
    return Input(Message(b"k", value, Envelope("id", "s", "t", "2017-12-28T10:00:00Z", 1, origin=place)), place)


def error(outcome: Outcome) -> str:
    """What the dead letter says."""
    return dict(outcome.outgoing[0].headers)["ce_deaderror"].decode()


async def test_a_message_that_kills_the_process_costs_itself_alone() -> None:
    """The others of its batch are decided in a new process; it ends as a dead letter; the next batch is well."""
    runner = Apart(FRAGILE, Settings())
    await runner.start()
    try:
        outcomes = await runner.run([given(b"one"), given(b"die"), given(b"two")], Forgetful())
        after = await runner.run([given(b"three")], Forgetful())
    finally:
        await runner.stop()
    assert [error(each) for each in (*outcomes, *after)] == [
        "one", "the fragile process died on this message, again and again", "two", "three",
    ]  # fmt: skip
    assert outcomes[1].outgoing[0].value == b"die"


async def test_a_stage_that_cannot_be_made_is_an_error_at_the_start() -> None:
    """With the reason, before the first message."""
    runner = Apart(UNFIT, Settings())
    with pytest.raises(RuntimeError, match="unfit: no model of that name"):
        await runner.start()
    await runner.stop()


async def test_long_batches_come_back_whole_and_in_order() -> None:
    """Batches go to the child in pieces."""
    runner = Apart(FRAGILE, Settings())
    await runner.start()
    try:
        outcomes = await runner.run([given(str(n).encode()) for n in range(50)], Forgetful())
    finally:
        await runner.stop()
    assert [error(each) for each in outcomes] == [str(n) for n in range(50)]


async def test_partitions_share_calls_and_one_that_goes_away_takes_nobody_along() -> None:
    """A rebalance cancels one partition's wait; the others' messages in the same call are decided."""
    runner = Apart(FRAGILE, Settings())
    await runner.start()
    try:
        asked = [asyncio.create_task(runner.run([given(str(n).encode())], Forgetful())) for n in range(5)]
        await asyncio.sleep(0)
        asked[2].cancel()
        outcomes = await asyncio.gather(*asked, return_exceptions=True)
    finally:
        await runner.stop()
    said = [error(each[0]) if isinstance(each, list) else type(each).__name__ for each in outcomes]
    assert said == ["0", "1", "CancelledError", "3", "4"]
