"""`wirewatch rules look-back`: what published rules would have caught among reports that came before them."""

import asyncio
from collections import Counter
from collections.abc import Sequence
from datetime import datetime

import click
import msgspec

from agents.text.title import display_title
from schemas.rule import Rule
from streams.cli.times import Since
from streams.clock import WallClock
from streams.problem import Problem
from streams.rules import look_back as looking
from streams.rules.rollcall import await_version
from streams.rules.rulebook import read_rulebook
from streams.settings import Settings, load

_PATIENCE = 10.0  # seconds that workers get to take a set up, before looking back
_SHOWN = 20


@click.command(name="look-back", epilog="Example: wirewatch rules look-back mosul --since 24h --alert")
@click.argument("ids", metavar="RULE...", nargs=-1, required=True)
@click.option("--since", type=Since(), required=True, help="How far: 30m, 24h, 7d, 2w, or a moment.")
@click.option("--alert", is_flag=True, help="Alert what they would have caught; else it is only said.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object a report and rule, a line each.")
def look_back(ids: tuple[str, ...], since: datetime, alert: bool, as_json: bool) -> None:
    """Say what published rules RULE would have caught among the reports routed since a time, and alert it if asked.

    Each report is judged at the moment when it was routed. With --alert it goes to the alerts as if the rule had been
    there, once however often this is run: not if the rule was told of the story, if the story was withdrawn, or if a
    later version of it has come.
    """
    settings = load()
    book = asyncio.run(read_rulebook(settings))
    missing = [name for name in ids if name not in book.rules]
    if missing:
        raise Problem(f"no rule {missing[0]} is published", "publish it: wirewatch rules publish PATH", exit_code=2)
    version = book.current.version if book.current else None
    look(settings, [book.rules[name] for name in ids], since, alert=alert, as_json=as_json, version=version)


def look(
    settings: Settings,
    rules: Sequence[Rule],
    since: datetime,
    *,
    alert: bool,
    version: str | None,
    as_json: bool = False,
) -> None:
    """Look back with rules of the published set `version`, print what is found, and ask for alerts if `alert`."""
    caught = asyncio.run(_all_caught(settings, rules, since, version))
    for each in caught if as_json else caught[:_SHOWN]:
        _print(each, as_json)
    counts = Counter(match.rule for each in caught for match in each.matches)
    if not as_json:
        if len(caught) > _SHOWN:
            click.echo(f"and {len(caught) - _SHOWN:,} more reports (--json gives all)")
        for rule in rules:
            click.echo(f"{rule.id}: {counts[rule.id]:,} reports since {since:%Y-%m-%d %H:%M} UTC")
    if alert and caught:
        asked = asyncio.run(looking.ask_for_alerts(settings, rules, caught, WallClock()))
        click.echo(f"{asked:,} alerts asked for; those of stories that ended or were told stay away", err=as_json)


async def _all_caught(
    settings: Settings, rules: Sequence[Rule], since: datetime, version: str | None
) -> list[looking.Caught]:
    """What is found once every worker has the set: what it routes later is matched by these rules anyway."""
    late = await await_version(settings, version, _PATIENCE) if version else []
    if late:
        click.echo(f"wirewatch: {late[0].id} does not run the published set: see wirewatch rules status", err=True)
    return [each async for each in looking.look_back(settings, rules, since)]


def _print(each: looking.Caught, as_json: bool) -> None:
    article = each.enriched.article
    for match in each.matches:
        if as_json:
            row = {"rule": match.rule, "version": match.version, "id": article.id, "at": each.at, "match": match}
            click.echo(msgspec.json.encode(row))
        else:
            click.echo(f"{match.rule}  {each.at[:16]}  {article.id}  {display_title(article)[0]}")
