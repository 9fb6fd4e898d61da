"""Who asks: nobody has to say it on this machine alone; else a token, a proxy's word, or the cookie of a login."""

import ipaddress
from collections.abc import Iterable
from typing import Literal

from msgspec import Struct
from starlette.requests import HTTPConnection

from schemas.access import ROLES, Role
from streams.clock import Clock, iso
from streams.desk.access.register import Registered, register_file
from streams.desk.access.session import Session, Sessions
from streams.desk.fault import Fault
from streams.problem import Problem
from streams.settings import Settings

COOKIE, SECURE_COOKIE = "wirewatch", "__Host-wirewatch"
By = Literal["open", "session", "token", "proxy"]


class Visitor(Struct, frozen=True):
    """Somebody who may use the desk, how we know, and what their pages must send back."""

    name: str
    role: Role
    by: By
    csrf: str
    session: Session | None = None
    token: str | None = None
    """The id of the token."""

    def may(self, least: Role) -> bool:
        """Whether their role is enough."""
        return ROLES.index(self.role) >= ROLES.index(least)


class Door:
    """Knows visitors. Raises Problem where the settings would let anybody in from elsewhere."""

    def __init__(self, settings: Settings, clock: Clock) -> None:
        self._settings, self._clock = settings, clock
        self.registered = Registered(register_file(settings))
        self.sessions = Sessions(settings.data_dir / "desk")
        self._proxies = networks(settings.desk_proxies)
        if settings.desk_proxy_user and not self._proxies:
            raise Problem("desk_proxy_user needs desk_proxies", "name the proxy's address, nobody else's", exit_code=2)
        self.loopback = is_loopback(settings.desk_host)
        if not self.loopback and not self.asks_login:
            what = f"the desk would be open to everybody who reaches {settings.desk_host}"
            do = "add a user first (wirewatch desk users add NAME), or set desk_proxy_user and desk_proxies"
            raise Problem(what, do, exit_code=2)

    @property
    def asks_login(self) -> bool:
        """Whether one has to say who one is."""
        return bool(self.registered.now().users or self._settings.desk_proxy_user)

    def visitor(self, request: HTTPConnection) -> Visitor | None:
        """Who asks; None for nobody we know. Raises Fault for a token that is none."""
        kind, _, secret = request.headers.get("authorization", "").partition(" ")
        if kind.lower() == "bearer":
            return self._by_token(secret.strip())
        if self._settings.desk_proxy_user and self.is_proxy(request):
            return self._by_proxy(request, self._settings.desk_proxy_user)
        if not self.asks_login:
            return Visitor("", "admin", "open", self.sessions.csrf("open"))
        return self._by_cookie(request)

    def is_proxy(self, request: HTTPConnection) -> bool:
        """Whether the request comes from a proxy that is believed."""
        return request.client is not None and _within(request.client.host, self._proxies)

    def address(self, request: HTTPConnection) -> str:
        """Where the request comes from: behind a believed proxy, what that one says last."""
        peer = request.client.host if request.client else ""
        said = [each.strip() for each in request.headers.get("x-forwarded-for", "").split(",") if each.strip()]
        while said and _within(peer, self._proxies):
            peer = said.pop()
        return peer

    def is_https(self, request: HTTPConnection) -> bool:
        """Whether the browser speaks TLS, to us or to a believed proxy."""
        said = request.headers.get("x-forwarded-proto") if self.is_proxy(request) else None
        return (said or request.url.scheme) == "https"

    def still(self, visitor: Visitor) -> bool:
        """Whether somebody who came in a while ago would be let in now: an event stream stays open for days."""
        match visitor.by:
            case "open":
                return not self.asks_login
            case "token":
                return any(token.id == visitor.token for token in self.registered.now().tokens)
            case "session":
                user = self.registered.user(visitor.name)
                return user is not None and user.role == visitor.role
            case "proxy":
                return True

    def _by_token(self, secret: str) -> Visitor:
        token = self.registered.token(secret, iso(round(self._clock.now().timestamp() * 1000)))
        if token is None:
            raise Fault(401, "the token is unknown or has expired", headers={"WWW-Authenticate": "Bearer"})
        return Visitor(token.name, token.role, "token", "", token=token.id)

    def _by_proxy(self, request: HTTPConnection, header: str) -> Visitor | None:
        name = request.headers.get(header, "").strip()
        said = request.headers.get(self._settings.desk_proxy_role or "", "").strip().lower()
        role: Role = next((each for each in ROLES if each == said), "reader")
        return Visitor(name[:100], role, "proxy", self.sessions.csrf("proxy", name)) if name else None

    def _by_cookie(self, request: HTTPConnection) -> Visitor | None:
        cookie = request.cookies.get(SECURE_COOKIE) or request.cookies.get(COOKIE) or ""
        session = self.sessions.claimed(cookie)
        user = self.registered.user(session.user) if session else None
        now = round(self._clock.now().timestamp())
        if session is None or user is None or not self.sessions.is_good(cookie, session, user, now):
            return None
        csrf = self.sessions.csrf("session", user.name, session.number)
        return Visitor(user.name, user.role, "session", csrf, session)


def is_loopback(host: str) -> bool:
    """Whether only this machine reaches it."""
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


Network = ipaddress.IPv4Network | ipaddress.IPv6Network


def networks(texts: Iterable[str]) -> tuple[Network, ...]:
    """Addresses and networks. Raises Problem."""
    try:
        return tuple(ipaddress.ip_network(text, strict=False) for text in texts)
    except ValueError as error:
        raise Problem(
            f"setting desk_proxies: {error}", "give addresses or networks: 10.0.0.0/8", exit_code=2
        ) from error


def _within(address: str, proxies: Iterable[Network]) -> bool:
    try:
        peer = ipaddress.ip_address(address)
    except ValueError:
        return False
    return any(peer in network for network in proxies)
