"""The store: filed once, found by each filter, in pages that do not drift, kept to its limits."""

import os
import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest
from msgspec.structs import replace

from schemas.article import Subject
from schemas.enriched import Enriched, Entity, Place, Timex
from schemas.filed import Filed
from schemas.routed import Routed
from streams.archive import Archive, Count, Search
from streams.archive.retention import Retention
from streams.problem import Problem
from streams.settings import Settings
from tests.streams.archive.articles import filed, plain, routed


@pytest.fixture
def archive(tmp_path: Path) -> Iterator[Archive]:
    with Archive.open(tmp_path / "archive.db") as opened:
        opened.deadline = 60  # the machine may be busy
        yield opened


def found(archive: Archive, search: Search) -> list[str]:
    return [hit.filed.record.article.story for hit in archive.search(search, limit=100).hits]


def dated(enriched: Enriched, value: str, earliest: str, latest: str) -> Enriched:
    return replace(enriched, dates=(Timex(0, 1, "A", "DATE", value, earliest=earliest, latest=latest),))


def naming(enriched: Enriched, *entities: Entity) -> Enriched:
    return replace(enriched, entities=entities)


ARTICLES = (
    routed(plain(1, "A bomb in Mosul killed nine.", sent="2017-12-26T23:30:00Z")),
    routed(naming(plain(2, "Talks in Geneva."), Entity(9, 15, "LOC", "Geneva", "Geneva", Place("CH"))), "talks"),
    routed(naming(plain(3, "ISIS claims it.", provider="AFP News"), Entity(0, 4, "ORG", "ISIS", "Islamic State"))),
    routed(dated(plain(4, "It ends on 5 January."), "2018-01-05", "2018-01-05T00:00:00Z", "2018-01-06T00:00:00Z")),
    routed(plain(5, "A word.", urgency=1, kind="correction", replay="r1", subjects=(Subject("war", "medtop:16"),))),
    routed(plain(6, "Another word.", sent="2017-12-28T11:00:00Z"), reason="withheld"),
)


@pytest.mark.parametrize(
    ("search", "stories"),
    [
        (Search(), "64321"),
        (Search(replay="any"), "654321"),
        (Search(replay="r1"), "5"),
        (Search(replay="r2"), ""),
        (Search("mosul"), "1"),
        (Search("word*"), "6"),
        (Search("word", replay="any"), "65"),
        (Search("NOT word"), "4321"),
        (Search("urgency:<=2", replay="any"), "5"),
        (Search("subject:war", replay="any"), "5"),
        (Search("age:<6h"), "6432"),
        (Search("age:<90m"), "6"),
        (Search("mentions:future"), "4"),
        (Search("bomb w/3 mosul AND NOT raqqa"), "1"),
        (Search(source="ap"), "6421"),
        (Search(source="AFP news"), "3"),
        (Search(entity="Islamic State"), "3"),
        (Search(entity="isis"), "3"),
        (Search(entity="islamic"), ""),
        (Search(country="CH"), "2"),
        (Search(rule="talks"), "2"),
        (Search(outcome="alert"), "2"),
        (Search(since="2017-12-27"), "6432"),
        (Search(since="2017-12-28T10:30:00Z"), "6"),
        (Search(until="2017-12-26"), "1"),
        (Search(until="2017-12-26T23:00:00Z"), ""),
        (Search(since="2017", until="2017"), "64321"),
        (Search(since="2018"), ""),
        (Search(since="2017-12-28", until="2017-12-27"), ""),
        (Search(spoken_of=("2018-01-05", "2018-01-05")), "4"),
        (Search(spoken_of=("2018-01-01", "2018-01-31")), "4"),
        (Search(spoken_of=("2017-12-30", "2018-01-06")), "4"),
        (Search(spoken_of=("2018-01-06", None)), ""),
        (Search(spoken_of=(None, "2018-01-05")), "4"),
        (Search("geneva", rule="talks", since="2017-12-28"), "2"),
    ],
)
def test_each_filter_finds_its_articles(archive: Archive, search: Search, stories: str) -> None:
    archive.file(filed(ARTICLES), {})
    assert found(archive, search) == list(stories)
    assert archive.count(search) == Count(len(stories))


def test_a_place_is_filed_once(archive: Archive) -> None:
    records = filed(ARTICLES)
    assert archive.file(records, {("wire.archive", 0): 6}) == 6
    assert archive.file(records, {("wire.archive", 0): 3}) == 0
    assert archive.offsets() == {("wire.archive", 0): 6}
    assert archive.state().articles == 6


def test_rows_and_offsets_are_one_transaction(archive: Archive) -> None:
    class Broken(Exception):
        pass

    def failing() -> Iterator[Filed]:
        yield from filed(ARTICLES[:3])
        raise Broken

    with pytest.raises(Broken):
        archive.file(failing(), {("wire.archive", 0): 3})  # type: ignore[arg-type]  # an iterator, so as to fail within
    assert (archive.rows(), archive.offsets()) == (0, {})
    assert archive.file(filed(ARTICLES), {}) == 6
    assert archive.facets(Search(), ["country"]) == {"country": [("CH", 1)]}


def test_a_topic_made_again_is_filed_beside_the_old_one(archive: Archive) -> None:
    old = filed([routed(plain(1))])
    new = [Filed(routed(plain(2)), old[0].topic, 0, old[0].offset, filed=7)]
    assert archive.file(old, {("wire.archive", 0): 1}) == 1
    assert archive.file([*new, *old], {}) == 1
    archive.begin_epoch([("wire.archive", 0)])
    assert archive.offsets() == {("wire.archive", 0): 0}
    assert archive.file([*new, *old], {("wire.archive", 0): 1}) == 1, "the new one is known, the old one's place is new"


def test_pages_do_not_drift_while_rows_are_added(archive: Archive) -> None:
    records = filed(routed(plain(number, f"War {number}")) for number in range(60))
    archive.file(records[:40], {})
    seen: list[str] = []
    after, added = None, 40
    while True:
        page = archive.search(Search("war AND NOT 13"), limit=7, after=after)
        seen += [hit.filed.record.article.story for hit in page.hits]
        archive.file(records[added : added + 3], {})
        added += 3
        if page.next is None:
            break
        after = page.next
    assert seen == [str(number) for number in reversed(range(40)) if number != 13]


def test_a_full_last_page_has_no_next(archive: Archive) -> None:
    archive.file(filed(routed(plain(number)) for number in range(4)), {})
    page = archive.search(Search("mosul"), limit=4)
    assert (len(page.hits), page.next) == (4, None)


def test_one_article_a_story_and_its_versions(archive: Archive) -> None:
    versions = [plain("a", f"Version {number}", version=str(number)) for number in (1, 2)]
    replayed = plain("a", "In a replay", version="2", replay="r")
    archive.file(filed(map(routed, (*versions, replayed, plain("b")))), {})
    got = archive.get("ap/a/2")
    assert got is not None
    assert got.record.article.body == ("Version 2",), "the live wire goes before a replay"
    again = archive.get("ap/a/2", "r")
    assert again is not None
    assert again.record.article.body == ("In a replay",)
    assert archive.get("ap/a/3") is None
    assert [each.record.article.version for each in archive.story("ap/a")] == ["1", "2"]
    assert [each.record.article.body for each in archive.story("ap/a", "r")] == [("In a replay",)]


def withdrawal(number: int) -> Routed:
    record = routed(plain(number, "Withdrawn.", kind="kill", version="2"))
    return replace(record, verdict=replace(record.verdict, outcome="alert", reason=None, withdraws=("talks",)))


def test_a_withdrawn_story_is_shown_as_such_until_it_is_taken_up_again(archive: Archive) -> None:
    archive.file(filed([routed(plain(1), "talks"), routed(plain(2), "talks")]), {})
    archive.file(filed([withdrawal(1)], first=2), {})
    shown = {hit.filed.record.id: hit.withdrawn for hit in archive.search(Search()).hits}
    assert shown == {"ap/1/2": True, "ap/2/1": False, "ap/1/1": True}
    assert found(archive, Search(rule="talks")) == ["1", "2", "1"], "the rule heard of the withdrawal, too"
    archive.file(filed([routed(plain(1, version="1"), reason="repeat")], first=3), {})
    assert archive.search(Search()).hits[0].withdrawn
    archive.file(filed([routed(plain(1, version="3"))], first=4), {})
    assert not any(hit.withdrawn for hit in archive.search(Search()).hits)


def test_snippets_show_what_was_asked_for(archive: Archive) -> None:
    text = (
        "Nothing here is of interest. " * 30 + "Then a car bomb exploded in Mosul, and more followed. " + "End. " * 60
    )
    archive.file(filed([routed(plain(1, text, headline="A headline"))]), {})
    (hit,) = archive.search(Search('"car bomb" w/5 mosul')).hits
    assert [hit.snippet[start:end] for start, end in hit.marks] == ["car bomb", "Mosul"]
    assert len(hit.snippet) <= 240
    assert hit.snippet.startswith("…")
    (hit,) = archive.search(Search("headline")).hits
    assert [hit.snippet[start:end] for start, end in hit.marks] == ["headline"]
    (hit,) = archive.search(Search()).hits
    assert (hit.marks, hit.snippet[:12]) == ((), "Nothing here")


def test_alerts_since_offsets_come_oldest_first(archive: Archive) -> None:
    records = [*filed((routed(plain(n), "r") for n in range(5)), 0), *filed((routed(plain(9), "r"),), 1)]
    archive.file([*records, *filed([routed(plain(7))])], {("wire.alerts", 0): 5, ("wire.alerts", 1): 1})
    stories = [hit.filed.record.article.story for hit in archive.alerts(limit=3).hits]
    assert stories == ["9", "4", "3"]
    page = archive.alerts(limit=2, newer_than={0: 2, 1: 0})
    assert [hit.filed.record.article.story for hit in page.hits] == ["2", "3"]
    rest = archive.alerts(limit=2, newer_than={0: 2, 1: 0}, after=page.next)
    assert [hit.filed.record.article.story for hit in rest.hits] == ["4", "9"]
    assert rest.next is None


def test_counts_by_value_and_over_time(archive: Archive) -> None:
    archive.file(filed(ARTICLES), {})
    counts = archive.counts(Search(replay="any"), ("source", "entity", "outcome", "reason", "replay"), top=1)
    assert counts.count == Count(6)
    assert counts.facets == {
        "source": [("ap", 5)],
        "entity": [("Geneva", 1)],
        "outcome": [("archive", 5)],
        "reason": [("no-rule-matched", 4)],
        "replay": [("r1", 1)],
    }
    assert (counts.over, counts.whole) == (6, True)
    assert archive.timeline(Search(), "day") == [("2017-12-26", 1), ("2017-12-28", 4)]
    assert archive.timeline(Search(), "month") == [("2017-12", 5)]
    assert archive.timeline(Search("mosul"), "hour") == [("2017-12-26T23:00Z", 1)]


def test_a_count_that_takes_too_long_is_an_estimate_and_says_so(
    archive: Archive, monkeypatch: pytest.MonkeyPatch
) -> None:
    archive.file(filed(routed(plain(n, "War and peace" if n % 2 else "Peace, War")) for n in range(40)), {})
    search = Search("war pre/2 peace")
    assert archive.count(search) == Count(20)
    monkeypatch.setattr("streams.archive.tally.LOOKED_AT", 10)
    count = archive.count(search)
    assert not count.exact
    assert 0 < count.least <= count.number <= 40
    counts = archive.counts(search, ["source"])
    assert (counts.over, counts.whole) == (count.least, False)
    assert counts.facets == {"source": [("ap", count.number)]}


def test_facets_of_many_are_estimated_from_a_sample_of_all_times(
    archive: Archive, monkeypatch: pytest.MonkeyPatch
) -> None:
    days = (plain(n, sent=f"2017-{n % 4 + 1:02}-01", provider="ap" if n % 5 else "afp") for n in range(400))
    archive.file(filed(map(routed, days)), {})
    monkeypatch.setattr("streams.archive.tally.MOST", 100)
    counts = archive.counts(Search(), ["source"], bucket="month")
    assert (counts.count, counts.whole) == (Count(400), False)
    assert 50 < counts.over < 200
    assert [month for month, _ in counts.timeline] == ["2017-01", "2017-02", "2017-03", "2017-04"]
    assert abs(sum(number for _, number in counts.timeline) - 400) <= 4
    assert [source for source, _ in counts.facets["source"]] == ["ap", "afp"]


@pytest.mark.parametrize(
    ("search", "said"),
    [
        (Search("mosul raqqa"), "line 1, column 7: AND, OR or a proximity is expected"),
        (Search(since="yesterday"), "since: yesterday is no date"),
        (Search(spoken_of=("2017-13-01", None)), "spoken_of: 2017-13-01 is no date"),
    ],
)
def test_what_does_not_read_is_said_so(archive: Archive, search: Search, said: str) -> None:
    with pytest.raises(Problem, match=said):
        archive.search(search)


def test_a_cursor_of_somebody_elses_is_refused(archive: Archive) -> None:
    with pytest.raises(Problem, match="is no position"):
        archive.search(Search(), after="x")


def test_a_question_has_a_time_limit(archive: Archive) -> None:
    archive.file(filed(routed(plain(n, "War", urgency=n % 9)) for n in range(3000)), {})
    archive.deadline = -1
    with pytest.raises(Problem, match="takes longer than"):
        archive.count(Search(since="2017-12-28T09:30:00Z"))


@pytest.mark.parametrize("query", [" OR ".join(f"w{n}" for n in range(2300)), f"{'(' * 49}war{' OR x)' * 49}"])
def test_long_and_deep_queries_are_answered(archive: Archive, query: str) -> None:
    archive.file(filed([routed(plain(1, "War and w2299"))]), {})
    assert found(archive, Search(query)) == ["1"]


def test_a_reader_sees_what_a_writer_files(archive: Archive) -> None:
    with Archive.open(archive.path, read_only=True) as reader:
        assert found(reader, Search()) == []
        archive.file(filed([routed(plain(1))]), {})
        assert found(reader, Search()) == ["1"]
        with pytest.raises(ValueError, match="opened to be read"):
            reader.file([], {})


def test_only_one_process_files(archive: Archive) -> None:
    with pytest.raises(Problem, match="another process writes"):
        Archive.open(archive.path)


def test_what_is_no_archive_is_refused_with_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(Problem, match=r"there is no archive .* wirewatch archive file"):
        Archive.open(tmp_path / "none.db", read_only=True)
    other = tmp_path / "other.db"
    sqlite3.connect(other).executescript("CREATE TABLE x (y); PRAGMA user_version = 3").close()
    with pytest.raises(Problem, match="is no archive of Wirewatch"):
        Archive.open(other)
    text = tmp_path / "text.db"
    text.write_text("not a database, but long enough to be taken for one " * 100)
    with pytest.raises(Problem, match="damaged or no archive"):
        Archive.open(text)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ("PRAGMA user_version = 99", "made by a newer Wirewatch"),
        ("UPDATE settings SET value = 0", "make it again: wirewatch archive rebuild"),
    ],
)
def test_another_format_is_refused(tmp_path: Path, change: str, said: str) -> None:
    path = tmp_path / "archive.db"
    Archive.open(path).close()
    connection = sqlite3.connect(path)
    connection.executescript(change).close()
    connection.close()
    with pytest.raises(Problem, match=said):
        Archive.open(path, read_only=True)


def test_a_damaged_file_is_said_to_be(tmp_path: Path) -> None:
    path = tmp_path / "archive.db"
    with Archive.open(path) as archive:
        archive.file(filed(routed(plain(n, "War " * 300)) for n in range(300)), {})
        archive.settle()
    size = path.stat().st_size
    with path.open("r+b") as file:
        file.seek(3 * 8192)
        file.write(os.urandom(size - 3 * 8192))
    with pytest.raises(Problem, match="damaged"), Archive.open(path, read_only=True) as archive:
        list(archive.everything())


def test_a_full_disk_is_said_to_be_and_takes_nothing_with_it(archive: Archive) -> None:
    archive.file(filed([routed(plain(1))]), {("wire.archive", 0): 1})
    assert archive._writer is not None
    archive._writer._db.execute("PRAGMA max_page_count = 60")
    many = filed([routed(plain(n, "War " * 2000)) for n in range(1, 400)], first=1)
    with pytest.raises(Problem, match="the disk is full"):
        archive.file(many, {("wire.archive", 0): 400})
    assert archive.offsets() == {("wire.archive", 0): 1}
    archive._writer._db.execute("PRAGMA max_page_count = 100000")
    assert archive.file(many, {("wire.archive", 0): 400}) == 399


def aged(count: int) -> list[Filed]:
    text = " ".join(f"word{number} war" for number in range(150))
    return [replace(each, filed=1000 * n) for n, each in enumerate(filed(routed(plain(m, text)) for m in range(count)))]


def test_what_is_too_old_leaves_the_archive(archive: Archive) -> None:
    archive.file(aged(50), {})
    retention = Retention(Settings(archive_days=1), archive)
    assert retention.keep(86_400_000 + 20_000) == 20
    assert retention.keep(86_400_000 + 20_000) == 0
    assert found(archive, Search("war AND word7")) == [str(n) for n in reversed(range(20, 50))]
    assert archive.get("ap/3/1") is None
    assert archive.counts(Search(), ["source"]).facets == {"source": [("ap", 30)]}


def test_what_is_too_much_leaves_the_archive_and_its_space_is_given_back(archive: Archive) -> None:
    archive.file(aged(1200), {})
    full = archive.size()
    limit = full // 2
    gone = Retention(Settings(archive_gb=limit / 1e9), archive).keep(0)
    assert 0 < gone < 1200
    assert archive.size() <= limit
    assert archive.path.stat().st_size < full
    assert found(archive, Search("war AND word7"))[:2] == ["1199", "1198"]
    assert archive.get(f"ap/{gone}/1") is not None
    assert archive.get(f"ap/{gone - 1}/1") is None
