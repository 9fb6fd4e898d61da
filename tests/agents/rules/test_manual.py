"""The manual's examples: every line of its blocks does what the page says."""

import re
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
import yaml

from agents.rules import QueryError, parse_query, parse_rules
from agents.rules.backtest import read_expectations
from agents.rules.evaluate import is_true
from agents.rules.fields import FIELDS
from agents.rules.reading import Reading
from schemas.article import Subject
from schemas.enriched import Enriched, Timex
from tests.agents.rules.articles import NOW, enriched

PAGE = (Path(__file__).parents[3] / "docs" / "rules.md").read_text()
YAML = re.findall(r"^```yaml\n(.*?)^```", PAGE, re.MULTILINE | re.DOTALL)
LINES = re.findall(r"^(true|false|error) +(.+?)(?: +# (.*))?$", PAGE, re.MULTILINE)


def report() -> Enriched:
    """The report that the page describes."""
    said: dict[str, Any] = yaml.safe_load(YAML[0])
    text = "\n\n".join((said["headline"], *said["body"]))
    dates = []
    for each in said["dates"]:
        start, day = text.index(each["text"]), each["day"]
        bounds = {"earliest": f"{day}T00:00:00Z", "latest": f"{day + timedelta(days=1)}T00:00:00Z"}
        dates.append(Timex(start, start + len(each["text"]), each["text"], "DATE", str(day), **bounds))
    return enriched(
        said["headline"],
        *said["body"],
        entities=tuple(
            (each["label"], each["text"], each.get("name"), each.get("country")) for each in said["entities"]
        ),
        dates=tuple(dates),
        provider=said["source"],
        slug=said["slug"],
        byline=said["byline"],
        kind=said["kind"],
        urgency=said["urgency"],
        sent=said["sent"].isoformat(),
        subjects=tuple(Subject(each["name"], each["code"]) for each in said["subjects"]),
    )


@pytest.mark.parametrize(("verdict", "query", "comment"), LINES)
def test_an_example_does_what_the_page_says(verdict: str, query: str, comment: str) -> None:
    if verdict == "error":
        with pytest.raises(QueryError) as raised:
            parse_query(query)
        assert str(raised.value) == comment
    else:
        assert is_true(parse_query(query), Reading(report(), NOW)) is (verdict == "true")


def test_every_field_has_an_example() -> None:
    shown = " ".join(query for _, query, _ in LINES)
    assert [name for name in FIELDS if f"{name}:" not in shown] == []
    assert len(LINES) > 100


def test_the_examples_of_the_fields_parse() -> None:
    for field in FIELDS.values():
        assert parse_query(f"war AND {field.example}")


def test_the_files_on_the_page_load() -> None:
    assert parse_rules(YAML[1], "yaml").errors == ()
    assert len(read_expectations(yaml.safe_load(YAML[2]), ["mosul"])) == 2
