"""What a second core gives the entity model: `python -m tests.bench.cores [--texts FILE] [MODEL]`.

The same articles on one process, on two processes of a pipeline each (as two workers run it: each has a pool of one
process, streams/hops/runner.py), and on two threads of one process with a pipeline each. Clock time, for that is what
a second core is for, with the processor's beside it: on a busy machine the one is far from the other.
"""

import argparse
import multiprocessing
import os
import threading
import time
from concurrent.futures import Executor, ProcessPoolExecutor, ThreadPoolExecutor
from multiprocessing.synchronize import Barrier
from pathlib import Path
from typing import Any, NamedTuple

from tests.bench.entities import ONE_THREAD, WORDS, read_texts

ARTICLES = 60
"""Articles that each process or thread reads in a round."""
ROUNDS = 3
_here = threading.local()


class Figures(NamedTuple):
    """One row: what was done in a second of clock time, and in a second of processor time."""

    articles: float
    words: float
    words_cpu: float


def load(model: str, start: "Barrier | threading.Barrier") -> None:
    """Make a process or thread ready: its own pipeline, warm."""
    from agents.facts.loading import load_model

    _here.nlp, _here.start = load_model(model), start
    list(_here.nlp.pipe(["Ann saw Oslo."] * 3))


def read(texts: list[str]) -> float:
    """Read the articles when all others are ready, too; seconds of this thread's processor time."""
    _here.start.wait(timeout=300)
    began = time.thread_time()
    list(_here.nlp.pipe(texts, batch_size=64))
    return time.thread_time() - began


def run(pool: Executor, texts: list[str], many: int) -> Figures:
    """The best round of `many` beside each other."""
    best = Figures(0, 0, 0)
    for _ in range(ROUNDS):
        list(pool.map(read, [texts[:2]] * many))
        began = time.perf_counter()
        cpu = sum(pool.map(read, [texts] * many))
        articles = many * len(texts) / (time.perf_counter() - began)
        best = max(best, Figures(articles, articles * WORDS, many * len(texts) * WORDS / cpu))
    return best


def main() -> None:
    """Three rows."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("model", nargs="?", default="fast")
    parser.add_argument("--texts", type=Path, default=Path("seeds"), help="a folder of .txt or a .jsonl.gz file")
    args = parser.parse_args()
    os.environ.update(ONE_THREAD)
    texts = read_texts(args.texts)[:ARTICLES]
    context = multiprocessing.get_context("spawn")
    print(f"{args.model}, load average {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores; articles of {WORDS} words")
    print(f"{'':>12} | articles/s | words/s | words/s of processor time")
    for many, kind in ((1, "process"), (2, "processes"), (2, "threads")):
        threads = kind == "threads"
        settled: dict[str, Any] = {
            "initializer": load,
            "initargs": (args.model, threading.Barrier(many) if threads else context.Barrier(many)),
        }
        pool = ThreadPoolExecutor(many, **settled) if threads else ProcessPoolExecutor(many, context, **settled)
        with pool:
            row = run(pool, texts, many)
        print(f"{many:>2} {kind:<9} | {row.articles:>10.1f} | {row.words:>7.0f} | {row.words_cpu:>7.0f}", flush=True)


if __name__ == "__main__":
    main()
