"""Token classes: each name stands for one character, so that a text's classes are a string and rules are regexes."""

from string import punctuation

from agents.facts.dates.verbs import TENSE
from agents.facts.dates.words import MARKS, WORDS

SHAPES = (
    # classes given by the shape of a token, not by a table; the rarest come last
    "n12",  # 1 to 12
    "n24",  # 13 to 24
    "n31",  # 25 to 31
    "n59",  # 32 to 59
    "n99",  # 60 to 99
    "zero",  # 0, 00
    "yearnum",  # 1000 to 2199
    "bignum",  # any other whole number
    "decimal",  # 22.8
    "ord31",  # 1st to 31st
    "decade",  # 1980s
    "zone",  # GMT
    "weakmonth",  # May, March
    "feast",  # the first word of a named day
    "joined",  # its other words
    "feastword",  # a word that may begin or end a named day's name
    "past_verb",  # ends in -ed
    "x",  # any other word in small letters
    "cap",  # any other word with a capital
    "para",  # a blank line
    "symbol",  # any other mark
    "ordbig",  # 132nd
    "decade2",  # 80s
    "halfcode",  # H1
    "quartercode",  # Q3
    "codeyear",  # 2Q12
    "timeam",  # 10am
    "hhmm",  # four digits that begin with 0, or a time past 2199
    "weakday",  # Sun, Sat
    "uszone",  # ET, which is a zone after a time only
    "clockmark",  # the T of 2017-12-28T09:00
    "zoned",  # 0900GMT
    "date8",  # 20171228
    "garbled",  # 2882015
)
PHRASES = (
    # what the cascade makes of them
    "NUM",  # a number, in words or with a fraction
    "SOME",  # "a few", "several"
    "DAY", "WEEK", "MONTH", "SEASON", "QUARTER", "HALF", "YEAR", "DECADE", "CENTURY",  # a cell of that size
    "CLOCK",  # a time of day without its day
    "PART",  # a part of the day without its day
    "TIME",  # a time or a part of a day, with its day
    "DUR",  # a length of time
    "SET",  # a repeated time
    "REF",  # now, recently, soon
    "RANGE",  # two ends
    "NOT",  # looks like time, but is not
)  # fmt: skip

CLASSES: tuple[str, ...] = tuple(dict.fromkeys((*PHRASES, *MARKS.values(), *TENSE, *WORDS, *SHAPES)))
_ONE_BYTE = [char for char in map(chr, range(1, 256)) if not (char.isspace() or char.isdigit() or char in punctuation)]
"""Characters that no regex takes for anything else. Python keeps them ready: any other is made anew at each use."""
CHAR: dict[str, str] = {
    name: _ONE_BYTE[number] if number < len(_ONE_BYTE) else chr(0x100 + number) for number, name in enumerate(CLASSES)
}
NAME: dict[str, str] = {char: name for name, char in CHAR.items()}

OUTSIDE = frozenset(
    CHAR[name]
    for name in ("x", "cap", "feastword", "past_verb", "para", "symbol", "stop", "money", "percent", "quote", *TENSE)
)
"""Classes that no expression of time contains: they bound the islands."""
