"""Datelines: where and when a report was written and who carried it, read from its first words and left there."""

import re
from collections.abc import Iterator

from schemas.article import Dateline

_MONTH = (
    r"(?i:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec|janv|févr|avr|mai|juin|juil|août|déc|ene|abr|ago|dic"
    r"|Mär|Okt|Dez|gen|mag|giu|lug|set|ott|fev|out)[a-zé]{0,7}\.?"
)
_WEEKDAY = r"(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day"
_DAY = (
    rf"(?:[.,]? ?(?P<date>(?:{_MONTH} ?\d{{1,2}}|\d{{1,2}}\.? ?(?:de )?{_MONTH}|{_WEEKDAY}|\d{{1,2}}/\d{{1,2}}/?)"
    r"(?:,? \d{4})?))"
)
_JOINED = r"de|del|di|da|do|dos|du|am|an|ob|der|den|la|le|les|of|and|sur|sous|upon|al|el|as|es|ul|ad|ar"
_PLACE = (
    r"(?P<place>[A-ZÀ-Þ][\w.’']*(?:-[\w.’']+)*"
    rf"(?:[ /-](?:[A-ZÀ-Þ][\w.’']*(?:-[\w.’']+)*|(?:{_JOINED})(?:-[\w.’']+)*)){{0,4}}"
    rf"(?:, (?!{_MONTH} ?\d|{_WEEKDAY})[A-ZÀ-Þ][\w.’'-]*(?: [A-ZÀ-Þ][\w.’'-]*){{0,3}})?)"
)
_KNOWN = (
    "AAP|ADN|ADNKronos|AFP|AGI|Anadolu|ANA|ANI|ANP|ANSA|APA|APP|AP|askanews|Associated Press|ATS|Belga|BELGA|Bernama"
    "|BNS|BSS|BTA|BUSINESS WIRE|CNA|CNW|CP|CTK|ČTK|DPA|dpa|EFE|EUROPA PRESS|GLOBE NEWSWIRE|GNA|GlobeNewswire|IANS"
    "|Interfax|INTERFAX|IPS|IRNA|ITAR-TASS|Jiji|KCNA|Kyodo|KYODO|Lusa|LUSA|MENA|MTI|NAN|NTB|NZPA|NZN|PA|PAP|Petra"
    "|PNA|PRNewswire|PR Newswire|PTI|Reuters?|REUTERS?|RIA Novosti|RIA|Ritzau|SANA|SAPA|SDA|SID|sid|SPA|STT|TASS"
    "|The Canadian Press|Thomson Reuters Foundation|TT|Ukrinform|UNI|UPI|WAM|WAFA|Xinhua|XINHUA|Yonhap"
)
_BRACKETS = r"\((?P<agency>[A-ZÀ-Þa-zč][\w ./&’'-]{1,40})\)"
_AGENCY = rf"(?: ?(?:--)?{_BRACKETS}| ?/(?P<slashed>{_KNOWN})/|[.,]? (?P<known>{_KNOWN})(?!\w))"
_DASH = r"\s*\.?(?:--|—|–|―|-(?=\s)|_(?=\s)|:(?=\s)|=(?=\s))\s*"
_CAPITALS = (
    r"(?P<place>[A-ZÀ-Þ]{2}(?:[A-ZÀ-Þ.’']|-(?=[A-Z]))*(?:[ /][A-ZÀ-Þ][A-ZÀ-Þ.’'-]*){0,3}"
    r"(?:, [A-ZÀ-Þ][\w.’']*(?: [A-ZÀ-Þ][\w.’'-]*){0,2})?)"
)
_BEFORE = (
    r"\s*(?:[*•] ?)?(?:\((?i:adds|updates?|corrects?|refiles?|recasts|fixes|eds:)[^()\n]{0,60}\) ?)?"
    r"(?:By (?:[A-Z][a-z.’'-]+ ){2,4}(?:and (?:[A-Z][a-z.’'-]+ ){2,4})?(?=[A-ZÀ-Þ]{3}))?"
)
"""What may stand before a dateline: a bullet, a note on what changed, a byline that lost its line."""
_NO_PLACES = frozenset(
    (
        *("ADVISORY", "ANALYSIS", "ANSWER", "BREAKING", "CORRECTION", "EXCLUSIVE", "FACTBOX", "FILE", "LIVE"),
        *(
            "MODERATOR",
            "NOTE",
            "OPINION",
            "PLEASE NOTE",
            "QUESTION",
            "SUMMARY",
            "TIMELINE",
            "UNDATED",
            "UPDATE",
            "URGENT",
        ),
        *("WATCH", "AIDS", "AU", "BBC", "CEO", "CIA", "COVID", "EU", "FBI", "FIFA", "HIV", "HIV/AIDS", "IAEA", "IMF"),
        *("NASA", "NATO", "NGO", "OPEC", "PM", "TV", "UEFA", "UK", "UN", "US", "USA", "WHO", "WTO"),
    )
)
"""Words in capitals before a dash that open a paragraph without being a place."""
_NO_AGENCIES = frozenset(
    ("aged", "back", "born", "bottom", "center", "centre", "file", "front", "left", "photo", "pictured", "right", "top")
)
_ONE_WORD = re.compile(r"[A-ZČ]{2,8}|[a-zč]{2,6}|[A-Za-z]{2,6}/[A-Za-z]{2,6}")
_IS_KNOWN = re.compile(rf"(?:{_KNOWN})(?:/(?:{_KNOWN}))*")
_FORMS = (
    # KYIV, Ukraine (AP) — …   Berlin (dpa) - …   MOSCOW, Oct 19 (Reuters) - …   MOSCOW, March 5. /TASS/. …
    re.compile(rf"{_BEFORE}(?P<text>{_PLACE}{_DAY}?\.?{_AGENCY})(?:{_DASH}|\.\s+)"),
    # New Delhi, Mar 5 (PTI) The …   WASHINGTON (AP) The …
    re.compile(rf"{_BEFORE}(?P<text>{_PLACE}{_DAY} \((?P<agency>{_KNOWN})\))\s+(?=[A-ZÀ-Þ])"),
    re.compile(rf"{_BEFORE}(?P<text>{_CAPITALS} \((?P<agency>{_KNOWN})\))\s+(?=[A-ZÀ-Þ])"),
    # (ANSA) - ROMA, 5 MAR - …
    re.compile(rf"\s*(?P<text>{_BRACKETS}{_DASH}{_CAPITALS}{_DAY}){_DASH}"),
    # (Reuters) - …
    re.compile(rf"\s*(?P<text>{_BRACKETS}){_DASH}"),
    # London | Reuters   LONDON | Reuters | …
    re.compile(rf"\s*(?P<text>{_PLACE} ?\| ?(?P<agency>{_KNOWN}))(?:\s*\Z| ?\| ?|{_DASH}|\s+(?=[A-ZÀ-Þ]))"),
    # WASHINGTON — …   PARIS, 3 mai 2014 - …   Islamabad, March 5 - …
    re.compile(rf"{_BEFORE}(?P<text>{_CAPITALS}{_DAY}?){_DASH}"),
    re.compile(rf"\s*(?P<text>{_PLACE}{_DAY}){_DASH}(?=[A-ZÀ-Þ“\"‘'])"),
)
_ALONE = (
    re.compile(rf"\s*(?P<text>{_PLACE}{_DAY}?\.?{_AGENCY})\.?\s*"),
    re.compile(rf"\s*(?P<text>{_PLACE} ?\| ?(?P<agency>[A-Z][\w ./&’'-]{{1,40}}))\s*"),
    re.compile(rf"\s*(?P<text>{_PLACE}{_DAY}?)\s*"),
    re.compile(rf"\s*(?P<text>{_PLACE}{_DAY} (?P<agency>[A-Z]{{2,6}}))\s*"),
)
_SIGN = re.compile(r"[(/|—–―_]|--|[-:=]\s")
"""Every dateline has one of these: asked first, since most paragraphs have none of them."""
_LONGEST = 140
"""Characters at a paragraph's beginning within which a dateline ends."""


def find_dateline(paragraph: str) -> Dateline | None:
    """The dateline at the beginning of a report's first paragraph, or None.

    Without an agency in brackets a place must stand in capitals before a dash, or any sentence would begin with one.

    >>> find_dateline("GROSSETO, Italy (AP) -- The trial began.")
    Dateline(text='GROSSETO, Italy (AP)', place='GROSSETO, Italy', agency='AP', date=None)
    >>> find_dateline("Rescue teams - all of them - left.") is None
    True
    """
    head = paragraph[:_LONGEST]
    if _SIGN.search(head) is None:
        return None
    return next((_dateline(found) for form in _FORMS if (found := form.match(head)) and _is_dateline(found)), None)


def read_dateline(text: str | None) -> Dateline | None:
    """A dateline that a format gives as a field of its own: kept whole, its parts read where they can be.

    >>> read_dateline("MOSCOW, Monday (Reuters)")
    Dateline(text='MOSCOW, Monday (Reuters)', place='MOSCOW', agency='Reuters', date='Monday')
    """
    whole = " ".join((text or "").split())
    if not whole:
        return None
    bare = re.sub(r"[\s_–—=-]+\Z", "", whole)
    for form in _ALONE:
        found = form.fullmatch(bare)
        if found:
            read = _dateline(found)
            return Dateline(whole, read.place, read.agency, read.date)
    return Dateline(whole)


def complete(stated: Dateline | None, opening: str | None) -> Dateline | None:
    """The dateline that a format states; agency and date also from the text's first words, where those name its place.

    >>> complete(Dateline("PARIS", "PARIS"), "PARIS, May 3 (Reuters) - It rained.")
    Dateline(text='PARIS', place='PARIS', agency='Reuters', date='May 3')
    """
    found = find_dateline(opening) if opening else None
    if stated is None or found is None:
        return stated or found
    mine, theirs = (each.casefold().partition(",")[0] for each in (stated.place or "", found.place or ""))
    if mine != theirs or not mine:
        return stated
    return Dateline(stated.text, stated.place, stated.agency or found.agency, stated.date or found.date)


def _is_dateline(found: re.Match[str]) -> bool:
    """Whether the place may be one, and what stands in brackets an agency; doubted more without capitals."""
    parts = found.groupdict()
    place, agency = parts.get("place"), parts.get("agency")
    if place in _NO_PLACES:
        return False
    if agency is None or _IS_KNOWN.fullmatch(agency):
        return True
    if agency.lower() in _NO_AGENCIES or any(word in ("a", "an", "the", "of", "in") for word in agency.split()[:1]):
        return False
    sure = place is None or place.partition(",")[0].isupper() or parts.get("date")
    return bool(sure) or _ONE_WORD.fullmatch(agency) is not None


def _dateline(found: re.Match[str]) -> Dateline:
    parts = found.groupdict()
    agency = next(_agencies(parts), None)
    place = parts.get("place")
    if place and place.endswith(".") and place.count(".") == 1 and parts.get("date") and "," not in place:
        place = place[:-1]  # Moscow. March 5. INTERFAX
    return Dateline(found["text"].strip(), place.strip(" ,-") if place else None, agency, parts.get("date"))


def _agencies(parts: dict[str, str | None]) -> Iterator[str]:
    return (agency for name in ("agency", "slashed", "known") if (agency := parts.get(name)))
