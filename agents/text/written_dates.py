"""Dates as mails, feeds and pages write them, to a Stamp: RFC 822, in words of several languages, the year first."""

import re

from agents.text.stamps import instant, iso_zone, read_iso
from schemas.article import Stamp

ZONES = {
    # abbreviations that mean one offset the world over; BST, IST, CST of China and the like do not, and stay unknown
    **dict.fromkeys(("Z", "UT", "UTC", "GMT", "WET"), "Z"),
    "EST": "-05:00",
    "EDT": "-04:00",
    "CST": "-06:00",
    "CDT": "-05:00",
    "MST": "-07:00",
    "MDT": "-06:00",
    "PST": "-08:00",
    "PDT": "-07:00",
    "CET": "+01:00",
    "MEZ": "+01:00",
    "CEST": "+02:00",
    "MESZ": "+02:00",
    "WEST": "+01:00",
    "EET": "+02:00",
    "EEST": "+03:00",
    "MSK": "+03:00",
    "SAST": "+02:00",
    "PKT": "+05:00",
    "HKT": "+08:00",
    "SGT": "+08:00",
    "JST": "+09:00",
    "KST": "+09:00",
    "AEST": "+10:00",
    "AEDT": "+11:00",
    "ACST": "+09:30",
    "AWST": "+08:00",
    "NZST": "+12:00",
    "NZDT": "+13:00",
}
"""RFC 822 gives the American ones, which so mean what they mean there."""
_LAST_ZONE = re.compile(
    r"(?:(?P<offset>[+-]\d\d:?\d\d)|(?<=[\d\s])(?P<name>[A-Za-z]{1,5}))\s*(?:\([^()]{0,40}\)\s*)?\Z"
)
MONTHS = {
    # the first three letters of their names, four where three are not enough: English, German, French, Spanish,
    # Italian, Portuguese, the Nordic languages, Dutch
    **dict.fromkeys(("jan", "ene", "gen"), 1),
    **dict.fromkeys(("feb", "fév", "fev"), 2),
    **dict.fromkeys(("mar", "mär", "mrz", "maa", "mrt"), 3),
    **dict.fromkeys(("apr", "avr", "abr"), 4),
    **dict.fromkeys(("may", "mai", "maj", "mag", "mei"), 5),
    **dict.fromkeys(("jun", "juin", "giu"), 6),
    **dict.fromkeys(("jul", "juil", "lug"), 7),
    **dict.fromkeys(("aug", "aoû", "aou", "ago"), 8),
    **dict.fromkeys(("sep", "set"), 9),
    **dict.fromkeys(("oct", "okt", "out", "ott"), 10),
    **dict.fromkeys(("nov",), 11),
    **dict.fromkeys(("dec", "dez", "déc", "dic", "des"), 12),
}
_NAMES = "|".join(sorted(MONTHS, key=len, reverse=True))
_MONTH = rf"(?P<month>(?:{_NAMES})[^\W\d_]{{0,7}})\.?"
_WRITTEN = (
    re.compile(rf"(?<!\w){_MONTH}\s+(?P<day>\d{{1,2}})(?:st|nd|rd|th)?,?\s+(?P<year>\d{{4}})(?!\d)", re.IGNORECASE),
    re.compile(
        rf"(?<!\w)(?P<day>\d{{1,2}})(?:st|nd|rd|th|er|\.)?(?:\s+de)?[\s-]+{_MONTH},?(?:\s+de)?[\s-]+(?P<year>\d{{4}})(?!\d)",
        re.IGNORECASE,
    ),
    re.compile(r"\A\s*(?P<year>\d{4})[/.](?P<month>\d{1,2})[/.](?P<day>\d{1,2})(?!\d)"),
)
_CLOCK = re.compile(
    r"(?<!\d)(?P<hour>[01]?\d|2[0-4])[:h.](?P<minute>[0-5]\d)(?::(?P<second>[0-5]\d))?(?:\s?(?P<half>[ap])\.?m\b)?",
    re.IGNORECASE,
)


def read_mail_date(text: str | None) -> Stamp | None:
    """An RFC 822/2822/5322 date ("Tue, 10 Jun 2003 04:00:00 GMT"); a zone that it does not give stays away.

    >>> read_mail_date("Tue, 10 Jun 2003 04:00:00 CEST"), read_mail_date("10 Jun 2003 04:00")
    ('2003-06-10T04:00:00+02:00', '2003-06-10T04:00:00')
    """
    from email.utils import parsedate_tz  # a query alone needs no mail

    parts = parsedate_tz(text) if text and len(text) <= 128 else None
    if parts is None:
        return None
    year, month, day, hour, minute, second, *_ = parts
    stamp = f"{year:04d}-{month:02d}-{day:02d}T{hour:02d}:{minute:02d}:{second:02d}{zone_of(str(text))}"
    return stamp if instant(stamp) else None


def zone_of(text: str) -> str:
    """The zone at the end of a date, as ISO writes it; empty where there is none, or none that means one offset.

    Read here and not by the library, which takes a zone that it does not know, or none at all, for UTC.

    >>> zone_of("10:15:00 -0500 (EST)"), zone_of("10:15 EST"), zone_of("10:15 -0000"), zone_of("10:15 IST")
    ('-05:00', '-05:00', '', '')
    """
    found = _LAST_ZONE.search(text)
    if found is None or found["offset"] == "-0000":  # RFC 5322: the zone is unknown
        return ""
    offset = found["offset"]
    return ZONES.get(found["name"].upper(), "") if offset is None else iso_zone(offset if offset.strip("+-0:") else "Z")


def read_any(text: str | None) -> Stamp | None:
    """ISO 8601, else a mail date, else a date as people write it: for feeds that mix them."""
    return read_iso(text) or read_mail_date(text) or read_written(text) if text else None


def read_written(text: str | None) -> Stamp | None:
    """A date in words or with the year first ("March 5, 2018 10:15 pm EST", "5. März 2018", "2018/03/05 10:15").

    Days and months in figures alone, the year behind, are read nowhere: which is which, no one can tell.

    >>> read_written("Monday, March 5, 2018 - 10:15pm"), read_written("lundi 5 mars 2018 10:15:00 +0100")
    ('2018-03-05T22:15', '2018-03-05T10:15:00+01:00')
    >>> read_written("03/04/2018") is None
    True
    """
    if not text or len(text) > 80:
        return None
    found = next((match for form in _WRITTEN if (match := form.search(text))), None)
    if found is None:
        return None
    name = found["month"]
    month = int(name) if name.isdigit() else MONTHS.get(name[:3].lower(), MONTHS.get(name[:4].lower(), 0))
    stamp = f"{found['year']}-{month:02d}-{int(found['day']):02d}"
    rest = text[found.end() :]
    clock = _CLOCK.search(rest)
    if clock:
        hour = int(clock["hour"])
        half = (clock["half"] or "").lower()
        hour = hour % 12 + 12 * (half == "p") if half else hour
        stamp += f"T{hour:02d}:{clock['minute']}" + (f":{clock['second']}" if clock["second"] else "") + zone_of(rest)
    return stamp if instant(stamp) else None
