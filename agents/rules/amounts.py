"""Amounts of money as texts write them, into numbers; the currency is left aside."""

import re

_SCALES = {
    "hundred": 1e2, "thousand": 1e3, "k": 1e3, "grand": 1e3, "lakh": 1e5, "lakhs": 1e5, "million": 1e6, "millions": 1e6,
    "mn": 1e6, "mln": 1e6, "m": 1e6, "crore": 1e7, "crores": 1e7, "billion": 1e9, "bn": 1e9, "b": 1e9, "trillion": 1e12,
    "tn": 1e12, "trn": 1e12,
}  # fmt: skip
_SMALL = """
    zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen
    eighteen nineteen
"""
_ONES = {word: float(number) for number, word in enumerate(_SMALL.split())} | {"a": 1.0, "an": 1.0, "half": 0.5}
_ROUND = "twenty thirty forty fifty sixty seventy eighty ninety"
_TENS = {word: number * 10.0 for number, word in enumerate(_ROUND.split(), 2)}
_PART = re.compile(r"(?P<digits>\d[\d,]*(?:\.\d+)?)|(?P<word>[a-z]+)")


def amount_of(text: str) -> float | None:
    """The amount, or None where none can be read.

    >>> [amount_of(text) for text in ("$1.5 million", "2,300 euros", "Rs 20 lakh", "three hundred dollars", "€3bn")]
    [1500000.0, 2300.0, 2000000.0, 300.0, 3000000000.0]
    """
    total, current = 0.0, None
    for part in _PART.finditer(text.lower()[:200]):
        if part["digits"]:
            if current is not None:
                break
            current = float(part["digits"].replace(",", "")[:18])
        elif (number := _ONES.get(part["word"], _TENS.get(part["word"]))) is not None:
            current = (current or 0.0) + number
        elif scale := _SCALES.get(part["word"]):
            if current is None:
                continue
            if scale == 100:
                current *= 100
            else:
                total, current = total + current * scale, None
    if current is None:
        return total or None
    return total + current
