"""The stage enrich: an article in, the article with its entities, places and dates out. Remembers nothing."""

import importlib
import importlib.util
from collections.abc import Sequence
from pathlib import Path
from typing import Protocol

import msgspec

from agents.facts.countries import Countries
from agents.facts.finder import Finder
from agents.facts.places import place_all
from agents.memory import Memory
from agents.stage import Dead, Decision, Ending, Forward, Message
from schemas.article import Article
from schemas.enriched import Enriched, Entity, EventDate, Timex

LONGEST = 100_000
"""Characters of an article that are read; the rest is left out of entities and dates, and a note says so."""
TOPIC = "wire.enriched"

_decoder = msgspec.json.Decoder(Article)


class Dated(Protocol):
    """What the reading of dates gives."""

    @property
    def dates(self) -> Sequence[Timex]: ...
    @property
    def event(self) -> EventDate | None: ...
    @property
    def timeline(self) -> str | None: ...


class FindDates(Protocol):
    """Reads the dates of a text that was written on `report_date`."""

    def __call__(self, text: str, report_date: str | None) -> Dated: ...


class Enrich:
    """The stage, with all that it looks things up in. Equal input gives equal output."""

    def __init__(self, finder: Finder, countries: Countries, find_dates: FindDates | None) -> None:
        self._finder = finder
        self._countries = countries
        self._find_dates = find_dates

    def decide(self, messages: Sequence[Message], memory: Memory) -> list[Decision]:
        """One decision per message: an enriched article for wire.enriched, or Dead for what is no article."""
        del memory
        read = [_read(message) for message in messages]
        enriched = iter(self.enrich([one for one in read if isinstance(one, Article)]))
        decisions = []
        for message, one in zip(messages, read, strict=True):
            origin = message.envelope.origin
            item, items = (origin.item, origin.items) if origin else (0, 1)
            ending: Ending
            if isinstance(one, Article):
                ending = Forward(TOPIC, one.story_key, next(enriched), item, items)
            else:
                ending = Dead("not-a-record", one, item, items)
            decisions.append(Decision((ending,)))
        return decisions

    def enrich(self, articles: Sequence[Article]) -> list[Enriched]:
        """The articles with what was found in them, in order. Long batches are faster."""
        texts = [article.text[:LONGEST] for article in articles]
        found = self._finder.find(texts)
        return [self._assemble(a, text, entities) for a, text, entities in zip(articles, texts, found, strict=True)]

    def _assemble(self, article: Article, text: str, entities: list[Entity]) -> Enriched:
        notes = (f"text-cut: {LONGEST} of {len(article.text)} characters read",) if len(article.text) > LONGEST else ()
        dated = self._find_dates(text, article.report_date) if self._find_dates else None
        return Enriched(
            id=article.id,
            article=article,
            entities=tuple(place_all(entities, self._countries)),
            dates=tuple(dated.dates) if dated else (),
            event=dated.event if dated else None,
            timeline=dated.timeline if dated else None,  # type: ignore[arg-type]
            model=self._finder.name,
            notes=notes,
        )


def load(model: str, aliases: Path | None = None, phrases: Path | None = None) -> Enrich:
    """The stage, its model and tables read from their files: call it once in each process.

    Raises ModelError when the model is missing or unfit.
    """
    del aliases, phrases
    return Enrich(Finder.load(model), Countries.load(), _date_finder())


def _date_finder() -> FindDates | None:
    if importlib.util.find_spec("agents.facts.dates") is None:
        return None
    found: FindDates = getattr(importlib.import_module("agents.facts.dates"), "find_dates", None)  # type: ignore[assignment]
    return found


def _read(message: Message) -> Article | str:
    """The message's article, or why it is none."""
    try:
        return _decoder.decode(message.value)
    except (msgspec.MsgspecError, UnicodeDecodeError) as error:
        return str(error)
