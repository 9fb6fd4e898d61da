"""JSON lines: one object a line with `id`, `date`, `title`, `body`, or other names for the same."""

from collections.abc import Iterator
from typing import Any

import msgspec

from agents.text.formats.dated_text import split_paragraphs
from agents.text.formats.source import Format, Source
from agents.text.identity import digest
from agents.text.item import Item, Unreadable
from agents.text.stamps import read_any
from schemas.article import Change

FIELDS: dict[str, tuple[str, ...]] = {
    # our field: names that it goes by, in order of preference
    "story": ("id", "guid", "uri", "doc_id", "docid", "article_id"),
    "created": ("date", "created", "published", "publication_date", "pub_date", "published_at", "datetime"),
    "updated": ("updated", "modified", "updated_at"),
    "headline": ("title", "headline"),
    "body": ("body", "text", "content", "story", "article", "maintext"),
    "byline": ("byline", "author", "authors"),
    "language": ("language", "lang"),
    "provider": ("provider", "source", "agency"),
    "version": ("version",),
}


def recognise(source: Source) -> bool:
    """A first line that is an object with a body by one of its names."""
    if not source.head.startswith("{"):
        return False
    first = _object(_first_line(source.data))
    return first is not None and _pick(first, "body") is not None and len(first) > 1


def read(source: Source) -> Iterator[Item | Unreadable]:
    """One item a line; a line that cannot be read is an Unreadable and the others go on."""
    if source.json is not None:
        yield _read_line(1, source.data)
        return
    for number, line in enumerate(source.data.split(b"\n"), 1):
        if line.strip():
            yield _read_line(number, line)


def _read_line(number: int, line: bytes) -> Item | Unreadable:
    got = _object(line)
    if got is None:
        ends = line.rstrip().endswith(b"}")
        return Unreadable("malformed" if ends else "truncated", f"line {number} is no JSON object: {line[:60]!r}")
    body = _pick(got, "body")
    if not isinstance(body, str | list):
        return Unreadable("malformed", f"line {number} has no body; one of {', '.join(FIELDS['body'])} must be text")
    paragraphs = split_paragraphs(body if isinstance(body, str) else "\n\n".join(map(str, body)))
    headline, date = _text(got, "headline"), _text(got, "created")
    if not paragraphs and not headline:
        return Unreadable("empty", f"line {number} has neither headline nor body")
    created, updated = read_any(date), read_any(_text(got, "updated"))
    return Item(
        format=FORMAT.name,
        provider=_text(got, "provider"),
        story=_text(got, "story"),
        digest=digest(date, headline, *paragraphs),
        version=_text(got, "version"),
        headline=headline,
        byline=_text(got, "byline"),
        language=_text(got, "language"),
        created=created,
        updated=updated,
        body=paragraphs,
        changes=(Change("date-unreadable", 1, date[:60]),) if date and not created else (),
    )


def _first_line(data: bytes) -> bytes:
    return data.lstrip(b"\xef\xbb\xbf \t\r\n").split(b"\n", 1)[0]


def _object(line: bytes) -> dict[str, Any] | None:
    try:
        value = msgspec.json.decode(line.strip().removeprefix(b"\xef\xbb\xbf"))
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return None
    return value if isinstance(value, dict) else None


def _pick(got: dict[str, Any], field: str) -> Any:
    return next((got[name] for name in FIELDS[field] if got.get(name) not in (None, "")), None)


def _text(got: dict[str, Any], field: str) -> str | None:
    value = _pick(got, field)
    if isinstance(value, list):
        value = ", ".join(str(part) for part in value if isinstance(part, str))
    return str(value).strip() or None if isinstance(value, str | int | float) else None


FORMAT = Format("json-lines", recognise, read)
