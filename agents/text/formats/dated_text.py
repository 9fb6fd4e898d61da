"""Plain dated text: ` date YYYY-MM-DD ` and then the body, as the seeds are."""

import re
from collections.abc import Iterator

from agents.text.formats.source import Format, Source
from agents.text.identity import digest
from agents.text.item import Item, ReadError, Unreadable
from agents.text.stamps import read_iso

_DATE_LINE = re.compile(r"\s*date[ \t:]+(?P<date>\S{1,40})[ \t]*(?:\r?\n)?(?P<body>.*)\Z", re.DOTALL | re.IGNORECASE)
_BLANK_LINE = re.compile(r"\n[ \t\r]*\n")
_LONG_LINE = 100
"""Characters a line: shorter ones on average were wrapped, longer ones are paragraphs."""


def recognise(source: Source) -> bool:
    """A date line at the very beginning; the body may stand on the same line."""
    return re.match(r"date[ \t:]+\d", source.head, re.IGNORECASE) is not None


def read(source: Source) -> Iterator[Item | Unreadable]:
    """One item: the date line is the report's date, there is no headline, and the story is named by a digest."""
    decoded = source.decoded
    found = _DATE_LINE.match(decoded.text)
    if found is None:
        raise ReadError("no-date-line", "the first line must be ` date YYYY-MM-DD `, then the body")
    created = read_iso(found["date"])
    if created is None:
        raise ReadError("no-date-line", f"the date line says {found['date']!r}, which is no date of the calendar")
    body = split_paragraphs(found["body"])
    if not body:
        raise ReadError("empty", f"nothing follows the date line {created}")
    yield Item(
        format=FORMAT.name, digest=digest(created, *body), created=created, body=body, changes=decoded.changes
    )  # fmt: skip


def split_paragraphs(text: str) -> tuple[str, ...]:
    """Paragraphs of plain text: by blank lines; without any, long lines are paragraphs and short ones were wrapped."""
    text = text.replace("\r\n", "\n").replace("\r", "\n").strip()
    if _BLANK_LINE.search(text):
        parts = _BLANK_LINE.split(text)
    else:
        lines = [line for line in text.split("\n") if line.strip()]
        wrapped = sum(map(len, lines)) < _LONG_LINE * len(lines)
        parts = ["\n".join(lines)] if wrapped else lines
    return tuple(part.strip() for part in parts if part.strip())


FORMAT = Format("dated-text", recognise, read)
