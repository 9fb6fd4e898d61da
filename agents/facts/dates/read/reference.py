"""Readings of words that point at the present, the past or the future without a date."""

from agents.facts.dates.cascade import Phrase
from agents.facts.dates.readings import Reading, vague
from agents.facts.dates.scene import Scene, has


def read_now(phrase: Phrase, scene: Scene) -> Reading | None:
    """now · currently · recently · soon · the future · at the moment."""
    text = scene.text(phrase, "now", "recently", "soon", "future")
    if text is None:
        text = "FUTURE_REF" if has(phrase, "term") else "PRESENT_REF"
    if has(phrase, "future") and not has(phrase, "the") and not scene.narrative:
        return None
    return vague("reference", text, anchor=scene.here_text)


def read_then(phrase: Phrase, scene: Scene) -> Reading | None:
    """at the time · at that time: where nothing says which."""
    del phrase
    return vague("reference", "PAST_REF", 0.6, anchor=scene.here_text)


def read_present(phrase: Phrase, scene: Scene) -> Reading | None:
    """current · recent · the past: as adjectives and nouns of what is or was."""
    text = "PRESENT_REF" if has(phrase, "current", "present") else "PAST_REF"
    return vague("reference", text, 0.7, anchor=scene.here_text)


def read_former(phrase: Phrase, scene: Scene) -> Reading | None:
    """former, where an article tells history."""
    del phrase
    return vague("reference", "PAST_REF", 0.6, anchor=scene.here_text) if scene.narrative else None
