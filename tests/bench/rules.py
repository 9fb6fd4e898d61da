"""What standing rules cost: matching, loading, changing, explaining, a backtest, and rules that mean harm.

`python -m tests.bench.rules [TEXTS] [RULES...]` prints 1,000, 10,000 and 100,000 rules side by side with a matcher
that asks every rule. TEXTS: a folder of .txt files, or JSON lines, may be gzipped [default: seeds].

Nothing fails here, since a busy machine would fail it. Each article counts with the best of several rounds, and the
yardstick in the first line says how fast the machine was: 0.07 s is a quiet core of 2.8 GHz.
"""

import gc
import statistics
import subprocess
import sys
import tempfile
import time
import tracemalloc
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from pathlib import Path

import msgspec

from agents.rules import RuleSet, parse_rules
from agents.rules.backtest import Backtest
from agents.rules.evaluate import is_true
from agents.rules.parser import parse_query
from agents.rules.reading import Reading
from agents.rules.syntax import Node
from schemas.enriched import Enriched
from schemas.rule import Rule
from tests.bench.rule_corpus import WORDS, RuleMaker, articles, read_texts

NOW = datetime(2017, 12, 28, 12, tzinfo=UTC)
MEASURED, WARM, ROUNDS = 200, 1500, 5
NAIVE = 3
"""Articles that the naive matcher is asked about: it takes long."""
clock = time.perf_counter


def yardstick() -> float:
    """Seconds for five million turns of an empty loop, the best of five."""

    def turn() -> None:
        for _ in range(5_000_000):
            pass

    return min(seconds(turn) for _ in range(5))


def seconds(work: Callable[[], object]) -> float:
    start = clock()
    work()
    return clock() - start


def built(rules: Sequence[Rule]) -> RuleSet:
    made = RuleSet.build(rules)
    assert isinstance(made, RuleSet), made
    return made


def per_article(rules: RuleSet, texts: Sequence[Enriched]) -> list[float]:
    """Milliseconds of each article, its best of ROUNDS, in order of size."""
    best = [1e9] * len(texts)
    for _ in range(ROUNDS):
        for number, each in enumerate(texts):
            best[number] = min(best[number], 1000 * seconds(lambda each=each: rules.match(each, NOW)))
    return sorted(best)


def naive(trees: Sequence[Node], texts: Sequence[Enriched]) -> float:
    """Milliseconds an article of a matcher that asks every rule in turn: no index, the same verdict."""

    def ask(each: Enriched) -> None:
        reading = Reading(each, NOW)
        for tree in trees:
            is_true(tree, reading)

    return min(1000 * seconds(lambda each=each: ask(each)) for each in texts)


def measure(count: int, texts: list[str], cases: list[Enriched]) -> dict[str, str]:
    """The column of so many rules."""
    rules = RuleMaker(texts).rules(count)
    gc.collect()
    loading = min(seconds(lambda: built(rules)) for _ in range(3))
    made = built(rules)
    gc.collect()
    gc.freeze()
    cold = per_article(made, cases[:MEASURED])
    for each in cases[MEASURED:]:
        made.match(each, NOW)
    made.counters.clear()
    took = per_article(made, cases[:MEASURED])
    counters = made.counters
    asked, matched = counters.asked.total() / counters.articles, counters.matched.total() / counters.articles
    in_a_row = change(made, RuleMaker(texts, seed=2).rules(500), ())
    add, remove, pause = change(made, RuleMaker(texts, seed=1).rules(500), cases)
    gc.unfreeze()
    return {
        "match, ms an article, median": f"{statistics.median(took):.2f}",
        "  of a set just loaded": f"{statistics.median(cold):.2f}",
        "  p95": f"{took[int(0.95 * len(took))]:.2f}",
        "  naive matcher, ms": f"{naive([parse_query(rule.query) for rule in rules], cases[:NAIVE]):.1f}",
        "rules asked, matched an article": f"{asked:.1f}, {matched:.1f}",
        "load of records, s": f"{loading:.2f}",
        "  read from YAML before that, s": f"{from_yaml(rules):.2f}",
        "memory, KB a rule": f"{memory(rules) / 1000 / count:.2f}",
        "add, remove one, µs": f"{in_a_row[0]:.0f}, {in_a_row[1]:.0f}",
        "  one between two articles": f"{add:.0f}, {remove:.0f}",
        "  longest pause of matching, ms": f"{pause:.2f}",
    }


def change(rules: RuleSet, more: Sequence[Rule], cases: Sequence[Enriched]) -> tuple[float, float, float]:
    """Median microseconds to add and to remove a rule, and the longest of them in milliseconds.

    Between two articles, if there are any: these leave nothing of what adding needs in the processor's caches.
    """
    adding, removing = [], []
    for number, rule in enumerate(more):
        fresh = Rule(f"x{rule.id}", rule.query)
        adding.append(seconds(lambda fresh=fresh: rules.add(fresh)))
        if cases:
            rules.match(cases[number % MEASURED], NOW)
    removing += [seconds(lambda rule=rule: rules.remove(f"x{rule.id}")) for rule in more]
    return (
        1e6 * statistics.median(adding),
        1e6 * statistics.median(removing),
        1000 * max(*adding, *removing),
    )


def from_yaml(rules: Sequence[Rule]) -> float:
    """Seconds to read rules from the text of a file, each checked as `rules check` does."""
    text = "".join(f"- {msgspec.json.encode(rule).decode()}\n" for rule in rules)  # JSON in a list is YAML
    return seconds(lambda: parse_rules(text, "yaml"))


def memory(rules: Sequence[Rule]) -> int:
    """Bytes that a set takes beyond its rules' own texts."""
    tracemalloc.start()
    made = built(rules)
    taken = tracemalloc.get_traced_memory()[0]
    tracemalloc.stop()
    assert made.rules, "it is alive until here"
    return taken


def hostile(common: Sequence[str]) -> dict[str, Rule]:
    """Rules that cost what a rule can cost; what is refused is not among them."""
    many = " OR ".join(dict.fromkeys(f"{word[:2]}*" for word in common))
    wide = " OR ".join(common[:40])
    phrases = " OR ".join(f'"the {word}"' for word in common)
    nest = "said"
    for word in common[:48]:
        nest = f"({nest}) w/255 {word}"
    return {
        "prefixes of everything": Rule("h", many),
        "everything near everything": Rule("h", f"({wide}) w/255 ({wide})"),
        "proximities 48 deep": Rule("h", nest),
        "the same sentence, all pairs": Rule("h", f"({many}) same ({wide})"),
        "atleast1000 of everything": Rule("h", f"atleast1000 ({many})"),
        "1,500 common words and NOT": Rule("h", f"the AND NOT ({' AND '.join(list(common[:20]) * 75)})"),
        "parentheses 50 deep": Rule("h", "(" * 50 + "the" + ")" * 50),
        "phrases of the commonest": Rule("h", phrases[:19_000].rsplit(" OR ", 1)[0]),
    }  # fmt: skip


def print_hostile(texts: list[str], cases: list[Enriched]) -> None:
    words = [
        word for each in cases[:50] for word in each.article.text.lower().split() if word.isalpha() and len(word) > 2
    ]
    common = sorted(set(words) - {"and", "or", "not", "same"}, key=lambda word: -words.count(word))[:800]
    made = built(RuleMaker(texts).rules(10_000))
    plain = statistics.median(per_article(made, cases[:50]))
    print(f"\n10,000 rules: {plain:.2f} ms an article; with one more, which is:")
    for name, rule in hostile(common).items():
        error = made.add(rule)
        took = statistics.median(per_article(made, cases[:50]))
        print(f"  {name:32} {error or f'{took:.2f} ms, x {took / plain:.1f}'}")
        made.remove(rule.id)


def print_others(texts: list[str], cases: list[Enriched]) -> None:
    rules = RuleMaker(texts).rules(1000)
    made = built(rules)
    spent = sorted(seconds(lambda rule=rule: made.explain(rule.id, cases[0], NOW)) for rule in rules)
    print(f"\nexplain as a function: median {1000 * spent[500]:.2f} ms, p99 {1000 * spent[990]:.2f} ms")
    best = 1e9
    for _ in range(ROUNDS):
        tried = Backtest(built(rules))
        best = min(best, seconds(lambda tried=tried: [tried.look(each, NOW) for each in cases[:1000]]))
    print(f"backtest, 1,000 rules, one core: {1000 / best:,.0f} articles a second")
    with tempfile.TemporaryDirectory() as folder:
        article = Path(folder) / "article.jsonl"
        article.write_bytes(msgspec.json.encode(cases[0]) + b"\n")
        command = [sys.executable, "-m", "streams", "rules", "explain", "police AND NOT raid", str(article)]

        def run() -> None:
            done = subprocess.run(command, check=False, capture_output=True)
            assert done.returncode in (0, 1), done.stderr  # it matched, or it did not: no error was timed

        best = min(seconds(run) for _ in range(10))
        print(f"wirewatch rules explain, the whole command: best {1000 * best:.0f} ms of 10")


def main() -> None:
    given = sys.argv[1:]
    source = next((each for each in given if not each.isdecimal()), "seeds")
    counts = [int(each) for each in given if each.isdecimal()] or [1_000, 10_000, 100_000]
    print(f"yardstick {yardstick():.3f} s; articles of {WORDS} words from {source}; best of {ROUNDS} rounds")
    texts = read_texts(Path(source))
    cases = list(articles(texts, MEASURED + WARM))
    columns = [measure(count, texts, cases) for count in counts]
    print(f"{'':36}" + "".join(f"{count:>14,}" for count in counts))
    for row in columns[0]:
        print(f"{row:36}" + "".join(f"{column[row]:>14}" for column in columns))
    print_hostile(texts, cases)
    print_others(texts, cases)


if __name__ == "__main__":
    main()
