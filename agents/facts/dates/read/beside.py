"""Two readings that only stand beside each other, each on its own words."""

from collections.abc import Sequence

from agents.facts.dates.cascade import Phrase
from agents.facts.dates.readings import Reading
from agents.facts.dates.scene import Scene


def each_by_itself(phrases: Sequence[Phrase | None], scene: Scene) -> list[Reading]:
    """What each phrase is read as, without the others; those that are no dates are left out."""
    return [placed(got, phrase) for phrase in phrases if phrase is not None and (got := scene.read(phrase)) is not None]


def placed(reading: Reading, phrase: Phrase) -> Reading:
    """The reading, on the words of its phrase."""
    if reading.first < 0:
        reading.first, reading.after = phrase.start, phrase.end
    return reading
