"""The silences that a worker goes by: read at its start, then followed as they come, swapped between batches."""

import asyncio
import logging
from collections.abc import Callable, Sequence

from aiokafka.errors import KafkaError

from schemas.silence import Silence
from schemas.topics import SILENCES
from streams.kafka.reading import Record, consumer_of, extents, partitions_of, read_between
from streams.settings import Settings
from streams.silences.board import take_in

log = logging.getLogger("wirewatch")

_LOOK = 0.3  # seconds at most between a silence and its coming into force


class SilencesInForce:
    """Keeps what `put` hands to the notify stage up to date; `put` runs on the event loop, never within a batch.

    Those that are over are handed on too: a report that was long on its way is judged by its own moment.
    """

    def __init__(self, settings: Settings, put: Callable[[Sequence[Silence]], None]) -> None:
        self._settings, self._put = settings, put
        self._silences: dict[str, Silence] = {}
        self._next = 0

    async def start(self) -> None:
        """Read those to begin with: a worker that did not know them would ring."""
        wanted = await extents(self._settings, [SILENCES])
        async for record in read_between(self._settings, wanted):
            self._take(record)
        self._next = max((extent.end for extent in wanted.values()), default=0)
        self._put(tuple(self._silences.values()))

    async def follow(self) -> None:
        """Put every later one in force as it comes. Never returns."""
        while True:
            try:
                await self._follow()
            except KafkaError as error:
                log.warning("silences: %r; looking again", error)
                await asyncio.sleep(_LOOK)

    async def _follow(self) -> None:
        async with consumer_of(self._settings) as consumer:
            tps = await partitions_of(consumer, self._settings.topic(SILENCES.name))
            consumer.assign(tps)
            for tp in tps:
                consumer.seek(tp, self._next)
            while True:
                for records in (await consumer.getmany(timeout_ms=round(_LOOK * 1000))).values():
                    for record in records:
                        self._take(record)
                    self._next = records[-1].offset + 1
                    self._put(tuple(self._silences.values()))

    def _take(self, record: Record) -> None:
        wrong = take_in(self._silences, record)
        if wrong is not None:
            log.warning("silences: %s; it silences nothing", wrong)
