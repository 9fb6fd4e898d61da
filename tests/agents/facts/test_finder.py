"""The finder: what is done to a text before a model sees it, and how its spans and those of lists stand together."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agents.facts.finder import RUN, beside, parted
from schemas.enriched import Entity


@given(st.lists(st.tuples(st.text(max_size=5), st.integers(0, 2 * RUN + 3)), max_size=4))
def test_long_runs_are_parted_and_all_else_stays(parts: list[tuple[str, int]]) -> None:
    text = "".join(word + "x" * count for word, count in parts)
    given_to_it = parted(text)
    assert len(given_to_it) == len(text)
    assert all(len(run) < RUN for run in given_to_it.split())
    assert all(new in (old, " ") for new, old in zip(given_to_it, text, strict=True))
    if all(len(run) < RUN for run in text.split()) and text.isprintable():
        assert given_to_it == text


def test_control_characters_are_no_part_of_a_name() -> None:
    assert parted("\x00Macron\x07 met\x0b Xi\r\n\tin\u200bRome\x9f\ufeff") == " Macron  met  Xi\r\n\tin Rome  "


@pytest.mark.parametrize(
    ("found", "listed", "kept"),
    [
        ("LOC 0 5", "WEAPON 0 5", "LOC 0 5|WEAPON 0 5"),
        ("MISC 0 5", "ORG 3 8", "MISC 0 5"),
        ("MISC 6 9", "ORG 0 5", "ORG 0 5|MISC 6 9"),
        ("", "ORG 0 5", "ORG 0 5"),
    ],
)
def test_lists_beside_the_model(found: str, listed: str, kept: str) -> None:
    assert beside(entities(found), entities(listed)) == entities(kept)


def entities(rows: str) -> list[Entity]:
    split = [row.split() for row in rows.split("|") if row]
    return [Entity(start=int(start), end=int(end), label=label, text="x") for label, start, end in split]
