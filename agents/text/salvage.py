"""XML with several items, some of them broken: the good ones are read, and each bad one is named."""

import re
from collections.abc import Iterator
from itertools import zip_longest

from agents.text.charset import decode
from agents.text.item import ReadError, Unreadable
from agents.text.xml import Parsed, declared_encoding, parse_xml

_DECLARATION = re.compile(r"<\?xml\s")
_ROOT = re.compile(r"<(?![?!])(?P<name>[A-Za-z_][\w:.-]*)[^<>]{0,4000}>")
_MOST = 10_000
"""Items of one document that are looked for."""


def parse_items(data: bytes, *names: str) -> Iterator[Parsed | Unreadable]:
    """The document; or, where it is broken, its elements of these names one by one, each in the root's start tag.

    Several documents one after the other are taken as such. Raises ReadError for what cannot be parted into items.
    """
    try:
        yield parse_xml(data)
        return
    except ReadError as error:
        pieces = [] if error.unreadable.reason == "unsafe" else _split(data, names)
        if len(pieces) < 2:
            raise
    for number, piece in enumerate(pieces):
        try:
            yield parse_xml(piece.encode("utf-8", "replace"))
        except ReadError as error:
            yield Unreadable(error.unreadable.reason, f"item {number}: {error.unreadable.error}")


def _split(data: bytes, names: tuple[str, ...]) -> list[str]:
    text = decode(data, declared_encoding(data)).text
    starts = [found.start() for found in _DECLARATION.finditer(text)]
    if len(starts) > 1:
        return [text[start:end] for start, end in zip(starts, [*starts[1:], len(text)], strict=True)][:_MOST]
    return list(_members(text, names))[:_MOST]


def _members(text: str, names: tuple[str, ...]) -> Iterator[str]:
    """Each element of these names, from its start tag to its end or to the next one's start."""
    root = _ROOT.search(text)
    tag = re.compile(rf"<(?P<name>(?:[\w.-]+:)?(?:{'|'.join(names)}))[\s>]")
    starts = list(tag.finditer(text))
    for found, following in zip_longest(starts, starts[1:]):
        end = text.find(f"</{found['name']}>", found.end())
        limit = following.start() if following else len(text)
        whole = 0 <= end < limit
        piece = text[found.start() : end + len(found["name"]) + 3 if whole else limit]
        inside = root is not None and root.start() < found.start()
        closed = f"</{root['name']}>" if root is not None and whole else ""
        yield f"{root[0]}{piece}{closed}" if root is not None and inside else piece
