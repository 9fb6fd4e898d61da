"""Makes the desk's server, and runs it until it is told to stop."""

import asyncio
import contextlib
import logging
import signal
import socket
import ssl
from collections.abc import AsyncIterator, Callable, Iterator

import uvicorn
from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import Response

from streams.clock import Clock, WallClock
from streams.desk.access.guard import Guard
from streams.desk.access.login import Login
from streams.desk.access.visitor import Door
from streams.desk.fault import Fault
from streams.desk.hub import Hub
from streams.desk.library import Library
from streams.desk.live import Live
from streams.desk.pages import page_routes
from streams.desk.room import Desk
from streams.desk.routes import api_routes
from streams.desk.vitals import Pulse
from streams.desk.watch import Watch
from streams.problem import Problem
from streams.settings import Settings

log = logging.getLogger("wirewatch")

_STOP_LIMIT = 5  # seconds for requests under way


def make_app(settings: Settings, clock: Clock | None = None) -> Starlette:
    """The application. What follows topics begins with the application's life, and ends with it."""
    clock = clock or WallClock()
    hub, door = Hub(), Door(settings, clock)
    login = Login(door, clock)
    watch = Watch(settings)
    library = Library(settings.archive_file)
    pulse = Pulse(settings, clock, hub, watch, library)
    live = Live(settings, hub, pulse.hear)
    desk = Desk(settings, clock, door, hub, live, watch, library, pulse)

    @contextlib.asynccontextmanager
    async def life(app: Starlette) -> AsyncIterator[None]:
        del app
        tasks = [asyncio.create_task(each) for each in (live.run(), watch.run(), pulse.run(live))]
        for task in tasks:
            task.add_done_callback(desk.report)
        try:
            yield
        finally:
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)
            library.close()

    app = Starlette(
        routes=[*api_routes(settings), *page_routes(login)],
        middleware=[Middleware(Guard, door=door, settings=settings)],
        exception_handlers={Fault: _fault, HTTPException: _http, Exception: _bug},
        lifespan=life,
    )
    app.state.desk = desk
    return app


def make_server(settings: Settings, started: Callable[[str], None], clock: Clock | None = None) -> "Server":
    """The server of an application of its own. `started` is told the address once it is open.

    Raises Problem where the settings would let anybody in, or the users do not read.
    """
    _check_certificate(settings)
    app = make_app(settings, clock)
    config = uvicorn.Config(
        app,
        host=settings.desk_host,
        port=settings.desk_port,
        log_config=None,
        access_log=False,
        server_header=False,
        proxy_headers=False,  # streams.desk.access.visitor reads them, of the proxies in the settings alone
        ws="none",
        ssl_certfile=settings.desk_certificate,
        ssl_keyfile=settings.desk_key,
        timeout_graceful_shutdown=_STOP_LIMIT,
        backlog=1024,
    )
    return Server(config, app.state.desk, started)


async def run_desk(settings: Settings, started: Callable[[str], None]) -> None:
    """Serve until SIGTERM or SIGINT. Raises Problem, also where the port is taken."""
    server = make_server(settings, started)
    logging.getLogger("uvicorn").setLevel(logging.WARNING)
    try:
        with socket.create_server((settings.desk_host, settings.desk_port), family=_family(settings.desk_host)):
            pass
    except OSError as error:
        where = f"{settings.desk_host}:{settings.desk_port}"
        raise Problem(f"the desk cannot listen at {where}: {error.strerror}", "choose another --port") from error
    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, server.stop)
    await server.serve()
    if server.desk.failed is not None:
        raise Problem(
            f"the desk ended by a fault of its own: {server.desk.failed!r}", "its log says where; start it again"
        )


class Server(uvicorn.Server):
    """Says when it is open, and ends the event streams when it stops: they never end by themselves."""

    def __init__(self, config: uvicorn.Config, desk: Desk, started: Callable[[str], None]) -> None:
        super().__init__(config)
        self.desk, self._tell = desk, started

    async def startup(self, sockets: "list[object] | None" = None) -> None:  # type: ignore[override]
        await super().startup(sockets)  # type: ignore[arg-type]
        for each in self.servers:
            for open_socket in each.sockets:
                host, port = open_socket.getsockname()[:2]
                scheme = "https" if self.config.is_ssl else "http"
                self._tell(f"{scheme}://{f'[{host}]' if ':' in host else host}:{port}/")
                return

    def stop(self) -> None:
        """End the streams, then the server."""
        self.desk.hub.close()
        self.should_exit = True

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Signals are `run_desk`'s: a stop in order ends with exit code 0, and not by the signal."""
        yield


async def _fault(request: Request, error: Exception) -> Response:
    assert isinstance(error, Fault), "it is registered for Fault"
    return error.response(request.url.path)


async def _bug(request: Request, error: Exception) -> Response:
    del error  # it is logged with its traceback
    return Fault(500, "a fault of the desk's own; its log says where").response(request.url.path)


async def _http(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException), "it is registered for HTTPException"
    return Fault(error.status_code, error.detail, headers=dict(error.headers or {})).response(request.url.path)


def _check_certificate(settings: Settings) -> None:
    """Raises Problem where the two do not make a server that speaks TLS."""
    certificate, key = settings.desk_certificate, settings.desk_key
    if certificate is None and key is None:
        return
    if certificate is None or key is None:
        raise Problem("desk_certificate and desk_key belong together", "set both, or neither", exit_code=2)
    try:
        ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER).load_cert_chain(certificate, key)
    except OSError as error:  # of which ssl.SSLError is one
        what = f"desk_certificate {certificate} or desk_key {key} cannot be used: {error.strerror or error}"
        raise Problem(what, "give PEM files that belong together, the key without a passphrase", exit_code=2) from error


def _family(host: str) -> socket.AddressFamily:
    return socket.AF_INET6 if ":" in host else socket.AF_INET
