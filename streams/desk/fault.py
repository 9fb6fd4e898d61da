"""What the API says when it cannot do what it was asked."""

from msgspec import UnsetType
from starlette.responses import Response

from streams.details import problem_answer


class Fault(Exception):
    """Ends a request with a problem. `detail` says what was wrong and what to do."""

    def __init__(
        self, status: int, detail: str, *, headers: dict[str, str] | None = None, **more: int | str | UnsetType
    ) -> None:
        super().__init__(detail)
        self.status, self.detail, self.headers, self.more = status, detail, headers, more

    def response(self, instance: str) -> Response:
        """The answer; `instance` is the path that was asked for."""
        return problem_answer(self.status, self.detail, instance, self.headers, **self.more)
