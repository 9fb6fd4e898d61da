"""Times as options take them: a moment, so long ago, a length."""

import re
from datetime import UTC, datetime, timedelta
from typing import Any

import click

_LENGTH = re.compile(r"(\d{1,6}) ?([smhdw])")
_LONGEST = timedelta(weeks=5200)  # a century: what is meant to last longer is no time but a typing error
_UNITS = {"s": "seconds", "m": "minutes", "h": "hours", "d": "days", "w": "weeks"}


class Moment(click.ParamType):
    """A date or a moment, ISO 8601; UTC where it gives no zone. Comes as a datetime in UTC."""

    name = "moment"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> datetime:
        if isinstance(value, datetime):
            return value
        try:
            return _moment(value)
        except (ValueError, OverflowError):
            self.fail(f"{value} is no moment; write 2017-12-28 or 2017-12-28T10:00+02:00", param, ctx)


class Since(click.ParamType):
    """How far back: a time (30s, 30m, 24h, 7d, 2w), or a moment. Comes as a datetime in UTC."""

    name = "time"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> datetime:
        from streams.clock import WallClock  # it brings asyncio, a fifth of what `rules explain` takes

        if isinstance(value, datetime):
            return value
        try:
            length = _length(value)
            return _moment(value) if length is None else WallClock().now() - length
        except (ValueError, OverflowError):
            self.fail(f"{value} is no time; write 24h, 7d or 2017-12-28T10:00:00Z", param, ctx)


class Length(click.ParamType):
    """A length of time: 30s, 30m, 2h, 1d, 1w; more than none, a century at most. Comes as a timedelta."""

    name = "length"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> timedelta:
        if isinstance(value, timedelta):
            return value
        length = _length(value)
        if not length or length > _LONGEST:
            self.fail(f"{value} is no length of time; write 30m, 2h, 1d or 1w", param, ctx)
        return length


def _length(text: str) -> timedelta | None:
    found = _LENGTH.fullmatch(text.strip())
    return timedelta(**{_UNITS[found[2]]: int(found[1])}) if found else None


def _moment(text: str) -> datetime:
    moment = datetime.fromisoformat(text)
    return moment.astimezone(UTC) if moment.tzinfo else moment.replace(tzinfo=UTC)
