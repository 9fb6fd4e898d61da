"""Withdrawals that name their story by headline or slug alone: on any partition, in any order, everyone told hears."""

from zlib import crc32

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from agents.clean import Clean
from agents.memory import Layer
from agents.recall import names_in, names_of
from agents.route import Route
from agents.rules import RuleSet
from agents.stage import Forward, Message
from schemas.article import Article, Kind
from schemas.enriched import Enriched
from schemas.headers import Envelope
from schemas.routed import Routed
from schemas.rule import Rule
from schemas.topics import ENRICHED

NOW, NEXT_WEEK = "2018-01-01T10:00:00Z", "2018-01-08T10:00:00Z"
HEADLINE = "Storm closes harbour of Gdansk"


def article(story: str, headline: str | None, body: str = "", kind: Kind = "new", **more: str) -> Article:
    return Article(f"p/{story}/1", "p", story, kind=kind, headline=headline, body=(body,), **more)  # type: ignore[arg-type]  # texts


STORY = article("s1", HEADLINE, "The harbour is closed.", slug="Poland-Storm")
OTHER = article("s2", "Harbour reopens after storm in Gdansk", "The harbour is open.", slug="Poland-Harbour")


class Wire:
    """Route on four partitions, each with a memory of its own; what it asks of itself goes round."""

    def __init__(self) -> None:
        made = RuleSet.build([Rule("r", "harbour")])
        assert isinstance(made, RuleSet)
        self.route = Route(made)
        self.memories = [Layer({}) for _ in range(4)]
        self.routed: list[Routed] = []

    def send(self, given: Article, now: str = NOW) -> None:
        waiting = [Forward(ENRICHED.name, given.story_key, Enriched(given.id, given))]
        while waiting:
            each = waiting.pop(0)
            memory = self.memories[crc32(each.key.encode()) % 4]
            envelope = Envelope("id", "s", "t", now, 0, request=each.request)
            [decision] = self.route.decide([Message(b"k", msgspec.json.encode(each.record), envelope)], memory)
            memory.put((change.key, change.encoded()) for change in decision.remember)
            for ending in decision.endings:
                if isinstance(ending, Forward) and ending.request:
                    waiting.append(ending)
                elif isinstance(ending, Forward) and isinstance(ending.record, Routed):
                    self.routed.append(ending.record)

    @property
    def withdrawn(self) -> list[str]:
        """Stories withdrawn for the rule."""
        return [each.article.story for each in self.routed if each.verdict.withdraws == ("r",)]


KILLS = [
    article("k", "KILL: Storm closes harbour of Gdansk", "Please kill this story, it is wrong.", kind="kill"),
    article(
        "k", "ADVISORY", "Editors, please kill our story “Storm closes harbour of Gdansk”, sent at 1000.", kind="kill"
    ),
    article("k", None, "Kill the story slugged Poland-Storm. A substitute will follow.", kind="kill"),
    article("k", None, "STORY WITHDRAWN\nHeadline: STORM CLOSES HARBOUR OF GDANSK\n", kind="kill"),
]


@pytest.mark.parametrize("kill", KILLS, ids=["its headline", "quoted", "slugged", "after Headline:"])
@given(order=st.permutations(["story", "other", "kill", "kill", "story"]))
def test_everyone_told_hears_of_it_in_any_order_and_nobody_else(kill: Article, order: list[str]) -> None:
    wire = Wire()
    for name in order:
        wire.send({"story": STORY, "other": OTHER, "kill": kill}[name])
    assert wire.withdrawn == ["s1"]
    assert [each.article.story for each in wire.routed if each.verdict.matches] == (
        ["s1", "s2"] if order.index("story") < order.index("other") else ["s2", "s1"]
    )


def test_after_a_withdrawal_the_story_alerts_nobody() -> None:
    wire = Wire()
    wire.send(STORY)
    wire.send(KILLS[0])
    wire.send(msgspec.structs.replace(STORY, version="2", body=("The harbour is closed again.",)))
    assert wire.routed[-1].verdict.reason == "killed"


def test_a_headline_that_is_used_again_a_week_later_is_another_story() -> None:
    wire = Wire()
    wire.send(KILLS[0])
    wire.send(STORY, NEXT_WEEK)
    assert wire.withdrawn == []


def test_a_kill_that_names_a_transmission_reaches_the_story_that_it_was_a_take_of() -> None:
    wire = Wire()
    for number, slug, text in ((156, "Hafen/Sturm (take 1)", "The harbour"), (157, "Hafen/Sturm (take 2)", "A ship")):
        wire.send(transmission(number, slug, f"{text} is lost."))
    wire.send(transmission(158, "Hafen/Wetter", "Another harbour is open."))
    wire.send(transmission(160, "Hinweis", "Bitte die Meldung hbw 157 nicht verwenden."))
    assert [each.article.take for each in wire.routed[:2]] == [1, 2]
    assert wire.routed[1].article.body == ("The harbour is lost.", "A ship is lost.")
    assert wire.withdrawn == ["hafen-sturm/2018-01-01"]


def transmission(number: int, slug: str, text: str) -> Article:
    """A report of IPTC 7901, cleaned."""
    report = f"\x01hbw{number:04d} 4 vm 30\r\n{slug}\r\n\x02Title {number} =\r\n  {text}\r\n\x03011000 Jan 18\r\n"
    envelope = Envelope("id", "s", "t", NOW, 0)
    [decision] = Clean(100_000).decide([Message(b"wire", report.encode(), envelope)], {})
    [ending] = decision.endings
    assert isinstance(ending, Forward)
    assert isinstance(ending.record, Article)
    return ending.record


def test_a_kill_does_not_name_what_its_own_slug_says() -> None:
    kill = article("k", None, "Please kill this story.", kind="kill", slug="Poland-Storm")
    assert names_in(kill) == ()
    assert len(names_of(STORY)) == 2
