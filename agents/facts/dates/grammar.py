"""The grammar: its stages in order, and the words that a run must have to be looked at."""

from functools import lru_cache

from agents.facts.dates import read_duration as length
from agents.facts.dates import read_parts as parts
from agents.facts.dates import read_time as time
from agents.facts.dates.cascade import Cascade, Rule
from agents.facts.dates.grammar_core import CORES, MACROS, NUMBERS

CORE_WORDS: tuple[str, ...] = (
    "month", "weakmonth", "monthabbr", "weekday", "weekdayabbr", "weakday", "weekdays", "unit", "units", "quarter",
    "quarters", "weekend", "weekends", "daypart", "dayparts", "noon", "tonight", "overnight", "season", "fall", "today",
    "yearnum", "decade", "decade2", "ampm", "timeam", "zoned", "habit", "now", "recently", "soon", "future", "formerly",
    "current", "recent", "past", "bc", "ad", "feast", "eighties", "bignum", "n99", "slash", "oclock", "zone",
)  # fmt: skip

ALL_MACROS: dict[str, str] = MACROS | {
    "Qmod": "about | nearly | over | only | (more | less) than | at (least | most) | up to | no (more | less) than",
    "Count": "NUM | SOME | Int | decimal | a | one | a? couple of?",
    "Cell": "DAY | WEEK | MONTH | SEASON | QUARTER | HALF | YEAR | DECADE | CENTURY | TIME",
    "Back": "last | past | next | coming | recent | previous | following | latest",
}

LENGTHS: tuple[Rule, ...] = (
    Rule("span", "the? (Back) (Count)? more? (Units)", "DUR", length.read_span),
    Rule("duration", "(Qmod)? (Count) hyphen? (more | full)? (Units | Unit) (and a half)?", "DUR", length.read_length),
    Rule("day-part", "DAY (daypart)", "TIME", time.read_day_part),
    Rule("day-clock", "CLOCK (comma | on)? DAY | DAY (comma | at)? CLOCK", "TIME", time.read_day_clock),
)

PARTS: tuple[Rule, ...] = (
    Rule("half-of", "the? (first | second | last | latter) half of (Cell)", "HALF", parts.read_half_of),
    Rule(
        "part-of",
        "the? ((early | late | mid | earlier | later) (hyphen | in)? | (early | late | begin | end | mid | rest) of)"
        " the? (Cell) | (about | nearly) (Cell)",
        "SAME",
        parts.read_part_of,
    ),
)

DISTANCES: tuple[Rule, ...] = (
    Rule("ago", "DUR (ago | from now | hence)", "DAY", length.read_ago),
    Rule("from-date", "DUR (before | after) (DAY | MONTH | YEAR | SEASON)", "DAY", length.read_from_date),
    Rule("earlier", "DUR (earlier | later | before | after)", "DAY", length.read_earlier),
)

SILENT = ("NUM", "SOME", "NOT")


@lru_cache(maxsize=1)
def cascade() -> Cascade:
    """The grammar, compiled when first asked for: an import costs nothing."""
    return Cascade((NUMBERS, CORES, LENGTHS, PARTS, DISTANCES), ALL_MACROS, SILENT)
