"""The gate at the edge: whoever connects for a hook connects to an address that was checked, and to no other."""

import asyncio
import re
import socket
from collections.abc import Mapping
from ipaddress import ip_address, ip_network
from typing import Any

from aiohttp import ClientSession, DummyCookieJar, TCPConnector
from aiohttp.abc import AbstractResolver, ResolveResult
from yarl import URL

from agents.hooks.addresses import Network, parse_address, why_forbidden
from streams.settings import Settings

_ODD_ADDRESS = re.compile(r"(.*\.)?(\d+|0x[0-9a-f]*)\.?", re.IGNORECASE)
"""A host that some take for an address, since its last part is a number (WHATWG URL, 3.5)."""


class Forbidden(OSError):
    """An address that hooks may not reach. It is an OSError so that a client lets it through from its own depths."""


def allowed_ranges(settings: Settings) -> dict[str, Network]:
    """The ranges that the operator allows, by name."""
    return {name: ip_network(text) for name, text in settings.hooks_allow.items()}


def check(address: str, host: str, allowed: Mapping[str, Network]) -> None:
    """Raise Forbidden unless hooks may reach the address that `host` led to."""
    try:
        reason = why_forbidden(parse_address(address), allowed)
    except ValueError:
        reason = "no address"
    if reason is not None:
        what = f"{host} is {reason}" if host == address else f"{host} leads to {address}, {reason}"
        raise Forbidden(f"{what}: refused; allow its range by name in the setting hooks_allow if it is yours")


async def resolve(host: str, port: int, allowed: Mapping[str, Network]) -> list[tuple[int, str]]:
    """Family and address of a host, whichever way it is spelt. Raises Forbidden if one of them is, OSError if none is.

    One forbidden address among others is refused as well: a name that leads inside now and then is no accident.
    """
    loop = asyncio.get_running_loop()
    found = await loop.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    for *_, (address, *_) in found:
        check(str(address), host, allowed)
    return [(family, str(address)) for family, _, _, _, (address, *_) in found]


class _Resolver(AbstractResolver):
    """Hands checked addresses to the connector, which connects to these and asks nobody again."""

    def __init__(self, allowed: Mapping[str, Network]) -> None:
        self._allowed = allowed

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_UNSPEC
    ) -> list[ResolveResult]:
        return [
            ResolveResult(hostname=host, host=address, port=port, family=kind, proto=0, flags=socket.AI_NUMERICHOST)
            for kind, address in await resolve(host, port, self._allowed)
            if family in (socket.AF_UNSPEC, kind)
        ]

    async def close(self) -> None:
        pass


def make_session(settings: Settings) -> ClientSession:
    """The one pool of connections: no proxy, no cookies, nothing unpacked, and the gate before every socket."""
    allowed = allowed_ranges(settings)

    def gated(info: tuple[Any, ...]) -> socket.socket:
        """A literal address meets no resolver: this is what nothing gets past."""
        family, kind, protocol, _, (address, *_) = info
        check(address, address, allowed)
        made = socket.socket(family, kind, protocol)
        made.setblocking(False)
        return made

    connector = TCPConnector(limit=0, resolver=_Resolver(allowed), socket_factory=gated, keepalive_timeout=30)
    return ClientSession(connector=connector, cookie_jar=DummyCookieJar(), auto_decompress=False, trust_env=False)


def check_url(url: str) -> URL:
    """The parts of a webhook's URL. Raises ValueError with what is wrong with it, never with the URL itself."""
    try:
        parsed = URL(url)
        port = parsed.port
    except ValueError as error:
        raise ValueError("it is no URL") from error
    if parsed.scheme not in ("http", "https") or not parsed.host or not port:
        raise ValueError("it must begin with https:// (or http://) and name a host")
    if _ODD_ADDRESS.fullmatch(parsed.host):
        try:
            ip_address(parsed.host)
        except ValueError as error:
            raise ValueError("write its address as four plain numbers") from error
    return parsed
