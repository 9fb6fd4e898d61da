"""The grammar: its stages in order, and the words that a run must have to be looked at."""

from functools import lru_cache

from agents.facts.dates import read_duration as length
from agents.facts.dates import read_fiscal as fiscal
from agents.facts.dates import read_parts as parts
from agents.facts.dates import read_range as ranges
from agents.facts.dates import read_relative as relative
from agents.facts.dates import read_time as time
from agents.facts.dates.cascade import Cascade, Rule
from agents.facts.dates.grammar_core import CORES
from agents.facts.dates.grammar_lengths import LENGTHS, MACROS, NUMBERS, SETS

CORE_WORDS: tuple[str, ...] = (
    "month", "weakmonth", "monthabbr", "weekday", "weekdayabbr", "weekdays", "unit", "dayunit", "centuryunit", "units",
    "quarter", "quarters", "weekend", "daypart", "dayparts", "noon", "tonight", "overnight", "season", "fall", "today",
    "yearnum", "decade", "decade2", "ampm", "timeam", "zoned", "habit", "now", "recently", "soon", "future", "former",
    "current", "recent", "past", "present", "bc", "ad", "feast", "eighties", "date8", "garbled", "n99", "slash", "oclock", "zone",
    "quartercode", "halfcode", "teen", "moment", "period",
)  # fmt: skip

ALL_MACROS: dict[str, str] = MACROS | {
    "Cell": "DAY | WEEK | MONTH | SEASON | QUARTER | HALF | YEAR | DECADE | CENTURY | TIME",
}

COMBOS: tuple[Rule, ...] = (
    Rule("quarter-of", "(QUARTER | HALF) (of | in) YEAR | YEAR apos s (QUARTER | HALF)", "QUARTER", fiscal.read_quarter_of),
    Rule("of-that-year", "(DAY | MONTH | SEASON) of? YEAR", "DAY", parts.read_of_year),
    Rule("day-clock", "CLOCK (comma | on)? DAY | DAY (comma | at)? about? CLOCK", "TIME", time.read_day_clock),
    Rule("day-part", "DAY comma? daypart | (the? (early | late)? daypart DUR? (of | on) | mid hyphen daypart) DAY", "TIME",
         time.read_day_part),
    Rule("beside", "the (Unit) ((before | after | earlier) (?= comma | dot | para | stop | rpar | $) | following (?! x | cap | the | a))", "DAY",
         relative.read_unit_beside),
    Rule("the-unit", "the (unit | dayunit | weekend) (?! x | cap | of | before | after | that | hyphen | slash | yearnum"
                     " | DAY | MONTH | YEAR)", "YEAR", relative.read_the_unit),
    Rule("bare-part", "(?<= in | during | of) the daypart (?! of | x)", "TIME", time.read_bare_part),
    Rule("year-end", "unit hyphen? end", "DAY", parts.read_year_end),
    Rule("former", "former", "REF", relative.read_former),
)  # fmt: skip

PARTS: tuple[Rule, ...] = (
    Rule("half-of", "the? (first | second | last | latter) half of (Cell)", "HALF", parts.read_half_of),
    Rule(
        "part-of",
        "(sometime)? the? ((early | late | mid) (hyphen | in | on)? | (earlier | later) in"
        " | (early | late | begin | end | mid | rest) of) the? (Cell)"
        " | (earlier | later) (WEEK | MONTH | SEASON | QUARTER | HALF | YEAR | TIME)"
        " | (about | sometime in?) (Cell | CLOCK) (?! apos)",
        "SAME",
        parts.read_part_of,
    ),
)

DISTANCES: tuple[Rule, ...] = (
    Rule("ago", "DUR (ago | from now | hence)", "DAY", length.read_ago),
    Rule("from-date", "DUR (before | after) (DAY | MONTH | YEAR | SEASON)", "DAY", length.read_from_date),
    Rule("earlier", "DUR (earlier | later | (before | after) (?= comma | dot | para | stop | rpar | $))", "DAY",
         length.read_earlier),
)  # fmt: skip

_JOIN = "(Dash | to | through | until | comma? and | or | slash)"
RANGES: tuple[Rule, ...] = (
    Rule("day-number", f"(from | between)? DAY {_JOIN} Dayth (comma? YEAR)? (?! x | cap | units | colon | hyphen | dot n12)",
         "RANGE", ranges.read_day_then_number),
    Rule("number-day", f"(from | between)? Dayth {_JOIN} DAY", "RANGE", ranges.read_number_then_day),
    Rule("year-number", "(from | between)? YEAR (Dash | slash) Two (?! x | hyphen | slash | colon)", "RANGE",
         ranges.read_year_then_number),
    Rule("number-era", "(from | between)? (bignum | n99 | n59) (Dash | to | and | until) YEAR", "RANGE",
         ranges.read_number_then_era),
    Rule("range", f"from (Cell) (to | through | until | Dash) (Cell) | between (Cell) and (Cell)"
                  f" | YEAR {_JOIN} YEAR | MONTH {_JOIN} MONTH | DAY {_JOIN} DAY | SEASON {_JOIN} SEASON"
                  f" | TIME {_JOIN} TIME | QUARTER {_JOIN} QUARTER", "RANGE", ranges.read_range),
)  # fmt: skip

SILENT = ("NUM", "SOME", "NOT")


@lru_cache(maxsize=1)
def cascade() -> Cascade:
    """The grammar, compiled when first asked for: an import costs nothing."""
    return Cascade((NUMBERS, SETS + LENGTHS, CORES, COMBOS, PARTS, DISTANCES, RANGES), ALL_MACROS, SILENT)
