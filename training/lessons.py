"""What the teacher says of every word, reckoned once: the pupil then learns from it in each epoch at no cost."""

import random
from collections.abc import Iterator, Sequence
from typing import NamedTuple

import torch
from spacy.language import Language
from torch import Tensor

from agents.facts.feed import WINDOW, Window, cut, feed
from agents.facts.reader import Reader
from training import corpus, nets
from training.trainer import COMPUTE
from training.windows import IGNORE, Marked, mark

AT_ONCE = 32


class Lesson(NamedTuple):
    """An article, and for each of its words what the teacher's last layer holds and its tag probabilities."""

    article: corpus.Piece
    hidden: Tensor
    wanted: Tensor


class Row(NamedTuple):
    """One window of a lesson, as the pupil sees it."""

    marked: Marked
    window: Window
    hidden: Tensor
    wanted: Tensor


def teach(teacher: nets.Transformer, nlp: Language, reader: Reader, articles: Sequence[corpus.Piece]) -> list[Lesson]:
    """The teacher's word on every article, as it stands."""
    lessons = []
    for article in articles:
        seen = reader.see(nlp.make_doc(article.text))
        windows = list(cut(seen, (WINDOW,), by_word=False))
        hidden = []
        for group in (windows[at : at + AT_ONCE] for at in range(0, len(windows), AT_ONCE)):
            *fields, lists = (torch.from_numpy(field) for field in feed(group, by_word=False))
            with torch.no_grad():
                hidden.append(teacher.encode(*fields, lists.to(COMPUTE))[fields[3] == 1])
        with torch.no_grad():
            held = torch.cat(hidden) if hidden else torch.zeros((0, nets.HIDDEN), dtype=COMPUTE)
            lessons.append(Lesson(article, held, torch.softmax(teacher.head(held).float(), -1)))
    return lessons


def rows(lessons: Sequence[Lesson], nlp: Language, reader: Reader, rng: random.Random) -> Iterator[Row]:
    """An epoch's windows: every article varied, where that leaves its words as many as they were, and cut anew."""
    for lesson in lessons:
        marked = mark(nlp, reader, corpus.vary_parts(lesson.article, rng))
        if len(marked.tags) != len(lesson.hidden):
            marked = mark(nlp, reader, lesson.article)
        if lesson.article.region == corpus.UNLABELLED:
            marked.tags[:] = IGNORE
        sizes = [rng.randint(WINDOW // 2, WINDOW) for _ in range(50)]
        for window in cut(marked.seen, sizes, by_word=True):
            here = slice(window.begin, window.end)
            yield Row(marked, window, lesson.hidden[here], lesson.wanted[here])
