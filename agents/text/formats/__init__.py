"""Wire formats: bytes to items. The table lists them; each is a file of its own."""

from agents.text.formats.source import Format, Source
from agents.text.formats.table import FORMATS
from agents.text.item import Item, ReadError, Unreadable

__all__ = ["FORMATS", "Format", "Item", "Unreadable", "read_items"]


def read_items(data: bytes, *, hint: str | None, source: str, max_bytes: int) -> tuple[Item | Unreadable, ...]:
    """Every item of a report as received, in order; never empty, never raises.

    The format is told by content; `hint` (a format's name) only decides which is asked first. `source` is the name
    that the report came under, for errors. `max_bytes` bounds the report, and what is unpacked from it.
    """
    if len(data) > max_bytes:
        return (Unreadable("too-large", f"{len(data):,} bytes; the setting max_bytes allows {max_bytes:,}"),)
    if not data.strip(b" \t\r\n\0"):
        return (Unreadable("empty", "no bytes, or nothing but white space"),)
    report = Source(data, hint=hint, name=source, max_bytes=max_bytes)
    items: list[Item | Unreadable] = []
    try:
        items.extend(_choose(report).read(report))
    except ReadError as error:
        items.append(error.unreadable)
    return tuple(items) or (Unreadable("empty", "the report holds no item"),)


def _choose(report: Source) -> Format:
    """The first format that knows the report. Raises ReadError where none does."""
    ordered = sorted(FORMATS, key=lambda row: row.name != report.hint) if report.hint else FORMATS
    for row in ordered:
        if row.recognise(report):
            return row
    text = report.decoded.text.lstrip()
    if text[:1] in ("{", "[", "<"):
        raise ReadError("not-a-report", f"no known format begins like this: {text[:60]!r}")
    raise ReadError("no-date-line", f"plain text without a ` date YYYY-MM-DD ` line; it begins {text[:60]!r}")
