"""Which files a path, a folder or a glob stands for, in which order, and for which source they speak."""

from pathlib import Path

import pytest

from streams.replay.find import find_files

TREE = ("b.txt", "a.txt", ".hidden", "README.md", "rules.yaml", "sub/c.xml", "sub/d.jsonl.gz", ".git/e.txt")


@pytest.fixture
def tree(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for name in TREE:
        path = tmp_path / "wire" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("x")
    monkeypatch.chdir(tmp_path)
    return tmp_path


CASES = [
    # arguments, files in order, left aside, arguments without a file
    (["wire"], ["a.txt", "b.txt", "sub/c.xml", "sub/d.jsonl.gz"], ["README.md", "rules.yaml"], []),
    (["wire/sub", "wire"], ["sub/c.xml", "sub/d.jsonl.gz", "a.txt", "b.txt"], ["README.md", "rules.yaml"], []),
    (["wire/b.txt", "wire/a.txt", "wire/b.txt"], ["b.txt", "a.txt"], [], []),
    (["wire/README.md", "wire/.hidden"], ["README.md", ".hidden"], [], []),
    (["wire/*.txt"], ["a.txt", "b.txt"], [], []),
    (["wire/**/*.xml"], ["sub/c.xml"], [], []),
    (["nowhere", "wire/*.nitf", "wire/a.txt"], ["a.txt"], [], ["nowhere", "wire/*.nitf"]),
]


@pytest.mark.parametrize(("arguments", "files", "aside", "missing"), CASES, ids=lambda value: " ".join(value))
def test_files(tree: Path, arguments: list[str], files: list[str], aside: list[str], missing: list[str]) -> None:
    found = find_files(arguments)
    assert [str(each.path.relative_to("wire")) for each in found.files] == files
    assert [each.name for each in found.aside] == aside
    assert list(found.missing) == missing


def test_a_file_reached_over_a_link_too_is_taken_once(tree: Path) -> None:
    (tree / "wire" / "z.txt").symlink_to(tree / "wire" / "a.txt")
    assert [each.path.name for each in find_files(["wire/a.txt", "wire/z.txt"]).files] == ["a.txt"]


def test_sources(tree: Path) -> None:
    assert [each.source for each in find_files(["wire"]).files] == ["wire", "wire", "sub", "d"]
    assert {each.source for each in find_files(["wire"], "dpa").files} == {"dpa"}


def test_a_file_with_glob_characters_in_its_name_is_that_file(tree: Path) -> None:
    (tree / "wire" / "[a].txt").write_text("x")
    assert [each.path.name for each in find_files(["wire/[a].txt"]).files] == ["[a].txt"]
