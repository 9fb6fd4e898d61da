"""A routed article as the archive keeps it, with the place it was filed from: also a line of an export."""

from msgspec import Struct

from schemas.routed import Routed


class Filed(Struct, frozen=True, omit_defaults=True):
    """A record of wire.alerts or wire.archive, and where it stood there. One place is filed once."""

    record: Routed
    topic: str
    """Its name in the table of topics, without the cluster's prefix."""
    partition: int
    offset: int
    entered: int = 0
    """When its report entered wire.raw, ms since 1970 by the wall clock; 0 where nobody said."""
    filed: int = 0
    """When it was written to its topic, ms since 1970 by the broker's clock: the order of an archive."""
    origin: str | None = None
    """topic/partition/offset/item/items of the report in wire.raw."""
