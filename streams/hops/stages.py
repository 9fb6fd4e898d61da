"""The table of stages: a new stage is a function in agents and a row here."""

from collections.abc import Callable

from msgspec import Struct

from agents.stage import Stage
from schemas import topics
from schemas.topics import Topic
from streams.settings import Settings


class Row(Struct, frozen=True):
    """One stage. `make` is a top-level function, so that a child process can call it too."""

    name: str
    source: Topic
    make: Callable[[Settings], Stage]
    remembers: Topic | None = None
    """The compacted changelog of what it remembers, partitioned as its source."""
    apart: bool = False
    """Runs in a child process, because it computes for longer than an event loop may stand still."""


def _clean(settings: Settings) -> Stage:
    from agents.clean import Clean

    return Clean(max_bytes=settings.max_bytes)


def _enrich(settings: Settings) -> Stage:
    from streams.models import load_enrich

    return load_enrich(settings.model, settings.aliases, settings.phrases)


def _route(settings: Settings) -> Stage:
    from agents.route import Route
    from streams.rules.files import load_rules

    return Route(load_rules(settings.rules))  # a worker follows them from then on: see rules_in_force


def _notify(settings: Settings) -> Stage:
    del settings  # its silences a worker follows: see silences.in_force
    from agents.notify import Notify

    return Notify()


STAGES: tuple[Row, ...] = (
    Row("clean", topics.RAW, _clean),
    Row("enrich", topics.CLEAN, _enrich, apart=True),
    Row("route", topics.ENRICHED, _route, remembers=topics.STATE_ROUTE),
    Row("notify", topics.MATCHES, _notify, remembers=topics.STATE_NOTIFY),
)
