"""RSS and Atom: each entry an item."""

import io
import re
from collections.abc import Iterator
from typing import Any

import feedparser

from agents.text.charset import decode
from agents.text.formats.codes import media_topic
from agents.text.formats.source import Format, Source
from agents.text.identity import digest
from agents.text.item import Item, ReadError, Unreadable
from agents.text.markup import read_html
from agents.text.written_dates import read_any
from agents.text.xml import declared_encoding, without_prolog
from schemas.article import Change, Related, Subject

_CLOSED = re.compile(r"</(?:\w+:)?(?:rss|feed|RDF)\s*>\s*\Z")
_ADDRESSED = re.compile(r"\s*[^\s()@]{1,80}@[^\s()]{1,120}\s+\(([^()]{1,160})\)\s*")
_ENTRY = re.compile(r"<(?:\w{1,20}:)?(?:item|entry)[\s>]")


def recognise(source: Source) -> bool:
    """Roots `rss`, `feed` (Atom), `RDF` with RSS 1.0 inside."""
    root = source.root
    return root is not None and (root[1] in ("rss", "feed") or (root[1] == "RDF" and "purl.org/rss" in source.head))


def read(source: Source) -> Iterator[Item | Unreadable]:
    """Each entry of the feed. Raises ReadError `unsafe`, `empty`, `truncated`, `malformed` where none can be read."""
    decoded = decode(source.data, declared_encoding(source.data))
    if "<!ENTITY" in decoded.text:
        raise ReadError("unsafe", "declares entities, which no feed needs and XML bombs are made of")
    text = without_prolog(decoded.text).replace("\0", "").lstrip()
    # from a stream: a string might be taken for an address and fetched
    feed = feedparser.parse(io.BytesIO(text.encode()), sanitize_html=False, resolve_relative_uris=False)
    atom = str(feed.get("version")).startswith("atom")
    complete = _CLOSED.search(text[-200:]) is not None
    if not feed.entries:
        if _ENTRY.search(text) or not complete:
            raise ReadError("malformed" if complete else "truncated", f"feed: {feed.get('bozo_exception', 'no entry')}")
        raise ReadError("empty", "a feed without entries")
    for number, entry in enumerate(feed.entries):
        changes = decoded.changes
        if not complete and number == len(feed.entries) - 1:
            changes = (*changes, Change("end-missing", 1, "the feed ends in the middle of its last entry"))
        yield _read(entry, feed.feed, changes, atom, not atom and "<dc:date" in text)


def _read(entry: Any, feed: Any, changes: tuple[Change, ...], atom: bool, dated: bool) -> Item | Unreadable:
    blocks = read_html(_content(entry))
    headline = _plain(entry.get("title"))
    own = dict(entry)  # feedparser's own lookup puts a missing date or link in another's place
    link, dates = own.get("link"), {"created": own.get("published"), "updated": own.get("updated")}
    if not atom and dates["created"] is None and dated:  # Dublin Core's date, which feedparser takes for a change
        dates = {"created": dates["updated"], "updated": None}
    story = entry.get("id") or link
    if not (headline or blocks.paragraphs or blocks.captions):
        return Unreadable("empty", f"an entry with neither title nor text: {story or 'without an id'}")
    stamps = {name: read_any(text) for name, text in dates.items()}
    lost = [text for name, text in dates.items() if text and not stamps[name]]
    return Item(
        format=FORMAT.name,
        provider=_plain((entry.get("source") or {}).get("title")) or _plain(entry.get("publisher")),
        story=story,
        digest=digest(entry.get("published"), headline, *blocks.paragraphs),
        headline=headline,
        byline=_byline(entry) or (_byline(feed) if atom else None),
        body=blocks.paragraphs,
        captions=blocks.captions,
        tables=blocks.tables,
        language=(entry.get("title_detail") or {}).get("language") or feed.get("language") or None,
        created=stamps["created"],
        updated=stamps["updated"],
        subjects=tuple(_subjects(entry)),
        related=tuple(_related(own)),
        rights=_plain(entry.get("rights")) or _plain(feed.get("rights")),
        changes=(*changes, *blocks.changes, *(Change("date-unreadable", 1, text[:60]) for text in lost)),
        extra={key: text for key, text in (("feed", _plain(feed.get("title"))), ("link", link)) if text},
    )


def _content(entry: Any) -> str:
    """The fullest text: content, else the summary."""
    values = [part.get("value") or "" for part in entry.get("content") or ()]
    return max((*values, entry.get("summary") or ""), key=len)


def _byline(entry: Any) -> str | None:
    written = entry.get("author") or ""
    addressed = _ADDRESSED.fullmatch(written)  # RSS: "desk@example.org (The Desk)", which feedparser cuts in two
    if addressed:
        return _plain(addressed[1])
    names = [name for each in entry.get("authors") or () if (name := _plain(each.get("name")))]
    return ", ".join(dict.fromkeys(names)) or _plain(written)


def _subjects(entry: Any) -> Iterator[Subject]:
    for tag in entry.get("tags") or ():
        name, code = _plain(tag.get("label") or tag.get("term")), tag.get("term")
        coded = media_topic(code)
        if coded and coded.startswith(("medtop:", "subj:")):
            yield Subject(name if name != code else None, coded)
        elif name:
            yield Subject(name, coded if code != name else None)


def _related(entry: dict[str, Any]) -> Iterator[Related]:
    """Atom's links to what the entry is about or comes from."""
    for link in entry.get("links") or ():
        if link.get("rel") in ("related", "via") and link.get("href"):
            yield Related(link["href"], link["rel"], _plain(link.get("title")))


def _plain(text: Any) -> str | None:
    """A line that may hold markup, without it."""
    if not isinstance(text, str) or not text.strip():
        return None
    marked = "<" in text or "&" in text
    return (" ".join(read_html(text).paragraphs) if marked else " ".join(text.split())) or None


FORMAT = Format("feed", recognise, read)
