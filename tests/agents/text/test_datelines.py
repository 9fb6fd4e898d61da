"""Datelines at the beginning of a text and in fields of their own; a sentence that begins with a name is none."""

import pytest

from agents.text.datelines import find_dateline, read_dateline

FOUND = [
    ("GROSSETO, Italy (AP) -- The trial", ("GROSSETO, Italy (AP)", "GROSSETO, Italy", "AP")),
    ("NAIROBI, Kenya (AP) _ The trial", ("NAIROBI, Kenya (AP)", "NAIROBI, Kenya", "AP")),
    ("LONDON, Oct 19 (Reuters) - Shares", ("LONDON, Oct 19 (Reuters)", "LONDON", "Reuters")),
    ("PARIS, 23 jan 2014 (AFP) - Le", ("PARIS, 23 jan 2014 (AFP)", "PARIS", "AFP")),
    ("Frankfurt/Main (dpa) - Der", ("Frankfurt/Main (dpa)", "Frankfurt/Main", "dpa")),
    ("St. Petersburg, Fla. (AP) — A man", ("St. Petersburg, Fla. (AP)", "St. Petersburg, Fla.", "AP")),
    ("CANBERRA, May 2 AAP - The", ("CANBERRA, May 2 AAP", "CANBERRA", "AAP")),
    ("WASHINGTON — The", ("WASHINGTON", "WASHINGTON", None)),
    ("RIO DE JANEIRO — The", ("RIO DE JANEIRO", "RIO DE JANEIRO", None)),
    ("(Reuters) - Shares", ("(Reuters)", None, "Reuters")),
    ("FILE - In this photo", None),
    ("NATO-led forces left", None),
    ("Rescue teams - all of them - left", None),
    ("The minister (a lawyer) said so", None),
    ("", None),
]


@pytest.mark.parametrize(("text", "parts"), FOUND)
def test_find_dateline(text: str, parts: tuple[str, str | None, str | None] | None) -> None:
    found = find_dateline(text)
    assert (found and (found.text, found.place, found.agency)) == parts


FIELDS = [
    ("MOSCOW, Monday (Reuters)", ("MOSCOW", "Reuters")),
    ("Sydney, Aug 2 AAP -", ("Sydney", "AAP")),
    ("PORT LOUIS, May 3 HW -", ("PORT LOUIS", "HW")),
    ("    SALVADOR, Feb 26 - ", ("SALVADOR", None)),
    ("something else 7", (None, None)),
]


@pytest.mark.parametrize(("text", "parts"), FIELDS)
def test_a_field_is_kept_whole(text: str, parts: tuple[str | None, str | None]) -> None:
    found = read_dateline(text)
    assert found is not None
    assert found.text == text.strip()
    assert (found.place, found.agency) == parts
