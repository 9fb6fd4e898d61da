"""Exact-span scores of a pipeline on annotated articles: `python -m training.score --model DIR --data FILE`."""

import argparse
import json
from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import spacy
from spacy.language import Language

from training.corpus import LABELS, Piece, Span, read

BATCH = 32


def f1(hits: float, found: float, gold: float) -> float:
    """F1 in percent, two decimals."""
    return round(200 * hits / max(found + gold, 1), 2)


def exact(pairs: Iterable[tuple[Piece, Sequence[Span]]]) -> dict[str, Any]:
    """F1 of found spans against the pieces' own, overall (`f`), by label and by region, and precision and recall."""
    hits: Counter[str] = Counter()
    found: Counter[str] = Counter()
    gold: Counter[str] = Counter()
    for piece, spans in pairs:
        truth = set(piece.spans)
        for counter, group in ((hits, truth & set(spans)), (found, set(spans)), (gold, truth)):
            for span in group:
                counter.update(("all", span.label, piece.region))
    keys = [*LABELS, *sorted(set(gold) - set(LABELS) - {"all"})]
    return {
        "f": f1(hits["all"], found["all"], gold["all"]),
        "p": round(100 * hits["all"] / max(found["all"], 1), 2),
        "r": round(100 * hits["all"] / max(gold["all"], 1), 2),
        **{key: f1(hits[key], found[key], gold[key]) for key in keys},
    }


def pipeline_scores(nlp: Language, pieces: Sequence[Piece]) -> dict[str, Any]:
    """`exact` of what the pipeline finds in whole articles."""
    docs = nlp.pipe((piece.text for piece in pieces), batch_size=BATCH)
    return exact(
        (piece, [Span(ent.start_char, ent.end_char, ent.label_) for ent in doc.ents])
        for piece, doc in zip(pieces, docs, strict=True)
    )


def main() -> None:
    """Read the arguments, print one line of JSON."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--model", required=True, help="a pipeline's folder or package")
    parser.add_argument("--data", type=Path, required=True, help="a .jsonl.gz file of annotated articles")
    args = parser.parse_args()
    print(json.dumps(pipeline_scores(spacy.load(args.model), read(args.data))))


if __name__ == "__main__":
    main()
