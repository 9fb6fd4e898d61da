"""`wirewatch clean` as a filter: JSON lines out, exit 1 where an item is dead, one line where a file cannot be read."""

import json
from pathlib import Path

from click.testing import CliRunner

from streams.cli import main

GOOD = b" date 2017-12-28 It rained in Homs.It rained all day."


def test_articles_and_dead_items(tmp_path: Path) -> None:
    (tmp_path / "good.txt").write_bytes(GOOD)
    (tmp_path / "bad.txt").write_bytes(b"It rained.")
    result = CliRunner().invoke(main, ["clean", str(tmp_path / "good.txt"), str(tmp_path / "bad.txt")])
    good, bad = map(json.loads, result.stdout.splitlines())
    assert result.exit_code == 1
    assert (good["body"], good["headline"], good["status"]) == (
        ["It rained in Homs. It rained all day."],
        None,
        "usable",
    )
    assert good["provider"] == tmp_path.name
    assert bad.keys() == {"file", "item", "dead", "error"}
    assert bad["dead"] == "no-date-line"


def test_a_folder_is_the_reports_in_it(tmp_path: Path) -> None:
    (tmp_path / "below").mkdir()
    for name in ("below/1.txt", "2.txt"):
        (tmp_path / name).write_bytes(GOOD)
    (tmp_path / "README.md").write_text("no report")
    result = CliRunner().invoke(main, ["clean", str(tmp_path)])
    assert result.exit_code == 0
    assert [json.loads(line)["provider"] for line in result.stdout.splitlines()] == [tmp_path.name, "below"]


def test_standard_input() -> None:
    result = CliRunner().invoke(main, ["clean", "--source", "desk", "-"], input=GOOD)
    assert result.exit_code == 0
    assert json.loads(result.stdout)["id"].startswith("desk/")


def test_a_file_that_is_not_there() -> None:
    result = CliRunner().invoke(main, ["clean", "no-such-file"])
    assert result.exit_code == 1
    assert "no-such-file" in result.stderr
    assert len(result.stderr.splitlines()) == 1
