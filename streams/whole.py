"""Files that are whole whenever they are there: written beside their place, then renamed into it."""

from pathlib import Path


def write_whole(path: Path, data: bytes) -> None:
    """Put `data` in place of the file at once: a reader sees the old content or the new. Raises OSError.

    For reports that are written again soon, so nothing is forced to the disk.
    """
    partial = path.with_suffix(".part")
    partial.write_bytes(data)
    partial.replace(path)
