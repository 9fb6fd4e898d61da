"""Where filing goes on: the archive's offsets held against the topics, which may not be what they were."""

from aiokafka import TopicPartition

from schemas.topics import ALERTS, ARCHIVE
from streams.archive.store import Archive
from streams.kafka.reading import Extent, extents, read_between
from streams.kafka.topics import check_topics
from streams.problem import Problem
from streams.settings import Settings

_GO_ON = "to file them all the same, start it once with --go-on"


async def starts(settings: Settings, archive: Archive, *, go_on: bool) -> dict[TopicPartition, int]:
    """The offset to read each partition from. Raises Problem where going on would lose or mix up something in silence.

    With `go_on`, topics that were made again are filed from their start, beside what is there; where reports were
    deleted from the topics before they were filed, filing goes on behind the gap.
    """
    await check_topics(settings, (ALERTS, ARCHIVE))
    names = {settings.topic(topic.name): topic.name for topic in (ALERTS, ARCHIVE)}
    whole, kept = await extents(settings, (ALERTS, ARCHIVE)), archive.offsets()
    begin: dict[TopicPartition, int] = {}
    again, lost = [], 0
    for tp, extent in whole.items():
        place = kept.get((names[tp.topic], tp.partition))
        if place is None:
            begin[tp] = extent.first
        elif place > extent.end or await _is_another(settings, tp, extent, archive, names[tp.topic]):
            again.append(tp)
            begin[tp] = extent.first
        else:
            lost += max(0, extent.first - place)
            begin[tp] = max(place, extent.first)
    if again and not go_on:
        shown = ", ".join(f"{tp.topic}/{tp.partition}" for tp in again[:3])
        raise Problem(f"{shown}: not what was filed before, the topic was made again or its data restored", _GO_ON)
    if lost and not go_on:
        raise Problem(f"{lost:,} offsets were deleted from the topics (retention_hours) before they were filed", _GO_ON)
    archive.begin_epoch([(names[tp.topic], tp.partition) for tp in again])
    return begin


async def _is_another(settings: Settings, tp: TopicPartition, extent: Extent, archive: Archive, topic: str) -> bool:
    """Whether the last record that was filed from a partition is not the one that stands there now."""
    last = archive.last_of(topic, tp.partition)
    if last is None or not extent.first <= last.offset < extent.end:
        return False
    async for record in read_between(settings, {tp: Extent(last.offset, last.offset + 1)}):
        if record.offset == last.offset:
            return bool(last.filed and record.timestamp != last.filed)
    return False
