"""What the index is told, and what it is asked: tokens, expressions, units of time, snippets."""

import doctest
import importlib
import pkgutil
import sqlite3
from contextlib import closing
from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

import agents.search
from agents.rules.parser import parse_tree
from agents.rules.words import folded_words
from agents.search.calendar import range_units
from agents.search.document import units
from agents.search.snippet import LENGTH, make_snippet
from agents.search.tokens import BREAK, parts_stream, token
from agents.search.translate import translate
from schemas.article import Article
from schemas.routed import Mark

MODULES = [found.name for found in pkgutil.walk_packages(agents.search.__path__, "agents.search.")]


@pytest.mark.parametrize("name", MODULES)
def test_examples_hold(name: str) -> None:
    assert doctest.testmod(importlib.import_module(name)).failed == 0


@given(st.text(max_size=12), st.text(max_size=12))
def test_tokens_are_as_different_as_words(one: str, other: str) -> None:
    assert (token(one) == token(other)) is (one == other)
    assert all(code >= 128 or chr(code).isdigit() or "a" <= chr(code) <= "z" for code in map(ord, token(one)))


@example(["war\xa0war\xa0the war"])
@given(st.lists(st.text(max_size=30) | st.text(alphabet="aZ9 _.-\x00éΣ\u0301\u00a0中", max_size=12), max_size=3))
def test_the_index_parts_a_stream_where_the_engine_does(parts: list[str]) -> None:
    with closing(sqlite3.connect(":memory:")) as db:
        db.execute("CREATE VIRTUAL TABLE words USING fts5(body, content='', tokenize='ascii')")
        db.execute("CREATE VIRTUAL TABLE seen USING fts5vocab(words, instance)")
        db.execute("INSERT INTO words (rowid, body) VALUES (1, ?)", (parts_stream(parts),))
        tokens = [term for (term,) in db.execute("SELECT term FROM seen ORDER BY offset")]
    assert tokens == [word for part in parts for word in (BREAK, *map(token, folded_words(part)))][1:]


_DAYS = st.dates(date(1990, 1, 1), date(2030, 12, 31))


@given(_DAYS, _DAYS, _DAYS)
def test_a_range_is_made_up_of_its_days_and_no_others(one: date, other: date, asked: date) -> None:
    first, last = sorted((one, other))
    found = range_units(first, last)
    for day in (asked, first, last, first - timedelta(days=1), last + timedelta(days=1)):
        assert bool({*units(day)} & {*found}) is (first <= day <= last)
    assert len(found) <= 60 + 22 + 41


def test_an_empty_range_has_no_units() -> None:
    assert range_units(date(2017, 1, 2), date(2017, 1, 1)) == []


EXACT = {
    # query: whether the index alone answers it
    "mosul": True,
    '"car bomb*"': True,
    '"car* bomb"': False,
    "=US": False,
    "a1 OR NOT b1": True,
    "a1 AND NOT =B1": False,
    "a1 w/5 b1": True,
    "a1 w/5 a1": False,
    "kil*": True,
    "ki*": False,
    '"car bo*"': False,
    "kil* w/5 kill": False,
    "ki* w/5 war": False,
    "(a1 OR b1) w/5 (c1 OR d1)": True,
    "a1 pre/5 b1": False,
    "a1 same b1": False,
    "(a1 w/2 b1) w/2 c1": False,
    "atleast1 a1": True,
    "atleast2 a1": False,
    "atleast1 country:SY": False,
    "atleast1 person:assad": False,
    "headline:(a1 w/3 b1)": True,
    "lead:a1": False,
    "person:assad": True,
    'person:="Assad"': False,
    "person:*": True,
    "entity:assad w/3 a1": False,
    "country:SY": True,
    "source:ap": True,
    "urgency:<=2": True,
    "urgency:[0 TO 2]": False,
    "words:>20": False,
    "age:<6h": False,
    "money:>1k": False,
    "mentions:2017": True,
    "mentions:2017-12-27": True,
    "mentions:[2017-12-27 TO 2017-12-28]": False,
    "mentions:today": False,
    "subject:war": True,
}


@pytest.mark.parametrize("query", EXACT)
def test_what_the_index_answers_alone(query: str) -> None:
    """By these the counts of a search are exact at any size; the equivalence with the engine is tested elsewhere."""
    assert translate(parse_tree(query)).exact is EXACT[query]


def test_a_side_too_wide_to_combine_asks_for_both_sides() -> None:
    wide = " OR ".join(f"w{n}" for n in range(30))
    wanted = translate(parse_tree(f"({wide}) w/5 ({wide.upper().replace(' OR ', ' OR ')})"))
    assert not wanted.exact
    assert "NEAR" not in wanted.expression


@given(st.text("ab \n", max_size=700), st.lists(st.tuples(st.integers(0, 700), st.integers(1, 30)), max_size=12))
def test_a_snippet_marks_the_same_text(body: str, found: list[tuple[int, int]]) -> None:
    article = Article("x", "ap", "1", headline="A head", body=(body,) if body else ())
    text = article.text
    marks = [
        Mark(start, min(start + size, len(text)), text[start : start + size], "x") for start, size in found
        if start < len(text)
    ]  # fmt: skip
    snippet, spans = make_snippet(article, marks)
    assert len(snippet) <= LENGTH
    assert "\n" not in snippet
    assert all(0 <= start < end <= len(snippet) for start, end in spans)
    assert all(one[1] <= two[0] for one, two in pairwise(spans))
    assert bool(spans) is bool(marks)
    marked = {text[mark.start] for mark in marks} | {" "}
    assert all(snippet[start] in marked or snippet[start] == " " for start, _ in spans)
