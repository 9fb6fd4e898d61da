"""A report as received, with what recognition asks of it: its beginning, its XML root, its JSON value."""

import re
from collections.abc import Callable, Iterator
from functools import cached_property
from typing import Any

import msgspec

from agents.text.charset import Decoded, decode
from agents.text.item import Item, Unreadable

HEAD = 8192
"""Bytes at the beginning that recognition looks at."""
DEEPEST = 3
"""Archives within archives that are unpacked: no agency packs deeper, and hostile input does."""


class Source:
    """The bytes of one report, read on demand and once."""

    def __init__(
        self, data: bytes, *, hint: str | None, name: str, max_bytes: int, read_inside: "ReadInside", depth: int = 0
    ) -> None:
        self.data, self.hint, self.name, self.max_bytes = data, hint, name, max_bytes
        self.depth = depth
        """Archives that this report was unpacked from, one within the other."""
        self.read_inside = read_inside
        """Reads what an archive or a page store holds: bytes and the source that holds them."""

    @cached_property
    def head(self) -> str:
        """The first characters, without byte order mark and leading white space: for recognition, never for reading."""
        start = self.data[:HEAD]
        wide = next((name for bom, name in _WIDE_BOMS if start.startswith(bom)), None)
        return start.decode(wide or "utf-8", "replace").replace("\0", "").lstrip("\ufeff \t\r\n")

    @cached_property
    def root(self) -> tuple[str, str] | None:
        """Namespace and local name of the root element, where the report begins like XML."""
        if not self.head.startswith("<"):
            return None
        found = _ROOT.match(self.head)
        if found is None:
            return None
        prefix, name = found["prefix"] or "", found["name"]
        wanted = rf"xmlns:{re.escape(prefix[:-1])}" if prefix else "xmlns"
        space = re.search(rf"\s{wanted}\s*=\s*[\"']([^\"']*)[\"']", found["attributes"])
        return (space[1] if space else ""), name

    @cached_property
    def json(self) -> Any:
        """The JSON value that the report is, or None where it is none. Bounded by msgspec's own depth limit."""
        if self.head[:1] not in ("{", "["):
            return None
        try:
            return msgspec.json.decode(self.data.removeprefix(b"\xef\xbb\xbf"))
        except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
            return None

    @cached_property
    def decoded(self) -> Decoded:
        """The report as text. Raises ReadError `not-text`."""
        return decode(self.data)


_WIDE_BOMS = ((b"\xff\xfe", "utf-16-le"), (b"\xfe\xff", "utf-16-be"))
_ROOT = re.compile(
    r"(?:<\?[^>]{0,2000}\?>|<!--(?:[^-]|-(?!->)){0,4000}-->|<!DOCTYPE[^>\[]{0,1000}(?:\[[^\]]{0,4000}\]\s*)?>|\s)*"
    r"<(?P<prefix>[A-Za-z_][\w.-]*:)?(?P<name>[A-Za-z_][\w.-]*)(?P<attributes>[^>]*)",
)

ReadInside = Callable[[bytes, Source], tuple[Item | Unreadable, ...]]
Reader = Callable[[Source], Iterator[Item | Unreadable]]


class Format(msgspec.Struct, frozen=True):
    """A row of the table of formats: how it is called, how it is told, how it is read.

    `read` may raise ReadError for what ends the whole report; for one bad item among good ones it yields Unreadable.
    """

    name: str
    recognise: Callable[[Source], bool]
    read: Reader
