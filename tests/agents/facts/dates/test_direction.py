"""Which Friday, which March: from verbs, prepositions and the words around."""

import pytest

from agents.facts.dates import find_dates

REPORT = "2017-12-28"  # a Thursday

CASES: list[tuple[str, str]] = [
    # sentence, value of its only expression
    ("He spoke on Wednesday.", "2017-12-27"),
    ("He said Thursday that it was over.", "2017-12-28"),
    ("They will meet on Monday.", "2018-01-01"),
    ("They are to be tried on Tuesday.", "2018-01-02"),
    ("The report, due out Friday, is long.", "2017-12-29"),
    ("It is expected to be signed on Saturday.", "2017-12-30"),
    ("It could come as early as Tuesday.", "2018-01-02"),
    ("The deadline was moved until Sunday.", "2017-12-31"),
    ("They would appeal Wednesday's ruling.", "2017-12-27"),
    ("On Friday, the army closed the road.", "2017-12-22"),
    ("The men were released Saturday.", "2017-12-23"),
    ("The men will be released Saturday.", "2017-12-30"),
    ("It fell in November and rose.", "2017-11"),
    ("The vote will be held in March.", "2018-03"),
    ("It opened in March.", "2017-03"),
    ("The truce runs through January.", "2018-01"),
    ("It began on December 19.", "2017-12-19"),
    ("The vote is due on January 5.", "2018-01-05"),
    ("He died in the summer.", "2017-SU"),
    # a sentence does not end at an initial or an abbreviation
    ("He is to be tried by U.S. District Judge John A. Smith on Friday.", "2017-12-29"),
    ("Sentencing is set for January 12.", "2018-01-12"),
    ("It said that on Sunday it will open.", "2017-12-31"),
    ("Beginning Monday, shops close early.", "2018-01-01"),
    ("The rail strike will fail, officials predicted Wednesday.", "2017-12-27"),
    ("He plans for Saturday.", "2017-12-30"),
    ("Until Sunday, nobody had called.", "2017-12-24"),
    ("last Thursday", "2017-12-21"),
    ("next Thursday", "2018-01-04"),
    ("last December", "2016-12"),
]


@pytest.mark.parametrize(("sentence", "value"), CASES)
def test_direction(sentence: str, value: str) -> None:
    assert [x.value for x in find_dates(sentence, REPORT).dates] == [value]
