"""How often keys are found in articles: guessed at first, then counted, so that rules are looked up by what is rare."""

from collections.abc import Iterable

from agents.rules.clauses import Clause, Key

PRIOR_WEIGHT = 20.0
"""Articles that the guess counts for against those that were seen."""

_MOST_KEYS = 300_000
"""Keys counted before those seen once are dropped: most words are rare, and what is rare needs no count."""
_APART = 0.2
"""What is left of a word's share where another word must be there, too, however frequent that one is."""


def guess(key: str) -> float:
    """The share of articles in which a key is expected, before any was seen: short words are common."""
    share = 1.0 / len(key) ** 2
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

    def share(self, key: Key) -> float:
        """The share of articles in which a key is expected; of a phrase, that in which its words stand anywhere."""
        if key.__class__ is tuple:
            rarest, other, *_ = sorted(map(self.share, key))
            return rarest * (max(_APART, other))
        if not self.articles:
            if key.isalnum():  # type: ignore[union-attr]  # isinstance would take longer: rules are loaded through here
                return 1.0 / len(key) ** 2
            return guess(key)  # type: ignore[arg-type]  # as above
        return (self.counts.get(key, 0) + guess(key) * PRIOR_WEIGHT) / (self.articles + PRIOR_WEIGHT)  # type: ignore[arg-type]  # as above

    def cost(self, clause: Clause) -> float:
        """The share of articles in which one of a clause's keys is expected."""
        if len(clause) == 1:
            return self.share(clause[0])
        share, total = self.share, 0.0
        for key in clause:
            total += share(key)
        return total
