"""Sentences that ran together are parted, and what only looks like it stays whole."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agents.text.sentences import part_sentences, split_sentences

PARTED = [
    ("over ISIS.Other countries", "over ISIS. Other countries"),
    ("the group.The war", "the group. The war"),
    ('and Iraq."We would call," he said', 'and Iraq. "We would call," he said'),
    ('"We would call."The coalition', '"We would call." The coalition'),
    ("December 27.“Ongoing successful", "December 27. “Ongoing successful"),
    ("Syrian Regime.”The larger", "Syrian Regime.” The larger"),
    ("the war ended in 2015.The rest", "the war ended in 2015. The rest"),
    ("a rise of 4%.Analysts said", "a rise of 4%. Analysts said"),
    ("(according to AFP).The rest", "(according to AFP). The rest"),
    ("What now?Nobody knows!They left", "What now? Nobody knows! They left"),
    ("troops of the U.S.The rest", "troops of the U.S. The rest"),
    ("made by Acme Inc.The firm", "made by Acme Inc. The firm"),
    ("he waited…Then it rained", "he waited… Then it rained"),
    ("in Köln.Über allem", "in Köln. Über allem"),
    ("guilty of fraud.U.S. Attorney Lee said", "guilty of fraud. U.S. Attorney Lee said"),
    ("It ended.A man left.I stayed", "It ended. A man left. I stayed"),
]
WHOLE = [
    "Dr.Who met Mr.Smith on Mt.Sinai",
    "the U.S.Army and J.R.R.Tolkien",
    "Booking.Com and ASP.NET and Node.Js",
    "on Jan.5 and No.3 of 1.5 million at 10.30 a.m.",
    "Acme Inc.Europe",
    "a.B and x.Y",
    "Acme S.A., of the U.A.E., and a B.A. from the F.B.I.",
    "write to Ann.Lee@example.org",
    "www.Example.Com",
    "Sentences. That end. Well.",
    "",
]


@pytest.mark.parametrize(("fused", "parted"), PARTED)
def test_parted(fused: str, parted: str) -> None:
    assert part_sentences(fused)[0] == parted


@pytest.mark.parametrize("text", WHOLE)
def test_left_whole(text: str) -> None:
    assert part_sentences(text) == (text, ())


@given(st.text("aB.!?\"“” '1é…", max_size=60))
def test_only_spaces_are_added_and_each_is_reported(text: str) -> None:
    parted, places = part_sentences(text)
    assert parted.replace(" ", "") == text.replace(" ", "")
    assert len(parted) - len(text) == len(places)


@given(st.text("aB.!?\"“” '1é…", max_size=60))
def test_sentences_hold_every_word(text: str) -> None:
    assert " ".join(split_sentences(text)).split() == text.split()
