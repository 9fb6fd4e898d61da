"""Records as they lie in the archive: JSON, deflated against what all records have in common."""

import sqlite3
import zlib
from hashlib import blake2b

import msgspec
from isal import isal_zlib

from schemas.routed import Routed

_LEVEL = 1  # of isal: 1 % larger than what zlib makes at 2, in a quarter of the time
_COMMON = (
    b'"},{"start":,"end":,"label":"MISC","text":"","name":"","confidence":0.9,"source":"phrases:weapons"'
    b',"latitude":,"longitude":,"geonames":,"population":,"type":"DURATION","value":"P1D","mod":"APPROX"'
    b'"type":"DATE","value":"2017-12-28","earliest":"2017-12-28T00:00:00Z","latest":"2017-12-29T00:00:00Z","zone":"UTC"'
    b',"anchor":"2017-12-28","direction":"past","confidence":0.9,"rule":"weekday","role":"whole"},{"start":'
    b',"language":"en","countries":[{"country":"US","weight":0.5},{"country":"'
    b'"event":{"value":"","earliest":"","latest":"","confidence":},"timeline":"news","fingerprint":['
    b'"model":"fast 1","notes":[],"verdict":{"outcome":"archive","now":"T00:00:00Z","rules":"","matches":[{"rule":"'
    b'","query":"","urgency":1,"marks":[{"start":,"end":,"text":"","term":""},{"start":"reason":"no-rule-matched"}}'
    b'{"id":"","article":{"id":"","provider":"","story":"","version":"1","kind":"update","format":"","headline":"'
    b'","slug":"","byline":"By ","dateline":{"text":"","place":"","agency":""},"body":["","sent":"","created":"'
    b'","received":"","urgency":,"subjects":[{"name":"","code":"medtop:"}],"changes":[{"what":"'
    b'","replay":"","deliver":false},"entities":[{"start":,"end":,"label":"PERSON","text":""'
    b',"confidence":0.99,"source":"model"},{"start":,"end":,"label":"ORG","text":"","name":"","place":{"country":"US"}'
    b',"confidence":0.98,"source":"model"},{"start":,"end":,"label":"LOC","text":"","place":{"country":"US","name":"'
)
"""Part of the file's format: a record is read only with what it was written with."""

_encode = msgspec.json.Encoder().encode
_decode = msgspec.json.Decoder(Routed).decode
_DAMAGED: tuple[type[Exception], ...] = (
    isal_zlib.IsalError,  # type: ignore[assignment]  # a class, which isal's stub calls an instance
    msgspec.MsgspecError,
    UnicodeDecodeError,
)


def pack(record: Routed) -> bytes:
    """The record as bytes, about a quarter of its JSON."""
    deflate = isal_zlib.compressobj(_LEVEL, zlib.DEFLATED, -15, 9, zdict=_COMMON)
    return deflate.compress(_encode(record)) + deflate.flush()


def unpack(packed: bytes) -> Routed:
    """What `pack` packed. Raises sqlite3.DatabaseError where the bytes are damaged, as the database does of its own."""
    try:
        return _decode(isal_zlib.decompressobj(-15, zdict=_COMMON).decompress(packed))
    except _DAMAGED as error:
        raise sqlite3.DatabaseError(f"a record is damaged: {error}") from error


def digest(text: str) -> int:
    """64 bits that stand for an id in an index; who looks up by it compares the text."""
    return int.from_bytes(blake2b(text.encode(), digest_size=8).digest(), signed=True)
