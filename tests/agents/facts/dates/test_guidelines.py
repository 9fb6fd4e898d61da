"""The cases of the TIMEX3 guidelines (TimeML 1.2.1), in sentences of our own: extent, type, value, modifier."""

import pytest

from agents.facts.dates import find_dates

REPORT = "2017-11-22"  # a Wednesday

CASES: list[tuple[str, list[tuple[str, str, str, str | None]]]] = [
    # calendar dates, in every order and form
    ("The envoy left on November 22, 2017.", [("November 22, 2017", "DATE", "2017-11-22", None)]),
    ("She was born on the 4th of July, 1976.", [("the 4th of July, 1976", "DATE", "1976-07-04", None)]),
    ("He was born on 4 July 1976.", [("4 July 1976", "DATE", "1976-07-04", None)]),
    ("Signed Sept. 3, 1999, in Rome.", [("Sept. 3, 1999", "DATE", "1999-09-03", None)]),
    ("They signed it on 2017-12-05.", [("2017-12-05", "DATE", "2017-12-05", None)]),
    ("On 12/30/2017 it ended.", [("12/30/2017", "DATE", "2017-12-30", None)]),
    ("On 30.12.2017 it ended.", [("30.12.2017", "DATE", "2017-12-30", None)]),
    ("He wrote on 20150828 of it.", [("20150828", "DATE", "2015-08-28", None)]),
    ("They met in October 1999.", [("October 1999", "DATE", "1999-10", None)]),
    ("They met in the spring of 1999.", [("the spring of 1999", "DATE", "1999-SP", None)]),
    ("He retired in 1964.", [("1964", "DATE", "1964", None)]),
    ("In nineteen ninety-one he left.", [("nineteen ninety-one", "DATE", "1991", None)]),
    ("In the 1960s the town grew.", [("the 1960s", "DATE", "196", None)]),
    ("It was built in the 18th century.", [("the 18th century", "DATE", "17", None)]),
    ("Rome fell to them in 390 BC.", [("390 BC", "DATE", "BC0390", None)]),
    ("Profit fell in Q3 2018.", [("Q3 2018", "DATE", "2018-Q3", None)]),
    ("In the second quarter of fiscal 2012 it lost.", [("the second quarter of fiscal 2012", "DATE", "2012-Q2", None)]),
    ("The first half of 2018 was good.", [("The first half of 2018", "DATE", "2018-H1", None)]),
    # named days
    ("On New Year's Eve 1999 they danced.", [("New Year's Eve 1999", "DATE", "1999-12-31", None)]),
    ("On Good Friday 2016 shops shut.", [("Good Friday 2016", "DATE", "2016-03-25", None)]),
    ("He came last Christmas.", [("last Christmas", "DATE", "2016-12-25", None)]),
    ("Since 9/11 it has been shut.", [("9/11", "DATE", "2001-09-11", None)]),
    ("They marched on May Day.", [("May Day", "DATE", "2017-05-01", None)]),
    # days told from the report's
    ("He left yesterday.", [("yesterday", "DATE", "2017-11-21", None)]),
    ("He leaves the day after tomorrow.", [("the day after tomorrow", "DATE", "2017-11-24", None)]),
    ("Nobody came last week.", [("last week", "DATE", "2017-W46", None)]),
    ("It ends next year.", [("next year", "DATE", "2018", None)]),
    ("She arrived two weeks ago.", [("two weeks ago", "DATE", "2017-W45", None)]),
    ("two Fridays ago", [("two Fridays ago", "DATE", "2017-11-10", None)]),
    ("The weekend was calm.", [("The weekend", "DATE", "2017-W46-WE", None)]),
    ("In April last year it rained.", [("April last year", "DATE", "2016-04", None)]),
    ("Tuesday of next week", [("Tuesday of next week", "DATE", "2017-11-28", None)]),
    ("the year after next", [("the year after next", "DATE", "2019", None)]),
    ("The first Tuesday of November", [("The first Tuesday of November", "DATE", "2017-11-07", None)]),
    ("the week of July 4", [("the week of July 4", "DATE", "2017-W27", None)]),
    ("three weeks before Christmas", [("three weeks before Christmas", "DATE", "2017-W49", None)]),
    ("It starts a week from Monday.", [("a week from Monday", "DATE", "2017-12-04", None)]),
    # times, with zones
    ("at 9 a.m. Friday, October 1, 1999", [("9 a.m. Friday, October 1, 1999", "TIME", "1999-10-01T09:00", None)]),
    ("They sang on Friday morning.", [("Friday morning", "TIME", "2017-11-17TMO", None)]),
    ("Rain fell during the night of March 3.", [("the night of March 3", "TIME", "2017-03-03TNI", None)]),
    ("The siren went at ten o'clock last night.", [("ten o'clock last night", "TIME", "2017-11-21T22:00", None)]),
    ("It starts at 0900 GMT on Monday.", [("0900 GMT on Monday", "TIME", "2017-11-27T09:00", None)]),
    ("They leave at 4 in the morning.", [("4 in the morning", "TIME", "2017-11-22T04:00", None)]),
    ("midnight on Tuesday", [("midnight on Tuesday", "TIME", "2017-11-21T24:00", None)]),
    ("the early hours of Sunday", [("the early hours of Sunday", "TIME", "2017-11-19TMO", None)]),
    # durations
    ("They waited for two and a half hours.", [("two and a half hours", "DURATION", "PT2H30M", None)]),
    ("Half an hour passed.", [("Half an hour", "DURATION", "PT30M", None)]),
    ("It took about three years.", [("about three years", "DURATION", "P3Y", "APPROX")]),
    ("He was away for less than two hours.", [("less than two hours", "DURATION", "PT2H", "LESS_THAN")]),
    ("At least thirty days passed.", [("At least thirty days", "DURATION", "P30D", "EQUAL_OR_MORE")]),
    ("a three-day visit", [("three-day", "DURATION", "P3D", None)]),
    ("Over the last ten days it grew.", [("the last ten days", "DURATION", "P10D", None)]),
    ("It lasted several months.", [("several months", "DURATION", "PXM", None)]),
    ("It grew over the past decade.", [("the past decade", "DURATION", "P1DE", None)]),
    # sets
    ("He swims every Tuesday.", [("every Tuesday", "SET", "XXXX-WXX-2", None)]),
    ("He runs every two weeks.", [("every two weeks", "SET", "P2W", None)]),
    ("He writes each October.", [("each October", "SET", "XXXX-10", None)]),
    ("They close on Sundays.", [("Sundays", "SET", "XXXX-WXX-7", None)]),
    ("Rent is due twice a month.", [("twice a month", "SET", "P1M", None)]),
    ("It appears daily.", [("daily", "SET", "P1D", None)]),
    # parts and modifiers
    ("It rained late last week.", [("late last week", "DATE", "2017-W46", "END")]),
    ("In early 2016 they left.", [("early 2016", "DATE", "2016", "START")]),
    ("In mid-August it burned.", [("mid-August", "DATE", "2017-08", "MID")]),
    ("in the late 19th century", [("the late 19th century", "DATE", "18", "END")]),
    ("Answer no later than Friday.", [("no later than Friday", "DATE", "2017-11-24", "ON_OR_BEFORE")]),
    ("more than two years ago", [("more than two years ago", "DATE", "2015", "BEFORE")]),
    # now and then
    ("Prices are now higher.", [("now", "DATE", "PRESENT_REF", None)]),
    ("In the past it was cheap.", [("the past", "DATE", "PAST_REF", None)]),
    ("The future is open.", [("The future", "DATE", "FUTURE_REF", None)]),
    # reported, not guessed
    ("on June 31", [("June 31", "DATE", "XXXX-XX-XX", None)]),
    ("on 2882015", [("2882015", "DATE", "XXXX-XX-XX", None)]),
    ("It was on Monday, December 5, 2017.", [("Monday, December 5, 2017", "DATE", "2017-12-05", None)]),
    # false friends
    ("April Smith met June Jones.", []),
    ("He reads the Sunday Times.", []),
    ("They may march on.", []),
    ("the Seven Days War", []),
    ("The six-year-old boy slept.", []),
    ("Men in their 30s came.", []),
    ("the Long March 5 rocket", []),
]  # fmt: skip


@pytest.mark.parametrize(("sentence", "expected"), CASES, ids=[sentence for sentence, _ in CASES])
def test_reads(sentence: str, expected: list[tuple[str, str, str, str | None]]) -> None:
    found = find_dates(sentence, REPORT).dates
    assert [(x.text, x.type, x.value, x.mod) for x in found] == expected
    assert all(sentence[x.start : x.end] == x.text for x in found)
