"""Tokens and their classes."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agents.facts.dates.classes import NAME
from agents.facts.dates.lexer import Tokens, lex
from agents.facts.dates.mark import mark_feasts

CASES: list[tuple[str, str]] = [
    ("On Dec. 5, 1989", "on monthabbr dot n12 comma yearnum"),
    ("at 10:35 a.m. EDT", "at n12 colon n59 ampm zone"),
    ("1,000 men", "bignum x"),
    ("22.8 years", "decimal units"),
    ("27.08.2022", "n31 dot n12 dot yearnum"),
    ("the '80s", "the apos decade2"),
    ("1990s 3rd 132nd", "decade ord31 ordbig"),
    ("They may march", "cap plan x"),
    ("May March", "weakmonth weakmonth"),
    ("0900GMT Q3 o'clock", "zoned quartercode oclock"),
    ("493 BC", "bignum bc"),
    ("20171228 2882015 12345678", "date8 garbled bignum"),
    ("Monday\n\nTuesday", "weekday para weekday"),
    ("Monday\nmorning", "weekday daypart"),
    ("Monday  morning", "weekday daypart"),
]


def names(tokens: Tokens) -> str:
    return " ".join(NAME[char] for char in tokens.classes)


@pytest.mark.parametrize(("text", "classes"), CASES)
def test_classes(text: str, classes: str) -> None:
    assert names(lex(text)).replace("modal", "plan") == classes


@pytest.mark.parametrize(("text", "classes"), CASES)
def test_a_long_piece_changes_nothing(text: str, classes: str) -> None:
    del classes
    tail = " " + "z" * 60
    assert names(lex(text + tail)) == f"{names(lex(text))} x"


@given(st.text())
def test_tokens_stand_where_they_say(text: str) -> None:
    for padded in (text, f"{text} {'z' * 40} {'z' * 60}"):
        tokens = lex(padded)
        for index in range(len(tokens.classes)):
            token = tokens.token(index)
            assert padded[tokens.start(index) :].startswith(token.strip())


def test_feasts_are_marked_word_by_word() -> None:
    tokens = mark_feasts(lex("On New Year’s Eve and New Street"))
    assert names(tokens) == "on feast joined joined joined joined and feastword cap"
