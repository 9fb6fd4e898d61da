"""The grammar's first stages: numbers, what only looks like time, repeated times, lengths."""

from agents.facts.dates.cascade import Phrase, Rule
from agents.facts.dates.read import decade, length, repeated, span, weekday, year
from agents.facts.dates.scene import Scene


def nothing(phrase: Phrase, scene: Scene) -> None:
    """A phrase that says nothing by itself."""
    del phrase, scene


NUMBERS: tuple[Rule, ...] = (
    Rule("year-words", "(the unit (?= teen))? teen ten (hyphen? (digit | one))?", "YEAR", year.read_year_words),
    Rule("year-words", "the unit digit scale (and? Upto99)?", "YEAR", year.read_thousand_words),
    Rule(
        "number",
        "(digit | teen | ten (hyphen? (digit | one))? | one (?= scale) | a (?= scale))"
        " (hyphen? scale (and? (Upto99))?){0,3}",
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
    Rule(
        "quarter-of-unit",
        "(Qmod)? (a? quarter | (NUM | n12) hyphen? quarters) (of a Unit | hyphen? centuryunit)",
        "DUR",
        length.read_quarters,
    ),
    Rule(
        "not-a-date", "(weekday | today) periodical | nickname weekday | ((Count) hyphen?)? quarters of", "NOT", nothing
    ),
    Rule(
        "century",
        "the? (ord31 | ord) (and | to | or | hyphen | ndash) the? (ord31 | ord) hyphen? units",
        "CENTURY",
        decade.read_two_centuries,
    ),
    Rule("weekdays-ago", "(NUM | n12) weekdays ago", "DAY", weekday.read_weekdays_ago),
    Rule(
        "every",
        "(frequency | (NUM | Int) times)? (nearly | about)?"
        " every (other | NUM | SOME | couple of | Int | ord31 | ord | second | of)? single? (Unit | units | quarter)",
        "SET",
        repeated.read_every,
    ),
    Rule(
        "every-day",
        "every (other)? (weekday daypart? | Mon | season | daypart | weekend)",
        "SET",
        repeated.read_every_day,
    ),
    Rule("times-per", "(frequency | (NUM | Int) times) (a | per | every) (Unit)", "SET", repeated.read_per),
    Rule(
        "per", "(?<= units) a (Unit) (?! ago | earlier | later | before | after | and | or)", "SET", repeated.read_per
    ),
    Rule("per", "per (Unit)", "SET", repeated.read_per),
    Rule("habit", "habit", "SET", repeated.read_habit),
    Rule(
        "every-nth-weekday",
        "the? (Ordinal | last) weekday of every (unit | Mon)",
        "SET",
        repeated.read_every_nth_weekday,
    ),
    Rule("weekends", "(?<= on | at | in | every | during | and | or) weekends", "SET", repeated.read_weekends),
    Rule(
        "workdays",
        "(?<= on | during | and | or | every) workdays | workdays (?= Ends | only)",
        "SET",
        repeated.read_workdays,
    ),
    Rule("weekdays", "weekdays (daypart | dayparts)? | weekday dayparts", "SET", repeated.read_weekdays),
)

LENGTHS: tuple[Rule, ...] = (
    Rule("span", "(Qmod)? the? (Back) (Count) (to | or | hyphen) (Count) (Units)", "DUR", span.read_vague_span),
    Rule(
        "span",
        "(Qmod)? the? (these? (Back) (Many)? more? full? (fiscal | calendar | kindofday)? (Units) (or so)?"
        " | (Back) Unit and a half"
        " | (NUM | Int) (Back) (Units)"
        " | (units | (Count) units) ahead)",
        "DUR",
        span.read_span,
    ),
    Rule("span", "the? (first | ord) (NUM | Int | SOME) (Units)", "DUR", length.read_length),
    Rule(
        "half-unit",
        "(Qmod)? (half a Unit | a? half hyphen Unit | a half Unit | (NUM | n12) and a half (Units)"
        " | (NUM | n12) hyphen? and hyphen? a hyphen? half hyphen? (Unit | Units)"
        " | (a | one)? hyphen? Unit hyphen and hyphen a hyphen half)",
        "DUR",
        length.read_length,
    ),
    Rule(
        "duration",
        "(Qmod)? (another | additional)? (?<! money) (Many) hyphen? (more | full | straight | additional | kindofday)?"
        " (Units | Unit | hyphen quarter | hyphen second) (hyphen? long)? (hyphen? period)? (and a half)? (or so)?"
        " | (Qmod)? a (NUM | Int | SOME | decimal) hyphen? (Unit | hyphen quarter) hyphen? (period | long)"
        " | (Qmod)? the (NUM | Int | SOME | decimal) kindofday? (Units)"
        " | (Qmod)? another Unit | (NUM | Int) hyphen? odd (Units) | (NUM | Int) or (NUM | Int | SOME) (Units)"
        " | (Qmod) a full? Unit (and a half)?"
        " | (?<! x | cap | rpar | percent | n12 | n24 | n31 | n59 | n99 | bignum | decimal | yearnum)"
        " a full? Unit (and a half | or so | or NUM)?"
        " | a Unit (?= ago | earlier | later | before | after)"
        " | (Unit | units) hyphen long",
        "DUR",
        length.read_length,
    ),
    Rule("these-days", "these units (?! of)", "REF", span.read_these_days),
    Rule(
        "units",
        "(?<! x | cap | hyphen | feastword | apos) the? units (?! old | of (x | cap))",
        "DUR",
        length.read_length,
    ),
)
