"""The enriched article: what was found in its text (topic wire.enriched)."""

from typing import Literal

from msgspec import Struct

from schemas.article import Article

Label = str
"""PERSON ORG LOC NORP DATE MONEY MISC from the model; WEAPON and any other from the user's phrase lists."""

TimexType = Literal["DATE", "TIME", "DURATION", "SET"]


class Place(Struct, frozen=True, omit_defaults=True):
    """A place on the map: ISO 3166-1 alpha-2 country and, where known, more. Unknown stays None."""

    country: str | None = None
    name: str | None = None
    latitude: float | None = None
    longitude: float | None = None
    geonames: int | None = None
    population: int | None = None


class Entity(Struct, frozen=True, omit_defaults=True):
    """A name found in the text. `start` and `end` are character offsets, half open: `text == whole[start:end]`."""

    start: int
    end: int
    label: Label
    text: str
    name: str | None = None
    """The one normal name for all its forms: within the article, and by the alias file across articles."""
    place: Place | None = None
    confidence: float | None = None
    source: str | None = None
    """What found it: `model`, `phrases:<list>`."""


class Timex(Struct, frozen=True, omit_defaults=True):
    """An expression of time, after TIMEX3, with a concrete half-open interval and the reading that gave it.

    `earliest` and `latest` are UTC instants (ISO 8601, `latest` excluded); they may be None for a duration, a set,
    or a date that cannot be resolved. `zone` is the zone in which the expression was read.
    """

    start: int
    end: int
    text: str
    type: TimexType
    value: str
    mod: str | None = None
    earliest: str | None = None
    latest: str | None = None
    zone: str | None = None
    anchor: str | None = None
    """What it was resolved against: a date, or None for an absolute expression."""
    direction: Literal["past", "future", "same"] | None = None
    confidence: float | None = None
    rule: str | None = None
    """The slug of the reading taken; `wirewatch enrich --explain` puts it into words."""
    role: Literal["begin", "end", "whole"] | None = None
    """For a range: which part of it this record is."""


class CountryWeight(Struct, frozen=True):
    """How much of an article is about a country: weights of one article sum to 1."""

    country: str
    weight: float


class EventDate(Struct, frozen=True, omit_defaults=True):
    """The date that an article most likely speaks of, and how sure that is (0 to 1)."""

    value: str
    earliest: str
    latest: str
    confidence: float
    start: int | None = None


class Enriched(Struct, frozen=True, omit_defaults=True):
    """An article with its entities and dates; offsets count characters of `article.text`."""

    id: str
    article: Article
    entities: tuple[Entity, ...] = ()
    dates: tuple[Timex, ...] = ()
    language: str | None = None
    countries: tuple[CountryWeight, ...] = ()
    event: EventDate | None = None
    timeline: Literal["news", "narrative"] | None = None
    """How undated expressions were read: hung on the day of writing, or on the last date told."""
    fingerprint: tuple[int, ...] = ()
    """Sampled 5-gram hashes: containment of one in another finds copies."""
    model: str | None = None
    """Name and version of the model that found the entities."""
    notes: tuple[str, ...] = ()
    """What a reader must know: text cut, a language that the model does not know, …"""
