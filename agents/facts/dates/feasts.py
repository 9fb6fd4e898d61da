"""Named days: their names, and when each falls."""

import re
from collections.abc import Callable, Sequence
from functools import lru_cache

from msgspec import Struct

from agents.facts.dates.feast_days import (
    FULL_MOON,
    NEW_MOON,
    Days,
    easter,
    election,
    fixed,
    hanukkah,
    islamic,
    lunar,
    nth,
    orthodox,
    passover,
    rosh_hashanah,
)  # fmt: skip

MON, TUE, THU, SUN = 0, 1, 3, 6
BEIJING, DELHI = 8.0, 5.5


class Feast(Struct, frozen=True):
    """A named day. `sure` is False where the calendar is only near (a moon's sighting, a country's own rule)."""

    days: Days
    sure: bool = True
    length: int = 1
    """In days: Ramadan is a month."""


FEASTS: tuple[tuple[str, Feast], ...] = (
    # names, small letters, "|" between those of one day: when
    ("new year's day|new year's|new year day", Feast(fixed(1, 1))),
    ("new year's eve", Feast(fixed(12, 31))),
    ("christmas eve", Feast(fixed(12, 24))),
    ("christmas day|christmas|xmas", Feast(fixed(12, 25))),
    ("boxing day|st. stephen's day|st stephen's day", Feast(fixed(12, 26))),
    ("burns night", Feast(fixed(1, 25))),
    ("candlemas", Feast(fixed(2, 2))),
    ("cinco de mayo", Feast(fixed(5, 5))),
    ("fourth of july", Feast(fixed(7, 4))),
    ("michaelmas", Feast(fixed(9, 29))),
    ("indigenous peoples' day|indigenous peoples day", Feast(nth(2, MON, 10))),
    ("cyber monday", Feast(nth(4, THU, 11, plus=4))),
    ("kwanzaa", Feast(fixed(12, 26), length=7)),
    ("baisakhi|vaisakhi", Feast(fixed(4, 13), sure=False)),
    ("songkran", Feast(fixed(4, 13))),
    ("trinity sunday", Feast(easter(56))),
    ("holy week", Feast(easter(-7), length=8)),
    ("orthodox christmas", Feast(fixed(1, 7))),
    ("epiphany", Feast(fixed(1, 6))),
    ("valentine's day|st. valentine's day|st valentine's day", Feast(fixed(2, 14))),
    ("st. patrick's day|st patrick's day|saint patrick's day", Feast(fixed(3, 17))),
    ("earth day", Feast(fixed(4, 22))),
    ("anzac day", Feast(fixed(4, 25))),
    ("victory day", Feast(fixed(5, 9), sure=False)),
    ("juneteenth", Feast(fixed(6, 19))),
    ("canada day", Feast(fixed(7, 1))),
    ("bastille day", Feast(fixed(7, 14))),
    ("assumption day", Feast(fixed(8, 15))),
    ("halloween", Feast(fixed(10, 31))),
    ("all saints' day|all saints day", Feast(fixed(11, 1))),
    ("all souls' day|all souls day", Feast(fixed(11, 2))),
    ("guy fawkes night|bonfire night", Feast(fixed(11, 5))),
    ("armistice day|veterans day|veterans' day|remembrance day", Feast(fixed(11, 11))),
    ("australia day", Feast(fixed(1, 26))),
    ("international women's day|women's day", Feast(fixed(3, 8))),
    ("world aids day", Feast(fixed(12, 1))),
    ("human rights day", Feast(fixed(12, 10))),
    ("martin luther king day|martin luther king jr. day", Feast(nth(3, MON, 1))),
    ("groundhog day", Feast(fixed(2, 2))),
    ("presidents' day|presidents day|president's day", Feast(nth(3, MON, 2))),
    ("mother's day|mothers' day", Feast(nth(2, SUN, 5), sure=False)),
    ("memorial day", Feast(nth(-1, MON, 5))),
    ("father's day|fathers' day", Feast(nth(3, SUN, 6))),
    ("labor day", Feast(nth(1, MON, 9))),
    ("labour day", Feast(fixed(5, 1), sure=False)),
    ("columbus day", Feast(nth(2, MON, 10))),
    ("thanksgiving day|thanksgiving", Feast(nth(4, THU, 11))),
    ("black friday", Feast(nth(4, THU, 11, plus=1))),
    ("election day", Feast(election, sure=False)),
    ("inauguration day", Feast(fixed(1, 20), sure=False)),
    ("shrove tuesday|mardi gras", Feast(easter(-47))),
    ("ash wednesday", Feast(easter(-46))),
    ("palm sunday", Feast(easter(-7))),
    ("maundy thursday|holy thursday", Feast(easter(-3))),
    ("good friday", Feast(easter(-2))),
    ("holy saturday", Feast(easter(-1))),
    ("easter sunday|easter day|easter", Feast(easter())),
    ("easter monday", Feast(easter(1))),
    ("ascension day", Feast(easter(39))),
    ("pentecost|whit sunday", Feast(easter(49))),
    ("whit monday", Feast(easter(50))),
    ("corpus christi day", Feast(easter(60))),
    ("orthodox easter", Feast(orthodox())),
    ("orthodox good friday", Feast(orthodox(-2))),
    ("passover|pesach", Feast(passover())),
    ("purim", Feast(passover(-30))),
    ("shavuot", Feast(passover(50))),
    ("rosh hashanah|rosh hashana", Feast(rosh_hashanah())),
    ("yom kippur", Feast(rosh_hashanah(9))),
    ("sukkot|sukkoth", Feast(rosh_hashanah(14))),
    ("simchat torah", Feast(rosh_hashanah(22))),
    ("hanukkah|chanukah|hanukah", Feast(hanukkah)),
    ("ashura", Feast(islamic(1, 10), sure=False)),
    ("mawlid", Feast(islamic(3, 12), sure=False)),
    ("ramadan|ramazan", Feast(islamic(9, 1), sure=False, length=30)),
    ("eid al-fitr|eid ul-fitr|eid el-fitr|eid", Feast(islamic(10, 1), sure=False)),
    ("eid al-adha|eid ul-adha|eid el-adha", Feast(islamic(12, 10), sure=False)),
    ("chinese new year|lunar new year|tet", Feast(lunar(1, 21, NEW_MOON, BEIJING))),
    ("moon festival", Feast(lunar(8, 25, NEW_MOON, BEIJING, plus=14))),
    ("diwali|deepavali", Feast(lunar(10, 15, NEW_MOON, DELHI), sure=False)),
    ("holi", Feast(lunar(2, 26, FULL_MOON, DELHI, plus=1), sure=False)),
    ("vesak|buddha's birthday", Feast(lunar(4, 28, FULL_MOON, DELHI), sure=False)),
    ("nowruz|norouz|navroz", Feast(fixed(3, 20), sure=False)),
    ("orthodox new year", Feast(fixed(1, 14))),
)  # fmt: skip
FIRST_WORDS = frozenset(name.split()[0].split("'")[0] for names, _ in FEASTS for name in names.split("|"))
"""What a name begins with: the lexer marks these words, so that a text without any costs nothing."""
_WORD = re.compile(r"[^\W\d_]+|\S")


def _same(word: str) -> str:
    return word.lower().replace("’", "'")


@lru_cache(maxsize=1)
def feast_names() -> dict[tuple[str, ...], Feast]:
    """Each name, as words and marks in small letters, with its feast."""
    return {tuple(_WORD.findall(name)): feast for names, feast in FEASTS for name in names.split("|")}


@lru_cache(maxsize=1)
def _by_first() -> dict[str, list[tuple[str, ...]]]:
    """Names by their first word, the longest first."""
    out: dict[str, list[tuple[str, ...]]] = {}
    for name in sorted(feast_names(), key=len, reverse=True):
        out.setdefault(name[0], []).append(name)
    return out


def feast_named(words: Sequence[str]) -> Feast | None:
    """The feast of a name, as the tokens of a text."""
    return feast_names().get(tuple(map(_same, words)))


def name_at(word: Callable[[int], str], first: int, count: int) -> int:
    """How many words make a name, from the one at `first` on; 0 where none do. There are `count` words in all."""
    for name in _by_first().get(_same(word(first)), ()):
        if first + len(name) <= count and all(_same(word(first + n)) == name[n] for n in range(1, len(name))):
            return len(name)
    return 0
