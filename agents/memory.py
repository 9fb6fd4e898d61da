"""What a stage remembers: read by key, and a layer of changes on top that is kept or dropped as a whole."""

from collections.abc import Iterable
from typing import Protocol


class Memory(Protocol):
    """What a stage remembers, encoded, by key. A stage reads it and asks for changes through `Remember`."""

    def get(self, key: str, /) -> bytes | None:
        """What is remembered under `key`, or None."""
        ...


class Layer:
    """Changes on top of a memory, which stays as it was.

    >>> layer = Layer({"a": b"1", "b": b"2"})
    >>> layer.put([("a", b"9"), ("b", None)])
    >>> layer.get("a"), layer.get("b"), layer.get("c")
    (b'9', None, None)
    """

    def __init__(self, below: Memory) -> None:
        self._below = below
        self.changes: dict[str, bytes | None] = {}

    def get(self, key: str, /) -> bytes | None:
        """What is remembered under `key` with the changes so far."""
        return self.changes[key] if key in self.changes else self._below.get(key)

    def put(self, changes: Iterable[tuple[str, bytes | None]]) -> None:
        """Take changes in; None forgets a key."""
        self.changes.update(changes)


class Forgetful:
    """The memory of a stage that remembers nothing."""

    def get(self, key: str, /) -> bytes | None:
        """Nothing."""
        del key
        return None
