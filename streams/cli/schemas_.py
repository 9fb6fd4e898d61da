"""`wirewatch schemas`: the records' JSON Schema and the AsyncAPI document, for programs that are not ours."""

from importlib.metadata import version
from pathlib import Path

import click

from streams.contract.compat import breaks
from streams.contract.documents import documents, json_schemas, read_schemas
from streams.problem import Problem


@click.command(epilog="Example: wirewatch schemas --out docs/schemas")
@click.option("--out", type=click.Path(file_okay=False, path_type=Path), help="Write every document into this folder.")
@click.option(
    "--against",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    help="Compare with the schemas of a released version: exit code 1 if its readers could not read today's messages.",
)
def schemas(out: Path | None, against: Path | None) -> None:
    """Print the AsyncAPI document of all topics, or write it and every record's JSON Schema into a folder."""
    made = documents(version("wirewatch"))
    if out is not None:
        out.mkdir(parents=True, exist_ok=True)
        for name, text in made.items():
            (out / name).write_text(text, encoding="utf-8")
        click.echo(f"{len(made)} documents in {out}")
    if against is not None:
        _compare(against)
    if out is None and against is None:
        click.echo(made["asyncapi.yaml"], nl=False)


def _compare(released: Path) -> None:
    found = breaks(read_schemas(released), json_schemas())
    for line in found:
        click.echo(line)
    if found:
        raise Problem(
            f"{len(found)} change(s) that readers of {released.name} cannot read",
            "add instead of changing, or give the topic's event a new version",
        )
    click.echo(f"readers of {released.name} can read today's messages")
