"""Sentences: where they end, and parting those that ran together without a space ("group.The")."""

import re
from collections.abc import Iterator
from itertools import pairwise

_TITLES = """
    Dr Mr Mrs Ms Mx Mt St Ste Ft Prof Rev Hon Gen Col Lt Maj Sgt Capt Cmdr Adm Brig Cpl Pvt Sen Rep Gov Pres Supt
    Msgr Fr Sr Jr No Nos vs v Vol Fig Art Sec al cf ca approx www
"""
_SHORTENED = """
    Inc Corp Co Ltd Bros Assn Dept Univ Ave Blvd Rd etc a.m p.m e.g i.e
    Jan Feb Mar Apr Jun Jul Aug Sep Sept Oct Nov Dec Mon Tue Tues Wed Thu Thurs Fri Sat Sun
    Ala Ariz Ark Calif Colo Conn Del Fla Ga Ill Ind Kan Ky La Md Mass Mich Minn Miss Mo Mont Neb Nev Okla Ore Pa Tenn
    Tex Vt Va Wash Wis Wyo
"""
_OPENERS = """
    The A An In On At It Its He She They We I You But And This That These Those There His Her Their Our As After Before
    When While Since If For From With By To Some Many Most Several Other Others Both All Not What Who How Why Where
    However Meanwhile According Officials Police
"""
_DOMAINS = "Com Net Org COM NET ORG Gov Edu Info Biz Io Js Py Tv TV Co Uk UK Us Ru De Fr"

TITLES = frozenset(_TITLES.split())
"""A full stop after one of these never ends a sentence."""
SHORTENED = frozenset(_SHORTENED.split())
"""These, and initials (U.S.), may end a sentence: only before a word of OPENERS are they taken to."""
OPENERS = frozenset(_OPENERS.split())
DOMAINS = frozenset(_DOMAINS.split())
"""What stands after the dot of a name of the web or of a program (Booking.Com, ASP.NET)."""

_FUSED = re.compile(r"(?P<stop>[.!?…])(?P<quote>[\"“”‘’']?)(?=(?P<next>[A-ZÀ-ÖØ-Þ][A-Za-zÀ-ÿ’']*|[“‘\"(][A-ZÀ-ÖØ-Þ]))")
_BEFORE_STOP = re.compile(r"[A-Za-z0-9À-ÖØ-Þß-öø-ÿ%)\]’'”\"/]|\.\.")
"""What stands before a stop that ends a sentence; two dots, when the stop is the third."""
_BOUNDARY = re.compile(r"(?P<end>\S)(?P<stop>[.!?…])[\"”’')\]]*\s+(?=[\"“‘'(\[]*(?P<next>[A-ZÀ-ÖØ-Þ0-9][\w’']*))")
_ADDRESS = re.compile(r"[\w.-]*@\w")
_INITIALS = re.compile(r"\.[A-Z]\.")
_LAST_WORD = re.compile(r"[\w.’'-]*\Z")
_LOOK_BACK = 24
"""Characters before a stop in which the word before it is looked for: longer words are no abbreviations."""


def part_sentences(text: str) -> tuple[str, tuple[str, ...]]:
    """Put a space between sentences that ran together; also give each place as it was.

    A straight quote between two sentences belongs to the first where one is open, else it opens the second.

    >>> part_sentences("victory over ISIS.Other countries agree.")
    ('victory over ISIS. Other countries agree.', ('ISIS.Other',))
    >>> part_sentences('of Syria and Iraq."We would," said Dr.Who of the U.S.Army.')[0]
    'of Syria and Iraq. "We would," said Dr.Who of the U.S.Army.'
    """
    pieces, places, at, open_quote, counted = [], [], 0, False, 0
    for fused in _FUSED.finditer(text):
        open_quote = _quote_open(text, counted, fused.start("quote"), open_quote)
        counted = fused.start("quote")
        cut = _cut(text, fused, open_quote)
        if cut is None:
            continue
        pieces.append(text[at:cut])
        places.append(_around(text, cut))
        at = cut
    pieces.append(text[at:])
    return " ".join(pieces), tuple(places)


def _cut(text: str, fused: re.Match[str], open_quote: bool) -> int | None:
    """Where a space belongs, or None where the two are one (an abbreviation, a domain, a number)."""
    stop, following, quote = fused.start("stop"), fused["next"], fused["quote"]
    if not _BEFORE_STOP.match(text, stop - 1 if text[stop - 1 : stop] != "." else stop - 2) or not stop:
        return None
    word = _word_before(text, stop)
    if not _ends_sentence(word, following, fused["stop"]):
        return None
    if not quote and _is_name(word, following, text[fused.end("next") : fused.end("next") + _LOOK_BACK]):
        return None
    opens = quote in "“‘" or (quote in "\"'" and not open_quote) if quote else False
    return fused.start("quote") if opens else fused.end()


def _quote_open(text: str, start: int, end: int, is_open: bool) -> bool:
    """Whether a double quotation is open at `end`, by the quotes since `start`."""
    for mark in re.findall('[“”"\n]', text[start:end]):
        is_open = mark == "“" or (mark == '"' and not is_open)
    return is_open


def _word_before(text: str, stop: int) -> str:
    found = _LAST_WORD.search(text[max(0, stop - _LOOK_BACK) : stop])
    return found[0] if found else ""


def _ends_sentence(word: str, following: str, stop: str) -> bool:
    """Whether a stop after `word` ends a sentence when `following` comes next."""
    if stop != ".":
        return True
    bare = word.lstrip("'’")
    if bare in TITLES:
        return False
    if bare in SHORTENED or _is_initials(bare):
        return following in OPENERS
    return True


def _is_initials(word: str) -> bool:
    """`U.S`, `J`, `Ph.D`: letters between stops, or one capital alone."""
    return (len(word) == 1 and word.isalpha()) or ("." in word and all(len(part) <= 2 for part in word.split(".")))


def _is_name(word: str, following: str, rest: str) -> bool:
    """`Booking.Com`, `S.A.`, `x.Y`, `Ann.Lee@example.org`: a dot inside a name, not between sentences."""
    if following in DOMAINS or _ADDRESS.match(rest):
        return True
    if len(following) > 1 or (following in "AI" and rest[:1] == " "):
        return False
    return not (len(word) > 2 and "." not in word and _INITIALS.match(rest))


def _around(text: str, cut: int) -> str:
    before, after = text[max(0, cut - 20) : cut].split(), text[cut : cut + 20].split()
    return (before[-1] if before else "") + (after[0] if after else "")


def sentence_ends(text: str) -> Iterator[int]:
    """Where each sentence but the last ends: the offset of the first character of the next."""
    for found in _BOUNDARY.finditer(text):
        if _ends_sentence(_word_before(text, found.start("stop")), found["next"], found["stop"]):
            yield found.end()


def split_sentences(text: str) -> list[str]:
    """Sentences of a paragraph, in order, without the spaces between them.

    >>> split_sentences("Dr. Who left. “No,” he said. It rained.")
    ['Dr. Who left.', '“No,” he said.', 'It rained.']
    """
    edges = [0, *sentence_ends(text), len(text)]
    parts = (text[start:end].strip() for start, end in pairwise(edges))
    return [part for part in parts if part]
