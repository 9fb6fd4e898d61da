"""A small receiver, to try hooks out: verifies each request's signature and prints it."""

import asyncio

import click
import msgspec
from aiohttp import web
from yarl import URL

from agents.hooks.signature import verify
from streams.clock import iso, now_ms
from streams.hooks.book import open_book
from streams.hooks.endpoints import entries
from streams.hooks.send import is_webhook
from streams.problem import Problem
from streams.settings import Settings
from streams.stop import told_to_stop

_LARGEST = 5_000_000  # bytes of a request
_TITLE = 100  # characters of a headline in a line


async def listen(
    settings: Settings, port: int, secret: str | None, answer: int, count: int | None, as_json: bool
) -> None:
    """Receive on 127.0.0.1 until told to stop, or `count` came. Raises Problem where the port is taken."""
    stop = told_to_stop()
    came = 0

    async def receive(request: web.Request) -> web.Response:
        nonlocal came
        body = await request.read()
        headers = {name.lower(): value for name, value in request.headers.items()}
        why = verify(headers, body, [secret] if secret else secrets_of(settings, port), now_ms() // 1000)
        _print(headers, body, why, as_json)
        came += 1
        if count is not None and came >= count:
            asyncio.get_running_loop().call_later(0.1, stop.set)
        return web.Response(status=401 if why else answer, text=why or "")

    app = web.Application(client_max_size=_LARGEST)
    app.router.add_route("POST", "/{path:.*}", receive)
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    try:
        try:
            await web.TCPSite(runner, "127.0.0.1", port).start()
        except OSError as error:
            raise Problem(f"port {port} is taken", "give another one: --port", exit_code=2) from error
        click.echo(f"listening at http://127.0.0.1:{port}/ until Ctrl-C", err=True)
        await stop.wait()
    finally:
        await runner.cleanup()


def secrets_of(settings: Settings, port: int) -> list[str]:
    """The secrets of the endpoints in this machine's book that lead to this port here."""
    book = open_book(settings)
    try:
        urls = [(URL(entry.endpoint.url), entry.endpoint) for entry in entries(book) if is_webhook(entry.endpoint)]
    finally:
        book.close()
    here = [endpoint for url, endpoint in urls if url.port == port and url.host in ("127.0.0.1", "localhost", "::1")]
    return [secret.key for endpoint in here for secret in endpoint.secrets]


def _print(headers: dict[str, str], body: bytes, why: str | None, as_json: bool) -> None:
    id_ = headers.get("webhook-id")
    try:
        event = msgspec.json.decode(body)
        data = event["data"]
    except (msgspec.DecodeError, KeyError, TypeError):
        event, data = None, {}
    if as_json:
        told = event if event is not None else body.decode("utf-8", "replace")
        row = {"at": iso(now_ms()), "id": id_, "verified": why is None, "why": why, "body": told}
        click.echo(msgspec.json.encode(row))
        return
    verdict = "verified" if why is None else f"REFUSED, {why}"
    text = (data.get("headline") or body.decode("utf-8", "replace"))[:_TITLE]
    click.echo(f"{iso(now_ms())}  {verdict}  {id_}  {data.get('event', '')} {data.get('rule', '')}  {text}")
