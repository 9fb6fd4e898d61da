"""The Makefile on machines that lack something: one line that says what; and what it calls exists."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from streams.cli import COMMANDS

ROOT = Path(__file__).parent.parent


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A fresh checkout as far as make looks at it, with a lock that asks for one package."""
    for name in ("Makefile", "pyproject.toml", "requirements.lock", "requirements-dev.lock"):
        shutil.copy(ROOT / name, tmp_path)
    shutil.copytree(ROOT / "scripts", tmp_path / "scripts")
    return tmp_path


def make(folder: Path, *arguments: str, **variables: str) -> subprocess.CompletedProcess[str]:
    environment = {name: value for name, value in os.environ.items() if name not in ("MAKEFLAGS", "PYTHON")}
    return subprocess.run(
        ["make", *arguments], cwd=folder, env={**environment, **variables}, capture_output=True, text=True, check=False
    )


def said(done: subprocess.CompletedProcess[str]) -> list[str]:
    """What we said of what is wrong, without make's own closing line."""
    return [line for line in done.stderr.splitlines() if line.startswith("wirewatch: ")]


def stub(folder: Path, body: str) -> str:
    """A python that is none."""
    path = folder / "python"
    path.write_text(f"#!/bin/sh\n{body}\n")
    path.chmod(0o755)
    return str(path)


def test_without_a_fitting_python(folder: Path) -> None:
    old = stub(folder, "exit 1")
    done = make(folder, "demo", f"PYTHON={old}")
    assert done.returncode != 0
    assert said(done) == [
        f"wirewatch: no Python 3.11 or later at {old}; install one, or name it: make demo PYTHON=/path/to/python3.11"
    ]
    assert not (folder / ".venv").exists()


def test_a_python_that_cannot_make_environments(folder: Path) -> None:
    bare = stub(folder, 'case "$2" in *ensurepip*) exit 1;; esac')
    done = make(folder, "test", f"PYTHON={bare}")
    assert done.returncode != 0
    assert len(said(done)) == 1
    assert "install its package python3-venv" in said(done)[0]


def test_a_package_that_cannot_be_had_is_named(folder: Path) -> None:
    (folder / "requirements.lock").write_text(f"no-such-package-here==1.0 \\\n    --hash=sha256:{'0' * 64}\n")
    nowhere = {"PIP_NO_INDEX": "1", "PIP_FIND_LINKS": "", "PIP_CONFIG_FILE": os.devnull}
    done = make(folder, "demo", f"PYTHON={sys.executable}", **nowhere)
    assert done.returncode != 0
    assert len(said(done)) == 1
    assert "a package cannot be had: " in said(done)[0]
    assert "no-such-package-here" in said(done)[0]
    assert not (folder / ".venv" / "ready").exists(), "the next call tries again"


@pytest.mark.parametrize(
    ("target", "stamps", "installs"),
    [
        ("demo", ["ready"], False),
        ("demo", [], True),
        ("test", ["ready", "ready-dev"], False),
        ("test", ["ready"], True),
        ("check", ["ready", "ready-dev"], False),
    ],
)
def test_what_is_installed_is_not_installed_again(target: str, stamps: list[str], installs: bool, folder: Path) -> None:
    (folder / ".venv").mkdir()
    for stamp in stamps:
        (folder / ".venv" / stamp).touch()
    assert ("scripts/env.sh" in make(folder, "--dry-run", target).stdout) is installs


def test_a_changed_lock_installs_again(folder: Path) -> None:
    (folder / ".venv").mkdir()
    (folder / ".venv" / "ready").touch()
    os.utime(folder / "requirements.lock", (2**31, 2**31))
    assert "scripts/env.sh requirements.lock" in make(folder, "--dry-run", "demo").stdout


def test_every_command_that_make_calls_exists() -> None:
    called = set(re.findall(r"/wirewatch (\w+)", (ROOT / "Makefile").read_text()))
    assert called >= {"demo", "bench", "broker"}
    assert called <= set(COMMANDS)
    for module in re.findall(r"python -m (tests\.\S+)", (ROOT / "Makefile").read_text()):
        assert (ROOT / module.replace(".", "/")).with_suffix(".py").exists()


def test_every_requirement_is_pinned_with_hashes() -> None:
    for name in ("requirements.lock", "requirements-dev.lock"):
        blocks = re.split(r"\n(?=\S)", (ROOT / name).read_text().strip())
        packages = [block for block in blocks if not block.startswith("#")]
        assert len(packages) > 50
        assert [block.split()[0] for block in packages if "==" not in block or "--hash=sha256:" not in block] == []


def test_ci_runs_what_developers_run() -> None:
    script = (ROOT / ".ci" / "run").read_text()
    assert re.findall(r"^make (\w+)", script, re.MULTILINE) == ["check", "test"]
    assert os.access(ROOT / ".ci" / "run", os.X_OK)


def browser(path: Path, **variables: str) -> tuple[int, str]:
    """scripts/browser.sh where PATH is this folder alone: its exit code, and what it said."""
    script = ["/bin/sh", str(ROOT / "scripts/browser.sh")]
    done = subprocess.run(script, env={"PATH": str(path), **variables}, capture_output=True, text=True, check=False)
    return done.returncode, done.stderr


def command(folder: Path, name: str, body: str) -> None:
    """A program of the folder."""
    path = folder / name
    path.write_text(f"#!/bin/sh\n{body}\n")
    path.chmod(0o755)


def test_a_browser_on_path_is_enough(tmp_path: Path) -> None:
    command(tmp_path, "google-chrome", "exit 1")
    assert browser(tmp_path) == (0, "")


def test_without_a_browser_somebody_who_is_not_root_is_told_what_to_install(tmp_path: Path) -> None:
    command(tmp_path, "id", "echo 1000")
    code, said = browser(tmp_path)
    assert code == 0
    assert "install chromium, or name one: WIREWATCH_BROWSER=" in said


def test_without_a_browser_root_gets_the_package(tmp_path: Path) -> None:
    command(tmp_path, "id", "echo 0")
    command(tmp_path, "apt-get", f'echo "$@" >> {tmp_path}/asked')
    code, said = browser(tmp_path)
    assert (code, said.count("\n")) == (0, 1)
    assert (tmp_path / "asked").read_text() == "update\ninstall --yes --no-install-recommends chromium\n"
