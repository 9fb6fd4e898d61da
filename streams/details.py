"""Errors over HTTP, as RFC 9457 has them: a problem, for programs and for people."""

from http import HTTPStatus

import msgspec
from msgspec import UNSET, Struct, UnsetType
from starlette.responses import Response


class Details(Struct, frozen=True):
    """A problem. `type` about:blank: `title` says what the status says."""

    status: int
    title: str
    detail: str
    type: str = "about:blank"
    instance: str | UnsetType = UNSET
    line: int | UnsetType = UNSET
    column: int | UnsetType = UNSET
    rule: str | UnsetType = UNSET


def problem_answer(
    status: int, detail: str, instance: str, headers: dict[str, str] | None = None, **more: int | str | UnsetType
) -> Response:
    """The answer; `instance` is the path that was asked for, `more` is named as the fields of Details are."""
    details = Details(status, HTTPStatus(status).phrase, detail, instance=instance, **more)  # type: ignore[arg-type] # named as the fields are
    return Response(msgspec.json.encode(details), status, headers, media_type="application/problem+json")
