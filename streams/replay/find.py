"""From paths, folders and globs to the files of a replay, in an order that is the same on every machine."""

import glob
import os
from collections.abc import Iterator, Sequence
from pathlib import Path

from msgspec import Struct

# In a folder, what stands beside reports and is none. Named by itself, such a file is taken all the same.
BESIDE_REPORTS = {
    ".md": "about the folder",
    ".py": "a program",
    ".toml": "settings or rules",
    ".yaml": "settings or rules",
    ".yml": "settings or rules",
}


class Found(Struct, frozen=True):
    """A file to read, and the name of the source that it speaks for."""

    path: Path
    source: str


class Selection(Struct, frozen=True):
    """The files, those of the folders that were left aside as no reports, and arguments that led to no file."""

    files: tuple[Found, ...]
    aside: tuple[Path, ...] = ()
    missing: tuple[str, ...] = ()


def find_files(arguments: Sequence[str], source: str | None = None) -> Selection:
    """Every file that `arguments` name: in their order, within a folder or glob by path, each file once.

    `source` overrides the name that is otherwise the archive's own (JSON lines) or that of the file's folder.
    """
    files: dict[Path, Found] = {}
    aside: dict[Path, None] = {}
    missing: list[str] = []
    for argument in arguments:
        paths = sorted(Path(each) for each in _expand(argument))
        if not paths:
            missing.append(argument)
        for path in paths:
            for each in _walk(path) if path.is_dir() else [path]:
                if path.is_dir() and _is_beside_reports(each):
                    aside.setdefault(each)
                else:
                    files.setdefault(each.resolve(), Found(each, source or source_name(each)))
    return Selection(tuple(files.values()), tuple(aside), tuple(missing))


def source_name(path: Path) -> str:
    """The source that a file speaks for: a JSON-lines archive for itself, any other file for its folder.

    >>> source_name(Path("feeds/dpa/0001.xml")), source_name(Path("feeds/archive.2017.jsonl.gz"))
    ('dpa', 'archive.2017')
    """
    if is_lines(path) or is_rows(path):
        return path.name.removesuffix(".gz").rsplit(".", 1)[0] or path.name
    return absolute(path).parent.name or "files"


def absolute(path: Path) -> Path:
    """The path from the root, without `..`, with links as they are: a link's name is the one that was given."""
    return Path(os.path.abspath(path))  # noqa: PTH100 (resolve() would follow links)


def is_lines(path: Path) -> bool:
    """Whether the file holds a report a line."""
    return path.name.removesuffix(".gz").endswith((".jsonl", ".ndjson"))


def is_rows(path: Path) -> bool:
    """Whether the file holds a report a row, as Parquet."""
    return path.suffix == ".parquet"


def is_packed(path: Path) -> bool:
    """Whether the file is to be unpacked."""
    return path.suffix == ".gz"


def _expand(argument: str) -> list[str]:
    """A path as it stands if it is there, else as a glob (`**` for any depth)."""
    if os.path.lexists(argument):
        return [argument]
    return glob.glob(argument, recursive=True)  # noqa: PTH207 (absolute patterns too)


def _walk(folder: Path) -> Iterator[Path]:
    """The files under `folder`, by path; nothing hidden, and no folder twice over a link."""
    for here, folders, names in os.walk(folder):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        yield from (Path(here) / name for name in sorted(names) if not name.startswith("."))


def _is_beside_reports(path: Path) -> bool:
    return path.suffix.lower() in BESIDE_REPORTS
