"""From the API's table to routes: checks what is asked, calls the handler, answers with JSON or a problem."""

import asyncio
from collections.abc import Awaitable, Callable

import msgspec
from aiokafka.errors import KafkaError
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import BaseRoute, Mount, Route

from streams.desk.access.guard import check_role
from streams.desk.access.visitor import Visitor
from streams.desk.api import ENDPOINTS, PREFIX
from streams.desk.endpoint import MOST_BODY, Ask, Endpoint, read_body, read_params
from streams.desk.fault import Fault
from streams.desk.openapi import document
from streams.desk.room import Desk
from streams.desk.stream import events
from streams.hooks.api import routes as hook_routes
from streams.kafka.transaction import BrokerAway
from streams.problem import Problem
from streams.settings import Settings

_LIMIT = 30.0  # seconds for an answer: a broker that is away is waited for no longer
Answer = Callable[[Request], Awaitable[Response]]


def api_routes(settings: Settings) -> list[BaseRoute]:
    """Every route of the API."""
    table: dict[str, dict[str, Endpoint]] = {}
    for endpoint in ENDPOINTS:
        table.setdefault(endpoint.path, {})[endpoint.method] = endpoint
    made = [Route(f"{PREFIX}{_path(path)}", _answer(by), methods=list(by)) for path, by in table.items()]
    described = Route("/openapi.json", _describe, methods=["GET"])
    well = Route("/healthz", _is_well, methods=["GET"])
    hooks = Mount(f"{PREFIX}/hooks", routes=hook_routes(settings))
    return [Route(f"{PREFIX}/events", _events, methods=["GET"]), described, well, hooks, *made]


def desk_of(request: Request) -> Desk:
    """The server's parts."""
    desk: Desk = request.app.state.desk
    return desk


def visitor_of(request: Request) -> Visitor:
    """Who asks: the guard lets nobody else pass."""
    visitor: Visitor | None = request.state.visitor
    if visitor is None:
        raise Fault(401, "log in, or send a token", headers={"WWW-Authenticate": "Bearer"})
    return visitor


async def _handle(endpoint: Endpoint, desk: Desk, ask: Ask) -> msgspec.Struct:
    try:
        async with asyncio.timeout(_LIMIT):
            return await endpoint.handler(desk, ask)
    except Problem as problem:
        away = isinstance(problem, BrokerAway) or isinstance(problem.__cause__, KafkaError | OSError)
        raise Fault(503 if away else 409, problem.format_message()) from problem
    except (KafkaError, TimeoutError) as error:
        raise Fault(503, f"the broker does not answer: {error!r}", headers={"Retry-After": "5"}) from error


def _path(path: str) -> str:
    """Ids and keys hold slashes."""
    return path.replace("{key}", "{key:path}").replace("{id}", "{id:path}")


def _answer(by_method: dict[str, Endpoint]) -> Answer:
    async def answer(request: Request) -> Response:
        endpoint = by_method["GET" if request.method == "HEAD" else request.method]
        visitor = visitor_of(request)
        check_role(visitor, endpoint.role)
        values = read_params(endpoint, dict(request.query_params), request.path_params)
        body = read_body(endpoint, await _body(request)) if endpoint.body else None
        found = await _handle(endpoint, desk_of(request), Ask(visitor, values, body))
        return Response(msgspec.json.encode(found), endpoint.status, media_type="application/json")

    return answer


async def _body(request: Request) -> bytes:
    data = b""
    async for chunk in request.stream():
        data += chunk
        if len(data) > MOST_BODY:
            raise Fault(413, f"a body may have {MOST_BODY:,} bytes")
    return data


async def _is_well(request: Request) -> Response:
    """For health checks of services: whether it reaches its broker, and no more than that."""
    away = desk_of(request).live.away is not None
    return PlainTextResponse("the broker is away\n" if away else "well\n", 503 if away else 200)


async def _describe(request: Request) -> Response:
    visitor_of(request)
    return Response(msgspec.json.encode(document()), media_type="application/json")


async def _events(request: Request) -> Response:
    return await events(desk_of(request), visitor_of(request), request)
