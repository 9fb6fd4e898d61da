"""The hooks over HTTP, for the desk to mount: what `wirewatch hooks` does, in JSON; errors as RFC 9457 has them."""

import asyncio
import sqlite3
from collections.abc import Awaitable, Callable
from typing import Any, TypeVar

import msgspec
import orjson
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from streams.clock import now_ms
from streams.details import problem_answer
from streams.hooks import endpoints, history, register
from streams.hooks.book import open_book, transaction
from streams.hooks.endpoints import NoSuchHook, Taken
from streams.hooks.history import NotKept
from streams.hooks.trial import choose_notice, try_endpoint
from streams.problem import Problem
from streams.settings import Settings

T = TypeVar("T")
_LARGEST = 100_000  # bytes of a request's body
_LONGEST_PAGE = 500


def routes(settings: Settings) -> list[Route]:
    """Routes under the prefix that the mounter chooses. Login, roles and CSRF are the mounter's to see to."""
    hooks = _Hooks(settings)
    table: tuple[tuple[str, str, Callable[[Request], Awaitable[Response]]], ...] = (
        # method, path, what it does
        ("GET", "/", hooks.list_all),
        ("POST", "/", hooks.add),
        ("GET", "/history", hooks.history),
        ("POST", "/resend", hooks.resend),
        ("POST", "/preview", hooks.preview),
        ("GET", "/{name}", hooks.show),
        ("PATCH", "/{name}", hooks.edit),
        ("DELETE", "/{name}", hooks.remove),
        ("GET", "/{name}/history", hooks.history),
        ("POST", "/{name}/test", hooks.test),
        ("POST", "/{name}/pause", hooks.pause),
        ("POST", "/{name}/resume", hooks.resume),
        ("POST", "/{name}/rotate", hooks.rotate),
        ("POST", "/{name}/recover", hooks.recover),
    )
    return [Route(path, _guarded(work), methods=[method]) for method, path, work in table]


class _Hooks:
    """The book is opened for each request and closed after it: requests are few, and deliver holds none of it."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings

    async def list_all(self, request: Request) -> Response:
        """`{"items": [...], "next": null, "counts": {...}}`: endpoints without anything secret."""
        del request

        def work(book: sqlite3.Connection) -> dict[str, Any]:
            items = [_shown(book, entry) for entry in endpoints.entries(book)]
            return {"items": items, "next": None, "counts": history.counts(book)}

        return _json(await self._do(work))

    async def show(self, request: Request) -> Response:
        """One endpoint."""
        return _json(await self._do(lambda book: _shown(book, endpoints.find(book, _name(request)))))

    async def add(self, request: Request) -> Response:
        """Body: register.ASKED. The answer holds the secret that was made, this once."""
        asked = register.read_asked(await _body(request))
        book = await asyncio.to_thread(open_book, self._settings)
        try:
            made = await register.add(self._settings, book, asked, now_ms())
            shown = _shown(book, endpoints.find(book, made.name))
        finally:
            book.close()
        secret = {} if asked.secrets or not made.secrets else {"secret": made.secrets[0].key}
        return _json({**shown, **secret}, 201)

    async def edit(self, request: Request) -> Response:
        """Body: any of register.EDITED; null takes back what was said. The endpoint as it is then."""
        changes = await _body(request)
        book = await asyncio.to_thread(open_book, self._settings)
        try:
            await register.edit(self._settings, book, _name(request), changes)
            return _json(_shown(book, endpoints.find(book, _name(request))))
        finally:
            book.close()

    async def remove(self, request: Request) -> Response:
        """With all that waits for it."""
        waiting = await self._do(lambda book: endpoints.remove(book, _name(request)))
        return _json({"name": _name(request), "waiting": waiting})

    async def test(self, request: Request) -> Response:
        """Sends a signed sample from here: the request and what came back."""
        entry = await self._do(lambda book: endpoints.find(book, _name(request)))
        return _json(msgspec.to_builtins(await try_endpoint(self._settings, entry.endpoint)))

    async def pause(self, request: Request) -> Response:
        """What comes waits."""
        return await self._switch(request, "paused", "paused at the desk")

    async def resume(self, request: Request) -> Response:
        """What waits goes at once."""
        return await self._switch(request, "on", None)

    async def rotate(self, request: Request) -> Response:
        """Body: `{"keep": hours}`, 24 by default. The new secret, this once."""
        keep = _number((await _body(request)).get("keep", 24), "keep")
        secret = await self._do(lambda book: register.rotate(book, _name(request), keep * 3600, now_ms()))
        return _json({"name": _name(request), "secret": secret})

    async def recover(self, request: Request) -> Response:
        """Body: `{"since": ms since 1970}`. How many notices go."""
        since = round(_number((await _body(request)).get("since"), "since"))
        book = await asyncio.to_thread(open_book, self._settings)
        try:
            count = await history.recover(self._settings, book, _name(request), since, now_ms())
        finally:
            book.close()
        return _json({"name": _name(request), "count": count})

    async def resend(self, request: Request) -> Response:
        """Body: `{"notice": id, "to": name or null}`."""
        asked = await _body(request)
        notice, to = str(asked.get("notice", "")), asked.get("to")
        return _json({"to": await self._do(lambda book: history.resend(book, notice, to, now_ms()))})

    async def history(self, request: Request) -> Response:
        """Query: notice, state, limit, after. Attempts, newest first."""
        asked = request.query_params
        limit = min(_LONGEST_PAGE, max(1, round(_number(asked.get("limit", "50"), "limit"))))
        name, notice, state, after = request.path_params.get("name"), *map(asked.get, ("notice", "state", "after"))
        lines = await self._do(lambda book: history.read_history(book, name, notice, state, limit, after))
        following = lines[-1].position if len(lines) == limit else None
        return _json({"items": msgspec.to_builtins(lines), "next": following})

    async def preview(self, request: Request) -> Response:
        """Body: `{"name": endpoint or null, "template": name or null, "notice": id or null}`. Nothing is sent."""
        from schemas.hook import Endpoint
        from streams.hooks.send import make_body

        asked = await _body(request)

        def work(book: sqlite3.Connection) -> dict[str, Any]:
            name, blank = asked.get("name"), Endpoint("preview", "https://preview.invalid/")
            endpoint = endpoints.find(book, name).endpoint if name else blank
            endpoint = msgspec.structs.replace(endpoint, template=asked.get("template") or endpoint.template)
            body, content, flaw = make_body(self._settings, endpoint, choose_notice(book, asked.get("notice"), None))
            return {"body": body.decode(), "content": content, "flaw": flaw}

        return _json(await self._do(work))

    async def _switch(self, request: Request, state: Any, why: str | None) -> Response:
        def work(book: sqlite3.Connection) -> dict[str, Any]:
            with transaction(book):
                endpoints.set_state(book, endpoints.find(book, _name(request)), state, why, now_ms())
            return _shown(book, endpoints.find(book, _name(request)))

        return _json(await self._do(work))

    async def _do(self, work: Callable[[sqlite3.Connection], T]) -> T:
        """Work on the book in a thread."""

        def run() -> T:
            book = open_book(self._settings)
            try:
                return work(book)
            finally:
                book.close()

        return await asyncio.to_thread(run)


def _guarded(work: Callable[[Request], Awaitable[Response]]) -> Callable[[Request], Awaitable[Response]]:
    """Errors as problem+json, in the words of the command line."""

    async def guarded(request: Request) -> Response:
        try:
            return await work(request)
        except Problem as problem:
            status = 404 if isinstance(problem, NoSuchHook | NotKept) else 409 if isinstance(problem, Taken) else 422
            return problem_answer(status, problem.message, request.url.path)

    return guarded


def _shown(book: sqlite3.Connection, entry: endpoints.Entry) -> dict[str, Any]:
    return register.listing(entry, endpoints.count_waiting(book, entry.id))


def _name(request: Request) -> str:
    return str(request.path_params["name"])


def _json(value: Any, status: int = 200) -> Response:
    return Response(orjson.dumps(value), status, media_type="application/json")


async def _body(request: Request) -> dict[str, Any]:
    """The request's JSON object; an empty body is one. Raises Problem."""
    read = b""
    async for part in request.stream():
        read += part
        if len(read) > _LARGEST:
            raise Problem("the request is too large", f"at most {_LARGEST:,} bytes")
    try:
        value = orjson.loads(read or b"{}")
    except orjson.JSONDecodeError as error:
        raise Problem(f"the request is no JSON: {error}") from error
    if not isinstance(value, dict):
        raise Problem("the request is no JSON object")
    return value


def _number(value: Any, name: str) -> float:
    try:
        return float(value)
    except (TypeError, ValueError) as error:
        raise Problem(f"{name} is a number") from error
