"""What a pointing word counts from, and which way: last, next, this; that, the same, the following."""

from agents.facts.dates.cascade import Phrase
from agents.facts.dates.cells import Cell
from agents.facts.dates.scene import Scene, has

_STEPS: tuple[tuple[str, int], ...] = (
    # the first of these classes that the phrase has decides: "this past" is past
    ("past", -1), ("coming", 1), ("last", -1), ("next", 1), ("previous", -1), ("following", 1), ("latest", 0),
    ("current", 0), ("this", 0), ("that", 0), ("same", 0),
)  # fmt: skip
_TOLD = ("that", "same", "previous", "following")
"""Words that point at the last date told."""


def step_of(phrase: Phrase) -> int | None:
    """-1, 0 or 1: where the phrase's pointing word points; None where it has none."""
    return next((step for name, step in _STEPS if has(phrase, name)), None)


def points_at_told(phrase: Phrase) -> bool:
    """Whether the pointing word points at the last date told."""
    return has(phrase, *_TOLD)


def reference_of(phrase: Phrase, scene: Scene) -> tuple[Cell | None, str | None]:
    """What the pointing word counts from, and as the record's anchor: the last date told, or the report's day."""
    if points_at_told(phrase):
        return scene.told, scene.told_text
    return scene.here, scene.here_text
