"""`wirewatch archive`: files what was routed, and keeps what is filed."""

import asyncio
from pathlib import Path

import click
import msgspec
import orjson

from streams.archive import Archive
from streams.cli.search import search_options, to_search
from streams.problem import Problem
from streams.settings import load


@click.group(epilog="Example: wirewatch archive file")
def archive() -> None:
    """The archive: everything that was routed, alerts included, kept and searched on this machine."""


@archive.command(epilog="Example: wirewatch archive file --once")
@click.option("--once", is_flag=True, help="File what is in the topics now, then end.")
@click.option("--go-on", is_flag=True, help="Go on although topics were made again, or lost what was not filed yet.")
@click.option(
    "--log-level", type=click.Choice(["debug", "info", "warning", "error"]), default="info", show_default=True
)
def file(once: bool, go_on: bool, log_level: str) -> None:
    """File what comes into wire.alerts and wire.archive, until SIGTERM or Ctrl-C. One process for one archive.

    Killed at any moment, it goes on where it was: nothing is lost, and nothing is filed twice. It keeps the archive
    to the settings archive_days and archive_gb.
    """
    from streams.archive.serve import run_filer
    from streams.logs import set_up_logging

    set_up_logging(log_level)
    filed = asyncio.run(run_filer(load(), once=once, go_on=go_on))
    if once:
        click.echo(f"filed {filed:,} articles")


@archive.command(epilog="Example: wirewatch archive status --json")
@click.option("--no-broker", is_flag=True, help="Do not ask the broker what is still to be filed.")
@click.option("--patience", type=click.FloatRange(min=0), help="Exit code 1 unless filing gets on in so many seconds.")
@click.option("--json", "as_json", is_flag=True, help="As one JSON object.")
def status(no_broker: bool, patience: float | None, as_json: bool) -> None:
    """Show how much there is, since when, and what is still to be filed."""
    from streams.archive.lag import gets_on, lag_or_none

    settings = load()
    with Archive.open(settings.archive_file, read_only=True) as opened:
        state = opened.state()
        lag = None if no_broker else lag_or_none(settings, state.offsets, _say)
        if patience is not None and not gets_on(settings, opened, patience):
            raise Problem(f"nothing was filed for {patience:g} s although there is something to file", "see its log")
    if as_json:
        click.echo(orjson.dumps(msgspec.to_builtins(state) | {"lag": lag}))
        return
    click.echo(f"{state.articles:,} articles, {state.replayed:,} of them by replays, {state.bytes / 1e6:,.1f} MB")
    click.echo(f"routed from {state.oldest} to {state.newest}" if state.oldest else "empty")
    if lag is not None:
        click.echo("all is filed" if not any(lag.values()) else f"still to be filed: {sum(lag.values()):,} offsets")


@archive.command(epilog="Example: wirewatch archive export 2017.jsonl.gz --since 2017-01-01 --until 2017-12-31")
@click.argument("out", type=click.Path(path_type=Path))
@search_options
def export(out: Path, **asked: str | None) -> None:
    """Write articles to OUT, oldest first: .jsonl, .jsonl.gz or .parquet (with the extra `parquet`).

    All of them, or what a search finds. `wirewatch replay` and `wirewatch archive rebuild` read such files again.
    """
    from streams.archive.export import export_to

    with Archive.open(load().archive_file, read_only=True) as opened:
        written = export_to(out, opened.everything(to_search(asked, everywhere=True)))
    click.echo(f"{written:,} articles in {out}")


@archive.command(epilog="Example: wirewatch archive rebuild exports/*.jsonl.gz")
@click.argument("exports", nargs=-1, type=click.Path(path_type=Path))
@click.option(
    "--discard", is_flag=True, help="Leave out what the archive holds now, for instance because it is damaged."
)
@click.option("--no-topics", is_flag=True, help="Leave out what is in the topics.")
def rebuild(exports: tuple[Path, ...], discard: bool, no_topics: bool) -> None:
    """Make the archive again: from what it holds, from EXPORTS, and from what is in the topics.

    The old one is in use until the new one is whole, and then replaced.
    """
    from streams.archive.rebuild import rebuild_archive

    made = asyncio.run(rebuild_archive(load(), exports, discard=discard, topics=not no_topics, tell=_say))
    click.echo(f"{made:,} articles")


def _say(line: str) -> None:
    click.echo(line, err=True)


@archive.command(epilog="Example: wirewatch archive prune --older-than 365")
@click.option("--older-than", "days", type=click.FloatRange(min=0), metavar="DAYS", help="Routed longer ago than this.")
@click.option("--max-gb", type=click.FloatRange(min=0, min_open=True), help="The oldest, until it is no larger.")
def prune(days: float | None, max_gb: float | None) -> None:
    """Take the oldest articles out. The filing process does so by itself, by the settings archive_days, archive_gb."""
    from streams.archive.retention import Retention
    from streams.clock import now_ms

    if days is None and max_gb is None:
        raise click.UsageError("say what to take out: --older-than or --max-gb")
    settings = load(archive_days=days, archive_gb=max_gb)
    if not settings.archive_file.exists():
        raise Problem(f"there is no archive {settings.archive_file}", exit_code=2)
    with Archive.open(settings.archive_file) as opened:
        gone = Retention(settings, opened).keep(now_ms())
    click.echo(f"{gone:,} articles taken out")
