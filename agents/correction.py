"""What a correction changed: a small diff by sentence, with the figures and names that differ."""

import difflib
import re
from collections.abc import Sequence
from itertools import zip_longest

from schemas.routed import Edit

MOST = 20
"""Changes that are shown: a correction of more is a new story."""
_FIGURE = re.compile(r"\d[\d.,:/-]*\d|\d")
_NAME = re.compile(r"\b[A-ZÀ-ÖØ-Þ][\w’'-]+(?:\s+[A-ZÀ-ÖØ-Þ][\w’'-]+)*")


def find_edits(before: Sequence[str], after: Sequence[str]) -> tuple[Edit, ...]:
    """The headline and sentences that differ; the first of each list is the headline.

    >>> find_edits(["Two hurt", "Two men were hurt."], ["Three hurt", "Two men were hurt."])[0].after
    'Three hurt'
    """
    edits = [_edit("headline", before[0], after[0])] if before and after and before[0] != after[0] else []
    old, new = list(before[1:]), list(after[1:])
    matcher = difflib.SequenceMatcher(a=old, b=new, autojunk=False)
    for what, old_start, old_end, new_start, new_end in matcher.get_opcodes():
        if what != "equal":
            pairs = zip_longest(old[old_start:old_end], new[new_start:new_end])
            edits += [_edit("sentence", one, other) for one, other in pairs]
    return tuple(edits[:MOST])


def _edit(where: str, before: str | None, after: str | None) -> Edit:
    old, new = before or "", after or ""
    return Edit(
        where,
        before or None,
        after or None,
        figures=_differing(_FIGURE.findall(old), _FIGURE.findall(new)),
        names=_differing(_names(old), _names(new)),
    )


def _names(sentence: str) -> list[str]:
    """Words in capitals that do not only begin the sentence."""
    return [found[0] for found in _NAME.finditer(sentence) if found.start() > 0 or " " in found[0]]


def _differing(old: Sequence[str], new: Sequence[str]) -> tuple[str, ...]:
    """`was -> is` for what differs, in order; what only went or came has one side empty."""
    gone = [each for each in old if each not in new]
    come = [each for each in new if each not in old]
    return tuple(f"{one} -> {other}" for one, other in zip_longest(gone, come, fillvalue=""))
