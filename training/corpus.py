"""The annotated articles as pieces of text with spans: labels folded to our seven, long articles cut at paragraphs."""

import gzip
import hashlib
import json
import random
import re
import unicodedata
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

UNLABELLED = "unlabelled"
"""The region of texts without annotation."""

LABELS = ("PERSON", "ORG", "LOC", "NORP", "DATE", "MONEY", "MISC")

FOLD = {
    # the corpus's label: ours
    "Person": "PERSON",
    "Organization": "ORG",
    "Location": "LOC",
    "Facility": "LOC",
    "NORP": "NORP",
    "Date": "DATE",
    "Money": "MONEY",
    "Miscellaneous": "MISC",
    "Misc": "MISC",
    "Product": "MISC",
}


class Span(NamedTuple):
    """A labelled span: character offsets, half open."""

    start: int
    end: int
    label: str


class Piece(NamedTuple):
    """A text with its spans, and the article and region that it comes from."""

    id: str
    region: str
    text: str
    spans: tuple[Span, ...]


def read(path: Path) -> list[Piece]:
    """Whole articles of one `.jsonl.gz` file, spans in order and without overlaps (the longer one stays)."""
    pieces = []
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        for row in map(json.loads, lines):
            spans = [trim(row["text"], Span(start, end, FOLD[label])) for start, end, label in row["entities"]]
            pieces.append(Piece(row["id"], row["region"], row["text"], apart(spans)))
    return pieces


def digest(path: Path) -> str:
    """SHA-256 of a data file, for the model's card."""
    return hashlib.sha256(path.read_bytes()).hexdigest()


def trim(text: str, span: Span) -> Span:
    """The span without white space at its ends."""
    covered = text[span.start : span.end]
    start = span.start + len(covered) - len(covered.lstrip())
    return Span(start, start + len(covered.strip()), span.label)


def apart(spans: list[Span]) -> tuple[Span, ...]:
    """Spans in order; of two that overlap the longer stays."""
    kept: list[Span] = []
    for span in sorted(spans, key=lambda one: (one.start - one.end, one.start)):
        if span.start < span.end and all(span.end <= other.start or other.end <= span.start for other in kept):
            kept.append(span)
    return tuple(sorted(kept))


_BREAK = re.compile(r"\n+|(?<=[a-z0-9)][.!?])[\"”]? (?=[A-Z“\"])")


def cut(piece: Piece, limit: int) -> Iterator[Piece]:
    """Parts of at most about `limit` characters, cut at line breaks and sentence ends that no span crosses."""
    ends = [m.end() for m in _BREAK.finditer(piece.text)]
    ends = [end for end in ends if not any(span.start < end < span.end for span in piece.spans)]
    begin = 0
    for here, following in zip(ends, [*ends[1:], len(piece.text)], strict=True):
        if following - begin > limit and here > begin:
            yield part(piece, begin, here)
            begin = here
    yield part(piece, begin, len(piece.text))


def part(piece: Piece, begin: int, end: int) -> Piece:
    """The piece from `begin` to `end`, with offsets counted anew."""
    inside = (s for s in piece.spans if begin <= s.start and s.end <= end)
    spans = tuple(Span(s.start - begin, s.end - begin, s.label) for s in inside)
    return piece._replace(text=piece.text[begin:end], spans=spans)


def plain(text: str) -> str:
    """Accents off, letter by letter, so that offsets stay."""
    return "".join(unicodedata.normalize("NFD", char)[0] for char in text)


QUOTES = str.maketrans("“”‘’", "\"\"''")
CURLY = str.maketrans("'", "’")


def shout(text: str) -> str:
    """Upper case, letter by letter, so that offsets stay (ß and its like are left alone)."""
    return "".join(char.upper() if len(char.upper()) == 1 else char for char in text)


def whisper(text: str) -> str:
    """Lower case, letter by letter, so that offsets stay."""
    return "".join(char.lower() if len(char.lower()) == 1 else char for char in text)


def vary(piece: Piece, rng: random.Random) -> Piece:
    """What feeds do to a text: capitals, lower case, no accents, other quotes. Offsets stay as they are."""
    change = rng.choices((None, shout, whisper, plain, "straight", "curly"), (84, 4, 3, 4, 3, 2))[0]
    match change:
        case None:
            return piece
        case "straight":
            return piece._replace(text=piece.text.translate(QUOTES))
        case "curly":
            return piece._replace(text=piece.text.translate(CURLY))
        case _:
            return piece._replace(text=change(piece.text))


def vary_parts(article: Piece, rng: random.Random) -> Piece:
    """The article with each of its parts varied on its own."""
    parts = [vary(one, rng) for one in cut(article, 600)]
    text, spans = "", []
    for one in parts:
        spans.extend(Span(s.start + len(text), s.end + len(text), s.label) for s in one.spans)
        text += one.text
    return article._replace(text=text, spans=tuple(spans))
