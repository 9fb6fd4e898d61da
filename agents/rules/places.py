"""Where the words of a paragraph stand in it, in characters, and which words stand at characters."""

from bisect import bisect_left, bisect_right
from functools import cached_property

from agents.rules.words import word_spans

Span = tuple[int, int]


class SpacedPlaces:
    """Of a paragraph whose words stand where they stand in its `spaced_words`. Made for few questions."""

    def __init__(self, spaced: str) -> None:
        self._spaced = spaced

    def span(self, first: int, last: int) -> Span:
        """Where the words `first` to `last` (not included) stand.

        >>> SpacedPlaces("a cease fire ").span(1, 3)
        (2, 12)
        """
        spaced = self._spaced
        rest = spaced.split(None, first)[first]
        start = len(spaced) - len(rest)
        if last - first > 1:
            rest = rest.split(None, last - first - 1)[-1]
        end = rest.find(" ")
        return start, len(spaced) - len(rest) + end if end >= 0 else len(spaced)

    def words_at(self, start: int, end: int) -> Span:
        """The words that characters `start` to `end` touch: the first, and the one after the last.

        >>> SpacedPlaces("a cease fire ").words_at(4, 9)
        (1, 3)
        """
        spaced = self._spaced
        within = start > 0 and " " not in spaced[start - 1 : start + 1]
        return len(spaced[:start].split()) - within, len(spaced[:end].split())


class Places:
    """Of any paragraph."""

    def __init__(self, text: str) -> None:
        self._text = text

    @cached_property
    def _spans(self) -> list[Span]:
        return word_spans(self._text)

    def span(self, first: int, last: int) -> Span:
        """As above."""
        return self._spans[first][0], self._spans[last - 1][1]

    def words_at(self, start: int, end: int) -> Span:
        """As above."""
        return (
            bisect_right(self._spans, start, key=lambda span: span[1]),
            bisect_left(self._spans, end, key=lambda span: span[0]),
        )
