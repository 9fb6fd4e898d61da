"""How well and how fast copies are found: the archive's articles cut, edited, merged and framed by other agencies.

`python tests/bench/copies.py ARCHIVE.jsonl.gz [REMEMBERED]` prints recall by kind of copy, false finds per 1,000
unrelated articles, and CPU microseconds an article against 150,000 remembered ones.
"""

import gzip
import json
import random
import sys
import time
from collections.abc import Callable
from pathlib import Path

from agents.text.fingerprint import Fingerprints, fingerprint

FRAMES = (
    "This report was first carried by another agency. Subscribers are reminded of the terms of use of the service.",
    "READ MORE: All the stories of the day in one place. Sign up for the newsletter and get them every morning.",
    "The content of this report was prepared by the desk and may be used by customers in print and online only.",
)


def sentences(text: str) -> list[str]:
    return [part for part in text.replace("\n", " ").split(". ") if part.strip()]


def cut_end(text: str, other: str, chance: random.Random) -> str:
    del other
    words = text.split(" ")
    return " ".join(words[: int(len(words) * chance.uniform(0.65, 0.9))])


def cut_third(text: str, other: str, chance: random.Random) -> str:
    del other, chance
    words = text.split(" ")
    return " ".join(words[: int(len(words) * 0.65)])


def edit(text: str, other: str, chance: random.Random) -> str:
    """One word in twenty-five changed."""
    del other
    return " ".join("altered" if chance.random() < 0.04 else word for word in text.split(" "))


def shuffle_some(text: str, other: str, chance: random.Random) -> str:
    """A sentence in five dropped, the first two swapped."""
    del other
    kept = [each for each in sentences(text) if chance.random() > 0.2]
    return ". ".join(kept[1::-1] + kept[2:])


def merge(text: str, other: str, chance: random.Random) -> str:
    """With half of another article."""
    del chance
    return text + "\n\n" + ". ".join(sentences(other)[::2])


def frame(text: str, other: str, chance: random.Random) -> str:
    del other
    return "\n\n".join((chance.choice(FRAMES), text, chance.choice(FRAMES)))


KINDS: tuple[Callable[[str, str, random.Random], str], ...] = (cut_end, cut_third, edit, shuffle_some, merge, frame)


def main() -> None:
    lines = gzip.decompress(Path(sys.argv[1]).read_bytes()).splitlines()
    remembered = int(sys.argv[2]) if len(sys.argv) > 2 else 150_000
    texts = [text for line in lines if len((text := json.loads(line)["body"]).split()) >= 60]
    chance = random.Random(7)  # a benchmark must repeat itself
    chance.shuffle(texts)
    known, unrelated = texts[: len(texts) // 2], texts[len(texts) // 2 :]
    held = Fingerprints()
    for number, text in enumerate(known):
        held.put(str(number), fingerprint(text))
    tried = chance.sample(range(len(known)), 500)
    for kind in KINDS:
        hits = 0
        for number in tried:
            copy = kind(known[number], chance.choice(unrelated), chance)
            hits += any(each.name == str(number) for each in held.find(fingerprint(copy)))
        print(f"recall {kind.__name__:14} {hits / len(tried):.3f}")
    finds = [len(held.find(fingerprint(text))) for text in unrelated]
    pairs = len(unrelated) * len(known)
    print(f"false: {1000 * sum(finds) / pairs:.2f} per 1,000 pairs of different articles of the archive, many of which")
    print(f"share an office's own paragraphs: {sum(map(bool, finds))} of {len(finds)} find one among {len(known)}")
    fill(held, known, remembered, chance)
    time_lookups(held, unrelated[:1000])


def fill(held: Fingerprints, known: list[str], remembered: int, chance: random.Random) -> None:
    """Random fingerprints of real sizes, up to the number that is to be remembered."""
    sizes = [len(fingerprint(text)) for text in known[:500]]
    for number in range(remembered - len(held)):
        size = chance.choice(sizes)
        held.put(f"r{number}", sorted(chance.randrange(2**34) * 4 for _ in range(size)))


def time_lookups(held: Fingerprints, texts: list[str]) -> None:
    start = time.process_time()
    prints = [fingerprint(text) for text in texts]
    middle = time.process_time()
    for each in prints:
        held.find(each)
    end = time.process_time()
    print(
        f"fingerprint {(middle - start) / len(texts) * 1e6:.0f} µs, look-up {(end - middle) / len(texts) * 1e6:.0f} µs"
    )
    print(f"against {len(held):,} remembered articles")


if __name__ == "__main__":
    main()
