"""Without a report's date nothing is guessed: the value says what is known, with low confidence and no interval."""

import pytest

from agents.facts.dates import find_dates

CASES: list[tuple[str, str]] = [
    ("He said on Friday that it was over.", "XXXX-WXX-5"),
    ("on December 23", "XXXX-12-23"),
    ("in March", "XXXX-03"),
    ("last week", "XXXX-WXX"),
    ("two years ago", "XXXX"),
    ("yesterday morning", "XXXX-XX-XXTMO"),
    ("at 5 p.m. Monday", "XXXX-WXX-1T17:00"),
    ("the third quarter", "XXXX-Q3"),
    ("this summer", "XXXX-SU"),
    ("the day before", "XXXX-XX-XX"),
    ("on Thanksgiving", "XXXX-XX-XX"),
]


@pytest.mark.parametrize("report", [None, "", "2882015", "2017-02-30", "last Tuesday"])
@pytest.mark.parametrize(("text", "value"), CASES)
def test_without_a_date(text: str, value: str, report: str | None) -> None:
    (found,) = find_dates(text, report).dates
    assert (found.value, found.earliest, found.latest) == (value, None, None)
    assert (found.confidence or 0) < 0.3


def test_what_is_absolute_stays_so() -> None:
    (found,) = find_dates("on December 23, 2017", None).dates
    assert (found.value, found.earliest) == ("2017-12-23", "2017-12-23T00:00:00Z")
