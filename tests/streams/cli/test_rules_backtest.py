"""`wirewatch rules backtest`, `rules explain` and `match` over files: what they print, exit codes, JUnit."""

import gzip
import json
from pathlib import Path
from xml.etree import ElementTree

import msgspec
import pytest
from click.testing import CliRunner, Result

from schemas.enriched import Enriched
from streams.cli import main
from tests.agents.rules.articles import enriched, mosul

RULES = """
- {id: mosul, query: 'mosul AND "car bomb"'}
- {id: raqqa, query: raqqa}
- {id: fresh, query: 'truce AND age:<6h'}
"""


def run(*arguments: str, stdin: bytes | None = None) -> Result:
    return CliRunner().invoke(main, list(arguments), input=stdin, catch_exceptions=False)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "rules.yaml").write_text(RULES)
    reports = [mosul(), enriched("Truce", id="ap/2/1", story="2", sent="2017-12-30T10:00:00Z")]
    (tmp_path / "wire.jsonl").write_bytes(lines(*reports))
    return tmp_path


def lines(*reports: Enriched) -> bytes:
    return b"".join(msgspec.json.encode(report) + b"\n" for report in reports)


def backtest(folder: Path, *options: str) -> Result:
    return run("rules", "backtest", "--rules", str(folder / "rules.yaml"), str(folder / "wire.jsonl"), *options)


def test_the_report_has_counts_bars_and_examples(folder: Path) -> None:
    result = backtest(folder)
    shown = result.stdout.splitlines()
    assert result.exit_code == 0
    assert shown[0].split() == ["rule", "matches", "stories", "2017-12-28", "to", "2017-12-30"]
    assert [row.split() for row in shown[1:4]] == [
        ["fresh", "1", "1", "█"],
        ["mosul", "1", "1", "█"],
        ["raqqa", "0", "0"],
    ]
    assert "  2017-12-28  ap/1/1  Islamic State claims Mosul blast" in shown
    assert "      Mosul, car bomb" in shown
    assert "2 articles, 2 matches of 2 of 3 rules" in shown
    assert "never matched: raqqa" in shown


def test_json_and_a_choice_of_rules(folder: Path) -> None:
    rows = [json.loads(row) for row in backtest(folder, "--json", "--rule", "mosul").stdout.splitlines()]
    assert [(row["rule"], row["matches"], row["days"]) for row in rows] == [("mosul", 1, {"2017-12-28": 1})]


@pytest.mark.parametrize(("bound", "code"), [("at_least: 1", 0), ("at_most: 0", 1), ("exactly: 1, corpus: wire", 0),
                                             ("exactly: 1, corpus: other", 1)])  # fmt: skip
def test_expectations_set_the_exit_code_and_fill_junit(folder: Path, bound: str, code: int) -> None:
    (folder / "expect.yaml").write_text(f"- {{rule: mosul, {bound}}}")
    result = backtest(folder, "--expect", str(folder / "expect.yaml"), "--junit", str(folder / "junit.xml"))
    assert result.exit_code == code
    suite = ElementTree.parse(folder / "junit.xml").getroot()
    assert (suite.get("tests"), suite.get("failures"), len(suite.findall("*/failure"))) == ("1", str(code), code)


def test_an_older_version_is_compared(folder: Path) -> None:
    (folder / "old.yaml").write_text(RULES.replace("raqqa}", "truce}").replace('mosul AND "car', '"red'))
    shown = backtest(folder, "--against", str(folder / "old.yaml"), "--examples", "0").stdout
    assert "mosul: gained 1\n+ 2017-12-28  ap/1/1  Islamic State claims Mosul blast" in shown
    assert "raqqa: lost 1\n- 2017-12-30  ap/2/1  Truce" in shown


def test_since_and_until(folder: Path) -> None:
    assert "1 articles, 1 matches" in backtest(folder, "--since", "2017-12-29").stdout
    assert "1 articles, 1 matches" in backtest(folder, "--until", "2017-12-29").stdout


def test_gzipped_folders_and_unreadable_lines(folder: Path) -> None:
    archive = folder / "archive"
    archive.mkdir()
    (archive / "a.jsonl.gz").write_bytes(gzip.compress((folder / "wire.jsonl").read_bytes()))
    (archive / "b.jsonl").write_bytes(b'{"id": 1}\n{"id": "short", "text": "Raqqa fell"}\n')
    result = run("rules", "backtest", "--rules", str(folder / "rules.yaml"), str(archive), "--json")
    assert [json.loads(row)["matches"] for row in result.stdout.splitlines()] == [1, 1, 1]
    assert "b.jsonl:1: no article" in result.stderr


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["nowhere.jsonl"], "there is no file or folder nowhere.jsonl"),
        (["-", "--rule", "nosuch"], "there is no rule nosuch"),
        (["-", "--expect", "expect.txt"], "neither YAML nor TOML"),
    ],
)
def test_a_wrong_use_is_one_line(folder: Path, arguments: list[str], said: str) -> None:
    result = run("rules", "backtest", "--rules", str(folder / "rules.yaml"), *arguments, stdin=b"")
    assert result.exit_code == 2
    assert said in result.stderr
    assert len(result.stderr.splitlines()) == 1


def test_match_is_a_filter(folder: Path) -> None:
    rules = str(folder / "rules.yaml")
    piped = run("match", "--rules", rules, stdin=(folder / "wire.jsonl").read_bytes())
    assert [json.loads(row) for row in piped.stdout.splitlines()] == [
        {"id": "ap/1/1", "matched": ["mosul"]},
        {"id": "ap/2/1", "matched": ["fresh"]},
    ]
    later = run("match", "--rules", rules, "--now", "2018-01-01", str(folder / "wire.jsonl"))
    assert [json.loads(row)["matched"] for row in later.stdout.splitlines()] == [["mosul"], []]
    broken = run("match", "--rules", rules, stdin=b"nonsense\n")
    assert (broken.exit_code, json.loads(broken.stdout)["place"]) == (1, "-:1")


def test_match_says_why(folder: Path) -> None:
    shown = run("match", "--rules", str(folder / "rules.yaml"), "--explain", str(folder / "wire.jsonl")).stdout
    why = json.loads(shown.splitlines()[0])["why"]["mosul"]
    assert why["verdict"] is True
    assert [part["text"] for part in why["parts"]] == ["mosul", '"car bomb"']


def test_explain_by_query_and_by_id(folder: Path) -> None:
    wire, rules = str(folder / "wire.jsonl"), str(folder / "rules.yaml")
    by_query = run("rules", "explain", "bomb w/2 police", wire)
    assert by_query.exit_code == 1
    assert "✗ bomb w/2 police: nearest was 8 words apart" in by_query.stdout
    assert "nearly: within 6 words" not in by_query.stdout
    by_id = run("rules", "explain", "mosul", wire, "--rules", rules)
    assert by_id.exit_code == 0
    assert '✓ mosul AND "car bomb": 2 of 2 true' in by_id.stdout
    assert '  "car bomb": …Islamic State claims Mosul blast  A car bomb killed nine people' in by_id.stdout
    other = run("rules", "explain", "fresh", wire, "--rules", rules, "--id", "ap/2/1", "--json")
    assert json.loads(other.stdout)["verdict"] is True


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["a AND", "wire.jsonl"], "line 1, column 3: AND needs a term or a group on its right"),
        (["bomb", "wire.jsonl", "--id", "none"], "holds no article with the id none"),
        (["bomb", "wire.jsonl", "--now", "tomorrow"], "tomorrow is no moment"),
    ],
)
def test_explain_says_what_is_wrong(
    folder: Path, arguments: list[str], said: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(folder)
    result = run("rules", "explain", *arguments)
    assert result.exit_code == 2
    assert said in result.stderr


def test_raw_wire_files_go_through_the_stages(folder: Path) -> None:
    raw = folder / "raw"
    raw.mkdir()
    (raw / "one.txt").write_text(" date 2017-12-28 A car bomb killed nine people in Mosul on Thursday, police said.\n")
    result = run("rules", "backtest", "--rules", str(folder / "rules.yaml"), str(raw), "--json")
    assert {row["rule"]: row["matches"] for row in map(json.loads, result.stdout.splitlines())}["mosul"] == 1
