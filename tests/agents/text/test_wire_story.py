"""Slug lines as agencies write them: the words that name a story, and which part of it a report is."""

import pytest

from agents.text.wire_story import read_part, story_id, take_of

SLUGS = [
    # slug line, story, take, version
    ("BC-Storm-Harbour", "storm-harbour", None, None),
    ("BC-Storm-Harbour, 1st Add", "storm-harbour", 1, None),
    ("Bc-Storm-Harbour,2nd Add", "storm-harbour", 2, None),
    ("Storm-Harbour (take 2)", "storm-harbour", 2, None),
    ("Storm-Harbour take 3", "storm-harbour", 3, None),
    ("STORM-HARBOUR (2ND TAKE)", "storm-harbour", 2, None),
    ("Storm-Harbour -2-", "storm-harbour", 2, None),
    ("Storm-Harbour =2", "storm-harbour", 2, None),
    ("Storm/Harbour page 2", "storm-harbour", 2, None),
    ("Storm/Harbour (2 of 3)", "storm-harbour", 2, None),
    ("Storm/Harbour Add 1", "storm-harbour", 1, None),
    ("Wetter/Sturm (2. Teil)", "wetter-sturm", 2, None),
    ("BC-Storm-Harbour, 1st Ld-Writethru", "storm-harbour", None, "2"),
    ("BC-Storm-Harbour,1stLd-Writethru", "storm-harbour", None, "2"),
    ("BC-Storm-Harbour, 3rd Lead", "storm-harbour", None, "4"),
    ("BC-Storm-Harbour,Writethru", "storm-harbour", None, "2"),
    ("STORM-HARBOUR/ (UPDATE 2)", "storm-harbour", None, "3"),
    ("BC-Storm-Harbour, CORRECTION", "storm-harbour", None, None),
    ("BC-Apollo-11-Moon", "apollo-11-moon", None, None),
    ("Storm", None, None, None),
    (None, None, None, None),
]


@pytest.mark.parametrize(("slug", "base", "take", "version"), SLUGS)
def test_slug_lines(slug: str | None, base: str | None, take: int | None, version: str | None) -> None:
    part = read_part(slug, None)
    assert (part.base, part.take, part.version) == (base, take, version)


HEADLINES = [
    ("Harbour reopens (take 2)", 2),
    ("Harbour reopens, 2nd Add", 2),
    ("Harbour reopens -2-", 2),
    ("Take 2 pills a day, doctors say", None),
    ("Ships wait 2", None),
    ("Apollo 11", None),
    ("Team wins 3-2", None),
]


@pytest.mark.parametrize(("headline", "take"), HEADLINES)
def test_headlines(headline: str, take: int | None) -> None:
    assert take_of(None, headline) == take


@pytest.mark.parametrize("end", ["(more)", "MORE", "-more-", "more to come", "mehr"])
def test_a_text_that_says_that_more_follows_is_a_beginning(end: str) -> None:
    assert read_part("Storm-Harbour", None, f"It rained.\r\n{end}\r\n").take == 0
    assert read_part("Storm-Harbour, 2nd Add", None, f"It rained.\n{end}").take == 2
    assert read_part("Storm-Harbour", None, "It rained no more").take is None


def test_without_a_day_words_name_no_story() -> None:
    assert story_id("storm-harbour", None) is None
