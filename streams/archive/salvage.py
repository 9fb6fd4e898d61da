"""Reading the records out of an archive of any format that has them, whatever became of its index."""

import sqlite3
from collections.abc import Iterator
from pathlib import Path

from schemas.filed import Filed
from streams.archive.packed import unpack


def salvage(path: Path) -> Iterator[Filed]:
    """Every record, in the order of filing. Raises sqlite3.Error where the file is damaged or none of ours."""
    db = sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True)
    try:
        for topic, partition, offset, entered, filed, origin, record in db.execute(
            "SELECT topic, partition, offset, entered, filed, origin, record"
            " FROM rows JOIN records USING (row) ORDER BY row"
        ):
            yield Filed(unpack(record), topic, partition, offset, entered, filed, origin)
    finally:
        db.close()
