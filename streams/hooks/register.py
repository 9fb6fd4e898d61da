"""Adding an endpoint and changing it: what is asked for is checked before it is in the book."""

import asyncio
import secrets
import socket
import sqlite3
from collections.abc import Iterable, Mapping
from typing import Any
from urllib.parse import urlsplit

import msgspec
from msgspec.structs import replace

from agents.hooks.signature import BadSecret, key_of, make_secret
from agents.hooks.taking import EVENTS
from schemas.hook import Endpoint, Secret
from streams.hooks import endpoints
from streams.hooks.book import transaction
from streams.hooks.channels import KNOWN
from streams.hooks.endpoints import Entry
from streams.hooks.guard import Forbidden, allowed_ranges, check_url, resolve
from streams.hooks.privacy import shown_url
from streams.hooks.send import is_webhook
from streams.hooks.templates import find_template
from streams.problem import Problem
from streams.settings import Settings

_RESERVED = ("connection", "content-length", "content-type", "host", "te", "transfer-encoding", "upgrade")
_MOST = 2
"""Secrets that sign at a time."""


class Unfit(Problem):
    """An endpoint that cannot be as it was asked for."""


async def add(settings: Settings, book: sqlite3.Connection, asked: Endpoint, now: int) -> Endpoint:
    """Check an endpoint and put it in the book; it gets a secret if it brings none. Raises Problem."""
    endpoint = replace(asked, created=now)
    if is_webhook(endpoint) and not endpoint.secrets:
        endpoint = replace(endpoint, secrets=(Secret(new_secret()),))
    await check(settings, book, endpoint)
    endpoints.add(book, endpoint)
    return endpoint


async def check(settings: Settings, book: sqlite3.Connection, endpoint: Endpoint) -> None:
    """Raise Problem unless the endpoint can be served: its address, its secrets, and what it names are in order."""
    await check_address(settings, endpoint.url)
    for secret in endpoint.secrets:
        try:
            key_of(secret.key)
        except BadSecret as error:
            raise Unfit(str(error), "leave it out, and one is made", exit_code=2) from error
    if unknown := [event for event in endpoint.events if event not in EVENTS]:
        raise Unfit(f"there is no event {', '.join(unknown)}", f"there is {', '.join(EVENTS)}", exit_code=2)
    for name, value in endpoint.headers.items():
        if name.lower() in _RESERVED or name.lower().startswith("webhook-"):
            raise Unfit(f"the header {name} is set by Wirewatch itself", "leave it out", exit_code=2)
        if not _is_header(name, value):
            raise Unfit(f"{name!r} is no header, or its value none", "letters and digits, no line ends", exit_code=2)
    if endpoint.template is not None:
        find_template(settings, endpoint.template)
    if endpoint.tell is not None:
        endpoints.find(book, endpoint.tell)
    if endpoint.heartbeat is not None and endpoint.heartbeat < 1:
        raise Unfit("a heartbeat comes at most once a second", "give seconds from 1 on", exit_code=2)
    if endpoint.concurrency is not None and not 1 <= endpoint.concurrency <= 256:
        raise Unfit("concurrency is 1 to 256", "leave it out for the setting's", exit_code=2)


async def check_address(settings: Settings, url: str) -> None:
    """Raise Problem unless hooks may send there: it resolves, to allowed addresses only. Sending checks it as well."""
    if "://" not in url:
        raise Unfit("an endpoint needs a URL", "https://host/path, or a channel such as ntfy://topic", exit_code=2)
    scheme = url.partition("://")[0].lower()
    if scheme in KNOWN:
        await _check_channel(settings, url)
        return
    if scheme not in ("http", "https"):
        what = f"{scheme}:// is neither a webhook (https) nor a channel that is known"
        raise Unfit(what, f"channels are {', '.join(sorted(KNOWN))}", exit_code=2)
    try:
        parsed = check_url(url)
        assert parsed.host is not None, "checked"
        assert parsed.port is not None, "checked"
        async with asyncio.timeout(settings.hooks_timeout):
            await resolve(parsed.host, parsed.port, allowed_ranges(settings))
    except ValueError as error:
        raise Unfit(f"the URL cannot be used: {error}", "see wirewatch hooks add --help", exit_code=2) from error
    except Forbidden as error:
        raise Unfit(str(error), None) from error
    except (socket.gaierror, TimeoutError) as error:
        raise Unfit(f"the host of {shown_url(url)} is not known", "see that it is spelt right") from error


async def _check_channel(settings: Settings, url: str) -> None:
    """A channel's URL may name a host of its own, or a token in its place: what looks like a host is held to be one."""
    from streams.hooks.channel import reads

    try:
        host = urlsplit(url).hostname or ""
        if "." in host or ":" in host or host == "localhost":
            async with asyncio.timeout(settings.hooks_timeout):
                await resolve(host, 443, allowed_ranges(settings))
    except ValueError as error:
        raise Unfit("the channel's URL does not read", "see wirewatch hooks add --help", exit_code=2) from error
    except Forbidden as error:
        raise Unfit(str(error), None) from error
    except (socket.gaierror, TimeoutError):
        pass  # a token with a dot in it; sending checks every address all the same
    if not await asyncio.to_thread(reads, url):
        what = f"the URL is not one of {KNOWN[url.partition('://')[0].lower()]} as apprise reads them"
        raise Unfit(what, "its parts are told at https://github.com/caronc/apprise/wiki", exit_code=2)


def rotate(book: sqlite3.Connection, name: str, keep: float, now: int) -> str:
    """Give an endpoint a new secret; the one before signs too for `keep` more seconds. The new one. Raises Problem."""
    new, until = new_secret(), now + round(keep * 1000)
    with transaction(book):
        endpoint = endpoints.find(book, name).endpoint
        if not is_webhook(endpoint):
            raise Unfit(f"{name} is a channel, and has no secret", "only webhooks are signed")
        before = [replace(each, until=until) for each in endpoint.secrets if each.until is None]
        kept = before[: _MOST - 1] if keep > 0 else []
        endpoints.change(book, replace(endpoint, secrets=(Secret(new), *kept)))
    return new


async def edit(settings: Settings, book: sqlite3.Connection, name: str, changes: Mapping[str, Any]) -> None:
    """Change what is said of an endpoint, by RFC 7396: what is not named stays, null takes back what was said.

    It keeps its secrets, its state and what waits for it; what goes out from now on is as changed. Raises Problem.
    """
    await check(settings, book, _edited(endpoints.find(book, name).endpoint, changes))
    with transaction(book):  # by what the book says now: a secret may have been made anew while the name was looked up
        endpoints.change(book, _edited(endpoints.find(book, name).endpoint, changes))


def _edited(before: Endpoint, changes: Mapping[str, Any]) -> Endpoint:
    if unknown := sorted(changes.keys() - set(EDITED)):
        raise Unfit(f"{', '.join(unknown)} cannot be changed", f"what can be is {', '.join(EDITED)}", exit_code=2)
    fields = msgspec.to_builtins(before) | changes
    if isinstance(changes.get("headers"), dict):  # each is a member of its own
        merged = before.headers | changes["headers"]
        fields["headers"] = {key: value for key, value in merged.items() if value is not None}
    after = _convert({key: value for key, value in fields.items() if value is not None})
    if is_webhook(before) != is_webhook(after):
        raise Unfit(f"{before.name} would be another kind of endpoint", "a webhook or a channel is added anew")
    return after


def new_secret() -> str:
    """A secret by the system's randomness."""
    return make_secret(secrets.token_bytes(32))


def listing(entry: Entry, waiting: int) -> dict[str, Any]:
    """An endpoint as it may be shown: nothing in it is secret."""
    endpoint = entry.endpoint
    return {
        "name": entry.name,
        "url": shown_url(endpoint.url),
        "state": entry.state,
        "why": entry.why,
        "since": entry.since,
        "failing_since": entry.failing_since,
        "last_ok": entry.last_ok,
        "waiting": waiting,
        "rules": list(endpoint.rules),
        "events": list(endpoint.events),
        "template": endpoint.template,
        "headers": sorted(endpoint.headers),
        "secrets": len(endpoint.secrets),
        "owner": endpoint.owner,
        "tell": endpoint.tell,
        "concurrency": endpoint.concurrency,
        "heartbeat": endpoint.heartbeat,
        "created": endpoint.created,
    }


ASKED = ("name", "url", "rules", "events", "template", "headers", "owner", "tell", "concurrency", "heartbeat", "secret")
"""What may be said of an endpoint that is to be added."""
EDITED = ("url", "rules", "events", "template", "headers", "owner", "tell", "concurrency", "heartbeat")
"""What of that may be changed later; the secret by `rotate`."""


def read_asked(given: Mapping[str, Any]) -> Endpoint:
    """An endpoint from what somebody asks for; `secret` is its one secret. Raises Problem."""
    if unknown := sorted(given.keys() - set(ASKED)):
        raise Unfit(f"there is nothing called {', '.join(unknown)}", f"there is {', '.join(ASKED)}", exit_code=2)
    fields = {name: value for name, value in given.items() if value not in (None, "") and name != "secret"}
    if given.get("secret"):
        fields["secrets"] = [{"key": given["secret"]}]
    return _convert(fields)


def _convert(fields: Mapping[str, Any]) -> Endpoint:
    try:
        return msgspec.convert(fields, Endpoint)
    except msgspec.ValidationError as error:
        raise Unfit(str(error), "see wirewatch hooks add --help", exit_code=2) from error


def split_words(texts: Iterable[str]) -> tuple[str, ...]:
    """Words given one by one or with commas between."""
    return tuple(word.strip() for text in texts for word in text.split(",") if word.strip())


def _is_header(name: str, value: str) -> bool:
    """Whether a request may hold it: RFC 9110 tokens, and no way to smuggle another line in."""
    token = name.replace("-", "").replace("_", "")
    return token.isascii() and token.isalnum() and value.isprintable() and value.isascii()
