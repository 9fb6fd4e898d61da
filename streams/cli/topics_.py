"""`wirewatch topics make|list`: the topics of the pipeline on the cluster."""

import asyncio

import click
import msgspec
import orjson

from streams.kafka.topiclist import list_topics
from streams.kafka.topics import make_topics
from streams.settings import load


@click.group(epilog="Example: wirewatch topics make")
def topics() -> None:
    """Make the pipeline's topics, or list them. No client ever makes one by using it."""


@topics.command(epilog="Example: WIREWATCH_PARTITIONS=12 WIREWATCH_REPLICATION=3 wirewatch topics make")
@click.option("--json", "as_json", is_flag=True, help="One JSON object.")
def make(as_json: bool) -> None:
    """Make the topics that are missing. Existing ones stay as they are, and it is said where they differ."""
    report = asyncio.run(make_topics(load()))
    if as_json:
        click.echo(orjson.dumps(msgspec.to_builtins(report)).decode())
    else:
        for name in report.made:
            click.echo(f"made   {name}")
        for name in report.found:
            click.echo(f"found  {name}")
        for difference in report.differences:
            click.echo(f"differs: {difference}", err=True)


@topics.command("list", epilog="Example: wirewatch topics list --json")
@click.option("--json", "as_json", is_flag=True, help="One JSON object a line.")
def list_(as_json: bool) -> None:
    """List the topics: partitions, replicas, messages, and what each is for. Exit code 1: one is missing."""
    rows = asyncio.run(list_topics(load()))
    for row in rows:
        if as_json:
            click.echo(orjson.dumps(msgspec.to_builtins(row)).decode())
        elif row.partitions:
            shape = f"{row.partitions:>3} × {row.replicas}  {row.cleanup:<7} {row.messages:>9}"
            click.echo(f"{row.topic:<24} {shape}  {row.description}")
        else:
            click.echo(f"{row.topic:<24} missing: wirewatch topics make")
    if not all(row.partitions for row in rows):
        raise SystemExit(1)
