"""The pages: templates filled with what a page needs to begin; all else its scripts ask the API for."""

from pathlib import Path

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Mount, Route
from starlette.staticfiles import StaticFiles
from starlette.templating import Jinja2Templates

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


def page_routes() -> list[BaseRoute]:
    """Every page, and the static files beside them."""
    templates = Jinja2Templates(_HERE / "templates")
    made: list[BaseRoute] = [Mount("/static", StaticFiles(directory=_HERE / "static"), name="static")]
    return [*made, *(Route(path, _page(templates, template), methods=["GET"]) for path, template in PAGES)]


def _page(templates: Jinja2Templates, template: str):  # type: ignore[no-untyped-def]
    async def page(request: Request) -> Response:
        desk = desk_of(request)
        known = {
            "me": {"name": "", "role": "admin", "login": False},
            "csrf": "",
            "position": desk.live.position,
            "page": template.removesuffix(".html"),
            **request.path_params,
        }
        return templates.TemplateResponse(request, template, known)

    return page
