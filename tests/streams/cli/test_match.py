"""`wirewatch match`: ids that match, one object a line; what the rules did, on standard error."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from streams.cli import main

RULES = "rules: [{id: fire, query: fire}, {id: flood, query: flood}, {id: idle, query: storm, enabled: false}]"


@pytest.fixture
def files(tmp_path: Path) -> tuple[str, str]:
    """Two rules, and a third that is switched off; two texts."""
    rules, texts = tmp_path / "rules.yaml", tmp_path / "texts.jsonl"
    rules.write_text(RULES)
    rows = [{"id": "a", "text": "A fire in Homs."}, {"id": "b", "text": "A storm."}]
    texts.write_text("".join(json.dumps(row) + "\n" for row in rows))
    return str(rules), str(texts)


def test_counters_say_what_the_rules_did(files: tuple[str, str]) -> None:
    result = CliRunner().invoke(main, ["match", "--rules", files[0], "--counters", files[1]])
    assert result.exit_code == 0
    assert [json.loads(line)["matched"] for line in result.stdout.splitlines()] == [["fire"], []]
    said = result.stderr.splitlines()
    assert said[:4] == [
        "2 articles, 3 rules",
        "rules asked: 1, 0.5 an article; matched: 1, 0.5",
        "never matched: 1 of 2: flood",
        "noisiest: fire 1",
    ]
    assert said[4].startswith("slowest, µs an article: fire ")


def test_alerts_are_asked_for_only_with_how_far(files: tuple[str, str]) -> None:
    result = CliRunner().invoke(main, ["rules", "publish", files[0], "--alert"])
    assert result.exit_code == 2
    assert "--alert goes with --since" in result.stderr
