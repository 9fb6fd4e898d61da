"""A notice: what one rule has to say about one event in the life of a story (topic wire.notices)."""

from typing import Literal

from msgspec import Struct

from schemas.enriched import Enriched
from schemas.routed import Edit, Match, Verdict

NoticeEvent = Literal[
    "new",  # the first that the rule hears of this story
    "update",  # a later version, or the same story from another source: folded into the first
    "correction",  # what somebody was told is corrected
    "withdrawal",  # what somebody was told is withdrawn
    "rise",  # the story has become more urgent
    "digest",  # what a rule's digest gathered
    "test",  # a sample, or a fire drill
    "heartbeat",  # nothing happened, and the way is open
    "endpoint",  # an endpoint of the hooks was switched off
]


class Extract(Struct, frozen=True, omit_defaults=True):
    """A sentence of the report in which words made the rule match; `marks` are half-open spans in `text`."""

    text: str
    marks: tuple[tuple[int, int], ...] = ()


class Carrier(Struct, frozen=True, omit_defaults=True):
    """Another report of the same story: who else carries it, or a later version."""

    article: str
    provider: str
    story: str
    headline: str | None = None
    now: str = ""
    """The stages' `now` when it was routed."""


class Matched(Enriched, frozen=True, omit_defaults=True, kw_only=True):
    """An alert as one rule sees it (topic wire.matches): what a notice needs of it, and no more.

    The article is without its body and the verdict without its matches; of the rules that it withdraws from or
    corrects it names this one alone. Entities and dates are those that counted, in `named` and `dated`: with the
    whole text in it, an alert of a hundred rules would be written a hundred times. `match` is None for a withdrawal
    or correction of what the rule was told, where the article itself does not match.
    """

    rule: str
    verdict: Verdict
    match: Match | None = None
    title: str = ""
    """The headline, or where there is none the first sentence."""
    extracts: tuple[Extract, ...] = ()
    matched: tuple[str, ...] = ()
    named: tuple[str, ...] = ()
    dated: tuple[str, ...] = ()
    inhibited: str | None = None
    """A rule that matches as well, and for which this one stands back."""


class Notice(Struct, frozen=True, omit_defaults=True):
    """One notice. Times are ISO 8601; `id` is deterministic and the same on every attempt to deliver it."""

    id: str
    event: NoticeEvent
    rule: str
    thread: str
    """Id of the first notice about this story for this rule: what later ones update in place, in this order."""
    ring: bool = True
    """False: updates what is there without ringing again."""
    rule_name: str | None = None
    rule_version: str = "1"
    query: str = ""
    owner: str | None = None
    urgency: int | None = None
    """The rule's, 1 (ring at once) to 5 (for the record)."""
    hooks: tuple[str, ...] = ()
    """Names of the endpoints that the rule asks for; empty: every endpoint that takes this rule."""
    article: str = ""
    provider: str = ""
    story: str = ""
    """provider/story, the key of the topics before."""
    version: str = ""
    headline: str | None = None
    sent: str | None = None
    """As the report says, else created."""
    received: str | None = None
    """When it reached wire.raw."""
    alerted: str = ""
    """The stages' `now` of the verdict."""
    extracts: tuple[Extract, ...] = ()
    matched: tuple[str, ...] = ()
    """The matched words, as they stand in the report."""
    entities: tuple[str, ...] = ()
    """Names, by their one normal form, that made the rule match or stand in an extract."""
    dates: tuple[str, ...] = ()
    """Dates that did, as `text = value`."""
    also: tuple[Carrier, ...] = ()
    """Who else carries it so far."""
    edits: tuple[Edit, ...] = ()
    """What a correction or a later version changed since the last notice of this thread."""
    items: tuple["Notice", ...] = ()
    """For a digest: what it gathered."""
    more: int = 0
    """For a digest: how many stories it had no room for, older than its items."""
    muted: str | None = None
    """Why it does not ring although its event would: a silence, quiet hours, an inhibiting rule."""
    replay: str | None = None
    deliver: bool = True
    """False for a replay that was not asked to deliver: it never leaves the house."""
