"""The OpenAPI document is one, says what the server does, and answers are as it says."""

from collections.abc import Iterable, Iterator
from typing import Any

import jsonschema
import pytest
from openapi_spec_validator import validate
from starlette.routing import BaseRoute, Mount, Route

from schemas.rule import Rule
from streams.clock import WallClock
from streams.desk.api import ENDPOINTS, PREFIX
from streams.desk.openapi import document
from streams.desk.openapi_hooks import HOOKS
from streams.desk.routes import api_routes
from streams.rules.rulebook import publish
from streams.settings import Settings
from tests.streams.desk.by_hand import alert, desk, put


def schema_of(name: str) -> dict[str, Any]:
    """The JSON Schema of one component, with all that it refers to."""
    return {"$ref": f"#/components/schemas/{name}", "components": document()["components"]}


def unmounted(prefix: str, routes: Iterable[BaseRoute]) -> Iterator[tuple[str, Route]]:
    """Every route with what stands before its path."""
    for route in routes:
        if isinstance(route, Mount):
            yield from unmounted(prefix + route.path, route.routes)
        elif isinstance(route, Route):
            yield prefix, route


def test_it_is_one() -> None:
    validate(document())


def test_every_route_of_the_api_is_in_it_and_no_other() -> None:
    routes = {
        (method, (prefix + route.path).replace(":path}", "}"))
        for prefix, route in unmounted("", api_routes(Settings()))
        for method in route.methods or ()
        if method != "HEAD" and (prefix + route.path).startswith(PREFIX)
    }
    described = {(method.upper(), path) for path, by in document()["paths"].items() for method in by}
    assert routes == described


def test_names_are_unique_and_path_parameters_are_described() -> None:
    names = [endpoint.name for endpoint in ENDPOINTS] + [row[2] for row in HOOKS]
    assert len(set(names)) == len(names)
    for endpoint in ENDPOINTS:
        wanted = {part[1:-1] for part in endpoint.path.split("/") if part.startswith("{")}
        assert {param.name for param in endpoint.params if param.where == "path"} == wanted


@pytest.mark.kafka
async def test_answers_are_as_it_says(settings: Settings) -> None:
    await publish(settings, [Rule("floods", "flood")], WallClock(), "tester", None)
    killed = alert("1", "2", text="Kill the story.", withdraws=("floods",), previous="1", kind="kill")
    await put(settings, alert("1"), alert("2", provider="other"), killed)
    asked: tuple[tuple[str, str, Any, int, str], ...] = (
        ("GET", "/alerts?limit=2", None, 200, "Rows"),
        ("GET", "/alerts?q=flood&rule=floods&country=SY", None, 200, "Rows"),
        ("GET", "/alerts?colour=red", None, 400, "Details"),
        ("GET", "/alerts?q=flood%20AND", None, 422, "Details"),
        ("GET", "/alerts?limit=0", None, 400, "Details"),
        ("GET", "/alerts?after=x", None, 400, "Details"),
        ("GET", "/stories/wire/1", None, 200, "StoryLife"),
        ("GET", "/stories/wire/9", None, 404, "Details"),
        ("GET", "/articles/wire/1/1", None, 200, "ArticleWhole"),
        ("POST", "/alerts/wire/1/1/acks", {"name": "desk editor"}, 201, "Ack"),
        ("POST", "/alerts/wire/1/1/acks", {"name": " "}, 422, "Details"),
        ("POST", "/alerts/wire/1/1/acks", {"nome": "x"}, 400, "Details"),
        ("POST", "/alerts/wire/9/1/acks", {"name": "x"}, 404, "Details"),
        ("GET", "/search?q=flood", None, 503, "Details"),
        ("GET", "/rules", None, 200, "RulesStanding"),
        ("GET", "/rules/floods", None, 200, "RuleStanding"),
        ("GET", "/rules/fires", None, 404, "Details"),
        ("POST", "/rules/check", {"query": "flood"}, 200, "Checked"),
        ("POST", "/rules/check", "flood", 400, "Details"),
        ("GET", "/explain?rule=floods&article=wire/1/1", None, 200, "Explanation"),
        ("GET", "/health", None, 200, "Vitals"),
        ("GET", "/dead", None, 200, "DeadLetters"),
        ("GET", "/held", None, 200, "WaitingList"),
        ("GET", "/me", None, 200, "Me"),
        ("DELETE", "/me", None, 405, "Details"),
        ("GET", "/nothing", None, 404, "Details"),
    )
    async with desk(settings) as client:
        for method, path, body, status, name in asked:
            answer = await client.request(method, PREFIX + path, json=body)
            assert answer.status_code == status, (path, answer.text)
            jsonschema.validate(answer.json(), schema_of(name))
            problem = answer.headers["content-type"] == "application/problem+json"
            assert problem == (status >= 400), path
        assert (await client.get("/openapi.json")).json() == document()
