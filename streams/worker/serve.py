"""A worker's life: load what the stages need, join the group, work until told to stop or until it must not go on."""

import asyncio
import contextlib
import logging
import time
from collections.abc import Awaitable, Coroutine, Sequence
from typing import Any

from streams.app import make_app
from streams.clock import WallClock
from streams.hops.alarm import forget_old, keep_time
from streams.hops.endings import ExitCode, Fatal, leave
from streams.hops.loop import Loop
from streams.hops.stages import STAGES, Row
from streams.kafka.patience import await_topics
from streams.problem import Problem
from streams.rules.in_force import RulesInForce
from streams.rules.rollcall import RollCall
from streams.settings import Settings
from streams.silences.in_force import SilencesInForce
from streams.stop import told_to_stop
from streams.worker.health import report_health
from streams.worker.pulse import watch_broker
from streams.worker.watchdog import Watchdog

log = logging.getLogger("wirewatch")

_Endless = Coroutine[Any, Any, None]
_STOP_LIMIT = 15.0  # seconds for an orderly stop


async def run_worker(settings: Settings, rows: Sequence[Row] = STAGES) -> None:
    """Run the stages until SIGTERM or SIGINT.

    Raises Problem when a stage cannot be made (no such model, a rule that does not load) or topics are missing.
    Whatever happens later and endangers the guarantee ends the process: see `streams.hops.endings`.
    """
    stop = told_to_stop()
    loop = Loop(settings, rows)
    roll = RollCall(settings)
    rules = RulesInForce(settings, loop.put_rules, roll.tell)
    silences = SilencesInForce(settings, loop.put_silences)
    starting = asyncio.create_task(_start(settings, loop, rules, silences))
    await _until(stop, starting)
    if not starting.done():
        starting.cancel()
    try:
        await starting
    except asyncio.CancelledError:
        await loop.stop()
        return
    except Exception as error:
        await loop.stop()
        raise error if isinstance(error, Problem) else Problem(f"the worker cannot start: {error}") from error
    beside = (
        report_health(settings, loop),
        watch_broker(settings),
        keep_time(loop, WallClock()),
        forget_old(settings, loop, WallClock()),
        rules.follow(),
        silences.follow(),
        roll.answer(),
    )
    await _work(settings, loop, stop, beside)


async def _start(settings: Settings, loop: Loop, rules: RulesInForce, silences: SilencesInForce) -> None:
    """Load what the stages need, and wait for broker and topics meanwhile: the one takes as long as the other."""
    began = time.monotonic()
    topics = asyncio.create_task(await_topics(settings))
    try:
        await loop.start()
        await topics
    finally:
        topics.cancel()
    await rules.start()
    await silences.start()
    log.info("stages ready in %.1f s", time.monotonic() - began)


async def _work(settings: Settings, loop: Loop, stop: asyncio.Event, beside: Sequence[_Endless]) -> None:
    """Take part in the group until told to stop. `beside`: what runs with it, and must not end before it."""
    app = make_app(settings, loop)
    app.finalize()
    watchdog = Watchdog(settings.session_timeout)
    watchdog.start()
    tasks = [asyncio.create_task(each) for each in beside]
    try:
        await app.start()
        await _until(stop, app.wait_until_stopped(), *tasks)
        for task in tasks:
            if task.done():
                leave(Fatal(ExitCode.FAULT, f"{task.get_coro()} ended: {task.exception()!r}"))
        if app.crash_reason is not None:
            leave(Fatal(ExitCode.FAULT, f"Faust gave up: {app.crash_reason!r}"))
    finally:
        for task in tasks:
            task.cancel()
        watchdog.stop()
        await _stop_in_time(asyncio.wait(tasks), app.stop(), loop.stop())


async def _until(stop: asyncio.Event, *others: Awaitable[Any]) -> None:
    """Return when `stop` is set or any of the others ends. Tasks among them go on."""
    mine = [asyncio.ensure_future(each) for each in (stop.wait(), *others) if not isinstance(each, asyncio.Task)]
    theirs = [each for each in others if isinstance(each, asyncio.Task)]
    await asyncio.wait([*mine, *theirs], return_when=asyncio.FIRST_COMPLETED)
    for task in mine:
        task.cancel()


async def _stop_in_time(*stops: Awaitable[Any]) -> None:
    """Stop in order, as far as time allows: what was not committed is done again by the next owner."""
    with contextlib.suppress(TimeoutError):
        async with asyncio.timeout(_STOP_LIMIT):
            for each in stops:
                await each
            return
    log.warning("the worker did not stop within %g s; leaving, nothing is lost", _STOP_LIMIT)
