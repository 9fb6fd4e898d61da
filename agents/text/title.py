"""What people see of an article first: its headline, or, where it has none, its first sentence, marked as such."""

from typing import Literal

from agents.text.sentences import split_sentences
from schemas.article import Article

LONGEST = 300
"""Characters of a first sentence that are shown."""


def display_title(article: Article) -> tuple[str, Literal["headline", "first-sentence"]]:
    """The line to show and what it is. Never invented: a report without words gives an empty first sentence."""
    if article.headline:
        return article.headline, "headline"
    first = next((sentence for part in article.body for sentence in split_sentences(part[: 4 * LONGEST])), "")
    return first if len(first) <= LONGEST else first[: LONGEST - 1].rstrip() + "…", "first-sentence"
