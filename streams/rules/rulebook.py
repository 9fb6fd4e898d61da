"""The published rules: read from their topics, written to them as one transaction, a whole set at a time."""

from collections.abc import Callable, Iterable, Sequence

import msgspec
from msgspec import Struct

from agents.rules import RuleSet
from agents.rules.ruleset import digest_of, version_of
from schemas.headers import Envelope, KafkaHeaders
from schemas.rule import Rule
from schemas.ruleset import PublishedSet
from schemas.topics import RULE_SETS, RULES, Topic
from streams.clock import Clock, iso
from streams.kafka.reading import Record, extents, read_between
from streams.kafka.transaction import Transactions, Write
from streams.problem import Problem
from streams.rules.files import refused
from streams.settings import Settings

CURRENT = b"current"
_NAMED = 1_000  # ids that a published set names


class Rulebook:
    """The rules as the topics have them so far, and which set they are meant to be."""

    def __init__(self) -> None:
        self.rules: dict[str, Rule] = {}
        self.current: PublishedSet | None = None
        self.problems: dict[str, str] = {}
        """Rules on the topic that do not decode, by id."""
        self._digest = 0

    def take(self, record: Record, settings: Settings) -> str | None:
        """Take in one record of either topic; returns the id of the rule that it changes, if it changes one."""
        if record.topic == settings.topic(RULE_SETS.name):
            self.current = msgspec.json.decode(record.value, type=PublishedSet) if record.value else None
            return None
        rule_id: str = record.key.decode("utf-8", "replace")
        old = self.rules.pop(rule_id, None)
        if old is not None:
            self._digest ^= digest_of(old)
        self.problems.pop(rule_id, None)
        if record.value is not None:
            try:
                self.rules[rule_id] = rule = msgspec.json.decode(record.value, type=Rule)
                self._digest ^= digest_of(rule)
            except (msgspec.DecodeError, msgspec.ValidationError) as error:
                self.problems[rule_id] = f"rule {rule_id} on {record.topic} is not a rule: {error}"
        return rule_id

    @property
    def whole(self) -> bool:
        """Whether all of the current set has been taken in: its records come one by one, on two topics."""
        return self.current is not None and self.current.version == version_of(self._digest)


class Change(Struct, frozen=True):
    """What publishing a set does: rules as they will stand, and the ids that go."""

    new: tuple[Rule, ...]
    changed: tuple[Rule, ...]
    removed: tuple[str, ...]
    whole: tuple[Rule, ...]
    version: str

    @property
    def empty(self) -> bool:
        """Whether the set is in force as it is."""
        return not (self.new or self.changed or self.removed)


async def read_rulebook(settings: Settings) -> Rulebook:
    """All that is published and committed now."""
    book = Rulebook()
    async for record in read_between(settings, await extents(settings, [RULES, RULE_SETS])):
        book.take(record, settings)
    return book


def plan_change(book: Rulebook, wanted: Sequence[Rule]) -> Change:
    """From the published set to the wanted one. A rule that changes gets the next version, a new one the first.

    Raises Problem with every error of a set that does not load.
    """
    new, changed, whole = [], [], []
    for rule in wanted:
        old = book.rules.get(rule.id)
        if old is None:
            fresh = msgspec.structs.replace(rule, version="1")
            new.append(fresh)
        elif msgspec.structs.replace(rule, version=old.version) != old:
            fresh = msgspec.structs.replace(rule, version=_next(old.version))
            changed.append(fresh)
        else:
            fresh = old
        whole.append(fresh)
    made = RuleSet.build(whole)
    if not isinstance(made, RuleSet):
        raise refused(made)
    removed = tuple(sorted({*book.rules, *book.problems} - {rule.id for rule in wanted}))
    return Change(tuple(new), tuple(changed), removed, tuple(whole), made.version)


async def publish(
    settings: Settings,
    wanted: Sequence[Rule] | Callable[[Rulebook], Sequence[Rule]],
    clock: Clock,
    by: str,
    note: str | None,
    *,
    dry_run: bool = False,
) -> Change:
    """Put a whole set in force: in one transaction, or not at all. Two publishers at once: the later one fences.

    `wanted` may be made from what is published, once nobody else can change it; what it raises ends all.
    Raises Problem: a set that does not load, another publisher, no broker.
    """
    async with Transactions(settings, "rules") as transactions:
        await transactions.fence()
        book = await read_rulebook(settings)
        change = plan_change(book, wanted(book) if callable(wanted) else wanted)
        if dry_run or change.empty:
            return change
        at = iso(round(clock.now().timestamp() * 1000))
        ids = tuple(rule.id for rule in (*change.new, *change.changed))[:_NAMED]
        said = PublishedSet(change.version, len(change.whole), at, by, note, ids, change.removed[:_NAMED])

        async def was_committed() -> bool:
            current = (await read_rulebook(settings)).current
            return current is not None and current.version == change.version

        await transactions.write(list(_writes(change, said, round(clock.now().timestamp() * 1000))), was_committed)
    return change


def _writes(change: Change, said: PublishedSet, entered: int) -> Iterable[Write]:
    for rule in (*change.new, *change.changed):
        yield Write(RULES, rule.id.encode(), msgspec.json.encode(rule), _headers(RULES, rule.id, said, entered))
    for rule_id in change.removed:
        yield Write(RULES, rule_id.encode(), None, _headers(RULES, rule_id, said, entered))
    yield Write(RULE_SETS, CURRENT, msgspec.json.encode(said), _headers(RULE_SETS, "set", said, entered))


def _headers(topic: Topic, name: str, said: PublishedSet, entered: int) -> KafkaHeaders:
    source = f"wirewatch/rules/{said.by}"
    return Envelope(f"{said.version}/{name}", source, topic.event, said.at, entered).to_kafka()


def _next(version: str) -> str:
    if not version.isdecimal():
        raise Problem(f"version {version!r} of a published rule is no number", "it was not published by wirewatch")
    return str(int(version) + 1)
