"""A time in the past, as options take it: so long ago, or a moment."""

import re
from datetime import UTC, datetime, timedelta
from typing import Any

import click

from streams.clock import WallClock

_AGO = re.compile(r"(\d{1,6})([mhdw])\Z")
_UNITS = {"m": "minutes", "h": "hours", "d": "days", "w": "weeks"}


class Since(click.ParamType):
    """How far back: a time (30m, 24h, 7d, 2w), or a moment, ISO 8601; UTC where it gives no zone."""

    name = "time"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> datetime:
        if isinstance(value, datetime):
            return value
        try:
            if found := _AGO.match(value):
                return WallClock().now() - timedelta(**{_UNITS[found[2]]: int(found[1])})
            moment = datetime.fromisoformat(value)
        except (ValueError, OverflowError):
            self.fail(f"{value} is no time; write 24h, 7d or 2017-12-28T10:00:00Z", param, ctx)
        return moment.astimezone(UTC) if moment.tzinfo else moment.replace(tzinfo=UTC)
