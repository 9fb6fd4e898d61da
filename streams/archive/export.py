"""Exports: articles as JSON lines or Parquet, which replay and rebuild read again."""

import gzip
import zlib
from collections.abc import Iterable, Iterator
from itertools import islice
from pathlib import Path

import msgspec

from agents.text.title import display_title
from schemas.filed import Filed
from streams.archive.moments import reported_at
from streams.parquet import LINE, open_parquet, pyarrow
from streams.problem import Problem

_GROUP = 1000  # articles in one row group of Parquet

_encode = msgspec.json.Encoder().encode
_decode = msgspec.json.Decoder(Filed).decode


def export_to(path: Path, found: Iterable[Filed]) -> int:
    """Write articles to a file, whose name says how. Returns how many.

    The file is whole or not there: it is written beside, and moved when it is done. Raises Problem.
    """
    write = next((writer for ending, writer in _WRITERS.items() if path.name.endswith(ending)), None)
    if write is None:
        raise Problem(f"{path}: an export's name ends in {', '.join(_WRITERS)}", exit_code=2)
    beside = path.with_name(f".{path.name}.part")
    try:
        written = write(beside, found)
        beside.replace(path)
    except OSError as error:
        raise Problem(f"{path} cannot be written: {error.strerror or error}", "see the disk and the folder") from error
    finally:
        beside.unlink(missing_ok=True)
    return written


def read_export(path: Path) -> Iterator[Filed]:
    """The articles of an export. Raises Problem where it is none, or is damaged."""
    read = 0
    try:
        for line in _lines(path):
            if line.strip():
                yield _decode(line)
            read += 1
    except (OSError, EOFError, zlib.error, msgspec.MsgspecError, UnicodeDecodeError) as error:
        raise Problem(f"{path}:{read + 1}: no export of an archive, or damaged: {error}", "give another") from error


def _lines(path: Path) -> Iterator[bytes]:
    if path.suffix == ".parquet":
        yield from open_parquet(path).lines()
    elif path.suffix == ".gz":
        with gzip.open(path) as packed:
            yield from packed
    else:
        with path.open("rb") as plain:
            yield from plain


def _write_lines(path: Path, found: Iterable[Filed]) -> int:
    with path.open("wb") as file:
        return _put_lines(file.write, found)


def _write_packed(path: Path, found: Iterable[Filed]) -> int:
    with gzip.open(path, "wb", compresslevel=6) as file:
        return _put_lines(file.write, found)


def _put_lines(write: object, found: Iterable[Filed]) -> int:
    assert callable(write)
    written = 0
    for each in found:
        write(_encode(each) + b"\n")
        written += 1
    return written


def _write_parquet(path: Path, found: Iterable[Filed]) -> int:
    """Columns for those who count, and the whole record as JSON in the last."""
    arrow, parquet = pyarrow()
    text, moment = arrow.string(), arrow.timestamp("ms", tz="UTC")
    names = ("id", "story", "source", "headline", "outcome", "replay")
    schema = arrow.schema([*((name, text) for name in names), ("reported", moment), ("filed", moment), (LINE, text)])
    written, rest = 0, iter(found)
    with parquet.ParquetWriter(path, schema, compression="zstd") as writer:
        while group := list(islice(rest, _GROUP)):
            writer.write_table(arrow.Table.from_pylist([_row(each) for each in group], schema=schema))
            written += len(group)
    return written


def _row(filed: Filed) -> dict[str, object]:
    record = filed.record
    return {
        "id": record.id,
        "story": record.article.story_key,
        "source": record.article.provider,
        "headline": display_title(record.article)[0],
        "outcome": record.verdict.outcome,
        "replay": record.article.replay,
        "reported": reported_at(record),
        "filed": filed.filed,
        LINE: _encode(filed).decode(),
    }


_WRITERS = {".jsonl": _write_lines, ".jsonl.gz": _write_packed, ".parquet": _write_parquet}
