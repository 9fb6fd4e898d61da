"""`wirewatch search`: finds articles in the archive, by the language of the standing rules."""

from collections.abc import Callable
from typing import Any

import click
import msgspec
import orjson

from agents.text.title import display_title
from streams.archive.asked import Counts, Hit, Search
from streams.clock import iso
from streams.settings import load

Command = Callable[..., Any]


def search_options(command: Command) -> Command:
    """The options that say what to look for."""
    for option in reversed(
        (
            click.option("--query", "-q", metavar="QUERY", help="In the language of the rules: docs/rules.md."),
            click.option("--since", metavar="DATE", help="Reports from this moment on, by their own time."),
            click.option("--until", metavar="DATE", help="Reports before this moment; a day counts whole."),
            click.option("--source", metavar="NAME", help="Reports of this source."),
            click.option("--entity", metavar="NAME", help="Reports that name this, by any of its forms."),
            click.option("--country", metavar="CODE", help="Reports that name a place in it, ISO 3166-1."),
            click.option("--rule", metavar="ID", help="Reports that this rule was told of."),
            click.option("--outcome", type=click.Choice(["alert", "archive"]), help="What became of them."),
            click.option("--spoken-from", metavar="DATE", help="They speak of a date from this day on …"),
            click.option("--spoken-to", metavar="DATE", help="… and up to this one."),
            click.option("--replay", metavar="ID", help="Reports of this replay; any: of replays as well."),
        )
    ):
        command = option(command)
    return command


def to_search(asked: dict[str, str | None], *, everywhere: bool = False) -> Search:
    """The options as a search. `everywhere`: replays are in it unless one is named."""
    spoken = (asked.pop("spoken_from", None), asked.pop("spoken_to", None))
    country, replay = asked.pop("country", None), asked.pop("replay", None)
    return Search(
        **{name: value for name, value in asked.items() if value},
        country=country.upper() if country else None,
        spoken_of=spoken if any(spoken) else None,
        replay=replay or ("any" if everywhere else None),
    )


@click.command(epilog="Example: wirewatch search 'kill* w/5 Mosul AND NOT rumour*' --since 2017-12-01 --counts")
@click.argument("words", required=False, metavar="[QUERY]")
@search_options
@click.option("-n", "limit", type=click.IntRange(1, 1000), default=10, show_default=True, help="So many at most.")
@click.option("--after", metavar="CURSOR", help="Go on behind a page: the cursor that was shown at its end.")
@click.option("--counts", is_flag=True, help="Also count: by source, name, country, rule, outcome, and over time.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object a hit; the last line is the page's end.")
def search(words: str | None, limit: int, after: str | None, counts: bool, as_json: bool, **asked: str | None) -> None:
    """Find articles in the archive, newest first. The same query finds here what it would alert on live.

    Without --replay, only what came by the live wire. `age:` and `mentions:today` are judged as at the moment when an
    article was routed.
    """
    from streams.archive.store import Archive

    if words and asked.get("query"):
        raise click.UsageError("give the query once: as the argument, or with --query")
    wanted = to_search({**asked, "query": words or asked.get("query")})
    with Archive.open(load().archive_file, read_only=True) as opened:
        page = opened.search(wanted, limit=limit, after=after)
        counted = opened.counts(wanted, top=5) if counts else None
        elsewhere = None
        if not page.hits and after is None and wanted.replay is None:
            elsewhere = opened.count(msgspec.structs.replace(wanted, replay="any")).number
    for hit in page.hits:
        click.echo(orjson.dumps(_row(hit)) if as_json else _text(hit))
    if as_json:
        click.echo(orjson.dumps({"next": page.next, "counts": msgspec.to_builtins(counted)}))
        return
    if counted:
        _show(counted)
    if page.next:
        click.echo(f"more: --after {page.next}")
    if elsewhere:
        click.echo(f"nothing on the live wire; in replays there is: --replay any finds {elsewhere:,}", err=True)
    if not page.hits:
        raise click.exceptions.Exit(1)


def _row(hit: Hit) -> dict[str, Any]:
    found: dict[str, Any] = msgspec.to_builtins(hit)
    return found


def _text(hit: Hit) -> str:
    """A hit in two lines, what was asked for between brackets."""
    record = hit.filed.record
    rules = ", ".join(match.rule for match in record.verdict.matches)
    became = " WITHDRAWN" if hit.withdrawn else ""
    replay = f" replay {record.article.replay}" if record.article.replay else ""
    title = display_title(record.article)[0]
    time = record.article.sent or record.article.created or iso(hit.filed.filed)
    return f"{time}  {record.id}{became}{replay}  {title[:100]}  {rules}\n    {_bracketed(hit)}".rstrip()


def _bracketed(hit: Hit) -> str:
    text = hit.snippet
    for start, end in reversed(hit.marks):
        text = f"{text[:start]}[{text[start:end]}]{text[end:]}"
    return text


def _show(counted: Counts) -> None:
    count = counted.count
    click.echo(f"{count.number:,} articles" if count.exact else f"about {count.number:,}, at least {count.least:,}")
    if not counted.whole:
        click.echo(f"estimated from {counted.over:,} of them:")
    for field, values in counted.facets.items():
        if values:
            click.echo(f"  {field}: {', '.join(f'{value} {number:,}' for value, number in values)}")
    for moment, number in counted.timeline[-10:]:
        click.echo(f"  {moment}  {number:,}")
