"""The date that an article speaks of, and its chronology."""

import pytest

from agents.facts.dates import chronology, find_dates

REPORT = "2017-12-28"

CASES: list[tuple[str, str, str | None]] = [
    # what it shows, text, the event's date
    (
        "the lead before the rest",
        "Ten dead\n\nA bomb killed ten on Tuesday.\n\nThe last was in 2011.",
        "2017-12-26",
    ),
    ("not the dateline's own date", "CAIRO, December 28 - A boat sank on Monday with forty aboard.", "2017-12-25"),
    ("today, where the lead says so", "Police arrested a man on Thursday.\n\nHe was last seen in 2003.", "2017-12-28"),
    ("a day rather than a year", "In 2017, on December 19, the coalition said so.", "2017-12-19"),
    ("what was rather than what will be", "He was shot on Friday. The funeral will be on Saturday.", "2017-12-22"),
    ("nothing where nothing is dated", "Nobody knows why the price of tea rose.", None),
]


@pytest.mark.parametrize(("text", "value"), [case[1:] for case in CASES], ids=[case[0] for case in CASES])
def test_event(text: str, value: str | None) -> None:
    event = find_dates(text, REPORT).event
    assert (event.value if event else None) == value
    assert event is None or 0 < event.confidence <= 1


def test_chronology_is_in_order_of_time_each_date_once() -> None:
    text = "On Tuesday he met her; on Monday he had called. Tuesday was cold. It was about 2011."
    told = chronology(find_dates(text, REPORT).dates)
    assert [(x.value, len(x.mentions)) for x in told] == [("2011", 1), ("2017-12-25", 1), ("2017-12-26", 2)]
