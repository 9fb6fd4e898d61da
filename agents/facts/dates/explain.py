"""Puts a reading into words: why "Friday" is 2017-12-22."""

import re
from collections.abc import Mapping

from agents.facts.dates.civil import ordinal, weekday
from schemas.enriched import Timex

REASONS: Mapping[str, str] = {
    # the reading's slug: why. {anchor} is what it was read against, {side} which way it points.
    "date": "day, month and year are given",
    "numeric-date": "it is a date in figures, with the month before the day unless it cannot be",
    "date-without-year": "the year is not given, so it is the year that fits best around {anchor}, {side}",
    "weekday-disagrees": "the date is taken as given, although it does not fall on the weekday that is named with it",
    "impossible-date": "no calendar has such a date, so nothing was guessed",
    "impossible-time": "no clock shows such a time, so nothing was guessed",
    "month-year": "month and year are given",
    "month": "the year is not given, so it is the one that fits best around {anchor}, {side}",
    "year": "the year is given",
    "decade": "the decade is given",
    "century": "the century is given",
    "season-year": "season and year are given",
    "season": "the year is not given, so it is the one that fits best around {anchor}, {side}",
    "weekday": "it is the weekday nearest to {anchor}, {side}",
    "pointed-weekday": "it is counted from {anchor}, {side}",
    "nth-weekday": "it is that weekday of that month, in the year that is named or fits best around {anchor}",
    "day-of": "it is that day of what is named with it, counted from {anchor}",
    "today": "it is counted in days from {anchor}",
    "today-at-large": "in an article that tells history it means nowadays",
    "pointed-unit": "it is counted from {anchor}, {side}",
    "pointed-month": "it is that month, counted from {anchor}, {side}",
    "pointed-season": "it is that season, counted from {anchor}, {side}",
    "told-unit": "it hangs on the last date told, {anchor}",
    "the-unit": "it is the one that holds {anchor}",
    "reference": "it points at the present, the past or the future without a date",
    "feast": "it is a named day, whose rule gives this date in the year that is named or fits best around {anchor}",
    "quarter": "it is a quarter of the year, the nearest to {anchor} where no year is given",
    "told-quarter": "it is the quarter that the report last spoke of, or the last that had ended by {anchor}",
    "year-ago": "it is the same time of the year before, counted from {anchor}",
    "fiscal-year": "it is a company's year, which is named after a calendar year",
    "half": "it is a half of the year",
    "year-end": "it is the last day of the one that holds {anchor}",
    "clock": "it is a time of the day that is spoken of, {anchor}",
    "part-of-day": "it is a part of the day, counted from {anchor}",
    "duration": "it is a length of time, on no particular date",
    "length-to-event": "it is a length of time {side} an event that is told without a date, so it has no interval",
    "span": "it is a length of time {side} {anchor}",
    "ago": "it is counted from {anchor}, {side}, as coarsely as its own unit",
    "earlier": "it is counted from the last date told, {anchor}, {side}",
    "from-date": "it is counted from the date that is named with it, {anchor}, {side}",
    "every": "it repeats at that interval",
    "every-day": "it repeats whenever the calendar comes round to it",
    "weekdays": "it repeats whenever the calendar comes round to it",
    "habit": "it repeats at that interval",
    "range": "it is the whole of a range, from the first end to the last",
}
_SIDES = {"past": "looking back", "future": "looking ahead", "same": "on that day itself"}
_BY_VERBS = {
    "past": "looking back, as news does unless the sentence speaks of the future",
    "future": "looking ahead, since the sentence speaks of the future",
    "same": "which is that day itself",
}
_VERBS_DECIDE = frozenset({"weekday", "month", "season", "date-without-year"})
_BESIDE = {"past": "that ends at", "future": "that begins at"}
_FROM_EVENT = {"past": "before", "future": "after"}
_MODS = {"START": "its beginning", "MID": "its middle", "END": "its end", "APPROX": "about then",
         "LESS_THAN": "less than that", "MORE_THAN": "more than that", "EQUAL_OR_LESS": "at most that",
         "EQUAL_OR_MORE": "at least that"}  # fmt: skip
_OTHER_SIDES = dict.fromkeys(_VERBS_DECIDE, _BY_VERBS) | {"span": _BESIDE, "length-to-event": _FROM_EVENT}
_DAY = re.compile(r"\d{4}-\d\d-\d\d")
_WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_UNANCHORED = "the report's date, which is missing"
LOW = 0.3


def with_weekday(value: str) -> str:
    """A day with its name: 2017-12-28 (a Thursday); any other value as it is."""
    if not _DAY.fullmatch(value):
        return value
    year, month, day = (int(part) for part in value.split("-"))
    return f"{value} (a {_WEEKDAYS[weekday(ordinal(year, month, day))]})"


def explain(timex: Timex) -> str:
    """One sentence that says what an expression was read as, and why."""
    reason = REASONS.get(timex.rule or "", "it was read by a rule that has no words")
    sides = _OTHER_SIDES.get(timex.rule or "", _SIDES)
    missing = timex.earliest is None and timex.type in ("DATE", "TIME") and "X" in timex.value
    anchor = with_weekday(timex.anchor) if timex.anchor else _UNANCHORED if missing else "the report's date"
    why = reason.format(anchor=anchor, side=sides.get(timex.direction or "", "as it stands"))
    parts = [f"“{timex.text}” is {timex.value}"]
    if timex.mod:
        parts.append(f" ({_MODS.get(timex.mod, timex.mod)})")
    parts.append(f": {why}")
    if timex.role in ("begin", "end"):
        parts.append(f"; it is the {'first' if timex.role == 'begin' else 'last'} end of a range")
    if timex.zone:
        parts.append(f"; in the time zone {timex.zone}")
    if timex.confidence is not None and timex.confidence < LOW:
        parts.append("; of this there is little certainty")
    return "".join(parts) + "."
