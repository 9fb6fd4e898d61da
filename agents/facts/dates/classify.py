"""The class and the value of one token, by its word or its shape."""

import re
from functools import lru_cache

from agents.facts.dates.classes import CHAR
from agents.facts.dates.feasts import FIRST_WORDS
from agents.facts.dates.names import Value
from agents.facts.dates.verbs import NOT_PAST, TENSE
from agents.facts.dates.words import CASED, MARKS, NEEDS_CAPITAL, ORDINARY_IN_SMALL, US_ZONES, WORDS, ZONES

_KEEP = 50_000
Classified = tuple[str, Value]

_LEXICON: dict[str, Classified] = {
    word: (name, value) for name, words in WORDS.items() for word, value in words.items()
}
_TENSES = {word: name for name, words in TENSE.items() for word in words}


_SPECIAL = frozenset(
    word.lower() for words in (_LEXICON, _TENSES, CASED, ZONES, US_ZONES, FIRST_WORDS, ("T", "Q")) for word in words
)
"""Words, in small letters, that are not simply a word; most words are."""


_CAP, _PAST, _X = CHAR["cap"], CHAR["past_verb"], CHAR["x"]


def char_of_word(word: str) -> str:
    """The class, as its character, of a token of letters only: `classify` without what few words need."""
    lower = word.lower()
    if lower in _SPECIAL or len(word) < 2:
        return CHAR[classify(word)[0]]
    if word[0] != lower[0]:
        return _CAP
    return _PAST if lower.endswith("ed") and len(lower) > 4 and lower not in NOT_PAST else _X


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
    if word == "T":
        return "clockmark", None
    if word[1:] in ("'clock", "’clock"):
        return "oclock", None
    if word in ZONES:
        return "zone", ZONES[word]
    if word in US_ZONES:
        return "uszone", US_ZONES[word]
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
_CODE_YEAR = re.compile(r"([1-4](?=Q)|[12](?=H))([QH])(\d\d|(?:19|20)\d\d)$")
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
        coded = _CODE_YEAR.match(word)
        return ("codeyear", (int(coded[1]), int(coded[3]), 4 if coded[2] == "Q" else 2)) if coded else ("symbol", None)
    digits, suffix = shape.groups()
    number = int(digits)
    if suffix in ("Q", "H") and 1 <= number <= (4 if suffix == "Q" else 2):
        return ("quartercode" if suffix == "Q" else "halfcode"), number
    if suffix in ZONES and len(digits) == 4 and number < 2400 and number % 100 < 60:
        return "zoned", (ZONES[suffix], number)
    match _SUFFIXES.get(suffix.lower()):
        case "ord":
            return "ord31" if 1 <= number <= 31 else "ordbig", number
        case "decade" if number % 10 == 0 and suffix == "s":
            if 100 <= number < 2200:
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
