"""`wirewatch rules check`: exit codes, every error with its place, folders, TOML."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from streams.cli import main

GOOD = """
- id: mosul
  query: |
    org:"Islamic State"
      AND (Mosul OR Raqqa) w/10 kill*
- {id: "off", query: bomb, enabled: false}
"""
GOOD_TOML = """
[[rules]]
id = "bomb"
query = '"car bomb"'
hooks = ["chat"]
"""
BAD = """
- id: mosul
  query: |
    org:"Islamic State"
      AND Mosul w/10
- id: b
  querry: bomb
- id: b c
  query: bomb
  urgency: high
- query: bomb
"""


def check(*arguments: str) -> tuple[int, str, str]:
    result = CliRunner().invoke(main, ["rules", "check", *arguments])
    return result.exit_code, result.stdout, result.stderr


def test_rules_that_load(tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_text(GOOD)
    (tmp_path / "b.toml").write_text(GOOD_TOML)
    assert check(str(tmp_path)) == (0, "3 rules load, 1 of them switched off\n", "")


def test_every_error_with_its_place(tmp_path: Path) -> None:
    file = tmp_path / "bad.yaml"
    file.write_text(BAD)
    code, out, err = check(str(file))
    assert (code, out) == (1, "")
    assert err.splitlines() == [
        f"{file}:2: rule mosul: line 2, column 13: w/10 needs a term or a group on its right",
        f"{file}:6: rule b: unknown key querry: did you mean query?",
        f"{file}:6: rule b: query: is missing",
        f"{file}:8: rule b c: Expected `int`, got `str` - at `$.urgency`",
        f"{file}:8: rule b c: an id is letters, digits, '.', '_' and '-', 100 at most",
        f"{file}:11: rule without id: id: is missing",
        f"wirewatch: 6 errors in {file}: none of it loads",
    ]


def test_errors_as_json(tmp_path: Path) -> None:
    file = tmp_path / "bad.yaml"
    file.write_text(BAD)
    code, out, _ = check("--json", str(file))
    first = json.loads(out.splitlines()[0])
    assert code == 1
    assert first == {
        "message": "w/10 needs a term or a group on its right",
        "rule": "mosul", "line": 2, "column": 13, "file": str(file), "file_line": 2,
    }  # fmt: skip


def test_an_id_that_stands_twice_is_said_beside_other_errors(tmp_path: Path) -> None:
    file = tmp_path / "bad.yaml"
    file.write_text("- {id: x, query: bomb}\n- {id: x, query: bomb AND}\n")
    assert check(str(file))[2].splitlines() == [
        f"{file}:2: rule x: line 1, column 6: AND needs a term or a group on its right",
        f"{file}:2: rule x: this id is taken by another rule",
        f"wirewatch: 2 errors in {file}: none of it loads",
    ]


def test_an_id_may_stand_once_in_a_folder(tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_text("- {id: x, query: bomb}")
    (tmp_path / "b.yaml").write_text("- {id: x, query: blast}")
    code, _, err = check(str(tmp_path))
    assert code == 1
    assert "rule x: this id is taken by another rule" in err


@pytest.mark.parametrize(
    ("text", "wrong"),
    [
        ("- [", "not YAML"),
        ("rulez: []", "unknown key rulez"),
        ("- id: a\n  id: b\n  query: x", "key id stands twice"),
        ("rules: 5", "rules: takes a list"),
        ("a: &a [*a]", "not YAML"),
        ("- id: 5\n  query: bomb", "Expected `str`, got `int`"),
    ],
)
def test_files_that_hold_no_rules(tmp_path: Path, text: str, wrong: str) -> None:
    file = tmp_path / "bad.yaml"
    file.write_text(text)
    code, _, err = check(str(file))
    assert code == 1
    assert wrong in err


def test_no_such_path_is_a_wrong_use(tmp_path: Path) -> None:
    code, _, err = check(str(tmp_path / "none"))
    assert code == 2
    assert err.startswith("wirewatch: there is no file or folder")
