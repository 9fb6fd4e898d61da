"""Rules tried on articles of the past: matches over time, examples, what two versions differ in, and expectations."""

import difflib
from collections import Counter
from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import Any, Literal

import msgspec
from msgspec import Struct

from agents.rules.ruleset import RuleSet
from agents.text.title import display_title
from schemas.enriched import Enriched
from schemas.routed import Match

Change = Literal["same", "gained", "lost"]


class Hit(Struct, frozen=True, omit_defaults=True):
    """An article that a rule matched, at which moment, and why."""

    article: str
    story: str
    headline: str
    now: datetime
    match: Match


class Tally:
    """What one rule did: matches, the stories they belong to, matches by day, and the first few hits."""

    def __init__(self) -> None:
        self.matches = 0
        self.stories: set[str] = set()
        """How often it would have rung: later versions of a story fold into its first alert."""
        self.days: Counter[date] = Counter()
        self.examples: list[Hit] = []
        self.gained: list[Hit] = []
        """What it matches and its older version did not."""
        self.lost: list[Hit] = []


class Backtest:
    """Looks at articles one by one. `older` is the set to compare with."""

    def __init__(self, rules: RuleSet, older: RuleSet | None = None, examples: int = 3) -> None:
        self.rules, self.older, self.examples = rules, older, examples
        ids = {*rules.rules, *(older.rules if older else ())}
        self.tallies = {rule_id: Tally() for rule_id in sorted(ids)}
        self.articles = 0
        self.first: datetime | None = None
        self.last: datetime | None = None

    def look(self, enriched: Enriched, now: datetime) -> tuple[Match, ...]:
        """Match one article as it would have been matched live at that moment."""
        self.articles += 1
        self.first = min(self.first or now, now)
        self.last = max(self.last or now, now)
        matches = self.rules.match(enriched, now)
        for match in matches:
            tally = self.tallies[match.rule]
            tally.matches += 1
            tally.stories.add(enriched.article.story_key)
            tally.days[now.date()] += 1
            if len(tally.examples) < self.examples:
                tally.examples.append(_hit(enriched, now, match))
        if self.older is not None:
            self._compare(enriched, now, matches, self.older.match(enriched, now))
        return matches

    def _compare(self, enriched: Enriched, now: datetime, new: Iterable[Match], old: Iterable[Match]) -> None:
        now_by, before = {match.rule: match for match in new}, {match.rule: match for match in old}
        for rule_id in now_by.keys() - before.keys():
            self.tallies[rule_id].gained.append(_hit(enriched, now, now_by[rule_id]))
        for rule_id in before.keys() - now_by.keys():
            self.tallies[rule_id].lost.append(_hit(enriched, now, before[rule_id]))


def _hit(enriched: Enriched, now: datetime, match: Match) -> Hit:
    article = enriched.article
    return Hit(enriched.id, article.story_key, display_title(article)[0], now, match)


def over_time(days: Counter[date], first: date, last: date, columns: int) -> list[int]:
    """Matches of each of at most `columns` equal stretches of days from first to last.

    >>> over_time(Counter({date(2017, 1, 1): 2, date(2017, 1, 4): 1}), date(2017, 1, 1), date(2017, 1, 4), 2)
    [2, 1]
    """
    total = (last - first).days + 1
    columns = max(1, min(columns, total))
    counts = [0] * columns
    for day, count in days.items():
        counts[(day - first) // timedelta(days=1) * columns // total] += count
    return counts


class Expectation(Struct, frozen=True, omit_defaults=True, forbid_unknown_fields=True):
    """How often a rule should match, in all articles or in those of one corpus (a file's or folder's name)."""

    rule: str
    corpus: str | None = None
    at_least: int | None = None
    at_most: int | None = None
    exactly: int | None = None

    def __str__(self) -> str:
        bounds = (("at least", self.at_least), ("at most", self.at_most), ("exactly", self.exactly))
        said = " and ".join(f"{words} {bound}" for words, bound in bounds if bound is not None)
        return f"{self.rule}: {said}{f' in {self.corpus}' if self.corpus else ''}"


class Outcome(Struct, frozen=True):
    """An expectation, how often the rule did match, and whether that is as expected."""

    expectation: Expectation
    matches: int
    met: bool


class BadExpectation(ValueError):
    """An expectation that says nothing, or of a rule that there is not."""


def read_expectations(entries: object, rules: Iterable[str]) -> list[Expectation]:
    """Expectations from the data of a YAML or TOML file: a list, or a mapping with the one key `expect`.

    Raises BadExpectation, which names the nearest right key or rule.
    """
    if isinstance(entries, dict):
        entries = entries.get("expect")
    if not isinstance(entries, list):
        raise BadExpectation("a list of expectations is expected, each with rule and at_least, at_most or exactly")
    known = sorted(rules)
    return [_read_expectation(number, entry, known) for number, entry in enumerate(entries, 1)]


def _read_expectation(number: int, entry: Any, known: list[str]) -> Expectation:
    keys = Expectation.__struct_fields__
    unknown = [key for key in entry if key not in keys] if isinstance(entry, dict) else []
    if unknown:
        near = difflib.get_close_matches(str(unknown[0]), keys, n=1, cutoff=0.4)
        raise BadExpectation(f"expectation {number}: unknown key {unknown[0]}; {_meant(near, keys)}")
    try:
        read = msgspec.convert(entry, Expectation)
    except msgspec.ValidationError as error:
        raise BadExpectation(f"expectation {number}: {error}") from None
    if read.rule not in known:
        near = difflib.get_close_matches(read.rule, known, n=1)
        raise BadExpectation(f"expectation {number}: there is no rule {read.rule}; {_meant(near, known[:8])}")
    if read.at_least is read.at_most is read.exactly is None:
        raise BadExpectation(f"expectation {number}, {read.rule}: give at_least, at_most or exactly")
    return read


def _meant(near: list[str], every: Iterable[str]) -> str:
    return f"did you mean {near[0]}?" if near else f"there are {', '.join(every)}"


def judge(expectation: Expectation, matches: int) -> Outcome:
    """Whether so many matches are as expected.

    >>> judge(Expectation("mosul", at_least=2, at_most=5), 6).met
    False
    """
    low, high, exact = expectation.at_least, expectation.at_most, expectation.exactly
    met = (low is None or matches >= low) and (high is None or matches <= high) and exact in (None, matches)
    return Outcome(expectation, matches, met)
