"""`wirewatch held`: what waits, and until when."""

import asyncio
from collections.abc import Iterable

import click
import msgspec
from rich.console import Console
from rich.table import Table

from agents.held import is_held_key
from agents.text.title import display_title
from schemas.story import Held
from schemas.topics import STATE_ROUTE
from streams import settings
from streams.kafka.reading import extents, read_between
from streams.kafka.topics import check_topics
from streams.settings import Settings

_decode = msgspec.json.Decoder(Held).decode


@click.command(epilog="Example: wirewatch held --json | jq .until")
@click.option(
    "--json", "as_json", is_flag=True, help="One JSON object a line: until, since, id, title, origin, replay."
)
def held(as_json: bool) -> None:
    """List reports that wait: under embargo until its end, or withheld until their agency sends another version."""
    waiting = asyncio.run(read_waiting(settings.load()))
    if as_json:
        for each in waiting:
            click.echo(msgspec.json.encode(_row(each)))
    elif waiting:
        _print(waiting)
    else:
        click.echo("nothing waits")


async def read_waiting(given: Settings) -> list[Held]:
    """Everything held, the next release first; what waits for another version comes last."""
    await check_topics(given, (STATE_ROUTE,))
    kept: dict[str, bytes] = {}
    async for record in read_between(given, await extents(given, [STATE_ROUTE])):
        key = record.key.decode()
        if not is_held_key(key):
            continue
        if record.value is None:
            kept.pop(key, None)
        else:
            kept[key] = record.value
    return sorted(map(_decode, kept.values()), key=lambda each: (each.until is None, each.until or "", each.origin))


def _row(each: Held) -> dict[str, str | None]:
    article = each.record.article
    return {
        "until": each.until,
        "since": each.since,
        "id": article.id,
        "title": display_title(article)[0],
        "origin": each.origin,
        "replay": article.replay,
    }


def _print(waiting: Iterable[Held]) -> None:
    table = Table(box=None, header_style="bold")
    for name in ("until", "since", "report", "title"):
        table.add_column(name, overflow="fold")
    for each in waiting:
        row = _row(each)
        table.add_row(row["until"] or "another version", row["since"], row["id"], row["title"])
    Console().print(table)
