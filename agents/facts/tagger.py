"""The spaCy component that finds entities with a network in ONNX: reads words, runs the network, decodes spans."""

import shutil
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice, pairwise
from pathlib import Path
from typing import Any, Protocol

import numpy as np
import onnxruntime as ort
from spacy.language import Language
from spacy.tokens import Doc, Span
from spacy.vocab import Vocab
from tokenizers import Tokenizer

from agents.facts.decode import TAGS, Floats, agree, best_path, log_softmax, spans
from agents.facts.feed import WINDOW, cut, feed
from agents.facts.reader import Reader, Seen
from agents.facts.words import Gazetteer

NAMES = Path(__file__).parent / "data" / "names.npz"
DOCUMENTS = 32
"""Documents whose spans are decoded side by side."""
SLOWER = ["SkipLayerNormFusion"]
"""What onnxruntime would do to the network and should not: that operator takes six times what its parts take."""
SEGMENT = 300
"""Words decoded together at most; names do not cross a line break, so that documents part there."""
CONFIDENCE = "confidence"
"""`doc.user_data[CONFIDENCE]`: (first token, end token) -> the mean probability of a span's label over its words."""
LEADING = frozenset({",", ";", ":", "-", "–", "—", "'s", "’s", ")"})
TRAILING = LEADING - {")"} | {"s", "(", "/", "_"}
"""Tokens that no name begins or ends with; `s`, for the annotation takes the year of `1990s` alone."""


class Session(Protocol):
    """A network that runs: named arrays in, a list of arrays out, as onnxruntime's session does it."""

    def run(self, outputs: None, fed: dict[str, Any]) -> Any:
        """The network's outputs for `fed`."""
        ...


@Language.factory(
    "wire_tagger",
    assigns=["doc.ents", "token.ent_type", "token.ent_iob"],
    default_config={"by_word": False, "weight": 0.75, "window": WINDOW},
)
def make_tagger(nlp: Language, name: str, by_word: bool, weight: float, window: int) -> "Tagger":
    """The component; `by_word`: the network reads a place for each word, else for each piece of a word.

    `window`: the most such places that it sees at once; `weight`: see `agree`.
    """
    return Tagger(nlp.vocab, name, by_word, weight, window)


class Tagger:
    """Sets `doc.ents`. Its network and word pieces come from the model's files (`from_disk`)."""

    def __init__(self, vocab: Vocab, name: str, by_word: bool, weight: float, window: int) -> None:
        self.name = name
        self.labels = tuple(sorted({tag[2:] for tag in TAGS[1:]}))
        self._vocab = vocab
        self._by_word = by_word
        self._weight = weight
        self._window = window
        self._home: Path | None = None
        self._reader: Reader | None = None
        self._session: Session | None = None

    def __call__(self, doc: Doc) -> Doc:
        """One document; many at once (`pipe`) are faster."""
        return next(iter(self.pipe([doc])))

    def pipe(self, stream: Iterable[Doc], batch_size: int = DOCUMENTS) -> Iterator[Doc]:
        """The documents in order, with their entities."""
        documents = iter(stream)
        while batch := list(islice(documents, max(batch_size, 1))):
            assert self._reader is not None, "the tagger has no network: load it with spacy.load"
            seen = [self._reader.see(doc) for doc in batch]
            for doc, one, (path, log) in zip(batch, seen, self._tag(seen), strict=True):
                doc.set_ents(list(_ents(doc, one, path, log)))
                yield doc

    def _tag(self, seen: Sequence[Seen]) -> Iterator[tuple[list[int], Floats]]:
        """For each document the tags of its words, and their log probabilities."""
        logs = [agree(log, one.forms, self._weight) for log, one in zip(self._run(seen), seen, strict=True)]
        parts = [(at, begin, end) for at, one in enumerate(seen) for begin, end in _segments(one)]
        paths = [[0] * len(one.tokens) for one in seen]
        parts.sort(key=lambda part: part[2] - part[1])
        for group in (parts[at : at + 64] for at in range(0, len(parts), 64)):
            side = np.zeros((len(group), group[-1][2] - group[-1][1], len(TAGS)), dtype=np.float32)
            for row, (at, begin, end) in enumerate(group):
                side[row, : end - begin] = logs[at][begin:end]
            found = best_path(side, [end - begin for _, begin, end in group])
            for (at, begin, end), path in zip(group, found, strict=True):
                paths[at][begin:end] = path.tolist()
        return zip(paths, logs, strict=True)

    def _run(self, seen: Sequence[Seen]) -> list[Floats]:
        """For each document the log probabilities of its words' tags: (words, tags).

        One window a run: a run's 8-bit numbers share a scale, so that what travels beside an article would change its
        names, and the same report must give the same verdict. It is no slower: two windows and more leave the
        processor's cache, and those of unlike length are padded.
        """
        assert self._session is not None, "the tagger has no network: load it with spacy.load"
        logs: list[Floats] = [np.zeros((len(one.tokens), len(TAGS)), dtype=np.float32) for one in seen]
        for log, one in zip(logs, seen, strict=True):
            for window in cut(one, (self._window,), self._by_word):
                fed = feed([window], self._by_word)
                (logits,) = self._session.run(None, fed._asdict())
                log[window.begin : window.end] = logits[0, fed.firsts[0] == 1]
        return [log_softmax(log) for log in logs]

    def from_disk(self, path: Path, exclude: Sequence[str] = ()) -> "Tagger":
        """Read `net.onnx` and `pieces.json`. Raises OSError when one is missing."""
        del exclude
        self._home = Path(path)
        pieces = (self._home / "pieces.json").read_text("utf-8")
        if not (self._home / "net.onnx").is_file():
            raise FileNotFoundError(f"{self._home / 'net.onnx'} is missing")
        options = ort.SessionOptions()
        options.intra_op_num_threads = options.inter_op_num_threads = 1  # a worker has one core
        session = ort.InferenceSession(
            str(self._home / "net.onnx"), options, providers=["CPUExecutionProvider"], disabled_optimizers=SLOWER
        )
        self.read_with(session, pieces)
        return self

    def to_disk(self, path: Path, exclude: Sequence[str] = ()) -> None:
        """Write what `from_disk` read."""
        del exclude
        assert self._home is not None, "the tagger has no network to write"
        Path(path).mkdir(exist_ok=True)
        for name in ("net.onnx", "pieces.json"):
            shutil.copyfile(self._home / name, Path(path) / name)

    def read_with(self, session: Session, pieces: str) -> Reader:
        """Take a network that is there already (as in training) and the word pieces' JSON; returns the reader."""
        tokenizer = Tokenizer.from_str(pieces)
        tokenizer.no_padding()
        tokenizer.no_truncation()
        # On the development part case given back to headlines helps the fast network, and not the accurate one.
        self._reader = Reader(self._vocab, tokenizer, Gazetteer.read(NAMES), headlines=self._by_word)
        self._session = session
        return self._reader


def _segments(seen: Seen) -> Iterator[tuple[int, int]]:
    """Ranges of words between line breaks, long ones cut."""
    starts = [0, *(int(at) for at in np.flatnonzero(seen.spaces >= 2) if at), len(seen.tokens)]
    for begin, end in pairwise(starts):
        for at in range(begin, end, SEGMENT):
            yield at, min(at + SEGMENT, end)


def _ents(doc: Doc, seen: Seen, path: Sequence[int], log: Floats) -> Iterator[Span]:
    """The spans of a path, without what does not belong at their ends."""
    tokens = seen.tokens.tolist()
    for found in spans(path, log):
        start, last = tokens[found.start], tokens[found.end - 1]
        while last > start and doc[last].text in TRAILING:
            last -= 1
        while last > start and doc[start].text in LEADING:
            start += 1
        doc.user_data.setdefault(CONFIDENCE, {})[start, last + 1] = round(found.confidence, 3)
        yield Span(doc, start, last + 1, label=found.label)
