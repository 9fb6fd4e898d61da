"""Takes: rules see all takes that have come, in order of their numbers, and offsets stay true."""

import msgspec

from agents.memory import Layer
from agents.route import Route
from agents.rules import RuleSet
from agents.stage import Forward, Message
from agents.takes import join_takes
from schemas.article import Article, Kind
from schemas.enriched import Enriched, Entity
from schemas.headers import Envelope
from schemas.routed import Routed
from schemas.rule import Rule

NOW = "2018-01-01T10:00:00Z"


def take(
    number: int, body: str, name: str | None = None, headline: str | None = "Storm", kind: Kind = "new"
) -> Enriched:
    article = Article(f"p/s/{number}", "p", "s", str(number), take=number, headline=headline, body=(body,), kind=kind)
    at = article.text.index(name) if name else 0
    return Enriched(article.id, article, (Entity(at, at + len(name), "LOC", name),) if name else ())


class Desk:
    """Route with one rule whose two words stand in different takes."""

    def __init__(self) -> None:
        made = RuleSet.build([Rule("r", "harbour AND loc:Gdansk")])
        assert isinstance(made, RuleSet)
        self.route, self.memory = Route(made), Layer({})

    def send(self, given: Enriched) -> Routed:
        envelope = Envelope("id", "s", "t", NOW, 0)
        [decision] = self.route.decide([Message(b"k", msgspec.json.encode(given), envelope)], self.memory)
        self.memory.put((each.key, each.encoded()) for each in decision.remember)
        ending = decision.endings[0]  # what follows goes to the rules that it concerns
        assert isinstance(ending, Forward)
        assert isinstance(ending.record, Routed)
        return ending.record


def test_a_later_take_is_matched_with_those_before_it() -> None:
    desk = Desk()
    assert desk.send(take(1, "The harbour is closed.")).verdict.outcome == "archive"
    routed = desk.send(take(2, "A storm hit Gdansk.", "Gdansk"))
    assert routed.verdict.outcome == "alert"
    assert routed.article.body == ("The harbour is closed.", "A storm hit Gdansk.")
    text = routed.article.text
    assert [text[mark.start : mark.end] for mark in routed.verdict.matches[0].marks] == ["harbour", "Gdansk"]


def test_takes_that_come_in_another_order_are_joined_in_theirs() -> None:
    desk = Desk()
    desk.send(take(2, "A storm hit Gdansk.", "Gdansk"))
    routed = desk.send(take(1, "The harbour is closed."))
    assert routed.article.body == ("The harbour is closed.", "A storm hit Gdansk.")
    assert [routed.article.text[each.start : each.end] for each in routed.entities] == ["Gdansk"]


def test_a_corrected_take_replaces_the_one_with_its_number() -> None:
    desk = Desk()
    desk.send(take(1, "The harbour is closed."))
    corrected = take(1, "The port is closed.")
    desk.send(msgspec.structs.replace(corrected, article=msgspec.structs.replace(corrected.article, version="9")))
    assert desk.send(take(2, "A storm hit Gdansk.", "Gdansk")).verdict.outcome == "archive"


def test_a_withdrawal_forgets_the_takes() -> None:
    desk = Desk()
    desk.send(take(1, "The harbour is closed."))
    assert "live/p/s//take/1" in desk.memory.changes
    desk.send(take(2, "", kind="kill"))
    assert desk.memory.get("live/p/s//take/1") is None


def test_a_headline_of_another_take_moves_what_stands_below_it() -> None:
    joined = join_takes(take(2, "In Gdansk.", "Gdansk", headline=None), [take(1, "A storm.")])
    assert joined.article.text == "Storm\n\nA storm.\n\nIn Gdansk."
    assert [joined.article.text[each.start : each.end] for each in joined.entities] == ["Gdansk"]
