"""Words in their order: a phrase in a text, in a name, in a subject."""

from collections.abc import Sequence

from agents.rules.reading import Line, Name, Span
from agents.rules.syntax import Words
from agents.rules.words import folded_words, raw_words
from schemas.article import Subject


def row_of(items: tuple[str, ...]) -> str:
    """Folded words as they stand in a flat text: `' car bomb '`, and `' car bom'` of a prefix at the end."""
    row = f" {' '.join(items)} "
    return row[:-2] if row[-2] == "*" else row


def has_inner_prefix(items: tuple[str, ...]) -> bool:
    """Whether an item before the last is a prefix."""
    return len(items) > 1 and "*" in "".join(items[:-1])


def phrase_spans(items: tuple[str, ...], exact: bool, line: Line) -> list[Span]:
    """Where words stand one after the other; an item that ends in `*` is a prefix."""
    size = len(items)
    if exact or has_inner_prefix(items):
        return [(start, start + size) for start in _starts_one_by_one(items, exact, line)]
    last = items[-1]
    if last[-1] != "*":
        if not line.distinct.issuperset(items):
            return []
    elif not line.has_prefix(last[:-1]) or not line.distinct.issuperset(items[:-1]):
        return []
    return [(start, start + size) for start in line.positions_of(row_of(items))]


def _starts_one_by_one(items: tuple[str, ...], exact: bool, line: Line) -> list[int]:
    words, where = (line.raw, line.raw_where) if exact else (line.words, line.where)
    first = items[0]
    starts = line.positions_of(row_of((first,))) if not exact and first[-1] == "*" else where.get(first, [])
    for offset, item in enumerate(items[1:], 1):
        if item[-1] == "*":
            continue
        places = where.get(item, [])
        if len(places) < len(starts):  # the rarest word decides: "the" costs no more than others
            starts = [place - offset for place in places if place >= offset and fits(first, words[place - offset])]
    for offset, item in enumerate(items[1:], 1):
        starts = [start for start in starts if fits(item, words[start + offset])]
    return starts


def stands(item: str, line: Line) -> bool:
    """Whether a text has a folded word, or one that begins so."""
    return line.has_prefix(item[:-1]) if item[-1] == "*" else item in line.distinct


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
    if not node.items:
        return True
    if has_inner_prefix(node.items):
        return any(contains(form, node.items) for form in name.folded)
    return row_of(node.items) in name.flat


def subject_holds(node: Words, subject: Subject) -> bool:
    """Whether a subject has the code, or the words in its name."""
    for form in (subject.code, subject.name):
        words = (raw_words(form) if node.exact else folded_words(form)) if form else []
        if contains(words, node.items):
            return True
    return False
