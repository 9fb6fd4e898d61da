"""Enriched articles from files, folders, JSON lines or topics, each with the moment at which it is judged."""

import gzip
import io
import sys
from collections.abc import AsyncIterator, Iterable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import IO

import msgspec
from msgspec import Struct

from agents.text.stamps import instant
from schemas.article import Article
from schemas.enriched import Enriched
from schemas.headers import header
from streams.problem import Problem


class Case(Struct, frozen=True):
    """An article and the moment at which it came in, or would have: the `now` of every question about it."""

    enriched: Enriched
    now: datetime


class Unread(Struct, frozen=True):
    """What could not be read, and why."""

    place: str
    error: str


class _Verdict(Struct, frozen=True):
    now: str


class _Judged(Struct, frozen=True):
    verdict: _Verdict | None = None


class Short(Struct, frozen=True):
    """The short form of a line: a text with an id."""

    id: str | int
    text: str
    created: str | None = None


_decode_enriched = msgspec.json.Decoder(Enriched).decode
_decode_judged = msgspec.json.Decoder(_Judged).decode
_decode_article = msgspec.json.Decoder(Article).decode
_decode_short = msgspec.json.Decoder(Short).decode
TOPIC = "topic:"


def read_cases(source: str) -> Iterator[Case | Unread]:
    """The articles of a source, one at a time.

    A source is a file of JSON lines (as enrich, clean or the archive write them; may be gzipped), a raw wire file, a
    folder of either, `-` for standard input, or `topic:NAME`. Raises Problem where there is no such thing.
    """
    if source.startswith(TOPIC):
        yield from _topic_cases(source.removeprefix(TOPIC))
    elif source == "-":
        yield from _lines(sys.stdin.buffer, "-")
    else:
        for path in _files(Path(source)):
            yield from _file_cases(path)


def _files(path: Path) -> list[Path]:
    if not path.exists():
        raise Problem(f"there is no file or folder {path}", "give one with articles, or topic:NAME", exit_code=2)
    if path.is_file():
        return [path]
    return sorted(file for file in path.rglob("*") if file.is_file() and not file.name.startswith("."))


def _file_cases(path: Path) -> Iterator[Case | Unread]:
    try:
        with gzip.open(path) if path.suffix == ".gz" else path.open("rb") as file:
            buffered = io.BufferedReader(file)
            if buffered.peek(64).lstrip()[:1] == b"{":
                yield from _lines(buffered, str(path))
                return
            raw = buffered.read()
    except OSError as error:
        yield Unread(str(path), f"cannot be read: {error.strerror or error}")
        return

    from streams import rawfiles  # it loads the model, which JSON lines do not need

    for one in rawfiles.enriched_from(path, raw):
        yield Unread(str(path), one) if isinstance(one, str) else Case(one, moment_of(one))


def _lines(lines: Iterable[bytes] | IO[bytes], name: str) -> Iterator[Case | Unread]:
    for number, line in enumerate(lines, 1):
        if line.strip():
            yield read_line(line, f"{name}:{number}")


def read_line(line: bytes, place: str) -> Case | Unread:
    """The article of one JSON line: enriched, or as clean writes it, or `id` and `text`."""
    try:
        enriched = _decode_enriched(line)
        judged = _decode_judged(line).verdict if b'"verdict"' in line else None
    except msgspec.ValidationError as error:
        return _plain_case(line, place, str(error))
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        return Unread(place, f"not JSON: {error}")
    now = instant(judged.now) if judged else None
    return Case(enriched, now or moment_of(enriched))


def _plain_case(line: bytes, place: str, why: str) -> Case | Unread:
    """An article that was not enriched: words and fields answer, names and dates are not known."""
    try:
        article = _decode_article(line)
    except msgspec.ValidationError:
        try:
            short = _decode_short(line)
        except msgspec.ValidationError:
            return Unread(place, f"no article: {why}")
        article = Article(str(short.id), "", str(short.id), body=(short.text,), created=short.created)
    enriched = Enriched(article.id, article, notes=("not enriched",))
    return Case(enriched, moment_of(enriched))


def moment_of(enriched: Enriched) -> datetime:
    """When a report came in, as far as it says: sent, else updated, created, received; else the start of 1970.

    Not received first: what `wirewatch clean` read from a file was received by it today, whatever its age. What the
    pipeline routed has a verdict, which says when.
    """
    article = enriched.article
    stamps = (article.sent, article.updated, article.created, article.received)
    return next((moment for stamp in stamps if (moment := instant(stamp))), datetime(1970, 1, 1, tzinfo=UTC))


def _topic_cases(name: str) -> Iterator[Case | Unread]:
    """All that is in a topic now, fetched as it is asked for."""
    import asyncio  # here like the rest of the topics' reading: a file alone needs none of it

    from streams.kafka.tail import find_topic
    from streams.kafka.topics import check_topics
    from streams.settings import load

    settings, topic = load(), find_topic(name)

    async def read() -> AsyncIterator[Case | Unread]:
        from streams.kafka.reading import extents, read_between

        await check_topics(settings, [topic])
        async for record in read_between(settings, await extents(settings, [topic])):
            if record.value is not None and header(record.headers, "ce_request") is None:  # else no report's own ending
                yield read_line(record.value, f"{topic.name}/{record.partition}/{record.offset}")

    with asyncio.Runner() as runner:
        cases = read()
        while True:
            try:
                yield runner.run(anext(cases))  # type: ignore[arg-type]  # anext of a generator is a coroutine
            except StopAsyncIteration:
                return
