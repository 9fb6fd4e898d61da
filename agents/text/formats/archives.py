"""Packed reports: gzip, zip and tar, unpacked within bounds, each member read as a report of its own."""

import gzip
import io
import lzma
import tarfile
import zipfile
import zlib
from collections.abc import Iterator
from typing import IO, cast

from agents.text.formats.source import Format, Source
from agents.text.item import Item, ReadError, Unreadable

MEMBERS = 10_000
"""Members of one archive that are read."""
_CHUNK = 1 << 16
_BROKEN = (
    *(OSError, EOFError, zlib.error, lzma.LZMAError, tarfile.TarError, zipfile.BadZipFile),
    *(NotImplementedError, RuntimeError, ValueError, OverflowError, LookupError),
)
"""What the standard library raises over broken or encrypted archives."""


def recognise_gzip(source: Source) -> bool:
    """Gzip's magic number and its only method."""
    return source.data[:3] == b"\x1f\x8b\x08"


def read_gzip(source: Source) -> Iterator[Item | Unreadable]:
    """What was compressed, as one report; it may have several members, as web archives do."""
    try:
        with gzip.GzipFile(fileobj=io.BytesIO(source.data)) as stream:
            data = read_bounded(cast(IO[bytes], stream), source.max_bytes)
    except EOFError as error:
        raise ReadError("truncated", "the gzip file ends in the middle") from error
    except _BROKEN as error:
        raise ReadError("malformed", f"gzip: {error}") from error
    yield from source.read_inside(data, source)


def recognise_zip(source: Source) -> bool:
    """Zip's magic number."""
    return source.data[:4] == b"PK\x03\x04"


def read_zip(source: Source) -> Iterator[Item | Unreadable]:
    """Each file of the archive; one that cannot be read does not keep back the others."""
    try:
        archive = zipfile.ZipFile(io.BytesIO(source.data))
        members = [member for member in archive.infolist() if not member.is_dir()]
    except _BROKEN as error:
        raise ReadError("truncated", f"zip: {error}") from error
    left = source.max_bytes
    for member in members[:MEMBERS]:
        try:
            with archive.open(member) as stream:
                data = read_bounded(stream, left)
        except ReadError as error:
            yield _named(member.filename, error.unreadable)
            return
        except _BROKEN as error:
            yield Unreadable("malformed", f"{member.filename}: {error}")
            continue
        left -= len(data)
        yield from (_named(member.filename, each) for each in source.read_inside(data, source))
    if len(members) > MEMBERS:
        yield Unreadable("unsafe", f"{len(members):,} members; {MEMBERS:,} were read")


def recognise_tar(source: Source) -> bool:
    """The word `ustar` where POSIX has it."""
    return source.data[257:262] == b"ustar"


def read_tar(source: Source) -> Iterator[Item | Unreadable]:
    """Each file of the archive, in order; nothing is written anywhere."""
    count = 0
    try:
        with tarfile.open(fileobj=io.BytesIO(source.data), mode="r:") as archive:
            for member in archive:
                stream = archive.extractfile(member) if member.isfile() else None
                if stream is None:
                    continue
                if count == MEMBERS:
                    raise ReadError("unsafe", f"more than {MEMBERS:,} members")
                count += 1
                data = read_bounded(stream, source.max_bytes)
                yield from (_named(member.name, each) for each in source.read_inside(data, source))
    except _BROKEN as error:
        raise ReadError("truncated", f"tar: {error}") from error


def read_bounded(stream: IO[bytes], bound: int) -> bytes:
    """All of a stream. Raises ReadError `unsafe` as soon as it is longer than `bound`, before more is unpacked."""
    pieces, size = [], 0
    while piece := stream.read(_CHUNK):
        size += len(piece)
        if size > bound:
            raise ReadError("unsafe", f"unpacks to more than the {bound:,} bytes that are left of max_bytes")
        pieces.append(piece)
    return b"".join(pieces)


def _named(name: str, found: Item | Unreadable) -> Item | Unreadable:
    """An error says which member it is about."""
    return Unreadable(found.reason, f"{name}: {found.error}") if isinstance(found, Unreadable) else found


GZIP = Format("gzip", recognise_gzip, read_gzip)
ZIP = Format("zip", recognise_zip, read_zip)
TAR = Format("tar", recognise_tar, read_tar)
