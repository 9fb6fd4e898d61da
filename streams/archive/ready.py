"""An article made ready to be filed: all that is computed of it, before the archive is locked for it."""

from msgspec import Struct

from agents.search.document import document
from agents.search.facets import facets_of
from schemas.filed import Filed
from streams.archive.moments import reported_at, to_ms
from streams.archive.packed import digest, pack

_NO_NEW_VERSION = ("superseded", "repeat", "withheld")
"""Reasons of a verdict by which a version does not count: a story that was withdrawn stays so."""


class Ready(Struct, frozen=True, gc=False):
    """What is written of an article. The names of `facets` get their ids only when it is written."""

    topic: str
    partition: int
    offset: int
    entered: int
    filed: int
    origin: str | None
    reported: int
    """In ms."""
    article: int
    story: int
    """Digests."""
    packed: bytes
    facets: tuple[tuple[str, str], ...]
    words: tuple[str, ...]
    withdraws: bool
    counts: bool
    """Whether this version stands for the story, if it does not withdraw it."""


def make_ready(filed: Filed) -> Ready:
    """Compute what is written of an article."""
    record = filed.record
    article, verdict, reported = record.article, record.verdict, reported_at(record)
    return Ready(
        topic=filed.topic,
        partition=filed.partition,
        offset=filed.offset,
        entered=filed.entered,
        filed=filed.filed,
        origin=filed.origin,
        reported=to_ms(reported),
        article=digest(record.id),
        story=story_digest(article.story_key, article.replay),
        packed=pack(record),
        facets=tuple(facets_of(record)),
        words=document(record, reported),
        withdraws=bool(verdict.withdraws) or verdict.reason == "killed",
        counts=verdict.reason not in _NO_NEW_VERSION,
    )


def story_digest(key: str, replay: str | None) -> int:
    """Of the story with a key (provider/story), for the live wire and for each replay apart."""
    return digest(f"{replay or ''}\n{key}")
