"""The same query finds in the archive what it would alert on live: random queries over random articles."""

from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import HealthCheck, event, example, given, settings
from hypothesis import strategies as st

from agents.rules.evaluate import is_true
from agents.rules.parser import parse_tree
from agents.rules.reading import Reading
from agents.search.translate import translate
from schemas.article import Article
from schemas.enriched import Enriched, Entity, Place
from streams.archive import Archive, Search
from tests.agents.rules.strategies import articles, close_articles, close_queries, queries
from tests.streams.archive.articles import filed, numbered

NOW = datetime(2017, 12, 28, 12, tzinfo=UTC)

NOWHERE = Enriched("x", Article("x", "afp", "1", body=("",)), (Entity(0, 0, "LOC", "Syria", place=Place("SY")),))
"""A name that touches no word: it is there, and cannot be counted."""


def check(asked: list[str], found: list[Enriched]) -> None:
    with TemporaryDirectory() as folder, Archive.open(Path(folder) / "archive.db") as archive:
        archive.deadline = 60  # the machine may be busy
        records = numbered(found)
        archive.file(filed(records), {})
        for query in asked:
            tree = parse_tree(query)
            live = [record.id for record in reversed(records) if is_true(tree, Reading(record, NOW))]
            search = Search(query)
            page = archive.search(search, limit=50)
            assert [hit.filed.record.id for hit in page.hits] == live, query
            count = archive.count(search)
            assert (count.number, count.exact) == (len(live), True), query
            assert archive.facets(search, ["outcome"]) == {"outcome": [("archive", len(live))] * bool(live)}
            event(f"index alone: {translate(tree).exact}, found some: {bool(live)}")


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@example(["(NOT source:ap) AND (kill* OR atleast1 country:SY)"], [NOWHERE])
@given(st.lists(queries(), min_size=8, max_size=8), st.lists(articles(), min_size=1, max_size=6))
def test_a_search_finds_what_a_rule_would(asked: list[str], found: list[Enriched]) -> None:
    check(asked, found)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(close_queries(), min_size=8, max_size=8), st.lists(close_articles(), min_size=1, max_size=6))
def test_so_with_proximities_and_counts(asked: list[str], found: list[Enriched]) -> None:
    check(asked, found)
