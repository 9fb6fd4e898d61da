"""Bad input: each query ends in an error or in an answer, whatever it is made of, also on a very long article.

Nothing here is timed: what is not bounded would not end.
"""

import unicodedata
from functools import cache
from sys import maxunicode

import msgspec
import pytest
from hypothesis import event, given, settings
from hypothesis import strategies as st

from agents.rules import QueryError, RuleSet
from agents.rules.evaluate import is_true
from agents.rules.parser import parse_tree
from agents.rules.reading import Reading
from schemas.article import Article
from schemas.enriched import Enriched, Entity
from schemas.rule import Rule
from tests.agents.rules import reference
from tests.agents.rules.articles import NOW

LETTERS = "abcdefghij"


def nested(depth: int) -> str:
    """Proximities within proximities."""
    query = "the"
    for number in range(depth):
        query = f"({query}) w/255 {('of', 'a', 'war', 'said')[number % 4]}"
    return query


REFUSED = [
    ("war OR " * 14_285 + "sword", "100,000 characters are too many for a query"),
    (" OR ".join(f"w{number}" for number in range(10_000)), "are too many for a query; 20,000 at most"),
    ("(" * 1000 + "war" + ")" * 1000, "parentheses stand 50 deep at most"),
    ("(" * 9_000 + "war", "parentheses stand 50 deep at most"),
    (")" * 9_000, "a term is expected before )"),
    ("NOT " * 4_000 + "war", "NOT NOT"),
    ("a*", "a* would match nearly everything"),
    ("*", "a * needs letters before it"),
    ('""', "this phrase is empty"),
    ('" "', "this phrase is empty"),
    ('=""', "this phrase is empty"),
    ('"..."', "... has no letter or digit to look for"),
    ('headline:""', "this phrase is empty"),
    ('person:""', "this phrase is empty"),
    ("", "the query is empty"),
    ("\n" * 20_000, "the query is empty"),
    (nested(60), "parentheses stand 50 deep at most"),
    ("(the w/1 war) AND " * 60 + "war", "50 proximities at most"),
]


@pytest.mark.parametrize(("query", "message"), REFUSED, ids=[message for _, message in REFUSED])
def test_what_is_too_much_is_refused(query: str, message: str) -> None:
    with pytest.raises(QueryError) as refused:
        parse_tree(query)
    assert message in str(refused.value)


@cache
def long_article() -> Enriched:
    """A hundred thousand characters of very frequent words."""
    body = tuple("the of a war said. " * 300 for _ in range(18))
    article = Article("x/1/1", "x", "1", headline="the end", body=body)
    assert len(article.text) > 100_000
    return Enriched(article.id, article)


HEAVY = [
    (" OR ".join(LETTERS[number % 10] for number in range(2_000)), True),
    (" OR ".join(f'"the of a war said the of a war {number}"' for number in range(450)), False),
    (" AND ".join(LETTERS[number % 10] for number in range(2_000)), False),
    ("the w/10 (of OR a OR said OR war)", True),
    ("(the w/255 of) w/255 (a w/255 said)", True),
    ("the same (of OR wa*)", True),
    ("wa* w/10 sa*", True),
    ('"th* of a" w/5 "sa* the"', True),
    ('="the of" same ="war said"', True),
    ("atleast1000 the", True),
    (nested(12), True),
    ("(" * 50 + "the" + ")" * 50, True),
]


@pytest.mark.parametrize(("query", "verdict"), HEAVY, ids=[query[:40] for query, _ in HEAVY])
def test_what_is_heavy_is_answered(query: str, verdict: bool) -> None:
    rules = RuleSet.build([Rule("heavy", query)])
    assert isinstance(rules, RuleSet)
    found = rules.match(long_article(), NOW)
    assert bool(found) is verdict
    assert all(len(match.marks) <= 200 for match in found)
    assert rules.explain("heavy", long_article(), NOW).verdict is verdict


@cache
def of_category(category: str) -> str:
    """The characters of a general category; of the large ones the first and the last."""
    chars = [char for code in range(maxunicode + 1) if unicodedata.category(char := chr(code)) == category]
    return "".join(chars[:300] + chars[-300:])


CATEGORIES = (
    "Lu", "Ll", "Lt", "Lm", "Lo", "Mn", "Mc", "Me", "Nd", "Nl", "No", "Pc", "Pd", "Ps", "Pe", "Pi", "Pf", "Po",
    "Sm", "Sc", "Sk", "So", "Zs", "Zl", "Zp", "Cc", "Cf", "Cs", "Co", "Cn",
)  # fmt: skip


@pytest.mark.parametrize("category", CATEGORIES)
def test_every_kind_of_character_is_read_as_the_slow_matcher_reads_it(category: str) -> None:
    """In words, phrases, prefixes, as written, in headlines and names; in the query, in the article, and in both."""

    @settings(max_examples=25, deadline=None)
    @given(st.sampled_from(of_category(category)), st.sampled_from(of_category(category)), st.data())
    def check(char: str, other: str, data: st.DataObject) -> None:
        words = (char, f"wa{char}r", f"{char}war", f"war{char}", char + other, f"{char} {other}")
        word = data.draw(st.sampled_from(words))
        text = data.draw(st.sampled_from((word, f"the {word} said", f"{word}{other} said", f"wa{other}r war")))
        phrases = (f'"{word}"', f'"the {word} said"', f'="{word}"', f'headline:"{word}"', f'person:"{word}"')
        query = data.draw(st.sampled_from((word, f"{word}*", f"{word} w/3 said", *phrases)))
        article = Enriched("x", Article("x", "ap", "1", headline=text, body=(f"The end. {text}", "peace")))
        named = msgspec.structs.replace(article, entities=(Entity(0, len(text), "PERSON", text),))
        article = data.draw(st.sampled_from((article, named)))
        try:
            tree = parse_tree(query)
        except QueryError:
            event("refused")
            return
        event("answered")
        slow = reference.Slow(article, NOW).holds(reference.read(query))
        assert is_true(tree, Reading(article, NOW)) is slow
        rules = RuleSet()
        if rules.add(Rule("r", query)) is None:
            found = rules.match(article, NOW)
            assert bool(found) is slow
            for mark in (mark for match in found for mark in match.marks):
                assert article.article.text[mark.start : mark.end] == mark.text != ""

    check()
