"""Finds the names in texts with a loaded pipeline: spans with our labels, the offsets exactly those of the text."""

from collections.abc import Iterable, Mapping, Sequence

from spacy.language import Language
from spacy.tokens import Doc, Span

from agents.facts.loading import LABELS, load_model
from agents.facts.tagger import CONFIDENCE
from schemas.enriched import Entity

BATCH = 64
OWN = frozenset(LABELS.values())


class Finder:
    """A pipeline and its table of labels. Needs no article, no places, no dates: text in, spans out."""

    def __init__(self, nlp: Language, labels: Mapping[str, str] | None = None) -> None:
        self.nlp = nlp
        self._labels = LABELS if labels is None else labels
        self.name = f"{nlp.meta.get('name', '?')}-{nlp.meta.get('version', '?')}"

    @classmethod
    def load(cls, model: str) -> "Finder":
        """With the model of that name. Raises ModelError."""
        return cls(load_model(model))

    def find(self, texts: Iterable[str]) -> list[list[Entity]]:
        """The entities of each text, in order of their place."""
        return [self._entities(doc) for doc in self.nlp.pipe(texts, batch_size=BATCH)]

    def _entities(self, doc: Doc) -> list[Entity]:
        spans = [(span, self._labels.get(span.label_)) for span in doc.ents]
        return [entity(span, label) for span, label in spans if label is not None and span.text.strip()]


def entity(span: Span, label: str) -> Entity:
    """The span as a record, without white space at its ends."""
    text = span.text
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
