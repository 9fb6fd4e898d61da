"""The contract for programs that are not ours: JSON Schema per record and an AsyncAPI 3 document, made from schemas."""

import inspect
from pathlib import Path
from typing import Any, get_args

import msgspec
import orjson
import yaml
from msgspec import Struct

import schemas
from schemas.dead import REQUEUED, DeadReason
from schemas.headers import CONTENT_BYTES, CONTENT_JSON
from schemas.topics import DEAD, TOPICS, Topic

Schema = dict[str, Any]
DIALECT = "https://json-schema.org/draft/2020-12/schema"

# Every header that a message of ours may carry: name, whether it always does, JSON Schema of its text.
HEADERS: tuple[tuple[str, bool, Schema], ...] = (
    ("ce_specversion", True, {"const": "1.0", "description": "Version of CloudEvents."}),
    ("ce_id", True, {"description": "The same message has the same id, however often it is made."}),
    ("ce_source", True, {"description": "The source that the report came from."}),
    ("ce_type", True, {"description": "What the value is; one type per topic."}),
    ("ce_time", True, {"format": "date-time", "description": "The stages' `now`, UTC; in a replay the simulated one."}),
    ("content-type", True, {"enum": [CONTENT_BYTES, CONTENT_JSON], "description": "Of the value."}),
    ("ce_entered", True, {"pattern": "^[0-9]+$", "description": "When the report entered, wall clock, ms since 1970."}),
    ("ce_origin", False, {"description": "The report in wire.raw: topic/partition/offset/item/items."}),
    ("ce_replay", False, {"description": "The replay that brought it; absent for a live feed."}),
    ("ce_deliver", False, {"const": "no", "description": "Notices about it stay in the house."}),
    ("ce_format", False, {"description": "A hint at the format of a raw report."}),
    ("ce_request", False, {"description": "No report, but what route is asked to do: schemas.request as JSON."}),
    ("ce_deadstage", False, {"description": "Dead letters: the stage that could not read it."}),
    ("ce_deadreason", False, {"enum": sorted(get_args(DeadReason)), "description": "Dead letters: why."}),
    ("ce_deaderror", False, {"description": "Dead letters: the error, for people."}),
    ("ce_deadinput", False, {"description": "Dead letters: the message, topic/partition/offset/item/items."}),
)


def records() -> dict[str, type[Struct]]:
    """The records that cross a topic, by name, in the order of the table of topics."""
    found = (record for topic in TOPICS for record in (topic.record, *topic.others) if record is not None)
    return {record.__name__: record for record in found}


def json_schema(record: type[Struct]) -> Schema:
    """The JSON Schema (2020-12) of one record."""
    made: Schema = orjson.loads(orjson.dumps(_dedented(msgspec.json.schema(record))))  # tuples become arrays
    return {"$schema": DIALECT, **made}


def headers_schema() -> Schema:
    """The JSON Schema of a message's headers, read as text."""
    return {
        "title": "Headers",
        "description": "CloudEvents 1.0 in Kafka's binary mode; names that CloudEvents does not define are ours.",
        "type": "object",
        "properties": {name: {"type": "string", **schema} for name, _, schema in HEADERS},
        "required": [name for name, always, _ in HEADERS if always],
    }


def asyncapi(version: str) -> Schema:
    """The AsyncAPI 3.0 document of the whole pipeline; `version` is the release it describes."""
    _, components = msgspec.json.schema_components(records().values(), ref_template="#/components/schemas/{name}")
    return {
        "asyncapi": "3.0.0",
        "info": {
            "title": "Wirewatch",
            "version": version,
            "description": "News reports, cleaned, enriched with entities and dates, matched against standing rules.",
            "license": {"name": "MIT"},
        },
        "defaultContentType": CONTENT_JSON,
        "channels": {_slug(topic): _channel(topic) for topic in TOPICS},
        "operations": {name: operation for topic in TOPICS for name, operation in _operations(topic)},
        "components": {
            "schemas": {"Headers": headers_schema(), "Bytes": _BYTES, **_dedented(components)},
            "messages": {name: message for topic in TOPICS for name, message in _messages(topic).items()},
        },
    }


def json_schemas() -> dict[str, Schema]:
    """The JSON Schema of every record, and of the headers, by name."""
    made = {name: json_schema(record) for name, record in records().items()}
    return made | {"Headers": {"$schema": DIALECT, **headers_schema()}}


def documents(version: str) -> dict[str, str]:
    """Every document by file name: `<Record>.json`, `Headers.json` and `asyncapi.yaml`."""
    made = {f"{name}.json": _json(schema) for name, schema in json_schemas().items()}
    made["asyncapi.yaml"] = yaml.safe_dump(asyncapi(version), sort_keys=False, allow_unicode=True, width=110)
    return made


def read_schemas(folder: Path) -> dict[str, Schema]:
    """The JSON Schemas that `documents` wrote into `folder`, by record."""
    return {path.stem: orjson.loads(path.read_bytes()) for path in sorted(folder.glob("*.json"))}


def examples() -> dict[str, Schema]:
    """The messages of schemas/examples by file name: topic, what it shows, key, headers, value (bytes as text)."""
    folder = Path(schemas.__file__).parent / "examples"
    return {path.stem: orjson.loads(path.read_bytes()) for path in sorted(folder.glob("*.json"))}


_BYTES: Schema = {"description": "Bytes as received, in no encoding of ours."}


def _slug(topic: Topic) -> str:
    return topic.name.removeprefix("wire.").replace(".", "-")


def _channel(topic: Topic) -> Schema:
    return {
        "address": topic.name,
        "description": f"{topic.description} Key: {topic.key}.",
        "messages": {name: {"$ref": f"#/components/messages/{name}"} for name in _messages(topic)},
        "bindings": {"kafka": {"topicConfiguration": {"cleanup.policy": [topic.cleanup]}, "bindingVersion": "0.5.0"}},
    }


def _operations(topic: Topic) -> list[tuple[str, Schema]]:
    channel = {"$ref": f"#/channels/{_slug(topic)}"}
    sides = [("send", who) for who in topic.producers] + [("receive", who) for who in topic.consumers]
    return [
        (f"{who.replace(' ', '-')}-{action}s-{_slug(topic)}", {"action": action, "channel": channel, "summary": who})
        for action, who in sides
    ]


def _messages(topic: Topic) -> dict[str, Schema]:
    """The kinds of message in a topic: one, in wire.dead also the note that a letter was sent through once more.

    And where stages remember, one for each record.
    """
    kinds = {_slug(topic): _message(topic, topic.event, topic.description)}
    for other in topic.others:
        summary = inspect.getdoc(other) or topic.description
        kinds[f"{_slug(topic)}-{other.__name__.lower()}"] = {
            **_message(topic, topic.event, summary.partition("\n")[0]),
            "payload": {"$ref": f"#/components/schemas/{other.__name__}"},
            "examples": [],
        }
    if topic is DEAD:
        kinds["dead-requeued"] = _message(topic, REQUEUED, "A note that a dead letter was sent through once more.")
    return kinds


def _message(topic: Topic, event: str, summary: str) -> Schema:
    payload = topic.record.__name__ if topic.record else "Bytes"
    return {
        "name": event,
        "summary": summary,
        "contentType": CONTENT_JSON if topic.record else CONTENT_BYTES,
        "headers": {"$ref": "#/components/schemas/Headers"},
        "payload": {"$ref": f"#/components/schemas/{payload}"},
        "bindings": {"kafka": {"key": {"type": "string", "description": topic.key}, "bindingVersion": "0.5.0"}},
        "examples": [
            {"name": name, "summary": example["about"], "headers": example["headers"], "payload": example["value"]}
            for name, example in examples().items()
            if example["headers"]["ce_type"] == event
        ],
    }


def _json(document: Schema) -> str:
    return orjson.dumps(document, option=orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE).decode()


def _dedented(value: Any) -> Any:
    """Descriptions as paragraphs: Python before 3.13 keeps a docstring's indentation, later ones do not."""
    if isinstance(value, dict):
        return {
            key: inspect.cleandoc(item) if key == "description" and isinstance(item, str) else _dedented(item)
            for key, item in value.items()
        }
    return [_dedented(item) for item in value] if isinstance(value, list) else value
