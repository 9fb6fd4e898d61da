"""Gives the words of a headline in capitals the case that they have in the article below it.

A network that reads "FRANCE NAMES NEW ARMY CHIEF" sees no difference between the verb and the names, but the article
has them all again with their case. What it does not have stays in capitals, which the networks know: lists of common
words and of names in the place of the article made more mistakes than they mended. The text itself stays as it is.
"""

from collections import Counter, defaultdict
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from agents.facts.words import SHAPES, fold

LOWER, TITLE, UPPER, MIXED, END = (SHAPES.index(name) for name in ("lower", "Title", "UPPER", "mixed", "end"))
LEAST = 3
"""Words in capitals of a line that is judged by them."""
MOSTLY = 0.75
"""The part of a line's words in capitals from which on they say nothing."""

Ints = npt.NDArray[np.int64]
Range = tuple[int, int]


def shouted_lines(shapes: Ints, breaks: Ints) -> list[Range]:
    """The ranges of tokens that are lines in capitals.

    `shapes` are indices in SHAPES, `breaks` 2 and more where a token is white space with a line break.
    """
    letters = (shapes >= LOWER) & (shapes <= MIXED)
    large = shapes == UPPER
    if large.sum() < LEAST:
        return []
    ends = [*np.flatnonzero(breaks >= 2).tolist(), len(shapes)]
    lines = zip([0, *ends], ends, strict=False)
    return [
        (begin, end)
        for begin, end in lines
        if (loud := int(large[begin:end].sum())) >= LEAST and loud >= MOSTLY * int(letters[begin:end].sum())
    ]


def with_case(words: Sequence[str], shapes: Ints, breaks: Ints) -> list[str]:
    """The words, those of lines in capitals in the form in which most of the rest of the text has them."""
    lines = shouted_lines(shapes, breaks)
    better = list(words)
    if lines:
        usual = _usual(words, shapes, breaks, lines)
        for begin, end in lines:
            better[begin:end] = (usual.get(fold(word), word) for word in words[begin:end])
    return better


def _usual(words: Sequence[str], shapes: Ints, breaks: Ints, without: Sequence[Range]) -> dict[str, str]:
    """The most frequent form of each folded word; a sentence's first word says nothing by its capital."""
    forms: dict[str, Counter[str]] = defaultdict(Counter)
    skipped = {at for begin, end in without for at in range(begin, end)}
    first = True
    for at, (word, shape, gap) in enumerate(zip(words, shapes.tolist(), breaks.tolist(), strict=True)):
        if at not in skipped and LOWER <= shape <= MIXED:
            if not (first and shape == TITLE):
                forms[fold(word)][word] += 1
            first = False
        first = first or shape == END or gap >= 2
    return {word: counts.most_common(1)[0][0] for word, counts in forms.items()}
