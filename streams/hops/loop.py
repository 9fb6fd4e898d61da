"""The transactional loop, written once for every stage: a hop per assigned partition, fed with its messages."""

import asyncio
import logging
from collections import defaultdict
from collections.abc import Coroutine, Iterable, Sequence
from typing import Any

from aiokafka import TopicPartition
from msgspec import Struct

from agents.notify import Notify
from agents.route import Route, Rules
from schemas.silence import Silence
from streams.hops.endings import Abandoned, ExitCode, Fatal, leave
from streams.hops.hop import Hop, Record
from streams.hops.runner import Apart, Here, Runner
from streams.hops.stages import STAGES, Row
from streams.kafka.changelog import Recollection
from streams.settings import Settings

log = logging.getLogger("wirewatch")

_GRACE = 3.0  # seconds that a transaction under way gets to end when its partition is taken away


class Taken(Struct, frozen=True):
    """A consumed message with the generation of the group in which it was fetched."""

    partition: int
    generation: int
    record: Record


class StageLoop:
    """One stage in this worker: its runner, and a hop for each of its partitions that this worker holds."""

    def __init__(self, row: Row, settings: Settings) -> None:
        self.row, self._settings = row, settings
        self.runner: Runner = Apart(row, settings) if row.apart else Here(row, settings)
        self.hops: dict[int, Hop] = {}
        self.done = 0
        """Messages committed since the start."""
        self._opening: dict[int, asyncio.Task[None]] = {}
        self._under_way: set[asyncio.Task[int]] = set()
        self._memories: dict[int, Recollection] = {}
        self._generation = -1

    @property
    def topic(self) -> str:
        """Name of the stage's input topic on the cluster."""
        return self._settings.topic(self.row.source.name)

    def is_open(self, partition: int) -> bool:
        """Whether a partition that this worker holds has been opened."""
        opening = self._opening.get(partition)
        return opening is not None and opening.done()

    def assigned(self, partitions: Iterable[int], generation: int) -> None:
        """Take hold of partitions. They open in the background; their first batch waits for it."""
        self._generation = generation
        for partition in partitions:
            hop = Hop(
                self.row, partition, self._settings, self.runner, lambda p=partition: p in self.hops,  # type: ignore[misc] # a default binds the loop variable
                self._memory(partition),
            )  # fmt: skip
            self.hops[partition] = hop
            self._opening[partition] = asyncio.create_task(self._open(hop), name=f"open {self.row.name}/{partition}")

    async def revoked(self) -> None:
        """Let go of every partition: what is under way gets a moment to end, then it is abandoned uncommitted."""
        hops, self.hops = self.hops, {}
        pending = {*self._under_way, *self._opening.values()}
        self._opening = {}
        if pending:
            _, late = await asyncio.wait(pending, timeout=_GRACE)
            for task in late:
                task.cancel()
            await asyncio.gather(*late, return_exceptions=True)
        await asyncio.gather(*(hop.close() for hop in hops.values()))

    async def take(self, batch: Sequence[Taken]) -> None:
        """Do a batch, its partitions side by side. A fault of any kind ends the worker: see `endings`."""
        by_partition: defaultdict[int, list[Record]] = defaultdict(list)
        for taken in batch:
            # What an earlier generation fetched is fetched again, in order, by whoever owns the partition now.
            if taken.generation == self._generation and taken.partition in self.hops:
                by_partition[taken.partition].append(taken.record)
        await asyncio.gather(*(self._feed(partition, records) for partition, records in by_partition.items()))

    async def _feed(self, partition: int, records: Sequence[Record]) -> None:
        hop = self.hops.get(partition)
        if hop is None:
            return
        opening = self._opening.get(partition)
        if opening is not None:
            await asyncio.wait([opening])
        await self._see_to(partition, hop.process(records))

    async def release(self, now: str) -> None:
        """Send on what waited in a partition's memory and whose time has come at `now` (UTC)."""
        ready = [(partition, hop) for partition, hop in self.hops.items() if self.is_open(partition)]
        await asyncio.gather(*(self._see_to(partition, hop.release(now)) for partition, hop in ready))

    async def _see_to(self, partition: int, work: Coroutine[Any, Any, int]) -> None:
        """One transaction's work on a partition: a fault of any kind ends the worker."""
        task = asyncio.create_task(work, name=f"{self.row.name}/{partition}")
        self._under_way.add(task)
        try:
            await asyncio.wait([task])
            self.done += task.result()
        except (Abandoned, asyncio.CancelledError) as error:
            log.info("%s/%d: batch left to the next owner (%r)", self.row.name, partition, error)
            if not task.cancelled() and not task.done():
                task.cancel()
                raise
        except Fatal as fatal:
            leave(fatal)
        except Exception as error:
            log.exception("%s/%d", self.row.name, partition)
            leave(Fatal(ExitCode.FAULT, f"{self.row.name}/{partition}: {error!r}"))
        finally:
            self._under_way.discard(task)

    async def _open(self, hop: Hop) -> None:
        try:
            await hop.open()
            log.info("%s/%d open at offset %d", self.row.name, hop.partition, hop.next)
        except Fatal as fatal:
            leave(fatal)
        except asyncio.CancelledError:
            raise
        except Exception as error:
            log.exception("%s/%d", self.row.name, hop.partition)
            leave(Fatal(ExitCode.FAULT, f"{self.row.name}/{hop.partition} does not open: {error!r}"))

    def _memory(self, partition: int) -> Recollection | None:
        """Kept from one assignment to the next: a restore then reads only what is new."""
        if self.row.remembers is None:
            return None
        changelog = TopicPartition(self._settings.topic(self.row.remembers.name), partition)
        return self._memories.setdefault(partition, Recollection(changelog))


class Loop:
    """All stages of this worker."""

    def __init__(self, settings: Settings, rows: Sequence[Row] = STAGES) -> None:
        self.stages = {settings.topic(row.source.name): StageLoop(row, settings) for row in rows}

    def put_rules(self, rules: Rules) -> None:
        """Rules for the stages that match by them, from their next batch on."""
        for stage in self.stages.values():
            if isinstance(stage.runner, Here) and isinstance(stage.runner.stage, Route):
                stage.runner.stage.rules = rules

    def put_silences(self, silences: Sequence[Silence]) -> None:
        """Silences for the stage that rings, from its next batch on."""
        for stage in self.stages.values():
            if isinstance(stage.runner, Here) and isinstance(stage.runner.stage, Notify):
                stage.runner.stage.silences = silences

    async def start(self) -> None:
        """Load what the stages need. Raises what is wrong with a model, a rule set, …: before the first report."""
        await asyncio.gather(*(stage.runner.start() for stage in self.stages.values()))

    async def stop(self) -> None:
        """Let go of everything."""
        await self.revoked()
        await asyncio.gather(*(stage.runner.stop() for stage in self.stages.values()))

    async def assigned(self, tps: Iterable[tuple[str, int]], generation: int) -> None:
        """A new generation of the group: whatever was held is let go first, then `tps` are taken hold of."""
        await self.revoked()
        by_topic: defaultdict[str, list[int]] = defaultdict(list)
        for topic, partition in tps:
            by_topic[topic].append(partition)
        for topic, stage in self.stages.items():
            stage.assigned(by_topic[topic], generation)

    async def release(self, now: str) -> None:
        """Send on what waited and whose time has come at `now` (UTC), in every stage that lets messages wait."""
        waiting = [stage for stage in self.stages.values() if stage.row.remembers is not None]
        await asyncio.gather(*(stage.release(now) for stage in waiting))

    async def revoked(self) -> None:
        """The group rebalances: let go of all partitions."""
        await asyncio.gather(*(stage.revoked() for stage in self.stages.values()))
