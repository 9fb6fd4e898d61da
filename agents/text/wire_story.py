"""Which story a report of an old wire belongs to, and as which part: every transmission has a number of its own.

IPTC 7901 and ANPA 1312 have no story id. Their slug line names the story, and says in the agencies' shorthand what the
report is of it: `BC-Storm-Harbour, 2nd Add`, `Storm (take 2)`, `Storm -2-`, `BC-Storm-Harbour, 1st Ld-Writethru`.
"""

import re

from msgspec import Struct

_NUMBER = r"(?P<number>\d{1,2})"
_TH = r"(?:st|nd|rd|th)"
_TAKES = (
    # in a slug line wherever it stands; in a headline only at its end (see `_END`)
    rf"{_NUMBER}{_TH}[ -]?(?:add|take)\b",
    rf"(?:take|add|adv add|part|folge|teil|fortsetzung)[ -]?{_NUMBER}\b(?: ?(?:of|/|von) ?\d{{1,2}})?",
    rf"{_NUMBER}\. (?:teil|folge|fortsetzung|add)\b",
    rf"\({_NUMBER} ?(?:of|/|von) ?\d{{1,2}}\)",
    rf"(?:page|pg|p\.|seite) ?{_NUMBER}\b",
)
_FORMS = tuple(re.compile(rf"[ ,;(/-]*(?<!\w){form}\)?", re.IGNORECASE) for form in _TAKES)
_END = (
    *(re.compile(rf"(?:[ ,;]+|\s?[(-]+){form}\)?[ -]*\Z", re.IGNORECASE) for form in _TAKES[:4]),
    re.compile(rf"\s*(?<![\w-])-{_NUMBER}-\s*\Z"),  # Storm -2-
    re.compile(rf"\s+={_NUMBER}=?\s*\Z"),  # Storm =2
)
_LEAD = re.compile(
    rf"[ ,;(/-]*(?<!\w)(?:{_NUMBER}{_TH}[ -]?(?:ld|lead)(?:[ -]?writethru)?|(?:ld|lead)[ -]?writethru|writethru"
    rf"|{_NUMBER.replace('number', 'wrap')}{_TH}[ -]?writethru"
    rf"|update {_NUMBER.replace('number', 'update')})\b\)?",
    re.IGNORECASE,
)
_NOISE = re.compile(
    r"[ ,;(/-]+(?:corrective|correction|corrected|kill|advisory|urgent|optional|more|updat\w*)\)?\s*\Z"
    r"|\A\s*(?:(?:bc|am|pm|as|bt)\b[ -]+)+",
    re.IGNORECASE,
)
_MORE = re.compile(
    r"(?:\A|\n)\s*[-(/=]*\s*(?:more(?: to come| follows)?|mf|mehr|folgt mehr|suite)\s*[-)/=.]*\s*\Z", re.IGNORECASE
)
_DIGIT = re.compile(r"\d")
_WORD = re.compile(r"[^\W_]+")


class Part(Struct, frozen=True):
    """What a report is of its story."""

    base: str | None = None
    """The words that name the story, the same for all its parts; None where nothing names it."""
    take: int | None = None
    """0 for a beginning that says that more follows, but not which take it is."""
    version: str | None = None
    """One for the first, two for the first lead that replaces it."""

    @property
    def marked(self) -> bool:
        """Whether the report itself says that it is a part of a story."""
        return self.take is not None or self.version is not None


def read_part(slug: str | None, headline: str | None, text: str = "") -> Part:
    """The part that a report's slug line, else the end of its headline, says it is; `text` may end with "(more)".

    >>> read_part("BC-Storm-Harbour, 2nd Add", None)
    Part(base='storm-harbour', take=2, version=None)
    >>> read_part("BC-Storm-Harbour, 1st Ld-Writethru", None)
    Part(base='storm-harbour', take=None, version='2')
    >>> read_part(None, "Harbour reopens -2-")
    Part(base='harbour-reopens', take=2, version=None)
    """
    line, take = _without_take(slug or "", (*_FORMS, *_END[4:]))
    title, said = _without_take(headline or "", _END)
    take = said if take is None else take
    lead = _LEAD.search(line)
    version = _version(lead) if lead and take is None else None
    bare = _LEAD.sub(" ", line)
    while (cut := _NOISE.sub("", bare)) != bare:
        bare = cut
    words = _WORD.findall(bare or title)
    if take is None and version is None and _MORE.search(text.rstrip()[-60:]):
        take = 0
    return Part("-".join(words).casefold() if len(words) > 1 else None, take, version)


def take_of(slug: str | None, headline: str | None) -> int | None:
    """Which take of a running story this is, in any format: "2nd ADD", "take 3", "-2-".

    >>> take_of("BC-US--Storm, 2nd Add", None), take_of(None, "Take 2 pills a day, doctors say")
    (2, None)
    """
    if not (_DIGIT.search(slug or "") or _DIGIT.search((headline or "")[-20:])):
        return None  # most, and the forms take their time
    return read_part(slug, headline).take


def story_id(base: str, sent: str | None) -> str | None:
    """The id of the story that goes by these words on the day of sending; None without a day: words are used again.

    >>> story_id("storm-harbour", "2016-05-03T10:15-04:00")
    'storm-harbour/2016-05-03'
    """
    return f"{base}/{sent[:10]}" if sent and len(sent) >= 10 else None


def _without_take(line: str, forms: tuple[re.Pattern[str], ...]) -> tuple[str, int | None]:
    for form in forms:
        found = form.search(line)
        if found:
            return f"{line[: found.start()]} {line[found.end() :]}".strip(), int(found["number"])
    return line, None


def _version(lead: re.Match[str]) -> str:
    return str(int(lead["number"] or lead["wrap"] or lead["update"] or 1) + 1)
