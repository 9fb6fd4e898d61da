"""Tells the endpoints that ask for it of a source's unusual silence and of its end, through wire.notices.

At least once: a notice is written, then remembered. Its id is the silence's own, so that a desk that was restarted, or
a second one, makes no second delivery of it.
"""

import msgspec
from aiokafka import AIOKafkaProducer

from agents.desk.rhythm import is_unusual
from agents.desk.silence import silence_began, silence_ended
from schemas.headers import Envelope
from schemas.notice import Notice
from schemas.topics import NOTICES
from streams.clock import iso
from streams.desk.watch import Watch
from streams.kafka.connection import client_options
from streams.settings import Settings


class Silences:
    """Looks at the rhythms that the watch has learned."""

    def __init__(self, settings: Settings, watch: Watch) -> None:
        self._settings, self._watch = settings, watch

    async def look(self, now: int) -> None:
        """Write what there is to say at a moment (ms since 1970). Raises KafkaError.

        Nothing is said while reports wait to be read: a source may be among them.
        """
        hooks, told = tuple(self._settings.silence_hooks), self._watch.told
        if not hooks or not self._watch.current:
            return
        notices: list[Notice] = []
        known = dict(told)
        for source, rhythm in self._watch.rhythms.items():
            before = known.get(source)
            if before is not None and rhythm.last > before:
                notices.append(silence_ended(source, _stamp(before), iso(now), hooks))
                del known[source]
            if source not in known and is_unusual(rhythm, now / 1000):
                notices.append(silence_began(source, _stamp(rhythm.last), iso(now), hooks))
                known[source] = rhythm.last
        if notices:
            await self._write(notices, now)
            self._watch.remember_told(known)

    async def _write(self, notices: list[Notice], now: int) -> None:
        producer = AIOKafkaProducer(**client_options(self._settings), acks="all", enable_idempotence=True)
        await producer.start()
        try:
            for notice in notices:
                headers = Envelope(notice.id, "wirewatch/desk", NOTICES.event, iso(now), now).to_kafka()
                value, key = msgspec.json.encode(notice), notice.rule.encode()
                await producer.send_and_wait(self._settings.topic(NOTICES.name), value, key, headers=headers)
        finally:
            await producer.stop()


def _stamp(seconds: float) -> str:
    return iso(round(seconds * 1000))
