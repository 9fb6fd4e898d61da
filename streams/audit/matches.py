"""Whether every alert went once to each rule that it concerns, and no match of a rule became two notices."""

from collections import Counter

import msgspec
from aiokafka import TopicPartition
from msgspec import Struct

from schemas.headers import Origin, header
from schemas.topics import ALERTS, DEAD, MATCHES, NOTICES, Topic
from streams.kafka.reading import Extent, Record, extents, read_between
from streams.settings import Settings

Key = tuple[str, str]
"""The report's origin and the rule."""


class _Match(Struct):
    rule: str


class _Verdict(Struct):
    matches: tuple[_Match, ...] = ()
    withdraws: tuple[str, ...] = ()
    corrects: tuple[str, ...] = ()


class _Alert(Struct):
    """As much of an alert as is asked about; the rest is not decoded."""

    verdict: _Verdict


_decode = msgspec.json.Decoder(_Alert).decode


async def match_problems(settings: Settings, replay: str | None = None) -> list[str]:
    """Alerts without one of their matches, matches that are doubled or of no alert, and notices that are doubled.

    A match and its alert are committed together: alerts are read first to an end that is taken before that of the
    matches, so that a match which is missing is missing for good. Alerts from before there were matches, or from
    before the oldest that are still kept, are left alone.
    """
    alerts = await extents(settings, [ALERTS])
    matches = await extents(settings, [MATCHES])
    wanted: dict[Key, int] = {}
    async for record in read_between(settings, alerts):
        wanted |= dict.fromkeys(_concerned(record, replay), record.timestamp)
    found: Counter[Key] = Counter()
    oldest: dict[TopicPartition, int] = {}
    async for record in read_between(settings, matches):
        oldest.setdefault(TopicPartition(record.topic, record.partition), record.timestamp)
        if (key := _key(record, replay)) is not None:
            found[key] += 1
    for key in [key for key in found if key not in wanted]:  # of alerts that came since: look again
        found[key] -= 1
    since = max((at for tp, at in oldest.items() if matches[tp].first > 0), default=min(oldest.values(), default=0))
    problems = [
        f"{MATCHES.name}: {origin} matched rule {rule} and was not sent to it"
        for (origin, rule), at in wanted.items()
        if not found[origin, rule] and at >= since
    ]
    problems += _doubled(MATCHES, found)
    problems += await _without_alert(settings, alerts, {key for key, count in found.items() if not count}, replay)
    return problems + await _notice_problems(settings, replay)


async def _without_alert(
    settings: Settings, before: dict[TopicPartition, Extent], unknown: set[Key], replay: str | None
) -> list[str]:
    """Matches whose alert had not come when the alerts were read, and has not come since."""
    if not unknown:
        return []
    now = await extents(settings, [ALERTS])
    async for record in read_between(settings, {tp: Extent(before[tp].end, now[tp].end) for tp in now}):
        unknown -= set(_concerned(record, replay))
    kept = all(extent.first == 0 for extent in now.values())
    return [f"{MATCHES.name}: {origin} went to rule {rule} without an alert" for origin, rule in unknown if kept]


async def _notice_problems(settings: Settings, replay: str | None) -> list[str]:
    """Notices of one match that are several. One that is missing may be on its way, or a dead letter."""
    found: Counter[Key] = Counter()
    async for record in read_between(settings, await extents(settings, [NOTICES])):
        key = _key(record, replay)
        if key is not None and "/digest/" not in (header(record.headers, "ce_id") or ""):
            found[key] += 1
    return _doubled(NOTICES, found)


async def unnoticed(settings: Settings) -> set[Key]:
    """Matches that have become neither a notice nor a dead letter yet."""
    left: set[Key] = set()
    async for record in read_between(settings, await extents(settings, [MATCHES])):
        left |= {key} if (key := _key(record, None)) is not None else set()
    async for record in read_between(settings, await extents(settings, [NOTICES, DEAD])):
        if (key := _key(record, None)) is not None:
            left.discard(key)
    return left


def _concerned(record: Record, replay: str | None) -> set[Key]:
    origin = header(record.headers, "ce_origin")
    if origin is None or replay not in (None, header(record.headers, "ce_replay")):
        return set()
    verdict = _decode(record.value).verdict
    rules = (*(match.rule for match in verdict.matches), *verdict.withdraws, *verdict.corrects)
    return {(origin, rule) for rule in rules}


def _key(record: Record, replay: str | None) -> Key | None:
    origin = header(record.headers, "ce_origin")
    if origin is None or replay not in (None, header(record.headers, "ce_replay")):
        return None
    if header(record.headers, "ce_source") == "wirewatch/requeue":
        return None  # a dead letter that was sent through once more: its match is counted where it came first
    try:
        Origin.parse(origin)
    except ValueError:
        return None
    return origin, (record.key or b"").decode("utf-8", "replace")


def _doubled(topic: Topic, found: Counter[Key]) -> list[str]:
    return [
        f"{topic.name}: {origin} for rule {rule} is there {n} times" for (origin, rule), n in found.items() if n > 1
    ]
