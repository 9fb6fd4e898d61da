"""What one moment of route changes: stories that are remembered, versions that wait, endings of what waited."""

import msgspec
from msgspec.structs import replace

from agents import held
from agents.ending import forwards
from agents.memory import Layer, Memory
from agents.stage import Decision, Ending, Forward, Released, Remember
from agents.story import Rank, content, moment_of, rank
from schemas.enriched import Enriched
from schemas.headers import Origin
from schemas.routed import ArchiveReason, Verdict
from schemas.story import Held, Story

_decode_story = msgspec.json.Decoder(Story).decode


class Book:
    """Work on a memory at `now`: collects what is to be remembered and what is released.

    `version` is that of the rules in force, for verdicts that no rule is asked for.
    """

    def __init__(self, memory: Memory, now: str, version: str) -> None:
        self.now, self.version = now, version
        self.memory = Layer(memory)
        self._remember: dict[str, Remember] = {}
        self._released: list[Released] = []
        self.asks: list[Forward] = []
        """Requests to other partitions, which go out with the ending that led to them."""

    def decision(self, endings: tuple[Ending, ...]) -> Decision:
        """All that this moment led to."""
        return Decision(endings, tuple(self._remember.values()), tuple(self._released))

    def asked(self) -> tuple[Forward, ...]:
        """The requests so far, once."""
        asks, self.asks = tuple(self.asks), []
        return asks

    def story(self, key: str) -> Story:
        """What is remembered of a story."""
        kept = self.memory.get(key)
        return _decode_story(kept) if kept else Story(key)

    def put(self, key: str, value: msgspec.Struct | None) -> None:
        """Remember, and see it from now on."""
        change = Remember(key, value)
        self._remember[key] = change
        self.memory.put([(key, change.encoded())])

    def hold(self, story: Story, scope: str, waiting: Held) -> None:
        """A version waits: until its time, or for another one."""
        article = waiting.record.article
        key = held.held_key(story.key, article.version, content(article))
        self.put(key, waiting)
        self.put(story.key, replace(story, held=(*story.held, key)))
        if waiting.until is not None:
            self.put(held.agenda_key(scope), held.add(held.read_agenda(self.memory, scope), waiting.until, key))

    def end_waiting(self, story: Story, scope: str, reason: ArchiveReason, below: Rank | None = None) -> Story:
        """Versions that wait and are overtaken (all, or those that count less than `below`) end in the archive."""
        ended = []
        for key in story.held:
            waiting = held.read_held(self.memory, key)
            if waiting is None:
                continue
            article = waiting.record.article
            if below is None or rank(article.version, moment_of(article)) < below:
                self.release(waiting, waiting.record, Verdict("archive", self.now, self.version, reason=reason))
                self.put(key, None)
                ended.append(key)
        agenda = held.read_agenda(self.memory, scope)
        if any(each.key in ended for each in agenda.due):
            self.put(held.agenda_key(scope), held.without(agenda, ended))
        return replace(story, held=tuple(key for key in story.held if key not in ended))

    def release(self, waiting: Held, enriched: Enriched, verdict: Verdict) -> None:
        """What waited ends, with the verdict and the time since when it had waited."""
        article, origin = waiting.record.article, Origin.parse(waiting.origin)
        endings = forwards(enriched, replace(verdict, held_since=waiting.since), origin)
        self._released += [
            Released(each, origin, waiting.entered, self.now, article.replay, article.deliver)
            for each in (*endings, *self.asked())
        ]
