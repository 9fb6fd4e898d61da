"""The stage enrich: an article in, the article with its entities, places and dates out. Remembers nothing."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Literal, Protocol

import msgspec

from agents.facts.aliases import STARTING_ALIASES, Aliases, read_aliases
from agents.facts.dates import find_dates
from agents.facts.finder import Finder, beside
from agents.facts.gazetteer import Places
from agents.facts.language import KNOWN, detect_language
from agents.facts.names import name_all
from agents.facts.phrases import STARTING_PHRASES, Phrases, read_lists
from agents.facts.places import as_datelines, home_of, place_all
from agents.facts.zones import Zones
from agents.memory import Memory
from agents.stage import Dead, Decision, Ending, Forward, Message
from agents.text.fingerprint import fingerprint
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
    def timeline(self) -> Literal["news", "narrative"] | None: ...


class FindDates(Protocol):
    """Reads the dates of a text that was written on `report_date`, in that time zone where it is known."""

    def __call__(self, text: str, report_date: str | None, *, zone: str | None = None) -> Dated: ...


class Enrich:
    """The stage, with all that it looks things up in. Equal input gives equal output."""

    def __init__(
        self,
        finder: Finder,
        places: Places,
        aliases: Aliases,
        phrases: Phrases,
        find_dates: FindDates,
        zones: Zones,
    ) -> None:
        self._finder = finder
        self._places = places
        self._aliases = aliases
        self._phrases = phrases
        self._find_dates = find_dates
        self._zones = zones

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
        languages = [detect_language(text) for text in texts]
        known = [language is None or language in KNOWN for language in languages]
        found = iter(self._finder.find([text for text, knows in zip(texts, known, strict=True) if knows]))
        return [
            self._assemble(article, text, language, next(found) if knows else None)
            for article, text, language, knows in zip(articles, texts, languages, known, strict=True)
        ]

    def _assemble(self, article: Article, text: str, language: str | None, found: list[Entity] | None) -> Enriched:
        """`found` is None where the model was not asked, for it does not know the language."""
        notes = []
        if len(article.text) > LONGEST:
            notes.append(f"text-cut: {LONGEST} of {len(article.text)} characters were read")
        if found is None:
            notes.append(f"language-not-known: {language}; the model was not asked, phrase lists and dates were")
        dateline = article.dateline.place if article.dateline else None
        read = as_datelines(beside(found or [], self._phrases.find(text)), text, self._places)
        named = name_all(read, self._aliases, text)
        entities, countries = place_all(named, text, self._places, dateline)
        zone = self._zones.of(home_of(named, text, self._places, dateline))
        dated = self._find_dates(text, article.report_date, zone=zone)
        return Enriched(
            id=article.id,
            article=article,
            entities=tuple(entities),
            dates=tuple(dated.dates),
            language=language,
            countries=countries,
            event=dated.event,
            fingerprint=fingerprint(text),
            timeline=dated.timeline,
            model=self._finder.name,
            notes=tuple(notes),
        )


def load(
    model: str, aliases: Path | None = None, phrases: Path | None = None, labels: Mapping[str, str] | None = None
) -> Enrich:
    """The stage, its model and tables read from their files: call it once in each process.

    `aliases` and `phrases` stand in for the lists that the package brings along; `labels` go before the table of
    agents/facts/loading.py.
    Raises ModelError when the model is missing or unfit, PhraseError when a list does not read.
    """
    known = read_aliases(aliases or STARTING_ALIASES)
    lists = read_lists(phrases or STARTING_PHRASES)
    return Enrich(
        Finder.load(model, labels), Places.load(), known, Phrases([*known.entries, *lists]), find_dates, Zones.load()
    )


def _read(message: Message) -> Article | str:
    """The message's article, or why it is none."""
    try:
        return _decoder.decode(message.value)
    except (msgspec.MsgspecError, UnicodeDecodeError) as error:
        return str(error)
