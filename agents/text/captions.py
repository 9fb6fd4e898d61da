"""Pictures' captions that stand among the sentences: taken out whole, kept with their credit."""

import re

from agents.text.sentences import sentence_ends
from schemas.article import Caption

_CREDIT = re.compile(
    r"\(\s*(?:(?:photo|picture|image|video|file photo|illustrative photo)?\s*(?:credit|credits|courtesy|source)\s*:\s*"
    r"|(?:photo|picture|image|photograph)\s*(?:by\b|:|/)\s*"
    r"|(?=(?:AP|AFP|EPA|Reuters|Getty)\s+(?:photo|images?)\b))"
    r"(?P<credit>[^()\n]{1,120}?)\s*\)",
    re.IGNORECASE,
)
_LONGEST = 400
"""A caption is no longer than this, in characters: what is longer is a paragraph with a credit at its end."""


def take_captions(text: str) -> tuple[str, tuple[Caption, ...]]:
    """A paragraph without its captions, and the captions.

    A caption is the sentence before a credit in brackets, on which the report's next sentence may follow at once.
    Sentences must be parted before (`part_sentences`), or the caption's beginning cannot be told.

    >>> take_captions('“No,” he said. A tank in Homs (credit: REUTERS)On Monday it rained.')
    ('“No,” he said. On Monday it rained.', (Caption(text='A tank in Homs', credit='REUTERS'),))
    """
    kept, captions, at = [], [], 0
    for found in _CREDIT.finditer(text):
        start = _caption_start(text, at, found.start())
        kept.append(text[at:start].rstrip())
        captions.append(Caption(text[start : found.start()].strip(), found["credit"].strip()))
        at = found.end()
        if text[at : at + 1] in (".", ",") and not text[at + 1 : at + 2].isalnum():
            at += 1  # the stop that closed the caption, not a sentence of its own
    if not captions:
        return text, ()
    kept.append(text[at:].strip())
    return " ".join(piece for piece in kept if piece), tuple(captions)


def _caption_start(text: str, floor: int, credit: int) -> int:
    """Where the caption before a credit begins: its own sentence, or, where that is finished, the credit alone.

    A paragraph of one or two finished sentences and a credit is a caption as a whole.
    """
    start = max(floor, credit - _LONGEST)
    ends = [start + end for end in sentence_ends(text[start:credit])]
    if not text[start:credit].rstrip().endswith((".", "!", "?", "”", '"')):
        return ends[-1] if ends else (floor if start == floor else credit)
    whole = start == 0 and len(ends) < 2 and not text[text.find(")", credit) + 1 :].strip()
    return 0 if whole else credit
