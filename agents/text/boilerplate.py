"""Paragraphs that are no part of a story: promotions, end marks, credits, notices. Removed whole, and noted."""

import re

PARAGRAPHS: tuple[tuple[str, str], ...] = (
    # what the change is called, what the whole paragraph is
    ("end-mark-removed", r"(?:[#*=_~•-]\s?){1,12}|-+\s?30\s?-+|30|\(?-*\s*(?:ends?|fin|ende)\s*-*\)?\.?|/?endit(?:em)?/?"),
    ("end-mark-removed", r"[-(/=]+\s?(?:more(?: to come| follows)?|mf|mehr)\s?[-)/=]+|more (?:to come|follows)|(?-i:MORE)"),
    ("end-mark-removed", r"-?(?:reuters?|afp|upi|ap|dpa|tass|pti|ani|ians|xinhua|nnnn)-?"),
    ("end-mark-removed", r"(?:AP|UPI)-[A-Z]{2}-\d\d-\d\d-\d\d\s*\d{4}[A-Z]{3}<?"),
    ("signature-removed", r"(?-i:[a-z]{3,4}(?:/[a-z]{2,4}){0,3}(?: [a-z0-9]{2,5}){1,6})"),  # dpa ab yyzz n1 cd
    ("signature-removed", r"(?-i:[A-Z]{2,4}(?: [a-zA-Z]{1,3}(?:/[a-zA-Z]{1,3}){0,3}){1,3})"),  # AAP ab/cd
    ("signature-removed", r"(?-i:[a-z]{2,5}(?:-[a-z]{2,4})?(?:/[a-z]{2,4}(?:-[a-z]{2,4})?){1,5})"),  # bur-hd/od/xy
    ("promotion-removed", r"(?:read|see|watch|listen|lire|lesen|lea|leer)\s+(?:also|more|aussi|auch|también)\b.{0,300}"),
    ("promotion-removed", r"(?:also read|also see|more from|must read|don['’]t miss|recommended)\b\s*:.{0,300}"),
    ("promotion-removed", r"related(?: (?:stories|story|articles?|news|coverage))?\s*:.{0,300}"),
    ("promotion-removed", r"(?:click here|tap here|subscribe|sign up|follow us|like us|share this)\b.{0,240}"),
    ("promotion-removed", r"(?:download (?:the|our) app|join (?:us|our (?:channel|group)))\b.{0,240}"),
    ("promotion-removed", r"(?:advertisement|sponsored(?: content)?|story continues below.{0,40}|skip (?:ad|advertisement))"),
    ("credit-removed", r"[(\[]\s*(?:(?:additional |further )?(?:report(?:ing)?|edit(?:ing|ed)|writ(?:ing|ten)|compiled"
                       r"|translated|photographs?|graphics?) (?:by|and)\b).{0,400}[)\]]"),
    ("credit-removed", r"(?:(?:additional )?reporting|editing|writing) by [^.;,]{3,160}"
                       r"(?:[;,] ?(?:editing|writing|additional reporting) by [^.;]{3,160}){1,3}\.?"),
    ("notice-removed", r"(?:©|\(c\)|copyright)\s.{0,200}(?:all rights reserved|may not be (?:published|reproduced)|\d{4})"
                       r".{0,300}"),
    ("notice-removed", r".{0,80}all rights reserved\.?(?:.{0,20}may not be (?:published|reproduced).{0,200})?"),
    ("notice-removed", r"our standards:?.{0,20}thomson reuters trust principles.{0,20}"),
)  # fmt: skip
_FORMS = tuple((what, re.compile(rf"\s*(?:{words})\s*", re.IGNORECASE | re.DOTALL)) for what, words in PARAGRAPHS)
_LONGEST = 700
"""Characters of the longest paragraph that may be boilerplate."""
_TAIL_MARK = re.compile(r"\s*(?:###+|(?:# ){2,}#|-30-|\(END\)|/ENDS?/|\bENDS\b|<\s*END\s*>)\s*\Z")
_AT_END = ("end-mark-removed", "signature-removed")
_EDGES = 8
"""Paragraphs counted from the end among which an end mark may stand alone; "AP" further up is a heading."""


def boilerplate_of(paragraph: str, from_end: int) -> str | None:
    """The slug of the boilerplate that a whole paragraph is, or None for a paragraph of the story.

    >>> boilerplate_of("READ ALSO: Ten things about Homs", 3), boilerplate_of("He read also the other book.", 3)
    ('promotion-removed', None)
    """
    if len(paragraph) > _LONGEST:
        return None
    for what, form in _FORMS:
        if (what not in _AT_END or from_end < _EDGES) and form.fullmatch(paragraph):
            return what
    return None


def drop_tail_mark(paragraph: str) -> str:
    """The last paragraph without an end mark that hangs on to it.

    >>> drop_tail_mark("It rained. -30-")
    'It rained.'
    """
    return _TAIL_MARK.sub("", paragraph[-40:]).join((paragraph[:-40], "")) if paragraph else paragraph
