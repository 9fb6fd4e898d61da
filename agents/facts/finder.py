"""Finds the names in texts with a loaded pipeline: spans with our labels, the offsets exactly those of the text."""

import re
from collections.abc import Iterable, Mapping, Sequence

from spacy.language import Language
from spacy.tokens import Doc, Span

from agents.facts.loading import LABELS, OURS, load_model, table
from agents.facts.tagger import CONFIDENCE
from schemas.enriched import Entity

BATCH = 64
RUN = 100
"""Characters without white space that are read as they stand: no name is longer."""
_LONG = re.compile(rf"\S{{{RUN},}}")
OWN = frozenset(LABELS.values())
_CONTROL = dict.fromkeys([*range(9), 11, *range(14, 32), *range(127, 160), 0x200B, 0xFEFF], " ")
"""What is no letter and parts words where it stands: control characters, the zero-width space, the byte order mark."""


class Finder:
    """A pipeline and its table of labels. Needs no article, no places, no dates: text in, spans out."""

    def __init__(self, nlp: Language, labels: Mapping[str, str] = LABELS) -> None:
        self.nlp = nlp
        self._labels = labels
        self.name = f"{nlp.meta.get('name', '?')}-{nlp.meta.get('version', '?')}"

    @classmethod
    def load(cls, model: str, labels: Mapping[str, str] | None = None) -> "Finder":
        """With the model of that name; `labels`: see `table`. Raises ModelError."""
        known = table(labels or {})
        return cls(load_model(model, known, asked=() if model in OURS else labels or ()), known)

    def find(self, texts: Iterable[str]) -> list[list[Entity]]:
        """The entities of each text, in order of their place."""
        given = list(texts)
        docs = self.nlp.pipe(map(parted, given), batch_size=BATCH)
        return [self._entities(doc, text) for doc, text in zip(docs, given, strict=True)]

    def _entities(self, doc: Doc, whole: str) -> list[Entity]:
        spans = [(span, self._labels.get(span.label_)) for span in doc.ents]
        return [entity(span, label, whole) for span, label in spans if label is not None and span.text.strip()]


def parted(text: str) -> str:
    """The text with a space in place of every RUN-th character of what has none, and of control characters.

    It is as long as before. A tokenizer's time grows with the square of a word's length: a line of quotation marks
    would hold a worker up; and a control character would be taken for part of a name.
    """
    return _LONG.sub(lambda run: _spaced(run[0]), text.translate(_CONTROL))


def _spaced(run: str) -> str:
    return " ".join(run[at : at + RUN - 1] for at in range(0, len(run), RUN)).ljust(len(run))


def entity(span: Span, label: str, whole: str) -> Entity:
    """The span of the text as a record, without white space at its ends."""
    text = whole[span.start_char : span.end_char]
    start = span.start_char + len(text) - len(text.lstrip())
    text = text.strip()
    sure = span.doc.user_data.get(CONFIDENCE, {}).get((span.start, span.end))
    return Entity(start=start, end=start + len(text), label=label, text=text, confidence=sure, source="model")


def beside(found: Sequence[Entity], listed: Sequence[Entity]) -> list[Entity]:
    """The model's entities and those of lists, in order of place.

    A list with a label of its own (WEAPON) stands beside what the model says of the same words; one with a label of
    the model's (an alias) counts only where the model found nothing.
    """
    more = [one for one in listed if one.label not in OWN or all(_apart(one, other) for other in found)]
    return sorted([*found, *more], key=lambda one: (one.start, one.end, one.label))


def _apart(one: Entity, other: Entity) -> bool:
    return one.end <= other.start or other.end <= one.start
