"""What the tagger sees of a text, and how it is cut into windows: nothing lost, nothing twice."""

import numpy as np
import pytest
import spacy
from hypothesis import given, settings
from hypothesis import strategies as st
from spacy.language import Language
from tokenizers import Tokenizer, models, pre_tokenizers

from agents.facts.feed import CLS, SEP, cut, feed
from agents.facts.reader import MOST_PIECES, Reader
from agents.facts.tokens import make_tokenizer
from agents.facts.words import BITS, LISTS, SHAPES, Gazetteer, shape, unpack

TEXTS = st.text(alphabet=st.sampled_from('abAB1.,!?-’" \n\téЖ京'), max_size=200)
NAMES = {"cities": ["New York", "Oslo"], "surnames": ["Kamau"], "countries": ["Côte d'Ivoire"]}


def letters() -> Tokenizer:
    """One piece a letter: enough to see how pieces are laid out."""
    vocabulary = {"[UNK]": 100} | {chr(code): 200 + code for code in range(33, 127)}
    tokenizer = Tokenizer(
        models.WordPiece(vocabulary | {f"##{c}": i for c, i in vocabulary.items()}, unk_token="[UNK]")
    )
    tokenizer.pre_tokenizer = pre_tokenizers.WhitespaceSplit()
    return tokenizer


@pytest.fixture(scope="module")
def nlp() -> Language:
    nlp = spacy.blank("en")
    nlp.tokenizer = make_tokenizer()(nlp)
    return nlp


@pytest.fixture(scope="module")
def reader(nlp: Language) -> Reader:
    return Reader(nlp.vocab, letters(), Gazetteer.of((name, single, NAMES.get(name, [])) for name, single in LISTS))


@settings(deadline=None)
@given(text=TEXTS)
def test_every_word_is_seen_once_in_order(nlp: Language, reader: Reader, text: str) -> None:
    doc = nlp.make_doc(text)
    seen = reader.see(doc)
    assert [doc[int(at)].text for at in seen.tokens] == [token.text for token in doc if not token.text.isspace()]
    assert all(len(part) == len(seen.tokens) for part in seen)
    assert (seen.counts == (seen.pieces > 0).sum(axis=1)).all()
    assert ((seen.counts >= 1) & (seen.counts <= MOST_PIECES)).all()


@settings(deadline=None)
@given(text=TEXTS, size=st.integers(2, 40), by_word=st.booleans())
def test_windows_cover_every_word_once(nlp: Language, reader: Reader, text: str, size: int, by_word: bool) -> None:
    seen = reader.see(nlp.make_doc(text))
    windows = list(cut(seen, (size,), by_word))
    assert [at for w in windows for at in range(w.begin, w.end)] == list(range(len(seen.tokens)))
    for window in windows:
        pieces = window.end - window.begin if by_word else int(seen.counts[window.begin : window.end].sum())
        assert pieces <= size or window.end == window.begin + 1
    if windows:
        fed = feed(windows, by_word)
        assert fed.firsts.sum() == len(seen.tokens)
        first = fed.ids[:, 0, 0] if by_word else fed.ids[:, 0]
        assert (first == CLS).all()
        assert ((fed.ids == SEP).sum(axis=tuple(range(1, fed.ids.ndim))) == 1).all()
        assert fed.lists.shape == (*fed.shapes.shape, BITS)


@pytest.mark.parametrize(
    ("text", "tokens"),
    [
        ("Syria and Iraq.Other countries", "Syria|and|Iraq|.|Other|countries"),
        ("the war on ISIS.Russia said", "the|war|on|ISIS|.|Russia|said"),
        ('in Iraq."We would', 'in|Iraq|.|"|We|would'),
        ("Services(ISI) of Kabul,Afghanistan", "Services|(|ISI|)|of|Kabul|,|Afghanistan"),
        ("(AP)_Police", "(|AP|)|_|Police"),
        ("U.S.-led forces in the U.S.", "U.S.|-|led|forces|in|the|U.S."),
    ],
)
def test_what_feeds_run_together_is_parted(nlp: Language, text: str, tokens: str) -> None:
    assert [token.text for token in nlp.make_doc(text)] == tokens.split("|")


@pytest.mark.parametrize(
    ("word", "name"),
    [("kofi", "lower"), ("Kofi", "Title"), ("K", "Single"), ("NATO", "UPPER"), ("McAdam", "mixed"), ("2017", "digits"),
     ("F-16", "alnum"), ("$", "punct"), (".", "end"), ("U.S.", "UPPER"), ("Mr.", "Title")],
)  # fmt: skip
def test_shapes(word: str, name: str) -> None:
    assert SHAPES[shape(word)] == name


def test_lists_are_bits_of_the_words_that_stand_in_them(nlp: Language, reader: Reader) -> None:
    seen = reader.see(nlp.make_doc("Kamau left NEW YORK for new york and Oslo, not kamau"))
    bits = unpack(seen.masks).astype(int)
    surname, city = 1, 6
    assert bits[:, surname].tolist() == [1] + [0] * 11
    assert np.flatnonzero(bits[:, city]).tolist() == [2, 8]
    assert np.flatnonzero(bits[:, city + 1]).tolist() == [3]
