"""Begins a replay, or goes on with one: from what was asked to the finished record."""

import re
from collections.abc import Mapping
from datetime import datetime

import msgspec
from msgspec import Struct

from schemas.replay import Replay, ReplayFile
from schemas.topics import RAW, STATE_REPLAY, STATE_REPLAY_FILES
from streams.clock import Clock, iso
from streams.kafka.topics import check_topics
from streams.problem import Problem
from streams.replay import journal
from streams.replay.find import Selection, find_files
from streams.replay.plan import Plan, make_plan
from streams.replay.send import Sender
from streams.replay.show import Show
from streams.settings import Settings

_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,99}")  # part of a transactional id, of headers and of file names


class Request(Struct, frozen=True):
    """What is asked for: see the options of `wirewatch replay`."""

    paths: tuple[str, ...]
    speed: float = 0
    since: datetime | None = None
    until: datetime | None = None
    shift_to_now: bool = False
    source: str | None = None
    id: str | None = None
    deliver: bool = False
    rate: float | None = None


async def begin(settings: Settings, request: Request, clock: Clock, show: Show) -> Replay:
    """Plan and send a new replay. Raises Problem: nothing to send, an id that is taken, no broker."""
    if request.id is not None and not _ID.fullmatch(request.id):
        raise Problem(f"{request.id!r} cannot be an id", "use letters, digits, '.', '_' and '-'", exit_code=2)
    known = await _read(settings)
    if request.id in known:
        raise Problem(f"there is a replay {request.id} already", f"--resume {request.id}, or another --id")
    started = clock.now()
    selection = find_files(request.paths, request.source)
    plan = _plan(settings, selection, request.since, request.until, started, show)
    if not len(plan):
        raise Problem(_nothing(plan, selection), "name files, folders or globs that hold reports")
    shift = started.timestamp() - plan[0].time / 1000 if request.shift_to_now else 0.0
    replay = Replay(
        id=request.id or f"{started:%Y%m%dT%H%M%S}-{plan.digest[:6]}",
        sent=0,
        total=len(plan),
        started=_iso(started),
        parts=journal.parts_of(plan.files),
        digest=plan.digest,
        source=request.source,
        speed=request.speed,
        since=_iso(request.since) if request.since else None,
        until=_iso(request.until) if request.until else None,
        shift=shift,
        deliver=request.deliver,
        rate=request.rate,
        skipped=plan.skipped,
    )
    return await _send(settings, plan, replay, clock, show, selection, fresh=True)


async def resume(settings: Settings, replay_id: str | None, speed: float | None, clock: Clock, show: Show) -> Replay:
    """Go on with a replay, by default the last that has not finished, at its own speed or another.

    Raises Problem: no such replay, or its files are not what they were.
    """
    replay = _choose(await _read(settings), replay_id)
    if replay.finished is not None:
        raise Problem(
            f"replay {replay.id} finished at {replay.finished}", "to send it again, start a new one", exit_code=0
        )
    files = {file.path: file for file in await journal.read_files(settings, replay.id)}
    selection = find_files(tuple(files), replay.source)
    since, until = (datetime.fromisoformat(each) if each else None for each in (replay.since, replay.until))
    plan = _plan(settings, selection, since, until, datetime.fromisoformat(replay.started), show, files)
    if plan.digest != replay.digest:
        what = f"replay {replay.id} was planned otherwise: its reports' times are read differently now"
        raise Problem(what, f"start a new one with --since {replay.moment}")
    if speed is not None:
        replay = msgspec.structs.replace(replay, speed=speed)
    return await _send(settings, plan, replay, clock, show, selection, fresh=False)


async def _read(settings: Settings) -> dict[str, Replay]:
    await check_topics(settings, (RAW, STATE_REPLAY, STATE_REPLAY_FILES))
    return await journal.read_replays(settings)


def _choose(known: Mapping[str, Replay], replay_id: str | None) -> Replay:
    if replay_id is not None:
        if replay_id not in known:
            raise Problem(f"there is no replay {replay_id}", f"known: {', '.join(known) or 'none'}")
        return known[replay_id]
    unfinished = [replay for replay in known.values() if replay.finished is None]
    if not unfinished:
        raise Problem("no replay is unfinished", "start one: wirewatch replay PATH…")
    return unfinished[-1]


def _plan(
    settings: Settings,
    selection: Selection,
    since: datetime | None,
    until: datetime | None,
    started: datetime,
    show: Show,
    known: Mapping[str, ReplayFile] | None = None,
) -> Plan:
    return make_plan(
        selection.files, since=since, until=until, fallback=started, limit=settings.max_bytes,
        known=known or {}, progress=show.reading, missing=selection.missing,
    )  # fmt: skip


async def _send(
    settings: Settings, plan: Plan, replay: Replay, clock: Clock, show: Show, selection: Selection, *, fresh: bool
) -> Replay:
    show.begun(replay, plan)
    sender = Sender(settings, plan, clock, show, replay)
    try:
        await sender.run(fresh=fresh)
    finally:
        show.ended(sender.replay, plan, [path.name for path in selection.aside])
    return sender.replay


def _nothing(plan: Plan, selection: Selection) -> str:
    """Why there is nothing to send."""
    if plan.added:
        return f"none of {plan.added:,} reports is within --since and --until"
    if plan.notes:
        return f"nothing could be read: {'; '.join(plan.notes[:5])}"
    return "no reports there" + (f" ({len(selection.aside)} files left aside)" if selection.aside else "")


def _iso(moment: datetime) -> str:
    return iso(round(moment.timestamp() * 1000))
