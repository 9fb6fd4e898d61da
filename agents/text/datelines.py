"""Datelines: where a report was written and who carried it, read from its first words and left where they stand."""

import re

from schemas.article import Dateline

_MONTH = (
    r"(?i:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec|janv|févr|avr|mai|juin|juil|août|déc|ene|abr|ago|dic"
    r"|Mär|Okt|Dez)[a-z]{0,7}\.?"
)
_WEEKDAY = r"(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day"
_DAY = rf"(?:,? ?(?:{_MONTH} ?\d{{1,2}}|\d{{1,2}}\.? ?{_MONTH}|{_WEEKDAY}|\d{{1,2}}/\d{{1,2}}/?)(?:,? \d{{4}})?)?"
_PLACE = (
    r"(?P<place>[A-ZÀ-Þ][\w.’'-]*(?:[ /-](?:[A-ZÀ-Þ][\w.’'-]*|de|del|di|da|am|an|der|le|la|of|and|sur|upon)){0,4}"
    rf"(?:, (?!{_MONTH} ?\d|{_WEEKDAY})[A-ZÀ-Þ][\w.’'-]*(?: [A-ZÀ-Þ][\w.’'-]*){{0,3}})?)"
)
_KNOWN = (
    "AAP|AFP|ANP|ANSA|APA|AP|ATS|Belga|Bernama|CP|dpa|EFE|IANS|IRNA|ITAR-TASS|Kyodo|Lusa|NTB|NZPA|PA|PAP|PTI|Reuters?"
    "|RIA Novosti|Ritzau|SANA|SAPA|SPA|STT|TASS|TT|UPI|WAM|Xinhua|Yonhap"
)
_AGENCY = rf" ?(?:\((?P<agency>[A-ZÀ-Þa-z][\w ./&’'-]{{1,40}})\)|(?<= )(?P<known>{_KNOWN}))"
_DASH = r"\s*(?:--|—|–|―|-(?=\s)|_(?=\s)|:(?=\s))\s*"
_CAPITALS = (
    r"(?P<place>[A-ZÀ-Þ]{2}(?:[A-ZÀ-Þ.’']|-(?=[A-Z]))*(?:[ /][A-ZÀ-Þ.’'-]{2,}){0,3}"
    r"(?:, [A-ZÀ-Þ][\w.’']*(?: [A-ZÀ-Þ][\w.’'-]*){0,2})?)"
)
_NO_PLACES = frozenset(
    (
        *("ADVISORY", "ANALYSIS", "ANSWER", "BREAKING", "EXCLUSIVE", "FILE", "LIVE", "MODERATOR", "NOTE", "OPINION"),
        *("PLEASE NOTE", "QUESTION", "SUMMARY", "UPDATE", "URGENT", "WATCH"),
    )
)
"""Words in capitals before a dash that open a paragraph without being a place."""
_FORMS = (
    # KYIV, Ukraine (AP) — …   Berlin (dpa) - …   MOSCOW, Oct 19 (Reuters) - …
    re.compile(rf"\s*(?P<text>{_PLACE}{_DAY}{_AGENCY}){_DASH}"),
    # (Reuters) - …
    re.compile(rf"\s*(?P<text>\((?P<agency>[A-ZÀ-Þa-z][\w ./&’'-]{{1,40}})\)){_DASH}"),
    # WASHINGTON — …   PARIS, 3 mai 2014 - …
    re.compile(rf"\s*(?P<text>{_CAPITALS}{_DAY}){_DASH}"),
)
_ALONE = (
    re.compile(rf"\s*(?P<text>{_PLACE}{_DAY}{_AGENCY})\s*"),
    re.compile(rf"\s*(?P<text>{_PLACE}{_DAY})\s*"),
    re.compile(rf"\s*(?P<text>{_PLACE}{_DAY} (?P<agency>[A-Z]{{2,6}}))\s*"),
)
_LONGEST = 120
"""Characters at a paragraph's beginning within which a dateline ends."""


def find_dateline(paragraph: str) -> Dateline | None:
    """The dateline at the beginning of a report's first paragraph, or None.

    Without an agency in brackets a place must stand in capitals before a dash, or any sentence would begin with one.

    >>> find_dateline("GROSSETO, Italy (AP) -- The trial began.")
    Dateline(text='GROSSETO, Italy (AP)', place='GROSSETO, Italy', agency='AP')
    >>> find_dateline("Rescue teams - all of them - left.") is None
    True
    """
    head = paragraph[:_LONGEST]
    for form in _FORMS:
        found = form.match(head)
        if found and found.groupdict().get("place") not in _NO_PLACES:
            return _dateline(found)
    return None


def read_dateline(text: str | None) -> Dateline | None:
    """A dateline that a format gives as a field of its own: kept whole, its parts read where they can be.

    >>> read_dateline("MOSCOW, Monday (Reuters)")
    Dateline(text='MOSCOW, Monday (Reuters)', place='MOSCOW', agency='Reuters')
    """
    whole = " ".join((text or "").split())
    if not whole:
        return None
    bare = re.sub(r"[\s_–—-]+\Z", "", whole)
    for form in _ALONE:
        found = form.fullmatch(bare)
        if found:
            read = _dateline(found)
            return Dateline(whole, read.place, read.agency)
    return Dateline(whole)


def _dateline(found: re.Match[str]) -> Dateline:
    parts = found.groupdict()
    place = parts.get("place")
    return Dateline(
        found["text"].strip(), place.rstrip(" ,") if place else None, parts.get("agency") or parts.get("known")
    )
