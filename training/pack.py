"""Put a trained network into a spaCy pipeline with its meta data and card: `python -m training.pack --help`."""

import argparse
import json
import shutil
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import spacy
from spacy.language import Language

from agents.facts import tokens  # noqa: F401 (registers the tokenizer)
from agents.facts.feed import WINDOW, WORDS
from agents.facts.loading import MODELS
from agents.facts.tagger import Tagger
from training import corpus, export, nets
from training.score import pipeline_scores

REGIONS = ("Africa", "Asia", "Indigenous", "LATAM", "Middle East")
LICENCE = "weights: for non-commercial use and under the same terms, as the annotation (CC BY-NC-SA 4.0) asks"


def build(weights: Path, encoder: Path, recipe: Mapping[str, Any], by_word: bool, folder: Path) -> Language:
    """A pipeline with the network as 8-bit ONNX, whose files are made in `folder`; its size is the recipe's."""
    layers, inner = recipe.get("layers", nets.LAYERS), recipe.get("then", {}).get("narrow", nets.INNER)
    net = export.weights(weights, (nets.Words if by_word else nets.Transformer)(layers=layers, inner=inner))
    nlp = spacy.blank("en", config={"nlp": {"tokenizer": {"@tokenizers": "wirewatch.tokens.v1"}}})
    tagger = nlp.add_pipe("wire_tagger", config={"by_word": by_word, "window": WORDS if by_word else WINDOW})
    assert isinstance(tagger, Tagger)
    export.to_onnx(net, folder / "net.onnx", by_word)
    shutil.copyfile(encoder / "tokenizer.json", folder / "pieces.json")
    tagger.from_disk(folder)
    # The tokenizer's expressions are stored with the model: it loads without our registered function.
    nlp._config["nlp"]["tokenizer"] = {"@tokenizers": "spacy.Tokenizer.v1"}
    return nlp


def card(name: str, recipe: dict[str, Any], data: dict[str, str], scores: dict[str, Any]) -> str:
    """The model's card: what it is, what it was made from, how good it is, what it gets wrong."""
    text = (Path(__file__).parent / f"card-{name}.md").read_text("utf-8")
    table = ["| | F1 on dev |", "|---|---|", f"| all seven labels | **{scores['f']}** |"]
    table += [f"| {key} | {scores[key]} |" for key in (*corpus.LABELS, *REGIONS)]
    made = [f"- `{key}` = {value}" for key, value in recipe.items()]
    made += [f"- {file}: SHA-256 `{digest}`" for file, digest in data.items()]
    about = (
        "Exact spans on the development part (100 articles), as the pipeline runs in use, with 8-bit weights;"
        f" precision {scores['p']}, recall {scores['r']}."
    )
    parts = [text.rstrip(), "## Scores", about, "\n".join(table), "## How it was made", "\n".join(made)]
    return "\n\n".join(parts) + "\n"


def main() -> None:
    """Read the arguments, write the pipeline to agents/facts/models/<name>."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("name", choices=("fast", "accurate"))
    parser.add_argument("--weights", type=Path, required=True, help="an epoch's .pt file, or the net.onnx of a model")
    parser.add_argument("--encoder", type=Path, required=True, help="folder with tokenizer.json")
    parser.add_argument("--data", type=Path, required=True, help="folder with ner/")
    parser.add_argument("--recipe", type=json.loads, default={}, help="what fit was called with, as JSON")
    parser.add_argument("--version", default="1.0.0")
    parser.add_argument("--out", type=Path, help="default: the package's models")
    args = parser.parse_args()
    train, dev = args.data / "ner/worldwide-train.jsonl.gz", args.data / "ner/worldwide-dev.jsonl.gz"
    out = args.out or MODELS / args.name
    with tempfile.TemporaryDirectory() as folder:
        nlp = build(args.weights, args.encoder, args.recipe, args.name == "fast", Path(folder))
        nlp.to_disk(out)  # before it reads a text: what it has read would be in its vocabulary
    scores = pipeline_scores(spacy.load(out), corpus.read(dev))
    digests = {file.name: corpus.digest(file) for file in (train, dev)}
    meta = json.loads((out / "meta.json").read_text("utf-8"))
    meta |= {
        "name": f"wirewatch_{args.name}",
        "version": args.version,
        "description": "Entities of world news, seven labels",
        "license": LICENCE,
        "performance": scores,
        "recipe": args.recipe,
        "data": digests,
    }
    (out / "meta.json").write_text(json.dumps(meta, indent=2) + "\n", "utf-8")
    (out / "CARD.md").write_text(card(args.name, args.recipe, digests, scores), "utf-8")
    print(json.dumps(scores))


if __name__ == "__main__":
    main()
