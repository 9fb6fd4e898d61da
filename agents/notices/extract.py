"""Why a report concerns a rule, in its own words: sentences with the marked words, names and dates that counted."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from typing import Generic, TypeVar

from msgspec import Struct

from agents.text.sentences import sentence_ends
from schemas.enriched import Enriched, Entity, Timex
from schemas.notice import Extract
from schemas.routed import Mark

EXTRACTS = 3
LONGEST = 320
"""Characters of an extract; a longer sentence is cut around its marks."""
BEFORE = 80
"""Characters before the first mark that are left of a sentence that is cut."""
NAMES = 20
"""Matched words, names and dates that are listed, each."""

Span = tuple[int, int]
Found = TypeVar("Found", Entity, Timex)


class Why(Struct, frozen=True):
    """What made a rule match, for people."""

    extracts: tuple[Extract, ...] = ()
    matched: tuple[str, ...] = ()
    named: tuple[str, ...] = ()
    dated: tuple[str, ...] = ()


class Spanned(Generic[Found]):
    """Names or dates of a report, to be asked which of them stand at some places: names are many, and rules as well."""

    def __init__(self, found: Sequence[Found]) -> None:
        self._found: list[Found] = sorted(found, key=lambda each: each.start)
        self._starts: list[int] = [each.start for each in self._found]
        self._longest: int = max((each.end - each.start for each in self._found), default=0)

    def touching(self, spans: Iterable[Span]) -> list[Found]:
        """Those that share a character with one of the spans, in the order of the text."""
        places: set[int] = set()
        for start, end in spans:
            first = bisect_right(self._starts, start - self._longest)
            last = bisect_left(self._starts, end)
            places.update(place for place in range(first, last) if self._found[place].end > start)
        return [self._found[place] for place in sorted(places)]


class Sentences:
    """The sentences of one report, found where a rule asks for them and once for all its rules."""

    def __init__(self, enriched: Enriched) -> None:
        self._enriched = enriched
        self._text = enriched.article.text
        self._paragraphs: list[int] = []
        at = 0
        for part in self._text.split("\n\n"):
            self._paragraphs.append(at)
            at += len(part) + 2
        self._edges: dict[int, list[int]] = {}
        self._names = Spanned([each for each in enriched.entities if each.label != "DATE"])
        self._dates = Spanned(enriched.dates)

    def why(self, marks: Sequence[Mark]) -> Why:
        """The sentences that say most of why, in the order of the text, and what stands in them."""
        placed = [mark for mark in marks if mark.field == "text" and 0 <= mark.start < mark.end <= len(self._text)]
        spans = self._choose(placed)
        counted = [*spans, *((mark.start, mark.end) for mark in placed)]
        return Why(
            tuple(_extract(self._text, span, [mark for mark in placed if _within(mark, span)]) for span in spans),
            _distinct(mark.text for mark in marks),
            _distinct(each.name or each.text for each in self._names.touching(counted)),
            _distinct(f"{each.text} = {each.value}" for each in self._dates.touching(counted)),
        )

    def first(self) -> tuple[Extract, ...]:
        """The first sentence after the headline: what a withdrawal says of itself."""
        start = self._paragraphs[1] if self._enriched.article.headline and len(self._paragraphs) > 1 else 0
        span = self._around(start)
        return (_extract(self._text, span, ()),) if span[0] < span[1] else ()

    def _choose(self, marks: Sequence[Mark]) -> list[Span]:
        """Sentences that each add a term which the others lack, those with most terms first, the headline last."""
        terms: dict[Span, set[str]] = {}
        for mark in marks:
            terms.setdefault(self._around(mark.start), set()).add(mark.term)
        headline = len(self._enriched.article.headline or "")
        chosen: list[Span] = []
        while terms and len(chosen) < EXTRACTS:
            span = max(terms, key=lambda each: (each[0] >= headline, len(terms[each]), -each[0]))
            said = terms.pop(span)
            chosen.append(span)
            terms = {each: left for each, its in terms.items() if (left := its - said)}
        return sorted(chosen)

    def _around(self, place: int) -> Span:
        """The sentence at an offset of the text."""
        number = bisect_right(self._paragraphs, place) - 1
        start = self._paragraphs[number]
        end = self._paragraphs[number + 1] - 2 if number + 1 < len(self._paragraphs) else len(self._text)
        edges = self._edges.get(number)
        if edges is None:
            edges = [start, *(start + each for each in sentence_ends(self._text[start:end])), end]
            self._edges[number] = edges
        at = min(bisect_right(edges, place), len(edges) - 1)
        return edges[at - 1], edges[at]


def _extract(text: str, span: Span, marks: Sequence[Mark]) -> Extract:
    """The sentence, cut to its length around the first mark, with marks that neither touch nor overlap."""
    start, end = span
    cut_before = cut_after = False
    if end - start > LONGEST:
        if marks and marks[0].start - start > LONGEST // 2:
            start = _word_start(text, marks[0].start - BEFORE, marks[0].start)
            cut_before = True
        if end - start > LONGEST:
            end = max(_word_end(text, start + LONGEST, start), min(marks[0].end if marks else start, start + LONGEST))
            cut_after = True
    words = text[start:end].rstrip()
    shift = start - cut_before
    kept = [(mark.start - shift, min(mark.end, start + len(words)) - shift) for mark in marks if mark.start >= start]
    merged: list[Span] = []
    for one in sorted(each for each in kept if each[0] < each[1]):
        if merged and one[0] <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(merged[-1][1], one[1]))
        else:
            merged.append(one)
    return Extract(f"{'…' * cut_before}{words}{'…' * cut_after}", tuple(merged))


def _word_start(text: str, place: int, latest: int) -> int:
    """The beginning of the word after a place, or `latest`, where the first mark begins."""
    space = text.find(" ", place, latest)
    return space + 1 if space >= 0 else latest


def _word_end(text: str, place: int, earliest: int) -> int:
    space = text.rfind(" ", earliest, place)
    return space if space > earliest else place


def _within(mark: Mark, span: Span) -> bool:
    return span[0] <= mark.start < span[1]


def _distinct(texts: Iterable[str]) -> tuple[str, ...]:
    """Each once, whatever its case, in order."""
    found: dict[str, str] = {}
    for text in texts:
        found.setdefault(text.casefold(), text)
        if len(found) == NAMES:
            break
    return tuple(found.values())
