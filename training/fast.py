"""Train the fast model: `python -m training.fast --data ../shared/data/ner --out DIR`."""

import argparse
import random
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import spacy
from spacy.language import Language
from spacy.tokens import Doc
from spacy.training import Example
from spacy.training.initialize import init_nlp
from spacy.training.loop import train
from spacy.util import load_config
from thinc.api import NumpyOps, set_current_ops

import agents.facts.tokens  # noqa: F401 (registers the tokenizer)
from training import corpus

HERE = Path(__file__).parent
CUT = 1200
"""Characters in a training piece."""


@spacy.registry.readers("wirewatch.pieces.v1")
def pieces_reader(path: str, seed: int, vary: bool) -> Callable[[Language], Iterator[Example]]:
    """Examples of one file: whole articles as they are for scoring, cut and varied anew in each epoch for training."""
    articles = corpus.read(Path(path))
    rng = random.Random(seed)

    def examples(nlp: Language) -> Iterator[Example]:
        parts = [part for article in articles for part in corpus.cut(article, CUT)] if vary else articles
        if vary:
            rng.shuffle(parts)
        for part in parts:
            yield example(nlp, corpus.vary(part, rng) if vary else part)

    return examples


def example(nlp: Language, piece: corpus.Piece) -> Example:
    """The piece as spaCy wants it: spans that end inside a token take the whole token in."""
    gold = nlp.make_doc(piece.text)
    spans = [gold.char_span(s.start, s.end, s.label, alignment_mode="expand") for s in piece.spans]
    gold.set_ents(spacy.util.filter_spans([span for span in spans if span is not None]))
    return Example(Doc(nlp.vocab, [t.text for t in gold], [bool(t.whitespace_) for t in gold]), gold)


def main() -> None:
    """Read the arguments, train, write."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True, help="folder of worldwide-{train,dev}.jsonl.gz")
    parser.add_argument("--out", type=Path, required=True, help="folder for model-best and model-last")
    args = parser.parse_args()
    set_current_ops(NumpyOps(use_blis=False))
    config = load_config(
        HERE / "fast.cfg",
        overrides={
            "paths.train": str(args.data / "worldwide-train.jsonl.gz"),
            "paths.dev": str(args.data / "worldwide-dev.jsonl.gz"),
        },
        interpolate=False,
    )
    args.out.mkdir(parents=True, exist_ok=True)
    nlp = init_nlp(config)
    train(nlp, args.out, use_gpu=-1, stdout=sys.stdout, stderr=sys.stderr)


if __name__ == "__main__":
    main()
