"""What the desk's API says of alerts: rows, stories, articles, and pages of rows."""

from typing import Any, Literal

from msgspec import Struct, field

from schemas.ack import Ack
from schemas.enriched import Enriched
from schemas.notice import Extract
from schemas.routed import Edit, Mark, Verdict

RowKind = Literal["alert", "update", "correction", "withdrawal"]


class RuleWord(Struct, frozen=True):
    """A rule that an alert is for. What a withdrawal or correction only names has no more than its id."""

    id: str
    name: str | None = None
    version: str | None = None
    urgency: int | None = None


class Also(Struct, frozen=True):
    """Another story that says the same: who else carries it."""

    source: str
    story: str
    headline: str


class Row(Struct, frozen=True):
    """One alert as a desk shows it in a list. Every text is text, never markup."""

    id: str
    """The article's id."""
    story: str
    """provider/story: rows of one story are its versions."""
    kind: RowKind
    headline: str
    headline_is: Literal["headline", "first-sentence"]
    source: str
    slug: str | None
    urgency: int | None
    """The most urgent of its rules, 1 (ring at once) to 5 (for the record)."""
    agency_urgency: int | None
    """1 (flash) to 8, as the agency says."""
    sent: str | None
    received: str | None
    alerted: str
    """The stages' `now` of the verdict; in a replay the simulated moment."""
    at: str
    """When it stood in wire.alerts, wall clock, UTC."""
    took_ms: int | None
    """From wire.raw to wire.alerts."""
    rules: tuple[RuleWord, ...]
    extract: Extract
    edits: tuple[Edit, ...]
    withdrawn: bool
    """Whether its story is withdrawn, by this row or by a later one."""
    also: tuple[Also, ...]
    version: str
    versions: int
    """How many of the story's versions have alerted so far, as far as the desk remembers."""
    acks: tuple[Ack, ...]
    entities: tuple[str, ...]
    countries: tuple[str, ...]
    replay: str | None
    position: str
    """The id of its event: what `Last-Event-ID` takes."""


class Rows(Struct, frozen=True):
    """Rows, newest first, and where to go on; None at the end."""

    items: tuple[Row, ...]
    next: str | None = None
    position: str | None = None
    """Where the event stream stood: `Last-Event-ID` for a reader that begins with these rows."""


class StoryLife(Struct, frozen=True):
    """A story: its versions in the order in which they were routed, who else carries it, who took it in hand."""

    key: str
    state: Literal["live", "corrected", "withdrawn"]
    versions: tuple[Row, ...]
    also: tuple[Also, ...]
    acks: tuple[Ack, ...]


class ArticleWhole(Enriched, frozen=True, omit_defaults=True, kw_only=True):
    """A routed article as it stands, with the text that its offsets count in, and why each rule matched."""

    verdict: Verdict
    text: str
    marks: tuple[Mark, ...] = ()
    """What made its rules match, in order; half-open spans of `text` unless the mark names another field."""
    why: dict[str, Any] = field(default_factory=dict)
    """For each rule that matched, the tree of its query: text, verdict, why, marks, near misses, parts."""


class NewAck(Struct, frozen=True, forbid_unknown_fields=True):
    """What acknowledges an alert. `name` is taken from the login where there is one."""

    name: str | None = None
    note: str | None = None
