"""Which language a text is in, and whether the models know it."""

import re

import pycld2

KNOWN = frozenset({"en"})
"""Languages that the models were trained on."""
ENOUGH = 20_000
"""Characters that are looked at."""
FEWEST = 20
"""Letters below which nothing is said."""
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")


def detect_language(text: str) -> str | None:
    """The ISO 639-1 code of the language that most of the text is in; None where it cannot be said.

    By CLD2, whose answer counts only where it calls it reliable. A text that is English to a third is English: reports
    quote other languages.
    """
    head = _CONTROL.sub(" ", text[:ENOUGH])
    if sum(map(str.isalpha, head)) < FEWEST:
        return None
    try:
        reliable, _, details = pycld2.detect(head, isPlainText=True, bestEffort=False)
    except pycld2.error:  # text that it holds for no valid UTF-8
        return None
    shares = {code.split("-")[0]: percent for _, code, percent, _ in details if code != "un"}
    if not reliable or not shares:
        return None
    return "en" if shares.get("en", 0) >= 33 else max(shares, key=lambda code: shares[code])
