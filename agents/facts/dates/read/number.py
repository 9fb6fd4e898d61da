"""Numbers in words, figures and fractions: twenty-four, 2 1/2, 1,000."""

from fractions import Fraction

from agents.facts.dates.cascade import Phrase
from agents.facts.dates.classes import CHAR
from agents.facts.dates.scene import Scene


def number_of(phrase: Phrase, scene: Scene) -> Fraction | None:
    """The number that a phrase of number words and digits makes: twenty-four, two hundred, 2 1/2, 1,000."""
    total, part = Fraction(0), Fraction(0)
    for char, kid in zip(phrase.classes, phrase.kids, strict=True):
        if not isinstance(kid, int):
            continue
        got = scene.token_value(kid)
        if char == CHAR["scale"] and isinstance(got, int):
            part = max(part, Fraction(1)) * got
            if got >= 1000:
                total, part = total + part, Fraction(0)
        elif char == CHAR["slash"] or char == CHAR["onehalf"]:
            total, part = total + part, Fraction(0)
            return total - _before_slash(phrase, scene) + _fraction(phrase, scene)
        elif isinstance(got, int | float):
            part += exact(got)
    return total + part


def exact(number: float) -> Fraction:
    """A number as it was written: 22.8 is 114/5."""
    return Fraction(number) if isinstance(number, int) else Fraction(number).limit_denominator(1000)


def _before_slash(phrase: Phrase, scene: Scene) -> int:
    if CHAR["slash"] not in phrase.classes:
        return 0
    kid = phrase.kids[phrase.classes.index(CHAR["slash"]) - 1]
    got = scene.token_value(kid) if isinstance(kid, int) else 0
    return got if isinstance(got, int) else 0


def _fraction(phrase: Phrase, scene: Scene) -> Fraction:
    if CHAR["slash"] not in phrase.classes:
        return Fraction(1, 2)
    kid = phrase.kids[phrase.classes.index(CHAR["slash"]) + 1]
    below = scene.token_value(kid) if isinstance(kid, int) else 0
    return Fraction(_before_slash(phrase, scene), below) if isinstance(below, int) and below else Fraction(0)
