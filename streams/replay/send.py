"""Sends a plan: each batch of reports in one transaction with the record of how far the replay has come."""

import msgspec

from schemas.headers import CONTENT_BYTES, Envelope
from schemas.replay import Replay
from schemas.topics import RAW
from streams.clock import Clock, iso
from streams.kafka.transaction import Transactions, Write
from streams.problem import Problem
from streams.replay import journal
from streams.replay.pace import Pace
from streams.replay.plan import Plan
from streams.replay.read import Shelf, Unreadable
from streams.replay.show import Show
from streams.settings import Settings

_BATCH = 200  # reports in one transaction: more is hardly faster, and first alerts would wait longer
_BATCH_BYTES = 4_000_000


class Sender:
    """One replay on its way in. Only one process at a time: a second one for the same id fences the first."""

    def __init__(self, settings: Settings, plan: Plan, clock: Clock, show: Show, replay: Replay) -> None:
        self._settings, self._plan, self._clock, self._show = settings, plan, clock, show
        self._transactions = Transactions(settings, f"replay-{replay.id}")
        self._shelf = Shelf()
        self.replay = replay
        """As it was last committed."""

    async def run(self, *, fresh: bool) -> None:
        """Send what is left; `fresh` for a replay that nobody has begun.

        Raises Problem: taken over by another process, an id that is taken, a broker that stays away.
        """
        try:
            async with self._transactions:
                await self._open(fresh)
                pace = Pace(self.replay.speed, self._clock, self.replay.rate)
                while self.replay.finished is None:
                    reports, after = await self._next(self.replay, pace)
                    entries = (journal.closing if after.finished else journal.progress)(after, *self._now())
                    await self._write([*reports, *entries], self.replay, after)
                    self.replay = after
                    self._show.sent(after)
        finally:
            self._shelf.close()

    async def _open(self, fresh: bool) -> None:
        """Fence any other process that sends this replay, then read how far it has come."""
        new = self.replay
        await self._transactions.fence()
        known = (await journal.read_replays(self._settings)).get(new.id)
        if not fresh:
            assert known is not None, "a replay is resumed from its record"
            self.replay = msgspec.structs.replace(known, speed=new.speed)
        elif known is not None:
            raise Problem(f"a replay {new.id} was begun at {known.started}", f"go on with --resume {new.id}")
        else:
            await self._write(journal.opening(new, self._plan.files, *self._now()), None, new)

    async def _next(self, replay: Replay, pace: Pace) -> tuple[list[Write], Replay]:
        """The reports that are due next, waiting for the first, and how far the replay has come with them."""
        reports: list[Write] = []
        at, size, missed, moment = replay.sent, 0, replay.missed, replay.moment
        while at < replay.total and len(reports) < _BATCH and size < _BATCH_BYTES:
            entry = self._plan[at]
            if at > replay.sent and pace.left(entry.time) > 0:
                break
            await pace.wait(entry.time)
            moment = iso(entry.time + round(replay.shift * 1000))
            try:
                data = self._shelf.read(self._plan.path(entry), entry.place)
            except Unreadable as error:
                self._show.missed(f"{self._plan.path(entry)}: {error}")
                missed += 1
            else:
                reports.append(self._report(replay, at, moment, data))
                size += len(data)
            at += 1
        finished = self._now()[0] if at == replay.total else None
        return reports, msgspec.structs.replace(replay, sent=at, missed=missed, moment=moment, finished=finished)

    def _report(self, replay: Replay, n: int, moment: str, data: bytes) -> Write:
        entry = self._plan[n]
        source = self._plan.sources[entry.file]
        envelope = Envelope(
            id=f"{replay.id}/{n}",
            source=source,
            type=RAW.event,
            now=moment,
            entered=self._now()[1],
            content=CONTENT_BYTES,
            replay=replay.id,
            deliver=replay.deliver,
            format=self._plan.hint(entry),
        )
        return Write(RAW, source.encode(), data, envelope.to_kafka())

    async def _write(self, writes: list[Write], before: Replay | None, after: Replay) -> None:
        """One transaction, committed. Raises Problem."""

        async def was_committed() -> bool:
            found = _come((await journal.read_replays(self._settings)).get(after.id))
            if found not in (_come(before), _come(after)):
                raise Problem(f"another process sends replay {after.id}", "leave it to that one")
            return found == _come(after)

        await self._transactions.write(writes, was_committed)

    def _now(self) -> tuple[str, int]:
        """Wall clock as ISO 8601 and in milliseconds."""
        ms = round(self._clock.now().timestamp() * 1000)
        return iso(ms), ms


def _come(replay: Replay | None) -> tuple[int, str | None] | None:
    """How far a replay has come; None if it has not begun."""
    return None if replay is None else (replay.sent, replay.finished)
