"""Captions are taken out whole, with their credit, and the sentences around them stay."""

import pytest

from agents.text.captions import take_captions
from schemas.article import Caption

CASES = [
    # paragraph, what stays, captions
    (
        "Gedney said. New conflicts threaten Syria (credit: REUTERS)On Twitter, it rained.",
        "Gedney said. On Twitter, it rained.",
        [Caption("New conflicts threaten Syria", "REUTERS")],
    ),
    ("A tank in Homs (photo credit: A. B./AFP)", "", [Caption("A tank in Homs", "A. B./AFP")]),
    ("A tank in Homs. It is old. (Photo by AFP)", "", [Caption("A tank in Homs. It is old.", "AFP")]),
    ("One. Two. Three. (credit: AFP) Four.", "One. Two. Three. Four.", [Caption("", "AFP")]),
    (
        "It rained. Men in Homs (AP Photo/Homs Desk) Then it snowed.",
        "It rained. Then it snowed.",
        [Caption("Men in Homs", "AP Photo/Homs Desk")],
    ),
    (
        "First (credit: A)Second caption (credit: B)It rained.",
        "It rained.",
        [Caption("First", "A"), Caption("Second caption", "B")],
    ),
    ("The bank (credit rating: AAA) grew.", "The bank (credit rating: AAA) grew.", []),
    ("No caption at all.", "No caption at all.", []),
]


@pytest.mark.parametrize(("text", "left", "captions"), CASES)
def test_take_captions(text: str, left: str, captions: list[Caption]) -> None:
    kept, taken = take_captions(text)
    assert kept == left
    assert list(taken) == captions
