"""`wirewatch broker run|start|stop|status`: the embedded Apache Kafka."""

import asyncio
import os
import signal

import click
import orjson
import psutil

from streams.broker import embedded, running
from streams.broker.answer import answers
from streams.broker.embedded import broker_dir
from streams.broker.node import STOP_LIMIT
from streams.problem import Problem
from streams.settings import load
from streams.stop import told_to_stop


@click.group(epilog="Example: wirewatch broker start && wirewatch topics make")
def broker() -> None:
    """Run Apache Kafka on this machine: one node, on the port that the setting `bootstrap` names."""


@broker.command(epilog="Example: wirewatch broker run")
def run() -> None:
    """Run it in the foreground until Ctrl-C."""
    asyncio.run(_run())


async def _run() -> None:
    stop = told_to_stop()
    kafka, stopping = embedded(load()), asyncio.ensure_future(stop.wait())
    starting = asyncio.ensure_future(kafka.start())
    await asyncio.wait([starting, stopping], return_when=asyncio.FIRST_COMPLETED)
    if not starting.done():
        starting.cancel()
        await asyncio.wait([starting])
        return
    starting.result()
    click.echo(f"Apache Kafka answers on {kafka.bootstrap} (pid {kafka.pid}); Ctrl-C ends it", err=True)
    ending = asyncio.ensure_future(kafka.ended())
    try:
        await asyncio.wait([ending, stopping], return_when=asyncio.FIRST_COMPLETED)
        if ending.done():
            raise ending.result()
    finally:
        ending.cancel()
        await kafka.stop()


@broker.command(epilog="Example: wirewatch broker start && wirewatch broker status")
def start() -> None:
    """Start it in the background, and return when it answers. It runs on until `wirewatch broker stop`."""
    settings = load()
    kafka = embedded(settings, detached=True)
    claim = running(settings)
    if claim is not None and claim.port == kafka.port:
        click.echo(f"Apache Kafka runs already on {claim.bootstrap} (pid {claim.pid})")
        return
    asyncio.run(kafka.start())
    click.echo(f"Apache Kafka answers on {kafka.bootstrap} (pid {kafka.pid}); its log is {kafka.log}")


@broker.command(epilog="Example: wirewatch broker stop")
def stop() -> None:
    """End the broker of this data directory, whoever started it."""
    claim = running(load())
    if claim is None:
        click.echo("no broker runs here")
        return
    process = psutil.Process(claim.pid)
    os.kill(claim.pid, signal.SIGTERM)
    try:
        process.wait(STOP_LIMIT)
    except psutil.TimeoutExpired:
        process.kill()
        process.wait(STOP_LIMIT)
    click.echo(f"ended Apache Kafka on {claim.bootstrap} (pid {claim.pid})")


@broker.command(epilog="Example: wirewatch broker status --json")
@click.option("--json", "as_json", is_flag=True, help="One JSON object.")
def status(as_json: bool) -> None:
    """Say whether it runs and answers. Exit code 1: it does not."""
    settings = load()
    claim = running(settings)
    answering = claim is not None and asyncio.run(answers(claim.bootstrap))
    memory = round(psutil.Process(claim.pid).memory_info().rss / 1e6) if claim else None
    if as_json:
        row = {
            "running": claim is not None,
            "answers": answering,
            "bootstrap": claim.bootstrap if claim else None,
            "pid": claim.pid if claim else None,
            "memory_mb": memory,
            "data_dir": str(broker_dir(settings)),
        }
        click.echo(orjson.dumps(row).decode())
    elif claim is not None and answering:
        click.echo(f"Apache Kafka answers on {claim.bootstrap} (pid {claim.pid}, {memory} MB, {broker_dir(settings)})")
    elif claim is not None:
        raise Problem(
            f"pid {claim.pid} runs but does not answer on {claim.bootstrap}", "see broker.log beside its data"
        )
    else:
        raise Problem(f"no broker runs on {broker_dir(settings)}", "wirewatch broker start")
    if not answering:
        raise SystemExit(1)
