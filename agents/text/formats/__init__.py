"""Wire formats: bytes to items. The table lists them; each is a file of its own."""

from agents.text.charset import has_controls
from agents.text.formats.source import DEEPEST, HEAD, Format, Source
from agents.text.formats.table import FORMATS
from agents.text.item import Item, ReadError, Unreadable

__all__ = ["FORMATS", "Format", "Item", "Unreadable", "read_items"]


def read_items(data: bytes, *, hint: str | None, source: str, max_bytes: int) -> tuple[Item | Unreadable, ...]:
    """Every item of a report as received, in order; never empty, never raises.

    The format is told by content; `hint` (a format's name) only decides which is asked first. `source` is the name
    that the report came under, for errors. `max_bytes` bounds the report, and what is unpacked from it.
    """
    return _read(Source(data, hint=hint, name=source, max_bytes=max_bytes, read_inside=_read_inside))


def _read_inside(data: bytes, holder: Source) -> tuple[Item | Unreadable, ...]:
    """What was packed into a report, read as a report of its own."""
    if holder.depth >= DEEPEST:
        return (Unreadable("unsafe", f"archives packed into each other more than {DEEPEST} deep"),)
    inner = Source(
        data,
        hint=holder.hint,
        name=holder.name,
        max_bytes=holder.max_bytes,
        read_inside=_read_inside,
        depth=holder.depth + 1,
    )
    return _read(inner)


def _read(report: Source) -> tuple[Item | Unreadable, ...]:
    if len(report.data) > report.max_bytes:
        size = f"{len(report.data):,} bytes; the setting max_bytes allows {report.max_bytes:,}"
        return (Unreadable("too-large", size),)
    if not report.data.strip(b" \t\r\n\0"):
        return (Unreadable("empty", "no bytes, or nothing but white space"),)
    items: list[Item | Unreadable] = []
    try:
        items.extend(_choose(report).read(report))
    except ReadError as error:
        items.append(error.unreadable)
    return tuple(items) or (Unreadable("empty", "the report holds no item"),)


def _choose(report: Source) -> Format:
    """The first format that knows the report. Raises ReadError where none does."""
    hinted = (report.hint or "").partition(":")[0]
    ordered = sorted(FORMATS, key=lambda row: row.name != hinted) if hinted else FORMATS
    for row in ordered:
        if row.recognise(report):
            return row
    text = report.decoded.text.lstrip()
    if text[:1] in ("{", "[", "<"):
        raise ReadError("not-a-report", f"no known format begins like this: {text[:60]!r}")
    if has_controls(report.data[:HEAD].decode("utf-8", "replace")):
        raise ReadError("not-text", f"no known format, and control characters among the text: {report.data[:40]!r}")
    raise ReadError("no-date-line", f"plain text without a ` date YYYY-MM-DD ` line; it begins {text[:60]!r}")
