"""A routed article: the enriched article and the verdict on it (topics wire.alerts and wire.archive)."""

from typing import Literal

from msgspec import Struct

from schemas.enriched import Enriched
from schemas.rule import Notify

Outcome = Literal["alert", "archive"]

ArchiveReason = Literal[
    "no-rule-matched",  # the ordinary case
    "repeat",  # this version was already routed; everyone who wanted it has it
    "superseded",  # an older version that came after a newer one
    "withheld",  # the agency says: not for use
    "killed",  # the story is withdrawn: it came after the withdrawal, or is it, and nobody had been alerted
    "already-alerted",  # a new version matches only rules that have been told and that changes nothing for
]


class Mark(Struct, frozen=True, omit_defaults=True):
    """A span that made a rule match. Offsets are half open and count in `field` (`text` unless said otherwise)."""

    start: int
    end: int
    text: str
    term: str
    """The part of the query that it satisfied, as the rule's author wrote it."""
    field: str = "text"


class Match(Struct, frozen=True, omit_defaults=True):
    """A rule that matched, with the version of it that did, and why."""

    rule: str
    name: str | None = None
    version: str = "1"
    query: str = ""
    urgency: int | None = None
    owner: str | None = None
    hooks: tuple[str, ...] = ()
    marks: tuple[Mark, ...] = ()
    notify: Notify | None = None
    """When the rule may ring, as it stood in the version that matched."""


class Edit(Struct, frozen=True, omit_defaults=True):
    """One thing that a correction changed: a headline or a sentence, as it was and as it is; None where there is none.

    `figures` and `names` are those that differ, as `was -> is`.
    """

    where: str
    before: str | None = None
    after: str | None = None
    figures: tuple[str, ...] = ()
    names: tuple[str, ...] = ()


class Verdict(Struct, frozen=True, omit_defaults=True):
    """What route decided, when (by the stages' `now`), under which set of rules, and why."""

    outcome: Outcome
    now: str
    rules: str
    """Version of the whole rule set that was in force."""
    matches: tuple[Match, ...] = ()
    reason: ArchiveReason | None = None
    """Why it went to the archive; None for an alert."""
    previous: str | None = None
    """For a later version: the version that was alerted before it."""
    withdraws: tuple[str, ...] = ()
    """For a kill: rules whose alerts it takes back."""
    corrects: tuple[str, ...] = ()
    """For a correction: rules that were told the version it corrects."""
    edits: tuple[Edit, ...] = ()
    """For a later version of what alerted someone: what it changed, the headline first, then by sentence."""
    held_since: str | None = None
    """For a version that had to wait (withheld, embargo): the stages' `now` when it came."""


class Routed(Enriched, frozen=True, omit_defaults=True, kw_only=True):
    """An enriched article with its verdict."""

    verdict: Verdict
