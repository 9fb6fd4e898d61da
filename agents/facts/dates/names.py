"""Names in the calendar and numbers: months, weekdays, units, seasons, parts of the day, each with class and value."""

from collections.abc import Mapping


def _listed(words: str) -> list[str]:
    return words.split()


_MONTHS = _listed("january february march april may june july august september october november december")
_ABBREVIATED = _listed("jan feb mar apr - jun jul aug sep oct nov dec")
_WEEKDAYS = _listed("monday tuesday wednesday thursday friday saturday sunday")
_TEENS = _listed("ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen")
_ONES = _listed("- one two three four five six seven eight nine")
_TENS = _listed("- - twenty thirty forty fifty sixty seventy eighty ninety")
_ORDINALS = _listed(
    "zeroth first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth "
    "fifteenth sixteenth seventeenth eighteenth nineteenth twentieth"
)

Value = int | float | str | tuple[str, int] | tuple[int, ...] | None

NAMES: Mapping[str, Mapping[str, Value]] = {
    # class: {word in lower case: value}
    "month": {name: number for number, name in enumerate(_MONTHS, 1) if name not in ("march", "may")},
    "monthabbr": {name: number for number, name in enumerate(_ABBREVIATED, 1) if name != "-"} | {"sept": 9},
    "weekday": dict(zip(_WEEKDAYS, range(7), strict=True)),
    "weekdayabbr": {"mon": 0, "tue": 1, "tues": 1, "wed": 2, "weds": 2, "thu": 3, "thur": 3, "thurs": 3, "fri": 4},
    "weekdays": {f"{name}s": number for number, name in enumerate(_WEEKDAYS)},
    # units: value is the unit; "second", "quarter", "fall" have classes of their own, because they are also other words
    "unit": {u: u for u in ("week", "month", "year", "decade", "fortnight", "hour", "minute")},
    "dayunit": {"day": "day"},
    "centuryunit": {"century": "century", "millennium": "millennium"},
    "units": {f"{u}s": u for u in ("day", "week", "month", "year", "decade", "fortnight", "hour", "minute", "second")}
    | {"centuries": "century", "millennia": "millennium", "yrs": "year", "hrs": "hour", "mins": "minute"},
    "quarter": {"quarter": "quarter"},
    "quarters": {"quarters": "quarter"},
    "semester": {"semester": "half"},
    "weekend": {"weekend": "weekend"},
    "weekends": {"weekends": "weekend"},
    "workdays": {"weekdays": None},
    "odd": {"odd": None},
    "period": {"period": None},
    "time": {"time": None},
    "moment": {"moment": None},
    "daypart": {
        "morning": "MO", "afternoon": "AF", "evening": "EV", "night": "NI", "dawn": "MO", "dusk": "EV",
        "daybreak": "MO", "nightfall": "EV", "daytime": "DT", "nighttime": "NI", "sunrise": "MO", "sunset": "EV",
        "lunchtime": "MI", "midmorning": "MO", "midafternoon": "AF", "predawn": "MO",
    },
    "dayparts": {"mornings": "MO", "afternoons": "AF", "evenings": "EV", "nights": "NI"},
    "noon": {"noon": 12, "midday": 12, "noontime": 12, "midnight": 24},
    "tonight": {"tonight": "NI"},
    "overnight": {"overnight": "NI"},
    "oclock": {},
    "times": {"times": None},
    "season": {"spring": 0, "summer": 1, "autumn": 2, "winter": 3, "springtime": 0, "summertime": 1, "wintertime": 3},
    "fall": {"fall": 2},
    "seasons": {"springs": 0, "summers": 1, "autumns": 2, "winters": 3},
    "today": {"today": 0, "yesterday": -1, "tomorrow": 1},
    # numbers in words
    "a": {"a": 1, "an": 1},
    "one": {"one": 1},
    "digit": {name: n for n, name in enumerate(_ONES) if n > 1},
    "teen": {name: 10 + n for n, name in enumerate(_TEENS)},
    "ten": {name: 10 * n for n, name in enumerate(_TENS) if n > 1},
    "scale": {"hundred": 100, "thousand": 1000, "dozen": 12},
    "couple": {"couple": 2},
    "vague": {"several": None, "few": None, "many": None, "numerous": None},
    "half": {"half": 0.5},
    "halves": {"halves": 0.5},
    "first": {"first": 1},
    "second": {"second": 2},
    "latter": {"latter": 2},
    "ord": {name: n for n, name in enumerate(_ORDINALS) if n > 2}
    | {"thirtieth": 30, "fortieth": 40, "fiftieth": 50, "final": -1},
    "bc": {"bc": None, "bce": None},
    "ad": {"ad": None, "ce": None},
    "ampm": {"am": 0, "pm": 12},
    "s": {"s": None},
    "local": {"local": None},
    "standard": {"standard": None, "daylight": None},
    "eighties": {"twenties": 2, "thirties": 3, "forties": 4, "fifties": 5, "sixties": 6, "seventies": 7, "eighties": 8,
                 "nineties": 9},
}  # fmt: skip
