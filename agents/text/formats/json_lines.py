"""JSON lines: one object a line with `id`, `date`, `title`, `body`, or other names for the same."""

import re
from collections.abc import Iterator
from typing import Any, get_args

import msgspec

from agents.text.datelines import read_dateline
from agents.text.formats.codes import media_topic, read_urgency, signal_kind
from agents.text.formats.dated_text import split_paragraphs
from agents.text.formats.source import Format, Source
from agents.text.identity import digest
from agents.text.item import Item, Unreadable
from agents.text.markup import Blocks, read_html
from agents.text.written_dates import read_any
from schemas.article import Change, Kind, NamedPlace, Status, Subject

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
    "sent": ("sent", "sent_at"),
    "embargo": ("embargo", "embargoed", "embargo_until"),
    "status": ("status", "pubstatus"),
    "kind": ("kind", "signal"),
    "urgency": ("urgency",),
    "slug": ("slug", "slugline"),
    "dateline": ("dateline",),
    "ednote": ("ednote", "editorial_note"),
    "rights": ("rights", "copyright"),
    "subjects": ("subjects", "subject", "topics", "tags", "keywords"),
    "places": ("places", "locations"),
}

_STATUS: dict[str, Status] = {
    "usable": "usable",
    "withheld": "withheld",
    "canceled": "canceled",
    "cancelled": "canceled",
}
_KINDS: dict[str, Kind] = {kind: kind for kind in get_args(Kind)}
_MARKED = re.compile(r"<(?:p|br|div|h\d)\b", re.IGNORECASE)
_ALIASES = {"id": "story", "date": "created", "title": "headline", "text": "body"}
"""Names under which a declaration may speak of our fields."""
Fields = dict[str, tuple[str, ...]]


def recognise(source: Source) -> bool:
    """A first line that is an object with a body by one of its names."""
    if not source.head.startswith("{"):
        return False
    first = source.json if isinstance(source.json, dict) else _object(_first_line(source.data))
    return first is not None and _pick(first, "body", declared_fields(source.hint)) is not None and len(first) > 1


def declared_fields(hint: str | None) -> Fields:
    """The names that a source declares for its fields in its format hint; the usual ones for those it leaves out.

    >>> declared_fields("json-lines:story=uid,body=full_text")["body"]
    ('full_text',)
    """
    name, _, declared = (hint or "").partition(":")
    pairs = (pair.partition("=") for pair in declared.split(",") if "=" in pair) if name == FORMAT.name else ()
    given = {_ALIASES.get(field.strip(), field.strip()): (theirs.strip(),) for field, _, theirs in pairs}
    return {**FIELDS, **{field: names for field, names in given.items() if field in FIELDS}}


def read(source: Source) -> Iterator[Item | Unreadable]:
    """One item a line; a line that cannot be read is an Unreadable and the others go on."""
    fields = declared_fields(source.hint)
    if source.json is not None:
        yield _read_line(1, source.data, fields)
        return
    for number, line in enumerate(source.data.split(b"\n"), 1):
        if line.strip():
            yield _read_line(number, line, fields)


def _read_line(number: int, line: bytes, fields: Fields) -> Item | Unreadable:
    got = _object(line)
    if got is None:
        ends = line.rstrip().endswith(b"}")
        return Unreadable("malformed" if ends else "truncated", f"line {number} is no JSON object: {line[:60]!r}")
    body = _pick(got, "body", fields)
    if not isinstance(body, str | list):
        return Unreadable("malformed", f"line {number} has no body; one of {', '.join(fields['body'])} must be text")
    blocks = _blocks(body if isinstance(body, str) else "\n\n".join(map(str, body)))
    paragraphs = blocks.paragraphs
    headline, date = _text(got, "headline", fields), _text(got, "created", fields)
    if not paragraphs and not headline:
        return Unreadable("empty", f"line {number} has neither headline nor body")
    created, updated = read_any(date), read_any(_text(got, "updated", fields))
    return Item(
        format=FORMAT.name,
        provider=_text(got, "provider", fields),
        story=_text(got, "story", fields),
        digest=digest(date, headline, *paragraphs),
        version=_text(got, "version", fields),
        status=_STATUS.get((_text(got, "status", fields) or "").lower()),
        kind=_kind(_text(got, "kind", fields)),
        slug=_text(got, "slug", fields),
        dateline=read_dateline(_text(got, "dateline", fields)),
        sent=read_any(_text(got, "sent", fields)),
        embargo=read_any(_text(got, "embargo", fields)),
        urgency=read_urgency(_pick(got, "urgency", fields)),
        ednote=_text(got, "ednote", fields),
        rights=_text(got, "rights", fields),
        subjects=tuple(_subjects(_pick(got, "subjects", fields))),
        places=tuple(NamedPlace(name) for name in _listed(_pick(got, "places", fields))),
        captions=blocks.captions,
        tables=blocks.tables,
        headline=headline,
        byline=_text(got, "byline", fields),
        language=_text(got, "language", fields),
        created=created,
        updated=updated,
        body=paragraphs,
        changes=(*blocks.changes, *((Change("date-unreadable", 1, date[:60]),) if date and not created else ())),
    )


def _blocks(body: str) -> Blocks:
    return read_html(body) if _MARKED.search(body[:2000]) else Blocks(split_paragraphs(body))


def _kind(text: str | None) -> Kind | None:
    return _KINDS.get(text or "") or signal_kind(text)


def _subjects(value: Any) -> Iterator[Subject]:
    for word in _listed(value):
        code = media_topic(word)
        yield Subject(None, code) if (code or "").startswith(("medtop:", "subj:")) else Subject(word)


def _listed(value: Any) -> list[str]:
    """The words of a list, or of a text that parts them by commas or semicolons."""
    words = re.split(r"[;,]", value) if isinstance(value, str) else value if isinstance(value, list) else []
    named = (word.get("name") or word.get("code") if isinstance(word, dict) else word for word in words)
    return [word.strip() for word in named if isinstance(word, str) and word.strip()]


def _first_line(data: bytes) -> bytes:
    return data.lstrip(b"\xef\xbb\xbf \t\r\n").split(b"\n", 1)[0]


def _object(line: bytes) -> dict[str, Any] | None:
    try:
        value = msgspec.json.decode(line.strip().removeprefix(b"\xef\xbb\xbf"))
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return None
    return value if isinstance(value, dict) else None


def _pick(got: dict[str, Any], field: str, fields: Fields) -> Any:
    return next((got[name] for name in fields[field] if got.get(name) not in (None, "")), None)


def _text(got: dict[str, Any], field: str, fields: Fields) -> str | None:
    value = _pick(got, field, fields)
    if isinstance(value, list):
        value = ", ".join(str(part) for part in value if isinstance(part, str))
    return str(value).strip() or None if isinstance(value, str | int | float) else None


FORMAT = Format("json-lines", recognise, read)
