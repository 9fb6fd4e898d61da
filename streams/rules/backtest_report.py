"""A backtest for people, for programs and for a CI: text with bars over time, JSON lines, JUnit."""

from collections.abc import Iterator, Sequence
from typing import Any
from xml.etree import ElementTree

import click
import msgspec

from agents.rules.backtest import Backtest, Hit, Outcome, Tally, over_time

_BARS = " ▁▂▃▄▅▆▇█"
_COLUMNS = 40
_DIFFERENCES = 10
"""Articles gained or lost that are shown of a rule; all are in the JSON."""


def bars(counts: Sequence[int]) -> str:
    """Counts as a line of bars, the highest full.

    >>> bars([0, 1, 4, 8])
    ' ▁▄█'
    """
    most = max(counts, default=0) or 1
    return "".join(_BARS[-(-count * (len(_BARS) - 1) // most)] for count in counts)


def as_text(tried: Backtest, outcomes: Sequence[Outcome], unread: int) -> Iterator[str]:
    """The report for a terminal."""
    first, last = (tried.first.date(), tried.last.date()) if tried.first and tried.last else (None, None)
    width = max((len(rule_id) for rule_id in tried.tallies), default=4)
    if first and last:
        yield click.style(f"{'rule':<{width}} {'matches':>8} {'stories':>8}  {first} to {last}", bold=True)
        for rule_id, tally in sorted(tried.tallies.items(), key=lambda pair: -pair[1].matches):
            shown = bars(over_time(tally.days, first, last, _COLUMNS))
            yield f"{rule_id:<{width}} {tally.matches:>8,} {len(tally.stories):>8,}  {shown}"
        for rule_id, tally in tried.tallies.items():
            yield from _examples(rule_id, tally)
    for rule_id, tally in tried.tallies.items():
        yield from _differences(rule_id, tally)
    yield ""
    matched = sum(bool(tally.matches) for tally in tried.tallies.values())
    total = sum(tally.matches for tally in tried.tallies.values())
    said = f"{tried.articles:,} articles, {total:,} matches of {matched:,} of {len(tried.tallies):,} rules"
    yield f"{said}; {unread:,} unread" if unread else said
    never = [rule_id for rule_id, tally in tried.tallies.items() if not tally.matches]
    if never:
        more = f" and {len(never) - 20} more" if len(never) > 20 else ""
        yield f"never matched: {', '.join(never[:20])}{more}"
    for outcome in outcomes:
        sign = click.style("met", fg="green") if outcome.met else click.style("NOT MET", fg="red", bold=True)
        yield f"expected {outcome.expectation}: {outcome.matches}, {sign}"


def _examples(rule_id: str, tally: Tally) -> Iterator[str]:
    if tally.examples:
        yield ""
        yield click.style(rule_id, bold=True)
    for hit in tally.examples:
        yield from _shown(hit)


def _differences(rule_id: str, tally: Tally) -> Iterator[str]:
    for sign, colour, hits in (("+", "green", tally.gained), ("-", "red", tally.lost)):
        if hits:
            yield ""
            yield click.style(f"{rule_id}: {'gained' if sign == '+' else 'lost'} {len(hits)}", bold=True)
        for hit in hits[:_DIFFERENCES]:
            yield click.style(f"{sign} {hit.now:%Y-%m-%d}  {hit.article}  {hit.headline}", fg=colour)
        if len(hits) > _DIFFERENCES:
            yield f"  and {len(hits) - _DIFFERENCES} more"


def _shown(hit: Hit) -> Iterator[str]:
    yield f"  {hit.now:%Y-%m-%d}  {hit.article}  {hit.headline}"
    marked = ", ".join(dict.fromkeys(click.style(mark.text, underline=True) for mark in hit.match.marks))
    if marked:
        yield f"      {marked}"


def as_json_lines(tried: Backtest, outcomes: Sequence[Outcome]) -> Iterator[str]:
    """One object a rule."""
    expected = {rule_id: [each for each in outcomes if each.expectation.rule == rule_id] for rule_id in tried.tallies}
    for rule_id, tally in tried.tallies.items():
        row: dict[str, Any] = {
            "rule": rule_id,
            "matches": tally.matches,
            "stories": len(tally.stories),
            "days": {str(day): count for day, count in sorted(tally.days.items())},
            "examples": tally.examples,
            "expectations": expected[rule_id],
        }
        if tried.older is not None:
            row |= {"gained": tally.gained, "lost": tally.lost}
        yield msgspec.json.encode(row).decode()


def as_junit(outcomes: Sequence[Outcome]) -> bytes:
    """The expectations as JUnit's XML, a test case each."""
    failed = sum(not outcome.met for outcome in outcomes)
    suite = ElementTree.Element("testsuite", name="rules", tests=str(len(outcomes)), failures=str(failed))
    for outcome in outcomes:
        case = ElementTree.SubElement(suite, "testcase", classname="rules", name=str(outcome.expectation))
        if not outcome.met:
            ElementTree.SubElement(case, "failure", message=f"it matched {outcome.matches} articles")
    written: bytes = ElementTree.tostring(suite, encoding="utf-8", xml_declaration=True)
    return written
