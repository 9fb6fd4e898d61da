"""Token classes: each name stands for one character, so that a text's classes are a string and rules are regexes."""

from agents.facts.dates.verbs import TENSE
from agents.facts.dates.words import MARKS, WORDS

SHAPES = (
    # classes given by the shape of a token, not by a table
    "n12",  # 1 to 12
    "n24",  # 13 to 24
    "n31",  # 25 to 31
    "n59",  # 32 to 59
    "n99",  # 60 to 99
    "zero",  # 0, 00
    "hhmm",  # four digits that begin with 0, or a time past 2199
    "yearnum",  # 1000 to 2199
    "bignum",  # any other whole number
    "date8",  # 20171228
    "garbled",  # 2882015
    "decimal",  # 22.8
    "ord31",  # 1st to 31st
    "ordbig",  # 132nd
    "decade",  # 1980s
    "decade2",  # 80s
    "timeam",  # 10am
    "zoned",  # 0900GMT
    "zone",  # GMT
    "uszone",  # ET, which is a zone after a time only
    "weakmonth",  # May, March
    "weakday",  # Sun, Sat
    "quartercode",  # Q3
    "halfcode",  # H1
    "clockmark",  # the T of 2017-12-28T09:00
    "feast",  # the first word of a named day
    "joined",  # its other words
    "feastword",  # a word that may begin or end a named day's name
    "past_verb",  # ends in -ed
    "x",  # any other word in small letters
    "cap",  # any other word with a capital
    "para",  # a blank line
    "symbol",  # any other mark
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

CLASSES: tuple[str, ...] = tuple(dict.fromkeys((*WORDS, *SHAPES, *MARKS.values(), *TENSE, *PHRASES)))
CHAR: dict[str, str] = {name: chr(0x100 + number) for number, name in enumerate(CLASSES)}
NAME: dict[str, str] = {char: name for name, char in CHAR.items()}

OUTSIDE = frozenset(
    CHAR[name]
    for name in ("x", "cap", "feastword", "past_verb", "para", "symbol", "stop", "money", "percent", "quote", *TENSE)
)
"""Classes that no expression of time contains: they bound the islands."""
