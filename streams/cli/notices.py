"""`wirewatch notices`: what rang, what did not and why, for people."""

import asyncio
from collections.abc import Callable, Iterator
from fnmatch import fnmatchcase

import click
import msgspec
from rich.console import Console
from rich.markup import escape
from rich.text import Text

from schemas.notice import Extract, Notice
from schemas.topics import NOTICES
from streams.kafka.reading import Record, extents, read_between
from streams.kafka.tail import follow, last_records
from streams.kafka.topics import check_topics
from streams.problem import Problem
from streams.settings import Settings, load

_decode = msgspec.json.Decoder(Notice).decode
_COLOURS = {"withdrawal": "bold white on red", "correction": "bold magenta", "rise": "bold yellow", "digest": "bold"}
_EDITS = 4


@click.command(epilog="Example: wirewatch notices --rule 'harbour*' -f")
@click.option("-n", "count", type=click.IntRange(min=0), default=10, show_default=True, help="So many from the end.")
@click.option("--from-beginning", is_flag=True, help="All of them.")
@click.option("--rule", metavar="PATTERN", help="Only of rules of this id; * and ? stand for anything.")
@click.option("--rang", is_flag=True, help="Only those that rang.")
@click.option("-f", "--follow", "on", is_flag=True, help="Go on with what comes, until Ctrl-C.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object a line.")
def notices(count: int, from_beginning: bool, rule: str | None, rang: bool, on: bool, as_json: bool) -> None:
    """Show the last notices: what each says, whether it rang, and if not, what held it back."""

    def wanted(notice: Notice) -> bool:
        return (rule is None or fnmatchcase(notice.rule, rule)) and (notice.ring or not rang)

    given = None if from_beginning else count
    try:
        asyncio.run(_show_all(load(), given, wanted if rule or rang else None, on, as_json))
    except (KeyboardInterrupt, BrokenPipeError):  # `| head` has seen enough
        raise click.exceptions.Exit(0) from None


async def _show_all(
    settings: Settings, count: int | None, wanted: Callable[[Notice], bool] | None, on: bool, as_json: bool
) -> None:
    await check_topics(settings, (NOTICES,))
    if count is None or wanted is not None:
        whole = await extents(settings, [NOTICES])
        ends = {tp: extent.end for tp, extent in whole.items()}
        every = sorted([record async for record in read_between(settings, whole)], key=_place) if count != 0 else []
        found = [notice for notice in map(_notice, every) if wanted is None or wanted(notice)]
        found = found if count is None else found[max(0, len(found) - count) :]
    else:
        records, ends = await last_records(settings, NOTICES, count)
        found = [_notice(record) for record in records]
    for notice in found:
        _show(notice, as_json)
    if on:
        async for record in follow(settings, ends):
            if wanted is None or wanted(_notice(record)):
                _show(_notice(record), as_json)
    elif not found and count != 0 and not as_json:
        raise Problem("there is no such notice", "follow with -f, or see what matches: wirewatch tail alerts")


def _place(record: Record) -> tuple[int, int, int]:
    return record.timestamp, record.partition, record.offset


def _notice(record: Record) -> Notice:
    try:
        return _decode(record.value or b"")
    except (msgspec.DecodeError, msgspec.ValidationError) as error:
        raise Problem(
            f"{record.topic}/{record.partition}/{record.offset} is no notice: {error}", "who wrote it?"
        ) from None


def _show(notice: Notice, as_json: bool) -> None:
    if as_json:
        click.echo(msgspec.json.encode(notice))
        return
    console = Console(highlight=False, soft_wrap=True)
    for line in lines_of(notice):
        console.print(line)


def lines_of(notice: Notice) -> Iterator[Text]:
    """A notice as lines: the headline; whence and when; the rule and why; what changed; who else carries it."""
    colour = _COLOURS.get(notice.event, "bold red" if notice.ring else "dim")
    rings = "" if notice.ring else f"  [dim]does not ring{f': {escape(notice.muted)}' if notice.muted else ''}[/]"
    yield Text.from_markup(f"[{colour}]{notice.event.upper()}[/] [bold]{escape(notice.headline or '')}[/]{rings}")
    name = f" {escape(notice.rule_name)}" if notice.rule_name else ""
    urgency = f", urgency {notice.urgency}" if notice.urgency is not None else ""
    words = f": {', '.join(map(escape, notice.matched))}" if notice.matched else ""
    yield Text.from_markup(f"    rule [bold]{escape(notice.rule)}[/]{name}{urgency}{words}")
    if notice.article:
        sent = f", sent {notice.sent}" if notice.sent else ""
        yield Text(f"    {notice.provider}{sent}, alerted {notice.alerted}, {notice.article}")
    for extract in notice.extracts:
        yield Text("    > ") + marked(extract)
    for label, found in (("names", notice.entities), ("dates", notice.dates)):
        if found:
            yield Text(f"    {label}: {', '.join(found)}")
    for edit in notice.edits[:_EDITS]:
        was = f"[strike]{escape(edit.before)}[/] " if edit.before else ""
        yield Text.from_markup(f"    {edit.where}: {was}{escape(edit.after or '(gone)')}")
    if notice.also:
        yield Text(f"    also carried by: {', '.join(carrier.provider for carrier in notice.also)}")
    for item in notice.items:
        yield Text(f"    {item.event}: {item.headline or item.article} ({item.provider})")
    if notice.more:
        yield Text(f"    and {notice.more} before these")


def marked(extract: Extract) -> Text:
    """The sentence with its marked words in reverse."""
    text = Text(extract.text)
    for start, end in extract.marks:
        text.stylize("reverse", start, end)
    return text
