"""How fast dates are found: documents a second, what an import costs, and texts made to be slow, at several sizes.

    python tests/bench/dates.py [FILE…]

FILE: JSON lines (plain or .gz) with text and dct; without any, sentences of our own. Times are of the processor, the
best of several runs, since other programs share the machine. Nothing is asserted: compare the columns.
"""

import gzip
import json
import os
import subprocess
import sys
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

RUNS = 7
FRESH_RUNS = 3
OWN = (
    "NAIROBI, Kenya - The ministry said on Wednesday that the talks, due to end next week, would go on until March 5. "
    "Last year the two sides met three times; on December 19, 2016, they signed a truce of six months.\n\n"
    "A spokesman told reporters late on Tuesday that nothing had been decided. Since the 1990s, and again in the "
    "summer of 2011, the border has been shut for weeks. Prices rose 3.2 percent in the third quarter from a year "
    "earlier.\n\n"
    "The court is expected to rule on Friday at 10:30 a.m. in a case that began two years ago. Nobody was hurt.\n\n"
) * 3
HOSTILE: dict[str, str] = {
    # what is repeated to make a text that is nothing but work
    "the day before": "the day before ",
    "one word, no space": "Friday-",
    "digits": "1",
    "digits and commas": "1,000,",
    "lists": "May 5, 6, 7 and 8, ",
    "feasts": "Easter New Year's Eve ",
    "years": "from 1998 to 1999 and ",
    "blank lines": "Monday\n\n",
}
SIZES = (62_500, 125_000, 250_000, 500_000, 1_000_000)


def best(run: Callable[[], object], runs: int = RUNS) -> float:
    """Processor seconds of the fastest of several runs."""
    times = []
    for _ in range(runs):
        start = time.process_time()
        run()
        times.append(time.process_time() - start)
    return min(times)


def documents(paths: list[str]) -> list[tuple[str, str | None]]:
    """Texts with their dates."""
    if not paths:
        return [(OWN, "2017-12-28")] * 100
    rows = []
    for path in map(Path, paths):
        data = gzip.decompress(path.read_bytes()) if path.suffix == ".gz" else path.read_bytes()
        rows += [json.loads(line) for line in data.splitlines() if line.strip()]
    return [(row["text"], row.get("dct")) for row in rows]


def additions() -> None:
    """Two million additions: what the other times are to be compared with, since no two machines are equally busy."""
    total = 0
    for number in range(2_000_000):
        total += number


def in_another_process(paths: list[str], halves: bool) -> float:
    """Documents a second of a fresh interpreter: all of them, or the second half after the first."""
    code = (
        "import sys, time\nfrom tests.bench.dates import documents\nfrom agents.facts.dates import find_dates\n"
        "texts = documents(sys.argv[2:])\nfind_dates('He left on Friday.', '2017-12-28')\n"
        "first = texts[::2] if sys.argv[1] == 'halves' else []\nrest = texts[1::2] if first else texts\n"
        "for text, report in first: find_dates(text, report)\nstart = time.process_time()\n"
        "for text, report in rest: find_dates(text, report)\nprint(len(rest) / (time.process_time() - start))"
    )
    run = [sys.executable, "-c", code, "halves" if halves else "all", *paths]
    return max(float(subprocess.run(run, check=True, capture_output=True, text=True).stdout) for _ in range(FRESH_RUNS))


def import_time() -> float:
    """Milliseconds of the processor that the import adds to a bare interpreter, the best of several, once compiled."""
    clock = "\nimport time; print(time.process_time())"
    with TemporaryDirectory() as compiled:
        environment = {**os.environ, "PYTHONPYCACHEPREFIX": compiled}
        environment.pop("PYTHONDONTWRITEBYTECODE", None)

        def run(code: str) -> float:
            command = [sys.executable, "-c", code + clock]
            outputs = (subprocess.check_output(command, text=True, env=environment) for _ in range(RUNS))
            return min(map(float, outputs))

        return (run("import agents.facts.dates") - run("pass")) * 1000


def main() -> None:
    """Print the figures."""
    print(f"{'two million additions':<24}{best(additions) * 1000:6.0f} ms (about 90 on an idle core of 2020)")
    print(f"{'import':<24}{import_time():6.1f} ms")
    from agents.facts.dates import find_dates  # after the import was timed by itself

    start = time.process_time()
    find_dates("He left on Friday.", "2017-12-28")
    print(f"{'first call':<24}{(time.process_time() - start) * 1000:6.1f} ms (compiles the grammar)")
    texts = documents(sys.argv[1:])
    characters = sum(len(text) for text, _ in texts)
    print(f"{'all of them unseen':<24}{in_another_process(sys.argv[1:], halves=False):6.0f} documents a second")
    print(
        f"{'half of them seen':<24}{in_another_process(sys.argv[1:], halves=True):6.0f} documents a second, the others"
    )
    seconds = best(lambda: [find_dates(text, report) for text, report in texts])
    rate = f"{len(texts) / seconds:6.0f} documents a second, {characters / seconds / 1e6:.2f} MB/s"
    print(f"{'seen before':<24}{rate}")
    print("\nmilliseconds for a text of so many thousand characters (twice the size should be twice the time)")
    print(f"{'':<20}" + "".join(f"{size / 1000:>10.1f}" for size in SIZES))
    for name, piece in HOSTILE.items():
        hostile = [piece * (size // len(piece)) for size in SIZES]
        row = [best(partial(find_dates, text, "2017-12-28"), 2) for text in hostile]
        print(f"{name:<20}" + "".join(f"{seconds * 1000:>10.0f}" for seconds in row))


if __name__ == "__main__":
    main()
