"""Words in their order: a phrase in a text, in a name, in a subject."""

from collections.abc import Sequence

from agents.rules.reading import Line, Name, Span
from agents.rules.syntax import Words
from agents.rules.words import folded_words, raw_words
from schemas.article import Subject


def phrase_spans(items: Sequence[str], exact: bool, line: Line) -> list[Span]:
    """Where words stand one after the other; an item that ends in `*` is a prefix."""
    starts = _positions(items[0], exact, line)
    if len(items) == 1 or not starts:
        return [(start, start + 1) for start in starts]
    words = line.raw if exact else line.words
    for offset, item in enumerate(items[1:], 1):
        starts = [start for start in starts if fits(item, words[start + offset])]
    return [(start, start + len(items)) for start in starts]


def fits(item: str, word: str) -> bool:
    """Whether a word is the one asked for, or begins as it must."""
    return word.startswith(item[:-1]) if item[-1] == "*" else word == item


def _positions(item: str, exact: bool, line: Line) -> list[int]:
    if exact:
        return line.raw_where.get(item, [])
    if item[-1] != "*":
        return line.where.get(item, [])
    return sorted(position for word in line.words_with(item[:-1]) for position in line.where[word])


def contains(words: Sequence[str], items: Sequence[str]) -> bool:
    """Whether words have the items somewhere, one after the other."""
    size = len(items)
    return any(
        all(fits(item, word) for item, word in zip(items, words[start : start + size], strict=True))
        for start in range(len(words) - size + 1)
    )


def name_holds(node: Words, name: Name) -> bool:
    """Whether a name has the words asked for; where exact, whether it is the whole name as written."""
    if node.exact:
        return any(tuple(raw_words(form)) == node.items for form in name.written)
    return not node.items or any(contains(form, node.items) for form in name.folded)


def subject_holds(node: Words, subject: Subject) -> bool:
    """Whether a subject has the code, or the words in its name."""
    for form in (subject.code, subject.name):
        words = (raw_words(form) if node.exact else folded_words(form)) if form else []
        if contains(words, node.items):
            return True
    return False
