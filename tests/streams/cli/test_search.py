"""`wirewatch search` and `wirewatch archive` as commands, without a broker: what is shown, exit codes, errors."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from streams.archive import Archive
from streams.cli import main
from tests.streams.archive.articles import filed, plain, routed


def run(*arguments: str) -> Result:
    return CliRunner().invoke(main, arguments)


@pytest.fixture
def archive(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    path = tmp_path / "archive.db"
    monkeypatch.setenv("WIREWATCH_ARCHIVE", str(path))
    records = [
        routed(plain(1, "A car bomb in Mosul.", headline="Blast in Mosul"), "mosul"),
        routed(plain(2, "Talks in Geneva.")),
        routed(plain(3, "A car bomb in Raqqa.", replay="r1")),
    ]
    with Archive.open(path) as opened:
        opened.file(filed(records), {})
    return path


def test_hits_in_lines(archive: Path) -> None:
    result = run("search", '"car bomb"', "--counts")
    assert result.exit_code == 0
    lines = result.stdout.splitlines()
    assert lines[0] == "2017-12-28T10:00:00Z  ap/1/1  Blast in Mosul  mosul"
    assert lines[1] == "    A [car bomb] in Mosul."
    assert "1 articles" in lines
    assert "  rule: mosul 1" in lines


def test_hits_as_json_with_a_cursor(archive: Path) -> None:
    first = [json.loads(line) for line in run("search", "-n", "1", "--json").stdout.splitlines()]
    assert first[0]["filed"]["record"]["id"] == "ap/2/1"
    rest = [json.loads(line) for line in run("search", "--json", "--after", first[1]["next"]).stdout.splitlines()]
    assert [row["filed"]["record"]["id"] for row in rest[:-1]] == ["ap/1/1"]
    assert rest[-1]["next"] is None


def test_replays_are_apart_and_pointed_at(archive: Path) -> None:
    result = run("search", "raqqa")
    assert (result.exit_code, result.stdout) == (1, "")
    assert "--replay any finds 1" in result.stderr
    assert "ap/3/1 replay r1" in run("search", "raqqa", "--replay", "any").stdout


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (("search", "mosul raqqa"), 2, "query: line 1, column 7"),
        (("search", "x", "--query", "y"), 2, "give the query once"),
        (("search", "--since", "never"), 2, "since: never is no date"),
        (("search", "--after", "x"), 2, "after: x is no position"),
        (("search", "nothing"), 1, ""),
        (("archive", "export", "out.csv"), 2, "an export's name ends in .jsonl, .jsonl.gz, .parquet"),
        (("archive", "prune"), 2, "say what to take out"),
        (("archive", "rebuild", "--no-topics", "none.jsonl"), 1, "none.jsonl:1: no export of an archive"),
    ],
)
def test_errors_say_what_to_do(archive: Path, arguments: tuple[str, ...], code: int, said: str) -> None:
    result = run(*arguments)
    assert result.exit_code == code
    assert said in result.output


def test_without_an_archive(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WIREWATCH_ARCHIVE", str(tmp_path / "none.db"))
    for arguments in (("search", "x"), ("archive", "status"), ("archive", "prune", "--older-than", "1")):
        result = run(*arguments)
        assert result.exit_code == 2
        assert "there is no archive" in result.output


def test_status_without_a_broker(archive: Path) -> None:
    result = run("archive", "status", "--no-broker", "--json")
    state = json.loads(result.stdout)
    assert (state["articles"], state["replayed"], state["lag"]) == (3, 1, None)


def test_prune_and_export_what_is_left(archive: Path, tmp_path: Path) -> None:
    out = tmp_path / "mosul.jsonl.gz"
    assert run("archive", "export", str(out), "-q", "mosul OR raqqa").stdout == f"2 articles in {out}\n"
    assert run("archive", "export", str(out), "--rule", "mosul").stdout == f"1 articles in {out}\n"
    assert run("archive", "prune", "--older-than", "1").stdout == "3 articles taken out\n"
    assert run("archive", "rebuild", "--no-topics", str(out)).stdout == "1 articles\n"
    assert run("search", "mosul").exit_code == 0
