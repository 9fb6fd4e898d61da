"""`wirewatch hooks`: who is told, how, and what became of it."""

from collections.abc import Sequence
from typing import Any

import click
import orjson
from rich.console import Console
from rich.table import Table

from streams.cli.hooks_add import add, edit
from streams.cli.hooks_history import history, recover, resend
from streams.cli.hooks_try import drill, listen, preview, test
from streams.clock import iso, now_ms
from streams.settings import load


@click.group(epilog="Example: wirewatch hooks add newsroom https://hooks.example/wire --rules 'wmd-*'")
def hooks() -> None:
    """Endpoints outside that are told: signed webhooks, and channels such as Slack, Teams, ntfy and e-mail."""


for command in (add, edit, history, recover, resend, drill, listen, preview, test):
    hooks.add_command(command)


@hooks.command("list", epilog="Example: wirewatch hooks list --json | jq .waiting")
@click.option("--json", "as_json", is_flag=True, help="One JSON object a line.")
def list_(as_json: bool) -> None:
    """List endpoints: their state, what waits for them, and what they take. Nothing secret is shown."""
    from streams.hooks.book import open_book
    from streams.hooks.endpoints import count_waiting, entries
    from streams.hooks.history import counts
    from streams.hooks.register import listing

    book = open_book(load())
    rows = [listing(entry, count_waiting(book, entry.id)) for entry in entries(book)]
    if as_json:
        for row in rows:
            click.echo(orjson.dumps(row))
        return
    _print(rows)
    for what, count in counts(book).items():
        click.echo(f"{what}: {count:,}")


@hooks.command(epilog="Example: wirewatch hooks pause newsroom")
@click.argument("name")
def pause(name: str) -> None:
    """Send an endpoint nothing for now: what comes waits for it."""
    click.echo(f"{name} pauses; {_switch(name, 'paused', 'paused by hand'):,} notices wait for it")


@hooks.command(epilog="Example: wirewatch hooks resume newsroom")
@click.argument("name")
def resume(name: str) -> None:
    """Switch an endpoint on again, after a pause or after it was switched off: what waits goes at once, in order."""
    click.echo(f"{name} is on; {_switch(name, 'on', None):,} notices waited for it")


@hooks.command(epilog="Example: wirewatch hooks rotate newsroom --keep 24")
@click.argument("name")
@click.option("--keep", default=24.0, show_default=True, help="Hours for which the old secret signs as well.")
def rotate(name: str, keep: float) -> None:
    """Give a webhook a new secret, and show it, this once. Until the old one ends, both sign every request."""
    from streams.hooks.book import open_book
    from streams.hooks.register import rotate as rotate_secret

    click.echo(f"secret: {rotate_secret(open_book(load()), name, keep * 3600, now_ms())}")
    click.echo(f"Give it to the receiver; the one before signs for {keep:g} more hours.", err=True)


@hooks.command(epilog="Example: wirewatch hooks remove newsroom --yes")
@click.argument("name")
@click.option("--yes", is_flag=True, help="Do not ask.")
def remove(name: str, yes: bool) -> None:
    """Remove an endpoint, with what waits for it and its history."""
    from streams.hooks import endpoints
    from streams.hooks.book import open_book

    book = open_book(load())
    waiting = endpoints.count_waiting(book, endpoints.find(book, name).id)
    if not yes:
        click.confirm(f"remove {name}, its history, and {waiting:,} notices that wait for it?", abort=True)
    endpoints.remove(book, name)
    click.echo(f"{name} is removed; {waiting:,} notices waited for it")


def _switch(name: str, state: Any, why: str | None) -> int:
    from streams.hooks import endpoints
    from streams.hooks.book import open_book, transaction

    book = open_book(load())
    with transaction(book):
        return endpoints.set_state(book, endpoints.find(book, name), state, why, now_ms())


def _print(rows: Sequence[dict[str, Any]]) -> None:
    if not rows:
        click.echo("no hooks yet; add one: wirewatch hooks add NAME URL")
        return
    table = Table(box=None, header_style="bold")
    for name in ("name", "state", "waiting", "takes", "to", "last taken"):
        table.add_column(name, overflow="fold")
    for row in rows:
        state = f"{row['state']}: {row['why']}" if row["why"] else row["state"]
        if row["state"] == "on" and row["failing_since"]:
            state = f"failing since {iso(row['failing_since'])}"
        takes = " ".join([*row["rules"], *(f"[{event}]" for event in row["events"])])
        last = iso(row["last_ok"]) if row["last_ok"] else "-"
        table.add_row(row["name"], state, f"{row['waiting']:,}", takes.replace("[", r"\["), row["url"], last)
    Console().print(table)
