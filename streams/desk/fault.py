"""What the API says when it cannot do what it was asked: problem details, RFC 9457."""

from http import HTTPStatus

import msgspec
from msgspec import UNSET, Struct, UnsetType
from starlette.responses import Response


class Details(Struct, frozen=True):
    """A problem, for programs and for people. `type` about:blank: `title` says what the status says."""

    status: int
    title: str
    detail: str
    type: str = "about:blank"
    instance: str | UnsetType = UNSET
    line: int | UnsetType = UNSET
    column: int | UnsetType = UNSET
    rule: str | UnsetType = UNSET


class Fault(Exception):
    """Ends a request with a problem. `detail` says what was wrong and what to do."""

    def __init__(
        self, status: int, detail: str, *, headers: dict[str, str] | None = None, **more: int | str | UnsetType
    ) -> None:
        super().__init__(detail)
        self.status, self.detail, self.headers, self.more = status, detail, headers, more

    def response(self, instance: str) -> Response:
        """The answer; `instance` is the path that was asked for."""
        details = Details(self.status, HTTPStatus(self.status).phrase, self.detail, instance=instance, **self.more)  # type: ignore[arg-type] # named as the fields are
        return Response(msgspec.json.encode(details), self.status, self.headers, media_type="application/problem+json")
