"""What wires write, in phrases of our own: each with what is read, several expressions parted by a semicolon."""

from pathlib import Path

import pytest

from agents.facts.dates import find_dates

REPORT = "2012-06-14T09:30"  # a Thursday

_LINES = Path(__file__).with_name("wire_phrases.tsv").read_text(encoding="utf-8").splitlines()
CASES = [tuple(line.split("\t")) for line in _LINES if not line.startswith("#")]


@pytest.mark.parametrize(("phrase", "expected"), CASES, ids=[phrase for phrase, _ in CASES])
def test_reads(phrase: str, expected: str) -> None:
    found = [x for x in find_dates(phrase, REPORT).dates if x.role != "whole"]
    assert "; ".join(f"{x.text} | {x.value}" + (f" {x.mod}" if x.mod else "") for x in found) == expected
