"""What a report is in its story's life, by the words that desks use: a kill, a correction, a repeat, an update."""

import re
from collections.abc import Iterable

from msgspec import Struct

from schemas.article import Kind

_START = r"^[\s\W]*(?:(?:URGENT|ATTENTION|ACHTUNG|ALERT|BULLETIN|MANDATORY|EDS?|BC|AM|PM)\b[\s\W]*){0,3}"
_END = r"(?=\s?[-:–—,;./()#!*]|\s*$)"

TITLE_WORDS: tuple[tuple[Kind, str], ...] = (
    # at the beginning of a headline or slug, or as a slug's last part; the first row that fits has it
    (
        "kill",
        r"(?:STORY |NEWS )?(?:KILL(?:ED|S)?|WITHDRAWN|WITHDRAWAL|WITHDRAWS?|RETRACT(?:ED|ION|S)?|ELIMINATION|ANNUL\w*)",
    ),
    (
        "kill",
        r"(?:RÜCKZUG|ZURÜCKGEZOGEN|ZURÜCKZIEHUNG|STREICHUNG|STREICHEN|ANNULATION|ANULACI[OÓ]N|ANULADA?|ANNULLATO)",
    ),
    ("hold", r"(?:HOLD(?: FOR RELEASE)?|ON HOLD)"),
    ("advisory", r"(?:ADVISORY|ADVISER?|MEDIA ADVISORY|EDITORIAL ADVISORY|NOTE TO EDITORS|EDITORS['’]? NOTE|HINWEIS)"),
    ("correction", r"(?:REFILE-)?(?:CORRECT(?:ED|ION|S|IVE)?|CQN?|KORREKTUR|BERICHTIGUNG|BERICHTIGT)"),
    (
        "correction",
        r"(?:RECTIFICATI(?:F|ON)|CORRECTIF|CORRIGE|RECTIFICACI[OÓ]N|CORRECCI[OÓ]N|CORREZIONE|RETTELSE|OIKAISU)",
    ),
    ("repeat", r"(?:REPEAT(?:ED|S|ING)?|RPT|REPETITION|WIEDERHOLUNG|WDH|RÉPÉTITION|REPETICI[OÓ]N)"),
    (
        "update",
        r"(?:REFILE[DS]?|FIX(?:ED|ES)?|UPDATE[DS]?(?: ?\d{1,2})?|WRAP-?UP(?: ?\d{1,2})?|WRITE-?THRU|RECASTS|RECAST|ADDS|LEAD-ALL|NEUFASSUNG)",
    ),
    ("update", r"(?:\d{1,2}(?:st|nd|rd|th|ST|ND|RD|TH)[ -]?(?:LEAD|LD|Lead|Ld|WRITETHRU|Writethru|UPDATE|Update)\w*)"),
)
_THING = r"(?:item|story|report|article|dispatch|version|take|bulletin|advisory|alert|headline|copy)"
_DO = r"(?:kill|withdraw|disregard|eliminate|retract|do not use|delete)"
TEXT_WORDS: tuple[tuple[Kind, str], ...] = (
    # in the note to editors or at the beginning of the text: whole phrases, which no story begins with
    ("kill", rf"\b(?:please|kindly|must|mandatory|editors,?|desks,?|subscribers,?)\s+(?:also\s+)?{_DO}\b[^.\n]{{0,80}}?\b{_THING}\b"),
    ("kill", rf"^\W*(?:mandatory )?{_DO} (?:the |this |our |all |an? )?(?:[\w-]+ ){{0,4}}{_THING}\b"),
    ("kill", rf"^\W*(?:the |this |our )(?:\w+ ){{0,2}}{_THING}\b[^.\n]{{0,120}}? (?:is|has been|have been|are) (?:being )?"
             r"(?:withdrawn|killed|retracted)\b"),
    ("kill", r"\b(?-i:STORY (?:WITHDRAWN|KILLED?)|KILL KILL|STORY IS WITHDRAWN)\b|\bno substitute (?:story )?will be\b"),
    ("kill", r"\b(?:meldung|bericht|beitrag)\b[^.\n]{0,60}?\b(?:zurückgezogen|zurückziehen|nicht (?:zu )?verwenden|gesperrt)\b"),
    ("kill", r"\b(?:prière|veuillez)\b[^.\n]{0,40}\b(?:annuler|supprimer|ne pas (?:utiliser|tenir compte))\b"),
    ("hold", r"^\W*(?:hold this story|please hold|hold for release|do not publish before)\b"),
    ("correction", r"^\W*\(?(?:corrects?|correcting|corrected|corrected version|this corrects|berichtigt|korrigiert|korrektur|"
                   r"rectifie|corrige)\b"),
    ("correction", r"^\W*\(?(?:eds:? corrects)\b"),
    ("update", r"^\W*\(?(?:refile[sd]?|refiling|fixe[sd]|eds:? fixes)\b"),  # minor: what it changed is said, no more
    ("repeat", r"^\W*\(?(?:repeats|repeating|repeated|repeat|wiederholung|wiederholt)\b(?=[\s:,)]*(?:to |for |story|item|from|with|\W))"),
    ("update", r"^\W*\(?(?:updates?|updating|updated|recasts|adds|eds:? updates|neu(?=:)|zusammenfassung|mehr details|actualise|actualiza)\b"),
)  # fmt: skip

_TITLES = (
    *((kind, re.compile(f"{_START}(?:{words}){_END}")) for kind, words in TITLE_WORDS),
    *((kind, re.compile(rf"\s*(?:{words})\s*:", re.IGNORECASE)) for kind, words in TITLE_WORDS),
)
"""In capitals before anything that ends a word, in other letters only before a colon."""
_TAILS = tuple((kind, re.compile(rf"[,;/_ (-]+(?:{words})\)?\s*$", re.IGNORECASE)) for kind, words in TITLE_WORDS)
_TEXTS = tuple((kind, re.compile(words, re.IGNORECASE | re.MULTILINE)) for kind, words in TEXT_WORDS)
_HEAD = 400
"""Characters at a text's beginning in which such a phrase stands; further down a report may speak of a withdrawal."""
_TARGET = re.compile(
    r"\b(?:item|story|report|take|number|no\.?|meldung|bericht|dépêche|slugged)?\s*[:#]?\s*"
    r"\b(?P<source>[A-Za-z]{1,6})[ -]?(?P<number>\d{2,5})\b",
    re.IGNORECASE,
)


class Wording(Struct, frozen=True):
    """A report's words as far as they may say what it is."""

    headline: str | None = None
    slug: str | None = None
    ednote: str | None = None
    opening: str | None = None


def kind_of(words: Wording) -> Kind | None:
    """The kind that a report's own words declare, or None where they declare none.

    >>> kind_of(Wording(headline="CORRECTED-UPDATE 2-Fed holds rates"))
    'correction'
    >>> kind_of(Wording(headline="Kills in Homs rise")) is None
    True
    """
    titles = [text for text in (words.headline, words.slug) if text]
    texts = [text[:_HEAD] for text in (words.ednote, words.opening) if text]
    found = [
        *(kind for text in titles for kind, form in _TITLES if form.match(text)),
        *(kind for kind, form in _TAILS if words.slug and form.search(words.slug[-60:])),
        *(kind for text in texts for kind, form in _TEXTS if form.search(text)),
    ]
    return min(found, key=_RANK.index) if found else None


_RANK: tuple[Kind, ...] = ("kill", "hold", "correction", "repeat", "update", "advisory", "new")
"""Where a report says two things (CORRECTED-UPDATE 2), the graver one counts."""


def target_number(texts: Iterable[str | None], source: str | None) -> tuple[str, str] | None:
    """Source and number of the item that a kill or a correction names in its text ("Please kill item dpa 157").

    >>> target_number(["Please kill item dpa 0157, it is wrong."], "dpa")
    ('dpa', '157')
    """
    for text in texts:
        for found in _TARGET.finditer((text or "")[: 4 * _HEAD]):
            if source is None or found["source"].lower() == source.lower():
                return found["source"].lower(), found["number"].lstrip("0") or "0"
    return None
