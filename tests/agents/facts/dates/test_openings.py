"""What lets a stage be skipped: the classes that a match can begin with, and those of which it needs one."""

from hypothesis import given
from hypothesis import strategies as st

from agents.facts.dates.classes import CHAR
from agents.facts.dates.grammar import cascade
from agents.facts.dates.openings import anchors, openings

_COMMON = frozenset("a")


def test_openings() -> None:
    assert openings("a?(?:b|c)d") == frozenset("abc")
    assert openings("(?!x)(?:a|b){0,3}c") == frozenset("abc")


def test_anchors() -> None:
    assert anchors("a(?:b|c)d?", _COMMON) == frozenset("bc")
    assert anchors("a|b(?:c|d)", _COMMON) == frozenset("ab")
    assert anchors("(?<=z)a(?:b|c)?", _COMMON) == frozenset("a")
    assert anchors("a?(?:b)?", _COMMON) == frozenset()


@given(st.lists(st.sampled_from(sorted(CHAR.values())), max_size=8).map("".join))
def test_a_stage_that_is_skipped_would_have_matched_nothing(classes: str) -> None:
    for stage in cascade().stages:
        if stage.needs.isdisjoint(classes) or stage.begins.isdisjoint(classes):
            assert not any(match[0] for match in stage.regex.finditer(classes))
