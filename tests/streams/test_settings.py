"""Settings: arguments before environment before file before default, and errors that name the setting."""

from pathlib import Path

import orjson
import pytest
from click.testing import CliRunner

from streams.cli import main
from streams.problem import Problem
from streams.settings import Settings, load


@pytest.fixture
def file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The settings file of this test; it does not exist until the test writes it."""
    for name in Settings.model_fields:
        monkeypatch.delenv(f"WIREWATCH_{name.upper()}", raising=False)
    path = tmp_path / "wirewatch.toml"
    monkeypatch.setenv("WIREWATCH_CONFIG", str(path))
    return path


def test_each_source_goes_before_the_next(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert load().partitions == 4
    file.write_text("partitions = 5\ngroup = 'of the file'\n")
    assert (load().partitions, load().group) == (5, "of the file")
    monkeypatch.setenv("WIREWATCH_PARTITIONS", "6")
    assert (load().partitions, load().group) == (6, "of the file")
    assert (load(partitions=7).partitions, load().group) == (7, "of the file")


@pytest.mark.parametrize(
    ("variable", "value", "setting", "expected"),
    [
        ("WIREWATCH_BOOTSTRAP", "a:9092", "bootstrap", ["a:9092"]),
        ("WIREWATCH_BOOTSTRAP", "a:9092, b.example:9093", "bootstrap", ["a:9092", "b.example:9093"]),
        ("WIREWATCH_BOOTSTRAP", '["a:1", "[::1]:2"]', "bootstrap", ["a:1", "[::1]:2"]),
        ("WIREWATCH_SECURITY", "SASL_SSL", "security", "SASL_SSL"),
        ("WIREWATCH_TLS_CA", "certs/ca.pem", "tls_ca", Path("certs/ca.pem")),
        ("WIREWATCH_RETENTION_HOURS", "0.5", "retention_hours", 0.5),
        ("WIREWATCH_LABELS", '{"GENE": "MISC", "GPE": ""}', "labels", {"GENE": "MISC", "GPE": ""}),
    ],
)
def test_variables(
    variable: str, value: str, setting: str, expected: object, file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(variable, value)
    assert getattr(load(), setting) == expected


def test_a_file_may_hold_lists(file: Path) -> None:
    file.write_text('bootstrap = ["a:1", "b:2"]\n')
    assert load().bootstrap == ["a:1", "b:2"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("[labels]\nGENE = 'gene'\n", "setting labels: Value error, GENE = 'gene': a label is a word in capitals"),
        ("partitions = 0\n", "setting partitions: Input should be greater than or equal to 1"),
        ("partitons = 3\n", "setting partitons: Extra inputs are not permitted; did you mean partitions?"),
        ("security = 'TLS'\n", "setting security: Input should be 'PLAINTEXT', 'SSL'"),
        ("bootstrap = []\n", "setting bootstrap: List should have at least 1 item"),
        ("bootstrap = 'localhost'\n", "setting bootstrap: Value error, 'localhost' is not host:port"),
        ("bootstrap = 'a:99999'\n", "setting bootstrap: Value error, 'a:99999' is not host:port"),
        ("bootstrap = ','\n", "setting bootstrap: Value error, '' is not host:port"),
        ("bootstrap = '[1'\n", "setting bootstrap: "),
        ("partitions = \n", "wirewatch.toml or the environment: Invalid value"),
    ],
)
def test_what_is_wrong_is_named(text: str, expected: str, file: Path) -> None:
    file.write_text(text)
    with pytest.raises(Problem) as problem:
        load()
    assert expected in problem.value.message
    assert problem.value.exit_code == 2


def test_wrong_settings_are_one_line_of_the_command(file: Path) -> None:
    file.write_text("partitions = 'many'\n")
    result = CliRunner().invoke(main, ["settings"])
    assert result.exit_code == 2
    assert result.stderr.count("\n") == 1
    assert "setting partitions" in result.stderr


def test_every_setting_is_listed_with_its_default(file: Path) -> None:
    file.write_text("partitions = 5\n")
    result = CliRunner().invoke(main, ["settings", "--json"])
    rows = {row["setting"]: row for row in map(orjson.loads, result.stdout.splitlines())}
    assert set(rows) == set(Settings.model_fields)
    assert all(row["about"] for row in rows.values())
    assert (rows["partitions"]["value"], rows["partitions"]["default"]) == ("5", "4")
    assert rows["partitions"]["variable"] == "WIREWATCH_PARTITIONS"


def test_a_password_is_not_shown(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WIREWATCH_SASL_PASSWORD", "not to be seen")
    for arguments in (["settings"], ["settings", "--json"]):
        assert "not to be seen" not in CliRunner().invoke(main, arguments).stdout
