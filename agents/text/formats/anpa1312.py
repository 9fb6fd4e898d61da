"""ANPA 1312, the American wires' format: SYN SYN SOH, two header lines, STX, the text, ETX, a trailer."""

import re
from collections.abc import Iterator

from msgspec import Struct

from agents.text.formats.codes import full_year
from agents.text.formats.source import Format, Source
from agents.text.formats.wire_text import read_flagged, read_wire_text
from agents.text.identity import digest
from agents.text.item import Item, ReadError, Unreadable
from agents.text.kinds import Wording, kind_of, target_number
from agents.text.stamps import read_iso
from agents.text.wire_story import read_part, story_id
from schemas.article import Change, Related

_SERVICE = re.compile(r"\s*(?P<service>[a-zA-Z])(?P<number>\d{3,5})[\x1e\x1f\s]*(?P<selector>[A-Za-z0-9-]{1,10})?")
_SLUG = re.compile(
    r"\s*(?P<priority>[fbdursnhi])[\x1e\x1f ]+(?P<category>[a-z0-9])[\x1e\x1f ]*[\x11-\x14 ]*"
    r"(?P<slug>[^\r\n\x1e\x1f]*?)[\x1e\x1f ]*"
    r"(?:(?P<date>\d{1,2}-\d{1,2})[\x1e\x1f ]+(?P<words>\d{1,5}))?[\x1e\x1f ]*\Z",
    re.IGNORECASE,
)
_TRAILER = re.compile(
    r"(?P<agency>[A-Z]{2,4})-[A-Z]{2,3}-(?P<month>\d{2})-(?P<day>\d{2})-(?P<year>\d{2})\s+"
    r"(?P<hour>\d{2})(?P<minute>\d{2})(?P<zone>[A-Z]{1,4})?"
)
_ZONES = {"EST": "-05:00", "EDT": "-04:00", "CST": "-06:00", "CDT": "-05:00", "MST": "-07:00", "MDT": "-06:00"} | {
    "PST": "-08:00",
    "PDT": "-07:00",
    "GMT": "Z",
    "UTC": "Z",
    "Z": "Z",
}
_MESSAGE = re.compile("\x16\x16\x01([^\x01]*?)(?=\x16\x16\x01|\\Z)")
URGENCY = {"f": 1, "b": 2, "u": 3, "r": 4, "d": 5, "s": 6, "n": 5, "h": 3, "i": 2}
"""Flash, bulletin, urgent, regular, deferred, Sunday …, on IPTC's scale."""


class _Header(Struct, frozen=True):
    service: str
    number: str
    selector: str | None
    priority: str | None = None
    category: str | None = None
    slug: str | None = None
    date: str | None = None
    words: str | None = None


def recognise(source: Source) -> bool:
    """SYN SYN SOH at the beginning."""
    return re.match(r"[\x00\s]*\x16\x16\x01", source.head) is not None


def read(source: Source) -> Iterator[Item | Unreadable]:
    """Each message between one SYN SYN SOH and the next."""
    decoded = source.decoded
    for found in _MESSAGE.finditer(decoded.text):
        try:
            yield _read(found[1], decoded.changes)
        except ReadError as error:
            yield error.unreadable


def _read(message: str, changes: tuple[Change, ...]) -> Item:
    head, stx, rest = message.partition("\x02")
    header = _header(head)
    if not stx:
        raise ReadError("truncated", f"item {header.service}{header.number} ends before its text (no STX)")
    text, etx, after = rest.partition("\x03")
    if not etx:
        changes = (*changes, Change("end-missing", 1, "no ETX: the end of the text may be lost"))
    wire = read_flagged(text) or read_wire_text(text)
    trailer = _TRAILER.search(after) or _TRAILER.search(text[-120:])
    opening = wire.paragraphs[0] if wire.paragraphs else None
    kind = kind_of(Wording(wire.title, header.slug, wire.note, opening))
    number, service = header.number.lstrip("0") or "0", header.service.lower()
    named = target_number(wire.paragraphs[:4], service) if kind in ("kill", "correction") else None
    part, sent = read_part(header.slug, wire.title, text), _sent(trailer)
    story = story_id(part.base, sent) if part.base and header.slug else None
    about = named[1] if named and named[1] != number else None
    return Item(
        format=FORMAT.name,
        provider=trailer["agency"] if trailer else None,
        story=f"{service}{about}" if about else story or f"{service}{number}",
        digest=digest(wire.title, *wire.paragraphs),
        version=number if about else part.version,
        kind=kind,
        headline=wire.title,
        slug=header.slug,
        byline=wire.byline,
        ednote=wire.note,
        body=wire.paragraphs,
        tables=wire.tables,
        sent=sent,
        urgency=URGENCY.get((header.priority or "").lower()),
        take=part.take,
        related=(Related(f"{service}{about}", str(kind)),) if about else (),
        changes=changes,
        extra={
            "transmission": f"{service}{number}",
            **{
                name: value
                for name in ("number", "selector", "category", "date", "words")
                if (value := getattr(header, name))
            },
        },
    )


def _header(head: str) -> _Header:
    """The two header lines. The date in them has no year: it stays a text in `extra`, no year is made up for it."""
    lines = [line for line in re.split(r"[\r\n]+", head) if line.strip(" \x1e\x1f")]
    first = _SERVICE.match(lines[0]) if lines else None
    if first is None:
        raise ReadError("malformed", f"no service letter and number after SYN SYN SOH: {head[:60]!r}")
    rest = lines[1] if len(lines) > 1 else lines[0][first.end() :]
    found = _SLUG.match(rest)
    begun = _Header(first["service"], first["number"], first["selector"])
    if found is None:
        return begun
    slug = " ".join(re.sub(r"[\x00-\x1f]", " ", found["slug"]).split()) or None
    return _Header(
        *(begun.service, begun.number, begun.selector),
        *(found["priority"], found["category"], slug, found["date"], found["words"]),
    )


def _sent(trailer: re.Match[str] | None) -> str | None:
    """The trailer's moment ("AP-NY-12-30-15 1023EST"): it has the year, and mostly the zone."""
    if trailer is None:
        return None
    day = f"{full_year(trailer['year'])}-{trailer['month']}-{trailer['day']}"
    return read_iso(f"{day}T{trailer['hour']}:{trailer['minute']}{_ZONES.get(trailer['zone'] or '', '')}")


FORMAT = Format("anpa1312", recognise, read)
