"""What waits in the route stage's memory: reports under embargo, or withheld."""

from collections.abc import Iterable

import msgspec

from agents.held import is_held_key
from agents.text.title import display_title
from schemas.story import Held
from schemas.topics import STATE_ROUTE
from schemas.vitals import Waiting
from streams.kafka.reading import extents, read_between
from streams.kafka.topics import check_topics
from streams.settings import Settings

_decode = msgspec.json.Decoder(Held).decode


class WaitingRoom:
    """Everything held, taken in record by record of the stage's changelog."""

    def __init__(self) -> None:
        self._kept: dict[str, Waiting] = {}

    def __len__(self) -> int:
        return len(self._kept)

    def take(self, key: bytes, value: bytes | None) -> None:
        """One record of wire.state.route; what is no held version is passed over."""
        name = key.decode("utf-8", "replace")
        if not is_held_key(name):
            return
        if value is None:
            self._kept.pop(name, None)
        else:
            self._kept[name] = _waiting(_decode(value))

    def all(self) -> list[Waiting]:
        """The next release first; what waits for another version comes last."""
        return _in_order(self._kept.values())


async def read_waiting(settings: Settings) -> list[Waiting]:
    """Everything that waits now. Raises Problem where there is no broker or no topic."""
    await check_topics(settings, (STATE_ROUTE,))
    room = WaitingRoom()
    async for record in read_between(settings, await extents(settings, [STATE_ROUTE])):
        room.take(record.key or b"", record.value)
    return room.all()


def _waiting(held: Held) -> Waiting:
    article = held.record.article
    return Waiting(held.until, held.since, article.id, display_title(article)[0], held.origin, article.replay)


def _in_order(waiting: Iterable[Waiting]) -> list[Waiting]:
    return sorted(waiting, key=lambda each: (each.until is None, each.until or "", each.origin))
