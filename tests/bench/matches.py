"""What it costs that an alert goes to each rule by itself: CPU and bytes an alert, with 1, 10 and 100 rules.

`python -m tests.bench.matches [SEED]` prints route's own cost (without matching rules), the matches' part of it, their
bytes beside the alert's, what they would be with the whole article in each, and notify's cost.
"""

import sys
import time
from collections.abc import Callable
from pathlib import Path

import msgspec

from agents.ending import forwards
from agents.memory import Layer
from agents.notify import Notify
from agents.stage import Message
from agents.text.fingerprint import fingerprint
from schemas.article import Article
from schemas.enriched import Enriched, Entity, Timex
from schemas.headers import Envelope, Origin
from schemas.routed import Mark, Match, Verdict

NOW = "2018-01-01T00:00:00Z"
ORIGIN = Origin("wire.raw", 0, 1)
_encode = msgspec.json.Encoder().encode
TIMES = 300


def alert(text: str, rules: int, number: int = 0) -> tuple[Enriched, Verdict]:
    """An article of that text with a name or date at every eighth word, and a verdict with so many rules."""
    article = Article(
        f"p/{number}/1", "p", str(number), headline=text[:60], body=tuple(text.split("\n")), created="2018-01-01"
    )
    whole, places, at = article.text, [], 0
    for word in whole.split():
        at = whole.index(word, at)
        places.append((at, at + len(word), word))
        at += len(word)
    entities = tuple(Entity(*place[:2], "ORG", place[2], confidence=0.9, source="model") for place in places[::8])
    dates = tuple(Timex(*place[:2], place[2], "DATE", "2018-01-01", NOW, NOW) for place in places[::40])
    matches = []
    for rule in range(rules):
        marks = tuple(Mark(*place, f"term{n}") for n, place in enumerate(places[rule % 7 :: len(places) // 6]))
        matches.append(Match(f"rule-{rule}", "A rule", "1", "a AND (b OR c)", 2, "desk", marks=marks))
    enriched = Enriched(article.id, article, entities, dates, "en", fingerprint=fingerprint(whole))
    return enriched, Verdict("alert", NOW, "v", tuple(matches))


def cpu_us(work: Callable[[], object]) -> float:
    """CPU microseconds of one call, the best of five rounds."""
    best = float("inf")
    for _ in range(5):
        start = time.process_time()
        for _ in range(TIMES // 5):
            work()
        best = min(best, (time.process_time() - start) / (TIMES // 5))
    return best * 1e6


def main() -> None:
    """Print the table."""
    seed = Path(sys.argv[1] if len(sys.argv) > 1 else "seeds/010_0be0045e54ccd034.txt")
    text = seed.read_text()[17:]
    print(f"{seed.name}: {len(text.split())} words")
    print("rules  alert µs  matches µs  per rule  alert B  matches B  per rule  whole B  notify µs per rule")
    for rules in (1, 10, 100):
        enriched, verdict = alert(text, rules)
        sent = forwards(enriched, verdict, ORIGIN)
        own = cpu_us(lambda one=sent[0].record: _encode(one))  # type: ignore[misc] # a default binds the variable
        both = cpu_us(lambda e=enriched, v=verdict: [_encode(each.record) for each in forwards(e, v, ORIGIN)])  # type: ignore[misc]
        sizes = [len(_encode(each.record)) for each in sent]
        matches = sum(sizes[1:])
        print(
            f"{rules:5} {own:9.0f} {both - own:11.0f} {(both - own) / rules:9.1f} {sizes[0]:8,} {matches:10,} "
            f"{matches / rules:9,.0f} {len(_encode(enriched)) * rules:8,} {notify_us(text):19.0f}"
        )


def notify_us(text: str) -> float:
    """Notify's CPU per match, when its rule has 250 stories of the day to compare with that share 30 words."""
    layer = Layer({})
    words = text.split()
    stage, spent, done = Notify(), 0.0, 0
    for number in range(260):
        unlike = " ".join(f"{word}{number}" if place > 30 else word for place, word in enumerate(words))
        enriched, verdict = alert(unlike, 1, number)
        (_, forward) = forwards(enriched, verdict, ORIGIN)
        envelope = Envelope("x", "s", "t", NOW, 0, origin=Origin("wire.raw", 0, number))
        message = Message(b"k", _encode(forward.record), envelope)
        start = time.process_time()
        (decision,) = stage.decide([message], layer)
        encoded = [(each.key, each.encoded()) for each in decision.remember]
        if number >= 250:
            spent, done = spent + time.process_time() - start, done + 1
        layer.put(encoded)
    return spent / done * 1e6


if __name__ == "__main__":
    main()
