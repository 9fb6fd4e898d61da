"""`wirewatch rules status`: which set of rules is published, and which one each worker runs."""

import asyncio
from collections.abc import Iterator
from datetime import datetime

import click
import msgspec

from schemas.worker import RulesTally

_SILENT = 15.0  # seconds without a word after which a worker counts as gone
_SHOWN = 5


@click.command(epilog="Example: wirewatch rules status --json")
@click.option("--json", "as_json", is_flag=True, help="One JSON object a line: the set, then each worker.")
def status(as_json: bool) -> None:
    """Show the published set, and for each worker the set that it runs and why it is not the newest, if it is not.

    Below each worker stands what its rules did: how many were asked and matched, which matched nothing, which match
    most, which take most time. It counts from when a set was loaded, of a rule that changed alone from then on.

    Exit code 1 if a worker that is alive runs another set than the published one, or has refused a newer one.
    """
    from streams.clock import WallClock
    from streams.kafka.topics import check_topics
    from streams.rules.rollcall import read_roll
    from streams.rules.rulebook import read_rulebook
    from streams.settings import load

    settings = load()
    asyncio.run(check_topics(settings))
    current = asyncio.run(read_rulebook(settings)).current
    now, behind = WallClock().now(), False
    if as_json:
        click.echo(msgspec.json.encode(current))
    elif current is None:
        click.echo("nothing is published; workers run the rules of their own setting")
    else:
        note = f" ({current.note})" if current.note else ""
        click.echo(f"published: {current.version[:8]}, {current.rules} rules, {current.at} by {current.by}{note}")
    for worker in asyncio.run(read_roll(settings)):
        silent = (now - datetime.fromisoformat(worker.at)).total_seconds()
        alive = silent < _SILENT
        wrong = bool(worker.rules_error) or (current is not None and worker.rules != current.version)
        behind |= alive and wrong
        if as_json:
            click.echo(msgspec.json.encode(worker))
            continue
        state = "" if alive else f", silent for {silent:.0f} s"
        click.echo(f"{worker.id}: {worker.rules[:8]} since {worker.rules_since}{state}")
        for line in tally_lines(worker.tally):
            click.echo(f"  {line}")
        if worker.rules_error:
            click.echo(f"  a newer set is refused: {worker.rules_error}")
    raise SystemExit(1 if behind else 0)


def tally_lines(tally: RulesTally | None) -> Iterator[str]:
    """What a worker's rules did, in lines for people."""
    if tally is None:
        return
    articles = max(1, tally.articles)
    yield (
        f"{tally.articles:,} articles, {tally.rules:,} rules: {tally.asked / articles:.1f} asked and"
        f" {tally.matched / articles:.2f} matched an article"
    )
    if tally.never:
        more = ", ..." if tally.never > _SHOWN else ""
        yield f"never matched: {tally.never:,}: {', '.join(tally.never_matched[:_SHOWN])}{more}"
    if tally.noisiest:
        yield "most matches: " + ", ".join(f"{each.rule} {each.matched:,}" for each in tally.noisiest[:_SHOWN])
    if tally.slowest:
        slowest = ", ".join(f"{each.rule} {each.spent:.1f}" for each in tally.slowest[:_SHOWN])
        yield f"slowest, µs an article: {slowest}"
