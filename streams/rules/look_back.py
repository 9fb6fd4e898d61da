"""Looking back: what rules would have caught among reports that were routed before they were published."""

from collections.abc import AsyncIterator, Iterable, Iterator, Sequence
from datetime import datetime

import msgspec
from aiokafka import TopicPartition
from msgspec import Struct

from agents.rules import RuleSet
from schemas.enriched import Enriched
from schemas.headers import Envelope, header
from schemas.request import LookBack
from schemas.routed import Match, Routed, Verdict
from schemas.rule import Rule
from schemas.topics import ALERTS, ARCHIVE, ENRICHED, Topic
from streams.clock import Clock, iso
from streams.kafka.reading import Extent, consumer_of, extents, read_between
from streams.kafka.topics import check_topics
from streams.kafka.transaction import Transactions, Write
from streams.settings import Settings

_TOPICS: tuple[Topic, ...] = (ALERTS, ARCHIVE)
_WRITTEN = 200  # requests a transaction: 4 KB each, and a worker's batches in between
_decode = msgspec.json.Decoder(Routed).decode


class Caught(Struct, frozen=True):
    """A report that rules would have caught, with the stages' `now` when it was routed, and why they match."""

    enriched: Enriched
    at: str
    matches: tuple[Match, ...]


async def look_back(settings: Settings, rules: Sequence[Rule], since: datetime) -> AsyncIterator[Caught]:
    """Reports routed from `since` on that the rules match, each judged at the moment when it was routed.

    Not those of which the rule was told then. Raises Problem: no topics; ValueError: a rule that does not load.
    """
    made = RuleSet.build(rules)
    if not isinstance(made, RuleSet):
        raise ValueError("; ".join(map(str, made.errors)))
    await check_topics(settings, _TOPICS)
    async for record in read_between(settings, await _from(settings, since)):
        if record.value is None or header(record.headers, "ce_request") is not None:
            continue  # an alert that an earlier look-back led to: the report itself is there as well
        routed = _decode(record.value)
        verdict = routed.verdict
        now = datetime.fromisoformat(verdict.now)
        if now < since or not _was_matched(verdict):
            continue
        told = {match.rule for match in verdict.matches}
        matches = tuple(match for match in made.match(routed, now) if match.rule not in told)
        if matches:
            fields = {name: getattr(routed, name) for name in Enriched.__struct_fields__}
            yield Caught(Enriched(**fields), verdict.now, matches)


async def ask_for_alerts(settings: Settings, rules: Sequence[Rule], caught: Iterable[Caught], clock: Clock) -> int:
    """Ask route to alert the rules, through the topic that it reads anyway; returns the number of requests.

    Route decides: by what it remembers of the story when the request comes, in the transaction in which it remembers
    that the rule was told. So a request that is made twice, here or by a second look-back, alerts once.
    """
    by_id, asked = {rule.id: rule for rule in rules}, 0
    writes: list[Write] = []

    async def was_committed() -> bool:
        return False  # asked twice is answered once: see above

    async with Transactions(settings, "look-back") as transactions:
        await transactions.fence()
        for each in caught:
            writes += _requests(each, by_id, clock)
            if len(writes) >= _WRITTEN:
                await transactions.write(writes, was_committed)
                asked, writes = asked + len(writes), []
        if writes:
            await transactions.write(writes, was_committed)
    return asked + len(writes)


def _was_matched(verdict: Verdict) -> bool:
    """Whether rules were asked: not of a repeat, an older version, a withdrawal."""
    return verdict.reason in (None, "no-rule-matched", "already-alerted") and not verdict.withdraws


def _requests(each: Caught, rules: dict[str, Rule], clock: Clock) -> Iterator[Write]:
    article = each.enriched.article
    now = round(clock.now().timestamp() * 1000)
    for match in each.matches:
        request = LookBack(rules[match.rule], each.at)
        envelope = Envelope(
            id=f"look-back/{match.rule}/{match.version}/{article.id}",
            source="wirewatch/rules",
            type=ENRICHED.event,
            now=iso(now),
            entered=now,
            replay=article.replay,
            deliver=article.deliver,
            request=msgspec.json.encode(request).decode(),
        )
        yield Write(ENRICHED, article.story_key.encode(), msgspec.json.encode(each.enriched), envelope.to_kafka())


async def _from(settings: Settings, since: datetime) -> dict[TopicPartition, Extent]:
    """The extents of alerts and archive, from the first message that was written at `since` or later."""
    whole = await extents(settings, _TOPICS)
    async with consumer_of(settings) as consumer:
        firsts = await consumer.offsets_for_times(dict.fromkeys(whole, max(0, round(since.timestamp() * 1000))))
    return {
        tp: Extent(max(extent.first, first.offset), extent.end)
        for tp, extent in whole.items()
        if (first := firsts.get(tp)) is not None
    }
