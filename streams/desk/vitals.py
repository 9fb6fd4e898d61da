"""How the pipeline is: put together every few seconds, and sent to every open desk."""

import asyncio
from collections import deque
from collections.abc import Iterable
from datetime import datetime

import msgspec
from aiokafka.errors import KafkaError

from agents.desk.rhythm import is_unusual, usual_gap
from schemas.vitals import ReplayState, SourceState, StageLag, TimeToAlert, Vitals, WorkerVitals
from schemas.worker import WorkerState
from streams.archive.lag import read_lag
from streams.clock import Clock, iso
from streams.desk.fault import Fault
from streams.desk.hub import Frame, Hub, frame
from streams.desk.library import Library
from streams.desk.live import Live
from streams.desk.silences import Silences
from streams.desk.watch import Progress, Watch
from streams.figures import percentiles
from streams.hops.stages import STAGES
from streams.problem import Problem
from streams.rules.rollcall import EVERY as WORD_EVERY
from streams.settings import Settings
from streams.worker.lag import lags, oldest_waiting

EVERY = 5.0
"""Seconds between two looks."""
_LIMIT = 10.0  # seconds for asking the broker
_BOUNDS = (50, 100, 200, 500, 1_000, 2_000, 5_000, 10_000, 60_000, None)
_SHOWN_AFTER = 300_000  # ms for which a replay that has ended is still shown
_ALIVE = 15_000  # ms without a word after which a replay counts as interrupted


class Pulse:
    """The last look, and the waits of the last alerts."""

    def __init__(self, settings: Settings, clock: Clock, hub: Hub, watch: Watch, library: Library) -> None:
        self._settings, self._clock, self._hub, self._watch = settings, clock, hub, watch
        self._library = library
        self._silences = Silences(settings, watch)
        self._waits: deque[int] = deque(maxlen=1_000)
        self._stages: tuple[StageLag, ...] = ()

    def hear(self, wait: int) -> None:
        """An alert took so long, in milliseconds."""
        self._waits.append(wait)

    async def run(self, live: Live) -> None:
        """Look, and send what is seen. Never returns."""
        while True:
            try:
                async with asyncio.timeout(_LIMIT):
                    self._stages = (*await self._look_at_stages(), *await self._look_at_filing())
                    await self._silences.look(round(self._clock.now().timestamp() * 1000))
                live.hear_of_broker(None)
            except (KafkaError, Problem, Fault, OSError, TimeoutError) as error:
                # A consumer that loses its broker tries again without end, and says nothing to us.
                live.hear_of_broker(error)
            self._hub.publish(self.event(live))
            await asyncio.sleep(EVERY)

    def vitals(self, live: Live) -> Vitals:
        """All that is known now."""
        now, watch = round(self._clock.now().timestamp() * 1000), self._watch
        return Vitals(
            now=iso(now),
            broker="away" if live.away else "ok",
            broker_error=live.away,
            stages=self._stages,
            sources=tuple(self._sources(now)),
            time_to_alert=time_to_alert(self._waits),
            workers=tuple(_worker(state, now) for state in watch.workers.values()),
            dead=sum(not letter.requeued for letter in watch.letters.values()),
            held=len(watch.waiting),
            replays=tuple(filter(None, (replay_state(each, now) for each in watch.replays.values()))),
            desks=len(self._hub),
            dropped=self._hub.dropped,
            archive=self._library.missing,
        )

    def event(self, live: Live) -> Frame:
        """The same as an event."""
        return frame("health", msgspec.json.encode(self.vitals(live)))

    async def _look_at_stages(self) -> tuple[StageLag, ...]:
        behind = await lags(self._settings)
        oldest = await oldest_waiting(self._settings, behind)
        now = round(self._clock.now().timestamp() * 1000)
        found = []
        for row in STAGES:
            since = oldest.get(row.name)
            lag = sum(max(0, each.end - each.committed) for each in behind if each.stage == row.name)
            waits = None if since is None else max(0.0, (now - since) / 1000)
            found.append(StageLag(row.name, lag if since is not None else 0, waits))
        return tuple(found)

    async def _look_at_filing(self) -> tuple[StageLag, ...]:
        """How far the archive is behind; nothing where there is none. The last offset may be a transaction's marker."""
        kept = await self._library.ask_if_there(lambda archive: archive.offsets())
        if kept is None:
            return ()
        places = {f"{topic}/{partition}": offset for (topic, partition), offset in kept.items()}
        behind = await read_lag(self._settings, places)
        return (StageLag("file", sum(max(0, offsets - 1) for offsets in behind.values()), None),)

    def _sources(self, now: int) -> Iterable[SourceState]:
        for name, rhythm in sorted(self._watch.rhythms.items()):
            moment = now / 1000
            silent = max(0.0, moment - rhythm.last)
            last = iso(round(rhythm.last * 1000))
            yield SourceState(name, last, usual_gap(rhythm, moment), silent, is_unusual(rhythm, moment))


def time_to_alert(waits: Iterable[int]) -> TimeToAlert:
    """The histogram and its percentiles."""
    times = sorted(waits)
    if not times:
        return TimeToAlert(0, None, None, None, tuple((bound, 0) for bound in _BOUNDS))
    found, buckets, counted = percentiles(times), [], 0
    for bound in _BOUNDS:
        below = sum(bound is None or time <= bound for time in times)
        buckets.append((bound, below - counted))
        counted = below
    return TimeToAlert(len(times), found.p50, found.p95, found.p99, tuple(buckets))


def replay_state(progress: Progress, now: int) -> ReplayState | None:
    """A replay as it stands; None for one that ended a while ago."""
    replay, state = progress.replay, "running"
    if replay.finished is not None:
        if now - progress.at > _SHOWN_AFTER:
            return None
        state = "finished"
    elif now - progress.at > _ALIVE:
        state = "interrupted"
    took = progress.at - (progress.at_before or _ms(replay.started))
    rate = (replay.sent - progress.sent_before) / took * 1000 if took > 0 and state == "running" else None
    return ReplayState(
        replay.id,
        replay.sent,
        replay.total,
        replay.sent / replay.total if replay.total else 1.0,
        rate,
        state,  # type: ignore[arg-type] # one of its three words
        replay.started,
        replay.finished,
        replay.moment,
        replay.deliver,
    )


def _worker(state: WorkerState, now: int) -> WorkerVitals:
    known = {name: getattr(state, name) for name in WorkerState.__struct_fields__}
    return WorkerVitals(**known, silent=now - _ms(state.at) > 3 * WORD_EVERY * 1000)


def _ms(stamp: str) -> int:
    return round(datetime.fromisoformat(stamp).timestamp() * 1000)
