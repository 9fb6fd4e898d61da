"""From tag probabilities to spans: the best valid BIO path, and names that agree with themselves in an article."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

LABELS = ("PERSON", "ORG", "LOC", "NORP", "DATE", "MONEY", "MISC")
TAGS = ("O", *(f"B-{label}" for label in LABELS), *(f"I-{label}" for label in LABELS))
N = len(LABELS)
CHEAPEST = -30.0

Floats = npt.NDArray[np.float32]
Ints = npt.NDArray[np.int64]


class Found(NamedTuple):
    """A span of words, half open, with its label and the mean probability of its tags."""

    start: int
    end: int
    label: str
    confidence: float


def log_softmax(logits: Floats) -> Floats:
    """Over the last axis."""
    top = logits - logits.max(axis=-1, keepdims=True)
    log: Floats = top - np.log(np.exp(top).sum(axis=-1, keepdims=True))
    return log


def agree(log: Floats, forms: Ints, weight: float) -> Floats:
    """Average, with `weight`, the types of words of the same form over the article.

    Which type a word has is one question, whether it begins a name another: the types' probabilities (O and the seven
    labels) are averaged, B against I within a type stays the word's own. `forms` gives each word's form as a number, 0
    for one that stands for itself. `log` has shape (words, tags).
    """
    rows = np.flatnonzero(forms)
    if not len(rows):
        return log
    _, group, counts = np.unique(forms[rows], return_inverse=True, return_counts=True)
    p = np.exp(log[rows])
    types = np.concatenate([p[:, :1], p[:, 1 : N + 1] + p[:, N + 1 :]], axis=1)
    sums = np.zeros((len(counts), N + 1), dtype=np.float32)
    np.add.at(sums, group, types)
    means = sums[group] / counts[group][:, None]
    ratio = ((1 - weight) * types + weight * means) / np.maximum(types, 1e-9)
    scale = np.concatenate([ratio, ratio[:, 1:]], axis=1)
    out = log.copy()
    out[rows] = np.log(np.maximum(p * scale, 1e-12))
    return out


def best_path(log: Floats, lengths: Sequence[int]) -> list[npt.NDArray[np.int64]]:
    """Viterbi over valid BIO (an I follows a B or I of its label) for texts side by side.

    `log` has shape (texts, words, tags), `lengths` the words of each text; the score of a path is the sum of its
    words' log probabilities, every valid step costs nothing. Returns the tags of each text.
    """
    texts, words, _ = log.shape
    back = np.zeros((words, texts, 2 * N + 1), dtype=np.int64)
    score = log[:, 0].copy() if words else np.zeros((texts, 2 * N + 1), dtype=np.float32)
    score[:, N + 1 :] += CHEAPEST
    rows = np.arange(texts)
    inside = np.arange(N)
    history = [score]
    for at in range(1, words):
        top = score.argmax(axis=1)
        begun = score[:, N + 1 :] > score[:, 1 : N + 1]
        step = np.empty_like(score)
        step[:, : N + 1] = score[rows, top][:, None]
        step[:, N + 1 :] = np.where(begun, score[:, N + 1 :], score[:, 1 : N + 1])
        back[at, :, : N + 1] = top[:, None]
        back[at, :, N + 1 :] = np.where(begun, inside + N + 1, inside + 1)
        score = step + log[:, at]
        history.append(score)
    return [_trace(history, back, text, length) for text, length in enumerate(lengths)]


def _trace(history: Sequence[Floats], back: npt.NDArray[np.int64], text: int, length: int) -> npt.NDArray[np.int64]:
    """The path that ends best at the text's last word."""
    path = np.zeros(length, dtype=np.int64)
    if length:
        path[-1] = history[length - 1][text].argmax()
    for at in range(length - 1, 0, -1):
        path[at - 1] = back[at, text, path[at]]
    return path


def spans(path: Sequence[int], log: Floats) -> list[Found]:
    """The spans of a valid path, with the mean probability of the span's type over its words."""
    found: list[Found] = []
    p = np.exp(log)
    types = (p[:, 1 : N + 1] + p[:, N + 1 :]).tolist()
    start = 0
    for at, tag in enumerate([*path, 0]):
        if at and path[at - 1] and not (tag > N):
            label = (path[at - 1] - 1) % N
            sure = sum(types[word][label] for word in range(start, at)) / (at - start)
            found.append(Found(start, at, LABELS[label], sure))
        if 1 <= tag <= N:
            start = at
    return found
