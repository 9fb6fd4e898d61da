"""Stands before every request: names, origins, limits, who asks; and puts the headers that keep a browser strict."""

import hmac
from http import HTTPStatus
from urllib.parse import quote, urlsplit

from starlette.datastructures import MutableHeaders
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from schemas.access import Role
from streams.desk.access.limits import Buckets
from streams.desk.access.visitor import Door, Visitor
from streams.desk.fault import Fault
from streams.settings import Settings

CSRF = "x-wirewatch-csrf"
SAFE = ("GET", "HEAD", "OPTIONS")
OPEN_TO_ALL = ("/login", "/static/", "/healthz")
"""Paths that need no visitor."""
UNCOUNTED = ("/static/", "/api/v1/events")
"""Paths whose requests are not counted: when a server restarts, every desk asks for them at once."""
_BURST = 4.0  # seconds' worth of requests at once
_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self' data:; "
    "manifest-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
_HEADERS = {
    "Content-Security-Policy": _POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
}
_STRICTER: tuple[tuple[str, Role, Role], ...] = (
    # path begins with, least role to read, least role to change: for routes that are not in the API's table
    ("/api/v1/hooks", "editor", "admin"),
)


class Guard:
    """ASGI middleware. The visitor is in `request.state.visitor`; None only on paths that are open to all."""

    def __init__(self, app: ASGIApp, door: Door, settings: Settings) -> None:
        self._app, self._door = app, door
        self._names = {name.lower() for name in settings.desk_names}
        self._limits = Buckets(settings.desk_rate, settings.desk_rate * _BURST)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let a request pass, or answer it with a problem, or send it to the login."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        request = Request(scope)

        async def strictly(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in _HEADERS.items():
                    headers.setdefault(name, value)
                if not request.url.path.startswith("/static/"):
                    headers.setdefault("Cache-Control", "no-store")
            await send(message)

        try:
            answer = self._stop(request)
        except Fault as fault:
            answer = fault.response(request.url.path)
        await (answer or self._app)(scope, receive, strictly)

    def _stop(self, request: Request) -> Response | None:
        """An answer that stops the request here, or None. Raises Fault."""
        self._check_name(request)
        unsafe = request.method not in SAFE
        if unsafe:
            _check_origin(request)
        visitor = self._door.visitor(request)
        request.state.visitor = visitor
        path = request.url.path
        if not path.startswith(UNCOUNTED):
            self._check_rate(visitor.name if visitor and visitor.name else self._door.address(request))
        if path.startswith(OPEN_TO_ALL):
            return None
        if visitor is None:
            return _ask_login(request)
        if unsafe:
            _check_csrf(request, visitor)
        for start, read, change in _STRICTER:
            if path.startswith(start):
                check_role(visitor, change if unsafe else read)
        return None

    def _check_name(self, request: Request) -> None:
        """A page elsewhere that has its own name point here sends that name: it must not get an answer."""
        name = host_of(request.headers.get("host", ""))
        if name not in LOOPBACKS and (self._door.loopback or self._names) and name not in self._names:
            raise Fault(421, f"this desk is not called {name!r}; its names are in the setting desk_names")

    def _check_rate(self, who: str) -> None:
        wait = self._limits.wait(who)
        if wait:
            raise Fault(429, "too many requests at once", headers={"Retry-After": str(int(wait) + 1)})


LOOPBACKS = ("localhost", "127.0.0.1", "[::1]")


def check_role(visitor: Visitor, least: Role) -> None:
    """Raise Fault unless the visitor's role is enough."""
    if not visitor.may(least):
        raise Fault(HTTPStatus.FORBIDDEN, f"this takes the role {least}; {visitor.name or 'you'} has {visitor.role}")


def check_csrf(visitor: Visitor, given: str) -> None:
    """Raise Fault unless the page that asks has been given the visitor's own mark."""
    if not hmac.compare_digest(given.encode(), visitor.csrf.encode()):
        raise Fault(403, "the page is out of date, or not ours: load it again")


def host_of(header: str) -> str:
    """The name in a Host header, without its port.

    >>> host_of("Localhost:8420"), host_of("[::1]:8420")
    ('localhost', '[::1]')
    """
    name, colon, port = header.rpartition(":")
    return (name if colon and port.isdecimal() else header).lower()


def _check_origin(request: Request) -> None:
    origin = request.headers.get("origin")
    if origin is not None and urlsplit(origin).netloc.lower() != request.headers.get("host", "").lower():
        raise Fault(403, "a page of another site may not do this")
    if request.headers.get("sec-fetch-site", "same-origin") not in ("same-origin", "none"):
        raise Fault(403, "a page of another site may not do this")


def _check_csrf(request: Request, visitor: Visitor) -> None:
    """What a browser sends along by itself (a cookie, a place on this machine) is no proof that a person asked."""
    headers = request.headers
    program = not any(name in headers for name in ("origin", "cookie", "sec-fetch-site"))
    if visitor.by == "token" or (visitor.by == "open" and program) or request.url.path == "/logout":
        return  # a form's logout carries its mark in the body: its handler looks at it
    check_csrf(visitor, headers.get(CSRF, ""))


def _ask_login(request: Request) -> Response:
    path = request.url.path
    if path.startswith("/api/") or path == "/openapi.json" or request.method not in SAFE:
        raise Fault(401, "log in, or send a token", headers={"WWW-Authenticate": "Bearer"})
    wanted = path + (f"?{request.url.query}" if request.url.query else "")
    return RedirectResponse(f"/login?next={quote(wanted, safe='/')}", 303)
