"""A worker's life: load what the stages need, join the group, work until told to stop or until it must not go on."""

import asyncio
import contextlib
import logging
import signal
import time
from collections.abc import Sequence

from streams.app import make_app
from streams.endings import ExitCode, Fatal, leave
from streams.health import report_health
from streams.loop import Loop
from streams.problem import Problem
from streams.pulse import watch_broker
from streams.settings import Settings
from streams.stages import STAGES, Row
from streams.topics import check_topics
from streams.watchdog import Watchdog

log = logging.getLogger("wirewatch")

_STOP_LIMIT = 15.0  # seconds for an orderly stop


async def run_worker(settings: Settings, rows: Sequence[Row] = STAGES) -> None:
    """Run the stages until SIGTERM or SIGINT.

    Raises Problem when a stage cannot be made (no such model, a rule that does not load) or topics are missing.
    Whatever happens later and endangers the guarantee ends the process: see `streams.endings`.
    """
    stop = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, stop.set)
    loop = Loop(settings, rows)
    began = time.monotonic()
    topics = asyncio.create_task(_await_topics(settings))  # while the stages load, which takes as long
    try:
        await loop.start()
        await topics
    except Exception as error:
        topics.cancel()
        await loop.stop()
        raise error if isinstance(error, Problem) else Problem(f"the worker cannot start: {error}") from error
    log.info("stages ready in %.1f s", time.monotonic() - began)
    app = make_app(settings, loop)
    app.finalize()
    watchdog = Watchdog(settings.session_timeout)
    watchdog.start()
    health = asyncio.create_task(report_health(settings, loop))
    pulse = asyncio.create_task(watch_broker(settings))
    try:
        await app.start()
        await _until(stop, app.wait_until_stopped(), health, pulse)
        if app.crash_reason is not None:
            leave(Fatal(ExitCode.FAULT, f"Faust gave up: {app.crash_reason!r}"))
    finally:
        health.cancel()
        pulse.cancel()
        watchdog.stop()
        await _stop_in_time(app.stop(), loop.stop())


async def _await_topics(settings: Settings) -> None:
    """Wait for the broker and its topics: services start in any order. Raises Problem when patience ends."""
    deadline = time.monotonic() + settings.broker_patience
    while True:
        try:
            await check_topics(settings)
        except Problem as problem:
            if time.monotonic() > deadline:
                raise
            if deadline - time.monotonic() > settings.broker_patience - 0.5:
                log.info("%s (waiting for up to %g s)", problem.format_message(), settings.broker_patience)
            await asyncio.sleep(0.25)
        else:
            return


async def _until(stop: asyncio.Event, *others: object) -> None:
    """Return when `stop` is set or any of the others ends."""
    tasks = [asyncio.ensure_future(each) for each in (stop.wait(), *others)]  # type: ignore[call-overload] # awaitables all
    await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
    for task in tasks:
        if not task.done():
            task.cancel()


async def _stop_in_time(*stops: object) -> None:
    """Stop in order, as far as time allows: what was not committed is done again by the next owner."""
    with contextlib.suppress(TimeoutError):
        async with asyncio.timeout(_STOP_LIMIT):
            for each in stops:
                await each  # type: ignore[misc] # coroutines all
            return
    log.warning("the worker did not stop within %g s; leaving, nothing is lost", _STOP_LIMIT)
