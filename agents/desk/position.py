"""A reader's place in the log as a short text: the next offset of every partition, the id of the desk's events."""

from collections.abc import Mapping, Sequence

Place = tuple[str, int]
"""Topic and partition."""
Position = Mapping[Place, int]
"""The next offset of each partition."""


def write_position(position: Position, topics: Sequence[str]) -> str:
    """The offsets of each topic in order of its partitions, topics parted by `~`.

    >>> write_position({("alerts", 0): 12, ("alerts", 1): 5, ("acks", 0): 3}, ("alerts", "acks"))
    '12.5~3'
    """
    parts = []
    for topic in topics:
        offsets = {partition: offset for (name, partition), offset in position.items() if name == topic}
        parts.append(".".join(str(offsets.get(number, 0)) for number in range(max(offsets, default=-1) + 1)))
    return "~".join(parts)


def read_position(text: str, topics: Sequence[str]) -> dict[Place, int]:
    """Read what `write_position` wrote. Raises ValueError on anything else.

    >>> read_position("12.5~3", ("alerts", "acks"))
    {('alerts', 0): 12, ('alerts', 1): 5, ('acks', 0): 3}
    """
    parts = text.split("~")
    if len(parts) != len(topics) or len(text) > 20_000:
        raise ValueError(f"{text[:40]!r} is no position")
    found = {}
    for topic, part in zip(topics, parts, strict=True):
        for partition, number in enumerate(part.split(".") if part else ()):
            if not (number.isascii() and number.isdecimal()):
                raise ValueError(f"{text[:40]!r} is no position")
            found[topic, partition] = int(number)
    return found


def merged(one: Position, other: Position) -> dict[Place, int]:
    """The further of two positions in every partition."""
    return {place: max(one.get(place, 0), other.get(place, 0)) for place in {*one, *other}}
