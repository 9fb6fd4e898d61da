"""Times on the command line: what is taken, and what is refused with a word of what to write."""

from datetime import UTC, datetime, timedelta

import click
import pytest

from streams.cli.times import Length, Moment, Since

TEN = datetime(2017, 12, 28, 10, tzinfo=UTC)


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("2017-12-28T10:00", TEN),
        ("2017-12-28T10:00Z", TEN),
        ("2017-12-28T12:00+02:00", TEN),
        ("2017-12-28", datetime(2017, 12, 28, tzinfo=UTC)),
    ],
)
def test_a_moment_is_utc_where_it_gives_no_zone(text: str, moment: datetime) -> None:
    for kind in (Moment(), Since()):
        made = kind.convert(text, None, None)
        assert (made, made.tzinfo) == (moment, UTC)
        assert kind.convert(made, None, None) is made


@pytest.mark.parametrize(
    ("text", "length"),
    [
        ("30s", timedelta(seconds=30)),
        ("1 m", timedelta(minutes=1)),
        ("24h", timedelta(days=1)),
        (" 7d ", timedelta(days=7)),
        ("2w", timedelta(days=14)),
    ],
)
def test_a_length_is_so_long_and_since_so_long_ago(text: str, length: timedelta) -> None:
    assert Length().convert(text, None, None) == length
    before = datetime.now(UTC)
    assert before <= Since().convert(text, None, None) + length <= datetime.now(UTC)


@pytest.mark.parametrize(
    ("kind", "text", "wrong"),
    [
        (Moment(), "tomorrow", "tomorrow is no moment; write 2017-12-28"),
        (Moment(), "24h", "24h is no moment"),
        (Moment(), "0001-01-01T00:00+01:00", "is no moment"),
        (Since(), "yesterday", "yesterday is no time; write 24h"),
        (Since(), "999999w", "999999w is no time"),
        (Since(), "1y", "1y is no time"),
        (Length(), "soon", "soon is no length of time; write 30m"),
        (Length(), "0h", "0h is no length"),
        (Length(), "999999w", "999999w is no length"),
        (Length(), "2017-12-28", "is no length"),
    ],
)
def test_what_is_refused_is_told_what_to_write(kind: click.ParamType, text: str, wrong: str) -> None:
    with pytest.raises(click.BadParameter, match=wrong):
        kind.convert(text, None, None)
