"""The archive by figures: filed a second, newest first with snippets, counts and facets, sizes; SQLite beside tantivy.

    python -m tests.bench.archive --articles 100000
    python -m tests.bench.archive --articles 1000000 --keep archive.db
    python -m tests.bench.archive --keep archive.db

Articles are made: words as frequent as in the seeds and, where it is there, the shared corpus beside the project; names
and dates as in the seeds. tantivy does the same base operations on the same texts, with the record stored beside them.
"""

import argparse
import gzip
import json
import os
import random
import shutil
import statistics
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from itertools import accumulate, islice
from pathlib import Path
from typing import Any, NamedTuple

import msgspec
from msgspec.structs import replace

from agents.rules.words import folded_words, raw_words
from schemas.article import Article
from schemas.enriched import Entity, Place, Timex
from schemas.filed import Filed
from schemas.routed import Match, Routed, Verdict
from streams.archive import Archive, Search

ROOT = Path(__file__).parents[2]
SHARED = ROOT.parent / "shared" / "data" / "archive" / "doj-press-releases.jsonl.gz"
BATCH = 4000
WORDS = 435
REPEATS = 3
POOL = 20_000


def texts() -> Iterator[str]:
    yield from (path.read_text("utf-8", "replace") for path in sorted((ROOT / "seeds").glob("*.txt")))
    if SHARED.exists():
        with gzip.open(SHARED, "rt") as lines:
            yield from (json.loads(line)["body"] for line in lines)


class Maker:
    """Makes articles; the same seed makes the same."""

    def __init__(self, seed: int = 1) -> None:
        self.dice = random.Random(seed)
        counted: Counter[str] = Counter()
        for text in texts():
            counted.update(raw_words(text))
        self.words = [word for word, _ in counted.most_common()]
        self.weights = list(accumulate(count for _, count in counted.most_common()))
        capitals = [word for word in self.words if word[0].isupper() and len(word) > 3][:20_000]
        self.names = [f"{capitals[n]} {capitals[(n * 7 + 3) % len(capitals)]}" for n in range(len(capitals))]
        self.name_weights = list(accumulate(1 / (n + 5) for n in range(len(self.names))))
        self.countries = (
            "US",
            "SY",
            "IQ",
            "RU",
            "CN",
            "DE",
            "FR",
            "GB",
            "TR",
            "IR",
            "IL",
            "UA",
            "IN",
            "PK",
            "EG",
            "LY",
        )

    def records(self, count: int) -> Iterator[Filed]:
        """Texts come round again after 20,000 articles; ids, sources, times and outcomes do not."""
        pool: list[Routed] = []
        for number in range(count):
            if number < POOL:
                pool.append(self.routed(number))
            record = pool[number % POOL] if number < POOL else self.again(pool[number % POOL], number)
            yield Filed(record, "wire.archive", number % 4, number // 4, filed=number * 100, entered=1)

    def again(self, record: Routed, number: int) -> Routed:
        facts = self.facts(number)
        article = replace(record.article, **facts)
        return replace(record, id=article.id, article=article, verdict=self.verdict(number))

    def facts(self, number: int) -> dict[str, Any]:
        source, day = f"source{number % 40}", day_of(number)
        return {
            "id": f"{source}/{number}/1",
            "provider": source,
            "story": str(number),
            "sent": f"{day}T{number % 24:02}:00:00Z",
            "received": f"{day}T23:59:00Z",
            "urgency": number % 8 + 1,
        }

    def verdict(self, number: int) -> Verdict:
        alert, now = number % 20 == 0, f"{day_of(number)}T23:59:00Z"
        if alert:
            return Verdict("alert", now, "v1", (Match(f"rule-{number % 300}"),))
        return Verdict("archive", now, "v1", (), "no-rule-matched")

    def routed(self, number: int) -> Routed:
        dice = self.dice
        words = dice.choices(self.words, cum_weights=self.weights, k=dice.randrange(WORDS // 2, WORDS * 3 // 2))
        parts, at = [], 10
        while at < len(words):
            size = dice.randrange(30, 60)
            parts.append(". ".join(" ".join(words[start : start + 15]) for start in range(at, at + size, 15)) + ".")
            at += size
        article = Article(
            **self.facts(number),
            headline=" ".join(words[:10]),
            body=tuple(parts),
            slug=f"{words[0]}-{words[1]}",
            byline="By a staff writer",
        )
        entities = tuple(
            Entity(40 * n, 40 * n + 12, ("PERSON", "ORG", "LOC")[n % 3], name, name, self._place(n), 0.97, "model")
            for n, name in enumerate(dice.choices(self.names, cum_weights=self.name_weights, k=20))
        )
        day = day_of(number)
        dates = tuple(
            Timex(900 + n, 910 + n, "Wednesday", "DATE", day, earliest=f"{day}T00:00:00Z", latest=f"{day}T23:59:59Z")
            for n in range(4)
        )
        print_of = tuple(dice.getrandbits(52) for _ in range(40))
        return Routed(article.id, article, entities, dates, "en", fingerprint=print_of, verdict=self.verdict(number))

    def _place(self, n: int) -> Place | None:
        return Place(self.dice.choice(self.countries)) if n % 3 == 2 else None

    def searches(self) -> list[Search]:
        """What desks ask for: words of every frequency, alone and together, and filters."""
        by_rank = [word for word in self.words if word.isascii() and word.isalpha() and len(word) > 3]
        few = [by_rank[rank] for rank in (20, 60, 150, 400, 1000, 2500, 6000, 12_000) if rank < len(by_rank)]
        a, b, c, d, e, f, *_ = few
        queries = [
            *few, f"{a} AND {c}", f"{b} AND {d} AND {e}", f"({d} OR {e} OR {f}) AND {a}", f"{b} AND NOT {c}",
            f'"{a} {b}"', f"{a} w/5 {c}", f"({d} OR {e}) w/10 {b}", f"{c} pre/8 {a}", f"{d[:4]}*", f"{e[:3]}*",
            f"{e[:5]}* w/6 {a}", f"headline:{c}", f"headline:({d} OR {e})", f"={a} AND {d}", f"atleast3 {c}",
            f"lead:{d}", f"{a} same {e}", "country:SY", f"country:SY AND {d}", "urgency:<=2", f"urgency:1 AND {b}",
            f"words:>300 AND {e}", f"NOT {a}",
        ]  # fmt: skip
        name = self.names[30]
        filters = [
            Search(), Search(source="source7"), Search(outcome="alert"), Search(rule="rule-60"), Search(entity=name),
            Search(country="SY", since="2016-03-01", until="2016-03-31"), Search(b, since="2017-01-01T10:00:00Z"),
            Search(c, source="source7", outcome="alert"), Search(spoken_of=("2015-05-01", "2015-05-31")),
            Search(d, entity=name),
        ]  # fmt: skip
        return [*map(Search, queries), *filters]


def day_of(number: int) -> str:
    return f"{2010 + number % 8}-{number // 8 % 12 + 1:02}-{number // 96 % 28 + 1:02}"


class Took(NamedTuple):
    """Milliseconds: of the CPU, which a busy machine stretches less, and by the clock."""

    cpu: float
    wall: float


def timed(what: Callable[[], object]) -> Took:
    wall, cpu = time.perf_counter(), time.process_time()
    what()
    return Took((time.process_time() - cpu) * 1000, (time.perf_counter() - wall) * 1000)


def measure(name: str, calls: Sequence[tuple[str, Callable[[], object]]], slowest: int = 3) -> None:
    """The best of some repetitions of each call, after one that warms up; then the median and p95 of the calls."""
    for _, call in calls:
        call()
    took = sorted((min(timed(call) for _ in range(REPEATS)), label) for label, call in calls)
    (cpu, cpu95), (wall, wall95) = (middle_and_p95([each[0][n] for each in took]) for n in (0, 1))
    worst = ", ".join(f"{label} {each.cpu:.0f}" for each, label in took[-slowest:])
    print(
        f"  {name}: CPU p50 {cpu:.1f} ms, p95 {cpu95:.1f} ms; clock p50 {wall:.1f} ms, p95 {wall95:.1f} ms;"
        f" slowest: {worst}",
        flush=True,
    )


def middle_and_p95(figures: list[float]) -> tuple[float, float]:
    return statistics.median(figures), statistics.quantiles(figures, n=20, method="inclusive")[-1]


def size_of(folder: Path) -> float:
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file()) / 1e9


def batches(count: int, maker: Maker) -> Iterator[list[Filed]]:
    records = maker.records(count)
    while batch := list(islice(records, BATCH)):
        yield batch


class Filled(NamedTuple):
    """How many were filed, the seconds and CPU seconds that it took, and how many a second at the end."""

    articles: int
    seconds: float
    cpu: float
    at_the_end: float

    def tell(self, name: str, folder: Path) -> None:
        print(
            f"{name}, {self.articles:,} articles: filed {self.articles / self.seconds:,.0f}/s ({self.at_the_end:,.0f}/s"
            f" in the last tenth), {self.cpu / self.articles * 1e6:,.0f} us of CPU each,"
            f" {size_of(folder):.2f} GB; load of the machine {os.getloadavg()[1]:.1f} on {os.cpu_count()} cores",
            flush=True,
        )


def fill(count: int, maker: Maker, put: Callable[[list[Filed]], object], minutes: float) -> Filled:
    """File so many, or as many as time allows."""
    begin, took = time.monotonic(), []
    cpu = 0.0
    for batch in batches(count, maker):
        one = timed(lambda some=batch: put(some))  # type: ignore[misc]  # a default binds the loop variable
        took.append(one.wall / 1000)
        cpu += one.cpu / 1000
        if time.monotonic() - begin > minutes * 60:
            break
    tenth = took[len(took) * 9 // 10 :]
    return Filled(len(took) * BATCH, sum(took), cpu, len(tenth) * BATCH / sum(tenth))


def bench_sqlite(count: int, folder: Path, minutes: float) -> None:
    maker = Maker()
    path = folder / "archive.db"
    with Archive.open(path) as archive:
        filled = fill(count, maker, lambda batch: archive.file(batch, {}), minutes)
        archive.settle()
        filled.tell("SQLite FTS5", folder)
    ask_sqlite(path, maker)
    with Archive.open(path) as archive:
        one = replace(next(iter(archive.everything())), offset=10**9)
        took = [timed(lambda n=n: archive.file([replace(one, offset=10**9 + n)], {})) for n in range(50)]  # type: ignore[misc]
        print(f"  one article filed alone: CPU p50 {statistics.median(each.cpu for each in took):.1f} ms")


def ask_sqlite(path: Path, maker: Maker) -> None:
    """The same questions to any archive that a Maker's articles were filed into."""
    with Archive.open(path, read_only=True) as archive:
        print(f"{path.name}: {archive.rows():,} articles, {path.stat().st_size / 1e9:.2f} GB")
        archive.deadline = 60
        searches = [(label(each), each) for each in maker.searches()]
        measure("newest 20 with snippets", [(name, lambda s=s: archive.search(s)) for name, s in searches])  # type: ignore[misc]
        measure("counts", [(name, lambda s=s: archive.count(s)) for name, s in searches])  # type: ignore[misc]
        measure("counts, facets, timeline", [(name, lambda s=s: archive.counts(s)) for name, s in searches])  # type: ignore[misc]
        exact = sum(archive.count(each).exact for _, each in searches)
        print(f"  counts that are exact: {exact} of {len(searches)}")


def label(search: Search) -> str:
    return search.query or json.dumps(msgspec.to_builtins(search))


def bench_tantivy(count: int, folder: Path, minutes: float) -> None:
    import tantivy

    builder = tantivy.SchemaBuilder()
    for field in ("headline", "body", "names"):
        builder.add_text_field(field, stored=field == "body")
    for field in ("source", "country", "outcome"):
        builder.add_text_field(field, tokenizer_name="raw", fast=True)
    builder.add_integer_field("row", indexed=True, fast=True, stored=True)
    builder.add_bytes_field("record", stored=True)
    index = tantivy.Index(builder.build(), path=str(folder))
    writer, maker, number = index.writer(256_000_000, 1), Maker(), 0

    def put(batch: list[Filed]) -> None:
        nonlocal number
        for each in batch:
            record, number = each.record, number + 1
            writer.add_document(
                tantivy.Document(
                    headline=record.article.headline, body=" ".join(record.article.body), row=number,
                    names=" ".join(entity.text for entity in record.entities), source=record.article.provider,
                    country=[each.place.country for each in record.entities if each.place], record=_encode(each),
                    outcome=record.verdict.outcome,
                )
            )  # fmt: skip
        writer.commit()

    filled = fill(count, maker, put, minutes)
    writer.wait_merging_threads()
    filled.tell("tantivy", folder)
    index.reload()
    searcher = index.searcher()

    def ask(query: Any) -> Any:
        return searcher.search(query, 20, order_by_field="row")

    def snippets(query: Any) -> None:
        generator = tantivy.SnippetGenerator.create(searcher, query, index.schema, "body")
        for _, address in ask(query).hits:
            document = searcher.doc(address)
            generator.snippet_from_doc(document)
            _decode(bytes(document["record"][0]))

    made = [(each.query, _query(index, each.query)) for each in maker.searches() if each.query and _plain(each.query)]
    measure("newest 20 with snippets", [(str(name), lambda q=q: snippets(q)) for name, q in made])  # type: ignore[misc]
    measure("counts", [(str(name), lambda q=q: searcher.search(q, 1, count=True)) for name, q in made])  # type: ignore[misc]
    facets = {name: {"terms": {"field": name, "size": 20}} for name in ("source", "country", "outcome")}
    measure("counts and three facets", [(str(name), lambda q=q: searcher.aggregate(q, facets)) for name, q in made])  # type: ignore[misc]


_encode = msgspec.json.Encoder().encode
_decode = msgspec.json.Decoder(Filed).decode


def _plain(query: str) -> bool:
    """Words, phrases, AND, OR and NOT: what both languages know."""
    return not any(mark in query for mark in ("/", "*", ":", "=", "atleast", "same")) and not query.startswith("NOT")


def _query(index: Any, query: str) -> Any:
    assert folded_words(query)
    return index.parse_query(query, ["headline", "body"])


ENGINES = {"sqlite": bench_sqlite, "tantivy": bench_tantivy}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--articles", type=int, default=20_000)
    parser.add_argument("--engine", choices=sorted(ENGINES), action="append")
    parser.add_argument("--minutes", type=float, default=600, help="file no longer than this")
    parser.add_argument("--folder", type=Path, help="where to put the files, which are removed afterwards")
    parser.add_argument("--keep", type=Path, help="an archive of SQLite that stays: asked as it is, or made first")
    options = parser.parse_args()
    if options.keep:
        maker = Maker()
        if not options.keep.exists():
            with Archive.open(options.keep) as archive:
                filled = fill(options.articles, maker, lambda batch: archive.file(batch, {}), options.minutes)
                archive.settle()
                filled.tell("SQLite FTS5", options.keep.parent)
        ask_sqlite(options.keep, maker)
        return
    for engine in options.engine or sorted(ENGINES):
        folder = Path(tempfile.mkdtemp(dir=options.folder, prefix=f"archive-{engine}-"))
        try:
            ENGINES[engine](options.articles, folder, options.minutes)
        finally:
            shutil.rmtree(folder)


if __name__ == "__main__":
    main()
