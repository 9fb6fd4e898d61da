"""A row of the API's table: the route, the check of what is asked and the OpenAPI document come from it."""

from collections.abc import Awaitable, Callable, Mapping
from typing import Any, Literal, TypeAlias

import msgspec
from msgspec import Struct

from schemas.access import Role
from streams.desk.access.visitor import Visitor
from streams.desk.fault import Fault

Kind = Literal["text", "number", "flag"]
MOST_TEXT = 20_000
"""Characters of a parameter."""
MOST_BODY = 1_000_000
"""Bytes of a request's body."""


class Param(Struct, frozen=True):
    """A parameter of the path or of the query."""

    name: str
    about: str
    kind: Kind = "text"
    least: int = 0
    most: int = 0
    where: Literal["query", "path"] = "query"


class Ask(Struct, frozen=True):
    """What a request asks, checked."""

    visitor: Visitor
    values: Mapping[str, str | int | bool]
    body: Any = None

    def text(self, name: str) -> str | None:
        """A parameter's text; None where it was not given, or is empty."""
        value = self.values.get(name)
        return value if isinstance(value, str) and value else None

    def number(self, name: str, default: int) -> int:
        """A parameter's number."""
        value = self.values.get(name)
        return value if isinstance(value, int) else default

    def flag(self, name: str) -> bool:
        """A parameter that is true or is not."""
        return self.values.get(name) is True


Handler: TypeAlias = Callable[[Any, Ask], Awaitable[Struct]]
"""Takes the desk and what is asked; raises Fault."""


class Endpoint(Struct, frozen=True):
    """One thing that the API does."""

    method: Literal["GET", "POST", "PUT", "DELETE"]
    path: str
    name: str
    """operationId."""
    summary: str
    role: Role
    """The least that who asks must be."""
    handler: Handler
    answer: type[Struct]
    params: tuple[Param, ...] = ()
    body: type[Struct] | None = None
    status: int = 200


LIMIT = Param("limit", "At most so many.", "number", 1, 500)
AFTER = Param("after", "Go on after this: `next` of the answer before.")


def read_params(endpoint: Endpoint, given: Mapping[str, str], path: Mapping[str, str]) -> dict[str, str | int | bool]:
    """The parameters by name. Raises Fault for one that is unknown, too long, or not of its kind."""
    known = {param.name: param for param in endpoint.params}
    unknown = [name for name in given if name not in known]
    if unknown:
        names = ", ".join(param.name for param in endpoint.params if param.where == "query") or "none"
        raise Fault(400, f"there is no parameter {unknown[0]!r}; there are: {names}")
    return {name: _read(known[name], text) for name, text in {**given, **path}.items() if name in known}


def read_body(endpoint: Endpoint, data: bytes) -> Struct | None:
    """The body as its record. Raises Fault."""
    if endpoint.body is None:
        return None
    try:
        return msgspec.json.decode(data, type=endpoint.body)
    except (msgspec.DecodeError, msgspec.ValidationError, UnicodeDecodeError) as error:
        raise Fault(400, f"the body does not read: {error}") from error


def _read(param: Param, text: str) -> str | int | bool:
    if len(text) > MOST_TEXT:
        raise Fault(400, f"{param.name} is longer than {MOST_TEXT:,} characters")
    match param.kind:
        case "number":
            if not (text.isascii() and text.isdecimal() and len(text) < 10 and param.least <= int(text) <= param.most):
                raise Fault(400, f"{param.name} takes a number from {param.least} to {param.most}")
            return int(text)
        case "flag":
            if text not in ("true", "false"):
                raise Fault(400, f"{param.name} takes true or false")
            return text == "true"
    return text
