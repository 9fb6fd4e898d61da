"""Web archives (WARC 1.0 and 1.1): each page that was answered, read as what it is."""

import io
from collections.abc import Iterator

from msgspec.structs import replace
from warcio.archiveiterator import ArchiveIterator
from warcio.exceptions import ArchiveLoadFailed
from warcio.recordloader import ArcWarcRecord

from agents.text.formats.html_page import read_page
from agents.text.formats.source import Format, Source
from agents.text.item import Item, ReadError, Unreadable

_CARRIERS = ("response", "resource", "conversion")
"""Record types that carry what a server sent; the others speak about the archive."""
_BROKEN = (ArchiveLoadFailed, OSError, EOFError, ValueError, LookupError, AttributeError, TypeError)
"""What warcio raises over broken records."""


class _Archive(ArchiveIterator):  # type: ignore[misc] # warcio brings no types
    """The library's reader without its own warnings on standard error: what is wrong goes into dead letters."""

    INC_RECORD = ""


def recognise(source: Source) -> bool:
    """The version line of a first record."""
    return source.head.startswith("WARC/")


def read(source: Source) -> Iterator[Item | Unreadable]:
    """Each carried page; what is no page is said to be none. A broken record ends the archive, not what came before."""
    try:
        for record in _Archive(io.BytesIO(source.data)):
            if record.rec_type in _CARRIERS:
                yield from _read(record, source)
    except _BROKEN as error:
        yield Unreadable("truncated", f"the archive breaks off: {type(error).__name__}: {error}")


def _read(record: ArcWarcRecord, source: Source) -> Iterator[Item | Unreadable]:
    address = record.rec_headers.get_header("WARC-Target-URI")
    where = address or record.rec_headers.get_header("WARC-Record-ID") or "a record without an address"
    status = record.http_headers.get_statuscode() if record.http_headers else "200"
    kind = (record.http_headers.get_header("Content-Type") if record.http_headers else None) or ""
    if status != "200":
        yield Unreadable("not-a-report", f"{where}: HTTP {status}")
        return
    data = record.content_stream().read(source.max_bytes + 1)
    if len(data) > source.max_bytes:
        yield Unreadable("unsafe", f"{where}: more than the {source.max_bytes:,} bytes of the setting max_bytes")
        return
    if kind.partition("/")[0] in ("image", "video", "audio", "font") or "css" in kind or "javascript" in kind:
        yield Unreadable("not-a-report", f"{where}: {kind}")
        return
    try:
        found = (read_page(data, address),) if "html" in kind else source.read_inside(data, source)
    except ReadError as error:
        found = (error.unreadable,)
    fetched = record.rec_headers.get_header("WARC-Date")
    for each in found:
        if isinstance(each, Unreadable):
            yield Unreadable(each.reason, f"{where}: {each.error}")
        else:
            facts = {"address": address, "fetched": fetched}
            yield replace(each, extra={**each.extra, **{key: value for key, value in facts.items() if value}})


FORMAT = Format("warc", recognise, read)
