"""What hangs on other dates: anaphora, ranges and lists, narratives."""

import pytest

from agents.facts.dates import find_dates

REPORT = "2017-12-28"

TOLD: list[tuple[str, list[str]]] = [
    # text, values in order
    ("He fell on May 5, 2011. He died two days later.", ["2011-05-05", "2011-05-07"]),
    ("He fell on May 5, 2011. The day before, he sang.", ["2011-05-05", "2011-05-04"]),
    ("It rose in 2006. That year was hot.", ["2006", "2006"]),
    ("It rose in June 2006. The following month it fell.", ["2006-06", "2006-07"]),
    ("In the third quarter it earned $3 million, up from $2 million a year earlier.", ["2017-Q3", "2016-Q3"]),
    ("It was on July 25 of that year.", ["2017-07-25"]),
    ("It sank on May 5, 2011, at 10 p.m.", ["2011-05-05T22:00"]),
]

RANGES: list[tuple[str, list[tuple[str, str, str | None]]]] = [
    # text, (text, value, role) of each record
    ("December 23–27", [("December 23", "2017-12-23", "begin"), ("27", "2017-12-27", "end"),
                        ("December 23–27", "P5D", "whole")]),
    ("from March to May 2011", [("March", "2011-03", "begin"), ("May 2011", "2011-05", "end"),
                                ("March to May 2011", "P3M", "whole")]),
    ("between 2003 and 2006", [("2003", "2003", "begin"), ("2006", "2006", "end"), ("2003 and 2006", "P4Y", "whole")]),
    ("in 1958-63", [("1958", "1958", "begin"), ("63", "1963", "end"), ("1958-63", "P6Y", "whole")]),
    ("499 to 493 BC", [("499", "BC0499", "begin"), ("493 BC", "BC0493", "end"), ("499 to 493 BC", "P7Y", "whole")]),
    ("from November to February 1991", [("November", "1990-11", "begin"), ("February 1991", "1991-02", "end"),
                                        ("November to February 1991", "P4M", "whole")]),
    ("from Dec. 29 to Jan. 3", [("Dec. 29", "2017-12-29", "begin"), ("Jan. 3", "2018-01-03", "end"),
                                ("Dec. 29 to Jan. 3", "P6D", "whole")]),
    ("on 3-4 May 1904", [("3", "1904-05-03", "begin"), ("4 May 1904", "1904-05-04", "end"),
                         ("3-4 May 1904", "P2D", "whole")]),
    # lists are no ranges
    ("They struck on April 24 and 25.", [("April 24", "2017-04-24", None), ("25", "2017-04-25", None)]),
    ("on Oct. 28 and Oct. 26, 2016", [("Oct. 28", "2016-10-28", None), ("Oct. 26, 2016", "2016-10-26", None)]),
    ("on May 5 and 6 people came", [("May 5", "2017-05-05", None)]),
]  # fmt: skip

HISTORY = (
    "The war began in 1904. On 8 February 1904 the fleet attacked the harbour. Eight days later the army landed. "
    "In March the siege was drawn tighter. The following spring the city fell. That year the "
    "Tsar sued for peace; the treaty, planned since 1903, was signed on 5 September 1905."
)


@pytest.mark.parametrize(("text", "values"), TOLD)
def test_hangs_on_the_last_date_told(text: str, values: list[str]) -> None:
    assert [x.value for x in find_dates(text, REPORT).dates] == values


@pytest.mark.parametrize(("text", "expected"), RANGES)
def test_ranges(text: str, expected: list[tuple[str, str, str | None]]) -> None:
    assert [(x.text, x.value, x.role) for x in find_dates(text, REPORT).dates] == expected


def test_the_whole_of_a_range_runs_from_its_first_end_to_its_last() -> None:
    begin, end, whole = find_dates("from March to May 2011", REPORT).dates
    assert (whole.earliest, whole.latest) == (begin.earliest, end.latest)


def test_history_hangs_on_the_last_date_told() -> None:
    found = find_dates(HISTORY, REPORT)
    assert found.timeline == "narrative"
    assert [x.value for x in found.dates] == [
        "1904", "1904-02-08", "1904-02-16", "1904-03", "1905-SP", "1905", "1903", "1905-09-05",
    ]  # fmt: skip


def test_a_report_with_years_is_no_history() -> None:
    text = "The king, born in 1924, crowned in 1952 and ill since 1999, died on Friday, the palace said."
    found = find_dates(text, REPORT)
    assert found.timeline == "news"
    assert found.dates[-1].value == "2017-12-22"


def test_a_conversation_is_no_history() -> None:
    text = "I was born in 1950. In 1966 we left. I married in 1970; you know that. I saw it in March."
    assert find_dates(text, REPORT).timeline == "news"
