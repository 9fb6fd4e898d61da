"""The transactional loop, written once for every stage: a lane per assigned partition, fed with its messages."""

import asyncio
from collections import defaultdict
from collections.abc import Iterable, Sequence
from functools import partial

from aiokafka import TopicPartition

from agents.notify import Notify
from agents.route import Route, Rules
from schemas.silence import Silence
from streams.hops.hop import Hop, Record
from streams.hops.lane import Lane
from streams.hops.runner import Apart, Here, Runner
from streams.hops.stages import STAGES, Row
from streams.kafka.changelog import Recollection
from streams.settings import Settings


class StageLoop:
    """One stage in this worker: its runner, and a lane for each of its partitions that this worker holds."""

    def __init__(self, row: Row, settings: Settings) -> None:
        self.row, self._settings = row, settings
        self.runner: Runner = Apart(row, settings) if row.apart else Here(row, settings)
        self.lanes: dict[int, Lane] = {}
        self.done = 0
        """Messages committed since the start."""
        self._memories: dict[int, Recollection] = {}
        self._generation = -1

    @property
    def topic(self) -> str:
        """Name of the stage's input topic on the cluster."""
        return self._settings.topic(self.row.source.name)

    def assigned(self, partitions: Iterable[int], generation: int) -> None:
        """Take hold of partitions. They open in the background; what is fetched of them waits for it."""
        self._generation = generation
        for partition in partitions:
            hop = partial(Hop, self.row, partition, self._settings, self.runner, memory=self._memory(partition))
            self.lanes[partition] = Lane(hop, self._settings.batch, self._count)

    async def revoked(self) -> None:
        """Let go of every partition: what is under way gets a moment to end, then it is abandoned uncommitted."""
        lanes, self.lanes = self.lanes, {}
        await asyncio.gather(*(lane.close() for lane in lanes.values()))

    async def take(self, partition: int, generation: int, record: Record) -> None:
        """Let a record wait for its turn; returns when there is room for more.

        What an earlier generation of the group fetched is fetched again, in order, by whoever owns the partition now.
        """
        lane = self.lanes.get(partition)
        if lane is not None and generation == self._generation:
            lane.put([record])
            await lane.room()

    async def forget(self, before: int) -> None:
        """Forget what nothing has touched since `before`, ms since 1970, and the stage needs no more."""
        await asyncio.gather(*(lane.forget(before) for lane in self.lanes.values()))

    async def release(self, now: str) -> None:
        """Send on what waited in a partition's memory and whose time has come at `now` (UTC)."""
        await asyncio.gather(*(lane.release(now) for lane in self.lanes.values()))

    def _count(self, done: int) -> None:
        self.done += done

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
        await asyncio.gather(*(stage.release(now) for stage in self._remembering()))

    async def forget(self, before: int) -> None:
        """Forget what nothing has touched since `before`, ms since 1970, in every stage that remembers."""
        await asyncio.gather(*(stage.forget(before) for stage in self._remembering()))

    def _remembering(self) -> list[StageLoop]:
        return [stage for stage in self.stages.values() if stage.row.remembers is not None]

    async def revoked(self) -> None:
        """The group rebalances: let go of all partitions."""
        await asyncio.gather(*(stage.revoked() for stage in self.stages.values()))
