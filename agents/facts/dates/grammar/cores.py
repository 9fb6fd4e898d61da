"""The grammar's middle stage: whatever names a cell of the calendar, or a time of day, by itself."""

from agents.facts.dates.cascade import Rule
from agents.facts.dates.read import clock, date, daypart, decade, feast, quarter, reference, season, unit, weekday, year

_QUARTER = "(Ordinal) hyphen? quarter"
_AGO = "unit hyphen (ago | earlier)"

ABSOLUTE: tuple[Rule, ...] = (
    Rule(
        "numeric-date",
        "yearnum hyphen (Two) hyphen (Two) (?! clockmark | hyphen) | yearnum slash n12 slash Dayn"
        " | (Dayn hyphen Mon | Mon hyphen Dayn) hyphen (yearnum | Two) | (Two) slash (Two) slash (yearnum | Two)"
        " | Dayn dot n12 dot yearnum",
        "DAY",
        date.read_numeric,
    ),
    Rule(
        "stamp",
        "yearnum hyphen n12 hyphen Dayn clockmark Sixty colon Sixty (colon Sixty)? zone?",
        "TIME",
        clock.read_stamp,
    ),
    Rule("month-slash-year", "n12 slash yearnum", "MONTH", date.read_month_slash_year),
    Rule("nine-eleven", "n12 slash n12 (?! slash)", "DAY", feast.read_nine_eleven),
    Rule("feast", "(the? Point)? feast joined{0,6} weekend? ((comma | of | in)? yearnum)?", "DAY", feast.read_feast),
    Rule("may-day", "weakmonth dayunit yearnum?", "DAY", date.read_may_day),
    Rule(
        "date",
        "(Wd comma? the?)? Mon the? (Dayth) (?! (colon | dot) Sixty | ampm | hyphen unit) (comma? (yearnum | Ap))?"
        " | (Wd comma? the?)? (the? (ord31 | Ordinal) of? | (?<! colon | money) Dayn of?) Mon (comma? (yearnum | Ap))?"
        " | yearnum Mon Dayn (?! hyphen unit) | (Wd comma?)? Mon comma Dayn comma? yearnum"
        " | (Wd comma? the?)? Mon (ord | first | second)"
        " (?! x | cap | hyphen | quarter | unit | dayunit | weekday | half)"
        " | Wd comma? Mon (Ordinal)",
        "DAY",
        date.read_date,
    ),
    Rule("month-year", "Mon of? Int bc | Mon (comma | of)? (yearnum | Ap)", "MONTH", date.read_month_year),
    Rule("season-year", "the? (Season) (of | in | comma)? (yearnum bc? | Int bc)", "SEASON", season.read_season_year),
    Rule(
        "decade",
        "the? (decade | apos decade2 | decade2 | yearnum apos s) bc? | the? eighties",
        "DECADE",
        decade.read_decade,
    ),
    Rule("century", "the? (Ordinal) hyphen? centuryunit bc?", "CENTURY", decade.read_century),
    Rule("era-year", "about? (ad Int | (Int | hhmm) bc)", "YEAR", year.read_era_year),
)

RELATIVE: tuple[Rule, ...] = (
    Rule(
        "quarter",
        "the? (yearnum | fiscal)? (Ordinal) quarter ((of | in | comma)? (the? fiscal)? yearnum)?"
        " | the? last quarter (of | in) yearnum"
        " | the? last quarter (?= (of | in) (the | this | that | last | next) fiscal? unit)"
        " | fiscal? (Ordinal) hyphen quarter | quartercode (of | comma)? yearnum? | yearnum hyphen? quartercode",
        "QUARTER",
        quarter.read_quarter,
    ),
    Rule("code-year", "codeyear", "QUARTER", quarter.read_code_year),
    Rule("year-ago", f"the? {_AGO} ({_QUARTER} | quarter | period) | {_AGO}", "QUARTER", quarter.read_year_ago),
    Rule(
        "half",
        "the? (first | second) hyphen? half of yearnum | halfcode (of | comma)? yearnum?",
        "HALF",
        quarter.read_half,
    ),
    Rule("year-ended", "the (fiscal)? unit (?= ended | to Mon | to Dayn Mon)", "DUR", quarter.read_year_ended),
    Rule(
        "fiscal-year",
        "the? yearnum fiscal unit | the? (Point)? fiscal unit? yearnum | the? (Point)? (fiscal | full) unit",
        "YEAR",
        quarter.read_fiscal_year,
    ),
    Rule("far-year", "the unit bignum (?! x)", "YEAR", year.read_far_year),
    Rule("year-period", "the yearnum period", "YEAR", year.read_year),
    Rule(
        "told-quarter",
        "the latest period | the quarter (?! hyphen) | the latest (fiscal)? quarter | the? most recent quarter",
        "QUARTER",
        quarter.read_told_quarter,
    ),
    Rule("pointed-date", "last Mon Dayn", "DAY", date.read_date),
    Rule("nth-weekday", "the (Ordinal | last) weekday (of | in) Mon yearnum?", "DAY", weekday.read_nth_weekday),
    Rule("week-and-day", "the? Point unit weekday (?! comma | Mon)", "DAY", weekday.read_week_and_day),
    Rule(
        "same-cell",
        "the? same (unit | quarter | dayunit) (of | in)? (last | previous | this | next) unit",
        "YEAR",
        unit.read_same_cell,
    ),
    Rule("weekday-twice", "the? weekday (before last | after next)", "DAY", weekday.read_weekday_twice),
    Rule("weekday-and-day", "weekday comma? the ord31 (?! x | cap | of)", "DAY", weekday.read_weekday_and_day),
    Rule("overnight-day", "overnight on? weekday | weekday overnight", "TIME", daypart.read_overnight),
    Rule("pointed-weekday", "(the? Point) weekday", "DAY", weekday.read_pointed_weekday),
    Rule("pointed-month", "the? Point Mon", "MONTH", season.read_pointed_month),
    Rule("pointed-season", "the? Point (Season)", "SEASON", season.read_pointed_season),
    Rule("this-part", "(the? Point) daypart | tonight | overnight", "TIME", daypart.read_this_part),
    Rule("part-twice", "the daypart before last", "TIME", daypart.read_this_part),
    Rule("unit-twice", "the (Unit) (before last | after next)", "YEAR", unit.read_unit_twice),
    Rule("pointed-day", "the? Point dayunit", "DAY", unit.read_pointed_unit),
    Rule(
        "pointed-unit",
        "the? Point (unit | centuryunit | quarter | weekend | semester)",
        "YEAR",
        unit.read_pointed_unit,
    ),
)

SIMPLE: tuple[Rule, ...] = (
    Rule(
        "clock",
        "(n12 | n24 | zero) (colon | dot) Sixty (colon Sixty)? (ampm | oclock)?"
        " (zone | uszone | local time | lpar zone rpar)?"
        " | n12 ampm (zone | uszone | local time)? | timeam (zone | uszone | local time)?"
        " | decimal ampm (zone | uszone | local time)?"
        " | (hhmm | yearnum) (zone | local time) | zoned | noon (zone | local time)?"
        " | (half | a? quarter) past (NUM | n12 | noon) (?! percent) | a? quarter (to | before) (NUM | n12 | noon)"
        " (?! percent) | (?<= at | by | until | since | after | before | about) (NUM | n12 | n24 | n31 | n59) units?"
        " (past | to | before) (NUM | n12 | noon) (?! percent | x | units)"
        " | (n12 | NUM) oclock (in the daypart)? | n12 in the daypart"
        " | (?<= at | by | since | until | about) NUM in the daypart",
        "CLOCK",
        clock.read_clock,
    ),
    Rule(
        "impossible-time",
        "(?<= at | by | until | since | from | about) (n12 | n24 | n31 | n59 | n99) colon (Two)"
        " (?! of | colon | slash)"
        " | (n12 | n24 | n31 | n59 | n99) colon (Two) ampm | (n24 | n31 | n59 | n99) ampm",
        "REF",
        clock.read_impossible,
    ),
    Rule("today", "today", "DAY", weekday.read_today),
    Rule("weekday", "weekday | weekdayabbr dot?", "DAY", weekday.read_weekday),
    Rule(
        "month",
        "month | monthabbr dot | (?<= Leads) (weakmonth | monthabbr) | (?<= the) weakmonth (?= x)",
        "MONTH",
        date.read_month,
    ),
    Rule(
        "year",
        "the unit yearnum | (?<! money | symbol) yearnum (?! percent | units | hyphen unit) | apos (n59 | n99)",
        "YEAR",
        year.read_year,
    ),
    Rule(
        "short-year",
        "(?<= in) n99 (?= and n99 | comma | dot | para) | (?<= in n99 and) n99 (?! x | units)",
        "YEAR",
        year.read_short_year,
    ),
    Rule(
        "season",
        "the season | (?<= SeasonLeads) season | the fall (?! of) | (?<= in) fall (?= comma | dot)",
        "SEASON",
        season.read_season,
    ),
    Rule(
        "reference",
        "right? now | recently | (?<! as | cap) soon (?! as | after | x) | the near? future | future | the near term"
        " | at the (moment | present) | at present (?= comma | dot | time | para | stop | $)",
        "REF",
        reference.read_now,
    ),
    Rule("then", "(?<= at) (the | that) time (?= Ends | and)", "REF", reference.read_then),
    Rule("present", "current (?! unit) | recent | the past | present hyphen? unit", "REF", reference.read_present),
    Rule("compact-date", "date8 | (?<= on | date) garbled", "DAY", date.read_compact),
)

CORES = ABSOLUTE + RELATIVE + SIMPLE
