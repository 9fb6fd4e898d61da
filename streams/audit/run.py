"""Runs an audit: reads wire.raw, then everything behind it, and writes it into the ledger."""

import asyncio
import itertools
import time
from collections.abc import Callable, Mapping

from aiokafka import TopicPartition

from schemas.dead import REQUEUED
from schemas.headers import KafkaHeaders, Origin, header
from schemas.topics import ALERTS, ARCHIVE, CLEAN, DEAD, ENRICHED, MATCHES, NOTICES, RAW
from streams.audit.account import Account
from streams.audit.ledger import Ledger
from streams.audit.matches import match_problems
from streams.audit.state import held_origins, state_problems
from streams.kafka.reading import Extent, Record, extents, read_between
from streams.kafka.topics import check_topics
from streams.settings import Settings

_BEHIND = (CLEAN, ENRICHED, ALERTS, ARCHIVE, DEAD)
_NAMED = 1_000
_LOOK_AGAIN = 0.5  # seconds between looks while waiting for endings

Extents = Mapping[TopicPartition, Extent]


async def audit(
    settings: Settings,
    *,
    wait: float = 0,
    replay: str | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> Account:
    """Account for every report that is in wire.raw now, or for those of one replay.

    `wait`: seconds to wait for reports that have no ending yet. `progress` is told offsets read and their number, in
    the first pass. Raises Problem: no broker, topics that are missing.
    """
    await check_topics(settings, (RAW, *_BEHIND, MATCHES, NOTICES))
    deadline = time.monotonic() + wait
    waiting = await held_origins(settings)  # before the endings: what is released meanwhile is then seen to end
    everything = await extents(settings, (RAW, *_BEHIND))
    total, done = sum(extent.end - extent.first for extent in everything.values()), itertools.count(1)

    def tell() -> None:
        if progress is not None:
            progress(next(done), total)

    raw = {tp: extent for tp, extent in everything.items() if tp.topic == settings.topic(RAW.name)}
    ledger = Ledger(
        RAW.name,
        {tp.partition: extent.first for tp, extent in raw.items()},
        {tp.partition: extent.end for tp, extent in raw.items()},
    )
    async for record in read_between(settings, raw):
        ledger.enter(record.partition, record.offset, counts=replay in (None, header(record.headers, "ce_replay")))
        tell()
    behind = {tp: extent for tp, extent in everything.items() if tp not in raw}
    await _read_behind(settings, ledger, behind, tell)
    _enter_waiting(ledger, waiting)
    while ledger.unfinished() and time.monotonic() < deadline:
        await asyncio.sleep(_LOOK_AGAIN)
        waiting = await held_origins(settings)
        now = await extents(settings, _BEHIND)
        await _read_behind(settings, ledger, {tp: Extent(behind[tp].end, now[tp].end) for tp in now}, lambda: None)
        _enter_waiting(ledger, waiting)
        behind = now
    return _account(ledger, [*await state_problems(settings, replay), *await match_problems(settings, replay)])


async def _read_behind(settings: Settings, ledger: Ledger, wanted: Extents, tell: Callable[[], None]) -> None:
    """Write down what became of the reports."""
    names = {settings.topic(topic.name): topic.name for topic in _BEHIND}
    async for record in read_between(settings, wanted):
        _write_down(ledger, names[record.topic], record)
        tell()


def _enter_waiting(ledger: Ledger, waiting: list[Origin]) -> None:
    for origin in waiting:
        ledger.waits(origin)


def _write_down(ledger: Ledger, topic: str, record: Record) -> None:
    headers = record.headers
    match topic:
        case CLEAN.name:
            ledger.came(_origin(headers), "clean")
        case ENRICHED.name:
            ledger.came(_origin(headers), "enriched")
        case ALERTS.name:
            ledger.ended(_origin(headers), "alert")
        case ARCHIVE.name:
            ledger.ended(_origin(headers), "archive")
        case DEAD.name if header(headers, "ce_deadstage") == "notify":
            pass  # its report has ended as an alert; that its notice has not come is another matter
        case DEAD.name if header(headers, "ce_type") == REQUEUED:
            if header(headers, "ce_origin") is not None:
                ledger.taken_back(_origin(headers), header(headers, "ce_deadreason") or "?")
        case DEAD.name:
            ledger.ended(_origin(headers), "dead", header(headers, "ce_deadreason") or "?")


def _origin(headers: KafkaHeaders) -> Origin | None:
    """The report that a message comes from; for a dead letter without one, its input."""
    text = header(headers, "ce_origin") or header(headers, "ce_deadinput")
    try:
        return Origin.parse(text) if text else None
    except ValueError:
        return None


def _account(ledger: Ledger, of_state: list[str]) -> Account:
    problems = [*ledger.problems(), *of_state]
    return Account(
        reports=ledger.reports,
        items=ledger.items,
        alerts=ledger.count("alert"),
        archived=ledger.count("archive"),
        dead=ledger.count("dead"),
        reasons={reason: count for reason, count in ledger.reasons.most_common() if count},
        unfinished=ledger.unfinished(),
        held=ledger.waiting(),
        problems=tuple(problems[:_NAMED]),
        wrong=len(problems),
        strays=ledger.strays,
        older=ledger.older,
    )
