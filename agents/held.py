"""What waits: versions withheld or under embargo, kept in route's memory, and the agenda of their releases."""

from collections.abc import Iterable

import msgspec

from agents.memory import Memory
from schemas.story import Agenda, Due, Held


class _Waiting(msgspec.Struct):
    """As much of a story as tells whether a version of it waits."""

    held: tuple[str, ...] = ()


_decode_held = msgspec.json.Decoder(Held).decode
_decode_waiting = msgspec.json.Decoder(_Waiting).decode
_decode_agenda = msgspec.json.Decoder(Agenda).decode

LIVE = "live"
"""The scope of what comes from no replay."""
_AGENDA = "//agenda"
TAKE = "//take/"
"""Parts a story's key from a take's number in its memory key."""
NAME = "//name/"
"""Parts a provider from a headline or slug in the memory key of a name."""
MARK = "//held/"
"""Parts a story's key from a held version's in its memory key."""


def held_key(story: str, version: str, content: str) -> str:
    """The memory key of a held version."""
    return f"{story}{MARK}{version}/{content}"


def is_held_key(key: str) -> bool:
    """Whether a memory key is a held version's: for readers of a whole changelog."""
    return MARK in key


def is_story_key(key: str) -> bool:
    """Whether a memory key is a story's, and neither a held version's, a take's, a name's nor an agenda's."""
    return not is_held_key(key) and TAKE not in key and NAME not in key and not key.endswith(_AGENDA)


def is_needed(key: str, value: bytes) -> bool:
    """Whether a memory must stay for something that waits."""
    if is_held_key(key) or key.endswith(_AGENDA):
        return True
    return is_story_key(key) and bool(_decode_waiting(value).held)


def agenda_key(scope: str) -> str:
    """The memory key of the agenda of the live wire or of a replay."""
    return scope + _AGENDA


def read_held(memory: Memory, key: str) -> Held | None:
    """The held version under a key, or None where it is held no longer."""
    kept = memory.get(key)
    return _decode_held(kept) if kept else None


def read_agenda(memory: Memory, scope: str) -> Agenda:
    """The agenda as remembered."""
    kept = memory.get(agenda_key(scope))
    return _decode_agenda(kept) if kept else Agenda()


def add(agenda: Agenda, until: str, key: str) -> Agenda:
    """The agenda with one more release."""
    return Agenda(tuple(sorted({*agenda.due, Due(until, key)})))


def without(agenda: Agenda, keys: Iterable[str]) -> Agenda:
    """The agenda without the releases of these versions."""
    gone = set(keys)
    return Agenda(tuple(each for each in agenda.due if each.key not in gone))


def due_by(agenda: Agenda, now: str) -> tuple[Due, ...]:
    """Releases whose time has come at `now`, a UTC instant in the agenda's writing, the earliest first."""
    return tuple(each for each in agenda.due if each.until <= now)
