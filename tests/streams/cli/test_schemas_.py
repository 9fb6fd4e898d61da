"""`wirewatch schemas` as a command: prints, writes, and compares with a released version."""

import json
from pathlib import Path

import yaml
from click.testing import CliRunner

from streams.cli.schemas_ import schemas


def test_it_prints_the_asyncapi_document() -> None:
    result = CliRunner().invoke(schemas)
    assert yaml.safe_load(result.output)["asyncapi"] == "3.0.0"


def test_what_it_writes_can_be_compared_with(tmp_path: Path) -> None:
    assert CliRunner().invoke(schemas, ["--out", str(tmp_path)]).exit_code == 0
    result = CliRunner().invoke(schemas, ["--against", str(tmp_path)])
    assert (result.exit_code, "can read today's messages" in result.output) == (0, True)


def test_a_break_is_named_with_exit_code_1(tmp_path: Path) -> None:
    CliRunner().invoke(schemas, ["--out", str(tmp_path)])
    released = json.loads((tmp_path / "Story.json").read_text())
    released["$defs"]["Story"]["properties"]["forgotten"] = {"type": "string"}
    (tmp_path / "Story.json").write_text(json.dumps(released))
    result = CliRunner().invoke(schemas, ["--against", str(tmp_path)])
    assert (result.exit_code, result.output.splitlines()[0]) == (1, "Story.forgotten: removed")
