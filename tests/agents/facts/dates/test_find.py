"""The tagger on sentences: what is found, where, and what it is read as."""

import pytest

from agents.facts.dates import find_dates

THURSDAY = "2017-12-28"

CASES: list[tuple[str, str, list[tuple[str, str, str]]]] = [
    # report's date, sentence, [(text, type, value)]
    (THURSDAY, "He spoke on Wednesday.", [("Wednesday", "DATE", "2017-12-27")]),
    (THURSDAY, "They will meet on Monday.", [("Monday", "DATE", "2018-01-01")]),
    (THURSDAY, "They are to be tried on Tuesday.", [("Tuesday", "DATE", "2018-01-02")]),
    (THURSDAY, "A statement of December 19 said so.", [("December 19", "DATE", "2017-12-19")]),
    (THURSDAY, "The vote is due on January 5.", [("January 5", "DATE", "2018-01-05")]),
    (THURSDAY, "He was born on 4 July 1976.", [("4 July 1976", "DATE", "1976-07-04")]),
    (THURSDAY, "Signed Sept. 3, 1999, in Rome.", [("Sept. 3, 1999", "DATE", "1999-09-03")]),
    (THURSDAY, "It fell in November and rose.", [("November", "DATE", "2017-11")]),
    (THURSDAY, "Nobody came last week.", [("last week", "DATE", "2017-W51")]),
    (THURSDAY, "It ends next year.", [("next year", "DATE", "2018")]),
    (THURSDAY, "earlier this month", [("earlier this month", "DATE", "2017-12")]),
    (THURSDAY, "He left yesterday.", [("yesterday", "DATE", "2017-12-27")]),
    (THURSDAY, "two years ago", [("two years ago", "DATE", "2015")]),
    (THURSDAY, "in the last two months", [("the last two months", "DURATION", "P2M")]),
    (THURSDAY, "at 10:35 a.m. Wednesday", [("10:35 a.m. Wednesday", "TIME", "2017-12-27T10:35")]),
    (THURSDAY, "on Wednesday night", [("Wednesday night", "TIME", "2017-12-27TNI")]),
    (THURSDAY, "on June 31", [("June 31", "DATE", "XXXX-XX-XX")]),
]


@pytest.mark.parametrize(("report", "sentence", "expected"), CASES)
def test_reads(report: str, sentence: str, expected: list[tuple[str, str, str]]) -> None:
    found = find_dates(sentence, report).dates
    assert [(x.text, x.type, x.value) for x in found] == expected
    assert all(sentence[x.start : x.end] == x.text for x in found)
