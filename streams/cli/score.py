"""`wirewatch score`: measures what the program finds against documents that people have marked."""

import gzip
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import click
import orjson

from agents.facts.dates import find_dates
from agents.facts.dates.scoring import (
    Counts,
    Marked,
    count,
    figures,
    held_out,
    marked_gold,
    marked_system,
    marked_timexes,
)
from streams.problem import Problem

_SHAPE = "give JSON lines with id, text, dct and timex"


@click.group()
def score() -> None:
    """Measure what is found against documents that people have marked."""


@score.command(
    epilog="Example: wirewatch score dates gold.jsonl.gz, or: "
    "wirewatch enrich docs.jsonl | wirewatch score dates gold.jsonl --system -"
)
@click.argument("gold", nargs=-1, required=True, type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option(
    "--system",
    type=click.Path(allow_dash=True, path_type=Path),
    help="What a system found (JSON lines with id and dates); without it, the tagger is run on the texts.",
)
@click.option(
    "--part",
    type=click.Choice(["all", "tune", "dev"]),
    default="all",
    show_default=True,
    help="All documents, those to tune on, or those held out (one in four, by a hash of the id).",
)
@click.option("--json", "as_json", is_flag=True, help="One JSON object a line.")
def dates(gold: tuple[Path, ...], system: Path | None, part: str, as_json: bool) -> None:
    """Score dates as TempEval-3 did: strict and relaxed spans, type, value.

    GOLD: JSON lines (plain or .gz) with id, text, dct (the day of writing) and timex: [{start, end, type, value}].
    For a set with intervals instead of values, the share of its intervals that were found exactly.
    """
    found = {str(row.get("id")): marked_system(row.get("dates", ())) for row in _rows(system)} if system else None
    for path in gold:
        total = Counts()
        documents = 0
        for row in _rows(path):
            if part != "all" and held_out(_text(row, "id", path)) != (part == "dev"):
                continue
            documents += 1
            total += count(_gold(row, path), _system(row, found, path))
        _show(path, documents, total, as_json)


def _gold(row: dict[str, Any], path: Path) -> list[Marked]:
    _text(row, "text", path)
    if not isinstance(row.get("timex"), list):
        raise Problem(f"{path}: document {row['id']} has no timex", _SHAPE, exit_code=2)
    return marked_gold(row)


def _system(row: dict[str, Any], found: dict[str, list[Marked]] | None, path: Path) -> list[Marked]:
    if found is None:
        return marked_timexes(find_dates(_text(row, "text", path), row.get("dct")).dates)
    return found.get(_text(row, "id", path), [])


def _text(row: dict[str, Any], name: str, path: Path) -> str:
    value = row.get(name)
    if not isinstance(value, str):
        raise Problem(f"{path}: a document has no {name}", _SHAPE, exit_code=2)
    return value


def _rows(path: Path) -> Iterator[dict[str, Any]]:
    data = sys.stdin.buffer.read() if str(path) == "-" else path.read_bytes()
    if path.suffix == ".gz":
        data = gzip.decompress(data)
    for number, line in enumerate(data.splitlines(), 1):
        if not line.strip():
            continue
        try:
            row = orjson.loads(line)
        except orjson.JSONDecodeError as error:
            raise Problem(
                f"{path}, line {number}: not JSON: {error}", "give one JSON object a line", exit_code=2
            ) from error
        if not isinstance(row, dict):
            raise Problem(f"{path}, line {number}: not a JSON object", "give one JSON object a line", exit_code=2)
        yield row


def _show(path: Path, documents: int, counts: Counts, as_json: bool) -> None:
    name = path.name.removesuffix(".gz").removesuffix(".jsonl")
    scores = figures(counts)
    exact = counts.interval / counts.intervals if counts.intervals else None
    if as_json:
        row: dict[str, Any] = {"set": name, "documents": documents, "gold": counts.gold, "system": counts.system}
        row |= {key: {"p": s.precision, "r": s.recall, "f1": s.f1} for key, s in scores.items()}
        row |= {"exact_intervals": exact} if exact is not None else {}
        click.echo(orjson.dumps(row).decode())
        return
    click.echo(f"{name}: {documents} documents, {counts.gold} marked, {counts.system} found")
    for key, s in scores.items():
        click.echo(f"  {key:<8} precision {s.precision:.3f}  recall {s.recall:.3f}  F1 {s.f1:.3f}")
    if exact is not None:
        click.echo(f"  exact intervals {exact:.3f} of {counts.intervals}")
