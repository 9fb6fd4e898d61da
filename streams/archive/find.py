"""From a search to the index: which rows it finds, and which of them still have to be looked at."""

from datetime import date, datetime, timedelta
from functools import lru_cache

from msgspec import Struct

from agents.rules import QueryError
from agents.rules.conditions import dates_within
from agents.rules.evaluate import is_true
from agents.rules.parser import parse_tree
from agents.rules.reading import Reading
from agents.rules.syntax import Mentions, Node
from agents.rules.words import folded_words
from agents.search.calendar import range_units
from agents.search.document import REPLAYED, name_fact
from agents.search.expression import NOTHING, all_of, fact_in, without
from agents.search.tokens import fact
from agents.search.translate import mentions_between, translate
from streams.archive.asked import Search
from streams.archive.moments import read_moment, to_ms
from streams.problem import Problem


class Plan(Struct, frozen=True):
    """A search made ready. The rows are those that `expression` finds and whose time is in range.

    `exact`: these are the answer; else each has to be held against `tree` and `spoken`.
    """

    expression: str
    since: int | None
    until: int | None
    """Milliseconds; None where the expression knows all about it."""
    tree: Node | None
    spoken: Mentions | None
    exact: bool

    @property
    def has_prefix(self) -> bool:
        """Whether words are asked for by their beginning: no word has a quotation mark in it."""
        return '" *' in self.expression

    def holds(self, reading: Reading) -> bool:
        """Whether an article that the index found is one that was asked for."""
        if self.spoken is not None and not any(True for _ in dates_within(self.spoken, reading)):
            return False
        return self.tree is None or is_true(self.tree, reading)


@lru_cache(maxsize=256)
def plan(search: Search) -> Plan:
    """What to do for a search. Raises Problem where its query, or a date in it, does not read."""
    needed, exact = [fact_in([each]) for each in _facts(search)], True
    tree = spoken = None
    if search.query and search.query.strip():
        tree = _tree(search.query)
        wanted = translate(tree)
        needed.append(wanted.expression)
        exact = wanted.exact
    if search.spoken_of and any(search.spoken_of):
        first, last = (_day(text, "spoken_of") for text in search.spoken_of)
        wanted = mentions_between(first, last)
        spoken = Mentions("spoken_of", first.isoformat() if first else None, last.isoformat() if last else None)
        needed.append(wanted.expression)
        exact = exact and wanted.exact
    since, until, days = _range(search)
    needed += days
    expression = all_of(needed)
    if search.replay is None:
        expression = without(expression, [fact_in([REPLAYED])])
    return Plan(expression, since, until, tree, spoken, exact)


def _facts(search: Search) -> list[str]:
    plain = {"country": search.country, "rule": search.rule, "outcome": search.outcome}
    facts = [fact(kind, value) for kind, value in plain.items() if value]
    if search.source:
        facts.append(fact("source", " ".join(folded_words(search.source))))
    if search.entity:
        facts.append(name_fact(search.entity))
    if search.replay not in (None, "any"):
        facts.append(fact("replay", str(search.replay)))
    return facts


def _tree(query: str) -> Node:
    try:
        return parse_tree(query)
    except QueryError as error:
        raise Problem(f"query: {error}", "the language: docs/rules.md", exit_code=2) from error


def _day(text: str | None, option: str) -> date | None:
    return read_moment(text, option).date() if text else None


def _range(search: Search) -> tuple[int | None, int | None, list[str]]:
    """Bounds in milliseconds where they cut a day in two, and the days as an expression."""
    since = read_moment(search.since, "since") if search.since else None
    until = read_moment(search.until, "until", end=True) if search.until else None
    if since is None and until is None:
        return None, None, []
    last = (until - timedelta(microseconds=1)).date() if until else None
    units = range_units(since.date() if since else None, last)
    days = fact_in(fact("at", unit) for unit in units) if units else NOTHING
    return _unless_midnight(since), _unless_midnight(until), [days]


def _unless_midnight(moment: datetime | None) -> int | None:
    if moment is None or (moment.hour, moment.minute, moment.second, moment.microsecond) == (0, 0, 0, 0):
        return None
    return to_ms(moment)
