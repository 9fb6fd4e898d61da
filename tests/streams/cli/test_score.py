"""`wirewatch score dates` on a set of our own."""

import gzip
from pathlib import Path

import orjson
import pytest
from click.testing import CliRunner

from streams.cli import main

TEXT = "He said on Friday that the vote of March 5, 2017, was void."
GOLD = {
    "id": "ours",
    "dct": "2017-12-28",
    "text": TEXT,
    "timex": [
        {"start": 11, "end": 17, "type": "DATE", "value": "2017-12-22"},
        {"start": 35, "end": 48, "type": "DATE", "value": "2017-03-05"},
    ],
}


@pytest.fixture
def gold(tmp_path: Path) -> Path:
    path = tmp_path / "ours.jsonl"
    path.write_bytes(orjson.dumps(GOLD) + b"\n\n")
    return path


def run(*arguments: object, stdin: str | None = None) -> tuple[int, str]:
    result = CliRunner().invoke(main, ["score", "dates", *map(str, arguments)], input=stdin)
    return result.exit_code, result.output


def test_runs_the_tagger(gold: Path) -> None:
    code, output = run(gold, "--json")
    row = orjson.loads(output)
    assert code == 0
    assert (row["set"], row["documents"], row["gold"], row["system"]) == ("ours", 1, 2, 2)
    assert row["value"]["f1"] == row["strict"]["f1"] == 1


def test_scores_what_a_system_wrote(gold: Path, tmp_path: Path) -> None:
    row = {"id": "ours", "dates": [{"start": 11, "end": 17, "type": "DATE", "value": "2017-12-29"}]}
    code, output = run(gold, "--system", "-", "--json", stdin=orjson.dumps(row).decode())
    got = orjson.loads(output)
    assert code == 0
    assert (got["strict"]["p"], got["strict"]["r"], got["value"]["f1"]) == (1, 0.5, 0)


def test_reads_gzip_and_prints_for_people(gold: Path, tmp_path: Path) -> None:
    packed = tmp_path / "ours.jsonl.gz"
    packed.write_bytes(gzip.compress(gold.read_bytes()))
    code, output = run(packed)
    assert code == 0
    assert "ours: 1 documents, 2 marked, 2 found" in output
    assert "value    precision 1.000" in output


@pytest.mark.parametrize(
    ("line", "says"), [("{", "line 1: not JSON"), ("[]", "not a JSON object"), ('{"id": "a"}', "no text")]
)
def test_says_what_is_wrong(tmp_path: Path, line: str, says: str) -> None:
    path = tmp_path / "bad.jsonl"
    path.write_text(line)
    code, output = run(path)
    assert code == 2
    assert says in output
