"""What is asked of the archive, and what it answers: records, no behaviour."""

from msgspec import Struct

from schemas.filed import Filed

FACETS = ("source", "entity", "country", "rule", "outcome", "reason", "kind", "replay")
"""The fields that are counted by value."""


class Search(Struct, frozen=True, omit_defaults=True):
    """What to look for: all that is given must hold. `age:` and `mentions:today` count from when each was routed."""

    query: str | None = None
    """In the language of the standing rules; unlike a rule, it need not select."""
    since: str | None = None
    """Reports from this moment on, by their own time (sent, else created, updated, received), ISO 8601."""
    until: str | None = None
    """Reports before this moment; a day alone is included whole."""
    source: str | None = None
    entity: str | None = None
    """A name, whatever its label, by any of its forms."""
    country: str | None = None
    rule: str | None = None
    """A rule that matched it, or that heard of it as a correction or withdrawal."""
    outcome: str | None = None
    spoken_of: tuple[str | None, str | None] | None = None
    """First and last day, ISO: the article speaks of a date that lies wholly between them."""
    replay: str | None = None
    """None: the live wire alone; `any`: replays as well; else the id of one replay."""


class Hit(Struct, frozen=True, omit_defaults=True):
    """An article that was found. `marks` are spans in `snippet`, half open, of what the query asked for."""

    filed: Filed
    position: str
    """Its place in the archive: greater for what was filed later. A cursor, too."""
    snippet: str = ""
    marks: tuple[tuple[int, int], ...] = ()
    withdrawn: bool = False
    """Whether its story has been withdrawn by its agency, by this version or a later one."""


class Page(Struct, frozen=True, omit_defaults=True):
    """A page of hits. `next` asks for what follows; None at the end."""

    hits: tuple[Hit, ...] = ()
    next: str | None = None


class Count(Struct, frozen=True, omit_defaults=True):
    """How many articles there are. Where not `exact`, `number` is an estimate, and at least `least` are certain."""

    number: int
    exact: bool = True
    least: int = 0


class Counts(Struct, frozen=True, omit_defaults=True):
    """How many, by value of each field, and over time (UTC, oldest first, only what is not empty).

    Where not `whole`, `facets` and `timeline` are estimates from a sample of `over` articles.
    """

    count: Count
    facets: dict[str, list[tuple[str, int]]]
    timeline: list[tuple[str, int]]
    over: int
    whole: bool


class State(Struct, frozen=True, omit_defaults=True):
    """An archive as it is."""

    path: str
    articles: int
    replayed: int
    """Of them, those that came by replays."""
    bytes: int
    """In use in the file."""
    oldest: str | None
    """When the first article that is kept was routed, UTC; None in an empty archive."""
    newest: str | None
    offsets: dict[str, int]
    """The next offset of each topic/partition."""
