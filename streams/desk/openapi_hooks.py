"""The hooks' part of the OpenAPI document: their routes stand in `streams.hooks.api`, a test holds the two together."""

from typing import Any

from streams.hooks.register import EDITED

Schema = dict[str, Any]

HOOKS: tuple[tuple[str, str, str, str, tuple[str, ...]], ...] = (
    # method, path, operationId, what it does, names of what its body holds
    ("GET", "/", "listHooks", "Endpoints, without anything secret, and counts of deliveries.", ()),
    ("POST", "/", "addHook", "Add an endpoint. The answer holds its secret, this once.", ("name", "url")),
    ("GET", "/history", "hooksHistory", "Attempts at all endpoints, newest first.", ()),
    ("POST", "/resend", "resendNotice", "Send a notice again.", ("notice", "to")),
    ("POST", "/preview", "previewBody", "What would be sent; nothing is.", ("name", "template", "notice")),
    ("GET", "/{name}", "showHook", "One endpoint.", ()),
    ("PATCH", "/{name}", "editHook", "Change what is said of an endpoint; null takes it back.", EDITED),
    ("DELETE", "/{name}", "removeHook", "Remove an endpoint, with all that waits for it.", ()),
    ("GET", "/{name}/history", "hookHistory", "Attempts at one endpoint, newest first.", ()),
    ("POST", "/{name}/test", "testHook", "Send a signed sample, and show what came back.", ()),
    ("POST", "/{name}/pause", "pauseHook", "What comes waits.", ()),
    ("POST", "/{name}/resume", "resumeHook", "What waits goes at once.", ()),
    (
        "POST",
        "/{name}/rotate",
        "rotateSecret",
        "A new secret, this once; the old one is kept a while.",
        ("keep",),
    ),
    ("POST", "/{name}/recover", "recoverHook", "Send what failed since a moment, ms since 1970.", ("since",)),
)
_QUERY = ("notice", "state", "limit", "after")


def hook_paths(prefix: str) -> dict[str, Schema]:
    """Paths and operations."""
    paths: dict[str, Schema] = {}
    for method, path, name, about, body in HOOKS:
        paths.setdefault(prefix + path, {})[method.lower()] = _operation(method, path, name, about, body)
    return paths


def _operation(method: str, path: str, name: str, about: str, body: tuple[str, ...]) -> Schema:
    made: Schema = {
        "operationId": name,
        "summary": about,
        "x-role": "editor" if method == "GET" else "admin",
        "parameters": [_param("name", "path")] if "{name}" in path else [],
        "responses": {
            "201" if name == "addHook" else "200": {
                "description": about,
                "content": {"application/json": {"schema": {"type": "object"}}},
            },
            "default": {"$ref": "#/components/responses/Problem"},
        },
    }
    if path.endswith("/history"):
        made["parameters"] += [_param(each, "query") for each in _QUERY]
    if body:
        schema = {"type": "object", "properties": {each: {} for each in body}}
        made["requestBody"] = {"content": {"application/json": {"schema": schema}}}
    return made


def _param(name: str, where: str) -> Schema:
    return {"name": name, "in": where, "required": where == "path", "schema": {"type": "string"}}
