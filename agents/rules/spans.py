"""Stretches of words and how they stand to each other: near, in order, in one sentence. Linear in their number.

A pair that is near counts as the stretch from its first word to its last, and of stretches that contain another only
the inner one counts: minimal-interval semantics (Clarke, Cormack and Burkowski, "An Algebra for Structured Text
Search", The Computer Journal 38, 1995).
"""

from bisect import bisect_left
from collections import deque
from collections.abc import Sequence

Span = tuple[int, int]
Pair = tuple[Span, Span]
"""A stretch and a later one."""


def union(lists: Sequence[Sequence[Span]]) -> list[Span]:
    """All of them once, in order.

    >>> union([[(4, 5)], [(1, 2), (4, 5)]])
    [(1, 2), (4, 5)]
    """
    return sorted(set().union(*lists))


def closest_pairs(before: Sequence[Span], after: Sequence[Span], reach: int, wall: int = 0) -> list[Pair]:
    """For each stretch of `after`, the closest one of `before` that ends at most `reach` words ahead of it, if any.

    Adjacent words are 1 apart; overlapping stretches are no pair, nor are two on different sides of `wall`, a
    position. Closest is the one that begins last, which gives the shortest stretch of both.

    >>> closest_pairs([(0, 1), (2, 3)], [(4, 6), (90, 91)], 5)
    [((2, 3), (4, 6))]
    """
    if not before or not after:
        return []
    by_end = sorted(before, key=_end)
    window: deque[Span] = deque()
    pairs, taken = [], 0
    for span in sorted(after):
        start = span[0]
        while taken < len(by_end) and by_end[taken][1] <= start:
            candidate = by_end[taken]
            while window and window[-1][0] <= candidate[0]:
                window.pop()
            window.append(candidate)
            taken += 1
        nearest_end = start + 1 - reach
        while window and window[0][1] < nearest_end:
            window.popleft()
        if window and (start < wall or window[0][0] >= wall):
            pairs.append((window[0], span))
    return pairs


def any_near(left: Sequence[Span], right: Sequence[Span], reach: int, wall: int = 0, *, ordered: bool) -> bool:
    """Whether `closest_pairs` would find any, in either order unless `ordered`, by looking at all pairs.

    >>> any_near([(0, 1)], [(4, 6)], 4, ordered=True), any_near([(4, 6)], [(0, 1)], 4, ordered=True)
    (True, False)
    """
    for start, end in left:
        for other, last in right:
            if end <= other < end + reach:
                if not start < wall <= other:
                    return True
            elif not ordered and last <= start < last + reach and not other < wall <= start:
                return True
    return False


def _end(span: Span) -> int:
    return span[1]


def minimal(spans: Sequence[Span]) -> list[Span]:
    """Those that contain no other, in order.

    >>> minimal([(0, 9), (2, 4), (2, 6), (8, 9)])
    [(2, 4), (8, 9)]
    """
    kept: list[Span] = []
    for start, end in sorted(set(spans), key=lambda span: (span[0], -span[1])):
        while kept and kept[-1][1] >= end:
            kept.pop()
        kept.append((start, end))
    return kept


def covering(pairs: Sequence[Pair]) -> list[Span]:
    """The stretch of each pair from its first word to its last, the minimal ones."""
    return minimal([(first[0], second[1]) for first, second in pairs])


def same_sentence(left: Sequence[Span], right: Sequence[Span], sentence_starts: Sequence[int]) -> list[Pair]:
    """Closest pairs, in either order, whose two stretches both lie within one sentence."""
    groups: dict[int, tuple[list[Span], list[Span]]] = {}
    for side, spans in ((0, left), (1, right)):
        for span in spans:
            sentence = _sentence_of(span, sentence_starts)
            if sentence is not None:
                groups.setdefault(sentence, ([], []))[side].append(span)
    far = sentence_starts[-1] + 1 if sentence_starts else 0
    pairs: list[Pair] = []
    for lefts, rights in groups.values():
        pairs += closest_pairs(lefts, rights, far) + closest_pairs(rights, lefts, far)
    return pairs


def _sentence_of(span: Span, sentence_starts: Sequence[int]) -> int | None:
    """The number of the sentence, or None for a stretch that reaches over its end."""
    first = bisect_left(sentence_starts, span[0] + 1)
    return first if bisect_left(sentence_starts, span[1]) == first else None
