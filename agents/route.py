"""The route stage: an enriched article goes to the alerts or to the archive, with the verdict that says why."""

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol

import msgspec

from agents.memory import Layer, Memory
from agents.stage import Dead, Decision, Forward, Message, Remember
from schemas.enriched import Enriched
from schemas.routed import Match, Routed, Verdict
from schemas.story import SeenVersion, Story
from schemas.topics import ALERTS, ARCHIVE

_decode = msgspec.json.Decoder(Enriched).decode
_decode_story = msgspec.json.Decoder(Story).decode


class Rules(Protocol):
    """A set of standing rules, as `agents.rules` builds it."""

    @property
    def version(self) -> str:
        """Of the whole set."""
        ...

    def match(self, enriched: Enriched, now: datetime) -> tuple[Match, ...]:
        """The rules that match, in order of their ids."""
        ...


def memory_key(replay: str | None, story: str) -> str:
    """What route remembers a story under: each replay has memories of its own."""
    return f"{replay or 'live'}/{story}"


class Route:
    """Decides by the rules in force and by what is remembered of the story.

    A version that was routed before alerts nobody again, and neither does an article that its agency withholds.
    Memory is kept apart by replay: an archive sent through today neither silences the live wire nor the next replay.
    """

    def __init__(self, rules: Rules) -> None:
        self.rules = rules

    def decide(self, messages: Sequence[Message], memory: Memory) -> list[Decision]:
        """One decision per message, in order; a later message sees what earlier ones remembered."""
        layer = Layer(memory)
        decisions = []
        for message in messages:
            decision = self._one(message, layer)
            layer.put((each.key, each.encoded()) for each in decision.remember)
            decisions.append(decision)
        return decisions

    def _one(self, message: Message, memory: Memory) -> Decision:
        try:
            enriched = _decode(message.value)
        except (msgspec.DecodeError, msgspec.ValidationError, UnicodeDecodeError) as error:
            return Decision((Dead("not-a-record", f"not an enriched article: {error}"),))
        article, now = enriched.article, message.envelope.now
        key = memory_key(article.replay, article.story_key)
        kept = memory.get(key)
        story = _decode_story(kept) if kept else Story(key)
        verdict = self._verdict(enriched, story, now)
        topic = ALERTS if verdict.outcome == "alert" else ARCHIVE
        fields = {name: getattr(enriched, name) for name in Enriched.__struct_fields__}
        routed = Routed(**fields, verdict=verdict)
        remember = () if verdict.reason == "repeat" else (Remember(key, _seen(story, article.version, now, verdict)),)
        origin = message.envelope.origin
        item, items = (origin.item, origin.items) if origin else (0, 1)
        return Decision((Forward(topic.name, article.story_key, routed, item, items),), remember)

    def _verdict(self, enriched: Enriched, story: Story, now: str) -> Verdict:
        article = enriched.article
        if any(seen.version == article.version for seen in story.versions):
            return Verdict("archive", now, self.rules.version, reason="repeat")
        if article.status == "withheld":
            return Verdict("archive", now, self.rules.version, reason="withheld")
        matches = self.rules.match(enriched, datetime.fromisoformat(now))
        if not matches:
            return Verdict("archive", now, self.rules.version, reason="no-rule-matched")
        previous = next((seen.version for seen in reversed(story.versions) if seen.alerted), None)
        return Verdict("alert", now, self.rules.version, matches=matches, previous=previous)


def _seen(story: Story, version: str, now: str, verdict: Verdict) -> Story:
    alerted = tuple(match.rule for match in verdict.matches)
    return msgspec.structs.replace(story, versions=(*story.versions, SeenVersion(version, now, alerted)))
