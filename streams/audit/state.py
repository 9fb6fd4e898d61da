"""Whether route remembers what it alerted: every alerted version stands in the story's last record of its changelog."""

import msgspec
from msgspec import Struct

from agents.held import is_held_key, is_story_key
from agents.route import memory_key
from schemas.headers import Origin
from schemas.story import Story
from schemas.topics import ALERTS, STATE_ROUTE
from streams.kafka.reading import extents, read_between
from streams.settings import Settings

_story = msgspec.json.Decoder(Story).decode


class _Article(Struct):
    provider: str
    story: str
    version: str = "1"
    replay: str | None = None


class _Alert(Struct):
    """As much of an alert as is asked about; the rest is not decoded."""

    article: _Article


_alert = msgspec.json.Decoder(_Alert).decode


class _Held(Struct):
    origin: str


_held = msgspec.json.Decoder(_Held).decode


async def held_origins(settings: Settings) -> list[Origin]:
    """The reports in wire.raw that wait in route's memory now."""
    kept: dict[str, Origin] = {}
    async for record in read_between(settings, await extents(settings, [STATE_ROUTE])):
        key = record.key.decode()
        if record.value is None:
            kept.pop(key, None)
        elif is_held_key(key):
            kept[key] = Origin.parse(_held(record.value).origin)
    return list(kept.values())


async def state_problems(settings: Settings, replay: str | None = None) -> list[str]:
    """Every alert whose version route does not remember, named; of `replay` only, if given.

    Keeps two hashes a story. The changelog is read to an end taken after that of the alerts: both are written in one
    transaction, so a version that is missing then is missing for good.
    """
    alerts = await extents(settings, [ALERTS])
    remembered: dict[int, tuple[int, ...]] = {}
    async for record in read_between(settings, await extents(settings, [STATE_ROUTE])):
        if not is_story_key(record.key.decode()):
            continue
        key = hash(record.key.decode())
        if record.value is None:
            remembered.pop(key, None)
        else:
            remembered[key] = tuple(hash(seen.version) for seen in _story(record.value).versions)
    problems = []
    async for record in read_between(settings, alerts):
        article = _alert(record.value).article
        if replay is not None and article.replay != replay:
            continue
        story = memory_key(article.replay, f"{article.provider}/{article.story}")
        if hash(article.version) not in remembered.get(hash(story), ()):
            problems.append(
                f"{ALERTS.name}/{record.partition}/{record.offset}: {story} version {article.version} is not remembered"
            )
    return problems
