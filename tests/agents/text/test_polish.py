"""Cleaning step by step, and all of it together: what goes, what stays, and that the record says so."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agents.text.boilerplate import boilerplate_of, drop_tail_mark
from agents.text.characters import plain_characters
from agents.text.polish import polish
from schemas.article import Change

BOILERPLATE = [
    ("###", "end-mark-removed"),
    ("-30-", "end-mark-removed"),
    ("(END)", "end-mark-removed"),
    ("Reuters", "end-mark-removed"),
    ("dpa ab yyzz n1 cd", "signature-removed"),
    ("AAP ab/cd", "signature-removed"),
    ("READ ALSO: Ten things about Homs", "promotion-removed"),
    ("Related stories: One. Two.", "promotion-removed"),
    ("(Reporting by A Desk; Editing by B Desk)", "credit-removed"),
    ("Copyright 2016 Harbour Wire. All rights reserved.", "notice-removed"),
    ("Our Standards: The Thomson Reuters Trust Principles.", "notice-removed"),
    ("He read also the other book.", None),
    ("Reuters reported that it rained.", None),
    ("The copyright of the song is disputed.", None),
    ("(Reporting by law is a duty, he said) and left.", None),
]


@pytest.mark.parametrize(("paragraph", "what"), BOILERPLATE)
def test_boilerplate(paragraph: str, what: str | None) -> None:
    assert boilerplate_of(paragraph, 0) == what


def test_an_end_mark_is_one_only_near_the_end() -> None:
    assert boilerplate_of("AP", 30) is None


@pytest.mark.parametrize("mark", ["###", "-30-", "(END)", "# # #"])
def test_an_end_mark_that_hangs_on_the_last_sentence(mark: str) -> None:
    assert drop_tail_mark(f"It rained. {mark}") == "It rained."


CHARACTERS = [
    ("co\xadop", "coop", 1),
    ("a\xa0b\u2009c", "a b c", 2),
    ("\u200bx\ufeff\u202ay", "xy", 3),
    ("ﬁre", "fire", 1),
    ("می\u200cخواهم", "می\u200cخواهم", 1),
    ("plain", "plain", 0),
]


@pytest.mark.parametrize(("text", "plain", "count"), CHARACTERS)
def test_plain_characters(text: str, plain: str, count: int) -> None:
    assert plain_characters(text) == (plain, count)


def test_every_change_is_listed() -> None:
    body = [
        "Storm",
        "The world\u00e2\u20ac\u2122s har\xadbour.It reopened.",
        "A quay (credit: X)",
        "READ ALSO: More",
        "###",
    ]
    done = polish(body, "Storm")
    assert done.body == ("The world’s harbour. It reopened.",)
    assert [(caption.text, caption.credit) for caption in done.captions] == [("A quay", "X")]
    assert {change.what for change in done.changes} == {
        *("mojibake-repaired", "characters-made-plain", "sentences-parted", "caption-removed"),
        *("headline-repeated", "promotion-removed", "end-mark-removed"),
    }


def test_clean_text_is_left_alone() -> None:
    body = ("Café prices rose 4.5 % in Zürich, “naïve” observers said.", "Dr. Who agreed with U.S. officials.")
    assert polish(body).body == body
    assert polish(body).changes == ()


@given(st.lists(st.text(max_size=80), max_size=5))
def test_whatever_comes_has_single_spaces(body: list[str]) -> None:
    once = polish(body).body
    assert all(paragraph == " ".join(paragraph.split()) for paragraph in once)
    assert all(isinstance(change, Change) for change in polish(body).changes)
