"""Quiet hours and digests over midnight, weekends and changes of the clocks; against a slow oracle."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agents.notices.times import DAYS, times_of
from schemas.rule import Notify

WARSAW = "Europe/Warsaw"

QUIET = [
    # quiet hours, zone, moment (UTC; 2018-01-01 is a Monday), their end (UTC) or None
    (("22:00-06:00",), "UTC", "2018-01-01T23:00", "2018-01-02T06:00"),
    (("22:00-06:00",), "UTC", "2018-01-02T05:59", "2018-01-02T06:00"),
    (("22:00-06:00",), "UTC", "2018-01-02T06:00", None),
    (("22:00-06:00",), WARSAW, "2018-01-01T21:00", "2018-01-02T05:00"),
    (("22:00-06:00",), WARSAW, "2018-07-01T20:00", "2018-07-02T04:00"),
    (("fri 22:00-06:00",), "UTC", "2018-01-06T01:00", "2018-01-06T06:00"),
    (("fri 22:00-06:00",), "UTC", "2018-01-05T01:00", None),
    (("mon-fri 22:00-24:00", "sat,sun 00:00-24:00"), "UTC", "2018-01-05T23:00", "2018-01-08T00:00"),
    (("22:00-06:00",), WARSAW, "2018-03-24T22:00", "2018-03-25T04:00"),  # the night on which clocks go forward
    (("22:00-06:00",), WARSAW, "2018-10-27T22:00", "2018-10-28T05:00"),  # and back
]


@pytest.mark.parametrize(("quiet", "zone", "moment", "end"), QUIET)
def test_quiet_hours(quiet: tuple[str, ...], zone: str, moment: str, end: str | None) -> None:
    until = times_of(Notify(quiet, zone=zone)).quiet_until(utc(moment))
    assert until == (utc(end) if end else None)


DIGESTS = [
    # digest, zone, moment, the next (UTC)
    ("daily 07:00", "UTC", "2018-01-01T07:00", "2018-01-02T07:00"),
    ("07:00", "UTC", "2018-01-01T06:59", "2018-01-01T07:00"),
    ("mon-fri 07:00, 17:00", WARSAW, "2018-01-05T16:30", "2018-01-08T06:00"),
    ("every 4h", "UTC", "2018-01-01T09:00", "2018-01-01T12:00"),
    ("every 90m", "UTC", "2018-01-01T23:30", "2018-01-02T00:00"),
    ("sun 00:00", "UTC", "2018-01-01T00:00", "2018-01-07T00:00"),
]


@pytest.mark.parametrize(("digest", "zone", "moment", "expected"), DIGESTS)
def test_digests(digest: str, zone: str, moment: str, expected: str) -> None:
    assert times_of(Notify(digest=digest, zone=zone)).digest_after(utc(moment)) == utc(expected)


SPANS = st.tuples(st.sets(st.sampled_from(DAYS), min_size=1, max_size=3), st.integers(0, 23), st.integers(0, 23))


@given(st.lists(SPANS, min_size=1, max_size=3), st.integers(0, 7 * 24 * 2))
def test_quiet_hours_end_where_the_first_loud_half_hour_begins(
    spans: list[tuple[set[str], int, int]], half_hours: int
) -> None:
    """The oracle asks every half hour of two weeks by weekday and hour."""
    spans = [each for each in spans if each[1] != each[2]]
    texts = tuple(f"{','.join(sorted(days))} {start}:00-{end}:00" for days, start, end in spans)
    moment = datetime(2018, 1, 8, tzinfo=UTC) + timedelta(minutes=30 * half_hours)
    expected, asked = None, moment
    while any(is_quiet(span, asked) for span in spans):
        asked += timedelta(minutes=30)
        expected = asked
    assert times_of(Notify(texts)).quiet_until(moment) == expected


def is_quiet(span: tuple[set[str], int, int], moment: datetime) -> bool:
    days, start, end = span
    today, yesterday = DAYS[moment.weekday()], DAYS[moment.weekday() - 1]
    if start < end:
        return today in days and start <= moment.hour < end
    return (today in days and moment.hour >= start) or (yesterday in days and moment.hour < end)


def utc(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)
