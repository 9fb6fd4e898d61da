"""`wirewatch rules status`: what is said of a worker's counts."""

from schemas.worker import RulesTally, RuleTally
from streams.cli.rules_status import tally_lines

FLOOD = RuleTally("flood", 290, 41, 0.8)
PORTS = RuleTally("ports", 20, 0, 1.25)


def test_counts_in_words() -> None:
    never = tuple(f"n{number}" for number in range(10))
    tally = RulesTally(1_200, 42, 310, 41, 41, never, noisiest=(FLOOD,), slowest=(PORTS, FLOOD))
    assert list(tally_lines(tally)) == [
        "1,200 articles, 42 rules: 0.3 asked and 0.03 matched an article",
        "never matched: 41: n0, n1, n2, n3, n4, ...",
        "most matches: flood 41",
        "slowest, µs an article: ports 1.2, flood 0.8",
    ]


def test_a_worker_that_has_not_counted_says_nothing() -> None:
    assert list(tally_lines(None)) == []


def test_a_set_all_of_which_matches() -> None:
    tally = RulesTally(1, 1, 1, 1, 0, (), (FLOOD,), (FLOOD,))
    assert not any(line.startswith("never") for line in tally_lines(tally))
