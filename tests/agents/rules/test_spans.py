"""Stretches of words against brute force: every pair looked at."""

from hypothesis import given
from hypothesis import strategies as st

from agents.rules.spans import Span, any_near, closest_pairs, covering, minimal, union

spans = st.lists(st.tuples(st.integers(0, 30), st.integers(1, 5)).map(lambda pair: (pair[0], sum(pair))), max_size=12)


def contains(outer: Span, inner: Span) -> bool:
    return outer != inner and outer[0] <= inner[0] and inner[1] <= outer[1]


@given(spans)
def test_minimal_are_those_that_contain_no_other(some: list[Span]) -> None:
    assert minimal(some) == sorted({one for one in some if not any(contains(one, two) for two in some)})


@given(spans, spans, st.integers(1, 12), st.integers(0, 20))
def test_the_closest_pairs_cover_what_all_pairs_cover(
    before: list[Span], after: list[Span], reach: int, wall: int
) -> None:
    every = [
        (first[0], second[1])
        for first in before
        for second in after
        if first[1] <= second[0] <= first[1] - 1 + reach and not first[0] < wall <= second[0]
    ]
    assert covering(closest_pairs(before, after, reach, wall)) == minimal(every)


@given(spans, spans, st.integers(1, 12), st.integers(0, 20), st.booleans())
def test_looking_at_all_pairs_says_whether_there_are_closest_ones(
    left: list[Span], right: list[Span], reach: int, wall: int, ordered: bool
) -> None:
    pairs = closest_pairs(left, right, reach, wall)
    if not ordered:
        pairs += closest_pairs(right, left, reach, wall)
    assert any_near(left, right, reach, wall, ordered=ordered) is bool(pairs)


@given(st.lists(spans, max_size=3))
def test_union_is_in_order_and_without_doubles(some: list[list[Span]]) -> None:
    assert union(some) == sorted({span for one in some for span in one})
