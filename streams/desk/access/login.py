"""POST /login and /logout: a password becomes a cookie, and a cookie is ended."""

import asyncio
from urllib.parse import parse_qs

import msgspec
from msgspec import Struct
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from streams.clock import Clock
from streams.desk.access.guard import CSRF, check_csrf
from streams.desk.access.limits import Buckets
from streams.desk.access.register import is_password
from streams.desk.access.session import AGE
from streams.desk.access.visitor import COOKIE, SECURE_COOKIE, Door, Visitor
from streams.desk.fault import Fault

_PER_ADDRESS, _PER_NAME = (0.1, 10), (0.05, 10)
"""Attempts a second in the long run, and at once."""
_MOST_BODY = 10_000


class Credentials(Struct, frozen=True):
    """What a login sends, as a form or as JSON."""

    name: str = ""
    password: str = ""
    next: str = "/"
    csrf: str = ""


class Login:
    """Takes passwords, slowly: guesses are counted by address and by name."""

    def __init__(self, door: Door, clock: Clock) -> None:
        self._door, self._clock = door, clock
        self._addresses, self._names = Buckets(*_PER_ADDRESS, self._seconds), Buckets(*_PER_NAME, self._seconds)
        self._turn = asyncio.Semaphore(2)  # a hash takes 64 MB while it is made

    def _seconds(self) -> float:
        return self._clock.now().timestamp()

    async def enter(self, request: Request) -> Response:
        """A form is sent on to where it wanted to go, a program gets an empty answer; either with the cookie.

        Raises Fault: 401 for a wrong name or password, 429 for too many attempts.
        """
        given, is_form = await read_credentials(request)
        wait = max(self._addresses.wait(self._door.address(request)), self._names.wait(given.name))
        if wait:
            raise Fault(429, "too many attempts: wait a moment", headers={"Retry-After": str(int(wait) + 1)})
        user = self._door.registered.user(given.name)
        async with self._turn:
            right = await asyncio.to_thread(is_password, user, given.password)
        if not right or user is None:
            raise Fault(401, "the name or the password is wrong")
        answer = RedirectResponse(_local(given.next), 303) if is_form else Response(status_code=204)
        cookie = self._door.sessions.begin(user, round(self._clock.now().timestamp()))
        https = self._door.is_https(request)
        name = SECURE_COOKIE if https else COOKIE
        answer.set_cookie(name, cookie, max_age=AGE, path="/", secure=https, httponly=True, samesite="lax")
        return answer

    async def leave(self, request: Request) -> Response:
        """End the login. Raises Fault where the mark of the page is missing."""
        given, is_form = await read_credentials(request)
        visitor: Visitor | None = request.state.visitor
        if visitor is not None:
            check_csrf(visitor, request.headers.get(CSRF) or given.csrf)
            if visitor.session is not None:
                self._door.sessions.end(visitor.session)
        answer = RedirectResponse("/login", 303) if is_form else Response(status_code=204)
        for name in (COOKIE, SECURE_COOKIE):
            answer.delete_cookie(name, path="/", secure=name == SECURE_COOKIE, httponly=True, samesite="lax")
        return answer


async def read_credentials(request: Request) -> tuple[Credentials, bool]:
    """What was sent, and whether a form sent it. Raises Fault."""
    data = b""
    async for chunk in request.stream():
        data += chunk
        if len(data) > _MOST_BODY:
            raise Fault(413, "that is more than a name and a password")
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    try:
        if kind == "application/json":
            return msgspec.json.decode(data or b"{}", type=Credentials), False
        fields = parse_qs(data.decode(), keep_blank_values=True, max_num_fields=10)
        return msgspec.convert({name: values[0] for name, values in fields.items()}, Credentials), True
    except (ValueError, msgspec.DecodeError, msgspec.ValidationError) as error:
        raise Fault(400, f"the login does not read: {error}") from error


def _local(path: str) -> str:
    """A path of this desk, never another site's."""
    return path if path.startswith("/") and not path.startswith(("//", "/\\")) and path.isprintable() else "/"
