"""Days, cells and feasts, against the standard library and against dates that history knows."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agents.facts.dates.cells import Cell, Unit, at_unit, bounds, days
from agents.facts.dates.civil import civil, iso_week, month_days, ordinal, week_of, weekday
from agents.facts.dates.feasts import feast_names
from agents.facts.dates.values import value

UNITS: tuple[Unit, ...] = ("century", "decade", "year", "half", "quarter", "month", "week", "day")


@given(st.dates())
def test_days_are_those_of_the_standard_library(day: date) -> None:
    number = day.toordinal()
    assert ordinal(day.year, day.month, day.day) == number
    assert civil(number) == (day.year, day.month, day.day)
    assert weekday(number) == day.weekday()
    assert iso_week((number - 1) // 7) == day.isocalendar()[:2]
    assert week_of(*day.isocalendar()[:2]) == (number - 1) // 7


@given(st.integers(-2_000_000, 4_000_000))
def test_any_ordinal_has_one_date(number: int) -> None:
    year, month, day = civil(number)
    assert ordinal(year, month, day) == number
    assert 1 <= day <= month_days(year, month)


@given(st.sampled_from(UNITS), st.integers(1, 3_000_000))
def test_cells_have_no_gaps(unit: Unit, number: int) -> None:
    cell = at_unit(Cell("day", number), unit)
    first, after = days(cell)
    assert first <= number < after
    if unit not in ("century", "decade") or cell.index > 0:
        assert days(cell.shift(1))[0] == after
    assert bounds(cell) == (first * 86_400, after * 86_400)


@pytest.mark.parametrize(
    ("unit", "index", "text"),
    [
        ("year", 2017, "2017"),
        ("year", 0, "BC0001"),
        ("year", -489, "BC0490"),
        ("decade", 196, "196"),
        ("decade", -48, "BC047"),
        ("century", 19, "19"),
        ("month", 2017 * 12 + 11, "2017-12"),
        ("quarter", 2017 * 4 + 2, "2017-Q3"),
        ("season", 2017 * 4 + 3, "2017-WI"),
        ("half", 2018 * 2, "2018-H1"),
    ],
)
def test_values(unit: Unit, index: int, text: str) -> None:
    assert value(Cell(unit, index)) == text


FEASTS: list[tuple[str, list[str]]] = [
    ("easter", ["1818-03-22", "1943-04-25", "2000-04-23", "2024-03-31"]),
    ("orthodox easter", ["2016-05-01", "2021-05-02", "2024-05-05"]),
    ("thanksgiving", ["1999-11-25", "2017-11-23", "2018-11-22"]),
    ("memorial day", ["2017-05-29", "2021-05-31"]),
    ("passover", ["2016-04-23", "2018-03-31", "2023-04-06"]),
    ("rosh hashanah", ["2017-09-21", "2018-09-10", "2023-09-16"]),
    ("hanukkah", ["2016-12-25", "2017-12-13", "2018-12-03", "2021-11-29"]),
    ("chinese new year", ["1968-01-30", "2012-01-23", "2017-01-28", "2018-02-16", "2023-01-22"]),
    ("eid al-fitr", ["2017-06-26", "2018-06-15"]),
    ("election day", ["1998-11-03", "2016-11-08", "2022-11-08"]),
    ("shrove tuesday", ["2018-02-13"]),
]


@pytest.mark.parametrize(("name", "expected"), FEASTS)
def test_feasts(name: str, expected: list[str]) -> None:
    feast = feast_names()[tuple(name.replace("-", " - ").split())]
    for text in expected:
        day = date.fromisoformat(text)
        assert day.toordinal() in feast.days(day.year), text


@given(st.integers(1, 9000))
def test_every_feast_falls_within_its_year(year: int) -> None:
    for name, feast in feast_names().items():
        assert all(abs(civil(day)[0] - year) <= 1 for day in feast.days(year)), name
