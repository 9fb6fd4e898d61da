"""A reading in words."""

import re
from pathlib import Path

import pytest

from agents.facts import dates
from agents.facts.dates import explain, find_dates
from agents.facts.dates.explain import REASONS

CASES: list[tuple[str, str | None, str]] = [
    ("He said on Friday so.", "2017-12-28",
     "“Friday” is 2017-12-22: it is the weekday nearest to 2017-12-28 (a Thursday), looking back, as news does unless "
     "the sentence speaks of the future."),
    ("It will end on Friday.", "2017-12-28",
     "“Friday” is 2017-12-29: it is the weekday nearest to 2017-12-28 (a Thursday), looking ahead, since the sentence "
     "speaks of the future."),
    ("He said on Friday so.", None,
     "“Friday” is XXXX-WXX-5: it is the weekday nearest to the report's date, which is missing, as it stands; of this "
     "there is little certainty."),
    ("He died two days after the vote.", "2017-12-28",
     "“two days” is P2D: it is a length of time after an event that is told without a date, so it has no interval."),
    ("It began at 25:70.", "2017-12-28",
     "“25:70” is XXXX-XX-XXTXX:XX: no clock shows such a time, so nothing was guessed; of this there is little "
     "certainty."),
    ("in early 2016", "2017-12-28", "“early 2016” is 2016 (its beginning): the year is given."),
]  # fmt: skip


@pytest.mark.parametrize(("text", "report", "sentence"), CASES)
def test_explains(text: str, report: str | None, sentence: str) -> None:
    (found,) = find_dates(text, report).dates
    assert explain(found) == sentence


def test_every_reading_has_a_reason() -> None:
    named: set[str] = set()
    for source in (Path(dates.__file__).parent / "read").glob("*.py"):
        calls = r"(?:dated|unknown|vague|duration|repeated|Reading|away)\([^()]*?\"([a-z]+(?:-[a-z]+)*)\""
        named |= set(re.findall(calls, source.read_text("utf-8")))
    assert {"weekday", "duration", "range"} <= named
    assert named <= set(REASONS)
