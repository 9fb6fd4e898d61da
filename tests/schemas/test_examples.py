"""The examples are messages: they decode, re-encode to the same, keep to their schemas, and point into their text."""

import json
from typing import Any

import msgspec
import pytest
from jsonschema import Draft202012Validator

from schemas.dead import REQUEUED
from schemas.enriched import Enriched
from schemas.headers import CONTENT_BYTES, CONTENT_JSON, Envelope
from schemas.topics import BY_NAME, TOPICS
from streams.contract.documents import HEADERS, examples, headers_schema, json_schemas

EXAMPLES = examples()
RECORDS = {name: example for name, example in EXAMPLES.items() if BY_NAME[example["topic"]].record}


def test_every_topic_has_an_example() -> None:
    assert {example["topic"] for example in EXAMPLES.values()} == {topic.name for topic in TOPICS}


@pytest.mark.parametrize("name", EXAMPLES)
def test_headers_read_and_write_to_the_same(name: str) -> None:
    headers = [(key, text.encode()) for key, text in EXAMPLES[name]["headers"].items()]
    envelope = Envelope.from_kafka(headers, now="", entered=0)
    assert dict(envelope.to_kafka()) == dict(headers)
    Draft202012Validator(headers_schema()).validate(EXAMPLES[name]["headers"])


@pytest.mark.parametrize("name", EXAMPLES)
def test_headers_name_the_topics_event_and_content(name: str) -> None:
    topic = BY_NAME[EXAMPLES[name]["topic"]]
    assert EXAMPLES[name]["headers"]["ce_type"] == (REQUEUED if name == "dead-requeued" else topic.event)
    assert EXAMPLES[name]["headers"]["content-type"] == (CONTENT_JSON if topic.record else CONTENT_BYTES)


@pytest.mark.parametrize("name", RECORDS)
def test_values_decode_and_encode_to_the_same(name: str) -> None:
    value = RECORDS[name]["value"]
    record = BY_NAME[RECORDS[name]["topic"]].record
    assert record is not None
    decoded = msgspec.json.decode(msgspec.json.encode(value), type=record)
    assert json.loads(msgspec.json.encode(decoded)) == value, "it holds a default or an unknown field"
    Draft202012Validator(json_schemas()[record.__name__]).validate(value)


ENRICHED = [name for name, each in RECORDS.items() if isinstance(each["value"].get("entities", [0])[0], dict)]


@pytest.mark.parametrize("name", ENRICHED)
def test_spans_point_at_their_text(name: str) -> None:
    enriched = msgspec.convert(_without(RECORDS[name]["value"], "verdict"), Enriched)
    text = enriched.article.text
    marks = [mark for match in RECORDS[name]["value"].get("verdict", {}).get("matches", ()) for mark in match["marks"]]
    spans = [(span.start, span.end, span.text) for span in (*enriched.entities, *enriched.dates)]
    spans += [(mark["start"], mark["end"], mark["text"]) for mark in marks]
    assert spans
    assert [text[start:end] for start, end, _ in spans] == [quoted for _, _, quoted in spans]


@pytest.mark.parametrize("name", [name for name, example in RECORDS.items() if "extracts" in example["value"]])
def test_marks_of_extracts_are_matched_words(name: str) -> None:
    value = RECORDS[name]["value"]
    marked = [each["text"][start:end] for each in value["extracts"] for start, end in each["marks"]]
    assert marked
    assert set(marked) <= set(value["matched"])


def test_the_table_of_headers_is_what_envelopes_write() -> None:
    least = Envelope(id="i", source="s", type="t", now="2017-12-28T00:00:00Z", entered=0)
    fields: dict[str, Any] = {name: "x" for name in least.__struct_fields__ if name not in ("origin", "entered")}
    full = Envelope(**fields | {"deliver": False, "entered": 0, "origin": None})
    assert [name for name, _ in least.to_kafka()] == [name for name, always, _ in HEADERS if always]
    assert {name for name, _ in full.to_kafka()} == {name for name, _, _ in HEADERS} - {"ce_origin"}


def _without(value: dict[str, Any], key: str) -> dict[str, Any]:
    return {name: item for name, item in value.items() if name != key}
