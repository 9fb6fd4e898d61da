"""Reads a spaCy document as the tagger sees it: words without white space, and what is known of each, as arrays."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
from spacy.attrs import ORTH, SPACY
from spacy.tokens import Doc
from spacy.vocab import Vocab
from tokenizers import Tokenizer

from agents.facts.casing import shouted_lines, with_case
from agents.facts.words import LONGEST, Gazetteer, fold, shape

MOST_PIECES = 8
"""A word of more pieces is cut: a line of noise must not fill a window."""
CACHE = 60_000
UNKNOWN = 100
WIDE = (2, 4, 5)
"""Indices in SHAPES of the words that agree with themselves in an article: Title, UPPER, mixed."""

Ints = npt.NDArray[np.int64]


class Seen(NamedTuple):
    """A document as the tagger sees it: arrays with a value for each word; `pieces` has MOST_PIECES, 0 where fewer."""

    tokens: Ints
    """The word's place among the document's tokens."""
    pieces: Ints
    counts: Ints
    shapes: Ints
    spaces: Ints
    masks: Ints
    forms: Ints
    """A number for the word's form regardless of case and accents; 0 for words that begin with no capital."""


class Reader:
    """Documents to what the tagger sees. What is known of a word is looked up once and kept in tables."""

    def __init__(self, vocab: Vocab, pieces: Tokenizer, gazetteer: Gazetteer, headlines: bool = False) -> None:
        """`headlines`: those in capitals get the case of their article."""
        self._headlines = headlines
        self._strings = vocab.strings
        self._pieces = pieces
        self._gazetteer = gazetteer
        self._forget()

    def _forget(self) -> None:
        self._row: dict[int, int] = {}
        self._form: dict[str, int] = {}
        self._table = np.zeros((1024, MOST_PIECES), dtype=np.int64)
        self._facts = np.zeros((1024, 6), dtype=np.int64)

    def see(self, doc: Doc) -> Seen:
        """The words of the document: its tokens that are not white space."""
        if len(self._row) > CACHE:
            self._forget()
        codes = doc.to_array([ORTH, SPACY]) if len(doc) else np.zeros((0, 2), dtype=np.uint64)
        orths = codes[:, 0].tolist()
        rows = self._rows(orths)
        if self._headlines and shouted_lines(*self._facts[rows][:, [1, 5]].T):
            better = with_case([self._strings[orth] for orth in orths], *self._facts[rows][:, [1, 5]].T)
            rows = self._rows([self._strings.add(word) for word in better])
        facts = self._facts[rows]
        words = np.flatnonzero(facts[:, 5] == 0)
        kept = facts[words]
        masks = kept[:, 2]
        for at in np.flatnonzero(kept[:, 3]).tolist():
            self._mark_phrases(doc, words, at, int(kept[at, 3]), masks)
        spaces = _spaces(facts[:, 5], codes[:, 1].astype(np.int64), words)
        return Seen(words, self._table[rows[words]], kept[:, 0], kept[:, 1], spaces, masks, kept[:, 4])

    def _rows(self, orths: Sequence[int]) -> Ints:
        """The rows of the words in the tables."""
        self._learn(orths)
        row = self._row
        return np.array([row[orth] for orth in orths], dtype=np.int64)

    def _mark_phrases(self, doc: Doc, words: Ints, at: int, lengths: int, masks: Ints) -> None:
        """Set the bits of the names of several words that begin at `at`; `lengths`: see Gazetteer."""
        around = [doc[token].text for token in words[at : at + LONGEST].tolist()]
        for length, bits in self._gazetteer.phrases(around, lengths):
            masks[at] |= bits
            masks[at + 1 : at + length] |= bits << 1

    def _learn(self, orths: Sequence[int]) -> None:
        """Look up the words not met before."""
        new = [orth for orth in dict.fromkeys(orths) if orth not in self._row]
        if not new:
            return
        while len(self._row) + len(new) > len(self._table):
            self._table = np.concatenate([self._table, np.zeros_like(self._table)])
            self._facts = np.concatenate([self._facts, np.zeros_like(self._facts)])
        words = [self._strings[orth] for orth in new]
        for orth, word, code in zip(
            new, words, self._pieces.encode_batch(words, add_special_tokens=False), strict=True
        ):
            at = self._row[orth] = len(self._row)
            ids = code.ids[:MOST_PIECES] or [UNKNOWN]
            self._table[at, : len(ids)] = ids
            self._facts[at] = (len(ids), *self._known(word), _break(word))

    def _known(self, word: str) -> tuple[int, int, int, int]:
        """Shape, bits of the lists, lengths of longer names that begin with it, number of its form."""
        form = shape(word)
        number = self._form.setdefault(fold(word), len(self._form) + 1) if form in WIDE else 0
        return form, *self._gazetteer.mask(word, form), number


def _break(word: str) -> int:
    """0 for a word; for white space 1, with a line break 2, with an empty line 3."""
    return 0 if not word.isspace() else min(3, 1 + word.count("\n"))


def _spaces(breaks: Ints, after: Ints, words: Ints) -> Ints:
    """What stands before each word, as an index in SPACES: the widest break since the word before, else its space."""
    spaces = np.zeros(len(words), dtype=np.int64)
    if not len(words):
        return spaces
    spaces[1:] = after[words[:-1]]
    runs = np.flatnonzero(breaks)
    if len(runs):
        following = np.searchsorted(words, runs)
        inside = following < len(words)
        np.maximum.at(spaces, following[inside], breaks[runs[inside]])
    spaces[0] = 4
    return spaces
