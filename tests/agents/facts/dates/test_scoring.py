"""The scorer, against counts made by hand and against a matcher that tries everything."""

from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agents.facts.dates.scoring import Counts, Marked, count, figures, held_out, marked_gold, marked_system, pairs_of

GOLD = [Marked(0, 5, "DATE", "2017"), Marked(10, 20, "DATE", "2017-12-28"), Marked(30, 35, "DURATION", "P2D")]

CASES: list[tuple[str, list[Marked], tuple[int, int, int, int]]] = [
    # what it shows, what a system found, (strict, relaxed, type, value)
    ("all right", GOLD, (3, 3, 3, 3)),
    ("nothing found", [], (0, 0, 0, 0)),
    ("a span that overlaps", [Marked(12, 25, "DATE", "2017-12-28")], (0, 1, 1, 1)),
    ("a wrong value", [Marked(0, 5, "DATE", "2016")], (1, 1, 1, 0)),
    ("a wrong type", [Marked(30, 35, "SET", "P2D")], (1, 1, 0, 1)),
    ("one record counts once", [Marked(0, 20, "DATE", "2017")], (0, 1, 1, 1)),
    (
        "the equal span before the one that overlaps",
        [Marked(8, 12), Marked(10, 20, "DATE", "2017-12-28")],
        (1, 1, 1, 1),
    ),
]


@pytest.mark.parametrize(("system", "expected"), [case[1:] for case in CASES], ids=[case[0] for case in CASES])
def test_counts(system: list[Marked], expected: tuple[int, int, int, int]) -> None:
    got = count(GOLD, system)
    assert (got.strict, got.relaxed, got.type, got.value) == expected
    assert (got.gold, got.system) == (len(GOLD), len(system))


def test_figures() -> None:
    scores = figures(Counts(gold=4, system=2, strict=1, relaxed=2, type=2, value=1, typed=4))
    assert (scores["strict"].precision, scores["strict"].recall) == (0.5, 0.25)
    assert scores["value"].f1 == pytest.approx(2 * 0.5 * 0.25 / 0.75)
    assert list(figures(Counts(gold=1, intervals=1))) == ["strict", "relaxed"]


def test_the_whole_of_a_range_counts_for_intervals_only() -> None:
    rows = [
        {"start": 0, "end": 4, "role": "begin", "earliest": "2003-01-01T00:00:00Z", "latest": "2004-01-01T00:00:00Z"},
        {"start": 0, "end": 9, "role": "whole", "earliest": "2003-01-01T00:00:00Z", "latest": "2007-01-01T00:00:00Z"},
    ]
    gold = [Marked(0, 9, interval=("2003-01-01", "2007-01-01"))]
    got = count(gold, marked_system(rows))
    assert (got.system, got.strict, got.relaxed, got.interval, got.intervals) == (1, 0, 1, 1, 1)


@pytest.mark.parametrize(
    ("attributes", "interval"),
    [
        ({"when": "2015-09-01"}, ("2015-09-01", "2015-09-02")),
        ({"when": "2012-02"}, ("2012-02-01", "2012-03-01")),
        ({"from": "2013-09-15", "to": "2013-09-30"}, ("2013-09-15", "2013-10-01")),
        ({"from": "--09-15", "to": "--09-30"}, None),
        ({"notAfter": "2012"}, None),
        ({"when": "2012-13"}, None),
    ],
)
def test_gold_intervals(attributes: dict[str, str], interval: tuple[str, str] | None) -> None:
    (mark,) = marked_gold({"timex": [{"start": 0, "end": 1, "attrs": attributes}]})
    assert mark.interval == interval


spans = st.lists(st.tuples(st.integers(0, 12), st.integers(1, 4)), max_size=5, unique=True).map(
    lambda pairs: [Marked(start, start + length) for start, length in sorted(pairs)]
)


@given(spans, spans)
def test_pairs_are_one_to_one_and_overlap(gold: list[Marked], system: list[Marked]) -> None:
    pairs = pairs_of(gold, system)
    assert all(want.start < got.end and got.start < want.end for want, got in pairs)
    assert len({id(want) for want, _ in pairs}) == len({id(got) for _, got in pairs}) == len(pairs)
    most = max(
        sum(w.start < g.end and g.start < w.end for w, g in zip(gold, order, strict=False))
        for order in permutations(system + [Marked(99, 100)] * len(gold), len(gold))
    ) if len(gold) + len(system) <= 6 else len(pairs)  # fmt: skip
    assert len(pairs) <= most


def test_the_dev_part_is_about_a_quarter_and_never_changes() -> None:
    assert 200 < sum(held_out(f"document-{number}") for number in range(1000)) < 300
    assert [held_out(name) for name in ("a", "b", "c", "d", "e", "f")] == [False, False, False, False, False, True]
