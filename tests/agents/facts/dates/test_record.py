"""The record: intervals in UTC, the zone kept beside them, anchor and direction, parts narrowed."""

import pytest

from agents.facts.dates import find_dates
from schemas.enriched import Timex

REPORT = "2017-12-28"


def only(text: str, report: str | None = REPORT, zone: str | None = None) -> Timex:
    (found,) = find_dates(text, report, zone=zone).dates
    return found


INTERVALS: list[tuple[str, str, str]] = [
    ("on 23 December 2017", "2017-12-23T00:00:00Z", "2017-12-24T00:00:00Z"),
    ("in February 2016", "2016-02-01T00:00:00Z", "2016-03-01T00:00:00Z"),
    ("last week", "2017-12-18T00:00:00Z", "2017-12-25T00:00:00Z"),
    ("late September 2013", "2013-09-15T00:00:00Z", "2013-10-01T00:00:00Z"),
    ("early 2016", "2016-01-01T00:00:00Z", "2016-07-01T00:00:00Z"),
    ("the summer of 2012", "2012-06-01T00:00:00Z", "2012-09-01T00:00:00Z"),
    ("the 1980s", "1980-01-01T00:00:00Z", "1990-01-01T00:00:00Z"),
    ("the 20th century", "1900-01-01T00:00:00Z", "2000-01-01T00:00:00Z"),
    ("in 490 BC", "-0489-01-01T00:00:00Z", "-0488-01-01T00:00:00Z"),
    ("the past two months", "2017-10-28T00:00:00Z", "2017-12-28T00:00:00Z"),
    ("the next three days", "2017-12-28T00:00:00Z", "2017-12-31T00:00:00Z"),
    ("earlier this month", "2017-12-01T00:00:00Z", "2017-12-28T00:00:00Z"),
    ("Wednesday night", "2017-12-27T18:00:00Z", "2017-12-28T06:00:00Z"),
    ("at 10:35 a.m. EDT Wednesday", "2017-12-27T14:35:00Z", "2017-12-27T14:36:00Z"),
    ("Ramadan 2017", "2017-05-27T00:00:00Z", "2017-06-26T00:00:00Z"),
]

ZONES: list[tuple[str, str | None, str, str | None]] = [
    # report's stamp, dateline's zone, when "yesterday" begins in UTC, zone of the record
    ("2017-12-28", None, "2017-12-27T00:00:00Z", None),
    ("2017-12-28", "+05:30", "2017-12-26T18:30:00Z", "+05:30"),
    ("2017-12-28", "America/New_York", "2017-12-27T05:00:00Z", "America/New_York"),
    ("2017-07-28", "America/New_York", "2017-07-27T04:00:00Z", "America/New_York"),
    ("2017-12-28T10:00:00+02:00", None, "2017-12-26T22:00:00Z", "+02:00"),
    # the dateline's place is a day behind the stamp's
    ("2017-12-28T02:00:00Z", "America/Los_Angeles", "2017-12-26T08:00:00Z", "America/Los_Angeles"),
    ("2017-12-28", "Nowhere/Land", "2017-12-27T00:00:00Z", None),
]


@pytest.mark.parametrize(("text", "earliest", "latest"), INTERVALS)
def test_intervals(text: str, earliest: str, latest: str) -> None:
    found = only(text)
    assert (found.earliest, found.latest) == (earliest, latest)


@pytest.mark.parametrize(("report", "zone", "earliest", "kept"), ZONES)
def test_zones(report: str, zone: str | None, earliest: str, kept: str | None) -> None:
    found = only("yesterday", report, zone)
    assert (found.earliest, found.zone) == (earliest, kept)


def test_hours_are_counted_from_the_reports_own_minute() -> None:
    assert only("two hours ago", "2017-12-28T10:30:00+02:00").value == "2017-12-28T08"


@pytest.mark.parametrize(
    ("text", "anchor", "direction"),
    [
        ("He spoke on Wednesday.", "2017-12-28", "past"),
        ("They will meet on Monday.", "2017-12-28", "future"),
        ("today", "2017-12-28", "same"),
        ("on 23 December 2017", None, None),
    ],
)
def test_anchor_and_direction(text: str, anchor: str | None, direction: str | None) -> None:
    found = only(text)
    assert (found.anchor, found.direction) == (anchor, direction)


def test_disagreeing_weekday_and_impossible_dates_are_doubted() -> None:
    assert (only("Monday, December 5, 2017").confidence or 1) <= 0.5
    assert only("February 30, 2017").confidence == 0
