"""What notify remembers of each rule (topic wire.state.notify, compacted, keyed and partitioned as wire.matches)."""

from msgspec import Struct

from schemas.notice import Notice
from schemas.rule import Notify


class Carried(Struct, frozen=True, omit_defaults=True):
    """One report's story in a thread, in its latest version."""

    story: str
    provider: str
    article: str
    headline: str | None = None
    now: str = ""
    urgency: int | None = None
    """The agency's own, 1 to 8: a rise is measured within one agency, for each has a scale of its own."""
    withdrawn: bool = False


class Thread(Struct, frozen=True, omit_defaults=True):
    """One story as one rule was told of it: the report that began it, and all that was folded into it."""

    number: int
    """Threads of a rule are numbered as they begin."""
    notice: Notice
    """The last one with news, as a digest or a withdrawal shows it."""
    begun: str
    last: str
    """UTC instants, all written alike: the stages' `now` of the first and of the last report."""
    carried: tuple[Carried, ...] = ()
    """The first is the one that began it."""
    prints: tuple[tuple[int, ...], ...] = ()
    """Fingerprints of the first's first and latest version. Copies add none, so that folding cannot wander."""
    told: bool = False
    """Whether any notice of it rang, by itself or in a digest."""
    over: bool = False
    """Whether its last event was a withdrawal."""
    inhibited: str | None = None
    """The rule for which this one stood back."""
    notify: Notify | None = None
    origin: str = ""
    """topic/partition/offset/item/items of the report of `notice`."""
    entered: int = 0


class Ledger(Struct, frozen=True, omit_defaults=True):
    """What is remembered of a rule as a whole; its threads are those from `first` and below `next`."""

    first: int = 0
    next: int = 0
    rang: str | None = None
    """When it rang last, a UTC instant."""
    waiting: tuple[int, ...] = ()
    """Threads that ring together at `due`."""
    more: int = 0
    """Threads that would wait too, had there been room."""
    due: str | None = None
    digests: int = 0
    sweep: str | None = None
    """When threads that have grown old are forgotten."""


class Told(Struct, frozen=True):
    """The thread that a story is in."""

    thread: int


class Appointment(Struct, frozen=True):
    """A rule that has something to do at a time."""

    rule: str


class Hour(Struct, frozen=True, order=True):
    """A time with its appointments, numbered from `first` and below `next`."""

    until: str
    first: int
    next: int


class Timetable(Struct, frozen=True):
    """All times at which some rule of a partition has something to do, the earliest first."""

    hours: tuple[Hour, ...] = ()
