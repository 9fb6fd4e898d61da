"""A picture of what was found: a page of HTML, drawn by displaCy, of texts with their entities and dates."""

from collections.abc import Iterable
from html import escape

from spacy import displacy

from schemas.enriched import Enriched, Place

COLOURS = {
    "PERSON": "#f7c6c7",
    "ORG": "#c9d7f8",
    "LOC": "#fde2b3",
    "NORP": "#e6d3f5",
    "DATE": "#cfeccf",
    "MONEY": "#f3f0b8",
    "MISC": "#dddddd",
    "WEAPON": "#f2a48f",
    "TIMEX": "#b5e3dd",
}


def draw(records: Iterable[Enriched]) -> str:
    """A whole page; where two marks overlap the longer is drawn."""
    shown = [
        {"text": one.article.text, "ents": marks(one), "title": f"{one.id} {one.article.report_date or ''}".strip()}
        for one in records
    ]
    page: str = displacy.render(shown, style="ent", manual=True, page=True, jupyter=False, options={"colors": COLOURS})
    return page


def caption(name: str | None, text: str, place: Place | None) -> str:
    """What is known of a mark beyond its label."""
    said = [name if name and name != text else "", place.country or "" if place else ""]
    return " ".join(filter(None, said))


def marks(record: Enriched) -> list[dict[str, object]]:
    """What displaCy draws: places with their country, names that stand for another, dates with their value."""
    spans = [(one.start, one.end, one.label, caption(one.name, one.text, one.place)) for one in record.entities]
    spans += [(one.start, one.end, "TIMEX", f"{one.type} {one.value}") for one in record.dates]
    # A model's DATE and the date that was read mark the same words: the one that was read says more.
    spans.sort(key=lambda span: (span[0] - span[1], span[2] != "TIMEX"))
    kept: list[tuple[int, int, str, str]] = []
    for span in spans:
        if all(span[1] <= other[0] or other[1] <= span[0] for other in kept):
            kept.append(span)
    return [
        {"start": start, "end": end, "label": label, "kb_id": escape(said), "kb_url": "#"}
        for start, end, label, said in sorted(kept)
    ]
