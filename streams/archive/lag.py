"""What of the topics is not filed yet."""

from collections.abc import Mapping

from schemas.topics import ALERTS, ARCHIVE
from streams.kafka.reading import extents
from streams.kafka.topics import check_topics
from streams.settings import Settings


async def read_lag(settings: Settings, offsets: Mapping[str, int]) -> dict[str, int]:
    """Offsets behind what was filed, by topic/partition; markers of transactions count. Raises Problem: no broker."""
    await check_topics(settings, (ALERTS, ARCHIVE))
    names = {settings.topic(topic.name): topic.name for topic in (ALERTS, ARCHIVE)}
    found = await extents(settings, (ALERTS, ARCHIVE))
    places = {f"{names[tp.topic]}/{tp.partition}": extent for tp, extent in found.items()}
    return {name: max(0, each.end - max(each.first, offsets.get(name, 0))) for name, each in sorted(places.items())}
