"""`wirewatch hooks history`, `resend` and `recover`: what became of notices, and sending them once more."""

import asyncio
from datetime import datetime

import click
import msgspec

from schemas.hook import DeliveryState
from streams.cli.times import Since
from streams.clock import now_ms
from streams.settings import load


@click.command(epilog="Example: wirewatch hooks history newsroom --state given-up")
@click.argument("name", required=False)
@click.option("--notice", metavar="ID", help="Only this notice.")
@click.option("--state", type=click.Choice(DeliveryState.__args__), help="Only deliveries that stand so.")  # type: ignore[attr-defined] # a Literal has them
@click.option("-n", "limit", default=50, show_default=True, help="How many lines.")
@click.option("--after", metavar="POSITION", help="Read on from a line's position (older ones).")
@click.option("--json", "as_json", is_flag=True, help="One JSON object a line.")
def history(
    name: str | None, notice: str | None, state: str | None, limit: int, after: str | None, as_json: bool
) -> None:
    """Show every attempt, newest first: when, to whom, its status and latency, and the first bytes of the answer."""
    from streams.hooks.book import open_book
    from streams.hooks.history import read_history

    lines = read_history(open_book(load()), name, notice, state, limit, after)
    for line in lines:
        if as_json:
            click.echo(msgspec.json.encode(line))
            continue
        came = "no attempt yet" if line.at is None else f"{line.status or 'failed'} in {line.latency} ms"
        said = " | ".join(filter(None, (line.error, " ".join((line.head or "").split())[:80])))
        again = f", again at {line.next}" if line.next and line.state == "waiting" else ""
        click.echo(f"{line.at or line.filed}  {line.endpoint:<14} {line.state:<8} {came}{again}  {line.notice}  {said}")
    if not lines:
        click.echo("no notice was sent yet", err=True)


@click.command(epilog="Example: wirewatch hooks resend 8c1f0a --to newsroom")
@click.argument("id_", metavar="ID")
@click.option("--to", "name", metavar="NAME", help="To this endpoint.  [default: every one that had it]")
def resend(id_: str, name: str | None) -> None:
    """Send a notice once more, by its id in the history (the webhook-id, which stays the same)."""
    from streams.hooks.book import open_book
    from streams.hooks.history import resend as send_again

    names = send_again(open_book(load()), id_, name, now_ms())
    click.echo(f"{id_} goes once more to {', '.join(names)}")


@click.command(epilog="Example: wirewatch hooks recover newsroom --since 6h")
@click.argument("name")
@click.option("--since", type=Since(), required=True, help="How far: 30m, 6h, 2d, or a moment.")
def recover(name: str, since: datetime) -> None:
    """Send an endpoint all that it did not take since a time: after an outage, or from before it was added.

    What failed for good or was missed is taken from the outbox, the rest from the topic, as far as that still has it.
    """
    from streams.hooks.book import open_book
    from streams.hooks.history import recover as recover_since

    settings, now = load(), now_ms()
    count = asyncio.run(recover_since(settings, open_book(settings), name, round(since.timestamp() * 1000), now))
    click.echo(f"{count:,} notice{'' if count == 1 else 's'} go to {name}")
