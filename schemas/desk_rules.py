"""What the desk's API says of rules: the set in force, a rule changed, a query checked, tried and explained."""

from msgspec import UNSET, Struct, UnsetType

from schemas.rule import Notify, Rule
from schemas.ruleset import PublishedSet
from schemas.worker import WorkerState


class RuleStanding(Rule, frozen=True, kw_only=True, omit_defaults=False):
    """A rule, and how many of the alerts at hand are for it."""

    alerts: int = 0


class RulesStanding(Struct, frozen=True):
    """Rules by id; which set was published, by whom; and what each worker has in force."""

    items: tuple[RuleStanding, ...]
    next: str | None
    published: PublishedSet | None
    file: str | None
    """Where the rules are read from, if not from the published set: then they are changed there."""
    workers: tuple[WorkerState, ...]


class Query(Struct, frozen=True, forbid_unknown_fields=True):
    """A query to be checked."""

    query: str


class Checked(Struct, frozen=True):
    """A query that reads, as it was understood."""

    ok: bool
    understood: str


class Trial(Struct, frozen=True, forbid_unknown_fields=True):
    """A query to be tried on the archive, since when, and how many examples are wanted."""

    query: str
    since: str | None = None
    until: str | None = None
    limit: int = 10


class Example(Struct, frozen=True):
    """An archived article that a query finds; `marks` are half-open spans in `snippet`."""

    id: str
    story: str
    headline: str
    source: str
    sent: str | None
    outcome: str
    rules: tuple[str, ...]
    snippet: str
    marks: tuple[tuple[int, int], ...]
    withdrawn: bool = False
    replay: str | None = None


class Found(Struct, frozen=True):
    """Archived articles, newest filed first, and where to go on; None at the end."""

    items: tuple[Example, ...]
    next: str | None = None


class Counted(Struct, frozen=True):
    """How many a search finds, by value of each field, and over time."""

    count: int
    exact: bool
    facets: dict[str, list[tuple[str, int]]]
    timeline: tuple[tuple[str, int], ...]
    whole: bool
    """False: facets and timeline are of the newest articles found only."""


class Tried(Struct, frozen=True):
    """What a query would have found: how many, how many a day, and the newest of them."""

    count: int
    exact: bool
    """False: `count` is an estimate."""
    rate_per_day: float | None
    items: tuple[Example, ...]
    timeline: tuple[tuple[str, int], ...]


class RuleChange(Struct, frozen=True, forbid_unknown_fields=True):
    """A rule as it is to stand. `version`: the one that was changed; where another has come since, nothing changes."""

    query: str
    name: str | None = None
    urgency: int = 3
    owner: str | None = None
    enabled: bool = True
    hooks: tuple[str, ...] = ()
    note: str | None = None
    notify: Notify | UnsetType | None = UNSET
    """When it may ring; left out, that stays as it is."""
    version: str | None = None


class RulePublished(Struct, frozen=True):
    """The set that is in force from now on; `rule` is None where it was taken out."""

    rule: RuleStanding | None
    set: str
    rules: int
