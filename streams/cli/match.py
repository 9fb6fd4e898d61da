"""`wirewatch match`: standing rules over enriched articles, without a broker."""

import time
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import click
import msgspec

from agents.rules import RuleSet
from streams.articles import Case, Unread, read_cases
from streams.cli.times import Moment
from streams.rules.files import load_rules

_SHOWN = 10


@click.command(
    epilog="Example: wirewatch clean seeds/*.txt | wirewatch enrich | wirewatch match --rules seeds/rules.yaml"
)
@click.argument("source", default="-")
@click.option("--rules", "path", required=True, type=click.Path(path_type=Path), help="Rules: a file or folder.")
@click.option("--explain", is_flag=True, help="Also why: for each rule that matched, its tree with reasons and spans.")
@click.option("--counters", is_flag=True, help="At the end, on standard error: what the rules did and what they cost.")
@click.option("--now", type=Moment(), help="The moment of the match [default: when each article was sent].")
@click.pass_context
def match(ctx: click.Context, source: str, path: Path, explain: bool, counters: bool, now: datetime | None) -> None:
    """Match enriched articles against standing rules: one JSON object a line, `id` and `matched`, the rules' ids.

    SOURCE is a file of JSON lines as `wirewatch enrich` writes them, a wire file, a folder of either, topic:NAME, or -
    for standard input. Exit code 1 when something could not be read.
    """
    rules = load_rules(path)
    if counters:
        rules.counters.timer = time.perf_counter_ns
    unread = 0
    for case in read_cases(source):
        if isinstance(case, Unread):
            unread += 1
            row: dict[str, Any] = {"place": case.place, "error": case.error}
        else:
            row = _row(rules, case, now or case.now, explain)
        click.echo(msgspec.json.encode(row))
    if counters:
        for line in _counted(rules):
            click.echo(line, err=True)
    ctx.exit(1 if unread else 0)


def _counted(rules: RuleSet) -> Iterator[str]:
    counters = rules.counters
    asked, matched, articles = counters.asked.total(), counters.matched.total(), max(1, counters.articles)
    yield f"{counters.articles:,} articles, {len(rules.rules):,} rules"
    yield f"rules asked: {asked:,}, {asked / articles:.1f} an article; matched: {matched:,}, {matched / articles:.1f}"
    on = [rule.id for rule in rules.rules.values() if rule.enabled]
    never = counters.never_matched(on)
    yield f"never matched: {len(never):,} of {len(on):,}{': ' if never else ''}{', '.join(never[:_SHOWN])}"
    if not asked:
        return
    yield "noisiest: " + ", ".join(f"{rule} {count:,}" for rule, count in counters.noisiest(_SHOWN))
    yield "slowest, µs an article: " + ", ".join(f"{rule} {spent:.1f}" for rule, spent in counters.slowest(_SHOWN))


def _row(rules: RuleSet, case: Case, now: datetime, explain: bool) -> dict[str, Any]:
    matches = rules.match(case.enriched, now)
    row: dict[str, Any] = {"id": case.enriched.id, "matched": [one.rule for one in matches]}
    if explain:
        row["why"] = {one.rule: rules.explain(one.rule, case.enriched, now) for one in matches}
    return row
