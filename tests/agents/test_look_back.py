"""Looking back: a rule that came later hears of a report once, if its story lives and the version counts."""

import msgspec
import pytest

from agents.memory import Layer
from agents.route import Route
from agents.rules import RuleSet
from agents.stage import Answered, Dead, Decision, Forward, Message
from schemas.article import Article
from schemas.enriched import Enriched
from schemas.headers import Envelope
from schemas.request import LookBack
from schemas.routed import Routed, Verdict
from schemas.rule import Rule

THEN, NOW = "2018-01-01T10:00:00Z", "2018-01-02T09:00:00Z"
FIRE = Rule("fire", "fire AND age:<1h", version="3")


def article(version: str = "1", kind: str = "new", body: str = "A fire in Homs.") -> Article:
    return Article(
        f"p/s/{version}", "p", "s", version=version, kind=kind, body=(body,), sent=THEN  # type: ignore[arg-type]  # a kind
    )  # fmt: skip


class Desk:
    """Route without rules of its own, its memory, and what it decided."""

    def __init__(self) -> None:
        self.memory = Layer({})

    def send(self, given: Article, now: str = THEN, lookback: str | None = None) -> Decision:
        envelope = Envelope("id", "s", "t", now, 0, request=lookback)
        [decision] = Route(RuleSet()).decide(
            [Message(b"k", msgspec.json.encode(Enriched(given.id, given)), envelope)], self.memory
        )
        self.memory.put((each.key, each.encoded()) for each in decision.remember)
        return decision

    def ask(self, given: Article, rule: Rule = FIRE) -> Decision:
        return self.send(given, NOW, msgspec.json.encode(LookBack(rule, THEN)).decode())


def verdict_of(decision: Decision) -> Verdict:
    ending, *matches = decision.endings
    assert [each.topic for each in matches if isinstance(each, Forward)] == ["wire.matches"] * len(matches)
    assert isinstance(ending, Forward)
    assert isinstance(ending.record, Routed)
    return ending.record.verdict


def test_a_report_alerts_a_later_rule_as_it_would_have_then() -> None:
    """It was an hour old at most when it came, and is a day old now."""
    desk = Desk()
    assert verdict_of(desk.send(article())).outcome == "archive"
    verdict = verdict_of(desk.ask(article()))
    assert (verdict.outcome, verdict.looked_back, verdict.now) == ("alert", THEN, NOW)
    assert [(match.rule, match.version) for match in verdict.matches] == [("fire", "3")]


def test_asked_twice_it_alerts_once_and_another_rule_is_another_matter() -> None:
    desk = Desk()
    desk.send(article())
    desk.ask(article())
    assert desk.ask(article()).endings == (Answered(),)
    assert verdict_of(desk.ask(article(), Rule("homs", "homs"))).outcome == "alert"


def test_who_was_told_late_hears_of_the_withdrawal() -> None:
    desk = Desk()
    desk.send(article())
    desk.ask(article())
    assert verdict_of(desk.send(article("2", "kill", ""), NOW)).withdraws == ("fire",)


@pytest.mark.parametrize(
    ("later", "rule"),
    [
        (article("2", "kill", ""), FIRE),
        (article("2", "update", "The fire is out."), FIRE),
        (article(), Rule("flood", "flood")),
        (article(), Rule("broken", "fire AND")),
    ],
    ids=["withdrawn", "superseded", "no match", "a rule that does not load"],
)
def test_what_is_over_or_never_was_alerts_nobody(later: Article, rule: Rule) -> None:
    desk = Desk()
    desk.send(article())
    desk.send(later)
    assert desk.ask(article(), rule).endings == (Answered(),)


def test_a_request_that_does_not_read_is_a_dead_letter() -> None:
    [ending] = Desk().send(article(), NOW, "{").endings
    assert isinstance(ending, Dead)
    assert ending.reason == "not-a-record"
