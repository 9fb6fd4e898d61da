"""A snippet: the stretch of a report in which most of what was asked for stands, with its marks."""

from collections.abc import Sequence

from agents.text.title import display_title
from schemas.article import Article
from schemas.routed import Mark

LENGTH = 240
"""Characters of a snippet, at most, ellipses included."""
_LEAD = 60
"""Characters before the first mark."""
_MARKS = 40

Spans = tuple[tuple[int, int], ...]


def make_snippet(article: Article, marks: Sequence[Mark]) -> tuple[str, Spans]:
    """The text and the spans marked in it. Without marks, the beginning of the body.

    The body goes first: the headline is shown beside a snippet anyway.
    """
    text = article.text
    body = len(article.headline) + 2 if article.headline and article.body else 0
    spans = sorted({(mark.start, mark.end) for mark in marks if mark.field == "text"})
    spans = [span for span in spans if span[0] >= body] or spans
    if not text:
        return display_title(article)[0], ()
    start, end = _window(text, spans, body)
    head, tail = "…" if start not in (0, body) else "", "…" if end < len(text) else ""
    shift = start - len(head)
    inside = [(begin, min(stop, end)) for begin, stop in _apart(spans) if start <= begin < end]
    piece = text[start:end].replace("\n", " ")  # one character for one: the marks stay right
    return f"{head}{piece}{tail}", tuple((begin - shift, stop - shift) for begin, stop in inside[:_MARKS])


def _window(text: str, spans: Sequence[tuple[int, int]], body: int) -> tuple[int, int]:
    """From a little before the first mark of the window that holds the most."""
    room = LENGTH - 2
    begins = [begin for begin, _ in spans]
    best = max(begins[:200], key=lambda begin: sum(begin <= one < begin + room - _LEAD for one in begins), default=body)
    floor = body if best >= body else 0
    start = max(floor, best - _LEAD)
    if start > floor:
        space = text.find(" ", start, best)
        start = space + 1 if space >= 0 else start
    end = min(len(text), start + room)
    if end < len(text):
        space = text.rfind(" ", start + room // 2, end)
        end = space if space >= 0 else end
    return start, end


def _apart(spans: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """The spans with those that overlap put together, so that a page can mark them one after the other."""
    apart: list[tuple[int, int]] = []
    for start, end in spans:
        if apart and start < apart[-1][1]:
            apart[-1] = (apart[-1][0], max(end, apart[-1][1]))
        else:
            apart.append((start, end))
    return apart
