"""`wirewatch health`: whether the workers on this machine do what waits for them; for health checks of services."""

import asyncio
import time

import click

from streams.settings import Settings, load
from streams.worker.health import WorkerHealth, ailments, read_health


@click.command(epilog="Example: wirewatch health --patience 30")
@click.option("--patience", default=20.0, show_default=True, help="Seconds in which a partition that lags must get on.")
def health(patience: float) -> None:
    """Ask the workers on this machine how they are. Exit code 0: well; 1: not, and why.

    A worker is well when its event loop turns and every partition that it holds and that has messages waiting gets on.
    """
    wrong = asyncio.run(_examine(load(), patience))
    for line in wrong:
        click.echo(line, err=True)
    raise SystemExit(1 if wrong else 0)


async def _examine(settings: Settings, patience: float) -> list[str]:
    from streams.worker.lag import end_offsets

    before = read_health(settings)
    if not before:
        return ["no worker is running on this machine; start one with: wirewatch worker"]
    ends = await end_offsets(settings)
    deadline = time.monotonic() + patience
    while True:
        wrong = [line for worker in read_health(settings) for line in ailments(worker, _start(before, worker), ends)]
        if not wrong or time.monotonic() > deadline:
            return wrong
        await asyncio.sleep(0.5)


def _start(before: list[WorkerHealth], worker: WorkerHealth) -> WorkerHealth | None:
    return next((each for each in before if each.pid == worker.pid), None)
