"""The engine against the slow, obvious matcher: random rules and articles must agree in every case."""

from hypothesis import event, given, settings
from hypothesis import strategies as st
from lark import LarkError

from agents.rules import QueryError, RuleSet, parse_query
from agents.rules.evaluate import is_true
from agents.rules.parser import parse_tree
from agents.rules.reading import Reading
from agents.rules.syntax import render
from agents.rules.words import fold_word, folded_words, raw_words, word_spans
from schemas.enriched import Enriched
from schemas.rule import Rule
from tests.agents.rules import reference
from tests.agents.rules.articles import NOW
from tests.agents.rules.strategies import articles, close_articles, close_queries, queries


@settings(max_examples=400, deadline=None)
@given(queries(), articles())
def test_the_verdict_is_the_slow_matchers(query: str, enriched: Enriched) -> None:
    tree = parse_tree(query)
    slow = reference.Slow(enriched, NOW).holds(reference.read(query))
    event(f"verdict {slow}")
    assert is_true(tree, Reading(enriched, NOW)) is slow
    assert is_true(parse_tree(render(tree)), Reading(enriched, NOW)) is slow


@settings(max_examples=300, deadline=None)
@given(st.lists(close_queries(), min_size=5, max_size=5), close_articles())
def test_proximities_and_counts_are_the_slow_matchers(queries: list[str], enriched: Enriched) -> None:
    for query in queries:
        slow = reference.Slow(enriched, NOW).holds(reference.read(query))
        event(f"verdict {slow}")
        assert is_true(parse_tree(query), Reading(enriched, NOW)) is slow, query


@settings(max_examples=100, deadline=None)
@given(st.lists(queries(), min_size=1, max_size=12), st.lists(articles(), min_size=1, max_size=4), st.data())
def test_the_index_leaves_out_only_what_is_false(
    queries: list[str], found: list[Enriched], data: st.DataObject
) -> None:
    """Rules come and go; after each change the set matches what each rule alone is true of."""
    rules, in_force = RuleSet(), {}
    for number, query in enumerate(queries):
        rule = Rule(f"r{data.draw(st.integers(0, number))}", query)
        if rules.add(rule) is None:
            in_force[rule.id] = query
        if data.draw(st.booleans()) and in_force:
            gone = data.draw(st.sampled_from(sorted(in_force)))
            assert rules.remove(gone)
            del in_force[gone]
        for enriched in found:
            slow = reference.Slow(enriched, NOW)
            expected = sorted(name for name, text in in_force.items() if slow.holds(reference.read(text)))
            assert [match.rule for match in rules.match(enriched, NOW)] == expected
    alone = RuleSet.build([Rule(name, text) for name, text in in_force.items()])
    assert isinstance(alone, RuleSet)
    assert alone.version == rules.version


_PIECES = st.sampled_from([
    "(", ")", "AND", "OR", "NOT", "w/3", "pre/2", "same", "atleast2", "war", "kill*", '"a b"', "org:IS", "loc:(", "=US",
    "urgency:", "<=2", "[1 TO 2]", "personn:x", '"', "*", ":", " ", "near/3", "-x", "and", "country:SY", "age:<6h",
    "W/", "ANDroid", "samething", "atleastx", "“", "\n", "[", "12:30", "mentions:today",
])  # fmt: skip


@settings(max_examples=600, deadline=None)
@given(st.lists(_PIECES, max_size=9).map(" ".join) | st.lists(_PIECES, max_size=6).map("".join) | st.text(max_size=30))
def test_what_the_grammar_refuses_the_parser_refuses_and_says_where(query: str) -> None:
    error = error_of(query)
    event("accepted" if error is None else "refused")
    assert by_grammar(query) or error is not None
    if error:
        lines = query.split("\n")
        assert 1 <= error.line <= len(lines)
        assert 1 <= error.column <= len(lines[error.line - 1]) + 1
        assert error.message


def by_grammar(query: str) -> bool:
    try:
        reference.read(query)
    except LarkError:
        return False
    return True


def error_of(query: str) -> QueryError | None:
    try:
        parse_query(query)
    except QueryError as error:
        return error
    return None


@given(st.text())
def test_words_are_the_slow_readers(text: str) -> None:
    slow = reference.words_with_spans(text)
    assert word_spans(text) == [(start, end) for _, start, end in slow]
    assert raw_words(text) == [word for word, *_ in slow]
    assert folded_words(text) == [reference.fold(word) for word, *_ in slow]
    assert all(map(fold_word, raw_words(text)))
