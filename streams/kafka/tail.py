"""The end of a topic: its last records, those that come after them, and each in one line."""

from collections import Counter
from collections.abc import AsyncIterator, Mapping

import msgspec
from aiokafka import TopicPartition
from msgspec import Struct

from agents.text.title import display_title
from schemas.article import Article
from schemas.dead import REQUEUED
from schemas.enriched import Enriched
from schemas.headers import header
from schemas.notice import Matched, Notice
from schemas.notified import Thread
from schemas.replay import Replay, ReplayFiles
from schemas.routed import Routed
from schemas.rule import Rule
from schemas.silence import Silence
from schemas.story import Story
from schemas.topics import TOPICS, Topic
from streams.clock import iso
from streams.kafka.reading import Extent, Record, consumer_of, extents, read_between
from streams.problem import Problem
from streams.settings import Settings

_TITLE = 100


class Line(Struct, frozen=True):
    """A record in one line: when (the stages' `now`), its id, what it is, what became of it."""

    time: str
    id: str
    title: str
    outcome: str = ""


def find_topic(name: str) -> Topic:
    """A topic of the table by its name, with or without `wire.`. Raises Problem."""
    found = next((topic for topic in TOPICS if name in (topic.name, topic.name.removeprefix("wire."))), None)
    if found is None:
        raise Problem(
            f"there is no topic {name}", f"there are {', '.join(topic.name for topic in TOPICS)}", exit_code=2
        )
    return found


async def last_records(settings: Settings, topic: Topic, count: int) -> tuple[list[Record], dict[TopicPartition, int]]:
    """The last `count` records by time, and the offsets after them, to follow from."""
    whole, back = await extents(settings, [topic]), count
    while True:
        wanted = {tp: Extent(max(each.first, each.end - back), each.end) for tp, each in whole.items()}
        records = [record async for record in read_between(settings, wanted)]
        found = Counter(TopicPartition(record.topic, record.partition) for record in records)
        # Marks of transactions and aborted records take offsets too: where too few were records, look further back.
        if all(found[tp] >= count or wanted[tp] == each for tp, each in whole.items()):
            records.sort(key=lambda record: (record.timestamp, record.partition, record.offset))
            return records[max(0, len(records) - count) :], {tp: each.end for tp, each in whole.items()}
        back *= 4


async def follow(settings: Settings, starts: Mapping[TopicPartition, int]) -> AsyncIterator[Record]:
    """Every committed record from these offsets on, without end."""
    async with consumer_of(settings) as consumer:
        consumer.assign(list(starts))
        for tp, offset in starts.items():
            consumer.seek(tp, offset)
        async for record in consumer:
            yield record


def describe(topic: Topic, record: Record) -> Line:
    """The record for people. One that does not decode is said to be so: a tail never stops at it."""
    time = header(record.headers, "ce_time") or iso(record.timestamp)
    name = header(record.headers, "ce_id") or f"{topic.name}/{record.partition}/{record.offset}"
    if record.value is None:
        return Line(time, name, "(taken back)")
    if topic.record is None:
        return _describe_bytes(time, name, record)
    try:
        value = msgspec.json.decode(record.value, type=topic.record)
    except (msgspec.DecodeError, msgspec.ValidationError) as error:
        return Line(time, name, f"(does not decode: {error})")
    title, outcome = _say(value)
    return Line(time, getattr(value, "id", name), title, outcome)


def _describe_bytes(time: str, name: str, record: Record) -> Line:
    if header(record.headers, "ce_type") == REQUEUED:
        return Line(time, name, f"{header(record.headers, 'ce_deadinput')} sent through once more")
    source = (record.key or b"").decode("utf-8", "replace")
    title = " ".join(record.value[: 4 * _TITLE].decode("utf-8", "replace").split())[:_TITLE]
    reason, error = header(record.headers, "ce_deadreason"), header(record.headers, "ce_deaderror")
    return Line(time, name, title, f"{reason}: {error}" if reason else f"{len(record.value):,} bytes from {source}")


def _say(value: Struct) -> tuple[str, str]:
    """Title and outcome of a record."""
    match value:
        case Routed():
            matches = [match.rule for match in value.verdict.matches]
            return _title(value.article), f"{value.verdict.outcome}: {', '.join(matches) or value.verdict.reason}"
        case Matched():
            return _cut(value.title), f"for rule {value.rule}"
        case Notice():
            rings = "rings" if value.ring else value.muted or "does not ring"
            return _cut(value.headline or value.story), f"{value.event} for rule {value.rule}, {rings}"
        case Thread():
            return _cut(value.notice.headline or ""), f"{len(value.carried)} carry it, last {value.notice.event}"
        case Silence():
            return value.reason, f"by {value.author}, until {value.until}"
        case Enriched():
            return _title(value.article), f"{len(value.entities)} entities, {len(value.dates)} dates"
        case Article():
            return _title(value), f"{value.kind}, version {value.version}"
        case Rule():
            return value.query, f"version {value.version}" + ("" if value.enabled else ", switched off")
        case Story():
            rules = {rule for version in value.versions for rule in version.alerted}
            return value.key, f"versions {', '.join(each.version for each in value.versions)}; told {len(rules)} rules"
        case Replay():
            return (
                f"{value.sent:,} of {value.total:,} sent",
                f"finished {value.finished}" if value.finished else "unfinished",
            )
        case ReplayFiles():
            return f"part {value.part}", f"{len(value.files):,} files"
    return type(value).__name__, ""


def _title(article: Article) -> str:
    title, what = display_title(article)
    return _cut(title) if what == "headline" else f"“{_cut(title)}”"


def _cut(title: str) -> str:
    return title if len(title) <= _TITLE else f"{title[: _TITLE - 1]}…"
