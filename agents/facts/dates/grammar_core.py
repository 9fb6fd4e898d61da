"""The grammar's middle stage: whatever names a cell of the calendar, or a time of day, by itself."""

from agents.facts.dates import read_absolute as absolute
from agents.facts.dates import read_feast as feast
from agents.facts.dates import read_fiscal as fiscal
from agents.facts.dates import read_relative as relative
from agents.facts.dates import read_time as time
from agents.facts.dates.cascade import Rule

_AGO = "unit hyphen (ago | earlier)"
_QUARTER = "(Ordinal) hyphen? quarter"

ABSOLUTE: tuple[Rule, ...] = (
    Rule(
        "numeric-date",
        "yearnum hyphen n12 hyphen Dayn | (Two) slash (Two) slash (yearnum | Two)"
        " | Dayn dot n12 dot yearnum",
        "DAY",
        absolute.read_numeric,
    ),
    Rule("nine-eleven", "n12 slash n12 (?! slash)", "DAY", feast.read_nine_eleven),
    Rule("feast", "(the? Point)? feast joined{0,6} ((comma | of | in)? yearnum)?", "DAY", feast.read_feast),
    Rule(
        "date",
        "(Wd comma? the?)? Mon the? (Dayth) (?! (colon | dot) Sixty | ampm | hyphen unit)"
        " (comma? (yearnum | Ap))?"
        " | (Wd comma? the?)? (the? (ord31 | Ordinal) of? | (?<! colon | money) Dayn of?) Mon (comma? (yearnum | Ap))?"
        " | yearnum Mon Dayn (?! hyphen unit) | Wd comma? (Mon (Ordinal) | the ord31)",
        "DAY",
        absolute.read_date,
    ),
    Rule("month-year", "Mon of? Int bc | Mon (comma | of)? (yearnum | Ap)", "MONTH", absolute.read_month_year),
    Rule("season-year", "the? (season | fall) (of | in | comma)? (yearnum bc? | Int bc)", "SEASON", relative.read_season_year),
    Rule("decade", "the? (decade | apos decade2 | decade2 | yearnum apos s) bc? | the? eighties", "DECADE", absolute.read_decade),
    Rule("century", "the? (Ordinal) hyphen? centuryunit bc?", "CENTURY", absolute.read_century),
    Rule("era-year", "about? (ad Int | (Int | hhmm) bc)", "YEAR", absolute.read_era_year),
)  # fmt: skip

RELATIVE: tuple[Rule, ...] = (
    Rule(
        "quarter",
        "the? (yearnum | fiscal)? (Ordinal) quarter ((of | in | comma)? (the? fiscal)? yearnum)?"
        " | fiscal? (Ordinal) hyphen quarter | quartercode (of | comma)? yearnum? | yearnum hyphen? quartercode",
        "QUARTER",
        fiscal.read_quarter,
    ),
    Rule("year-ago", f"the? {_AGO} ({_QUARTER} | quarter | period) | {_AGO}", "QUARTER", fiscal.read_year_ago),
    Rule("half", "the? (first | second) hyphen? half (?= of yearnum) of yearnum | halfcode (of | comma)? yearnum?", "HALF",
         fiscal.read_half),
    Rule("year-ended", "the (fiscal)? unit (?= ended)", "DUR", fiscal.read_year_ended),
    Rule("fiscal-year", "the? (Point)? fiscal unit? yearnum | the? (Point)? (fiscal | full) unit", "YEAR",
         fiscal.read_fiscal_year),
    Rule("far-year", "the unit bignum (?! x)", "YEAR", absolute.read_far_year),
    Rule("year-period", "the yearnum period", "YEAR", absolute.read_year),
    Rule("told-period", "the latest period | the quarter (?! hyphen) | the latest (fiscal)? quarter", "QUARTER",
         fiscal.read_told_quarter),
    Rule("pointed-date", "last Mon Dayn", "DAY", absolute.read_date),
    Rule("nth-weekday", "the (Ordinal | last) weekday (of | in) Mon yearnum?", "DAY", relative.read_nth_weekday),
    Rule("pointed-weekday", "(the? Point) weekday", "DAY", relative.read_pointed_weekday),
    Rule("pointed-month", "the? Point Mon", "MONTH", relative.read_pointed_month),
    Rule("pointed-season", "the? Point (season | fall)", "SEASON", relative.read_pointed_season),
    Rule("this-part", "(the? Point) daypart | tonight | overnight", "TIME", time.read_this_part),
    Rule("pointed-day", "the? Point dayunit", "DAY", relative.read_pointed_unit),
    Rule("pointed-unit", "the? Point (unit | centuryunit | quarter | weekend | semester)", "YEAR",
         relative.read_pointed_unit),
)  # fmt: skip

SIMPLE: tuple[Rule, ...] = (
    Rule(
        "clock",
        "(n12 | n24) (colon | dot) Sixty (colon Sixty)? (ampm | oclock)? (zone | lpar zone rpar)?"
        " | n12 ampm (zone | local time)? | timeam zone? | decimal ampm zone? | (hhmm | yearnum) zone | zoned | noon"
        " | (n12 | NUM) oclock | n12 in the daypart",
        "CLOCK",
        time.read_clock,
    ),
    Rule("today", "today", "DAY", relative.read_today),
    Rule("weekday", "weekday | weekdayabbr dot?", "DAY", relative.read_weekday),
    Rule("month", "month | monthabbr dot | (?<= Leads) (weakmonth | monthabbr) | (?<= the) weakmonth (?= x)", "MONTH", absolute.read_month),
    Rule("year", "the unit yearnum | (?<! money | symbol) yearnum (?! percent | units | hyphen unit)"
                 " | apos (n59 | n99)", "YEAR", absolute.read_year),
    Rule("short-year", "(?<= in) n99 (?= and n99 | comma | dot | para)", "YEAR", absolute.read_short_year),
    Rule("season", "the season | (?<= SeasonLeads) season | the fall (?! of) | in fall (?= comma | dot)", "SEASON",
         relative.read_season),
    Rule("reference", "right? now | recently | (?<! as | cap) soon (?! as | after | x) | the near? future | future | the near term"
                      " | at the (moment | present) | at present (?= comma | dot | time)", "REF",
         relative.read_now),
    Rule("present", "current (?! unit) | recent | the past (?! x) | present hyphen? unit", "REF",
         relative.read_present),
    Rule("compact-date", "date8 | (?<= on | date) garbled", "DAY", absolute.read_compact),
)  # fmt: skip

CORES = ABSOLUTE + RELATIVE + SIMPLE
