"""JSON Feed 1 and 1.1 (jsonfeed.org)."""

from collections.abc import Iterator
from typing import Any

from agents.text.formats.codes import media_topic
from agents.text.formats.dated_text import split_paragraphs
from agents.text.formats.source import Format, Source
from agents.text.identity import digest
from agents.text.item import Item, ReadError, Unreadable
from agents.text.markup import Blocks, read_html
from agents.text.written_dates import read_any
from schemas.article import Change, Subject


def recognise(source: Source) -> bool:
    """An object whose `version` is an address of jsonfeed.org."""
    return isinstance(source.json, dict) and "jsonfeed.org/version/" in str(source.json.get("version"))


def read(source: Source) -> Iterator[Item | Unreadable]:
    """Each of `items`."""
    feed = source.json
    entries = feed.get("items")
    if not isinstance(entries, list) or not entries:
        raise ReadError("empty", "a JSON Feed without items")
    for number, entry in enumerate(entries):
        if isinstance(entry, dict):
            yield _read(entry, feed, number)
        else:
            yield Unreadable("malformed", f"item {number} is no object")


def _read(entry: dict[str, Any], feed: dict[str, Any], number: int) -> Item | Unreadable:
    blocks, headline = _blocks(entry), _text(entry, "title")
    if not (headline or blocks.paragraphs):
        return Unreadable("empty", f"item {number} has neither title nor content")
    written = {name: _text(entry, f"date_{key}") for name, key in (("created", "published"), ("updated", "modified"))}
    stamps = {name: read_any(text) for name, text in written.items()}
    lost = [text for name, text in written.items() if text and not stamps[name]]
    tags = entry.get("tags")
    tags = [tag for tag in tags if isinstance(tag, str) and tag.strip()] if isinstance(tags, list) else None
    return Item(
        format=FORMAT.name,
        story=_text(entry, "id") or _text(entry, "url"),
        digest=digest(written["created"], headline, *blocks.paragraphs),
        headline=headline,
        byline=_authors(entry) or _authors(feed),
        body=blocks.paragraphs,
        captions=blocks.captions,
        tables=blocks.tables,
        language=_text(entry, "language") or _text(feed, "language"),
        created=stamps["created"],
        updated=stamps["updated"],
        subjects=tuple(map(_subject, tags)) if isinstance(tags, list) else (),
        changes=(*blocks.changes, *(Change("date-unreadable", 1, text[:60]) for text in lost)),
        extra={key: text for key, text in (("feed", _text(feed, "title")), ("link", _text(entry, "url"))) if text},
    )


def _subject(tag: str) -> Subject:
    code = media_topic(tag)
    return Subject(None, code) if (code or "").startswith(("medtop:", "subj:")) else Subject(tag.strip())


def _blocks(entry: dict[str, Any]) -> Blocks:
    marked, plain = entry.get("content_html"), entry.get("content_text") or entry.get("summary")
    if isinstance(marked, str) and marked.strip():
        return read_html(marked)
    return Blocks(split_paragraphs(plain)) if isinstance(plain, str) else Blocks()


def _authors(holder: dict[str, Any]) -> str | None:
    authors = holder.get("authors") if isinstance(holder.get("authors"), list) else [holder.get("author")]
    names = [each["name"] for each in authors or () if isinstance(each, dict) and isinstance(each.get("name"), str)]
    return ", ".join(names) or None


def _text(holder: dict[str, Any], key: str) -> str | None:
    value = holder.get(key)
    return " ".join(str(value).split()) or None if isinstance(value, str | int) else None


FORMAT = Format("json-feed", recognise, read)
