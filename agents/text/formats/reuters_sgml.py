"""The SGML of the Reuters collections: `<!DOCTYPE lewis …>` and REUTERS elements, one a report."""

import html
import re
from collections.abc import Iterator

from agents.text.datelines import read_dateline
from agents.text.formats.anpa1312 import URGENCY
from agents.text.formats.source import Format, Source
from agents.text.formats.wire_text import is_table, join_lines, split_blocks
from agents.text.identity import digest
from agents.text.item import Item, Unreadable
from agents.text.stamps import read_iso
from schemas.article import Change, NamedPlace, Subject

_REPORT = re.compile(
    r"<REUTERS\b(?P<attributes>[^>]{0,1000})>(?P<body>.*?)(?P<end></REUTERS>|(?=<REUTERS\b)|\Z)", re.DOTALL
)
_ATTRIBUTE = re.compile(r"([A-Z][A-Z0-9-]{1,30})\s*=\s*\"([^\"]{0,200})\"")
_DATE = re.compile(r"\s*(\d{1,2})-([A-Z]{3})-(\d{4})(?:\s+(\d{1,2}):(\d{2}):(\d{2})(?:\.(\d+))?)?")
_MONTHS = ("JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC")
_END = re.compile(r"(?:Reuter|REUTER)S?[\s\x03]{0,20}\Z")
_HEADER = re.compile(r"^(?P<priority>[a-z]) [a-z] (?P<slug>\S[^\n]{0,60}?)\s+\d\d-\d\d \d{4}\s*$", re.MULTILINE)
_CONTROL_REFERENCE = re.compile(r"&#(?:[0-8]|1[124-9]|2\d|3[01]|127);")


def recognise(source: Source) -> bool:
    """The collection's DTD, or a REUTERS element with its attributes."""
    return re.match(r"<!DOCTYPE\s+lewis\b|<REUTERS\s+(?:TOPICS|LEWISSPLIT|NEWID|CGISPLIT)", source.head) is not None


def read(source: Source) -> Iterator[Item | Unreadable]:
    """Each REUTERS element; the last one may be cut off, which does not harm the others."""
    decoded = source.decoded
    for found in _REPORT.finditer(decoded.text):
        yield _read(found, decoded.changes)


def _read(found: re.Match[str], changes: tuple[Change, ...]) -> Item | Unreadable:
    names, report = dict[str, str](_ATTRIBUTE.findall(found["attributes"])), found["body"]
    if not found["end"] and "</BODY>" not in report and "</TEXT>" not in report:
        return Unreadable("truncated", f"report NEWID={names.get('NEWID')} ends in the middle")
    text = _inside(report, "TEXT", attributes=True) or ""
    headline, dateline, author = (_line(text, tag) for tag in ("TITLE", "DATELINE", "AUTHOR"))
    body = _inside(text, "BODY")
    if body is None:
        body = re.sub(r"<(TITLE|DATELINE|AUTHOR)>.*?</\1>", "", text, flags=re.DOTALL)
        body = re.sub(r"\A(?:\s|&#\d{1,2};)*\*{3,}", "", body)  # stars flag a bulletin
    plain, marks = _END.subn("", _unescape(body).rstrip())
    blocks = split_blocks(plain.replace("\r\n", "\n").split("\n"))
    paragraphs = tuple(join_lines(block) for block in blocks if not is_table(block))
    tables = tuple("\n".join(block) for block in blocks if is_table(block))
    if not (headline or paragraphs or tables):
        return Unreadable("empty", f"report NEWID={names.get('NEWID')} has neither title nor text")
    date, (priority, slug) = _line(report, "DATE"), _transmitted(report)
    created = _stamp(date)
    lost = (Change("date-unreadable", 1, date[:60]),) if date and not created else ()
    return Item(
        format=FORMAT.name,
        provider="Reuters",
        story=names.get("NEWID"),
        digest=digest(date, headline, *paragraphs),
        headline=headline,
        slug=slug,
        urgency=URGENCY.get(priority),
        byline=author,
        dateline=read_dateline(dateline),
        body=paragraphs,
        tables=tables,
        created=created,
        subjects=tuple(Subject(name) for name in _names(report, "TOPICS")),
        places=tuple(NamedPlace(name) for name in _names(report, "PLACES")),
        changes=(*changes, *lost, *((Change("end-mark-removed", 1, "Reuter"),) if marks else ())),
        extra={key: ", ".join(listed) for key in ("PEOPLE", "ORGS", "EXCHANGES") if (listed := _names(report, key))},
    )


def _transmitted(report: str) -> tuple[str, str | None]:
    """Priority letter and slug of the wire's own header, which the collection keeps as UNKNOWN."""
    found = _HEADER.search(_unescape(_inside(report, "UNKNOWN") or ""))
    return (found["priority"], found["slug"].strip()) if found else ("", None)


def _inside(text: str, tag: str, *, attributes: bool = False) -> str | None:
    start = re.search(rf"<{tag}\b[^>]{{0,200}}>" if attributes else f"<{tag}>", text)
    if start is None:
        return None
    end = text.find(f"</{tag}>", start.end())
    return text[start.end() : end if end >= 0 else len(text)]


def _line(text: str, tag: str) -> str | None:
    inside = _inside(text, tag)
    return " ".join(_unescape(inside).split()) or None if inside else None


def _names(text: str, tag: str) -> list[str]:
    return re.findall(r"<D>([^<]{1,200})</D>", _inside(text, tag) or "")


def _unescape(text: str) -> str:
    """Characters for their references; those that only steered the teleprinter go."""
    return re.sub("[\x00-\x08\x0b\x0c\x0e-\x1f]", "", html.unescape(_CONTROL_REFERENCE.sub("", text)))


def _stamp(text: str | None) -> str | None:
    """`26-FEB-1987 15:01:01.79`, without a zone."""
    found = _DATE.match(text or "")
    if found is None or found[2] not in _MONTHS:
        return None
    day = f"{found[3]}-{_MONTHS.index(found[2]) + 1:02d}-{int(found[1]):02d}"
    fraction = f".{found[7]}" if found[7] else ""
    return read_iso(f"{day}T{int(found[4]):02d}:{found[5]}:{found[6]}{fraction}" if found[4] else day)


FORMAT = Format("reuters-sgml", recognise, read)
