"""What a rule set has done: how many rules were asked, matched, never matched, and which are slow."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from heapq import nlargest
from operator import attrgetter

from agents.rules.entry import Entry
from schemas.worker import RulesTally, RuleTally

Timer = Callable[[], int]
"""Nanoseconds on any clock; only differences count, and no verdict depends on it."""


class Counters:
    """Counts since the set was built; of a rule that is new or changed, since it came. The counts are the entries'."""

    def __init__(self, entries: Mapping[str, Entry], timer: Timer | None = None) -> None:
        self.timer = timer
        self.articles = 0
        self._entries = entries

    @property
    def asked(self) -> Counter[str]:
        """Of how many articles each rule was asked for its verdict: nothing in the index spoke against it."""
        return Counter({rule: entry.asked for rule, entry in self._entries.items() if entry.asked})

    @property
    def matched(self) -> Counter[str]:
        """How many articles each rule matched."""
        return Counter({rule: entry.matched for rule, entry in self._entries.items() if entry.matched})

    @property
    def spent(self) -> Counter[str]:
        """Nanoseconds in the verdicts of each rule; empty without a timer."""
        return Counter({rule: entry.spent for rule, entry in self._entries.items() if entry.spent})

    def never_matched(self, rules: Iterable[str]) -> list[str]:
        """Those of the rules that matched nothing, in order."""
        matched = self.matched
        return sorted(rule for rule in rules if not matched[rule])

    def slowest(self, count: int = 10) -> list[tuple[str, float]]:
        """The rules that took most time, with microseconds an article."""
        articles = max(1, self.articles)
        return [(rule, spent / 1000 / articles) for rule, spent in self.spent.most_common(count)]

    def noisiest(self, count: int = 10) -> list[tuple[str, int]]:
        """The rules that matched most, with how often."""
        return self.matched.most_common(count)

    @property
    def entries(self) -> list[Entry]:
        """The rules that count, as they are at this moment: `tally` may take its time elsewhere."""
        return list(self._entries.values())

    def clear(self) -> None:
        """Count from zero."""
        self.articles = 0
        for entry in self._entries.values():
            entry.asked = entry.matched = entry.spent = 0


def tally(entries: Sequence[Entry], articles: int, shown: int = 10) -> RulesTally:
    """What rules did, bounded in size: sums, and of the rules that stand out `shown` at most."""
    matched = [entry for entry in entries if entry.matched]
    never = sorted(entry.rule.id for entry in entries if not entry.matched)
    of = {"matched": matched, "spent": [entry for entry in entries if entry.spent]}
    noisiest, slowest = (
        tuple([_tally_of(entry, articles) for entry in nlargest(shown, some, key=attrgetter(what))])
        for what, some in of.items()
    )
    return RulesTally(
        articles,
        len(entries),
        sum(entry.asked for entry in entries),
        sum(entry.matched for entry in matched),
        len(never),
        tuple(never[:shown]),
        noisiest,
        slowest,
    )


def _tally_of(entry: Entry, articles: int) -> RuleTally:
    return RuleTally(entry.rule.id, entry.asked, entry.matched, round(entry.spent / 1000 / max(1, articles), 3))
