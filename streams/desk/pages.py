"""The pages: templates filled with what a page needs to begin; all else its scripts ask the API for."""

from collections.abc import Awaitable, Callable
from importlib.metadata import version
from pathlib import Path
from typing import Any

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Mount, Route
from starlette.staticfiles import StaticFiles
from starlette.templating import Jinja2Templates

from schemas.access import Me
from streams.desk.access.login import Login
from streams.desk.access.visitor import Visitor
from streams.desk.fault import Fault
from streams.desk.routes import desk_of

_HERE = Path(__file__).parent
PAGES: tuple[tuple[str, str], ...] = (
    # path, template
    ("/", "desk.html"),
    ("/story/{key:path}", "story.html"),
    ("/search", "search.html"),
    ("/health", "health.html"),
    ("/rules", "rules.html"),
    ("/login", "login.html"),
)

_Page = Callable[[Request], Awaitable[Response]]


def page_routes(login: Login) -> list[BaseRoute]:
    """Every page, the login, and the static files beside them."""
    templates = Jinja2Templates(_HERE / "templates")

    async def enter(request: Request) -> Response:
        try:
            return await login.enter(request)
        except Fault as fault:
            if "application/json" in request.headers.get("content-type", ""):
                raise
            known = _known(request, "login") | {"error": fault.detail}
            return templates.TemplateResponse(request, "login.html", known, fault.status, fault.headers)

    return [
        Mount("/static", StaticFiles(directory=_HERE / "static"), name="static"),
        Route("/login", enter, methods=["POST"]),
        Route("/logout", login.leave, methods=["POST"]),
        *(Route(path, _page(templates, template), methods=["GET"]) for path, template in PAGES),
    ]


def _page(templates: Jinja2Templates, template: str) -> _Page:
    async def page(request: Request) -> Response:
        known = _known(request, template.removesuffix(".html"))
        return templates.TemplateResponse(request, template, known)

    return page


def _known(request: Request, page: str) -> dict[str, Any]:
    """What every template may use: `me` (None before a login), `csrf`, `position`, `page`, `version`, `next`, `error`,
    and the parts of the path."""
    visitor: Visitor | None = request.state.visitor
    me = Me(visitor.name, visitor.role, visitor.by == "session", visitor.csrf) if visitor else None
    return {
        "me": me,
        "csrf": me.csrf if me else "",
        "position": desk_of(request).live.position if me else "",
        "page": page,
        "version": version("wirewatch"),
        "next": request.query_params.get("next", "/"),
        "error": None,
        **request.path_params,
    }
