"""The article: one report of one story in one version, cleaned (topic wire.clean)."""

from typing import Literal

from msgspec import Struct, field

Kind = Literal["new", "update", "correction", "kill", "advisory", "hold", "repeat"]
Status = Literal["usable", "withheld", "canceled"]

Stamp = str
"""A moment as the report itself states it, ISO 8601 at the precision and with the zone that it gave.

`2017-12-28` (a day, no zone), `2017-12-28T10:00` (no zone), `2017-12-28T10:00:00+02:00`. Nothing is filled in:
a reader that needs an instant asks `agents.text.stamps`, which says what it assumed.
"""


class Subject(Struct, frozen=True, omit_defaults=True):
    """A subject as the agency gave it, with its IPTC Media Topics code (`medtop:…`) where there is one."""

    name: str | None = None
    code: str | None = None


class NamedPlace(Struct, frozen=True, omit_defaults=True):
    """A place that the agency itself attached to the report (not one found in its text)."""

    name: str
    code: str | None = None


class Related(Struct, frozen=True, omit_defaults=True):
    """Another item that this one names: what it corrects, kills, adds to, or belongs with."""

    story: str
    relation: str
    headline: str | None = None


class Dateline(Struct, frozen=True, omit_defaults=True):
    """Where a report was written and by whom it was carried: `NAIROBI, Kenya (AP) _`."""

    text: str
    place: str | None = None
    agency: str | None = None
    date: str | None = None
    """The day as the dateline has it: `May 3`, `Monday`."""


class Caption(Struct, frozen=True, omit_defaults=True):
    """A picture's caption that stood among the sentences, taken out whole, with its credit."""

    text: str
    credit: str | None = None


class Change(Struct, frozen=True, omit_defaults=True):
    """One thing that cleaning changed, so that nothing is changed in silence.

    `what` is a slug (`caption-removed`, `sentences-parted`, …), `count` how often, `sample` the first piece it touched.
    """

    what: str
    count: int = 1
    sample: str | None = None


class Article(Struct, frozen=True, omit_defaults=True):
    """A cleaned report.

    What the report does not say stays None or empty: nothing is guessed. `body` holds paragraphs in order; offsets of
    entities and dates count characters of `text`, which joins headline and paragraphs by a blank line.
    """

    id: str
    """provider/story/version: the same report read twice has the same id."""
    provider: str
    story: str
    version: str = "1"
    status: Status = "usable"
    kind: Kind = "new"
    format: str = "dated-text"
    headline: str | None = None
    slug: str | None = None
    byline: str | None = None
    dateline: Dateline | None = None
    body: tuple[str, ...] = ()
    captions: tuple[Caption, ...] = ()
    tables: tuple[str, ...] = ()
    """Tables as the report set them, kept apart from the sentences."""
    language: str | None = None
    """As the report declares it; what was detected is in the enriched record."""
    sent: Stamp | None = None
    created: Stamp | None = None
    updated: Stamp | None = None
    embargo: Stamp | None = None
    received: str | None = None
    """When it reached wire.raw, in a replay the simulated moment: the stages' `now` (UTC instant)."""
    urgency: int | None = None
    """1 (flash) to 8, IPTC's scale."""
    ednote: str | None = None
    take: int | None = None
    subjects: tuple[Subject, ...] = ()
    places: tuple[NamedPlace, ...] = ()
    related: tuple[Related, ...] = ()
    rights: str | None = None
    changes: tuple[Change, ...] = ()
    replay: str | None = None
    """The replay that brought it; None for a live feed. What stages remember is kept apart by it."""
    deliver: bool = True
    """Whether notices about it may leave the house; false for a replay unless it was asked to deliver."""
    extra: dict[str, str] = field(default_factory=dict)
    """What a format says beyond these fields, by the format's own names."""

    @property
    def text(self) -> str:
        """Headline and paragraphs joined by a blank line: what offsets count in."""
        return "\n\n".join((self.headline, *self.body) if self.headline else self.body)

    @property
    def report_date(self) -> Stamp | None:
        """The date that relative dates are resolved against: created, else sent, else updated."""
        return self.created or self.sent or self.updated

    @property
    def story_key(self) -> str:
        """provider/story: the key of every topic after wire.raw."""
        return f"{self.provider}/{self.story}"
