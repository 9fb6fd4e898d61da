"""How often keys are found in articles: guessed at first, then counted, so that rules are looked up by what is rare."""

from collections.abc import Iterable

from agents.rules.clauses import Clause

PRIOR_WEIGHT = 20.0
"""Articles that the guess counts for against those that were seen."""

_MOST_KEYS = 300_000
"""Keys counted before those seen once are dropped: most words are rare, and what is rare needs no count."""


def guess(key: str) -> float:
    """The share of articles in which a key is expected, before any was seen: short words are common."""
    share = 1.0 / len(key) ** 2
    if " " in key:
        return share
    if key[-1] == "*":
        share *= 0.3 * len(key) ** 2 if key[-2:-1] in ("", ":") else 3
    return share / 2 if ":" in key else share


class Frequency:
    """Counts of keys over articles."""

    def __init__(self) -> None:
        self.articles = 0
        self.counts: dict[str, int] = {}

    def learn(self, found: Iterable[str]) -> None:
        """Count the keys found in one more article."""
        self.articles += 1
        counts = self.counts
        for key in found:
            counts[key] = counts.get(key, 0) + 1
        if len(counts) > _MOST_KEYS:
            self.counts = {key: count for key, count in counts.items() if count > 1}

    def cost(self, clause: Clause) -> float:
        """The share of articles in which one of a clause's keys is expected."""
        seen, counts = self.articles, self.counts
        if not seen:
            return guess(clause[0]) if len(clause) == 1 else sum(map(guess, clause))
        return sum((counts.get(key, 0) + guess(key) * PRIOR_WEIGHT) / (seen + PRIOR_WEIGHT) for key in clause)
