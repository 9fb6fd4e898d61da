"""The manual of the language: every example in it is read as it stands, and what it says is refused is refused."""

import re
from pathlib import Path

import pytest

from agents.rules import QueryError, RuleSet, parse_query, parse_rules

MANUAL = (Path(__file__).parents[3] / "docs" / "rules.md").read_text()
READ, _, REST = MANUAL.partition("## What is refused")
REFUSED, _, FILE = REST.partition("## A rule")
_ROW = re.compile(r"^\| `([^`]+)` \|", re.MULTILINE)


@pytest.mark.parametrize("query", _ROW.findall(READ))
def test_what_the_manual_shows_is_a_rule(query: str) -> None:
    """It parses, and can stand alone."""
    assert parse_query(query)


@pytest.mark.parametrize("query", _ROW.findall(REFUSED))
def test_what_the_manual_says_is_refused_is_refused(query: str) -> None:
    """With a column and a reason."""
    with pytest.raises(QueryError):
        parse_query(query)


def test_the_rule_in_the_manual_loads() -> None:
    """As a file."""
    (text,) = re.findall(r"```yaml\n(.*?)```", FILE, re.DOTALL)
    loaded = parse_rules(text, "yaml")
    assert loaded.errors == ()
    assert isinstance(RuleSet.build(loaded.rules), RuleSet)
