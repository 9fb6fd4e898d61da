"""Bytes to characters: UTF-8 first, then what the report declares, then cp1252, and what had to be repaired."""

import codecs
import re
from functools import lru_cache

from msgspec import Struct

from agents.text.item import ReadError
from schemas.article import Change

_BOMS = (
    # longest first: UTF-32's begins like UTF-16's
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_WIDER = {"iso8859-1": "cp1252", "ascii": "cp1252"}
"""A declared Latin-1 is read as cp1252, which only adds to it (WHATWG Encoding Standard, labels)."""
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ufffe\uffff]")
_WIRE_CONTROL = re.compile("[\x01\x02\x03\x04\x0f\x10\x11\x12\x13\x14\x15\x16\x17\x1e\x1f]")
_CP1252 = "".join(bytes([byte]).decode("cp1252", "ignore") or chr(byte) for byte in range(256))
"""cp1252 by byte; the five that it leaves undefined stay control characters, which cleaning removes and notes."""
_STRAY = re.compile("[\udc80-\udcff]")  # how Python's surrogateescape writes a byte that is no UTF-8
_BEYOND_ASCII = re.compile("[^\x00-\x7f]")
_SAMPLE = 4096
_DIRT, _NULS = 0.1, 0.3
"""Shares of control characters and of NULs from which on bytes are no text: in compressed data it is 0.12."""


class Decoded(Struct, frozen=True):
    """The text, the encoding that explained the bytes, and what was repaired on the way."""

    text: str
    encoding: str
    changes: tuple[Change, ...] = ()


def decode(data: bytes, declared: str | None = None) -> Decoded:
    """Decode a report. Raises ReadError `not-text` for bytes that no encoding explains.

    Many feeds declare iso-8859-1 and send UTF-8, hence the order. A few stray bytes among good UTF-8 are read as
    cp1252 one by one, instead of spoiling all the rest.
    """
    decoded = _decode(data, declared)
    start = decoded.text[:_SAMPLE]
    nuls = start.count("\0")
    steering = len(_WIRE_CONTROL.findall(start)) if start.lstrip("\0\r\n\x16").startswith("\x01") else 0
    dirt = len(_CONTROL.findall(start)) - nuls - steering
    if dirt > _DIRT * len(start) or nuls > _NULS * len(start):
        raise ReadError(
            "not-text", f"{dirt + nuls} control characters among the first {len(start)} ({decoded.encoding})"
        )
    if "\0" not in decoded.text:
        return decoded
    removed = Change("characters-made-plain", decoded.text.count("\0"), "NUL")
    return Decoded(decoded.text.replace("\0", ""), decoded.encoding, (*decoded.changes, removed))


def has_controls(text: str) -> bool:
    """Whether characters stand in a text that no writer puts there."""
    return _CONTROL.search(text) is not None


def _decode(data: bytes, declared: str | None) -> Decoded:
    for bom, encoding in _BOMS:
        if data.startswith(bom):
            return Decoded(data.decode(encoding, "replace").lstrip("\ufeff"), encoding)
    if not data.isascii() or b"\0" in data[:_SAMPLE]:
        wide = _wide(data)
        if wide:
            return Decoded(data.decode(wide, "replace"), wide)
    try:
        return Decoded(data.decode("utf-8"), "utf-8")
    except UnicodeDecodeError:
        pass
    text, strays = _decode_mostly(data)
    if strays is not None:
        return Decoded(text, "utf-8", (Change("bytes-repaired", strays, "stray bytes read as cp1252"),))
    name = _codec(declared)
    if name is not None and not name.startswith("utf"):
        try:
            return Decoded(data.decode(name), name)
        except (UnicodeDecodeError, UnicodeError):
            pass
    return Decoded(codecs.charmap_decode(data, "strict", _CP1252)[0], "cp1252")


def _wide(data: bytes) -> str | None:
    """UTF-16 without a mark: every second byte of its start is NUL."""
    head = data[: _SAMPLE // 2 * 2]
    if len(head) < 4 or head.count(0) < 0.3 * len(head):
        return None
    even, odd = head[0::2].count(0), head[1::2].count(0)
    return "utf-16-be" if even > 9 * odd else "utf-16-le" if odd > 9 * even else None


def _decode_mostly(data: bytes) -> tuple[str, int | None]:
    """UTF-8 with a few stray bytes: the text and their number, None where UTF-8 is not what this is."""
    text, strays = _STRAY.subn(lambda byte: _CP1252[ord(byte[0]) - 0xDC00], data.decode("utf-8", "surrogateescape"))
    good = len(_BEYOND_ASCII.findall(text)) - strays
    return text, strays if good > 2 * strays else None


@lru_cache(maxsize=64)
def _codec(name: str | None) -> str | None:
    """Python's name of a declared text encoding, or None where it knows none of that name."""
    try:
        info = codecs.lookup((name or "").strip().strip("\"'"))
    except (LookupError, ValueError):
        return None
    return _WIDER.get(info.name, info.name) if info._is_text_encoding else None
