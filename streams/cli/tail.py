"""`wirewatch tail`: what is in a topic, a line a record, and what comes into it."""

import asyncio
import base64
from typing import Any

import click
import orjson

from schemas.topics import Topic
from streams.kafka.reading import Record, extents, read_between
from streams.kafka.tail import describe, find_topic, follow, last_records
from streams.kafka.topics import check_topics
from streams.problem import Problem
from streams.settings import Settings, load


@click.command(epilog="Example: wirewatch tail alerts -f")
@click.argument("topic")
@click.option("-n", "count", type=click.IntRange(min=0), default=10, show_default=True, help="So many from the end.")
@click.option("--from-beginning", is_flag=True, help="All of it.")
@click.option("-f", "--follow", "on", is_flag=True, help="Go on with what comes, until Ctrl-C.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object a line: place, key, headers, value.")
def tail(topic: str, count: int, from_beginning: bool, on: bool, as_json: bool) -> None:
    """Show the last records of a topic: time, id, title, outcome. `alerts` is short for `wire.alerts`."""
    found = find_topic(topic)
    try:
        asyncio.run(_tail(load(), found, None if from_beginning else count, on, as_json))
    except KeyboardInterrupt:
        raise click.exceptions.Exit(0) from None
    except BrokenPipeError:  # `| head` has seen enough
        raise click.exceptions.Exit(0) from None


async def _tail(settings: Settings, topic: Topic, count: int | None, on: bool, as_json: bool) -> None:
    await check_topics(settings, [topic])
    shown = 0
    if count is None:
        whole = await extents(settings, [topic])
        ends = {tp: extent.end for tp, extent in whole.items()}
        async for record in read_between(settings, whole):
            _show(topic, record, as_json)
            shown += 1
    else:
        records, ends = await last_records(settings, topic, count)
        for record in records:
            _show(topic, record, as_json)
        shown = len(records)
    if on:
        async for record in follow(settings, ends):
            _show(topic, record, as_json)
    elif not shown and count != 0 and not as_json:
        raise Problem(f"{topic.name} is empty", "follow it with -f")


def _show(topic: Topic, record: Record, as_json: bool) -> None:
    if as_json:
        click.echo(orjson.dumps(_row(topic, record)))
        return
    line = describe(topic, record)
    click.echo("  ".join(part for part in (line.time, line.id, line.title, line.outcome) if part))


def _row(topic: Topic, record: Record) -> dict[str, Any]:
    """The record as JSON; bytes that are no UTF-8 text stand under `base64` instead of `value`."""
    row = {
        "topic": topic.name,
        "partition": record.partition,
        "offset": record.offset,
        "timestamp": record.timestamp,
        "key": (record.key or b"").decode("utf-8", "replace"),
        "headers": {name: (value or b"").decode("utf-8", "replace") for name, value in record.headers},
    }
    if record.value is None:
        return row | {"value": None}
    if topic.record is not None:
        try:
            return row | {"value": orjson.loads(record.value)}
        except orjson.JSONDecodeError:
            pass
    try:
        return row | {"value": record.value.decode()}
    except UnicodeDecodeError:
        return row | {"base64": base64.b64encode(record.value).decode()}
