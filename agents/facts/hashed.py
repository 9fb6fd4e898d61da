"""A table of names without the names: sorted 64-bit hashes with a number each, read from a file as it stands.

As dictionaries the same tables took sixty megabytes of every worker, and a second of its start. Two of 200,000 names
share a hash with a probability of one in a thousand million; a test looks at ours.
"""

from collections.abc import Iterable
from hashlib import blake2b
from pathlib import Path
from typing import NamedTuple

import numpy as np
import numpy.typing as npt


class Hashed(NamedTuple):
    """Keys in rising order, and the number of each; a key stands as often as it has numbers."""

    keys: npt.NDArray[np.uint64]
    numbers: npt.NDArray[np.uint32]

    def all(self, name: str) -> list[int]:
        """The numbers of a name, in the order in which they were given."""
        key = np.uint64(code(name))
        at = int(self.keys.searchsorted(key))
        if at == len(self.keys) or self.keys[at] != key:
            return []
        end = at + 1
        while end < len(self.keys) and self.keys[end] == key:
            end += 1
        return [int(number) for number in self.numbers[at:end]]

    def one(self, name: str) -> int:
        """The number of a name that has one at most; 0 for a name that is not there."""
        key = np.uint64(code(name))
        at = int(self.keys.searchsorted(key))
        return int(self.numbers[at]) if at < len(self.keys) and self.keys[at] == key else 0

    def write(self, path: Path) -> None:
        """Into a .npz file, always the same bytes for the same table."""
        np.savez(path, keys=self.keys, numbers=self.numbers)


def code(name: str) -> int:
    """The name's hash, the same in every process."""
    return int.from_bytes(blake2b(name.encode("utf-8", "surrogatepass"), digest_size=8).digest(), "little")


def build(pairs: Iterable[tuple[str, int]]) -> Hashed:
    """A table of names and numbers (below 2³²)."""
    rows = sorted(((code(name), number) for name, number in pairs), key=lambda row: row[0])
    keys, numbers = zip(*rows, strict=True) if rows else ((), ())
    return Hashed(np.array(keys, dtype=np.uint64), np.array(numbers, dtype=np.uint32))


def read(path: Path) -> Hashed:
    """A table that `write` made. Raises OSError."""
    with np.load(path) as file:
        return Hashed(file["keys"], file["numbers"])
