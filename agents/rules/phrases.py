"""Words in their order: a phrase in a text, in a name, in a subject."""

from bisect import bisect_left
from collections.abc import Sequence

from agents.rules.reading import Line, Name, Span
from agents.rules.syntax import Words
from agents.rules.words import folded_words, raw_words
from schemas.article import Subject


def phrase_spans(items: tuple[str, ...], exact: bool, line: Line) -> list[Span]:
    """Where words stand one after the other; an item that ends in `*` is a prefix."""
    first = items[0]
    if exact:
        starts = line.raw_where.get(first)
    elif first[-1] == "*":
        starts = prefix_positions(first[:-1], line)
    else:
        starts = line.where.get(first)
    if not starts:
        return []
    if len(items) == 1:
        return [(start, start + 1) for start in starts]
    words, where = (line.raw, line.raw_where) if exact else (line.words, line.where)
    for offset, item in enumerate(items[1:], 1):
        if item[-1] == "*":
            continue
        places = where.get(item)
        if not places:
            return []
        if len(places) < len(starts):  # the rarest word decides: "the" costs no more than others
            starts = [place - offset for place in places if place >= offset and fits(first, words[place - offset])]
            if not starts:
                return []
    for offset, item in enumerate(items[1:], 1):
        starts = [start for start in starts if fits(item, words[start + offset])]
    return [(start, start + len(items)) for start in starts]


def prefix_positions(prefix: str, line: Line) -> list[int]:
    """Where words stand that begin with a prefix, in order."""
    words, where = line.words_in_order, line.where
    place, found = bisect_left(words, prefix), []
    while place < len(words) and words[place].startswith(prefix):
        found += where[words[place]]
        place += 1
    found.sort()
    return found


def fits(item: str, word: str) -> bool:
    """Whether a word is the one asked for, or begins as it must."""
    return word.startswith(item[:-1]) if item[-1] == "*" else word == item


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
