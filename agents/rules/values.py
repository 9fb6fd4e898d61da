"""What may follow a field that takes no words: comparisons, ranges, ages, dates, codes, choices."""

import difflib
import re
from calendar import monthrange
from collections.abc import Callable, Mapping
from datetime import date
from math import inf

from agents.rules.countries import COUNTRIES, MEANT
from agents.rules.fields import Field
from agents.rules.syntax import Between, Leaf, Mentions, Value
from agents.rules.words import folded_words

_RANGE = re.compile(r"\[\s*(\S+)\s+TO\s+([^\s\]]+)\s*\]\Z")
_COMPARISON = re.compile(r"(<=|>=|<|>|=|)(.*)\Z", re.DOTALL)
_NUMBER = re.compile(r"(\d{1,15}(?:\.\d{1,6})?)([a-z]*)\Z")
_DATE = re.compile(r"(\d{4})(?:-(\d\d)(?:-(\d\d))?)?\Z", re.ASCII)
_RELATIVE = re.compile(r"(?:today|now)(?:([+-])(\d{1,4})d)?\Z", re.ASCII)

_SECONDS = {"m": 60.0, "h": 3600.0, "d": 86400.0, "w": 604800.0}
_AMOUNT = {"": 1.0, "k": 1e3, "m": 1e6, "bn": 1e9}
_PLAIN = {"": 1.0}


def read_value(field: Field, raw: str) -> Leaf:
    """The leaf for `field:raw`. Raises ValueError with what is wrong and what would be right."""
    return _READERS[field.kind](field, raw)


def _read_code(field: Field, raw: str) -> Leaf:
    value = " ".join(folded_words(raw))
    if not value or "*" in raw:
        raise ValueError(f"{field.name}: takes a name, for instance {field.example}")
    if field.name == "country":
        code = raw.strip().upper()
        if code not in COUNTRIES:
            hint = f"did you mean country:{MEANT[code]}?" if code in MEANT else f"for its name write loc:{_quoted(raw)}"
            raise ValueError(f"{raw} is no country code of ISO 3166-1; {hint}")
        value = code
    return Value(f"{field.name}:{_quoted(raw)}", field.name, value)


def _quoted(raw: str) -> str:
    return f'"{raw}"' if re.search(r"[\s()]", raw) else raw


def _read_choice(field: Field, raw: str) -> Leaf:
    value = raw.lower()
    if value not in field.choices:
        near = difflib.get_close_matches(value, field.choices, n=1)
        hint = f"did you mean {near[0]}?" if near else f"one of {', '.join(field.choices)}"
        raise ValueError(f"{field.name}: has no value {raw}; {hint}")
    return Value(f"{field.name}:{value}", field.name, value)


def _numbers(units: Mapping[str, float], wanted: str) -> Callable[[Field, str], Leaf]:
    def read(field: Field, raw: str) -> Leaf:
        text, example = f"{field.name}:{raw}", f"{wanted}, for instance {field.example}"
        if found := _RANGE.match(raw):
            low, high = (_quantity(end, units, field, example) for end in found.groups())
            if low > high:
                raise ValueError(f"{field.name}: this range ends before it begins")
            return Between(text, field.name, low, high)
        sign, digits = _COMPARISON.match(raw).groups()  # type: ignore[union-attr]  # the pattern takes any text
        value = _quantity(digits, units, field, example)
        match sign:
            case "<" | "<=":
                return Between(text, field.name, -inf, value, open_high=sign == "<")
            case ">" | ">=":
                return Between(text, field.name, value, inf, open_low=sign == ">")
        if field.kind == "age":
            raise ValueError(f"age: takes {wanted}, for instance age:<{raw}")
        return Between(text, field.name, value, value)

    return read


def _quantity(text: str, units: Mapping[str, float], field: Field, example: str) -> float:
    found = _NUMBER.match(text.lower().replace("_", ""))
    if found is None or found[2] not in units:
        raise ValueError(f"{field.name}: takes {example}")
    return float(found[1]) * units[found[2]]


def _read_dates(field: Field, raw: str) -> Leaf:
    text = f"{field.name}:{raw}"
    match raw.lower():
        case "past" | "future" as tense:
            return Mentions(text, tense=tense)
    if found := _RANGE.match(raw):
        first = None if found[1] == "*" else _bound(found[1], last=False)
        last = None if found[2] == "*" else _bound(found[2], last=True)
        if isinstance(first, str) and isinstance(last, str) and first > last:
            raise ValueError("mentions: this range ends before it begins")
        return Mentions(text, first, last)
    return Mentions(text, _bound(raw, last=False), _bound(raw, last=True))


def _bound(text: str, *, last: bool) -> str | int:
    """The first or last day of a year, month or day (ISO); days from today for `today+7d`."""
    if relative := _RELATIVE.match(text.lower()):
        return int(relative[2] or 0) * (-1 if relative[1] == "-" else 1)
    if found := _DATE.match(text):
        try:
            year = int(found[1])
            month = int(found[2] or (12 if last else 1))
            day = int(found[3] or (monthrange(year, month)[1] if last else 1))
            return date(year, month, day).isoformat()
        except ValueError:
            raise ValueError(f"mentions: {text} is no date of the calendar") from None
    raise ValueError(
        f"mentions: cannot read {text}; write 2017-12-27, 2017-12, 2017, today+7d, past, future,"
        " or a range such as [2017-12-01 TO 2017-12-31]"
    )


_READERS: dict[str, Callable[[Field, str], Leaf]] = {
    "choice": _read_choice,
    "code": _read_code,
    "number": _numbers(_PLAIN, "a number with <, <=, >, >= or a range"),
    "money": _numbers(_AMOUNT, "an amount (k, m and bn are understood) with <, <=, >, >= or a range"),
    "age": _numbers(_SECONDS, "<, <=, > or >= and a time in m (minutes), h, d or w"),
    "dates": _read_dates,
}
