"""The grammar: its stages in order, and the words that a run must have to be looked at."""

from functools import lru_cache

from agents.facts.dates.cascade import Cascade
from agents.facts.dates.grammar.cores import CORES
from agents.facts.dates.grammar.joins import COMBOS, DISTANCES, PARTS, RANGES
from agents.facts.dates.grammar.lengths import LENGTHS, NUMBERS, SETS
from agents.facts.dates.grammar.macros import MACROS
from agents.facts.dates.islands import Islands

STAGES = (NUMBERS, SETS + LENGTHS, CORES, COMBOS, PARTS, DISTANCES, RANGES)
CORE_WORDS: tuple[str, ...] = (
    "month", "weakmonth", "monthabbr", "weekday", "weekdayabbr", "weekdays", "unit", "dayunit", "centuryunit", "units",
    "quarter", "quarters", "weekend", "daypart", "dayparts", "noon", "tonight", "overnight", "season", "fall", "today",
    "yearnum", "decade", "decade2", "ampm", "timeam", "zoned", "habit", "now", "recently", "soon", "future", "former",
    "current", "recent", "past", "present", "bc", "ad", "feast", "eighties", "date8", "garbled", "n99", "slash",
    "oclock", "zone", "quartercode", "halfcode", "teen", "moment", "period", "weekends", "workdays", "codeyear",
)  # fmt: skip
CORE_PAIRS = ("at (the | that) time", "hyphen second", "colon (zero | n12 | n24 | n31 | n59 | n99)")
"""What is of time only together: 30-second, 21:30."""
SILENT = ("NUM", "SOME", "NOT")


@lru_cache(maxsize=1)
def cascade() -> Cascade:
    """The grammar, compiled when first asked for: an import costs nothing."""
    return Cascade(STAGES, MACROS, SILENT)


@lru_cache(maxsize=1)
def islands() -> Islands:
    """What finds the runs that the grammar is put to."""
    return Islands(CORE_WORDS, CORE_PAIRS)
