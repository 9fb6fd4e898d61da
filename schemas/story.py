"""What route remembers of a story (topic wire.state.route, compacted, keyed as its input is)."""

from msgspec import Struct

from schemas.enriched import Enriched


class SeenVersion(Struct, frozen=True, omit_defaults=True):
    """A version that was routed: when (stages' `now`), and which rules were alerted by it."""

    version: str
    now: str
    alerted: tuple[str, ...] = ()
    moment: str = ""
    """Its version date as a UTC instant, ISO 8601; empty where the agency gave none."""
    digest: str = ""
    """Of its words, so that a version sent twice is known again."""
    take: int | None = None


class Story(Struct, frozen=True, omit_defaults=True):
    """The life of one story so far: versions in the order in which they were routed."""

    key: str
    versions: tuple[SeenVersion, ...] = ()
    killed: str | None = None
    """The stages' `now` at which it was withdrawn; None while it lives."""
    told: tuple[str, ...] = ()
    """Rules that were alerted to any version: they hear of its correction and of its withdrawal."""
    sentences: tuple[str, ...] = ()
    """Headline and sentences of the version that counts, while someone was told: a correction is compared with them."""
    held: tuple[str, ...] = ()
    """Memory keys of its versions that wait."""
    killed_moment: str = ""
    """The version date of the withdrawal."""


class Held(Struct, frozen=True, omit_defaults=True):
    """A version that waits: all that is needed to route it as if it came at its time."""

    record: Enriched
    since: str
    """The stages' `now` when it came."""
    entered: int
    origin: str
    """topic/partition/offset/item/items of the report in wire.raw."""
    until: str | None = None
    """When it is released, a UTC instant; None for one that waits until its agency sends another version."""


class Bearer(Struct, frozen=True):
    """A story that alerted somebody under a name, and the stages' `now` when it did."""

    story: str
    at: str


class Name(Struct, frozen=True, omit_defaults=True):
    """A headline or slug: the stories that bear it, and the kill that named it, if one has."""

    bearers: tuple[Bearer, ...] = ()
    kill: Enriched | None = None
    killed: str = ""
    """The stages' `now` at which the kill came."""


class Due(Struct, frozen=True, order=True):
    """A time of release, and the memory key of the version that it is for."""

    until: str
    key: str


class Agenda(Struct, frozen=True):
    """All times of release of a partition, for the live wire or for one replay, the earliest first."""

    due: tuple[Due, ...] = ()
