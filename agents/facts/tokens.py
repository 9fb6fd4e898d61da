"""The tokenizer of our models: spaCy's English one, which also parts what feeds run together."""

from collections.abc import Callable

from spacy.lang.en import English
from spacy.language import Language
from spacy.tokenizer import Tokenizer
from spacy.util import compile_infix_regex, compile_prefix_regex, compile_suffix_regex, registry

FUSED = (
    r"(?<=[A-Z]{2})[.!?](?=[A-Z][a-z])",  # "the war on ISIS.Other countries"
    r"(?<=[a-z0-9)])[.!?](?=[\"“”‘(]?[A-Z])",  # "Iraq.Other", 'Iraq."We would'
    r"[\"“”]",  # a quotation mark inside a word parts it
    r"(?<=\w)[()](?=\w)",  # "Services(ISI)"
    r"(?<=[A-Z]\.)-(?=[A-Za-z])",  # "U.S.-led"
    r"(?<=\d0)s(?=\.?$)",  # "the 1990s": the year is a word of its own
    r"(?<=[A-Za-z]),(?=[A-Za-z])",  # "Kabul,Afghanistan"
    r"(?<=[A-Za-z0-9])/(?=[A-Za-z])",  # "Reuters/Handout"
    r"(?<=[a-z])—(?=\w)|–(?=[A-Za-z])|_",  # dashes without spaces, "(AP)_"
)

ENDINGS = (
    r"(?<=\d[A-Za-z])\.",  # "$439m.", "C5N."
    r"(?<=[a-z&-][A-Z])\.",  # "BoG.", "J-K."
    r"(?<=[a-z]{2})-",  # "Srinagar- The police"
)
"""What ends a word and is not part of it, beside what spaCy knows."""
WHOLE = frozenset({"Bros.", "Co.", "Corp.", "Inc.", "Jr.", "Ltd."})
"""Abbreviations that spaCy keeps in one word, and annotators part: a company's name ends before the full stop."""


@registry.tokenizers("wirewatch.tokens.v1")  # type: ignore[untyped-decorator]  # spaCy gives it no types
def make_tokenizer() -> Callable[[Language], Tokenizer]:
    """The tokenizer that a model's config names; it is stored with the model's files as plain expressions."""

    def build(nlp: Language) -> Tokenizer:
        defaults = English.Defaults
        return Tokenizer(
            nlp.vocab,
            rules={word: rule for word, rule in defaults.tokenizer_exceptions.items() if word not in WHOLE},
            prefix_search=compile_prefix_regex(defaults.prefixes or ()).search,
            suffix_search=compile_suffix_regex([*(defaults.suffixes or ()), *ENDINGS]).search,
            infix_finditer=compile_infix_regex([*(defaults.infixes or ()), *FUSED]).finditer,
            url_match=defaults.url_match,
        )

    return build
