"""`wirewatch hooks` as people type it, and the trial of the README from its first line to its last."""

import asyncio
import json
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from streams.cli.hooks import hooks
from streams.clock import now_ms
from streams.hooks.book import open_book
from streams.hooks.listen import secrets_of
from streams.hooks.outbox import Incoming, file_notices
from streams.settings import load
from tests.streams.hooks.receivers import SECRET, Receiver

ROOT = Path(__file__).parents[3]
URL = "https://user:pass-word@127.0.0.1:1/services/secret-path?key=secret-key"


@pytest.fixture(autouse=True)
def _place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WIREWATCH_DATA_DIR", str(tmp_path / "data"))
    monkeypatch.setenv("WIREWATCH_HOOKS_ALLOW", "here=127.0.0.1/32")
    monkeypatch.setenv("WIREWATCH_HOOKS_TIMEOUT", "5")


def run(*arguments: str) -> Result:
    return CliRunner().invoke(hooks, arguments, catch_exceptions=False)


def test_a_life() -> None:
    assert "no hooks yet" in run("list").output
    made = run("add", "newsroom", URL, "--rules", "wmd-*,floods", "--events", "new", "--header", "X-Key: hidden-value")
    assert made.exit_code == 0, made.output
    secret = re.search(r"secret: (whsec_\S+)", made.output)
    assert secret is not None
    rotated = re.search(r"secret: (whsec_\S+)", run("rotate", "newsroom").output)
    assert rotated is not None
    put_notice()
    assert "1 notices wait" in run("pause", "newsroom").output
    assert "newsroom is on" in run("resume", "newsroom").output
    listed, as_json, past = run("list").output, run("list", "--json").output, run("history", "--json").output
    for hidden in (secret[1], rotated[1], "pass-word", "secret-path", "secret-key", "hidden-value"):
        assert hidden not in listed + as_json + past
    row = json.loads(as_json)
    assert (row["rules"], row["events"], row["headers"], row["secrets"]) == (["wmd-*", "floods"], ["new"], ["X-Key"], 2)
    assert "floods" in run("preview", "newsroom").output
    assert run("resend", "n-1").output == "n-1 goes once more to newsroom\n"
    assert run("remove", "newsroom", "--yes").output == "newsroom is removed; 1 notices waited for it\n"


def test_a_change() -> None:
    run("add", "newsroom", URL, "--rules", "wmd-*", "--heartbeat", "300", "--owner", "night desk")
    done = run("edit", "newsroom", "--rules", "floods,fires", "--header", "X-Key: 1", "--clear", "heartbeat,owner")
    assert done.output == "newsroom is changed\n"
    row = json.loads(run("list", "--json").output)
    assert (row["rules"], row["headers"], row["heartbeat"], row["owner"]) == (
        ["floods", "fires"],
        ["X-Key"],
        None,
        None,
    )
    run("pause", "newsroom")
    assert "it is paused: wirewatch hooks resume newsroom" in run("edit", "newsroom", "--owner", "day desk").output
    for arguments, words in (((), "nothing to change"), (("--clear", "state"), "state cannot be changed")):
        refused = CliRunner().invoke(hooks, ["edit", "newsroom", *arguments])
        assert (refused.exit_code, words in refused.output) == (2, True)


def put_notice() -> None:
    from schemas.notice import Notice

    notice = Notice("n-1", "new", "floods", "n-1", headline="The river rises")
    file_notices(open_book(load()), [Incoming(notice, now_ms(), 0)], {}, now_ms())


WRONG: list[tuple[list[str], int, str]] = [
    # arguments, exit code, words
    (["add", "a", "http://10.0.0.1/"], 1, "wirewatch: 10.0.0.1 is a private address: refused; allow its range by name"),
    (["add", "a", "http://0x7f000001/"], 2, "four plain numbers"),
    (["add", "a", "exec://rm"], 2, "neither a webhook (https) nor a channel"),
    (["add", "a", "ntfy://192.168.0.1/topic"], 1, "a private address"),
    (["add", "a", "https://127.0.0.1/", "--header", "nonsense"], 2, "a header is 'NAME: VALUE'"),
    (["test", "nobody"], 1, "there is no hook nobody; there is none yet"),
    (["resend", "n-9"], 1, "no notice n-9"),
    (["recover", "a", "--since", "yesterday"], 2, "is no time"),
    (["preview", "--template", "none"], 1, "there is no template none; there is slack, teams, text"),
]


@pytest.mark.parametrize(("arguments", "code", "words"), WRONG)
def test_what_cannot_be_done_is_said_in_a_line(arguments: list[str], code: int, words: str) -> None:
    result = run(*arguments)
    assert result.exit_code == code
    assert words in result.output


async def test_testing_an_endpoint_shows_request_and_answer() -> None:
    async with Receiver(200) as receiver:
        added = await asyncio.to_thread(run, "add", "here", receiver.url, "--secret", SECRET)
        assert SECRET not in added.output
        shown = await asyncio.to_thread(run, "test", "here")
        assert shown.exit_code == 0
        assert "webhook-signature: v1," in shown.output
        assert "-> 200 in" in shown.output
        receiver.mood = 500
        failed: dict[str, Any] = json.loads((await asyncio.to_thread(run, "test", "here", "--json")).output)
    assert (failed["ok"], failed["status"], failed["head"]) == (False, 500, "trouble here")
    assert receiver.forged == []
    assert secrets_of(load(), receiver.port) == [SECRET]


def test_the_trial_of_the_readme_verbatim(tmp_path: Path) -> None:
    """What its block says, line by line; the receiver in the background, as a shell would have it."""
    section = (ROOT / "README.md").read_text().partition("## Alerting hooks")[2]
    block = re.search(r"```console\n(.*?)```", section, re.DOTALL)
    assert block is not None
    lines = [line.removeprefix("$ ") for line in block[1].splitlines()]
    assert [line.split()[0] for line in lines] == ["export", "wirewatch", "wirewatch", "wirewatch"]
    log = tmp_path / "listened"
    script = [f'wirewatch() {{ "{sys.executable}" -m streams "$@"; }}']
    for line in lines:
        listening = "hooks listen" in line
        script.append(line.replace(" &", f" --count 1 >{log} 2>&1 &") if listening else line)
        script += [f"until grep -q listening {log}; do sleep 0.1; done"] if listening else []
    done = subprocess.run(
        ["bash", "-ec", "\n".join([*script, "wait"])], cwd=ROOT, capture_output=True, text=True, timeout=240
    )
    assert done.returncode == 0, done.stderr
    assert "-> 204 in" in done.stdout
    assert re.search(r"verified  test/\S+  test wirewatch-test", log.read_text()), log.read_text()
