"""How fast the entity models are, side by side: `python -m tests.bench.entities [--texts FILE] [MODEL …]`.

Each model runs in a process of its own with one thread, then in two processes at once, as the workers' pools run it.
Times are the processor's, so that a busy machine disturbs them less. `official` has the shape of spaCy's small English
pipeline (one encoder of width 96 and depth 4 for tagger, parser and recogniser) with random weights: its speed, not
its answers.
"""

import argparse
import gzip
import json
import os
import resource
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from itertools import islice
from pathlib import Path

ONE_THREAD = dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"), "1")
MODELS = ("fast", "accurate", "official")
WORDS = 450
"""Words of an article in the figures per article."""
ARTICLES = 200


def read_texts(path: Path) -> list[str]:
    """Texts of a .jsonl.gz file (field `text` or `body`), or the seeds of a folder; cut to articles of WORDS words."""
    if path.is_dir():
        whole = [file.read_text("utf-8", "replace") for file in sorted(path.rglob("*.txt"))]
    else:
        with gzip.open(path, "rt", encoding="utf-8") as lines:
            rows = map(json.loads, islice(lines, ARTICLES))  # all of them would count as the model's memory
            whole = [row.get("text") or row["body"] for row in rows]
    words = " ".join(whole).split(" ")
    while 0 < len(words) < ARTICLES * WORDS:
        words += words
    return [" ".join(words[at * WORDS : (at + 1) * WORDS]) for at in range(ARTICLES)]


def official() -> object:
    """A pipeline of the official small one's shape."""
    import spacy
    from spacy.training import Example

    nlp = spacy.blank("en")
    encoder = {"@architectures": "spacy.Tok2VecListener.v1", "width": 96, "upstream": "tok2vec"}
    nlp.add_pipe("tok2vec")
    for name in ("tagger", "parser", "ner"):
        nlp.add_pipe(name, config={"model": {"tok2vec": encoder}})
    words, labels = ["Ann", "saw", "Oslo", "."], ["NN", "VB", "NNP", "."]
    gold = {"tags": labels, "heads": [1, 1, 1, 1], "deps": ["nsubj", "ROOT", "obj", "punct"]}
    gold["entities"] = ["U-PERSON", "O", "U-GPE", "O"]  # type: ignore[assignment]
    nlp.initialize(lambda: [Example.from_dict(nlp.make_doc(" ".join(words)), gold)])
    return nlp


def measure(model: str, texts: list[str]) -> dict[str, float | str]:
    """Figures of one model in this process."""
    began = time.process_time()
    if model == "official":
        nlp = official()
    else:
        from agents.facts.loading import load_model

        nlp = load_model(model)
    list(nlp.pipe(["Ann saw Oslo."]))  # type: ignore[attr-defined]
    loaded = time.process_time() - began
    list(nlp.pipe(texts[:20]))  # type: ignore[attr-defined]
    each = []
    for text in texts[20:120]:
        start = time.process_time()
        nlp(text)  # type: ignore[operator]
        each.append(1000 * (time.process_time() - start))
    each.sort()
    start = time.process_time()
    list(nlp.pipe(texts, batch_size=64))  # type: ignore[attr-defined]
    passed = time.process_time() - start
    return {
        "model": model,
        "words/s": round(len(texts) * WORDS / passed),
        "p50 ms": round(each[len(each) // 2], 1),
        "p99 ms": round(each[int(len(each) * 0.99)], 1),
        "load s": round(loaded, 2),
        "MB": round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024),
    }


def apart(model: str, texts: Path) -> dict[str, float | str]:
    """Figures of one model in a process of its own."""
    command = [sys.executable, "-m", "tests.bench.entities", "--texts", str(texts), "--here", model]
    done = subprocess.run(command, env={**os.environ, **ONE_THREAD}, capture_output=True, text=True, check=True)
    found: dict[str, float | str] = json.loads(done.stdout.splitlines()[-1])
    return found


def main() -> None:
    """A table: a row a model, the last column both cores at once."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("models", nargs="*", default=list(MODELS))
    parser.add_argument("--texts", type=Path, default=Path("seeds"), help="a folder of .txt or a .jsonl.gz file")
    parser.add_argument("--here", action="store_true", help="measure in this process and print JSON")
    args = parser.parse_args()
    if args.here:
        print(json.dumps(measure(args.models[0], read_texts(args.texts))))
        return
    print(f"load average {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores; articles of {WORDS} words, one thread")
    for at, model in enumerate(args.models):
        row = apart(model, args.texts)
        with ThreadPoolExecutor(2) as pool:
            both = sum(float(one["words/s"]) for one in pool.map(apart, [model] * 2, [args.texts] * 2))
        row["2 processes words/s"] = round(both)
        if not at:
            print(" | ".join(f"{name:>10}" for name in row))
        print(" | ".join(f"{value!s:>{max(10, len(name))}}" for name, value in row.items()))


if __name__ == "__main__":
    main()
