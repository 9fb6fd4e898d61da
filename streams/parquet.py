"""Parquet files of reports: one a row, as text in one column. Read by pyarrow, which the extra `parquet` brings."""

from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

from streams.problem import Problem

LINE = "line"
"""The column that holds a report as a line of JSON."""


def pyarrow() -> tuple[ModuleType, ModuleType]:
    """pyarrow and pyarrow.parquet. Raises Problem where they are not installed."""
    try:
        import pyarrow as arrow
        from pyarrow import parquet
    except ImportError as error:
        raise Problem("Parquet needs pyarrow", "install it with pip install 'wirewatch[parquet]'") from error
    return arrow, parquet


class Rows:
    """The reports of a Parquet file, a row group at a time."""

    def __init__(self, file: Any) -> None:
        self._file = file
        self._group: list[str] = []
        self._first, self._loaded = 0, -1

    def lines(self) -> Iterator[bytes]:
        """Every report, in order."""
        for batch in self._file.iter_batches(batch_size=256, columns=[LINE]):
            yield from (line.encode() for line in batch.column(0).to_pylist())

    def line(self, number: int) -> bytes:
        """The report in a row, counted from 0. Raises IndexError beyond the last."""
        first = 0
        for group in range(self._file.metadata.num_row_groups):
            size = self._file.metadata.row_group(group).num_rows
            if number < first + size:
                if group != self._loaded:
                    self._group = self._file.read_row_group(group, columns=[LINE]).column(0).to_pylist()
                    self._loaded = group
                return self._group[number - first].encode()
            first += size
        raise IndexError(number)


def open_parquet(path: Path) -> Rows:
    """A file's reports. Raises Problem without pyarrow, OSError where the file is no Parquet or has no such column."""
    arrow, parquet = pyarrow()
    try:
        file = parquet.ParquetFile(path)
    except arrow.ArrowInvalid as error:
        raise OSError(0, f"no Parquet file: {error}") from error
    if LINE not in file.schema_arrow.names:
        raise OSError(0, f"it has no column {LINE}: only what wirewatch archive export wrote is read")
    return Rows(file)
