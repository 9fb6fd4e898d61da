"""Finds the dates of a text: cut, parse, read in order, record."""

from typing import Literal

from msgspec import Struct

from agents.facts.dates.cascade import Phrase
from agents.facts.dates.event import event_date
from agents.facts.dates.grammar import cascade, islands
from agents.facts.dates.lexer import Tokens, lex
from agents.facts.dates.mark import mark_feasts
from agents.facts.dates.narrative import in_words, weigh
from agents.facts.dates.readings import Reading
from agents.facts.dates.record import record
from agents.facts.dates.report import report_day
from agents.facts.dates.scene import Scene
from agents.facts.dates.values import value
from schemas.enriched import EventDate, Timex

_REMEMBERED = 64
"""Runs up to this many classes are remembered with what they parse to; longer ones are rare."""


class DatesFound(Struct, frozen=True):
    """What `find_dates` returns: records in order of the text, the date most likely meant, how it was read."""

    dates: tuple[Timex, ...] = ()
    event: EventDate | None = None
    timeline: Literal["news", "narrative"] = "news"


def find_dates(text: str, report_date: str | None, *, zone: str | None = None) -> DatesFound:
    """All expressions of time in `text`, read as a report of that date.

    `report_date` is ISO 8601 at the report's own precision; one that does not read counts as missing. `zone` is an
    IANA name or an offset. Offsets of the records count characters of `text`. Never raises, whatever the text.
    """
    tokens = mark_feasts(lex(text))
    report = report_day(report_date, zone)
    parsed = phrases(tokens)
    history = weigh(tokens, parsed, report.day).history
    scene = Scene(tokens, report.day, report.minute, narrative=history, zone=report.zone)
    found: list[Timex] = []
    for base, phrase in parsed:
        scene.base = base
        got = phrase.rule.read(phrase, scene)
        for reading in got if isinstance(got, list) else (got,) if got is not None else ():
            found.append(_record(reading, phrase, base, tokens, text, report.zone))
            scene.tell(reading, phrase)
    event = event_date(text, found, value(report.day) if report.day else None)
    return DatesFound(tuple(found), event, "narrative" if history else "news")


def explain_timeline(text: str, report_date: str | None, *, zone: str | None = None) -> str:
    """One sentence that says whether `text` was read as a report or as history, and why."""
    tokens = mark_feasts(lex(text))
    return in_words(weigh(tokens, phrases(tokens), report_day(report_date, zone).day))


def phrases(tokens: Tokens) -> list[tuple[int, Phrase]]:
    """Each phrase of the text with the token at which its run begins."""
    grammar = cascade()
    out: list[tuple[int, Phrase]] = []
    for base, run in islands().find(tokens.classes):
        parse = grammar.parse if len(run) <= _REMEMBERED else grammar.parse_fresh
        out += [(base, phrase) for phrase in parse(run)]
    return out


def _record(reading: Reading, phrase: Phrase, base: int, tokens: Tokens, text: str, zone: str | None) -> Timex:
    first = reading.first if reading.first >= 0 else phrase.start
    after = reading.after if reading.after >= 0 else phrase.end
    return record(reading, text, tokens.start(base + first), tokens.end(base + after - 1), zone)
