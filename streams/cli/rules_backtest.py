"""`wirewatch rules backtest`: what rules would have caught in articles of the past."""

import sys
import time
from collections import Counter
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import click

from agents.rules import RuleSet
from agents.rules.backtest import Backtest, BadExpectation, Expectation, judge, read_expectations
from streams.articles import Case, Unread, read_cases
from streams.cli.times import Moment
from streams.problem import Problem
from streams.rules.backtest_report import as_json_lines, as_junit, as_text
from streams.rules.files import load_rules, read_data

_REPORT_EVERY = 1.0
"""Seconds between lines of progress on a terminal; elsewhere ten times as long."""


@click.command(
    epilog="Example: wirewatch rules backtest --rules seeds/rules.yaml archive.jsonl.gz --expect expect.yaml"
)
@click.argument("sources", metavar="ARCHIVE...", nargs=-1, required=True)
@click.option("--rules", "path", required=True, type=click.Path(path_type=Path), help="Rules: a file or folder.")
@click.option("--rule", "only", multiple=True, help="Only this rule, by its id; may be given several times.")
@click.option("--against", type=click.Path(path_type=Path), help="Older rules: say what was gained and lost since.")
@click.option("--expect", type=click.Path(path_type=Path), help="Expectations; exit code 1 when one is not met.")
@click.option("--junit", type=click.Path(path_type=Path), help="Write the expectations' outcomes here, as JUnit XML.")
@click.option("--examples", default=2, show_default=True, type=click.IntRange(0), help="Examples shown of each rule.")
@click.option("--since", type=Moment(), help="Only articles from this moment on.")
@click.option("--until", type=Moment(), help="Only articles before this moment.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object a rule, a line each.")
@click.pass_context
def backtest(
    ctx: click.Context,
    sources: tuple[str, ...],
    path: Path,
    only: tuple[str, ...],
    against: Path | None,
    expect: Path | None,
    junit: Path | None,
    examples: int,
    since: datetime | None,
    until: datetime | None,
    as_json: bool,
) -> None:
    """Try rules on ARCHIVE: matches over time, examples with marks, expectations; what two versions differ in.

    ARCHIVE is a file of JSON lines as `wirewatch enrich` writes them (may be gzipped), a wire file, a folder of either,
    topic:NAME, or - for standard input. Each article is judged at the moment it was sent, or routed.
    """
    rules, older = load_rules(path), load_rules(against) if against else None
    _keep_only(rules, only)
    if older:
        _keep_only(older, only)
    expectations = _expectations(expect, list(rules.rules)) if expect else []
    tried = Backtest(rules, older, examples)
    by_corpus: dict[str, Counter[str]] = {}
    unread = 0
    for source, case in _progress(_within(sources, since, until)):
        if isinstance(case, Unread):
            unread += 1
            click.echo(f"wirewatch: {case.place}: {case.error}", err=True)
            continue
        matches = tried.look(case.enriched, case.now)
        by_corpus.setdefault(corpus_of(source), Counter()).update(match.rule for match in matches)
    outcomes = [judge(each, _matches(each, tried, by_corpus)) for each in expectations]
    for line in as_json_lines(tried, outcomes) if as_json else as_text(tried, outcomes, unread):
        click.echo(line)
    if junit:
        junit.write_bytes(as_junit(outcomes))
    ctx.exit(0 if all(outcome.met for outcome in outcomes) and not (unread and not tried.articles) else 1)


def corpus_of(source: str) -> str:
    """The name by which expectations know a source: the file's or folder's, without its endings.

    >>> corpus_of("archive/doj-2017.jsonl.gz"), corpus_of("topic:wire.archive")
    ('doj-2017', 'wire.archive')
    """
    return source.removeprefix("topic:") if source.startswith("topic:") else Path(source).name.split(".")[0]


def _keep_only(rules: RuleSet, only: tuple[str, ...]) -> None:
    if not only:
        return
    for rule_id in only:
        if rule_id not in rules.rules:
            raise Problem(f"there is no rule {rule_id}", "see wirewatch rules check", exit_code=2)
    rules.become([rules.rules[rule_id] for rule_id in only])


def _expectations(path: Path, rules: list[str]) -> list[Expectation]:
    try:
        return read_expectations(read_data(path), rules)
    except BadExpectation as error:
        raise Problem(f"{path}: {error}", "mend it and try again", exit_code=2) from error


def _matches(expectation: Expectation, tried: Backtest, by_corpus: dict[str, Counter[str]]) -> int:
    if expectation.corpus is None:
        return tried.tallies[expectation.rule].matches
    return by_corpus.get(expectation.corpus, Counter())[expectation.rule]


def _within(
    sources: tuple[str, ...], since: datetime | None, until: datetime | None
) -> Iterator[tuple[str, Case | Unread]]:
    for source in sources:
        for case in read_cases(source):
            if isinstance(case, Case) and ((since and case.now < since) or (until and case.now >= until)):
                continue
            yield source, case


def _progress(cases: Iterator[tuple[str, Case | Unread]]) -> Iterator[tuple[str, Case | Unread]]:
    """The cases, with how far it is said on standard error: in place on a terminal, in lines elsewhere."""
    terminal = sys.stderr.isatty()
    begun = said = time.monotonic()
    for count, case in enumerate(cases, 1):
        yield case
        now = time.monotonic()
        if now - said >= _REPORT_EVERY * (1 if terminal else 10):
            said = now
            line = f"{count:,} articles, {count / (now - begun):,.0f} a second"
            click.echo(f"\r{line} " if terminal else line, nl=not terminal, err=True)
    if terminal and said != begun:
        click.echo(err=True)
