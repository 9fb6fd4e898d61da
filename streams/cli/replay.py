"""`wirewatch replay`: send reports out of files into the pipeline, as they came or faster."""

import asyncio
import logging
import signal
import sys
from collections.abc import Coroutine
from datetime import datetime
from typing import Any

import click

from schemas.replay import Replay
from streams.cli.times import Moment
from streams.clock import WallClock
from streams.problem import Problem
from streams.replay.run import Request, begin, resume
from streams.replay.show import JsonLines, Lines, Show
from streams.settings import load

_LAST = "\0last"  # --resume without an id; no id can be this


@click.command(epilog="Example: wirewatch replay seeds/ archive/*.jsonl.gz --speed 60 --since 2017-12-01")
@click.argument("paths", nargs=-1, metavar="PATH…")
@click.option(
    "--speed", type=click.FloatRange(min=0), help="0: as fast as it goes (default); 1: as it was; N: N times."
)
@click.option("--rate", type=click.FloatRange(min=0, min_open=True), help="Never more than this many a second.")
@click.option("--since", type=Moment(), help="Only reports from this moment on, by their own time.")
@click.option("--until", type=Moment(), help="Only reports before this moment.")
@click.option("--shift-to-now", is_flag=True, help="Move simulated time so that the first report comes now.")
@click.option("--source", metavar="NAME", help="Source of all reports, instead of their folder's or archive's name.")
@click.option("--id", "replay_id", metavar="NAME", help="Name of this replay, instead of one made from the time.")
@click.option(
    "--resume",
    "resumed",
    is_flag=False,
    flag_value=_LAST,
    metavar="[ID]",
    help="Go on with a replay: the last unfinished.",
)
@click.option("--deliver", is_flag=True, help="Let alerts of this replay reach outside receivers.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object an event.")
def replay(
    paths: tuple[str, ...],
    speed: float | None,
    rate: float | None,
    since: datetime | None,
    until: datetime | None,
    shift_to_now: bool,
    source: str | None,
    replay_id: str | None,
    resumed: str | None,
    deliver: bool,
    as_json: bool,
) -> None:
    """Send the reports in files, folders and globs through the pipeline, in the order of their own times.

    A .txt file is one report, a .jsonl file one a line, any other file one; .gz is unpacked. An interrupted replay
    goes on with --resume, and no report is sent twice. A file that cannot be read is named and passed over.
    """
    show = _show(as_json)
    if resumed is not None:
        if paths or rate or since or until or shift_to_now or source or replay_id or deliver:
            raise click.UsageError("--resume goes on with what the replay was begun with: give only --speed and --json")
        _run(resume(load(), None if resumed == _LAST else resumed, speed, WallClock(), show))
    elif not paths:
        raise click.UsageError("name at least one file, folder or glob, or --resume")
    else:
        request = Request(paths, speed or 0, since, until, shift_to_now, source, replay_id, deliver, rate)
        _run(begin(load(), request, WallClock(), show))


def _show(as_json: bool) -> Show:
    if as_json:
        return JsonLines()
    if not sys.stderr.isatty():
        return Lines()
    from streams.replay.bar import Bar

    return Bar()


def _run(work: Coroutine[Any, Any, Replay]) -> None:
    """Run to the end. Exit code 1 if nothing could be sent, or if it was interrupted."""
    # aiokafka leaves errors unheard when it is fenced, and asyncio would print their tracebacks beside our one line.
    logging.getLogger("asyncio").addHandler(logging.NullHandler())
    signal.signal(signal.SIGTERM, signal.default_int_handler)  # a supervisor's stop is an interruption as Ctrl-C is
    try:
        replay = asyncio.run(work)
    except KeyboardInterrupt:
        raise click.exceptions.Exit(1) from None
    if replay.sent == replay.missed:
        raise Problem("none of the reports could be read", "see the reasons above")
