"""`wirewatch dead`: what could not be read: list it, look at it, send it through once more."""

import asyncio
from collections import Counter
from collections.abc import Callable
from typing import Any

import click
import orjson

from schemas.topics import DEAD
from streams.clock import iso
from streams.kafka.deadletters import Letter, read_bytes, read_letters, requeue
from streams.settings import load

Command = Callable[..., Any]


def _filters(command: Command) -> Command:
    """The options that pick letters."""
    for option in (
        click.option("--stage", metavar="NAME", help="Only letters of this stage."),
        click.option("--reason", metavar="SLUG", help="Only letters with this reason."),
        click.option("--source", metavar="NAME", help="Only letters of this source."),
        click.option("--replay", metavar="ID", help="Only letters of this replay."),
    ):
        command = option(command)
    return command


def _picks(stage: str | None, reason: str | None, source: str | None, replay: str | None) -> Callable[[Letter], bool]:
    def wanted(letter: Letter) -> bool:
        found = (letter.envelope.dead_stage, letter.envelope.dead_reason, letter.source, letter.envelope.replay)
        return all(want in (None, has) for want, has in zip((stage, reason, source, replay), found, strict=True))

    return wanted


@click.group(epilog="Example: wirewatch dead list --reason no-date-line")
def dead() -> None:
    """Dead letters: what a stage could not read, with its bytes unchanged and the reason."""


@dead.command("list", epilog="Example: wirewatch dead list --stage clean --json")
@_filters
@click.option("--all", "everything", is_flag=True, help="Also those that were sent through once more.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object a line.")
def list_(
    stage: str | None, reason: str | None, source: str | None, replay: str | None, everything: bool, as_json: bool
) -> None:
    """List dead letters, oldest first."""
    wanted = _picks(stage, reason, source, replay)
    letters = [each for each in asyncio.run(read_letters(load())) if wanted(each) and (everything or not each.requeued)]
    for letter in letters:
        if as_json:
            click.echo(orjson.dumps(_row(letter)))
        else:
            envelope, mark = letter.envelope, " (sent again)" if letter.requeued else ""
            where = f"{iso(letter.at)}  {letter.id:<18}  {envelope.dead_stage}: {envelope.dead_reason}{mark}"
            click.echo(f"{where}  {letter.source}  {envelope.dead_error}")
    if not as_json:
        reasons = Counter(letter.envelope.dead_reason for letter in letters)
        counts = ", ".join(f"{reason} {count:,}" for reason, count in reasons.most_common())
        click.echo(_letters(letters) + (f": {counts}" if counts else ""))


@dead.command(epilog="Example: wirewatch dead show 2/418")
@click.argument("letter")
@click.option("--bytes", "only_bytes", is_flag=True, help="Its bytes, unchanged, and nothing else.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object, the bytes as text where they are UTF-8.")
def show(letter: str, only_bytes: bool, as_json: bool) -> None:
    """Show one dead letter, by its id in `dead list` (partition/offset)."""
    found, value = asyncio.run(read_bytes(load(), _full(letter)))
    if only_bytes:
        click.echo(value, nl=False)
    elif as_json:
        click.echo(orjson.dumps(_row(found) | {"value": value.decode("utf-8", "backslashreplace")}))
    else:
        for name, text in _row(found).items():
            click.echo(f"{name:<9} {text}")
        click.echo("")
        click.echo(value.decode("utf-8", "backslashreplace"))


@dead.command("requeue", epilog="Example: wirewatch dead requeue --reason stage-error")
@click.argument("letters", nargs=-1, metavar="[LETTER]…")
@_filters
@click.option("--all", "everything", is_flag=True, help="All that were not sent through once more before.")
def requeue_(
    letters: tuple[str, ...],
    stage: str | None,
    reason: str | None,
    source: str | None,
    replay: str | None,
    everything: bool,
) -> None:
    """Send dead letters through once more: those named, or all that the options pick.

    A letter of clean becomes a new report in wire.raw; its old one stays a dead letter in the audit. A letter of a
    later stage goes back to that stage's topic, and no longer counts as its report's ending.
    """
    filtered = any((stage, reason, source, replay))
    if bool(letters) == (filtered or everything):
        raise click.UsageError(
            "name letters, or pick them by --stage, --reason, --source, --replay or --all: one of both"
        )
    wanted = [_full(letter) for letter in letters] if letters else _picks(stage, reason, source, replay)
    sent = asyncio.run(requeue(load(), wanted))
    topics = Counter(letter.input.topic for letter in sent if letter.input)
    click.echo(f"{_letters(sent)} sent through once more" + "".join(f", {n:,} to {t}" for t, n in topics.items()))


def _letters(some: list[Letter]) -> str:
    return f"{len(some):,} dead letter{'' if len(some) == 1 else 's'}"


def _full(letter: str) -> str:
    return letter if letter.startswith(f"{DEAD.name}/") else f"{DEAD.name}/{letter}"


def _row(letter: Letter) -> dict[str, Any]:
    envelope = letter.envelope
    return {
        "id": letter.id,
        "at": iso(letter.at),
        "stage": envelope.dead_stage,
        "reason": envelope.dead_reason,
        "error": envelope.dead_error,
        "source": letter.source,
        "size": letter.size,
        "input": envelope.dead_input,
        "origin": str(envelope.origin) if envelope.origin else None,
        "replay": envelope.replay,
        "requeued": letter.requeued,
    }
