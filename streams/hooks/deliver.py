"""The process that delivers: one at a time holds the book, others stand by and take over when it ends."""

import asyncio
import fcntl
import logging
import os
from collections.abc import Awaitable, Coroutine, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO, Any

import msgspec
from aiokafka.errors import KafkaError

from streams.clock import now_ms
from streams.hooks.beat import Beats
from streams.hooks.dispatch import Dispatch
from streams.hooks.health import DeliverHealth, health_path
from streams.hooks.intake import Intake
from streams.hooks.ledger import Ledger
from streams.hooks.outbox import expire
from streams.hooks.send import Sender
from streams.hops.endings import ExitCode, Fatal, leave
from streams.problem import Problem
from streams.settings import Settings
from streams.stop import told_to_stop
from streams.whole import write_whole

log = logging.getLogger("wirewatch")

_TRY = 0.02  # seconds between a stand-by's tries to take over
_PULSE = 1.0  # seconds between reports of health
_TIDY = 600.0  # seconds between clearing out what is older than it is kept


async def run_deliver(settings: Settings) -> None:
    """Deliver until SIGTERM or SIGINT; then what is under way gets its time to end.

    Raises Problem when the book does not open. A fault of the book later ends the process: nothing is lost, what was
    not written down is sent once more under the same id.
    """
    stop = told_to_stop()
    settings.data_dir.mkdir(parents=True, exist_ok=True)
    async with Sender(settings) as sender:
        intake = Intake(settings)
        with suppress(KafkaError, OSError, Problem):  # it tries again as long as it takes, and says so
            await intake.warm()
        with (settings.data_dir / "hooks.lock").open("a+") as lock:
            if await _take(lock, stop):
                await _deliver(settings, sender, intake, stop)
        await intake.close()


async def _deliver(settings: Settings, sender: Sender, intake: Intake, stop: asyncio.Event) -> None:
    ledger = Ledger(settings)
    dispatch = Dispatch(settings, ledger, sender.send)
    beats = Beats(settings, ledger, dispatch, intake)
    endless: tuple[Coroutine[Any, Any, None], ...] = (
        dispatch.run(), intake.run(ledger, dispatch.wake), beats.run(),
        _tidy(settings, ledger), _report(settings, intake),
    )  # fmt: skip
    tasks = [asyncio.create_task(each) for each in endless]
    log.info("hooks: delivering, %s", settings.data_dir)
    await _first(stop.wait(), *tasks)
    for task in tasks:
        if task.done():
            leave(Fatal(ExitCode.FAULT, f"deliver: {task.exception()!r}"))
    tasks[1].cancel()
    await dispatch.drain(settings.hooks_timeout + 1)
    for task in tasks:
        task.cancel()
    await asyncio.wait(tasks)
    await ledger.close()


async def _take(lock: IO[str], stop: asyncio.Event) -> bool:
    """Wait until no other process holds the lock; False: told to stop meanwhile. The system frees a dead one's."""
    said = False
    while not stop.is_set():
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            if not said:
                log.info("hooks: another process delivers; standing by")
                said = True
            with suppress(TimeoutError):
                async with asyncio.timeout(_TRY):
                    await stop.wait()
        else:
            return True
    return False


async def _tidy(settings: Settings, ledger: Ledger) -> None:
    while True:
        late = await ledger.do(expire, now_ms(), settings.hooks_keep)
        if late:
            log.error("hooks: %d notices waited for longer than %g days and are given up", late, settings.hooks_keep)
        await asyncio.sleep(_TIDY)


async def _report(settings: Settings, intake: Intake) -> None:
    """Say once a second how it goes, from the event loop, so that a loop that stands still goes stale."""
    with _written(health_path(settings)) as path:
        while True:
            health = DeliverHealth(os.getpid(), now_ms() / 1000, intake.reading, intake.behind)
            write_whole(path, msgspec.json.encode(health))
            await asyncio.sleep(_PULSE)


@contextmanager
def _written(path: Path) -> Iterator[Path]:
    try:
        yield path
    finally:
        path.unlink(missing_ok=True)


async def _first(*others: Awaitable[Any]) -> None:
    """Return when the first of these ends; tasks among them go on."""
    await asyncio.wait([asyncio.ensure_future(each) for each in others], return_when=asyncio.FIRST_COMPLETED)
