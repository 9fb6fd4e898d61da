"""What of the topics is not filed yet."""

import asyncio
import time
from collections.abc import Callable, Mapping

from schemas.topics import ALERTS, ARCHIVE
from streams.archive.store import Archive
from streams.kafka.reading import extents
from streams.kafka.topics import check_topics
from streams.problem import Problem
from streams.settings import Settings

_LOOK_AGAIN = 0.5  # seconds


async def read_lag(settings: Settings, offsets: Mapping[str, int]) -> dict[str, int]:
    """Offsets behind what was filed, by topic/partition; markers of transactions count. Raises Problem: no broker."""
    await check_topics(settings, (ALERTS, ARCHIVE))
    names = {settings.topic(topic.name): topic.name for topic in (ALERTS, ARCHIVE)}
    found = await extents(settings, (ALERTS, ARCHIVE))
    places = {f"{names[tp.topic]}/{tp.partition}": extent for tp, extent in found.items()}
    return {name: max(0, each.end - max(each.first, offsets.get(name, 0))) for name, each in sorted(places.items())}


def lag_or_none(settings: Settings, offsets: Mapping[str, int], tell: Callable[[str], None]) -> dict[str, int] | None:
    """The same; where no broker answers, `tell` is told so."""
    try:
        return asyncio.run(read_lag(settings, offsets))
    except Problem as problem:
        tell(f"wirewatch: {problem.format_message()}")
        return None


def gets_on(settings: Settings, archive: Archive, patience: float) -> bool:
    """Whether all is filed, or something more is within so many seconds. Raises Problem: no broker."""
    deadline, before = time.monotonic() + patience, archive.offsets()
    while True:
        if not any(asyncio.run(read_lag(settings, archive.state().offsets)).values()):
            return True
        if archive.offsets() != before:
            return True
        if time.monotonic() > deadline:
            return False
        time.sleep(_LOOK_AGAIN)
