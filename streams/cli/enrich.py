"""`wirewatch enrich`: the stage enrich over JSON lines, without a broker."""

import sys
from collections.abc import Iterator, Sequence
from itertools import islice
from pathlib import Path
from typing import Any, BinaryIO

import click
import msgspec
import orjson

from agents.enrich import Enrich
from agents.facts.dates import explain as in_words
from agents.facts.dates import explain_timeline
from schemas.article import Article
from schemas.enriched import Enriched
from streams import settings
from streams.models import load_enrich
from streams.picture import draw

BATCH = 64
Other = dict[str, Any]
"""A line of output that is no article: what was wrong."""


class Line(msgspec.Struct, frozen=True):
    """The short form of a line: a text with an id, and when it was written."""

    id: str | int
    text: str
    created: str | None = None
    dct: str | None = None
    """The same, as documents marked for `score dates` name it."""


@click.command(
    epilog="""Example: echo '{"id": "1", "text": "Ruto met Samia Suluhu Hassan in Dodoma.", "created": "2022-10-10"}'
    | wirewatch enrich""",
)
@click.argument("file", type=click.File("rb"), default="-")
@click.option("--model", help="fast, accurate, or a spaCy pipeline's name or path; default: the setting `model`.")
@click.option("--html", type=click.Path(dir_okay=False, path_type=Path), help="Also draw the texts: a page, into FILE.")
@click.option(
    "--explain",
    is_flag=True,
    help="Say of each date, in its field `why`, why it was read so; in `timeline_why`, whether as a report or history.",
)
def enrich(file: BinaryIO, model: str | None, html: Path | None, explain: bool) -> None:
    """Find entities, places and dates in articles, one JSON object a line (FILE or standard input).

    A line is an article as `wirewatch clean` writes it, or {"id", "text", "created"} (or "dct", as documents for `score
    dates` name it). Each gives one line: the enriched article. Offsets count characters of `text` exactly as given (of
    an article: headline and paragraphs, joined by a blank line). What `clean` found unreadable is passed on; exit code
    1 when a line here could not be read.
    """
    stage = load_enrich(settings.load(), model)
    drawn: list[Enriched] = []
    bad = 0
    lines = ((number, line) for number, line in enumerate(file, 1) if line.strip())
    while batch := list(islice(lines, BATCH)):
        read = [parse(number, line) for number, line in batch]
        bad += sum(1 for one in read if isinstance(one, dict) and "line" in one)
        for one in in_order(read, stage):
            click.echo(orjson.dumps(spelled(one, explain=explain) if isinstance(one, Enriched) else one))
            if html is not None and isinstance(one, Enriched):
                drawn.append(one)
    if html is not None:
        html.write_text(draw(drawn), encoding="utf-8")
    sys.exit(1 if bad else 0)


def parse(number: int, line: bytes) -> Article | Other:
    """The line's article; or what to say of a line that holds none."""
    try:
        raw = msgspec.json.decode(line)
        if isinstance(raw, dict) and "dead" in raw:
            return raw
        if isinstance(raw, dict) and "text" in raw:
            short = msgspec.convert(raw, Line)
            name = str(short.id)
            return Article(id=name, provider="", story=name, body=(short.text,), created=short.created or short.dct)
        return msgspec.convert(raw, Article)
    except (msgspec.MsgspecError, UnicodeError) as error:
        return {"line": number, "dead": "not-a-record", "error": str(error)}


def in_order(read: Sequence[Article | Other], stage: Enrich) -> Iterator[Enriched | Other]:
    """What becomes of each line, in the order of the input."""
    enriched = iter(stage.enrich([one for one in read if isinstance(one, Article)]))
    for one in read:
        yield next(enriched) if isinstance(one, Article) else one


def spelled(record: Enriched, *, explain: bool = False) -> dict[str, object]:
    """The record's JSON, with `entities` and `dates` also where none was found: a reader need not ask.

    With `explain` each date has a field `why`, a sentence, and the article one on its timeline, `timeline_why`.
    """
    said: dict[str, object] = msgspec.to_builtins(record)
    if explain:
        said["timeline_why"] = explain_timeline(record.article.text, record.article.report_date)
        said["dates"] = [{**msgspec.to_builtins(timex), "why": in_words(timex)} for timex in record.dates]
    return {"id": record.id, "entities": [], "dates": [], **said}
