"""`wirewatch audit`: account for every report: exactly one ending each, or its name and exit code 1."""

import asyncio
import sys
from collections.abc import Callable

import click
import msgspec

from streams.audit import Account, audit
from streams.problem import Problem
from streams.settings import load

_SHOWN = 50  # problems on a terminal; --json has up to a thousand


@click.command("audit", epilog="Example: wirewatch audit --wait 30 --replay 20251222T104000-5f3a9c")
@click.option("--wait", type=click.FloatRange(min=0), default=0.0, help="Seconds to wait for reports on their way.")
@click.option("--replay", metavar="ID", help="Only the reports of this replay.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object.")
def audit_command(wait: float, replay: str | None, as_json: bool) -> None:
    """Read all topics and account for every report in wire.raw: it must have exactly one ending.

    Endings are an alert, the archive, and a dead letter. What has none or several is named, with how far it came,
    and so is an alert that the route stage does not remember, or that did not go once to each rule that it concerns.
    Exit code 1 if there is any.
    """
    account = asyncio.run(audit(load(), wait=wait, replay=replay, progress=_progress(as_json)))
    if as_json:
        click.echo(msgspec.json.encode(account))
    else:
        _print(account)
    if account.wrong:
        raise click.exceptions.Exit(1)
    if not account.reports:
        raise Problem(
            "wire.raw holds no report" + (f" of replay {replay}" if replay else ""), "send some: wirewatch replay"
        )


def _progress(as_json: bool) -> Callable[[int, int], None] | None:
    """A line that overwrites itself, on a terminal; nothing elsewhere."""
    if as_json or not sys.stderr.isatty():
        return None

    def tell(done: int, total: int) -> None:
        if done % 1000 == 0:
            click.echo(f"\r  {done:,} of about {total:,} messages read", err=True, nl=False)

    return tell


def _print(account: Account) -> None:
    items = f" ({account.items:,} items)" if account.items != account.reports else ""
    click.echo(f"{account.reports:,} reports in wire.raw{items}")
    click.echo(f"  alert    {account.alerts:>9,}")
    click.echo(f"  archive  {account.archived:>9,}")
    if account.held:
        click.echo(f"  held     {account.held:>9,}   see: wirewatch held")
    reasons = ", ".join(f"{reason} {count:,}" for reason, count in account.reasons.items())
    click.echo(f"  dead     {account.dead:>9,}" + (f"   {reasons}" if reasons else ""))
    if account.older:
        click.echo(f"  {account.older:,} messages are of reports that wire.raw no longer keeps")
    if account.strays:
        click.echo(f"  {account.strays:,} messages do not come from wire.raw: somebody writes to a topic behind it")
    for problem in account.problems[:_SHOWN]:
        click.echo(f"  {problem}")
    if account.wrong > _SHOWN:
        click.echo(f"  and {account.wrong - _SHOWN:,} more")
    if account.wrong:
        click.echo(f"{account.wrong:,} problems; {account.unfinished:,} reports have no ending (yet)")
    else:
        click.echo("every report has exactly one ending, and route remembers every alert")
