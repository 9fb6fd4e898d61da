"""docker-compose.yml and Dockerfile, read by a real compose parser: what they run exists, what they promise holds."""

import re
import shlex
import subprocess
import sys
from pathlib import Path
from typing import Any

import click
import pytest
import yaml

from streams.broker.lock import read_lock
from streams.cli import main
from streams.settings import Settings, load

ROOT = Path(__file__).parent.parent
OURS = ("topics", "worker", "deliver", "archive", "desk", "replay")


@pytest.fixture(scope="module")
def services() -> dict[str, dict[str, Any]]:
    """The services as an engine is told to run them: anchors merged, variables filled in, every profile on."""
    line = [sys.executable, "-m", "podman_compose", "--dry-run", "-f", str(ROOT / "docker-compose.yml"), "--profile"]
    done = subprocess.run(
        [*line, "replay", "--profile", "desk", "config"], capture_output=True, text=True, check=True, cwd=ROOT
    )
    parsed: dict[str, dict[str, Any]] = yaml.safe_load(done.stdout)["services"]
    return parsed


def commands(services: dict[str, dict[str, Any]]) -> dict[str, list[str]]:
    """Every command line of ours: what a service runs, and what checks its health, without the word wirewatch."""
    found = {name: _words(services[name]["command"]) for name in OURS}
    for name in OURS:
        check = _words(services[name].get("healthcheck", {}).get("test", []))
        if check:
            assert check[:2] == ["CMD", "wirewatch"]
            found[f"{name}, health"] = check[2:]
    return found


def _words(value: str | list[Any]) -> list[str]:
    return shlex.split(value) if isinstance(value, str) else [str(word) for word in value]


def leaf(words: list[str]) -> tuple[click.Command, list[str]]:
    """Walk down the tree of commands; the command, and the words left for it."""
    command: click.Command = main
    while isinstance(command, click.Group) and (words or not command.invoke_without_command):
        with click.Context(command) as context:
            below = command.get_command(context, words[0]) if words else None
        assert below is not None, f"no command {words}"
        command, words = below, words[1:]
    return command, words


COMMANDS = (*OURS, *(f"{name}, health" for name in ("worker", "deliver", "archive", "desk")))


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_exists_with_its_options(name: str, services: dict[str, dict[str, Any]]) -> None:
    assert set(commands(services)) == set(COMMANDS)
    command, words = leaf(commands(services)[name])
    options = {text for each in command.params for text in (*each.opts, *each.secondary_opts)}
    assert {word for word in words if word.startswith("-")} <= options
    command.make_parser(click.Context(command)).parse_args(words)  # raises for an option without its value


def test_the_workers_settings_are_settings(
    services: dict[str, dict[str, Any]], monkeypatch: pytest.MonkeyPatch
) -> None:
    variables = {name for service in OURS for name in services[service]["environment"]}
    assert variables <= {f"WIREWATCH_{name.upper()}" for name in Settings.model_fields}
    for name, value in services["worker"]["environment"].items():
        monkeypatch.setenv(name, str(value))
    listeners = services["kafka"]["environment"]["KAFKA_ADVERTISED_LISTENERS"]
    assert [f"PLAINTEXT://{server}" for server in load().bootstrap] == [listeners]
    mounts = [
        mount["target"] if isinstance(mount, dict) else mount.split(":")[1] for mount in services["worker"]["volumes"]
    ]
    assert [str(load().rules)] == mounts


def test_what_runs_on_has_a_health_check_and_what_waits_waits_for_health(services: dict[str, dict[str, Any]]) -> None:
    checked = {name for name, service in services.items() if "healthcheck" in service}
    assert checked == {"kafka", "worker", "deliver", "archive", "desk"}
    waits = {
        (name, other): how["condition"]
        for name, service in services.items()
        for other, how in service.get("depends_on", {}).items()
    }
    ours = ("worker", "deliver", "archive", "desk")
    assert waits == {
        ("topics", "kafka"): "service_healthy",
        **{(name, "kafka"): "service_healthy" for name in ours},
        **{(name, "topics"): "service_completed_successfully" for name in (*ours, "replay")},
    }


def test_the_desk_is_published_on_this_machine_alone_and_asked_for(services: dict[str, dict[str, Any]]) -> None:
    assert services["desk"]["profiles"] == ["desk"], "without a user it would refuse to start, again and again"
    assert services["desk"]["ports"] == ["127.0.0.1:8420:8420"]
    assert {name for name, service in services.items() if service.get("ports")} == {"desk"}


def test_the_worker_scales(services: dict[str, dict[str, Any]]) -> None:
    assert not {"container_name", "hostname", "ports"} & set(services["worker"])
    assert int(services["worker"]["environment"]["WIREWATCH_PARTITIONS"]) >= 4
    assert services["worker"]["restart"] == "unless-stopped", "a worker that ends loudly is started again"
    assert services["replay"]["profiles"] == ["replay"], "nothing is replayed unless asked for"


def test_what_is_mounted_by_default_is_here() -> None:
    text = (ROOT / "docker-compose.yml").read_text()
    sources = re.findall(r"\$\{(?:RULES|ARCHIVE):-(\./[^}]+)\}", text)
    assert sources == ["./seeds/rules.yaml", "./seeds/rules.yaml", "./seeds"]
    assert [source for source in sources if not (ROOT / source).exists()] == []


def test_nothing_of_ours_may_do_more_than_it_must(services: dict[str, dict[str, Any]]) -> None:
    for name in OURS:
        service = services[name]
        assert service["read_only"] is True
        assert service["tmpfs"] == ["/tmp"]
        folder = service["environment"]["WIREWATCH_DATA_DIR"]
        assert folder.startswith("/tmp/") or any(str(each).endswith(f":{folder}") for each in service["volumes"])
        assert service["cap_drop"] == ["ALL"]
        assert service["security_opt"] == ["no-new-privileges:true"]
        assert "user" not in service, "the image's own user holds"


def test_every_image_has_a_version_and_kafkas_is_the_one_we_test_with(services: dict[str, dict[str, Any]]) -> None:
    kafka = next(jar for jar in read_lock() if jar.coordinates.startswith("org.apache.kafka:kafka_2.13:"))
    assert services["kafka"]["image"] == f"apache/kafka:{kafka.coordinates.rpartition(':')[2]}"
    version = re.search(r'^version = "(.+)"', (ROOT / "pyproject.toml").read_text(), re.MULTILINE)
    assert version is not None
    assert {services[name]["image"] for name in OURS} == {f"wirewatch:{version[1]}"}


@pytest.fixture(scope="module")
def dockerfile() -> list[tuple[str, str]]:
    """Instructions and their arguments, continued lines joined."""
    text = re.sub(r"\\\n", " ", (ROOT / "Dockerfile").read_text())
    lines = [line.partition(" ") for line in text.splitlines() if line and not line.startswith("#")]
    return [(word, rest.strip()) for word, _, rest in lines]


def test_the_image_is_pinned_and_its_user_is_not_root(dockerfile: list[tuple[str, str]]) -> None:
    images = {rest.split()[0] for word, rest in dockerfile if word == "FROM"}
    assert all(re.fullmatch(r"python:3\.\d+\.\d+-slim-\w+", image) for image in images)
    users = [rest for word, rest in dockerfile if word == "USER"]
    assert users == ["10001:10001"]
    assert ("ENTRYPOINT", '["wirewatch"]') in dockerfile


def test_what_the_image_copies_is_there_and_not_ignored(dockerfile: list[tuple[str, str]]) -> None:
    copies = [rest.split()[:-1] for word, rest in dockerfile if word == "COPY" and "--from" not in rest]
    sources = {source for each in copies for source in each}
    allowed = {line[1:] for line in (ROOT / ".dockerignore").read_text().splitlines() if line.startswith("!")}
    assert sources == allowed
    assert [source for source in sources if not (ROOT / source).exists()] == []
