"""Decoding against slow, obvious oracles: every valid path tried, every group averaged by hand."""

import itertools

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from agents.facts.decode import LABELS, TAGS, Found, N, agree, best_path, log_softmax, spans

seeds = st.integers(0, 10_000)


def random_log(seed: int, words: int) -> np.ndarray:
    return log_softmax(np.random.default_rng(seed).normal(scale=3, size=(words, len(TAGS))).astype(np.float32))


def valid(path: tuple[int, ...]) -> bool:
    """An I follows a B or an I of its label."""
    return all(tag <= N or before in (tag, tag - N) for before, tag in zip((0, *path), path, strict=False))


def slow_best(log: np.ndarray, tags: list[int]) -> float:
    rows = np.arange(len(log))
    paths = itertools.product(tags, repeat=len(log))
    return max(float(log[rows, list(path)].sum()) for path in paths if valid(path))


@settings(max_examples=60, deadline=None)
@given(seeds, st.integers(1, 4))
def test_the_best_valid_path(seed: int, words: int) -> None:
    tags = [0, 1, 2, 1 + N, 2 + N]  # two labels are enough, and few enough to try all paths
    log = np.full((words, len(TAGS)), -1e4, dtype=np.float32)
    log[:, tags] = random_log(seed, words)[:, tags]
    (path,) = best_path(log[None], [words])
    assert valid(tuple(path))
    assert float(log[np.arange(words), path].sum()) == pytest.approx(slow_best(log, tags), abs=1e-3)


@given(seeds, st.lists(st.integers(1, 7), min_size=1, max_size=5))
def test_texts_side_by_side_are_read_as_alone(seed: int, lengths: list[int]) -> None:
    side = np.stack([random_log(seed + at, max(lengths)) for at in range(len(lengths))])
    together = best_path(side, lengths)
    for at, length in enumerate(lengths):
        (alone,) = best_path(side[at : at + 1, :length], [length])
        assert together[at].tolist() == alone.tolist()


@given(seeds, st.lists(st.integers(0, 3), min_size=1, max_size=12), st.floats(0, 1))
def test_forms_agree(seed: int, forms: list[int], weight: float) -> None:
    log = random_log(seed, len(forms))
    p, out = np.exp(log), np.exp(agree(log, np.array(forms), weight))
    for at, form in enumerate(forms):
        same = [other for other, one in enumerate(forms) if one == form] if form else [at]
        for label in range(N):
            mean = np.mean([p[other, 1 + label] + p[other, 1 + N + label] for other in same])
            own = p[at, 1 + label] + p[at, 1 + N + label]
            wanted = (1 - weight) * own + weight * mean if form else own
            assert out[at, 1 + label] + out[at, 1 + N + label] == pytest.approx(wanted, abs=1e-3)


@pytest.mark.parametrize(
    ("tags", "found"),
    [
        ("O O", []),
        ("B-LOC O B-ORG", [(0, 1, "LOC"), (2, 3, "ORG")]),
        ("B-PERSON I-PERSON B-PERSON", [(0, 2, "PERSON"), (2, 3, "PERSON")]),
        ("B-DATE I-DATE", [(0, 2, "DATE")]),
    ],
)
def test_spans(tags: str, found: list[tuple[int, int, str]]) -> None:
    path = [TAGS.index(tag) for tag in tags.split()]
    got: list[Found] = spans(path, random_log(0, len(path)))
    assert [(one.start, one.end, one.label) for one in got] == found
    assert all(0 <= one.confidence <= 1 for one in got)
    assert {one.label for one in got} <= set(LABELS)
