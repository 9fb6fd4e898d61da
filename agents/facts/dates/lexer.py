"""Cuts a text into tokens and gives each its class, remembering what it has seen."""

import re
from bisect import bisect_right
from functools import lru_cache
from itertools import accumulate

from msgspec import Struct

from agents.facts.dates.classes import CHAR
from agents.facts.dates.feasts import FIRST_WORDS
from agents.facts.dates.names import Value
from agents.facts.dates.verbs import NOT_PAST, TENSE
from agents.facts.dates.words import CASED, MARKS, NEEDS_CAPITAL, ORDINARY_IN_SMALL, WORDS, ZONES

_TOKEN = re.compile(
    r"(?:[A-Za-zÀ-ɏ]{2,}(?!['’]clock)"
    r"|[aApPbB]\.(?:[mM]\b|[cC]\.(?:[eE]\b)?|[dD]\b)\.?"  # a.m. B.C. A.D.
    r"|[QH][1-4]\b|[oO]['’]clock\b"
    r"|[^\W\d_]+"
    r"|\d{1,3}(?:,\d{3}){1,4}(?![\d,])|(?<!\d\.)\d{1,4}\.\d{1,4}(?!\.?\d)|\d\w*"  # 1,000; 22.8; 1980s
    r"|[^\w\s]|_)"
    r"[ \t\r\xa0]*(?:\n[ \t\r\xa0]*)?"  # a token carries the space after it, but not a blank line
    r"|\s+"
)
_LONGEST = 48
"""Characters of a piece between spaces that are worth remembering; a longer one is no word."""
_KEEP = 50_000
"""Pieces remembered; a text that brings more (a hostile one) empties the memory and goes on."""

Classified = tuple[str, Value]

_LEXICON: dict[str, Classified] = {
    word: (name, value) for name, words in WORDS.items() for word, value in words.items()
}
_TENSES = {word: name for name, words in TENSE.items() for word in words}


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
    """Characters between two pieces: 1, or 0 where the pieces hold all of the text."""
    upto: list[int]
    """How many tokens the pieces up to this one have."""

    def _find(self, index: int) -> tuple[int, str, int]:
        """Where a token's piece begins, the token, and where it begins in the piece."""
        piece = bisect_right(self.upto, index)
        inside = index - (self.upto[piece - 1] if piece else 0)
        token, offset = tokens_of(self.pieces[piece])[inside]
        return self.starts[piece] + piece * self.space, token, offset

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
        classes = "".join(CHAR[classify(token)[0]] for token, _ in tokens_of(piece))
        self[piece] = classes
        return classes


_memory = _Memory()


@lru_cache(maxsize=_KEEP)
def tokens_of(piece: str) -> tuple[tuple[str, int], ...]:
    """The tokens of a piece, each with its place in it. A blank line is a token, other space is none."""
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
    pieces = text.split(" ")
    lengths = list(map(len, pieces))
    if max(lengths) > _LONGEST:
        return _lex_unspaced(text)
    memory = _memory
    classes = [memory[piece] for piece in pieces]
    starts = list(accumulate(lengths, initial=0))
    return Tokens("".join(classes), pieces, starts, 1, list(accumulate(map(len, classes))))


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
    return Tokens("".join([_memory[piece] for piece in pieces]), pieces, starts, 0, list(range(1, len(pieces) + 1)))


@lru_cache(maxsize=_KEEP)
def classify(word: str) -> Classified:
    """Class and value of a token, by itself."""
    if not word:
        return "para", None
    first = word[0]
    if first.isdecimal():
        return _number(word)
    if not first.isalpha():
        return MARKS.get(word, "symbol"), None
    if "." in word:
        return {"m": ("ampm", 0 if word[0] in "aA" else 12), "c": ("bc", None), "e": ("bc", None)}.get(
            word.rstrip(".")[-1].lower(), ("ad", None)
        )
    if word in CASED:
        return CASED[word]
    if first in "QH" and word[1:].isdecimal():
        return ("quartercode" if first == "Q" else "halfcode"), int(word[1:])
    if word[1:] in ("'clock", "’clock"):
        return "oclock", None
    if word in ZONES:
        return "zone", ZONES[word]
    lower = word.lower()
    known = _LEXICON.get(lower)
    if known is not None and lower not in ORDINARY_IN_SMALL and (first != lower[0] or known[0] not in NEEDS_CAPITAL):
        return known
    if lower in _TENSES:
        return _TENSES[lower], None
    if first != lower[0]:
        return ("feastword" if lower in FIRST_WORDS else "cap"), None
    return ("past_verb" if lower.endswith("ed") and len(lower) > 4 and lower not in NOT_PAST else "x"), None


_SHAPE = re.compile(r"(\d+)([^\W\d_]+)$")
_SUFFIXES: dict[str, str] = {"st": "ord", "nd": "ord", "rd": "ord", "th": "ord", "s": "decade", "am": "am", "pm": "pm"}


def _number(word: str) -> Classified:
    if len(word) > 12:
        return "symbol", None
    if word.isdecimal():
        return _whole(word)
    if "." in word:
        return "decimal", float(word)
    if "," in word:
        return "bignum", int(word.replace(",", ""))
    shape = _SHAPE.match(word)
    if not shape:
        return "symbol", None
    digits, suffix = shape.groups()
    number = int(digits)
    if suffix in ZONES and len(digits) == 4 and number < 2400 and number % 100 < 60:
        return "zoned", (ZONES[suffix], number)
    match _SUFFIXES.get(suffix.lower()):
        case "ord":
            return "ord31" if 1 <= number <= 31 else "ordbig", number
        case "decade" if number % 10 == 0 and suffix == "s":
            if 1000 <= number < 2200:
                return "decade", number
            return ("decade2", number) if 10 <= number < 100 else ("symbol", None)
        case "am" | "pm" as half if 1 <= number <= 12:
            return "timeam", number % 12 + (12 if half == "pm" else 0)
        case _:
            return "symbol", None


def _whole(word: str) -> Classified:
    number = int(word)
    if len(word) == 4:
        if 1000 <= number < 2200:
            return "yearnum", number
        return ("hhmm" if number < 2400 and number % 100 < 60 else "bignum"), number
    if len(word) in (7, 8):
        return _run_together(word), number
    if len(word) > 2:
        return "bignum", number
    for name, limit in (("zero", 0), ("n12", 12), ("n24", 24), ("n31", 31), ("n59", 59)):
        if number <= limit:
            return name, number
    return "n99", number


def _run_together(word: str) -> str:
    """20171228 is a date; 2882015 ends in a year, but no calendar has it; 12345678 is a number."""
    if len(word) == 8 and "1900" <= word[:4] <= "2099" and "01" <= word[4:6] <= "12" and "01" <= word[6:] <= "31":
        return "date8"
    return "garbled" if "1900" <= word[-4:] <= "2099" else "bignum"
