"""`wirewatch silence`: say that something is not to ring until a time, see who said so, end it early."""

import asyncio
import getpass
from collections.abc import Sequence
from datetime import datetime, timedelta

import click
import msgspec
from rich.console import Console
from rich.table import Table

from agents.story import utc
from schemas.silence import Silence
from streams.cli.times import Length, Moment
from streams.clock import WallClock
from streams.problem import Problem
from streams.settings import load
from streams.silences.board import add_silence, end_silence, read_silences


@click.group()
def silence() -> None:
    """Keep rules, sources or stories from ringing for a time. Their notices are written all the same, and say why.

    What somebody was told is corrected and withdrawn in spite of a silence.
    """


@silence.command(epilog="Example: wirewatch silence add --rule 'harbour*' --source ap --for 2h --reason 'port drill'")
@click.option("--rule", metavar="PATTERN", help="Rules by their id; * and ? stand for anything.")
@click.option("--source", metavar="PATTERN", help="Sources by their name.")
@click.option("--story", metavar="PATTERN", help="Stories by provider/story.")
@click.option("--for", "length", type=Length(), help="For so long: 30m, 2h, 1d, 1w.")
@click.option("--until", type=Moment(), help="Until then, ISO 8601: 2026-01-31T07:00+01:00; without a zone, UTC.")
@click.option("--reason", required=True, help="Why.")
@click.option("--by", help="Who says so.  [default: the name of the user]")
def add(
    rule: str | None, source: str | None, story: str | None, length: timedelta | None, until: datetime | None,
    reason: str, by: str | None,
) -> None:  # fmt: skip
    """Put up a silence: what matches every pattern that is given does not ring until its end."""
    if rule is source is story is None:
        raise Problem("a silence of everything is none", "give --rule, --source or --story", exit_code=2)
    if not reason.strip():
        raise Problem("the reason is empty", "say why: whoever finds it silent will ask", exit_code=2)
    now = WallClock().now()
    end = _end(length, until, now)
    wanted = Silence("", by or user(), reason.strip(), utc(now.isoformat()), utc(end.isoformat()), rule, source, story)
    made = asyncio.run(add_silence(load(), wanted, now))
    click.echo(f"{made.id}: {_what(made)} until {made.until[:19]}Z; end it with wirewatch silence end {made.id}")


@silence.command("list", epilog="Example: wirewatch silence list --all --json | jq .reason")
@click.option("--all", "every", is_flag=True, help="Those that are over as well, for 30 days.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object a line.")
def list_(every: bool, as_json: bool) -> None:
    """List the silences in force: what does not ring, until when, who said so and why."""
    now = utc(WallClock().now().isoformat())
    found = [each for each in asyncio.run(read_silences(load())) if every or each.until > now]
    if as_json:
        for each in found:
            click.echo(msgspec.json.encode(each))
    elif found:
        _print(found, now)
    else:
        click.echo("no silence is in force")


@silence.command(epilog="Example: wirewatch silence end 20260131T070000-1f3a9c")
@click.argument("silence_id", metavar="ID")
@click.option("--by", help="Who ends it.  [default: the name of the user]")
def end(silence_id: str, by: str | None) -> None:
    """End a silence before its time."""
    ended = asyncio.run(end_silence(load(), silence_id, by or user(), WallClock().now()))
    click.echo(f"{ended.id} is over: {_what(ended)} rings again")


def user() -> str:
    """Who runs this. Raises Problem where the machine does not know."""
    try:
        return getpass.getuser()
    except (KeyError, OSError):
        raise Problem("the user has no name here", "say who: --by NAME", exit_code=2) from None


def _end(length: timedelta | None, until: datetime | None, now: datetime) -> datetime:
    if (length is None) == (until is None):
        raise Problem("until when?", "give one of --for 2h and --until TIME", exit_code=2)
    end = now + length if length else until
    assert end
    if end <= now:
        raise Problem(f"{end:%Y-%m-%dT%H:%MZ} is past", "a silence ends in the future", exit_code=2)
    return end


def _what(silence: Silence) -> str:
    given = (("rule", silence.rule), ("source", silence.source), ("story", silence.story))
    return ", ".join(f"{name} {pattern}" for name, pattern in given if pattern)


def _print(silences: Sequence[Silence], now: str) -> None:
    table = Table(box=None, header_style="bold")
    for name in ("id", "what", "until (UTC)", "by", "reason"):
        table.add_column(name, overflow="fold")
    for each in silences:
        over = f" ended by {each.ended_by}" if each.ended_by else "" if each.until > now else " over"
        table.add_row(each.id, _what(each), each.until[:16].replace("T", " ") + over, each.author, each.reason)
    Console().print(table)
