"""Jars are what was locked, or nothing starts."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

from streams.broker import Broker
from streams.broker.jars import default_cache, ready_jars
from streams.broker.lock import LOCK, Jar, read_lock
from streams.broker.relock import ROOTS
from streams.problem import Problem


def test_the_lock_names_every_jar_once_with_its_checksum() -> None:
    jars = read_lock()
    assert len(jars) > 40
    assert len({jar.file_name for jar in jars}) == len(jars)
    assert [jar.coordinates for jar in jars if not re.fullmatch(r"[0-9a-f]{64}", jar.sha256) or jar.size < 1000] == []
    assert {jar.coordinates for jar in jars} >= set(ROOTS)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "[[jar]]\n",
        '[[jar]]\ncoordinates = "a:b:1"\n',
        "[[jar]\n",
        '[[jar]]\ncoordinates="a:b:1"\nsha256="x"\nsise=1\n',
    ],
    ids=["empty", "no fields", "no checksum", "no TOML", "an unknown field"],
)
def test_a_lock_that_does_not_read_says_so(text: str, tmp_path: Path) -> None:
    lock = tmp_path / "kafka.lock"
    lock.write_text(text)
    with pytest.raises(Problem, match=r"kafka.lock, does not read|of Kafka's jars"):
        read_lock(lock)


@pytest.fixture
def jars(broker: Broker, cache_dir: Path | None, tmp_path: Path) -> Path:
    """A cache of its own whose jars are links to those of the session."""
    del broker  # has made the jars ready
    folder = tmp_path / "cache" / "jars"
    folder.mkdir(parents=True)
    for jar in read_lock():
        (folder / jar.file_name).symlink_to((cache_dir or default_cache()).absolute() / "jars" / jar.file_name)
    return folder


@pytest.mark.kafka
async def test_a_wrong_checksum_never_starts(jars: Path, tmp_path: Path) -> None:
    jar = next(jar for jar in read_lock() if "kafka-clients" in jar.coordinates)
    path = jars / jar.file_name
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 1
    path.unlink()
    path.write_bytes(content)
    with pytest.raises(Problem) as refusal:
        await Broker(tmp_path / "broker", cache_dir=jars.parent).start()
    assert f"{path} is not the {jar.coordinates} that was locked" in refusal.value.message
    assert "\n" not in refusal.value.message
    assert not (tmp_path / "broker").exists()


@pytest.mark.kafka
def test_without_a_connection_a_missing_jar_is_named(jars: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    missing = read_lock()[-1]
    (jars / missing.file_name).unlink()
    monkeypatch.setenv("HTTPS_PROXY", "http://127.0.0.1:9")  # the discard port: nothing listens
    with pytest.raises(
        Problem, match=rf"cannot fetch {re.escape(missing.coordinates)}: no connection to Maven Central"
    ):
        ready_jars(jars.parent)
    assert [path.name for path in jars.iterdir() if path.name.startswith(".fetch")] == []


@pytest.mark.kafka
def test_with_every_jar_in_place_jgo_is_not_imported(jars: Path) -> None:
    code = f"""
import sys
from pathlib import Path
from streams.broker.jars import ready_jars
print(len(ready_jars(Path({str(jars.parent)!r}))), "jgo" in sys.modules, "requests" in sys.modules)
"""
    said = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
    assert said.split() == [str(len(read_lock())), "False", "False"]


def test_a_jar_is_named_as_maven_names_it() -> None:
    assert Jar("org.apache.kafka:kafka_2.13:4.4.0", "", 0).file_name == "kafka_2.13-4.4.0.jar"


def test_a_cache_that_cannot_be_made_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(Problem, match=r"cannot keep Kafka's jars in .*file/jars"):
        ready_jars(tmp_path / "file")
    assert LOCK.exists()
