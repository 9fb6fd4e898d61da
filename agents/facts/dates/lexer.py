"""Cuts a text into tokens and gives each its class, remembering what it has seen."""

import re
from bisect import bisect_left, bisect_right
from functools import lru_cache
from itertools import accumulate

from msgspec import Struct

from agents.facts.dates.classes import CHAR
from agents.facts.dates.classify import char_of_word, classify
from agents.facts.dates.words import MARKS

_TOKEN = re.compile(
    r"(?:[A-Za-zÀ-ɏ]{2,}(?!['’]clock)"
    r"|[aApPbB]\.(?:[mM]\b|[cC]\.(?:[eE]\b)?|[dD]\b)\.?"  # a.m. B.C. A.D.
    r"|[QH][1-4]\b|[oO]['’]clock\b"
    r"|[^\W\d_]+"
    r"|\d\d(?=T\d\d:\d\d|Z\b)|T(?=\d\d:\d\d)"
    r"|\d{1,3}(?:,\d{3}){1,4}(?![\d,])|(?<!\d\.)\d{1,4}\.\d{1,4}(?!\.?\d)|\d\w*"  # 1,000; 22.8; 1980s
    r"|[^\w\s]|_)"
    r"[ \t\r\xa0]*(?:\n[ \t\r\xa0]*)?"  # a token carries the space after it, but not a blank line
    r"|\s+"
)
_LONGEST = 48
"""Characters of a piece between spaces that are worth remembering; a longer one is no word."""
_AROUND = "".join(mark for mark in MARKS if not mark.isalnum())
"""Marks at the ends of a piece are no part of its word."""
_MARK_CHARS = {ord(mark): CHAR[MARKS[mark]] for mark in _AROUND}
_HYPHEN = CHAR["hyphen"]
_PARAS = re.compile(CHAR["para"])
_BREAK = "\0"
"""A piece that stands for a blank line."""
_ODD_BREAK = re.compile(r"\n[ \t\r\xa0]*\n\s+|\n[ \t\r\xa0]+\n")
"""A break between paragraphs that is more than two ends of a line."""
_KEEP = 50_000
"""Pieces remembered; a text that brings more (a hostile one) empties the memory and goes on."""


class Tokens(Struct, frozen=True):
    """A text's tokens as a string of classes; what a token is and where it stands is looked up when asked for.

    The text is cut at its spaces into pieces ("Friday,''"), and a piece into tokens: since most pieces have been seen
    before, a text costs little more than its `split`.
    """

    classes: str
    pieces: list[str]
    starts: list[int]
    """Where each piece begins in the text, spaces between pieces not counted."""
    space: int
    """Characters between two pieces: 1, or 0 where the pieces hold all of the text. A blank line, which is the two
    characters around its piece, has none of its own."""
    upto: list[int]
    """How many tokens the pieces up to this one have."""
    breaks: list[int]
    """The tokens that are blank lines, where pieces are parted by spaces."""

    def _find(self, index: int) -> tuple[int, str, int]:
        """Where a token's piece begins, the token, and where it begins in the piece."""
        piece = bisect_right(self.upto, index)
        inside = index - (self.upto[piece - 1] if piece else 0)
        token, offset = tokens_of(self.pieces[piece])[inside]
        start = self.starts[piece]
        if self.space:
            start += piece - bisect_left(self.breaks, index)
        return start, token, offset

    def token(self, index: int) -> str:
        """A token, without space."""
        return self._find(index)[1]

    def start(self, index: int) -> int:
        """Where a token begins in the text."""
        start, _, offset = self._find(index)
        return start + offset

    def end(self, index: int) -> int:
        """Where a token ends in the text."""
        start, token, offset = self._find(index)
        return start + offset + len(token)


class _Memory(dict[str, str]):
    """The classes of each piece seen."""

    def __missing__(self, piece: str) -> str:
        if len(self) > _KEEP:
            self.clear()
        classes = self[piece] = _classes_of(piece)
        return classes


_memory = _Memory()


def _classes_of(piece: str) -> str:
    """The classes of a piece's tokens. A word with marks around it ("Friday,'') costs no regex."""
    word = piece.strip(_AROUND)
    if word.isalpha():
        char = char_of_word(word)
    elif word.isdecimal():
        char = CHAR[classify(word)[0]]
    elif "-" in word and word.replace("-", "").isalpha():
        char = _HYPHEN.join([char_of_word(part) if part else "" for part in word.split("-")])
    else:
        return "".join([CHAR[classify(token)[0]] for token, _ in tokens_of(piece)])
    if len(word) == len(piece):
        return char
    before, _, after = piece.partition(word)
    return before.translate(_MARK_CHARS) + char + after.translate(_MARK_CHARS)


@lru_cache(maxsize=_KEEP)
def tokens_of(piece: str) -> tuple[tuple[str, int], ...]:
    """The tokens of a piece, each with its place in it. A blank line is a token, other space is none."""
    if piece.isalpha():
        return ((piece, 0),)
    if piece[:-1].isalpha() and piece[-1] in _AROUND:
        return ((piece[:-1], 0), (piece[-1], len(piece) - 1))
    if piece == _BREAK:
        return (("", 0),)
    found: list[tuple[str, int]] = []
    at = 0
    for raw in _TOKEN.findall(piece):
        token = raw.rstrip()
        if token:
            found.append((token, at))
        elif raw.count("\n") > 1 or (at and "\n" in raw):
            found.append(("", at))
        at += len(raw)
    return tuple(found)


def lex(text: str) -> Tokens:
    """Cut and classify a text."""
    if _BREAK in text:
        return _lex_unspaced(text)
    if "\n" in text:
        spaced = _ODD_BREAK.sub(_plain_break, text).replace("\n\n", f" {_BREAK} ").replace("\n", " ")
    else:
        spaced = text
    pieces = spaced.split(" ")
    lengths = list(map(len, pieces))
    if max(lengths) > _LONGEST:
        return _lex_unspaced(text)
    classes = list(map(_memory.__getitem__, pieces))
    starts = list(accumulate(lengths, initial=0))
    joined = "".join(classes)
    breaks = [found.start() for found in _PARAS.finditer(joined)]
    return Tokens(joined, pieces, starts, 1, list(accumulate(map(len, classes))), breaks)


def _plain_break(found: re.Match[str]) -> str:
    """Two ends of a line, and spaces for what else parts two paragraphs."""
    return "\n\n" + " " * (len(found[0]) - 2)


def _lex_unspaced(text: str) -> Tokens:
    """The same for a text with a piece too long to remember: each token is a piece by itself, cut short where long."""
    pieces: list[str] = []
    starts: list[int] = []
    at = 0
    for raw in _TOKEN.findall(text):
        if token := raw.rstrip():
            pieces.append(token[:_LONGEST])
            starts.append(at)
        elif at and "\n" in raw:
            pieces.append("\n\n")
            starts.append(at)
        at += len(raw)
    return Tokens("".join([_memory[piece] for piece in pieces]), pieces, starts, 0, list(range(1, len(pieces) + 1)), [])
