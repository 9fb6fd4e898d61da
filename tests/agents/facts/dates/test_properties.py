"""What holds of any text: no exception, offsets right, values that parse, intervals that agree with them."""

import re
from datetime import UTC, date, datetime, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from agents.facts.dates import explain, find_dates
from agents.facts.dates.explain import REASONS
from agents.facts.dates.names import NAMES
from agents.facts.dates.words import WORDS
from schemas.enriched import Timex

_WORDS = [word for name in (*NAMES, *WORDS) for word in WORDS[name]]
_PIECES = st.one_of(
    st.sampled_from(_WORDS).flatmap(lambda word: st.sampled_from([word, word.capitalize()])),
    st.sampled_from(
        [
            "May",
            "March",
            "Sept.",
            "Feb.",
            "29",
            "31",
            "1998",
            "2017",
            "'98",
            "1980s",
            "3rd",
            "10:35",
            "p.m.",
            "0900",
            "GMT",
            "BC",
            ",",
            ".",
            "-",
            "–",
            "(",
            ")",
            "and",
            "said",
            "will",
            "be",
        ]
    ),
    st.integers(0, 2300).map(str),
)
timely = st.lists(_PIECES, max_size=14).map(" ".join)
"""Texts of time words, most of them nonsense."""
stamps = st.dates(date(1900, 1, 1), date(2099, 12, 31)).map(date.isoformat)

_YEAR = r"(?:BC)?[\dX]{4}"
_VALUE = re.compile(
    rf"{_YEAR}|{_YEAR}-[\dX]{{2}}(?:-[\dX]{{2}})?(?:T(?:\d\d(?::\d\d(?::\d\d)?)?|XX(?::XX){{0,2}}|MO|MI|AF|EV|NI|DT))?"
    rf"|{_YEAR}-(?:SP|SU|FA|WI|Q[1-4X]|H[12X])|{_YEAR}-W[\dX]{{2}}(?:-WE|-\d(?:T(?:\d\d:\d\d(?::\d\d)?|MO|MI|AF|EV|NI|DT))?)?"
    r"|(?:BC)?[\dX]{2,3}|P(?:[\d.]+|X)(?:Y|M|W|D|Q|H|DE|CE|ML|WE|C)(?:\d+M)?(?:T\d+H)?|PT(?:[\d.]+|X)[HMS](?:\d+[MS])?"
    r"|PT\d+[HMS]|PAST_REF|PRESENT_REF|FUTURE_REF"
)


@given(st.text(max_size=200), st.one_of(st.none(), stamps, st.text(max_size=12)))
def test_any_text(text: str, report: str | None) -> None:
    for timex in find_dates(text, report).dates:
        assert text[timex.start : timex.end] == timex.text


@settings(max_examples=400)
@given(timely, st.one_of(st.none(), stamps))
def test_nonsense_of_time_words(text: str, report: str | None) -> None:
    for timex in find_dates(text, report).dates:
        assert text[timex.start : timex.end] == timex.text.strip()
        assert _VALUE.fullmatch(timex.value), timex
        assert timex.rule in REASONS, timex
        assert 0 <= (timex.confidence or 0) <= 1
        assert explain(timex).endswith(".")
        if timex.earliest and timex.latest and not timex.earliest.startswith("-"):
            assert timex.earliest < timex.latest, timex


def _naive_interval(value: str) -> tuple[str, str] | None:
    """The interval of a day, a week, a month or a year, by the standard library."""
    try:
        if re.fullmatch(r"\d{4}-\d\d-\d\d", value):
            first = date.fromisoformat(value)
            after = first + timedelta(days=1)
        elif re.fullmatch(r"\d{4}-W\d\d", value):
            first = datetime.strptime(f"{value}-1", "%G-W%V-%u").replace(tzinfo=UTC).date()
            after = first + timedelta(days=7)
        elif re.fullmatch(r"\d{4}-\d\d", value):
            first = date.fromisoformat(f"{value}-01")
            after = (first + timedelta(days=31)).replace(day=1)
        elif re.fullmatch(r"\d{4}", value):
            first, after = date(int(value), 1, 1), date(int(value) + 1, 1, 1)
        else:
            return None
    except (ValueError, OverflowError):
        return None
    return f"{first.isoformat()}T00:00:00Z", f"{after.isoformat()}T00:00:00Z"


def _whole(timex: Timex) -> bool:
    return timex.type == "DATE" and timex.mod is None and timex.earliest is not None


@settings(max_examples=400)
@given(timely, stamps)
def test_interval_and_value_agree(text: str, report: str) -> None:
    for timex in filter(_whole, find_dates(text, report).dates):
        expected = _naive_interval(timex.value)
        if expected is not None:
            assert (timex.earliest, timex.latest) == expected, timex


@settings(max_examples=200)
@given(st.sampled_from([
    "He spoke on {}.", "They will meet on {}.", "last {}", "next {} night", "{} morning", "by {}", "on {}, he said",
]), st.sampled_from(["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"]),
    st.dates(date(1950, 1, 1), date(2050, 1, 1)), st.integers(-200, 200))  # fmt: skip
def test_whole_weeks_shift_weekdays(frame: str, name: str, report: date, weeks: int) -> None:
    text = frame.format(name)
    (one,) = find_dates(text, report.isoformat()).dates
    (other,) = find_dates(text, (report + timedelta(weeks=weeks)).isoformat()).dates
    moved = date.fromisoformat(one.value[:10]) + timedelta(weeks=weeks)
    assert other.value == moved.isoformat() + one.value[10:]


@given(
    st.dates(date(1950, 1, 1), date(2050, 1, 1)), st.sampled_from(["-11:00", "-05:00", "+00:00", "+05:30", "+14:00"])
)
def test_a_zone_moves_the_instants_and_nothing_else(report: date, zone: str) -> None:
    (plain,) = find_dates("He left on Monday.", report.isoformat()).dates
    (zoned,) = find_dates("He left on Monday.", report.isoformat(), zone=zone).dates
    assert zoned.value == plain.value
    assert plain.earliest is not None
    assert zoned.earliest is not None
    sign = -1 if zone[0] == "-" else 1
    offset = sign * timedelta(hours=int(zone[1:3]), minutes=int(zone[4:]))
    assert datetime.fromisoformat(plain.earliest) - datetime.fromisoformat(zoned.earliest) == offset
