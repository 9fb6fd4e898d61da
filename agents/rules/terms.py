"""A term as written into the words that it looks for: word, phrase, prefix, exact."""

from sys import intern

from agents.rules.lexer import QUOTES
from agents.rules.words import fold_word, word_spans

SHORTEST_PREFIX = 2
"""Letters before a `*`: one letter would match nearly every article."""


def read_term(text: str) -> tuple[tuple[str, ...], bool]:
    """The items of a term and whether it is exact. Raises ValueError with what is wrong.

    >>> read_term('"Car bomb*"')
    (('car', 'bomb*'), False)
    >>> read_term("=US")
    (('US',), True)
    """
    simple = _simple(text)
    if simple:
        return simple, False
    exact = text.startswith("=")
    inner = text.removeprefix("=")
    if not inner:
        raise ValueError("= needs a word right after it, for instance =US")
    if inner[0] in QUOTES:
        star = inner.endswith("*")
        inner = inner.removesuffix("*")[1:-1]
        if star:
            raise ValueError("a * belongs inside the quotation marks, at the end of a word")
        if not inner.strip():
            raise ValueError("this phrase is empty")
    if exact and "*" in inner:
        raise ValueError("a prefix cannot be exact: leave away the = or the *")
    return tuple(_items(inner, exact)), exact


def _simple(text: str) -> tuple[str, ...]:
    """The items of a plain ASCII term, which nearly all are; none where it takes a closer look."""
    if not text.isascii():
        return ()
    if text.isalnum() or (text[-1:] == "*" and len(text) > SHORTEST_PREFIX and text[:-1].isalnum()):
        return (intern(text.lower()),)
    inner = text[1:-1]
    if text[:1] == text[-1:] == '"' and inner.replace(" ", "").isalnum():
        return tuple(map(intern, inner.lower().split()))
    return ()


def _items(inner: str, exact: bool) -> list[str]:
    spans = word_spans(inner)
    if not spans:
        what = "a * needs letters before it" if inner.strip() == "*" else f"{inner} has no letter or digit to look for"
        raise ValueError(what)
    _check_stars(inner, {end for _, end in spans})
    items = []
    for start, end in spans:
        word = inner[start:end] if exact else fold_word(inner[start:end])
        if inner[end : end + 1] == "*":
            if len(word) < SHORTEST_PREFIX:
                raise ValueError(f"{inner[start:end]}* would match nearly everything: two letters at least before a *")
            word += "*"
        items.append(intern(word))
    return items


def _check_stars(inner: str, ends: set[int]) -> None:
    for place, char in enumerate(inner):
        if char == "*" and (place not in ends or inner[place + 1 : place + 2].isalnum()):
            raise ValueError("a * stands only at the end of a word, for instance kill*")
