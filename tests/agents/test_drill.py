"""The fire drill's report: it matches its own rule and no other, and no drill is like the one before."""

from datetime import UTC, datetime

import pytest

from agents.clean import Clean
from agents.drill import match
from agents.memory import Forgetful
from agents.stage import Forward, Message
from schemas.article import Article
from schemas.enriched import Enriched
from schemas.headers import Envelope
from schemas.hook import DRILL
from schemas.routed import Match
from streams.hooks.drill import drill_report

NOW = datetime(2025, 12, 22, tzinfo=UTC)


class Everything:
    """A set of one rule that matches whatever comes."""

    def match(self, enriched: Enriched, now: datetime) -> tuple[Match, ...]:
        return (Match("everything"),)


def cleaned(number: str, source: str) -> Article:
    envelope = Envelope("id", source, "wirewatch.raw.v1", "2025-12-22T00:00:00.000Z", 0, format="dated-text")
    message = Message(source.encode(), drill_report(number, "2025-12-22"), envelope)
    (decision,) = Clean(max_bytes=10_000).decide([message], Forgetful())
    (ending,) = decision.endings
    assert isinstance(ending, Forward)
    assert isinstance(ending.record, Article)
    return ending.record


@pytest.mark.parametrize(("source", "rules"), [(DRILL, [DRILL]), ("reuters", ["everything"])])
def test_a_drill_matches_its_own_rule_alone(source: str, rules: list[str]) -> None:
    article = cleaned("2025-12-22-0001", source)
    matches = match(Everything(), Enriched(article.id, article), NOW)
    assert [each.rule for each in matches] == rules


def test_its_words_are_marked_where_they_stand() -> None:
    article = cleaned("2025-12-22-0001", DRILL)
    (found,) = match(Everything(), Enriched(article.id, article), NOW)
    (mark,) = found.marks
    assert article.text[mark.start : mark.end] == mark.text
    assert mark.text.lower() == "fire drill"


def test_no_drill_is_like_another() -> None:
    one, other = (cleaned(number, DRILL) for number in ("2025-12-22-0001", "2025-12-22-0002"))
    assert one.story != other.story
    shared = set(one.text.split()) & set(other.text.split())
    pairs = [set(zip(text.split(), text.split()[1:], strict=False)) for text in (one.text, other.text)]
    assert shared
    assert len(pairs[0] & pairs[1]) < len(pairs[0]) / 2
