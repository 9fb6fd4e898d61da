"""The last alerts as a desk remembers them: rows in order, stories with their versions, and who else carries them."""

import zlib
from collections import OrderedDict, defaultdict
from collections.abc import Iterator
from typing import Literal, TypeAlias

import msgspec
from msgspec import Struct
from msgspec.structs import replace

from agents.desk.row import row_of
from agents.text.fingerprint import Fingerprints
from schemas.ack import Ack
from schemas.desk import Also, Row, RuleWord, StoryLife
from schemas.routed import Routed

Key: TypeAlias = tuple[int, int, int]
"""Order of rows: when it stood in the topic (ms), partition, offset."""
Scope: TypeAlias = tuple[str, str]
"""Replay, empty for the live wire, and story."""

_MOST_ACKS = 50_000
_decode = msgspec.json.Decoder(Routed).decode


class Entry(Struct):
    """One remembered alert: its row as it came, and the whole record, packed."""

    key: Key
    row: Row
    packed: bytes

    @property
    def scope(self) -> Scope:
        """The story that it belongs to."""
        return self.row.replay or "", self.row.story

    def routed(self) -> Routed:
        """The whole record."""
        return _decode(zlib.decompress(self.packed))


class Window:
    """The last `most` alerts. What only time tells (acks, withdrawn, also) is put into rows when they are asked for."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._entries: OrderedDict[Key, Entry] = OrderedDict()
        self._stories: dict[Scope, list[Key]] = {}
        self._ids: dict[Scope, Key] = {}
        """By replay and article."""
        self._texts = Fingerprints()
        self._also: dict[Scope, dict[Scope, None]] = defaultdict(dict)
        self._rules: dict[str, RuleWord] = {}
        self._acks: OrderedDict[str, Ack] = OrderedDict()
        self._acked: dict[Scope, dict[str, Ack]] = {}
        """By replay and article."""

    def __len__(self) -> int:
        return len(self._entries)

    def take(self, value: bytes, *, key: Key, at: str, took_ms: int | None, position: str) -> Row:
        """Remember an alert; its row. Raises msgspec.DecodeError or ValidationError where it is no routed article."""
        routed = _decode(value)
        row = row_of(routed, at=at, took_ms=took_ms, position=position, known=self._rules)
        self._rules |= {rule.id: rule for rule in row.rules if rule.version}
        entry = Entry(key, row, zlib.compress(value, 1))
        scope = entry.scope
        self._link(scope, routed)
        self._entries[key] = entry
        self._stories.setdefault(scope, []).append(key)
        self._ids[row.replay or "", row.id] = key
        while len(self._entries) > self._most:
            self._forget(next(iter(self._entries)))
        return self.present(entry)

    def has(self, key: Key) -> bool:
        """Whether an alert is remembered."""
        return key in self._entries

    def row_again(self, value: bytes, *, at: str, took_ms: int | None, withdrawn: bool = False) -> Row:
        """The row of an alert that is remembered no longer. Raises as `take` does."""
        return self.row_known(_decode(value), at=at, took_ms=took_ms, withdrawn=withdrawn)

    def row_known(self, routed: Routed, *, at: str, took_ms: int | None, withdrawn: bool = False) -> Row:
        """The same, of the whole record."""
        row = row_of(routed, at=at, took_ms=took_ms, position="", known=self._rules)
        return replace(row, acks=self.acks_of(row), withdrawn=withdrawn or row.withdrawn)

    def take_ack(self, ack: Ack) -> bool:
        """Remember an acknowledgement; False where it is known already."""
        if ack.id in self._acks:
            return False
        self._acks[ack.id] = ack
        self._acked.setdefault((ack.replay or "", ack.alert), {})[ack.id] = ack
        if len(self._acks) > _MOST_ACKS:
            _, old = self._acks.popitem(last=False)
            self._acked[old.replay or "", old.alert].pop(old.id)
        return True

    def newest_first(self, before: Key | None = None) -> Iterator[Entry]:
        """Entries, newest first; those before a key."""
        for key in sorted(self._entries, reverse=True):
            if before is None or key < before:
                yield self._entries[key]

    def oldest_first(self) -> Iterator[Entry]:
        """Entries in the order in which they came."""
        return iter(list(self._entries.values()))

    def find(self, article: str, replay: str | None = None) -> Entry | None:
        """The latest alert about an article's id: of a replay, or of the live wire; else of any replay."""
        key = self._ids.get((replay or "", article))
        if key is None and replay is None:
            key = max((key for (_, name), key in self._ids.items() if name == article), default=None)
        return None if key is None else self._entries.get(key)

    def acks_of(self, row: Row) -> tuple[Ack, ...]:
        """Who has an alert in hand, in order. One that a replay brought again is another."""
        return tuple(self._acked.get((row.replay or "", row.id), {}).values())

    def present(self, entry: Entry) -> Row:
        """The row as it stands now."""
        keys = self._stories[entry.scope]
        before = [key for key in keys if key <= entry.key]
        return replace(
            entry.row,
            withdrawn=any(self._entries[key].row.kind == "withdrawal" for key in keys),
            also=self._others(entry.scope),
            versions=len(before),
            acks=self.acks_of(entry.row),
        )

    def story(self, story: str, replay: str | None = None) -> StoryLife | None:
        """A story with its versions; None where none is remembered."""
        entries = [self._entries[key] for key in sorted(self._stories.get((replay or "", story), ()))]
        if not entries:
            return None
        rows = tuple(map(self.present, entries))
        return story_life(story, rows, rows[-1].also)

    def _link(self, scope: Scope, routed: Routed) -> None:
        """Find who else carries it, among the stories of the same replay or of the live wire."""
        name = msgspec.json.encode(scope).decode()
        for found in self._texts.find(routed.fingerprint):
            other = msgspec.json.decode(found.name, type=Scope)
            if other[0] == scope[0] and other != scope:
                self._also[scope][other] = self._also[other][scope] = None
        self._texts.put(name, routed.fingerprint)

    def _others(self, scope: Scope) -> tuple[Also, ...]:
        found = []
        for other in self._also.get(scope, ()):
            row = self._entries[self._stories[other][-1]].row
            found.append(Also(row.source, row.story, row.headline))
        return tuple(found)

    def _forget(self, key: Key) -> None:
        entry = self._entries.pop(key)
        scope = entry.scope
        name = entry.row.replay or "", entry.row.id
        if self._ids.get(name) == key:
            del self._ids[name]
        self._stories[scope].remove(key)
        if not self._stories[scope]:
            del self._stories[scope]
            self._texts.drop(msgspec.json.encode(scope).decode())
            for other in self._also.pop(scope, ()):
                self._also[other].pop(scope, None)


def story_life(story: str, rows: tuple[Row, ...], also: tuple[Also, ...]) -> StoryLife:
    """A story of these versions; what became of it is said of each."""
    kinds = {row.kind for row in rows}
    gone = "withdrawal" in kinds
    state: Literal["live", "corrected", "withdrawn"] = (
        "withdrawn" if gone else "corrected" if "correction" in kinds else "live"
    )
    versions = tuple(
        replace(row, versions=number, withdrawn=gone, also=row.also or also) for number, row in enumerate(rows, 1)
    )
    return StoryLife(story, state, versions, also, tuple(ack for row in rows for ack in row.acks))
