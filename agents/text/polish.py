"""Cleaning: the steps that every paragraph goes through, whatever its format, with a list of what they changed."""

from collections.abc import Callable, Iterable, Sequence

from msgspec import Struct

from agents.text.captions import take_captions
from agents.text.characters import plain_characters, single_spaces
from agents.text.sentences import part_sentences
from schemas.article import Caption, Change

SAMPLE = 60
"""Characters of a change that the record shows."""


class Polished(Struct, frozen=True):
    """Paragraphs after cleaning, what was set apart from them, and what was changed."""

    body: tuple[str, ...]
    captions: tuple[Caption, ...] = ()
    changes: tuple[Change, ...] = ()


class _Draft:
    """A body on its way through the steps."""

    def __init__(self, body: Iterable[str]) -> None:
        self.body: list[str] = list(body)
        self.captions: list[Caption] = []
        self.changes: dict[str, Change] = {}

    def note(self, what: str, count: int, sample: str | None = None) -> None:
        """Count a change; the first sample of its kind is kept."""
        if count:
            before = self.changes.get(what)
            shown = before.sample if before else (sample or "")[:SAMPLE] or None
            self.changes[what] = Change(what, count + (before.count if before else 0), shown)


def polish(body: Sequence[str]) -> Polished:
    """Clean a report's paragraphs. Each step is linear in the text's length."""
    draft = _Draft(body)
    for step in STEPS:
        step(draft)
    return Polished(tuple(draft.body), tuple(draft.captions), tuple(draft.changes.values()))


def _make_plain(draft: _Draft) -> None:
    for index, paragraph in enumerate(draft.body):
        text, count = plain_characters(paragraph)
        draft.note("characters-made-plain", count, paragraph)
        draft.body[index] = single_spaces(text)


def _part(draft: _Draft) -> None:
    for index, paragraph in enumerate(draft.body):
        draft.body[index], places = part_sentences(paragraph)
        draft.note("sentences-parted", len(places), places[0] if places else None)


def _take_captions(draft: _Draft) -> None:
    for index, paragraph in enumerate(draft.body):
        draft.body[index], captions = take_captions(paragraph)
        draft.note("caption-removed", len(captions), captions[0].text if captions else None)
        draft.captions += captions


def _drop_empty(draft: _Draft) -> None:
    draft.body = [paragraph for paragraph in draft.body if paragraph]


STEPS: tuple[Callable[[_Draft], None], ...] = (_make_plain, _part, _take_captions, _drop_empty)
"""In this order: a caption's beginning is found at the end of the sentence before it, which must be parted first."""
