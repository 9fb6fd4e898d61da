"""The grammar's first stages: numbers, then whatever names a cell of the calendar by itself."""

from agents.facts.dates import read_absolute as absolute
from agents.facts.dates import read_relative as relative
from agents.facts.dates import read_time as time
from agents.facts.dates.cascade import Phrase, Rule
from agents.facts.dates.scene import Scene

MACROS: dict[str, str] = {
    # name, in patterns only: what it stands for
    "Mon": "month | weakmonth | monthabbr dot?",
    "Dayn": "n12 | n24 | n31",
    "Dayth": "n12 | n24 | n31 | ord31",
    "Wd": "weekday | weekdayabbr dot? | weakday dot?",
    "Two": "zero | n12 | n24 | n31 | n59 | n99",
    "Int": "n12 | n24 | n31 | n59 | n99 | bignum | yearnum",
    "Sixty": "zero | n12 | n24 | n31 | n59",
    "Unit": "unit | quarter | second",
    "Units": "units | quarters | weekends",
    "Point": "last | past | next | coming | this (past | coming | same)? | that same? | same | previous | following"
    " | current | latest",
    "Ap": "apos (n12 | n24 | n31 | n59 | n99 | zero)",
    "Upto99": "ten (hyphen? (digit | one))? | teen | digit | one",
}


def nothing(phrase: Phrase, scene: Scene) -> None:
    """A phrase that says nothing by itself."""
    del phrase, scene


NUMBERS: tuple[Rule, ...] = (
    Rule("year-words", "(the unit (?=teen))? teen ten (hyphen? (digit | one))?", "YEAR", absolute.read_year_words),
    Rule(
        "number",
        "(digit | teen | ten (hyphen? (digit | one))? | one (?=scale) | a (?=scale))"
        "(hyphen? scale (and? (Upto99))?){0,3}",
        "NUM",
        nothing,
    ),
    Rule(
        "fraction",
        "n12 hyphen? n12 slash n12 | n12 slash n12 (?= units | hyphen | unit) | (Int)? onehalf",
        "NUM",
        nothing,
    ),
    Rule("some", "a? vague", "SOME", nothing),
)

CORES: tuple[Rule, ...] = (
    Rule(
        "numeric-date",
        "yearnum hyphen n12 hyphen Dayn | n12 slash Dayn slash (yearnum | Two) | Dayn slash n12 slash (yearnum | Two)"
        " | Dayn dot n12 dot yearnum",
        "DAY",
        absolute.read_numeric,
    ),
    Rule("compact-date", "bignum", "DAY", absolute.read_compact),
    Rule(
        "date",
        "(Wd comma? the?)? Mon the? Dayth (comma? (yearnum | Ap))? (?!colon | ampm | hyphen unit)"
        " | (Wd comma? the?)? (the? ord31 of? | (?<!colon) Dayn of?) Mon (comma? (yearnum | Ap))?"
        " | yearnum Mon Dayn",
        "DAY",
        absolute.read_date,
    ),
    Rule("month-year", "Mon (comma | of)? (yearnum | Ap)", "MONTH", absolute.read_month_year),
    Rule("season-year", "the? (season | fall) (of | in | comma)? yearnum", "SEASON", relative.read_season_year),
    Rule(
        "decade",
        "the? (decade | apos decade2 | decade2 | yearnum apos s (?= x | of | para | dot | comma)) | the eighties",
        "DECADE",
        absolute.read_decade,
    ),
    Rule("century", "the? (ord31 | ord | first | second) hyphen? unit bc?", "CENTURY", absolute.read_century),
    Rule("era-year", "ad Int | Int bc | hhmm bc", "YEAR", absolute.read_era_year),
    Rule("pointed-weekday", "(the? Point) weekday", "DAY", relative.read_pointed_weekday),
    Rule("pointed-month", "the? Point Mon", "MONTH", relative.read_pointed_month),
    Rule("pointed-season", "the? Point (season | fall)", "SEASON", relative.read_pointed_season),
    Rule("this-part", "(the? Point) daypart | tonight", "TIME", time.read_this_part),
    Rule("pointed-unit", "the? Point (unit | quarter | weekend | semester)", "YEAR", relative.read_pointed_unit),
    Rule(
        "clock",
        "(n12 | n24) (colon | dot) Sixty (colon Sixty)? ampm? (zone | lpar zone rpar)? | n12 ampm zone? | timeam zone?"
        " | decimal ampm zone? | (hhmm | yearnum) zone | zoned | noon | n12 oclock",
        "CLOCK",
        time.read_clock,
    ),
    Rule("today", "today", "DAY", relative.read_today),
    Rule("weekday", "Wd", "DAY", relative.read_weekday),
    Rule("month", "month | weakmonth | monthabbr dot?", "MONTH", absolute.read_month),
    Rule("year", "(the unit)? yearnum | apos (n59 | n99)", "YEAR", absolute.read_year),
    Rule("season", "the (season | fall) | season", "SEASON", relative.read_season),
    Rule("reference", "right? now | recently | soon | the near? future | formerly", "REF", relative.read_now),
    Rule("present", "current | recent | the past", "REF", relative.read_present),
)
