"""Wire files through the stages clean and enrich, without a broker."""

from collections.abc import Iterator
from functools import cache
from pathlib import Path

from agents.clean import Clean
from agents.enrich import Enrich
from agents.stage import Dead, Forward, Message
from schemas.article import Article
from schemas.enriched import Enriched
from schemas.headers import Envelope
from streams.models import load_enrich
from streams.settings import Settings, load

_NO_TIME = "1970-01-01T00:00:00Z"


def enriched_from(path: Path, raw: bytes) -> Iterator[Enriched | str]:
    """The enriched articles of a wire file's bytes; for an item that is none, what is wrong with it."""
    envelope = Envelope(str(path), path.parent.name or "files", "wirewatch.raw.v1", _NO_TIME, 0)
    [decision] = _clean().decide([Message(b"", raw, envelope)], {})
    for ending in decision.endings:
        if isinstance(ending, Dead):
            yield f"{ending.reason}: {ending.error}"
        elif isinstance(ending, Forward) and isinstance(ending.record, Article):
            yield from _enrich().enrich([ending.record])


@cache
def _settings() -> Settings:
    return load()


@cache
def _clean() -> Clean:
    return Clean(_settings().max_bytes)


@cache
def _enrich() -> Enrich:
    return load_enrich(_settings())
