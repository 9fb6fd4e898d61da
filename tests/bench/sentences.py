"""How many sentences that ran together are parted, and what else: `python tests/bench/sentences.py ARCHIVE.jsonl.gz`.

Neighbouring paragraphs of the archive, put together without a space, are sentences that ran together for certain. What
is parted inside the paragraphs as they are is either the archive's own slip or ours: the list is for reading.
"""

import gzip
import json
import sys
from collections import Counter
from itertools import pairwise
from pathlib import Path

from agents.text.sentences import part_sentences

ENDS = (".", "!", "?", '."', ".”", '?"')


def main() -> None:
    tried = parted = 0
    inside: Counter[str] = Counter()
    for line in gzip.decompress(Path(sys.argv[1]).read_bytes()).splitlines():
        paragraphs = [part.strip() for part in json.loads(line)["body"].split("\n\n") if part.strip()]
        alone = [len(part_sentences(each)[1]) for each in paragraphs]
        for each in paragraphs:
            inside.update(part_sentences(each)[1])
        for (one, in_one), (other, in_other) in pairwise(zip(paragraphs, alone, strict=True)):
            if one.endswith(ENDS) and other[0].isupper():
                tried += 1
                parted += len(part_sentences(one + other)[1]) > in_one + in_other
    print(f"recall {parted / tried:.3f} of {tried:,} sentences that ran together")
    print(f"parted inside paragraphs: {sum(inside.values())}; " + ", ".join(each for each, _ in inside.most_common(40)))


if __name__ == "__main__":
    main()
