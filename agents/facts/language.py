"""Which language a text is in, and whether the models know it."""

import re

import pycld2

KNOWN = frozenset({"en"})
"""Languages that the models were trained on."""
ENOUGH = 5_000
"""Characters that are looked at."""
FEWEST_LATIN, FEWEST = 80, 10
"""Letters below which nothing is said: a short headline of Turkish names is not Turkish. Other scripts need fewer."""
_ENGLISH_WORDS = "the of and to for was were with that from by said has have will at is in on"
ENGLISH = frozenset(_ENGLISH_WORDS.split())
PART = 0.15
"""A text with so many of these words is English, whatever the names in it."""
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")
_LATIN = re.compile(r"[A-Za-z\u00c0-\u024f\u1e00-\u1eff]")


def detect_language(text: str) -> str | None:
    """The ISO 639-1 code of the language that most of the text is in; None where it cannot be said.

    By CLD2, whose answer counts only where it calls it reliable. A text that is English to a third is English: reports
    quote other languages.
    """
    head = _CONTROL.sub(" ", text[:ENOUGH])
    letters = sum(map(str.isalpha, head))
    if letters < (FEWEST_LATIN if 2 * len(_LATIN.findall(head)) > letters else FEWEST):
        return None
    words = head.lower().split()
    if sum(word in ENGLISH for word in words) > PART * len(words):
        return "en"
    try:
        reliable, _, details = pycld2.detect(head, isPlainText=True, bestEffort=False)
    except pycld2.error:  # text that it holds for no valid UTF-8
        return None
    shares = {code.split("-")[0]: percent for _, code, percent, _ in details if code != "un"}
    if not reliable or not shares:
        return None
    return "en" if shares.get("en", 0) >= 33 else max(shares, key=lambda code: shares[code])
