"""One attempt: a request made and signed, posted, and what came back."""

import asyncio
import ssl
import time
from collections.abc import Callable

import aiohttp
from msgspec import Struct
from yarl import URL

from agents.hooks.body import CONTENT_EVENT, CONTENT_TEXT, cloud_event, templated
from agents.hooks.schedule import Answer
from agents.hooks.signature import sign, webhook_id
from agents.hooks.text import BadTemplate
from schemas.hook import Endpoint, Posted
from streams.clock import now_ms
from streams.hooks.channels import Channels
from streams.hooks.guard import Forbidden, make_session
from streams.hooks.link import link_to
from streams.hooks.privacy import scrub
from streams.hooks.templates import TEXT, find_template
from streams.problem import Problem
from streams.settings import Settings

_KEPT = 400  # bytes of an answer that are kept
_READ = 16_384  # bytes that are read of it, so that the connection serves again; a longer one is cut off
_AGENT = "Wirewatch-Hooks/1"


class Request(Struct, frozen=True):
    """A request as it is sent; `flaw`: why its template was not used."""

    headers: dict[str, str]
    body: bytes
    flaw: str | None = None


class Sender:
    """Sends to every endpoint through one pool. `clock`: wall clock in ms."""

    def __init__(self, settings: Settings, clock: Callable[[], int] = now_ms) -> None:
        self._settings, self._clock = settings, clock
        self._channels = Channels(settings)
        self._session: aiohttp.ClientSession | None = None

    async def __aenter__(self) -> "Sender":
        self._session = make_session(self._settings)
        return self

    async def __aexit__(self, *_: object) -> None:
        if self._session is not None:
            await self._session.close()
        await self._channels.close()

    def make(self, endpoint: Endpoint, posted: Posted) -> Request:
        """The request for a notice. A template that fails costs nobody the notice: the default body goes instead."""
        body, content, flaw = make_body(self._settings, endpoint, posted)
        if not is_webhook(endpoint):
            return Request({"content-type": content}, body, flaw)
        now = self._clock()
        secrets = [each.key for each in endpoint.secrets if each.until is None or each.until > now]
        signed = sign(webhook_id(posted.id), now // 1000, body, secrets)
        return Request({"user-agent": _AGENT, "content-type": content, **endpoint.headers, **signed}, body, flaw)

    async def send(self, endpoint: Endpoint, posted: Posted) -> Answer:
        """Make one attempt. Whatever goes wrong is an answer; nothing of the endpoint's secrets is in it."""
        return await self.post(endpoint, self.make(endpoint, posted))

    async def post(self, endpoint: Endpoint, request: Request) -> Answer:
        """Send a request that was made."""
        began = time.monotonic()
        try:
            async with asyncio.timeout(self._settings.hooks_timeout):
                answer = await self._ask(endpoint, request)
        except TimeoutError:
            answer = Answer(None, 0, error=f"no answer within {self._settings.hooks_timeout:g} s")
        except (aiohttp.ClientError, OSError, ValueError, Problem) as error:
            answer = Answer(None, 0, error=scrub(_words(error), endpoint))
        said = "; ".join(filter(None, (answer.error, request.flaw)))
        head = scrub(answer.head.decode("utf-8", "backslashreplace"), endpoint).encode()
        latency = round((time.monotonic() - began) * 1000)
        return Answer(answer.status, latency, head, said or None, answer.retry_after)

    async def _ask(self, endpoint: Endpoint, request: Request) -> Answer:
        if not is_webhook(endpoint):
            return await self._channels.send(endpoint.url, request.body.decode())
        assert self._session is not None, "entered first"
        url = URL(endpoint.url)
        async with self._session.post(
            url, data=request.body, headers=request.headers, allow_redirects=False, timeout=aiohttp.ClientTimeout()
        ) as response:
            head, whole = await _read_head(response)
            if not whole:
                response.close()
            error = None
            if 300 <= response.status < 400:
                error = "it redirects, and redirects are not followed: give the address that it leads to"
            return Answer(response.status, 0, head, error, response.headers.get("Retry-After"))


def is_webhook(endpoint: Endpoint) -> bool:
    """Whether it is posted to by us; else it is a channel."""
    return endpoint.url.lower().startswith(("http://", "https://"))


def make_body(settings: Settings, endpoint: Endpoint, posted: Posted) -> tuple[bytes, str, str | None]:
    """Body, content type, and why the endpoint's template was not used."""
    name = endpoint.template or (None if is_webhook(endpoint) else TEXT)
    flaw, link = None, link_to(posted, settings.desk_url)
    if name is not None:
        try:
            template = find_template(settings, name)
            as_json = template.as_json and is_webhook(endpoint)
            return *templated(template.source, as_json=as_json, notice=posted, link=link), None
        except (BadTemplate, Problem) as error:
            flaw = f"template {name}: {error}"
    if is_webhook(endpoint):
        return cloud_event(posted, link), CONTENT_EVENT, flaw
    return (posted.headline or posted.rule).encode(), CONTENT_TEXT, flaw


async def _read_head(response: aiohttp.ClientResponse) -> tuple[bytes, bool]:
    """The first bytes of an answer, and whether that was all of it. Its status counts whatever becomes of the rest."""
    read = b""
    try:
        while len(read) < _READ:
            part = await response.content.read(_READ - len(read))
            if not part:
                return read[:_KEPT], True
            read += part
    except aiohttp.ClientError:
        pass
    return read[:_KEPT], False


def _words(error: Exception) -> str:
    """What happened, in words: a client's own text may hold the URL and what was read."""
    cause: BaseException | None = error
    while cause is not None:
        if isinstance(cause, Forbidden):
            return str(cause)
        cause = cause.__cause__ or cause.__context__
    match error:
        case aiohttp.ClientConnectorDNSError():
            return f"its host is not known ({error.os_error.strerror})"
        case aiohttp.ClientConnectorCertificateError() | aiohttp.ClientConnectorSSLError() | ssl.SSLError():
            return f"its certificate or TLS is not in order ({error})"
        case aiohttp.ClientConnectorError():
            return f"no connection ({error.os_error.strerror or error.os_error})"
        case aiohttp.ServerDisconnectedError():
            return "it closed the connection without an answer"
        case aiohttp.ClientResponseError():
            return "what answers there does not speak HTTP"
        case aiohttp.InvalidURL():
            return "its host is spelt in a way that is refused: write an address as four plain numbers, or a name"
        case Problem():
            return error.message
        case OSError():
            return f"the connection failed ({error.strerror or type(error).__name__})"
    return f"the request failed ({type(error).__name__})"
