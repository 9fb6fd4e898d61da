"""The sentence of a report that says why a rule matched, with its words marked."""

from collections.abc import Iterable, Sequence
from itertools import pairwise

from agents.text.sentences import sentence_ends
from schemas.article import Article
from schemas.notice import Extract
from schemas.routed import Mark

LONGEST = 300
"""Characters of an extract."""
_BEFORE = 60
"""Characters kept before the first mark where a sentence is cut."""

Span = tuple[int, int]


def extract_of(article: Article, marks: Sequence[Mark]) -> Extract:
    """The sentence that holds most of the query's parts; without marks in the text, the report's first words.

    Half-open marks count in the extract. A headline is shown anyway: it is taken only where nothing else is marked.
    """
    text = article.text
    spans = [mark for mark in marks if mark.field == "text"]
    sentences = [span for span in _sentences(text) if span[0] > 0 or not article.headline]
    best = max(sentences, key=lambda span: _worth(span, spans), default=(0, len(text)))
    if spans and not _worth(best, spans):
        best = (0, len(article.headline or text))
    return _cut(text, best, [(mark.start, mark.end) for mark in spans])


def _sentences(text: str) -> list[Span]:
    found, start = [], 0
    for paragraph in text.split("\n\n"):
        edges = [0, *sentence_ends(paragraph), len(paragraph)]
        found += [(start + here, start + there) for here, there in pairwise(edges) if here < there]
        start += len(paragraph) + 2
    return found


def _worth(span: Span, marks: Sequence[Mark]) -> int:
    """How many different parts of the query a stretch holds."""
    return len({mark.term for mark in marks if span[0] <= mark.start and mark.end <= span[1]})


def _cut(text: str, span: Span, marks: Sequence[Span]) -> Extract:
    start, end = span
    inside = sorted({mark for mark in marks if start <= mark[0] and mark[1] <= end})
    if end - start > LONGEST and inside and inside[0][0] > start + _BEFORE:
        start = inside[0][0] - _BEFORE
    end = min(end, start + LONGEST)
    before, after = "…" if start > span[0] else "", "…" if end < span[1] else ""
    shift = len(before) - start
    shown = text[start:end].rstrip()
    end = start + len(shown)
    kept = _apart((here + shift, there + shift) for here, there in inside if start <= here and there <= end)
    return Extract(f"{before}{shown}{after}", kept)


def _apart(spans: Iterable[Span]) -> tuple[Span, ...]:
    """Without those that overlap an earlier one: a page marks words once."""
    kept: list[Span] = []
    for span in spans:
        if not kept or span[0] >= kept[-1][1]:
            kept.append(span)
    return tuple(kept)
