"""What a rule set has done: how many rules were asked, matched, never matched, and which are slow."""

from collections import Counter
from collections.abc import Callable, Iterable

Timer = Callable[[], int]
"""Nanoseconds on any clock; only differences count, and no verdict depends on it."""


class Counters:
    """Counts since the set was built. `asked`: nothing in the index spoke against it."""

    def __init__(self, timer: Timer | None = None) -> None:
        self.timer = timer
        self.articles = 0
        self.asked: Counter[str] = Counter()
        self.matched: Counter[str] = Counter()
        self.spent: Counter[str] = Counter()
        """Nanoseconds in the verdicts of each rule; empty without a timer."""

    def never_matched(self, rules: Iterable[str]) -> list[str]:
        """Those of the rules that matched nothing, in order."""
        return sorted(rule for rule in rules if not self.matched[rule])

    def slowest(self, count: int = 10) -> list[tuple[str, float]]:
        """The rules that took most time, with microseconds an article."""
        articles = max(1, self.articles)
        return [(rule, spent / 1000 / articles) for rule, spent in self.spent.most_common(count)]

    def noisiest(self, count: int = 10) -> list[tuple[str, int]]:
        """The rules that matched most, with how often."""
        return self.matched.most_common(count)

    def forget(self, rule: str) -> None:
        """A rule that is gone or new is counted from zero."""
        for counter in (self.asked, self.matched, self.spent):
            del counter[rule]
