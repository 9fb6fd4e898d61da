"""Takes: the parts of one story that is sent as it is written, joined so that rules see all that has come so far."""

from collections.abc import Iterable, Sequence
from typing import TypeVar

import msgspec
from msgspec.structs import replace

from agents.held import TAKE
from agents.memory import Memory
from schemas.article import Article, Change
from schemas.enriched import Enriched, Entity, Timex
from schemas.story import Story

MOST = 50
"""Takes that are joined: a story of more is a book."""
_GAP = len("\n\n")
Found = TypeVar("Found", Entity, Timex)
_decode = msgspec.json.Decoder(Enriched).decode


def take_key(story: str, take: int) -> str:
    """The memory key of a take."""
    return f"{story}{TAKE}{take}"


def take_keys(story: Story) -> list[str]:
    """The memory keys of all takes of a story that were routed."""
    return [
        take_key(story.key, take) for take in sorted({seen.take for seen in story.versions if seen.take is not None})
    ]


def other_takes(memory: Memory, story: Story, mine: int) -> list[Enriched]:
    """The takes that are remembered beside `mine`, in order of their numbers."""
    kept = (memory.get(key) for key in take_keys(story)[:MOST] if key != take_key(story.key, mine))
    return [_decode(each) for each in kept if each]


def join_takes(latest: Enriched, others: Sequence[Enriched]) -> Enriched:
    """The latest take, with the words of all in order of their numbers, and names and dates where they now stand.

    Its headline, or the first that there is, stands above; the headline of another take is part of the text no more.
    """
    if not others:
        return latest
    takes = sorted((*others, latest), key=lambda each: each.article.take or 0)
    headline = latest.article.headline or next((one for each in takes if (one := each.article.headline)), None)
    body: tuple[str, ...] = ()
    entities: list[Entity] = []
    dates: list[Timex] = []
    at = len(headline) + _GAP if headline else 0
    for each in takes:
        begins = _body_start(each.article)
        shift = at - begins
        entities += _moved(each.entities, begins, shift)
        dates += _moved(each.dates, begins, shift)
        body += each.article.body
        at += sum(len(paragraph) + _GAP for paragraph in each.article.body)
    joined = replace(
        latest.article,
        headline=headline,
        body=body,
        changes=(*latest.article.changes, Change("takes-joined", len(takes))),
    )
    return replace(latest, article=joined, entities=tuple(entities), dates=tuple(dates))


def _body_start(article: Article) -> int:
    return len(article.headline) + _GAP if article.headline else 0


def _moved(found: Iterable[Found], begins: int, shift: int) -> list[Found]:
    """Those of the body, moved."""
    return [replace(one, start=one.start + shift, end=one.end + shift) for one in found if one.start >= begins]
