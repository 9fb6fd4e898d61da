"""The commands `broker` and `topics`, as a user types them."""

import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import orjson
import psutil
import pytest
from click.testing import CliRunner, Result

from schemas.topics import TOPICS
from streams.broker import Broker, free_port
from streams.broker.claim import read_claim
from streams.cli import main

pytestmark = pytest.mark.kafka


@pytest.fixture
def environment(broker: Broker, cache_dir: Path | None, tmp_path: Path) -> dict[str, str]:
    """A machine of its own: data directory, port and no settings file. The session's broker has the jars ready."""
    del broker
    return {
        "WIREWATCH_CONFIG": str(tmp_path / "none.toml"),
        "WIREWATCH_DATA_DIR": str(tmp_path),
        "WIREWATCH_CACHE_DIR": str(cache_dir or ""),
        "WIREWATCH_BOOTSTRAP": f"127.0.0.1:{free_port()}",
        "WIREWATCH_PARTITIONS": "1",
    }


@pytest.fixture
def call(environment: dict[str, str]) -> Iterator["Call"]:
    """Call a command; whatever broker is left running in the end is stopped."""
    caller = Call(environment)
    yield caller
    caller("broker", "stop")


class Call:
    """`wirewatch` in an environment."""

    def __init__(self, environment: dict[str, str]) -> None:
        self.environment = environment

    def __call__(self, *arguments: str, **more: str) -> Result:
        environment = {name: value for name, value in {**self.environment, **more}.items() if value}
        return CliRunner().invoke(main, list(arguments), env=environment)


def test_a_day_with_the_broker(call: "Call", tmp_path: Path) -> None:
    address = call.environment["WIREWATCH_BOOTSTRAP"]
    refused = call("broker", "status")
    assert (refused.exit_code, refused.stderr) == (
        1,
        f"wirewatch: no broker runs on {tmp_path / 'broker'}; wirewatch broker start\n",
    )
    assert orjson.loads(call("broker", "status", "--json").stdout)["running"] is False
    assert call("broker", "stop").stdout == "no broker runs here\n"

    started = call("broker", "start")
    assert started.exit_code == 0, started.output
    assert f"answers on {address}" in started.stdout
    assert "runs already" in call("broker", "start").stdout
    status = orjson.loads(call("broker", "status", "--json").stdout)
    assert (status["running"], status["answers"], status["bootstrap"]) == (True, True, address)
    elsewhere = call("broker", "start", WIREWATCH_DATA_DIR=str(tmp_path / "other"))
    assert elsewhere.exit_code == 1
    assert f"is taken by java (pid {status['pid']})" in elsewhere.stderr

    missing = call("topics", "list")
    assert (missing.exit_code, missing.stdout.count("missing: wirewatch topics make")) == (1, len(TOPICS))
    assert call("topics", "make").stdout.count("made ") == len(TOPICS)
    again = call("topics", "make", "--json")
    assert (again.exit_code, len(orjson.loads(again.stdout)["found"])) == (0, len(TOPICS))
    differs = call("topics", "make", WIREWATCH_PARTITIONS="2")
    assert differs.exit_code == 0, "they are there; a service that waits for them may start"
    assert "differs: wire.raw: partitions is 1, not 2" in differs.stderr
    assert call("topics", "list").exit_code == 0
    rows = [orjson.loads(line) for line in call("topics", "list", "--json").stdout.splitlines()]
    assert [row["topic"] for row in rows] == [topic.name for topic in TOPICS]

    assert f"ended Apache Kafka on {address}" in call("broker", "stop").stdout
    assert not psutil.pid_exists(status["pid"])


def test_the_broker_in_the_foreground_ends_in_order(environment: dict[str, str], tmp_path: Path) -> None:
    line = [sys.executable, "-m", "streams", "broker", "run"]
    variables = {name: value for name, value in environment.items() if value}
    runner = subprocess.Popen(line, stderr=subprocess.PIPE, text=True, env=variables, start_new_session=True)
    assert runner.stderr is not None
    assert "Apache Kafka answers on" in runner.stderr.readline()
    runner.send_signal(signal.SIGINT)
    assert runner.wait(30) == 0
    assert runner.stderr.read() == ""
    assert read_claim(tmp_path / "broker") is None


def test_the_broker_in_the_foreground_says_when_kafka_ends(environment: dict[str, str], tmp_path: Path) -> None:
    line = [sys.executable, "-m", "streams", "broker", "run"]
    variables = {name: value for name, value in environment.items() if value}
    runner = subprocess.Popen(line, stderr=subprocess.PIPE, text=True, env=variables, start_new_session=True)
    assert runner.stderr is not None
    runner.stderr.readline()
    claim = read_claim(tmp_path / "broker")
    assert claim is not None
    psutil.Process(claim.pid).kill()
    assert runner.wait(30) == 1
    assert "wirewatch: the broker ended by signal 9" in runner.stderr.read()


@pytest.mark.parametrize(
    ("variables", "expected"),
    [
        ({"WIREWATCH_BOOTSTRAP": "kafka.example:9092"}, "bootstrap is kafka.example:9092: the broker started here"),
        ({"WIREWATCH_BOOTSTRAP": "127.0.0.1:1,127.0.0.1:2"}, "listens on 127.0.0.1 alone"),
        ({"WIREWATCH_SECURITY": "SSL"}, "security is SSL: the broker started here speaks PLAINTEXT"),
    ],
    ids=["elsewhere", "two brokers", "TLS"],
)
def test_settings_that_mean_a_broker_elsewhere_start_none(
    call: "Call", variables: dict[str, str], expected: str
) -> None:
    result = call("broker", "start", **variables)
    assert result.exit_code == 2
    assert expected in result.stderr
