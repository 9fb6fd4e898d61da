"""The stage enrich: one decision per message, exact offsets, bad input never an exception."""

import itertools

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from agents.enrich import LONGEST, Enrich, load
from agents.facts.loading import ModelError
from agents.stage import Dead, Forward, Message
from schemas.article import Article
from schemas.enriched import Enriched
from schemas.headers import Envelope, Origin


@pytest.fixture(scope="module")
def stage() -> Enrich:
    return load("fast")


def article(text: str, headline: str | None = None) -> Article:
    return Article(id="x/1/1", provider="x", story="1", headline=headline, body=(text,), created="2022-10-10")


def message(value: bytes, item: int = 0) -> Message:
    origin = Origin("wire.raw", 0, 7, item, 3)
    return Message(b"x/1", value, Envelope("id", "/x", "t", "2022-10-10T00:00:00Z", 0, origin=origin))


def enriched(stage: Enrich, text: str) -> Enriched:
    return stage.enrich([article(text)])[0]


def test_one_decision_a_message_in_order(stage: Enrich) -> None:
    good = msgspec.json.encode(article("Kenyan President William Ruto flew to Dodoma.", "Ruto abroad"))
    decisions = stage.decide([message(good, 2), message(b"{"), message(b"\xff"), message(good)], {})
    endings = [decision.endings[0] for decision in decisions]
    assert [type(one) for one in endings] == [Forward, Dead, Dead, Forward]
    first = endings[0]
    assert isinstance(first, Forward)
    assert (first.topic, first.key, first.item, first.items) == ("wire.enriched", "x/1", 2, 3)
    assert isinstance(endings[1], Dead)
    assert endings[1].reason == "not-a-record"
    assert first.record == endings[3].record  # type: ignore[union-attr]


def test_what_travels_beside_an_article_changes_nothing(stage: Enrich) -> None:
    texts = [
        "Ruto met Samia Suluhu Hassan in Dodoma, Reuters said, and flew to Kigali.",
        "IRAN-BACKED HOUTHIS ATTACK OIL TANKER IN RED SEA, RIYADH SAYS. " * 8,
        "$5 million " * 60,
        "Moussa Faki of the African Union left Addis Ababa on Monday for Khartoum. " * 12,
    ]
    alone = [stage.enrich([article(text)])[0] for text in texts]
    assert stage.enrich([article(text) for text in texts]) == alone
    assert stage.enrich([article(text) for text in reversed(texts)]) == alone[::-1]


def test_offsets_count_characters_of_the_articles_text(stage: Enrich) -> None:
    report = article("Türkiye’s Erdoğan 🙂 met “Vladimir Putin” in Sochi,Russia.", "Erdoğan in Sochi")
    found = stage.enrich([report])[0].entities
    assert found
    assert all(report.text[one.start : one.end] == one.text for one in found)
    assert ("Vladimir Putin", "PERSON") in {(one.text, one.label) for one in found}


@pytest.mark.parametrize(
    "text",
    [
        "",
        " \n\t",
        "12345 " * 50,
        "\x00\x01\x02 \x7f",
        "a" * 100_000,
        '"' * 100_000,
        "http://a.b/c?d=e&" * 5_000,
        "." * 3000,
        "新华社北京电",
        "القاهرة",
        "\u202e\ufeff\ud7ff",
        "🙂" * 500,
    ],
)
def test_bad_input_is_never_an_exception(stage: Enrich, text: str) -> None:
    assert all(text[one.start : one.end] == one.text for one in enriched(stage, text).entities)


@settings(max_examples=40, deadline=None)
@given(st.text(max_size=300))
def test_any_text_gives_exact_offsets_in_order(stage: Enrich, text: str) -> None:
    found = enriched(stage, text).entities
    assert all(text[one.start : one.end] == one.text for one in found)
    assert all(one.end <= other.start for one, other in itertools.pairwise(found))


def test_a_very_long_article_is_cut_with_a_note(stage: Enrich) -> None:
    found = enriched(stage, "Police in Nairobi said so. " * 40_000)
    assert len(found.article.text) > LONGEST
    assert max(one.end for one in found.entities) <= LONGEST
    assert found.notes[0].startswith("text-cut")


@pytest.mark.parametrize(("model", "says"), [("nosuch", "spacy download nosuch"), ("fast/nosuch", "cannot load")])
def test_a_missing_model_is_said_at_once(model: str, says: str) -> None:
    with pytest.raises(ModelError, match=says):
        load(model)
