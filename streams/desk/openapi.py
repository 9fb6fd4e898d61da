"""The OpenAPI 3.1 document of the API: made from its table, so that the two cannot differ."""

import functools
import inspect
from importlib.metadata import version
from typing import Any

import msgspec
from msgspec import Struct

from schemas.ack import Ack
from schemas.desk import Row
from schemas.vitals import Vitals
from streams.desk.api import ENDPOINTS, PREFIX
from streams.desk.endpoint import Endpoint, Param
from streams.desk.openapi_hooks import hook_paths
from streams.details import Details

Schema = dict[str, Any]
_REF = "#/components/schemas/{name}"
_EVENTS = """Server-sent events, after HTML's standard.

| event | data | |
|---|---|---|
| `alert` | Row | a new alert, version, correction or withdrawal: see `kind` |
| `ack` | Ack | somebody has an alert in hand |
| `health` | Vitals | every few seconds |
| `caught-up` | `{"missed": n}` | all that was missed has been sent, and what comes is new |
| `gap` | `{"since": …}` | what was missed is no longer there one by one: load the alerts anew |
| `dropped` | `{"why": …}` | this reader fell behind; it catches up when it calls again |

The `id` of an event is a position in the log. Sent back as `Last-Event-ID`, it brings all that came since, also after
a restart of the server or of the broker. An event may come twice after a break: an alert is known by its `id`, an
acknowledgement by its own."""
_EVENT_TYPES: tuple[type[Struct], ...] = (Row, Ack, Vitals)


@functools.cache
def document() -> Schema:
    """The whole document."""
    records = {endpoint.answer for endpoint in ENDPOINTS} | {each.body for each in ENDPOINTS if each.body} | {Details}
    ordered = sorted({*records, *_EVENT_TYPES}, key=lambda record: record.__name__)
    _, components = msgspec.json.schema_components(ordered, ref_template=_REF)
    paths: dict[str, Schema] = {f"{PREFIX}/events": {"get": _events()}}
    for endpoint in ENDPOINTS:
        paths.setdefault(PREFIX + endpoint.path, {})[endpoint.method.lower()] = _operation(endpoint)
    paths |= hook_paths(f"{PREFIX}/hooks")
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Wirewatch's desk",
            "version": version("wirewatch"),
            "description": "Alerts, stories, search, rules and health. Errors are problem details (RFC 9457).",
            "license": {"name": "MIT", "identifier": "MIT"},
        },
        "servers": [{"url": "/"}],
        "security": [{"token": []}, {"cookie": []}, {}],
        "paths": paths,
        "components": {
            "schemas": _dedented(components),
            "securitySchemes": {
                "token": {"type": "http", "scheme": "bearer", "description": "wirewatch desk tokens add NAME"},
                "cookie": {
                    "type": "apiKey",
                    "in": "cookie",
                    "name": "wirewatch",
                    "description": "From POST /login. What changes anything needs the header X-Wirewatch-CSRF as well.",
                },
            },
            "responses": {
                "Problem": {
                    "description": "What was wrong, and what to do.",
                    "content": {"application/problem+json": {"schema": {"$ref": _REF.format(name="Details")}}},
                }
            },
        },
    }


def _operation(endpoint: Endpoint) -> Schema:
    answer = {"description": endpoint.summary, "content": _json(endpoint.answer)}
    made: Schema = {
        "operationId": endpoint.name,
        "summary": endpoint.summary,
        "description": inspect.getdoc(endpoint.handler) or "",
        "x-role": endpoint.role,
        "parameters": [_param(param) for param in endpoint.params],
        "responses": {str(endpoint.status): answer, "default": {"$ref": "#/components/responses/Problem"}},
    }
    if endpoint.body is not None:
        made["requestBody"] = {"required": True, "content": _json(endpoint.body)}
    return made


def _param(param: Param) -> Schema:
    schema: Schema = {"text": {"type": "string"}, "flag": {"type": "boolean"}}.get(
        param.kind, {"type": "integer", "minimum": param.least, "maximum": param.most}
    )
    return {
        "name": param.name,
        "in": param.where,
        "required": param.where == "path",
        "description": param.about,
        "schema": schema,
    }


def _events() -> Schema:
    position: Schema = {"required": False, "schema": {"type": "string"}, "description": "The id of the last event."}
    return {
        "operationId": "followEvents",
        "summary": "Everything as it comes.",
        "description": _EVENTS,
        "x-role": "reader",
        "parameters": [
            {"name": "Last-Event-ID", "in": "header", **position},
            {"name": "last_event_id", "in": "query", **position},
        ],
        "responses": {
            "200": {
                "description": "A stream that does not end.",
                "content": {"text/event-stream": {"schema": {"type": "string"}}},
            },
            "default": {"$ref": "#/components/responses/Problem"},
        },
    }


def _json(record: type[Struct]) -> Schema:
    return {"application/json": {"schema": {"$ref": _REF.format(name=record.__name__)}}}


def _dedented(part: Any) -> Any:
    """Descriptions without the indent of their docstrings; tuples as lists."""
    if isinstance(part, dict):
        return {
            key: inspect.cleandoc(value) if key == "description" and isinstance(value, str) else _dedented(value)
            for key, value in part.items()
        }
    return [_dedented(each) for each in part] if isinstance(part, list | tuple) else part
