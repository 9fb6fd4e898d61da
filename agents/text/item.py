"""What a format's reader hands on: one item as its format states it, before cleaning, or why it cannot be read."""

from msgspec import Struct

from schemas.article import Caption, Change, Dateline, Kind, NamedPlace, Related, Stamp, Status, Subject
from schemas.dead import DeadReason


class Item(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One report as found: text fields with markup already read, None for what the format does not say.

    `body` holds paragraphs; the steps of `agents.text.polish` have not been over them. `digest` stands in for `story`
    where the format has no id of its own.
    """

    format: str
    provider: str | None = None
    story: str | None = None
    digest: str = ""
    version: str | None = None
    status: Status | None = None
    kind: Kind | None = None
    headline: str | None = None
    slug: str | None = None
    byline: str | None = None
    dateline: Dateline | None = None
    body: tuple[str, ...] = ()
    captions: tuple[Caption, ...] = ()
    tables: tuple[str, ...] = ()
    language: str | None = None
    sent: Stamp | None = None
    created: Stamp | None = None
    updated: Stamp | None = None
    embargo: Stamp | None = None
    urgency: int | None = None
    ednote: str | None = None
    take: int | None = None
    subjects: tuple[Subject, ...] = ()
    places: tuple[NamedPlace, ...] = ()
    related: tuple[Related, ...] = ()
    rights: str | None = None
    changes: tuple[Change, ...] = ()
    extra: dict[str, str] = {}


class Unreadable(Struct, frozen=True):
    """An item that cannot be read: the reason's slug, and an error that says what was wrong and where."""

    reason: DeadReason
    error: str


class ReadError(Exception):
    """Raised inside a reader when nothing more of the input can be read; the door turns it into an Unreadable."""

    def __init__(self, reason: DeadReason, error: str) -> None:
        super().__init__(error)
        self.unreadable = Unreadable(reason, error)
