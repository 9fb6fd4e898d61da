"""Reads a spaCy document as the tagger sees it: words without white space, and what is known of each."""

from collections.abc import Iterable

from spacy.language import Language
from spacy.tokens import Doc, Token
from tokenizers import Tokenizer

from agents.facts.words import Gazetteer, Seen, shape

MOST_PIECES = 12
"""A word of more pieces is cut: no name is so long, and a line of noise must not fill a window."""
CACHE = 100_000


class Reader:
    """Documents to what the tagger sees. Keeps each word's pieces, so that a word is cut into pieces once."""

    def __init__(self, nlp: Language, pieces: Tokenizer, gazetteer: Gazetteer) -> None:
        self.nlp = nlp
        self._pieces = pieces
        self._gazetteer = gazetteer
        self._known: dict[str, tuple[tuple[int, ...], int]] = {}

    def see(self, doc: Doc) -> tuple[Seen, list[Token]]:
        """The words of the document (tokens that are not white space), and their tokens."""
        tokens: list[Token] = []
        spaces: list[int] = []
        space = 4
        for token in doc:
            if token.is_space:
                space = max(space, 2 + (token.text.count("\n") > 1)) if "\n" in token.text and space != 4 else space
                continue
            tokens.append(token)
            spaces.append(space)
            space = 1 if token.whitespace_ else 0
        words = [token.text for token in tokens]
        known = self._look(words)
        shapes = [form for _, form in known]
        return Seen(words, [ids for ids, _ in known], shapes, spaces, self._gazetteer.mask(words, shapes)), tokens

    def _look(self, words: Iterable[str]) -> list[tuple[tuple[int, ...], int]]:
        """Pieces and shape of each word."""
        known = self._known
        new = [word for word in dict.fromkeys(words) if word not in known]
        if len(known) + len(new) > CACHE:
            known.clear()
            new = list(dict.fromkeys(words))
        for word, code in zip(new, self._pieces.encode_batch(new, add_special_tokens=False), strict=True):
            known[word] = (tuple(code.ids[:MOST_PIECES]) or (100,), shape(word))
        return [known[word] for word in words]
