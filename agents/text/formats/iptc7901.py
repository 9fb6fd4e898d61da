"""IPTC 7901, the wire's own format since the teleprinter: SOH, a header line, STX, the text, ETX, the date."""

import re
from collections.abc import Iterator

from agents.text.formats.codes import read_urgency
from agents.text.formats.source import Format, Source
from agents.text.formats.wire_text import read_wire_text
from agents.text.identity import digest
from agents.text.item import Item, ReadError, Unreadable
from agents.text.kinds import Wording, kind_of, target_number
from agents.text.stamps import read_iso
from agents.text.wire_story import read_part, story_id
from schemas.article import Change, Kind, Related

_HEADER = re.compile(
    r"\s*(?P<source>[A-Za-z]{1,8})[ ]?(?P<number>\d{1,6})[ \t]+(?P<priority>[0-9A-Za-z])[ \t]+"
    r"(?:(?P<category>[A-Za-z][A-Za-z0-9 /,+-]{0,19}?)[ \t]+)?(?P<words>\d{1,6})?(?P<rest>[^\r\n]*)"
)
_MESSAGE = re.compile("\x01([^\x01]*)")
_MONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]
_GERMAN = {"mai": 5, "okt": 10, "dez": 12, "mär": 3, "mrz": 3, "mae": 3, "märz": 3, "juni": 6, "juli": 7}
MONTHS = {**{name: number for number, name in enumerate(_MONTHS, 1)}, **_GERMAN}
"""English and German short months, as the date group at the end writes them."""
_DATE = re.compile(
    r"(?P<day>\d{2})(?P<hour>\d{2})(?P<minute>\d{2})[ \t]*(?P<zone>Z|GMT|UTC|UT)?[ \t]*"
    r"(?P<month>[A-Za-zä]{3,9})\.?[ \t]*(?P<year>\d{4}|\d{2})?"
)
_NOTE = re.compile(
    r"The following information is not intended for publication|Die folgenden Informationen sind nicht zur Ver"
    r"|\[?\[?#?\[? ?dpa-Notizblock|## (?:Notizblock|Redaktionelle Hinweise|Orte|Kontakte)",
    re.IGNORECASE,
)


def recognise(source: Source) -> bool:
    """SOH at the beginning and a header of source, number and priority; ANPA's two SYN go before its SOH."""
    found = re.match(r"[\x00\x16\x17\r\n\s]*\x01(?P<rest>[^\x02]{0,400})", source.head)
    return found is not None and "\x16\x16\x01" not in source.head[:8] and _HEADER.match(found["rest"]) is not None


def read(source: Source) -> Iterator[Item | Unreadable]:
    """Each message between one SOH and the next."""
    decoded = source.decoded
    for found in _MESSAGE.finditer(decoded.text):
        try:
            yield _read(found[1], decoded.changes)
        except ReadError as error:
            yield error.unreadable


def _read(message: str, changes: tuple[Change, ...]) -> Item:
    header, stx, rest = message.partition("\x02")
    found = _HEADER.match(header)
    if found is None:
        raise ReadError("malformed", f"no header of source, number and priority after SOH: {header[:60]!r}")
    if not stx:
        raise ReadError("truncated", f"item {found['source']}{found['number']} ends before its text (no STX)")
    text, etx, trailer = rest.partition("\x03")
    if not etx:
        changes = (*changes, Change("end-missing", 1, "no ETX: the end of the text may be lost"))
    note = _NOTE.search(text)
    ednote = " ".join(text[note.end() :].strip(" :\r\n#*").split()) if note else None
    wire = read_wire_text(text[: note.start()] if note else text)
    headline, paragraphs = wire.title, wire.paragraphs
    lines = [" ".join(line.split()) for line in header[found.end() :].splitlines()]
    slug = " ".join(line for line in lines if not line.startswith("(")).strip("/ ") or _keywords(found)
    ednote = " ".join(part for part in (*(line for line in lines if line.startswith("(")), ednote) if part) or None
    opening = paragraphs[0] if paragraphs else None
    return _item(
        found, trailer, text[-60:], headline, slug, ednote, opening, wire.byline, paragraphs, wire.tables, changes
    )


def _item(
    header: re.Match[str],
    trailer: str,
    ending: str,
    headline: str | None,
    slug: str | None,
    ednote: str | None,
    opening: str | None,
    byline: str | None,
    paragraphs: tuple[str, ...],
    tables: tuple[str, ...],
    changes: tuple[Change, ...],
) -> Item:
    kind = kind_of(Wording(headline, slug, ednote, opening))
    name, number = header["source"].lower(), header["number"].lstrip("0") or "0"
    about = _target(kind, name, number, (headline, ednote, *paragraphs[:4]))
    part, sent = read_part(slug, headline, ending), read_date_group(trailer)
    story = story_id(part.base, sent) if part.base and part.marked else None
    return Item(
        format=FORMAT.name,
        provider=header["source"],
        story=f"{name}{about}" if about else story or f"{name}{number}",
        digest=digest(headline, *paragraphs),
        version=number if about else part.version if story else None,
        kind=kind,
        headline=headline,
        slug=slug,
        byline=byline,
        body=paragraphs,
        tables=tables,
        sent=sent,
        urgency=read_urgency(header["priority"]),
        ednote=ednote,
        take=part.take,
        related=(Related(f"{name}{about}", str(kind)),) if about else (),
        changes=changes,
        extra={"transmission": f"{name}{number}"}
        | {
            key: value
            for key in ("number", "category", "words", "rest")
            if (value := " ".join((header[key] or "").split()))
        },
    )


def _keywords(header: re.Match[str]) -> str | None:
    """What follows the number of words, unless it is the source and the number again."""
    rest = " ".join(header["rest"].split())
    return None if re.fullmatch(r"[A-Za-z]{1,8} ?\d{1,6}", rest) else rest.strip("/ ") or None


def _target(kind: Kind | None, source: str, number: str, texts: tuple[str | None, ...]) -> str | None:
    """The number of the item that a kill or a correction is about, as far as its text names it.

    Numbers are this format's story ids, and every transmission has a new one: a kill that stayed under its own number
    would never reach those who were alerted to what it kills.
    """
    if kind not in ("kill", "correction"):
        return None
    found = target_number(texts, source)
    return found[1] if found and found[1] != number else None


def read_date_group(text: str) -> str | None:
    """The date and time after ETX: day, hour, minute, month, year ("011200 mai 12").

    >>> read_date_group("011200 Mai 12"), read_date_group("171205 GMT okt 2014"), read_date_group("011200 May")
    ('2012-05-01T12:00', '2014-10-17T12:05Z', None)
    """
    for found in _DATE.finditer(text[:200]):
        month = MONTHS.get(found["month"].lower()) or MONTHS.get(found["month"].lower()[:3])
        if month and found["year"]:
            year = (
                found["year"]
                if len(found["year"]) == 4
                else f"{'19' if int(found['year']) >= 70 else '20'}{found['year']}"
            )
            zone = "Z" if found["zone"] else ""
            return read_iso(f"{year}-{month:02d}-{found['day']}T{found['hour']}:{found['minute']}{zone}")
    return None


FORMAT = Format("iptc7901", recognise, read)
