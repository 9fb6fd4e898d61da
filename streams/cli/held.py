"""`wirewatch held`: what waits, and until when."""

import asyncio
from collections.abc import Iterable

import click
import msgspec
from rich.console import Console
from rich.table import Table

from schemas.vitals import Waiting
from streams import settings
from streams.worker.waiting import read_waiting


@click.command(epilog="Example: wirewatch held --json | jq .until")
@click.option(
    "--json", "as_json", is_flag=True, help="One JSON object a line: until, since, id, title, origin, replay."
)
def held(as_json: bool) -> None:
    """List reports that wait: under embargo until its end, or withheld until their agency sends another version."""
    waiting = asyncio.run(read_waiting(settings.load()))
    if as_json:
        for each in waiting:
            click.echo(msgspec.json.encode(each))
    elif waiting:
        _print(waiting)
    else:
        click.echo("nothing waits")


def _print(waiting: Iterable[Waiting]) -> None:
    table = Table(box=None, header_style="bold")
    for name in ("until", "since", "report", "title"):
        table.add_column(name, overflow="fold")
    for each in waiting:
        table.add_row(each.until or "another version", each.since, each.id, each.title)
    Console().print(table)
