"""What lets a rule be skipped: the classes that a match can begin with, and those of which it needs one."""

from hypothesis import given
from hypothesis import strategies as st

from agents.facts.dates.classes import CHAR
from agents.facts.dates.grammar import cascade
from agents.facts.dates.openings import alternatives, anchors, openings

_COMMON = frozenset("a")


def test_openings() -> None:
    assert openings("a?(?:b|c)d") == frozenset("abc")
    assert openings("(?!x)(?:a|b){0,3}c") == frozenset("abc")


def test_anchors() -> None:
    assert anchors("a(?:b|c)d?", _COMMON) == frozenset("bc")
    assert anchors("a|b(?:c|d)", _COMMON) == frozenset("ab")
    assert anchors("(?<=z)a(?:b|c)?", _COMMON) == frozenset("a")
    assert anchors("a?(?:b)?", _COMMON) == frozenset()


def test_alternatives() -> None:
    assert alternatives("a(?:b|c)|d|(?<!e|f)g") == ["a(?:b|c)", "d", "(?<!e|f)g"]


@given(st.lists(st.sampled_from(sorted(CHAR.values())), max_size=8).map("".join))
def test_a_way_that_is_not_tried_would_not_have_matched(classes: str) -> None:
    for stage in cascade().stages:
        for way in stage.ways:
            for place, char in enumerate(classes):
                if way.needs.isdisjoint(classes) or char not in way.begins:
                    found = way.match(classes, place)
                    assert found is None or not found[0]
