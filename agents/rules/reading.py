"""An article as the matcher reads it: words with their positions, names and dates among them."""

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from datetime import datetime
from functools import cached_property
from typing import Any, NamedTuple

from agents.rules.fields import LINE_FIELDS
from agents.rules.syntax import Node
from agents.rules.words import Places, folded_words, raw_words, word_spans
from agents.text.sentences import sentence_ends
from schemas.enriched import Enriched, Entity

Span = tuple[int, int]
"""Positions of words in a text, half open."""

BREAK = ""
"""Stands between paragraphs among the words, and counts as one word: no phrase reaches over it."""


class Name(NamedTuple):
    """An entity with the forms by which it can be asked for: its text, and its normal name where it has another."""

    entity: Entity
    written: tuple[str, ...]
    folded: tuple[tuple[str, ...], ...]


class Line:
    """Words of a text made of parts (headline and paragraphs; a slug), with a break after each part."""

    def __init__(self, parts: Sequence[str], gap: int = 0, *, few: bool = False) -> None:
        """`gap`: characters between one part and the next in the whole text. `few`: as of a `Reading`."""
        self.parts, self._few = parts, few
        self.words: list[str] = []
        self.first_word: list[int] = []
        """Position of each part's first word."""
        self.first_char: list[int] = []
        char = 0
        for part in parts:
            self.first_word.append(len(self.words))
            self.first_char.append(char)
            self.words += folded_words(part)
            self.words.append(BREAK)
            char += len(part) + gap
        self._places: dict[int, Places] = {}

    @cached_property
    def where(self) -> dict[str, list[int]]:
        """Each word's positions."""
        return _Sought(self.words) if self._few else positions(self.words)

    @cached_property
    def words_in_order(self) -> list[str]:
        """The words, each once, in the order of their letters."""
        return sorted({*self.words} - {BREAK})

    @cached_property
    def raw(self) -> list[str]:
        """The words as written, at the same positions."""
        return [word for part in self.parts for word in (*raw_words(part), BREAK)]

    @cached_property
    def raw_where(self) -> dict[str, list[int]]:
        """Each word's positions, by the word as written."""
        return positions(self.raw)

    def part_of(self, position: int) -> int:
        """The number of the part in which a word stands."""
        return bisect_right(self.first_word, position) - 1

    def number_of(self, position: int) -> int:
        """Which word of the text stands at a position, as people count: from 1, without the breaks."""
        return position + 1 - self.part_of(position)

    def places(self, part: int) -> Places:
        """Where the words of one part stand, in characters of the part."""
        known = self._places.get(part)
        if known is None:
            known = self._places[part] = Places(self.parts[part])
        return known

    def chars(self, span: Span) -> Span:
        """Where words of one part stand, in characters of the whole text."""
        part = bisect_right(self.first_word, span[0]) - 1
        places, char, first = self.places(part), self.first_char[part], self.first_word[part]
        start, end = places.span(span[0] - first)
        if span[1] - span[0] > 1:
            end = places.span(span[1] - 1 - first)[1]
        return char + start, char + end

    def span_at(self, start: int, end: int) -> Span | None:
        """The words that characters `start` to `end` touch, or None where they touch none."""
        part = bisect_right(self.first_char, start) - 1
        if part < 0 or start >= end:
            return None
        base, char, places = self.first_word[part], self.first_char[part], self.places(part)
        first = bisect_right(range(len(places)), start - char, key=lambda number: places.span(number)[1])
        last = bisect_left(range(len(places)), end - char, key=lambda number: places.span(number)[0])
        return (base + first, base + last) if first < last else None


def positions(words: Sequence[str]) -> dict[str, list[int]]:
    """The positions of each word, breaks left out."""
    where: dict[str, list[int]] = {}
    for position, word in enumerate(words):
        if word in where:
            where[word].append(position)
        else:
            where[word] = [position]
    where.pop(BREAK, None)
    return where


class _Sought(dict[str, list[int]]):
    """The positions of the words that are asked for, each found when it is."""

    def __init__(self, words: Sequence[str]) -> None:
        self._words = words

    def __missing__(self, word: str) -> list[int]:
        found = self[word] = [position for position, other in enumerate(self._words) if other == word]
        return found

    def get(self, word: str, default: Any = None) -> Any:
        return self[word] or default

    def __contains__(self, word: object) -> bool:
        return isinstance(word, str) and bool(self[word])


class Reading:
    """An enriched article at a moment. Everything that a query asks of it is answered from here."""

    def __init__(self, enriched: Enriched, now: datetime, *, few: bool = False) -> None:
        """`few`: it will be asked for the words of one query, not of thousands. The answers are the same."""
        self.enriched, self.now = enriched, now
        article = enriched.article
        self.text = Line((article.headline, *article.body) if article.headline else article.body, gap=2, few=few)
        self._lines: dict[str, Line] = {}
        self.spans: dict[int, tuple[Node, list[Span]]] = {}
        """Where a part of a query occurs, by the part's identity: many rules share their leaves."""
        self._names: dict[str | None, list[Name]] = {}
        self._sentences: dict[str, list[int]] = {}

    @cached_property
    def sections(self) -> dict[str, Span]:
        """Positions of the parts of the text that have a field."""
        starts = [*self.text.first_word, len(self.text.words)]
        first = 1 if self.enriched.article.headline else 0
        body = starts[min(first, len(starts) - 1)]
        return {"headline": (0, body), "lead": (body, starts[min(first + 2, len(starts) - 1)])}

    @cached_property
    def body_start(self) -> int:
        """Position of the body's first word; headline and body are out of each other's reach."""
        return self.sections["headline"][1]

    @cached_property
    def whole(self) -> str:
        """The text that characters are counted in."""
        return self.enriched.article.text

    def line(self, field: str) -> Line:
        """The words that a field's positions count in."""
        if field not in LINE_FIELDS:
            return self.text
        if field not in self._lines:
            self._lines[field] = Line((getattr(self.enriched.article, field) or "",))
        return self._lines[field]

    def count_words(self) -> int:
        """Words of headline and body."""
        return len(self.text.words) - len(self.text.parts)

    def names(self, label: str | None) -> list[Name]:
        """The entities with a label (None: any)."""
        if label not in self._names:
            self._names[label] = [
                _name_of(entity) for entity in self.enriched.entities if label is None or entity.label == label
            ]
        return self._names[label]

    def sentence_starts(self, field: str) -> list[int]:
        """Positions of the words that begin a sentence."""
        if field not in self._sentences:
            line, starts = self.line(field), []
            for part, text in enumerate(line.parts):
                ends = [0, *sentence_ends(text)]
                chars = [start for start, _ in word_spans(text)]
                starts += [line.first_word[part] + bisect_left(chars, end) for end in ends]
            self._sentences[field] = sorted(set(starts))
        return self._sentences[field]


def _name_of(entity: Entity) -> Name:
    written = (entity.text,) if entity.name in (None, entity.text) else (entity.text, str(entity.name))
    return Name(entity, written, tuple(tuple(folded_words(form)) for form in written))
