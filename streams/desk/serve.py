"""Makes the desk's server, and runs it until it is told to stop."""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Callable
from types import FrameType

import uvicorn
from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from streams.clock import Clock, WallClock
from streams.desk.fault import Fault
from streams.desk.hub import Hub
from streams.desk.live import Live
from streams.desk.pages import page_routes
from streams.desk.room import Desk
from streams.desk.routes import api_routes
from streams.settings import Settings

_STOP_LIMIT = 5  # seconds for requests under way


def make_app(settings: Settings, clock: Clock | None = None) -> Starlette:
    """The application. What follows topics begins with the application's life, and ends with it."""
    hub = Hub()
    desk = Desk(settings, clock or WallClock(), hub, Live(settings, hub))

    @contextlib.asynccontextmanager
    async def life(app: Starlette) -> AsyncIterator[None]:
        del app
        following = asyncio.create_task(desk.live.run())
        try:
            yield
        finally:
            following.cancel()
            await asyncio.gather(following, return_exceptions=True)

    app = Starlette(
        routes=[*api_routes(), *page_routes()],
        exception_handlers={Fault: _fault, HTTPException: _http},
        lifespan=life,
    )
    app.state.desk = desk
    return app


async def run_desk(settings: Settings, started: Callable[[str], None]) -> None:
    """Serve until SIGTERM or SIGINT. `started` is told the address once it is open."""
    app = make_app(settings)
    config = uvicorn.Config(
        app,
        host=settings.desk_host,
        port=settings.desk_port,
        log_config=None,
        access_log=False,
        server_header=False,
        proxy_headers=False,
        timeout_graceful_shutdown=_STOP_LIMIT,
    )
    server = Server(config, app.state.desk, started)
    await server.serve()


class Server(uvicorn.Server):
    """Says when it is open, and ends the event streams when it stops: they never end by themselves."""

    def __init__(self, config: uvicorn.Config, desk: Desk, started: Callable[[str], None]) -> None:
        super().__init__(config)
        self._desk, self._tell = desk, started

    async def startup(self, sockets: "list[object] | None" = None) -> None:  # type: ignore[override]
        await super().startup(sockets)  # type: ignore[arg-type]
        for each in self.servers:
            for socket in each.sockets:
                host, port = socket.getsockname()[:2]
                self._tell(f"http://{f'[{host}]' if ':' in host else host}:{port}/")
                return

    def stop(self) -> None:
        """End the streams, then the server."""
        self._desk.hub.close()
        self.should_exit = True

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        self._desk.hub.close()
        super().handle_exit(sig, frame)


async def _fault(request: Request, error: Exception) -> Response:
    assert isinstance(error, Fault), "it is registered for Fault"
    return error.response(request.url.path)


async def _http(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException), "it is registered for HTTPException"
    return Fault(error.status_code, error.detail, headers=dict(error.headers or {})).response(request.url.path)
