"""The whole of it within this process: from wire.notices through the outbox to receivers."""

import asyncio
import json
import time
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager, suppress

import msgspec
import pytest

from schemas.headers import Envelope
from schemas.hook import Endpoint, Secret
from schemas.notice import Notice
from schemas.topics import NOTICES
from streams.clock import iso, now_ms
from streams.hooks import endpoints
from streams.hooks.beat import Beats
from streams.hooks.book import open_book
from streams.hooks.dispatch import Dispatch
from streams.hooks.endpoints import find, set_state
from streams.hooks.history import read_history, recover
from streams.hooks.intake import Intake
from streams.hooks.ledger import Ledger
from streams.hooks.send import Sender
from streams.kafka.topics import delete_topics, make_topics
from streams.kafka.transaction import Transactions, Write
from streams.settings import Settings
from tests.streams.hooks.receivers import SECRET, Receiver


@pytest.fixture
async def settings(bare_settings: Settings) -> AsyncIterator[Settings]:
    made = bare_settings.model_copy(
        update={"hooks_allow": {"here": "127.0.0.1/32"}, "hooks_retries": [0, 0.2] + [0.3] * 50, "hooks_timeout": 1.0}
    )
    await make_topics(made, (NOTICES,))
    yield made
    await delete_topics(made, (NOTICES,))


@asynccontextmanager
async def delivering(settings: Settings) -> AsyncIterator[Intake]:
    """What `wirewatch deliver` does, without its signals and its lock."""
    ledger, intake = Ledger(settings), Intake(settings)
    async with Sender(settings) as sender:
        dispatch = Dispatch(settings, ledger, sender.send)
        beats = Beats(settings, ledger, dispatch, intake)
        running = (dispatch.run(), intake.run(ledger, dispatch.wake), beats.run())
        tasks = [asyncio.create_task(each) for each in running]
        try:
            yield intake
        finally:
            await dispatch.drain(2)
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)
            await intake.close()
            await ledger.close()


async def write(settings: Settings, notices: Sequence[Notice]) -> None:
    async def never() -> bool:
        raise AssertionError("the broker is well")

    async with Transactions(settings, "test-notify") as transactions:
        await transactions.fence()
        now = now_ms()
        envelope = Envelope("id", "wire", NOTICES.event, iso(now), now).to_kafka()
        values = [(each.rule.encode(), msgspec.json.encode(each)) for each in notices]
        await transactions.write([Write(NOTICES, key, value, envelope) for key, value in values], never)


def notice(number: int, thread: int, **more: object) -> Notice:
    return Notice(f"n-{number}", "new", f"rule-{thread % 3}", f"t-{thread}", **more)  # type: ignore[arg-type] # fields of a notice


def add(settings: Settings, name: str, url: str, **more: object) -> None:
    book = open_book(settings)
    endpoints.add(book, Endpoint(name, url, (Secret(SECRET),), **{"created": 1, **more}))  # type: ignore[arg-type] # fields of an endpoint
    book.close()


@pytest.mark.kafka
async def test_an_endpoint_that_comes_back_gets_all_at_once_and_in_order(settings: Settings) -> None:
    """It is away for a while: probed, not stormed; then what waits goes without waiting for its next time."""
    slow = settings.model_copy(update={"hooks_retries": [0, 0.1, 3600]})
    async with Receiver() as well, Receiver(503) as ill, delivering(slow):
        add(slow, "well", well.url)
        add(slow, "ill", ill.url)
        await write(slow, [notice(n, n // 3) for n in range(60)])
        await well.wait(lambda got: len(got) == 60)
        await ill.wait(lambda got: len(got) >= 5)
        assert len(ill.got) <= settings.hooks_concurrency, "spared"
        ill.mood = 204
        await ill.wait(lambda _: len(ill.ids()) == 60)
    for receiver in (well, ill):
        assert receiver.forged == []
        place = {id_: n for n, id_ in enumerate(receiver.ids())}
        assert all(place[f"n-{n}"] < place[f"n-{n + 1}"] for n in range(60) if n % 3 != 2)


@pytest.mark.kafka
async def test_commands_count_at_once_and_what_was_missed_can_be_recovered(settings: Settings) -> None:
    async with Receiver() as receiver, delivering(settings):
        add(settings, "here", receiver.url)
        await write(settings, [notice(0, 0)])
        await receiver.wait(lambda got: len(got) == 1)
        book = open_book(settings)
        set_state(book, find(book, "here"), "off", "by this test", now_ms())
        await asyncio.sleep(0.5)  # longer than the lanes look: they see it before the notice comes
        await write(settings, [notice(1, 1), notice(2, 2, deliver=False, replay="r-1")])
        await _until(lambda: any(line.state == "missed" for line in read_history(book, "here")))
        assert len(receiver.got) == 1
        set_state(book, find(book, "here"), "on", None, now_ms())
        add(settings, "late", receiver.url, created=now_ms() + 60_000)
        assert await recover(settings, book, "here", 0, now_ms()) == 1
        await receiver.wait(lambda got: len(got) == 2)
        assert await recover(settings, book, "late", 0, now_ms()) == 2, "from the topic: n-0 and n-1"
        await receiver.wait(lambda got: len(got) == 4)
        assert sorted(got.id for got in receiver.got) == ["n-0", "n-0", "n-1", "n-1"]
        book.close()


@pytest.mark.kafka
async def test_gone_and_rate_limits_and_heartbeats(settings: Settings) -> None:
    async with Receiver(410) as gone, Receiver(429) as busy, Receiver() as keeper, delivering(settings):
        busy.headers = {"Retry-After": "1"}
        add(settings, "keeper", keeper.url, rules=("none",), heartbeat=1.0)
        add(settings, "gone", gone.url, tell="keeper")
        add(settings, "busy", busy.url)
        await write(settings, [notice(n, n) for n in range(3)])
        await busy.wait(lambda got: len(got) >= 1)
        busy.mood = 204
        await busy.wait(lambda _: len(busy.ids()) == 3)
        times = [got.at for got in busy.got if got.status == 204]
        assert min(times) - busy.got[0].at > 0.9, "it was left alone for as long as it asked"

        def told(kind: str) -> list[dict[str, object]]:
            bodies = [json.loads(got.body) for got in keeper.got]
            return [body["data"] for body in bodies if body["type"] == f"wirewatch.{kind}.v1"]

        await keeper.wait(lambda _: bool(told("endpoint")) and bool(told("heartbeat")))
        assert "gone is switched off: it answered 410" in str(told("endpoint")[0]["headline"])
        pulse = told("heartbeat")[0]["pulse"]
        assert isinstance(pulse, dict)
        assert pulse["endpoint"] == "keeper"
        assert "deliver" in pulse["lag"]
        assert len(gone.got) <= 3, "nothing more is sent to it"


@pytest.mark.kafka
async def test_what_is_no_notice_is_passed_over_and_a_topic_made_anew_is_read_from_its_beginning(
    settings: Settings,
) -> None:
    async with Receiver() as receiver:
        add(settings, "here", receiver.url)
        async with delivering(settings):
            await _raw(settings, b"no notice")
            await write(settings, [notice(n, n) for n in range(5)])
            await receiver.wait(lambda got: len(got) == 5)
        await delete_topics(settings, (NOTICES,))
        await make_topics(settings, (NOTICES,))
        await write(settings, [notice(9, 9)])
        async with delivering(settings):
            await receiver.wait(lambda got: len(got) == 6)
    assert len(receiver.ids()) == 6


async def _raw(settings: Settings, value: bytes) -> None:
    async with Transactions(settings, "test-raw") as transactions:
        await transactions.fence()
        await transactions.write([Write(NOTICES, b"rule-0", value, [])], lambda: asyncio.sleep(0, True))


async def _until(condition: object, limit: float = 30) -> None:
    """Another connection writes the book: there is nothing to wait on but looking."""
    deadline = time.monotonic() + limit
    while not condition():  # type: ignore[operator] # a function
        assert time.monotonic() < deadline
        with suppress(TimeoutError):
            await asyncio.sleep(0.05)
