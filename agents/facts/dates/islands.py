"""Islands of time: the runs of a text's classes that may hold a date, to which alone the grammar is put."""

import re
from collections.abc import Sequence

from agents.facts.dates.cascade import compile_pattern
from agents.facts.dates.classes import CHAR, OUTSIDE


class Islands:
    """Finds the runs that may hold a date: a word of time, what leads to it, and what follows it.

    At most `LEAD` classes lead, so that a text of such words alone costs a fixed number of steps each. One class on
    either side belongs to the run, so that a rule can look at its neighbours.
    """

    LEAD = 9

    def __init__(self, core: Sequence[str], pairs: Sequence[str]) -> None:
        self.inside = "".join(char for char in CHAR.values() if char not in OUTSIDE)
        cores = "".join(CHAR[name] for name in core)
        together = "|".join(compile_pattern(pair, {}) for pair in pairs)
        self.regex = re.compile(f"(?:[{cores}]|{together})[{self.inside}]*")

    def find(self, classes: str) -> list[tuple[int, str]]:
        """Each run, and where it begins."""
        found: list[tuple[int, str]] = []
        inside, after = self.inside, 0
        for match in self.regex.finditer(classes):
            first = match.start()
            least = max(after, first - self.LEAD)
            first = least + len(classes[least:first].rstrip(inside))
            after = match.end()
            first -= first > 0
            found.append((first, classes[first : after + 1]))
        return found
