"""The route stage: an enriched article goes to the alerts, to the archive, or waits, with the verdict that says why."""

from collections.abc import Sequence

from agents import held
from agents.answers import answer
from agents.life import Moment, Rules
from agents.memory import Layer, Memory
from agents.stage import Decision, Message

__all__ = ["Route", "Rules", "memory_key"]


def memory_key(replay: str | None, story: str) -> str:
    """What route remembers a story under: each replay has memories of its own."""
    return f"{replay or held.LIVE}/{story}"


class Route:
    """Decides by the rules in force and by what is remembered of the story: see `agents.story` for its life.

    Memory is kept apart by replay: an archive sent through today neither silences the live wire nor the next replay.
    """

    def __init__(self, rules: Rules) -> None:
        self.rules = rules

    def decide(self, messages: Sequence[Message], memory: Memory) -> list[Decision]:
        """One decision per message, in order; a later message sees what earlier ones remembered."""
        layer = Layer(memory)
        decisions = []
        for message in messages:
            moment = Moment(self.rules, layer, message.envelope.now)
            asked = message.envelope.request
            decision = moment.take(message) if asked is None else answer(moment, message, asked)
            layer.put((each.key, each.encoded()) for each in decision.remember)
            decisions.append(decision)
        return decisions

    def release(self, memory: Memory, now: str, scope: str = held.LIVE) -> Decision:
        """What waited in `scope` (the live wire, or a replay) and whose time has come at `now`; it has no endings."""
        moment = Moment(self.rules, Layer(memory), now)
        moment.release_due(scope)
        return moment.decision(())

    def needs(self, key: str, value: bytes) -> bool:
        """What waits, and the story that it is of: an embargo may well be longer than a story is remembered."""
        return held.is_needed(key, value)

    def next_release(self, memory: Memory, scope: str = held.LIVE) -> str | None:
        """The UTC instant at which `release` has something to do, or None."""
        due = held.read_agenda(memory, scope).due
        return due[0].until if due else None
