"""Backtests: counts, stories, days, examples, differences, expectations."""

from collections import Counter
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agents.rules import RuleSet
from agents.rules.backtest import Backtest, BadExpectation, Expectation, judge, over_time, read_expectations
from schemas.enriched import Enriched
from schemas.rule import Rule
from tests.agents.rules.articles import enriched

START = datetime(2017, 1, 1, tzinfo=UTC)


def rules(**queries: str) -> RuleSet:
    made = RuleSet.build([Rule(rule_id, query) for rule_id, query in queries.items()])
    assert isinstance(made, RuleSet)
    return made


def report(number: int, text: str, story: str | None = None) -> Enriched:
    return enriched(text, id=f"ap/{story or number}/{number}", story=story or str(number), version=str(number))


def test_matches_stories_days_and_examples() -> None:
    tried = Backtest(rules(bomb="bomb*", never="zebra"), examples=2)
    texts = [("A bomb", "1"), ("Bombs again", "1"), ("Peace", "2"), ("Bombing", "3")]
    for number, (text, story) in enumerate(texts):
        tried.look(report(number, text, story), START + timedelta(days=number))
    bomb = tried.tallies["bomb"]
    assert (tried.articles, bomb.matches, len(bomb.stories)) == (4, 3, 2)
    assert [hit.headline for hit in bomb.examples] == ["A bomb", "Bombs again"]
    assert [mark.text for mark in bomb.examples[0].match.marks] == ["bomb"]
    assert bomb.days == {date(2017, 1, 1): 1, date(2017, 1, 2): 1, date(2017, 1, 4): 1}
    assert tried.rules.counters.never_matched(tried.rules.rules) == ["never"]


def test_two_versions_are_compared_by_the_articles() -> None:
    tried = Backtest(rules(bomb="bomb OR truce"), rules(bomb="bomb*", gone="peace"))
    for number, text in enumerate(["A bomb", "Bombs again", "Truce", "Peace"]):
        tried.look(report(number, text), START)
    assert [hit.headline for hit in tried.tallies["bomb"].gained] == ["Truce"]
    assert [hit.headline for hit in tried.tallies["bomb"].lost] == ["Bombs again"]
    assert [hit.headline for hit in tried.tallies["gone"].lost] == ["Peace"]


def test_now_is_the_articles_moment() -> None:
    tried = Backtest(rules(fresh="bomb AND age:<6h"))
    stale = enriched("A bomb", sent="2016-12-31T00:00:00Z")
    fresh = enriched("A bomb", sent="2016-12-31T23:00:00Z")
    assert (len(tried.look(stale, START)), len(tried.look(fresh, START))) == (0, 1)


@pytest.mark.parametrize(
    ("bounds", "met"),
    [
        ({"at_least": 3}, [False, False, True, True]),
        ({"at_most": 2}, [True, True, False, False]),
        ({"exactly": 3}, [False, False, True, False]),
        ({"at_least": 2, "at_most": 3}, [False, True, True, False]),
        ({"exactly": 0}, [False, False, False, False]),
    ],
)
def test_expectations(bounds: dict[str, int], met: list[bool]) -> None:
    assert [judge(Expectation("r", **bounds), matches).met for matches in (1, 2, 3, 4)] == met  # type: ignore[arg-type]  # all are numbers


@pytest.mark.parametrize(
    ("entries", "wrong"),
    [
        ([{"rule": "bomb", "atleast": 1}], "expectation 1: unknown key atleast; did you mean at_least?"),
        ([{"rule": "bomb"}], "expectation 1, bomb: give at_least, at_most or exactly"),
        ([{"rule": "bom", "exactly": 1}], "expectation 1: there is no rule bom; did you mean bomb?"),
        ([{"rule": "bomb", "exactly": "x"}], "expectation 1: Expected `int | null`, got `str` - at `$.exactly`"),
        ({"expects": []}, "a list of expectations is expected, each with rule and at_least, at_most or exactly"),
    ],
)
def test_bad_expectations_say_what_would_be_right(entries: object, wrong: str) -> None:
    with pytest.raises(BadExpectation) as raised:
        read_expectations(entries, ["bomb", "truce"])
    assert str(raised.value) == wrong


@given(st.dictionaries(st.integers(0, 400), st.integers(1, 9), max_size=20), st.integers(1, 50))
def test_bars_lose_no_match(days: dict[int, int], columns: int) -> None:
    first = date(2017, 1, 1)
    counts = over_time(
        Counter({first + timedelta(day): n for day, n in days.items()}), first, first + timedelta(400), columns
    )
    assert sum(counts) == sum(days.values())
    assert len(counts) == min(columns, 401)
