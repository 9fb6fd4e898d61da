"""Work on a memory: what is read through the changes so far, and the changes, to be remembered as one."""

from functools import lru_cache
from typing import TypeVar

import msgspec

from agents.memory import Layer, Memory
from agents.stage import Remember

T = TypeVar("T", bound=msgspec.Struct)


class Notebook:
    """A memory with changes on top of it."""

    def __init__(self, memory: Memory) -> None:
        self._layer = Layer(memory)
        self._remember: dict[str, Remember] = {}

    def get(self, key: str, /) -> bytes | None:
        """What is remembered under `key` with the changes so far."""
        return self._layer.get(key)

    def put(self, key: str, value: msgspec.Struct | None) -> None:
        """Remember `value`; None forgets the key."""
        change = Remember(key, value)
        self._remember[key] = change
        self._layer.put([(key, change.encoded())])

    @property
    def changes(self) -> tuple[Remember, ...]:
        """All of them, the last one of each key."""
        return tuple(self._remember.values())


def read(memory: Memory, key: str, record: type[T]) -> T | None:
    """The record under a key, or None."""
    kept = memory.get(key)
    return _decoder(record).decode(kept) if kept else None


@lru_cache
def _decoder(record: type[T]) -> msgspec.json.Decoder[T]:
    return msgspec.json.Decoder(record)
