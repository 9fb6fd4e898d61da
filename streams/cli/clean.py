"""`wirewatch clean`: the clean stage over files, without a broker."""

import sys
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import click
import msgspec

from agents.clean import Clean
from agents.stage import Dead, Forward, Message
from schemas.headers import Envelope
from streams import settings
from streams.problem import Problem
from streams.replay.find import find_files


@click.command(epilog="Example: wirewatch clean seeds/*.txt | wirewatch enrich")
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path, allow_dash=True))
@click.option("--source", help="Name that the reports came under [default: the file's folder].")
@click.option("--format", "hint", help="Format to ask first, e.g. iptc7901; content has the last word.")
@click.option("--json", "as_json", is_flag=True, help="JSON lines, as without it; here for symmetry.")
@click.pass_context
def clean(ctx: click.Context, files: tuple[Path, ...], source: str | None, hint: str | None, as_json: bool) -> None:
    """Clean wire files of any known format: one JSON object a line for each item in each FILE.

    FILE may be a folder, for the reports in it and below; - is standard input.
    An item that cannot be read gives {"file", "item", "dead": reason, "error"}, and exit code 1 at the end.
    """
    del as_json
    stage = Clean(settings.load().max_bytes)
    dead = 0
    for path in _files(files):
        for line in _clean(stage, path, source or _name(path), hint):
            dead += "dead" in line
            click.echo(msgspec.json.encode(line))
    if dead:
        ctx.exit(1)


def _files(named: Iterable[Path]) -> Iterator[Path]:
    """The named files; for a folder, the reports in it and below, as a replay would find them."""
    for path in named:
        if path.is_dir():
            yield from (each.path for each in find_files([str(path)]).files)
        else:
            yield path


def _clean(stage: Clean, path: Path, source: str, hint: str | None) -> Iterator[dict[str, Any]]:
    now = datetime.now(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
    envelope = Envelope(id=str(path), source=source, type="wirewatch.raw.v1", now=now, entered=0, format=hint)
    [decision] = stage.decide([Message(source.encode(), _bytes(path), envelope)], {})
    for ending in decision.endings:
        if isinstance(ending, Forward | Dead):  # clean holds nothing, and is asked for nothing
            yield _line(str(path), ending)


def _line(file: str, ending: Forward | Dead) -> dict[str, Any]:
    """An article with every field, also those that say nothing, so that a reader need not know our defaults."""
    if isinstance(ending, Dead):
        return {"file": file, "item": ending.item, "dead": ending.reason, "error": ending.error}
    return {**msgspec.structs.asdict(ending.record), "file": file, "item": ending.item}


def _name(path: Path) -> str:
    return "stdin" if str(path) == "-" else path.resolve().parent.name or "files"


def _bytes(path: Path) -> bytes:
    if str(path) == "-":
        return sys.stdin.buffer.read()
    try:
        return path.read_bytes()
    except OSError as error:
        raise Problem(f"cannot read {path}: {error.strerror}", "name a readable file") from error
