"""The grammar's first stages: numbers, what only looks like time, repeated times, lengths."""

from agents.facts.dates import read_absolute as absolute
from agents.facts.dates import read_duration as length
from agents.facts.dates import read_sets as sets
from agents.facts.dates.cascade import Phrase, Rule
from agents.facts.dates.scene import Scene

MACROS: dict[str, str] = {
    # name, in patterns only: what it stands for
    "Mon": "month | weakmonth | monthabbr dot?",
    "Dayn": "n12 | n24 | n31",
    "Dayth": "n12 | n24 | n31 | ord31",
    "Ordinal": "ord31 | ord | first | second",
    "Wd": "weekday | weekdayabbr dot? | weakday dot?",
    "Two": "zero | n12 | n24 | n31 | n59 | n99",
    "Int": "n12 | n24 | n31 | n59 | n99 | bignum | yearnum",
    "Sixty": "zero | n12 | n24 | n31 | n59",
    "Unit": "unit | dayunit | centuryunit",
    "Units": "units | quarters | weekends",
    "Dash": "hyphen | ndash",
    "Back": "last | past | next | coming | recent | previous | following | latest",
    "Point": "last | past | next | coming | this (past | coming | same)? | that same? | same | previous | following"
    " | current | latest",
    "Ap": "apos (n12 | n24 | n31 | n59 | n99 | zero)",
    "Upto99": "ten (hyphen? (digit | one))? | teen | digit | one",
    "Qmod": "about | nearly | over (?= a (unit | dayunit)) | (more | less) than | at (least | most) | up to"
    " | no (more | less) than",
    "Count": "NUM | SOME | Int | decimal | a | one | a? couple of?",
    "Leads": "in | since | of | until | by | from | to | through | between | and | during | early | late | mid | lpar"
    " | before | after | or | hyphen | ndash | comma | this | last | next | begin | end | slash | every | about",
    # what may stand before a bare month or a year that could be another word
    "SeasonLeads": "in | since | of | until | by | from | to | through | between | and | during | early | late | mid"
    " | before | after | or | this | every | about",
}


def nothing(phrase: Phrase, scene: Scene) -> None:
    """A phrase that says nothing by itself."""
    del phrase, scene


NUMBERS: tuple[Rule, ...] = (
    Rule("year-words", "(the unit (?=teen))? teen ten (hyphen? (digit | one))?", "YEAR", absolute.read_year_words),
    Rule("year-words", "the unit digit scale (and? Upto99)?", "YEAR", absolute.read_thousand_words),
    Rule(
        "number",
        "(digit | teen | ten (hyphen? (digit | one))? | one (?=scale) | a (?=scale))"
        "(hyphen? scale (and? (Upto99))?){0,3}",
        "NUM",
        nothing,
    ),
    Rule(
        "fraction",
        "n12 hyphen? n12 slash n12 (?! slash) | n12 slash n12 (?= units | hyphen unit) | (Int)? onehalf",
        "NUM",
        nothing,
    ),
    Rule("some", "(?<! scale) a? vague", "SOME", nothing),
)

SETS: tuple[Rule, ...] = (
    Rule("age", "(Count) hyphen? (Unit | units) (hyphen? old | of old)", "NOT", nothing),
    Rule("not-a-date", "(weekday | today) periodical | nickname weekday | (Count)? quarters of", "NOT", nothing),
    Rule(
        "every",
        "(nearly | about)? every (other | NUM | Int | ord31 | ord | second | of)? single? (Unit | units | quarter)",
        "SET",
        sets.read_every,
    ),
    Rule(
        "every-day", "every (other)? (weekday daypart? | Mon | season | daypart | weekend)", "SET", sets.read_every_day
    ),
    Rule("times-per", "(frequency | (NUM | Int) times) (a | per | every) (Unit)", "SET", sets.read_per),
    Rule("per", "per (Unit)", "SET", sets.read_per),
    Rule("habit", "habit", "SET", sets.read_habit),
    Rule("weekdays", "weekdays (daypart | dayparts)? | weekday dayparts", "SET", sets.read_weekdays),
)

LENGTHS: tuple[Rule, ...] = (
    Rule("span", "(Qmod)? the? (Back) (Count) (to | or | hyphen) (Count) (Units)", "DUR", length.read_vague_span),
    Rule(
        "span",
        "(Qmod)? the? ((these)? (Back) (NUM | SOME | Int | decimal | one | a? couple of?)? more? full? (fiscal | calendar)? (Units) (or so)?"
        " | (Back) Unit and a half"
        " | (NUM | Int) (Back) (Units) | (units | (Count) units) ahead)",
        "DUR",
        length.read_span,
    ),
    Rule("span", "the? (first | ord) (NUM | Int | SOME) (Units)", "DUR", length.read_length),
    Rule("half-unit", "(Qmod)? (half a Unit | a? half hyphen Unit | a half Unit)", "DUR", length.read_length),
    Rule(
        "duration",
        "(Qmod)? (another | additional)? (?<! money) (NUM | SOME | Int | decimal | one | a? couple of?) hyphen?"
        " (more | full | straight | additional)? (Units | Unit | hyphen quarter | hyphen second) (hyphen? long)? (hyphen? period)?"
        " (and a half)? (or so)?"
        " | (Qmod)? a (NUM | Int | SOME | decimal) hyphen? (Unit | hyphen quarter) hyphen? (period | long)"
        " | (Qmod)? the (NUM | Int | SOME | decimal) (Units)"
        " | (Qmod)? another Unit"
        " | (Qmod) a full? Unit (and a half)?"
        " | (?<! x | cap | rpar | percent | n12 | n24 | n31 | n59 | n99 | bignum | decimal | yearnum)"
        " a full? Unit (and a half | or so | or NUM)?"
        " | a Unit (?= ago | earlier | later | before | after)"
        " | (Unit | units) hyphen long",
        "DUR",
        length.read_length,
    ),
    Rule("these-days", "these units (?! of)", "REF", length.read_these_days),
    Rule("units", "(?<! x | cap | hyphen | feastword | apos) the? units (?! old | of (x | cap))", "DUR",
         length.read_length),
)  # fmt: skip
