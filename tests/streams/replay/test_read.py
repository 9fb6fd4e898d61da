"""Files into reports: bytes as they are, places that lead back to them, and what is said of files that do not read."""

import gzip
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from streams.replay.read import Place, Shelf, Unreadable, describe, read_reports

PACKED = gzip.compress(b"one\ntwo\nthree\n")

READABLE = [
    # name, bytes on disk, reports
    ("a.txt", b" date 2017-12-28 One.\r\nTwo.\n", [b" date 2017-12-28 One.\r\nTwo.\n"]),
    ("a.bin", b"\x00\xff\r\n", [b"\x00\xff\r\n"]),
    ("a.txt", b"", [b""]),
    ("a.txt.gz", gzip.compress(b"as it was\n"), [b"as it was\n"]),
    ("a.jsonl", b'{"a":1}\n{"a":2}\n', [b'{"a":1}', b'{"a":2}']),
    ("a.jsonl", b'{"a":1}\r\n\n  \n{"a":2}', [b'{"a":1}', b'{"a":2}']),
    ("a.ndjson.gz", PACKED, [b"one", b"two", b"three"]),
    ("a.jsonl.gz", PACKED + gzip.compress(b"four\n"), [b"one", b"two", b"three", b"four"]),
    ("a.jsonl", b"", []),
]

UNREADABLE = [
    # name, bytes on disk, what is said
    ("cut.jsonl.gz", PACKED[:-6], "it ends in the middle of its compressed data"),
    ("cut.txt.gz", PACKED[:-6], "it ends in the middle of its compressed data"),
    ("plain.gz", b"not packed at all", "its compressed data is damaged"),
    ("damaged.gz", PACKED[:12] + b"\xff\xff\xff" + PACKED[15:], "its compressed data is damaged"),
    ("large.txt", b"x" * 101, "it is larger than 100 bytes, the setting max_bytes"),
    ("bomb.txt.gz", gzip.compress(b"x" * 10_000_000), "it is larger than 100 bytes"),
]


def read_all(path: Path, complain: Callable[[str], None] = pytest.fail) -> list[tuple[Place, bytes]]:
    return list(read_reports(path, 100, complain))


@pytest.mark.parametrize(("name", "data", "reports"), READABLE)
def test_reports(tmp_path: Path, name: str, data: bytes, reports: list[bytes]) -> None:
    path = tmp_path / name
    path.write_bytes(data)
    found = read_all(path)
    assert [report for _, report in found] == reports
    shelf = Shelf()
    assert [shelf.read(path, place) for place, _ in reversed(found)] == reports[::-1]
    shelf.close()


@pytest.mark.parametrize(("name", "data", "said"), UNREADABLE)
def test_files_that_cannot_be_read(tmp_path: Path, name: str, data: bytes, said: str) -> None:
    (tmp_path / name).write_bytes(data)
    with pytest.raises(Unreadable, match=said):
        read_all(tmp_path / name)


def test_what_is_no_regular_file_cannot_be_read(tmp_path: Path) -> None:
    with pytest.raises(Unreadable, match="it is no regular file"):
        describe(tmp_path)
    with pytest.raises(Unreadable, match="no such file or directory"):
        describe(tmp_path / "gone")


def test_a_line_that_is_too_large_is_named_and_the_others_go_on(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    path.write_bytes(b"first\n" + b"x" * 100 + b"\n" + b"y" * 350 + b"\nlast")
    said: list[str] = []
    assert [report for _, report in read_all(path, said.append)] == [b"first", b"x" * 100, b"last"]
    assert said == ["line 3 is larger than 100 bytes, the setting max_bytes"]


def test_a_file_that_has_shrunk_or_grown_is_not_sent_as_something_else(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    for now in (b"short", b"a good deal longer"):
        path.write_bytes(b"ten bytes.")
        ((place, _),) = read_all(path)
        path.write_bytes(now)
        with pytest.raises(Unreadable, match="not as it was"):
            Shelf().read(path, place)


def test_more_archives_than_are_kept_open(tmp_path: Path) -> None:
    paths = [tmp_path / f"{number}.jsonl" for number in range(40)]
    for path in paths:
        path.write_text(f"{path.stem}\n{path.stem}!\n")
    shelf, places = Shelf(), [[place for place, _ in read_all(path)] for path in paths]
    for line, ending in ((0, ""), (1, "!"), (0, "")):
        for path, place in zip(paths, places, strict=True):
            assert shelf.read(path, place[line]) == f"{path.stem}{ending}".encode()
    shelf.close()


@given(lines=st.lists(st.binary(max_size=30).filter(lambda line: b"\n" not in line)), packed=st.booleans())
def test_lines_are_those_of_split(tmp_path_factory: pytest.TempPathFactory, lines: list[bytes], packed: bool) -> None:
    path = tmp_path_factory.mktemp("lines") / ("a.jsonl.gz" if packed else "a.jsonl")
    data = b"\n".join(lines)
    path.write_bytes(gzip.compress(data) if packed else data)
    reports = read_all(path)
    assert [report for _, report in reports] == [line.rstrip(b"\r\n") for line in data.split(b"\n") if line.strip()]
    assert [data[place.offset : place.offset + place.length] for place, _ in reports] == [one for _, one in reports]
