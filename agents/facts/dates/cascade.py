"""The cascade: patterns over classes, applied in stages, each turning what it matches into one phrase of a new class.

A pattern is a regular expression whose letters are names of classes: `month dot? day (comma? yearnum)?`. A stage is
one compiled alternation of its rules, in their order; it runs from left to right over the classes that the stage
before it left. What a run of classes parses to depends on nothing else, so it is remembered.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache
from typing import Any

from msgspec import Struct

from agents.facts.dates.classes import CHAR
from agents.facts.dates.openings import alternatives, anchors, openings

Read = Callable[[Any, Any], Any]
"""(phrase, scene) -> Reading, readings, or None where it is no date after all: see `readings`."""


class Rule(Struct, frozen=True):
    """A row of the grammar."""

    slug: str
    pattern: str
    gives: str
    """The class of the phrase; `SAME` for that of the phrase inside."""
    read: Read


class Phrase(Struct, frozen=True):
    """What a rule matched: `kids` are tokens (their place, from the run's start) and phrases, with their classes."""

    rule: Rule
    classes: str
    kids: tuple["int | Phrase", ...]
    start: int
    end: int
    """Token after the last, from the run's start."""


_COMMON = frozenset(CHAR[name] for name in ("the", "a", "of", "to", "and", "in", "hyphen", "comma", "dot", "n12"))
_KEEP = 20_000
"""Runs remembered with what they parse to."""
_NAME = re.compile(r"(?<![?\\])\b[A-Za-z]\w*")


def compile_pattern(pattern: str, macros: Mapping[str, str]) -> str:
    """A pattern as a regular expression over class characters. Raises KeyError on a name that is no class."""
    while True:
        wider = _NAME.sub(lambda m: f"({macros[m[0]]})" if m[0] in macros else m[0], pattern)
        if wider == pattern:
            break
        pattern = wider
    return re.sub(r"\s+", "", _NAME.sub(lambda m: CHAR[m[0]], pattern)).replace("(", "(?:").replace("(?:?", "(?")


class _Way(Struct, frozen=True):
    """One of the ways in which a rule matches: an alternative of its pattern."""

    rule: Rule
    begins: frozenset[str]
    """Characters with which it can begin."""
    needs: frozenset[str]
    """Characters of which it has at least one."""
    match: Callable[[str, int], re.Match[str] | None]


class Stage:
    """Rules that are tried together: at each place the first that matches.

    A rule is tried in each of its ways, and only where one can begin and the run has what it needs. Both are looked up
    as sets of ways, each an integer with one bit a way.
    """

    def __init__(self, rules: Sequence[Rule], macros: Mapping[str, str]) -> None:
        self.ways = [
            _Way(rule, first, anchors(way, _COMMON) or first, re.compile(way).match)
            for rule in rules
            for way in alternatives(compile_pattern(rule.pattern, macros))
            for first in (openings(way),)
        ]
        self._beginning = _by_char([way.begins for way in self.ways])
        self._needing = _by_char([way.needs for way in self.ways])
        self._tried = lru_cache(maxsize=_KEEP)(self._ways_in)

    def _ways_in(self, bits: int) -> tuple[tuple[Callable[[str, int], re.Match[str] | None], Rule], ...]:
        return tuple((way.match, way.rule) for place, way in enumerate(self.ways) if bits >> place & 1)

    def possible(self, classes: str) -> int:
        """The ways that have what they need in a run."""
        bits = 0
        for char in classes:
            bits |= self._needing.get(char, 0)
        return bits

    def apply(self, classes: str, kids: Sequence[int | Phrase]) -> tuple[str, Sequence[int | Phrase]]:
        """One pass: the classes with each match replaced by its phrase's class, and the phrases."""
        possible = self.possible(classes)
        if not possible:
            return classes, kids
        out: list[str] = []
        kept: list[int | Phrase] = []
        done = 0
        for i, char in enumerate(classes):
            if i < done or not (bits := self._beginning.get(char, 0) & possible):
                continue
            for match, rule in self._tried(bits):
                if (found := match(classes, i)) is not None:
                    end = found.end()
                    phrase = _phrase(rule, classes[i:end], tuple(kids[i:end]))
                    out += (classes[done:i], CHAR[rule.gives] if rule.gives != "SAME" else _inner(phrase))
                    kept += kids[done:i]
                    kept.append(phrase)
                    done = end
                    break
        if not done:
            return classes, kids
        out.append(classes[done:])
        kept += kids[done:]
        return "".join(out), kept


def _by_char(sets: Sequence[frozenset[str]]) -> dict[str, int]:
    """For each character the places of the sets that hold it, as bits."""
    found: dict[str, int] = {}
    for place, chars in enumerate(sets):
        for char in chars:
            found[char] = found.get(char, 0) | 1 << place
    return found


def _phrase(rule: Rule, classes: str, kids: tuple[int | Phrase, ...]) -> Phrase:
    first, last = kids[0], kids[-1]
    return Phrase(
        rule,
        classes,
        kids,
        first if isinstance(first, int) else first.start,
        last + 1 if isinstance(last, int) else last.end,
    )


def _inner(phrase: Phrase) -> str:
    return next(char for char, kid in zip(phrase.classes, phrase.kids, strict=True) if not isinstance(kid, int))


class Cascade:
    """The stages in order."""

    def __init__(self, stages: Sequence[Sequence[Rule]], macros: Mapping[str, str], silent: Sequence[str]) -> None:
        self.stages = [Stage(rules, macros) for rules in stages]
        self.silent = frozenset(silent)
        """Classes of phrases that are only parts of others, and say nothing by themselves."""
        self.parse = lru_cache(maxsize=_KEEP)(self.parse_fresh)

    def parse_fresh(self, classes: str) -> tuple[Phrase, ...]:
        """The phrases in a run of classes, from left to right."""
        kids: Sequence[int | Phrase] = range(len(classes))
        for stage in self.stages:
            classes, kids = stage.apply(classes, kids)
        return tuple(kid for kid in kids if not isinstance(kid, int) and kid.rule.gives not in self.silent)
