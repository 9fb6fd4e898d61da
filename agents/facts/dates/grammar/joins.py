"""The grammar's last stages: what is made of phrases: Friday morning, early 1998, two days before Christmas, ranges."""

from agents.facts.dates.cascade import Rule
from agents.facts.dates.read import clock, daypart, distance, length, part, quarter, range, reference, unit, weekday  # noqa: A004

COMBOS: tuple[Rule, ...] = (
    Rule(
        "quarter-of",
        "(QUARTER | HALF) (of | in) YEAR | YEAR apos s (QUARTER | HALF)",
        "QUARTER",
        quarter.read_quarter_of,
    ),
    Rule("beside-today", "the dayunit (before | after) DAY", "DAY", weekday.read_beside_today),
    Rule("length-and-length", "DUR and? DUR", "DUR", length.read_two_lengths),
    Rule("day-of-month", "the (ord31 | Ordinal) dayunit? of (YEAR | MONTH)", "DAY", part.read_day_of_month),
    Rule("same-time", "(the? same (period | time) | this time) (of | in)? YEAR", "YEAR", part.read_same_time),
    Rule("nth-week", "the (Ordinal | last) unit of (MONTH | YEAR)", "WEEK", unit.read_nth_week),
    Rule("week-of", "the (unit | weekend) of DAY", "WEEK", unit.read_week_of),
    Rule("of-that-year", "(DAY | MONTH | SEASON) of? YEAR", "DAY", part.read_of_year),
    Rule(
        "clock-twice",
        "about? CLOCK lpar CLOCK rpar (comma | on)? DAY",
        "RANGE",
        clock.read_clock_twice,
    ),
    Rule(
        "day-clock",
        "CLOCK (comma | on)? DAY | DAY comma? at? about? CLOCK",
        "TIME",
        clock.read_day_clock,
    ),
    Rule("part-clock", "CLOCK (comma | on)? TIME | TIME at CLOCK", "TIME", clock.read_part_clock),
    Rule(
        "day-part",
        "DAY comma? daypart"
        " | (the? (early | late)? daypart DUR? (of | on) | mid hyphen daypart) DAY"
        " | the? (early | wee) (units | DUR) of DAY",
        "TIME",
        daypart.read_day_part,
    ),
    Rule(
        "beside",
        "the (Unit) ((before | after | earlier) (?= Ends) | following (?! x | cap | the | a))",
        "DAY",
        unit.read_unit_beside,
    ),
    Rule("year-end", "unit hyphen? end | the? unit apos s end", "DAY", part.read_year_end),
    Rule(
        "the-unit",
        "the (unit | dayunit | weekend)"
        " (?! x | cap | of | before | after | that | hyphen | slash | yearnum | DAY | MONTH | YEAR)",
        "YEAR",
        unit.read_the_unit,
    ),
    Rule(
        "bare-part",
        "the (early | wee) (units | DUR) of the daypart"
        " | (?<= in | during | of) the (early | late)? daypart (?! of | x)"
        " | the daypart (before | after) (?= Ends) | mid hyphen daypart (?= Ends | and)",
        "TIME",
        daypart.read_bare_part,
    ),
    Rule("former", "former", "REF", reference.read_former),
)

PARTS: tuple[Rule, ...] = (
    Rule("quarter-of", "(QUARTER | HALF) (of | in) YEAR", "QUARTER", quarter.read_quarter_of),
    Rule("half-of", "the? (first | second | last | latter) half of (Cell)", "HALF", part.read_half_of),
    Rule(
        "part-of",
        "sometime? the? ((early | mid) hyphen? (to | and | or) hyphen? (mid | late) hyphen?"
        " | (early | late | mid) (hyphen | in | on)? | (earlier | later) in"
        " | (early | late | begin | end | mid | rest) of) the? (Cell)"
        " | (earlier | later) (Larger)"
        " | (about | sometime in?) (Cell | CLOCK) (?! apos)"
        " | no (later | earlier) than (Cell | CLOCK)",
        "SAME",
        part.read_part_of,
    ),
)

DISTANCES: tuple[Rule, ...] = (
    Rule("ago-then", "DUR ago on? (DAY | YEAR | TIME)", "DAY", distance.read_ago_then),
    Rule("in-time", "DUR apos (s)? time", "DAY", distance.read_in_time),
    Rule(
        "ago",
        "(the? same (period | time) | this time)? DUR ago | DUR (from REF | hence)",
        "DAY",
        distance.read_ago,
    ),
    Rule(
        "from-date",
        "DUR (before | after | from) (DAY | MONTH | YEAR | SEASON) (?! to | through | until | Dash)"
        " | the (Unit) (before | after) (DAY | YEAR)",
        "DAY",
        distance.read_from_date,
    ),
    Rule("earlier", "DUR (earlier | later | (before | after) (?= Ends))", "DAY", distance.read_earlier),
)

RANGES: tuple[Rule, ...] = (
    Rule(
        "day-list",
        "DAY comma Dayth (comma Dayth){0,6} comma? (and | or) Dayth"
        " (?! cap | units | colon | hyphen | dot n12 | percent)",
        "RANGE",
        range.read_day_list,
    ),
    Rule("number-clock", "(from | between)? n12 (Join) (TIME | CLOCK)", "RANGE", range.read_number_then_clock),
    Rule(
        "day-number",
        "(from | between)? DAY (Join) Dayth (comma? YEAR)? (?! cap | units | colon | hyphen | dot n12)",
        "RANGE",
        range.read_day_then_number,
    ),
    Rule("number-day", "(from | between)? Dayth (Join) DAY", "RANGE", range.read_number_then_day),
    Rule(
        "year-number",
        "(from | between)? YEAR (Dash | slash) Two (?! hyphen | slash | colon)",
        "RANGE",
        range.read_year_then_number,
    ),
    Rule(
        "number-era",
        "(from | between)? (bignum | n99 | n59) (Dash | to | and | until) YEAR",
        "RANGE",
        range.read_number_then_era,
    ),
    Rule(
        "range",
        "from (Cell) (to | through | until | Dash) (Cell) | between (Cell) and (Cell)"
        " | YEAR (Join) YEAR | MONTH (Join) MONTH | DAY (Join) DAY | SEASON (Join) SEASON"
        " | TIME (Join) TIME | QUARTER (Join) QUARTER",
        "RANGE",
        range.read_range,
    ),
)
