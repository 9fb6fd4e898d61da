"""A wire for tests of notices: reports go through the real route stage into the real notify stage."""

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

import msgspec

from agents.notify import Notify
from agents.route import Route
from agents.stage import Decision, Forward, Message
from agents.text.fingerprint import fingerprint
from schemas.article import Article
from schemas.enriched import Enriched
from schemas.headers import Envelope, Origin
from schemas.notice import Matched, Notice
from schemas.routed import Mark, Match
from schemas.rule import Rule
from schemas.silence import Silence

START = datetime(2018, 1, 1, 12, tzinfo=UTC)
"""A Monday, noon."""


class Words:
    """Rules whose query is one word: nothing to go wrong in the rules themselves."""

    version = "w1"

    def __init__(self, rules: Iterable[Rule]) -> None:
        self.rules = tuple(rules)

    def match(self, enriched: Enriched, now: datetime) -> tuple[Match, ...]:
        text = enriched.article.text
        return tuple(
            Match(
                rule.id, rule.name, rule.version, rule.query, rule.urgency, rule.owner, rule.hooks,
                (Mark(at, at + len(rule.query), rule.query, rule.query),), rule.notify,
            )
            for rule in self.rules
            if (at := text.find(rule.query)) >= 0
        )  # fmt: skip


class Wire:
    """Stages with their memories, and what came out; every step goes through new stages, as after a restart."""

    def __init__(self, *rules: Rule, silences: Sequence[Silence] = ()) -> None:
        self.rules = rules
        self.silences = silences
        self.routed: dict[str, bytes] = {}
        self.memory: dict[str, bytes] = {}
        self.out: list[Notice] = []
        self.matched: list[Matched] = []
        self.ids: list[str] = []
        self._count = 0

    def send(self, article: Article, minute: float = 0) -> list[Notice]:
        """A report comes; what notices come of it."""
        envelope = Envelope("id", "s", "t", at(minute), 0, origin=Origin("wire.raw", 0, self._count))
        self._count += 1
        enriched = Enriched(article.id, article, fingerprint=fingerprint(article.text))
        message = Message(b"k", msgspec.json.encode(enriched), envelope)
        (decision,) = Route(Words(self.rules)).decide([message], self.routed)
        return self._matches(decision, envelope)

    def route_to(self, minute: float) -> list[Notice]:
        """Time passes for route: embargoes end."""
        decision = Route(Words(self.rules)).release(self.routed, at(minute))
        return self._matches(decision, Envelope("id", "s", "t", at(minute), 0))

    def pass_to(self, minute: float) -> list[Notice]:
        """Time passes for notify: what waited rings."""
        stage, made = Notify(self.silences), list[Notice]()
        for _ in range(100):
            until = stage.next_release(self.memory)
            if until is None or datetime.fromisoformat(until) > START + timedelta(minutes=minute):
                return made
            made += self._take(stage.release(self.memory, at(minute)))
        raise AssertionError("release has something to do for ever")

    def _matches(self, decision: Decision, envelope: Envelope) -> list[Notice]:
        keep(self.routed, decision)
        forwards = [(each.ending, each.origin) for each in decision.released]
        origin = envelope.origin or Origin("", 0, 0)
        forwards += [(each, origin) for each in decision.endings if isinstance(each, Forward)]
        made: list[Notice] = []
        for forward, origin in forwards:
            if isinstance(forward.record, Matched):
                self.matched.append(forward.record)
                sent = msgspec.structs.replace(envelope, origin=origin)
                message = Message(forward.key.encode(), msgspec.json.encode(forward.record), sent)
                (outcome,) = Notify(self.silences).decide([message], self.memory)
                made += self._take(outcome)
        return made

    def _take(self, decision: Decision) -> list[Notice]:
        keep(self.memory, decision)
        endings = [*(each.ending for each in decision.released), *decision.endings]
        made = [each.record for each in endings if isinstance(each, Forward) and isinstance(each.record, Notice)]
        assert len(made) == len(endings)
        self.out += made
        return made


def keep(memory: dict[str, bytes], decision: Decision) -> None:
    for change in decision.remember:
        value = change.encoded()
        if value is None:
            memory.pop(change.key, None)
        else:
            memory[change.key] = value


def at(minute: float) -> str:
    return (START + timedelta(minutes=minute)).isoformat().replace("+00:00", "Z")


def report(story: str, words: str, number: str = "1", **fields: Any) -> Article:
    """A version of a story of a source: `ap/1` is story 1 of ap."""
    provider, _, name = story.partition("/")
    given: dict[str, Any] = {"kind": "new", "headline": None, "body": (words,), "created": "2018-01-01T00:00:00Z"}
    return Article(id=f"{story}/{number}", provider=provider, story=name, version=number, **(given | fields))


def prose(seed: int, words: int = 80) -> str:
    """Text like no other: no five words of it stand in another one's."""
    return " ".join(f"{'w' if number else 'W'}{seed}x{number}" for number in range(words)) + "."
