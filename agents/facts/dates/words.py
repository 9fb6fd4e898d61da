"""The words of time: each with its class and its value, as tables. The grammar speaks of classes only."""

from collections.abc import Mapping

from agents.facts.dates.names import NAMES, Value

_POINTERS: Mapping[str, Mapping[str, Value]] = {
    # class: {word in lower case: value}
    # determiners and adjectives that point
    "the": {"the": None},
    "last": {"last": -1},
    "past": {"past": -1},
    "next": {"next": 1},
    "coming": {"coming": 1, "upcoming": 1, "forthcoming": 1},
    "this": {"this": 0},
    "that": {"that": 0},
    "these": {"these": 0, "those": 0},
    "same": {"same": 0},
    "previous": {"previous": -1, "preceding": -1, "prior": -1},
    "following": {"following": 1, "ensuing": 1, "succeeding": 1, "subsequent": 1},
    "current": {"current": 0},
    "present": {"present": 0},
    "latest": {"latest": 0},
    "recent": {"recent": -1},
    "ahead": {"ahead": 1},
    "every": {"every": 1, "each": 1},
    "per": {"per": 1},
    "single": {"single": None},
    "kindofday": {"trading": None, "working": None, "business": None},
    "wee": {"wee": None},
    "other": {"other": 2, "alternate": 2},
    "frequency": {"once": 1, "twice": 2},
    "habit": {
        "daily": "P1D", "weekly": "P1W", "monthly": "P1M", "yearly": "P1Y", "annually": "P1Y",
        "hourly": "PT1H", "nightly": "P1D", "biweekly": "P2W", "bimonthly": "P2M", "fortnightly": "P2W",
    },
    # which part of a stretch
    "early": {"early": "START"},
    "late": {"late": "END"},
    "mid": {"mid": "MID", "middle": "MID"},
    "begin": {"beginning": "START", "start": "START", "outset": "START"},
    "end": {"end": "END", "close": "END"},
    "rest": {"rest": "END", "remainder": "END", "course": None},
    "earlier": {"earlier": -1, "previously": -1},
    "later": {"later": 1},
    "sometime": {"sometime": None},
    # distances and relations
    "ago": {"ago": -1},
    "before": {"before": -1},
    "after": {"after": 1, "afterward": 1, "afterwards": 1, "thereafter": 1},
    "hence": {"hence": 1},
    "since": {"since": None},
    "until": {"until": None, "till": None, "til": None},
    "from": {"from": None},
    "to": {"to": None},
    "through": {"through": None, "thru": None},
    "between": {"between": None},
    "and": {"and": None, "&": None},
    "or": {"or": None},
    "by": {"by": None},
    "in": {"in": None},
    "on": {"on": None},
    "at": {"at": None},
    "of": {"of": None},
    "during": {"during": None, "throughout": None, "within": None, "for": None},
    "about": {"about": "APPROX", "around": "APPROX", "approximately": "APPROX", "roughly": "APPROX", "circa": "APPROX",
              "ca": "APPROX", "some": "APPROX"},
    "nearly": {"nearly": "LESS_THAN", "almost": "LESS_THAN", "under": "LESS_THAN"},
    "over": {"over": "MORE_THAN"},
    "more": {"more": "MORE_THAN"},
    "less": {"less": "LESS_THAN", "fewer": "LESS_THAN"},
    "than": {"than": None},
    "least": {"least": "EQUAL_OR_MORE"},
    "most": {"most": "EQUAL_OR_LESS"},
    "up": {"up": None},
    "only": {"only": None, "just": None, "exactly": None, "barely": "LESS_THAN"},
    "full": {"full": None, "whole": None, "entire": None},
    "straight": {"consecutive": None, "straight": None},
    "no": {"no": None, "not": None},
    "another": {"another": 1},
    "additional": {"additional": None, "extra": None},
    "fiscal": {"fiscal": None, "financial": None, "fy": None},
    "calendar": {"calendar": None},
    "date": {"date": None, "dated": None},
    "ended": {"ended": None, "ending": None},
    "so": {"so": None},
    "old": {"old": None, "olds": None, "age": None},
    "long": {"long": None},
    "now": {"now": "PRESENT_REF", "currently": "PRESENT_REF", "nowadays": "PRESENT_REF", "presently": "PRESENT_REF"},
    "recently": {"recently": "PAST_REF", "lately": "PAST_REF"},
    "former": {"former": "PAST_REF"},
    "soon": {"soon": "FUTURE_REF"},
    "future": {"future": "FUTURE_REF"},
    "near": {"near": None, "distant": None},
    "right": {"right": None},
    "as": {"as": None},
    "yet": {"yet": None},
    "term": {"term": None},
    # false friends: what makes a weekday a newspaper's or an event's name
    "periodical": dict.fromkeys(("telegraph", "mirror", "herald", "express", "post", "mail", "tribune")),
    "nickname": dict.fromkeys(("bloody", "super", "manic")),
}  # fmt: skip

WORDS: Mapping[str, Mapping[str, Value]] = {**NAMES, **_POINTERS}

CASED: dict[str, tuple[str, Value]] = {
    # words that are of time only in this case; in another case the word is an ordinary one
    "May": ("weakmonth", 5),
    "MAY": ("weakmonth", 5),
    "March": ("weakmonth", 3),
    "MARCH": ("weakmonth", 3),
    "Times": ("periodical", None),
    "Sun": ("weakday", 6),
    "Sat": ("weakday", 5),
    "August": ("month", 8),
    "AUGUST": ("month", 8),
}
NEEDS_CAPITAL = frozenset({"monthabbr", "weekdayabbr", "bc", "ad", "periodical", "nickname"})
"""Classes whose words are ordinary words (or nothing) in small letters."""
ORDINARY_IN_SMALL = frozenset({"may", "march", "august"})

ZONES: dict[str, str] = {
    # abbreviation: what it means, as an offset; those that mean several zones are left out
    "GMT": "+00:00", "Z": "+00:00", "UTC": "+00:00", "BST": "+01:00", "CET": "+01:00", "CEST": "+02:00",
    "EET": "+02:00", "EEST": "+03:00",
    "MSK": "+03:00", "EST": "-05:00", "EDT": "-04:00", "CDT": "-05:00", "MST": "-07:00",
    "MDT": "-06:00", "PST": "-08:00", "PDT": "-07:00", "JST": "+09:00", "SGT": "+08:00", "HKT": "+08:00",
    "AEST": "+10:00", "AEDT": "+11:00", "NZST": "+12:00", "NZDT": "+13:00", "WAT": "+01:00", "EAT": "+03:00",
    "SAST": "+02:00", "PKT": "+05:00", "CST": "-06:00",
}  # fmt: skip

US_ZONES: dict[str, str] = {
    # what newspapers of the United States write, summer and winter
    "ET": "America/New_York", "CT": "America/Chicago", "MT": "America/Denver", "PT": "America/Los_Angeles",
}  # fmt: skip

MARKS: dict[str, str] = {
    # punctuation: its class
    ".": "dot", ",": "comma", "-": "hyphen", "–": "ndash", "—": "ndash", "‑": "hyphen", "−": "ndash", ":": "colon",
    "/": "slash", "'": "apos", "’": "apos", "‘": "apos", "`": "quote", "(": "lpar", ")": "rpar", "$": "money",
    "£": "money", "€": "money", "¥": "money", "%": "percent", "&": "and", "!": "stop", "?": "stop", ";": "stop",
    '"': "quote", "“": "quote", "”": "quote", "½": "onehalf",
}  # fmt: skip
