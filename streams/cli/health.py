"""`wirewatch health`: whether the workers on this machine do what waits for them; for health checks of services."""

import asyncio
import time

import click

from streams.hooks.health import DeliverHealth, deliver_ailments, read_deliver_health
from streams.settings import Settings, load
from streams.worker.health import WorkerHealth, ailments, read_health


@click.command(epilog="Example: wirewatch health --patience 30")
@click.option("--patience", default=20.0, show_default=True, help="Seconds in which a partition that lags must get on.")
def health(patience: float) -> None:
    """Ask the workers on this machine, and what delivers, how they are. Exit code 0: well; 1: not, and why.

    A worker is well when its event loop turns and every partition that it holds and that has messages waiting gets on;
    what delivers to hooks is well when it reads what comes.
    """
    wrong = asyncio.run(_examine(load(), patience))
    for line in wrong:
        click.echo(line, err=True)
    raise SystemExit(1 if wrong else 0)


async def _examine(settings: Settings, patience: float) -> list[str]:
    from streams.worker.lag import end_offsets

    before, sending = read_health(settings), read_deliver_health(settings)
    if not before and sending is None:
        return ["no worker is running on this machine; start one with: wirewatch worker"]
    if not before:
        return await _examine_deliver(settings, sending, patience)
    ends = await end_offsets(settings)
    deadline = time.monotonic() + patience
    while True:
        wrong = [line for worker in read_health(settings) for line in ailments(worker, _start(before, worker), ends)]
        wrong += _sent(sending, settings)
        if not wrong or time.monotonic() > deadline:
            return wrong
        await asyncio.sleep(0.5)


async def _examine_deliver(settings: Settings, before: DeliverHealth | None, patience: float) -> list[str]:
    deadline = time.monotonic() + patience
    while True:
        wrong = _sent(before, settings)
        if not wrong or time.monotonic() > deadline:
            return wrong
        await asyncio.sleep(0.5)


def _sent(before: DeliverHealth | None, settings: Settings) -> list[str]:
    """What is wrong with the process that delivers, where one ran."""
    now = read_deliver_health(settings)
    if before is None or now is None:
        return [] if before is None else [f"deliver {before.pid} has ended"]
    return deliver_ailments(now, before)


def _start(before: list[WorkerHealth], worker: WorkerHealth) -> WorkerHealth | None:
    return next((each for each in before if each.pid == worker.pid), None)
