"""The rules that a worker matches by: of a file or of the topics, followed as they change, swapped between batches."""

import asyncio
import logging
import time
from collections.abc import Callable, Mapping
from pathlib import Path

from aiokafka.errors import KafkaError
from msgspec import Struct

from agents.rules import Refused, RuleSet
from agents.rules.counters import Counters
from schemas.topics import RULE_SETS, RULES
from streams.kafka.reading import consumer_of, extents, partitions_of, read_between
from streams.problem import Problem
from streams.rules.files import load_rules, refused, rule_files
from streams.rules.rulebook import Rulebook
from streams.settings import Settings

log = logging.getLogger("wirewatch")

_LOOK = 0.3  # seconds between looks at files, and at most between a published set and its coming into force
_IN_PLACE = 1_000  # changed rules up to which the live set is changed; beyond, a new one is built beside it


class InForce(Struct, frozen=True):
    """Which set is in force, and why a newer one is not."""

    version: str
    error: str | None = None


class RulesInForce:
    """Keeps the set that `put` hands to the route stage up to date. A set that does not load leaves the old in force.

    `put` and every change of a live set run on the event loop, where batches are matched: never within one.
    """

    def __init__(self, settings: Settings, put: Callable[[RuleSet], None], tell: Callable[[InForce], None]) -> None:
        self._settings, self._put, self._tell = settings, put, tell
        self._book = Rulebook()
        self._rules = RuleSet()
        self._seen: Mapping[Path, tuple[int, int]] = {}
        self._next: dict[str, int] = {}

    @property
    def counters(self) -> Counters:
        """What the rules in force have done."""
        return self._rules.counters

    async def start(self) -> None:
        """Load the set to begin with. Raises Problem if it does not load: better no worker than one that misses."""
        if self._settings.rules is not None:
            self._seen = _stamps(self._settings.rules)
            self._rules = await asyncio.to_thread(load_rules, self._settings.rules)
        else:
            wanted = await extents(self._settings, [RULES, RULE_SETS])
            async for record in read_between(self._settings, wanted):
                self._book.take(record, self._settings)
            self._next = {tp.topic: extent.end for tp, extent in wanted.items()}
            self._rules = await asyncio.to_thread(_build, self._book)
        self._in_force()

    async def follow(self) -> None:
        """Put every later set in force as it comes. Never returns."""
        while True:
            try:
                await (self._follow_files() if self._settings.rules is not None else self._follow_topics())
            except KafkaError as error:
                log.warning("rules: %r; looking again", error)
                await asyncio.sleep(_LOOK)

    async def _follow_files(self) -> None:
        path = self._settings.rules
        assert path is not None, "a file or folder is followed"
        while True:
            await asyncio.sleep(_LOOK)
            try:
                stamps = _stamps(path)
                if stamps == self._seen:
                    continue
                self._seen = stamps
                self._rules = await asyncio.to_thread(load_rules, path)
            except Problem as problem:
                self._refuse(problem.message)
            else:
                self._in_force()

    async def _follow_topics(self) -> None:
        async with consumer_of(self._settings) as consumer:
            names = [self._settings.topic(topic.name) for topic in (RULES, RULE_SETS)]
            tps = [tp for name in names for tp in await partitions_of(consumer, name)]
            consumer.assign(tps)
            for tp in tps:
                consumer.seek(tp, self._next.get(tp.topic, 0))
            changed: set[str] = set()
            while True:
                news = await consumer.getmany(timeout_ms=round(_LOOK * 1000))
                for tp, records in news.items():
                    changed |= {rule for record in records if (rule := self._book.take(record, self._settings))}
                    self._next[tp.topic] = records[-1].offset + 1
                if news and changed and self._book.whole and await self._change(changed):
                    changed = set()  # of a refused set, all is kept: the next one may leave it as it is

    async def _change(self, changed: set[str]) -> bool:
        """Put the book's set in force, in place where little changed, so that it takes no time; False: refused."""
        try:
            if len(changed) > _IN_PLACE:
                self._rules = await asyncio.to_thread(_build, self._book)
            else:
                _check(self._book)
                if made := self._rules.become(self._book.rules.values()):
                    raise refused(made)
        except Problem as problem:
            self._refuse(problem.message)
            return False
        self._in_force()
        return True

    def _in_force(self) -> None:
        self._rules.counters.timer = time.perf_counter_ns
        self._put(self._rules)
        log.info("rules %s in force: %d rules", self._rules.version[:8], len(self._rules.rules))
        self._tell(InForce(self._rules.version))

    def _refuse(self, why: str) -> None:
        log.error("rules: a new set is refused, %s stays in force: %s", self._rules.version[:8], why)
        self._tell(InForce(self._rules.version, why))


def _build(book: Rulebook) -> RuleSet:
    _check(book)
    made = RuleSet.build(book.rules.values())
    if isinstance(made, Refused):
        raise refused(made)
    return made


def _check(book: Rulebook) -> None:
    if book.problems:
        raise Problem("; ".join(book.problems.values()))


def _stamps(path: Path) -> Mapping[Path, tuple[int, int]]:
    """When and how large the rule files are: a change of any of them changes this. Raises Problem if there is none."""
    stamps = {}
    for file in rule_files(path):
        try:
            stat = file.stat()
        except OSError:
            continue  # it went between the listing and this; the next look sees the rest
        stamps[file] = (stat.st_mtime_ns, stat.st_size)
    return stamps
