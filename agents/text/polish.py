"""Cleaning: the steps that every paragraph goes through, whatever its format, with a list of what they changed."""

import html
import re
from collections.abc import Callable, Iterable, Sequence

from msgspec import Struct

from agents.text.boilerplate import boilerplate_of, drop_tail_mark
from agents.text.captions import take_captions
from agents.text.characters import plain_characters, single_spaces
from agents.text.mojibake import repair_mojibake
from agents.text.sentences import part_sentences
from schemas.article import Caption, Change

_ENTITY = re.compile(
    r"&(?:amp;)?(?:amp|quot|apos|lt|gt|nbsp|[lr][sd]quo|[mn]dash|hellip|shy|euro|pound|copy|[A-Za-z](?:acute|grave|uml"
    r"|circ|cedil|tilde|ring|slash|caron)|szlig|[Aa][Ee]lig|#\d{2,6}|#x[0-9A-Fa-f]{2,5});"
)
"""Only what nobody means to write: a name without its semicolon, or an unknown one, stays as it is."""
_INLINE = re.compile(r"</?(?:a|b|br|em|font|i|p|small|span|strong|sub|sup|u)\b[^<>]{0,200}>", re.IGNORECASE)
"""Markup that slips into headlines."""
_BYLINE = re.compile(
    r"(?:By|BY|Von|VON|Par|PAR|Por|POR) (?!(?:The|THE|Numbers) )[A-ZÀ-Þ][\w.’'-]+"
    r"(?:,? (?:(?:and|AND|und|et|y) )?[A-ZÀ-Þ][\w.’'-]*){1,8}(?:,? [\w.@]{3,40})?"
)
"""Names and, behind them, an office or an agency; a sentence has words without capitals and a stop."""
SAMPLE = 60
"""Characters of a change that the record shows."""


class Polished(Struct, frozen=True):
    """Paragraphs after cleaning, what was set apart from them, and what was changed."""

    body: tuple[str, ...]
    captions: tuple[Caption, ...] = ()
    changes: tuple[Change, ...] = ()
    byline: str | None = None


class _Draft:
    """A body on its way through the steps."""

    def __init__(self, body: Iterable[str], headline: str | None) -> None:
        self.body: list[str] = list(body)
        self.headline = headline
        self.captions: list[Caption] = []
        self.byline: str | None = None
        self.changes: dict[str, Change] = {}

    def note(self, what: str, count: int, sample: str | None = None) -> None:
        """Count a change; the first sample of its kind is kept."""
        if count:
            before = self.changes.get(what)
            shown = before.sample if before else (sample or "")[:SAMPLE] or None
            self.changes[what] = Change(what, count + (before.count if before else 0), shown)


def polish(body: Sequence[str], headline: str | None = None) -> Polished:
    """Clean a report's paragraphs; the headline is only compared with them. Each step is linear in the length."""
    draft = _Draft(body, headline)
    for step in STEPS:
        step(draft)
    return Polished(tuple(draft.body), tuple(draft.captions), tuple(draft.changes.values()), draft.byline)


def polish_line(text: str | None) -> str | None:
    """A headline, slug or other single line, with its characters put right."""
    if not text:
        return None
    bare = _INLINE.sub("", text) if "<" in text else text
    return single_spaces(plain_characters(read_entities(repair_mojibake(bare)[0])[0])[0]) or None


def read_entities(text: str) -> tuple[str, int]:
    """Text with the characters that entities stand for, which a sender escaped once too often, and their number.

    >>> read_entities("Port &amp; quay&nbsp;closed; AT&T; R&D")
    ('Port & quay\xa0closed; AT&T; R&D', 2)
    """
    if "&" not in text:
        return text, 0
    return _ENTITY.subn(lambda found: html.unescape(found[0]), text)


def _repair(draft: _Draft) -> None:
    for index, paragraph in enumerate(draft.body):
        draft.body[index], broken = repair_mojibake(paragraph)
        draft.note("mojibake-repaired", broken is not None, broken)


def _make_plain(draft: _Draft) -> None:
    for index, paragraph in enumerate(draft.body):
        unescaped, escaped = read_entities(paragraph)
        draft.note("entities-read", escaped, paragraph)
        text, count = plain_characters(unescaped)
        draft.note("characters-made-plain", count, paragraph)
        draft.body[index] = single_spaces(text)


def _drop_boilerplate(draft: _Draft) -> None:
    kept = []
    for index, paragraph in enumerate(draft.body):
        what = boilerplate_of(paragraph, len(draft.body) - 1 - index)
        if what is None:
            kept.append(paragraph)
        else:
            draft.note(what, 1, paragraph)
    if kept and (cut := drop_tail_mark(kept[-1])) != kept[-1]:
        draft.note("end-mark-removed", 1, kept[-1][len(cut) :].strip())
        kept[-1] = cut
    draft.body = kept


def _drop_headline(draft: _Draft) -> None:
    """A first paragraph that only says the headline again."""
    if len(draft.body) > 1 and draft.headline and draft.body[0] == draft.headline:
        draft.note("headline-repeated", 1, draft.body.pop(0))


def _part(draft: _Draft) -> None:
    for index, paragraph in enumerate(draft.body):
        draft.body[index], places = part_sentences(paragraph)
        draft.note("sentences-parted", len(places), places[0] if places else None)


def _take_captions(draft: _Draft) -> None:
    for index, paragraph in enumerate(draft.body):
        draft.body[index], captions = take_captions(paragraph)
        draft.note("caption-removed", len(captions), captions[0].text if captions else None)
        draft.captions += captions


def _drop_byline(draft: _Draft) -> None:
    """A first paragraph that is the byline: kept as such."""
    if len(draft.body) > 1 and _BYLINE.fullmatch(draft.body[0]):
        draft.byline = draft.body.pop(0)
        draft.note("byline-parted", 1, draft.byline)


def _drop_empty(draft: _Draft) -> None:
    draft.body = [paragraph for paragraph in draft.body if paragraph]


STEPS: tuple[Callable[[_Draft], None], ...] = (
    _repair,  # first: what it turns into quotes and spaces the others look at
    _make_plain,
    _part,  # before captions: a caption begins at the end of the sentence before it
    _take_captions,
    _drop_empty,
    _drop_headline,
    _drop_byline,  # it stands below the headline
    _drop_boilerplate,
)
