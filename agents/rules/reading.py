"""An article as the matcher reads it: words with their positions, names and dates among them."""

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from datetime import datetime
from functools import cached_property, lru_cache
from itertools import accumulate, chain, islice, takewhile
from typing import NamedTuple

from agents.rules.fields import LINE_FIELDS
from agents.rules.places import Places, SpacedPlaces
from agents.rules.syntax import Node
from agents.rules.words import BREAK, folded_words, raw_words, spaced_words, word_spans
from agents.text.sentences import sentence_ends
from schemas.enriched import Enriched, Entity

Span = tuple[int, int]
"""Positions of words in a text, half open."""
Pair = tuple[Span, Span]


_FEW = 12
"""Rows looked up one by one before the positions of all words are taken down, which takes as long."""


class Name(NamedTuple):
    """An entity with the forms by which it can be asked for: its text, and its normal name where it has another."""

    entity: Entity
    written: tuple[str, ...]
    flat: str
    """The words of each form, as in `Line.flat`."""

    @property
    def folded(self) -> tuple[tuple[str, ...], ...]:
        """The words of each form."""
        return tuple(tuple(folded_words(form)) for form in self.written)


class Line:
    """Words of a text made of parts (headline and paragraphs; a slug), with a break after each part.

    What is asked of few articles is made when it is asked for: most of them no rule looks at twice.
    """

    def __init__(self, parts: Sequence[str], gap: int = 0) -> None:
        """`gap`: characters between one part and the next in the whole text."""
        self.parts, self._gap = parts, gap
        self._spaced = list(map(spaced_words, parts))
        self.words = _words_of(parts, self._spaced)
        self.distinct = set(self.words)
        """Each word once, and the break."""
        self._known: dict[str, list[int]] = {}
        self._places: dict[int, Places | SpacedPlaces] = {}

    @cached_property
    def flat(self) -> str:
        """The words with one space around each: a row of them is there if it is a part of this."""
        return f" {' '.join(self.words)} "

    @cached_property
    def first_word(self) -> list[int]:
        """Position of each part's first word."""
        first, words = [0], self.words
        for _ in self.parts[1:]:
            first.append(words.index(BREAK, first[-1]) + 1)
        return first if words else []

    @cached_property
    def first_char(self) -> list[int]:
        """Where each part begins in the whole text."""
        lengths = [len(part) + self._gap for part in self.parts]
        return list(accumulate(lengths[:-1], initial=0)) if lengths else []

    @cached_property
    def where(self) -> dict[str, list[int]]:
        """Each word's positions."""
        return positions(self.words)

    @cached_property
    def in_order(self) -> list[str]:
        """Each word once, in the order of their letters."""
        return sorted(self.distinct)

    def has_prefix(self, prefix: str) -> bool:
        """Whether a word begins so."""
        words = self.in_order
        place = bisect_left(words, prefix)
        return place < len(words) and words[place].startswith(prefix)

    def beginning(self, prefix: str) -> list[str]:
        """The words that begin so, in order."""
        words = self.in_order
        return list(takewhile(lambda word: word.startswith(prefix), islice(words, bisect_left(words, prefix), None)))

    def positions_of(self, row: str) -> list[int]:
        """Where a row of words begins, its last letters left open where it does not end in a space: `' car bom'`."""
        known = self._known.get(row)
        if known is None:
            known = self._known[row] = _counted(self.flat, row)
        return known

    def positions_of_word(self, word: str) -> Sequence[int]:
        """Where a word stands; of a few words it is looked up, of many all are counted at once."""
        if len(self._known) < _FEW:
            return self.positions_of(f" {word} ")
        return self.where.get(word, ())

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

    def places(self, part: int) -> Places | SpacedPlaces:
        """Where the words of one part stand, in characters of the part."""
        known = self._places.get(part)
        if known is None:
            spaced = self._spaced[part]
            known = self._places[part] = Places(self.parts[part]) if spaced is None else SpacedPlaces(spaced)
        return known

    def chars(self, span: Span) -> Span:
        """Where words of one part stand, in characters of the whole text."""
        part = bisect_right(self.first_word, span[0]) - 1
        char, first = self.first_char[part], self.first_word[part]
        start, end = self.places(part).span(span[0] - first, span[1] - first)
        return char + start, char + end

    def span_at(self, start: int, end: int) -> Span | None:
        """The words that characters `start` to `end` touch, or None where they touch none."""
        part = bisect_right(self.first_char, start) - 1
        if part < 0 or start >= end:
            return None
        base, char = self.first_word[part], self.first_char[part]
        first, last = self.places(part).words_at(start - char, end - char)
        return (base + first, base + last) if first < last else None


def _words_of(parts: Sequence[str], spaced: Sequence[str | None]) -> list[str]:
    """The folded words of each part and a break after it: what `folded_words` gives, in a third of the time."""
    texts = [" ".join(folded_words(part)) if text is None else text for part, text in zip(parts, spaced, strict=True)]
    return f" {BREAK} ".join([*texts, ""]).split()


def _counted(flat: str, row: str) -> list[int]:
    """Before which words of a flat text a row stands: the spaces up to it are counted."""
    place, last, number, found = flat.find(row), 0, 0, []
    while place >= 0:
        number += flat.count(" ", last, place)
        found.append(number)
        last, place = place, flat.find(row, place + 1)
    return found


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


class Reading:
    """An enriched article at a moment. Everything that a query asks of it is answered from here."""

    def __init__(self, enriched: Enriched, now: datetime) -> None:
        self.enriched, self.now = enriched, now
        article = enriched.article
        self.text = Line((article.headline, *article.body) if article.headline else article.body, gap=2)
        self._lines: dict[str, Line] = {}
        self.spans: dict[int, tuple[Node, list[Span]]] = {}
        """Where a part of a query occurs, by the part's identity: many rules share their leaves."""
        self.pairs: dict[int, tuple[Node, list[Pair]]] = {}
        """What makes a proximity true, likewise."""
        self._names: dict[str | None, list[Name]] = {}
        self._named: dict[str | None, str] = {}
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

    def named(self, label: str | None) -> str:
        """The words of all names with a label (None: any), as in `Line.flat`."""
        if label not in self._named:
            self._named[label] = "".join([name.flat for name in self.names(label)])
        return self._named[label]

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
    return Name(entity, written, _flat_forms(written))


@lru_cache(maxsize=1 << 15)
def _flat_forms(written: tuple[str, ...]) -> str:
    return f" {' '.join(chain.from_iterable([*folded_words(form), BREAK] for form in written))} "
