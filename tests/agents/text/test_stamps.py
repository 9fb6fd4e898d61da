"""Stamps keep what a report said and no more; instants say what they assume."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agents.text.stamps import instant, read_iso
from agents.text.written_dates import read_any, read_mail_date

ISO = [
    # as written, as kept
    ("2017-12-28", "2017-12-28"),
    ("20171228", "2017-12-28"),
    ("2017-12", "2017-12"),
    ("2017", "2017"),
    ("2017-12-28T10:00", "2017-12-28T10:00"),
    ("2017-12-28 10:00:05", "2017-12-28T10:00:05"),
    ("20171228T100005+0200", "2017-12-28T10:00:05+02:00"),
    ("20171228T100005Z", "2017-12-28T10:00:05Z"),
    ("2017-12-28T10:00:05.150Z\n   ", "2017-12-28T10:00:05.150Z"),
    ("2017-12-28T10:00:05.000+00:00", "2017-12-28T10:00:05+00:00"),
    ("2017-12-28T10:00:05-05", "2017-12-28T10:00:05-05:00"),
    ("2017-02-30", None),
    ("2017-13-01", None),
    ("3013-01-01T00:00:00Z", None),
    ("201712", None),  # a month, or a day and an hour
    ("2017-1-2", None),
    ("yesterday", None),
    ("", None),
    (None, None),
    ("２０１７-12-28", None),  # digits of another script
]


@pytest.mark.parametrize(("written", "kept"), ISO)
def test_iso(written: str | None, kept: str | None) -> None:
    assert read_iso(written) == kept


MAIL = [
    ("Tue, 10 Jun 2003 04:00:00 GMT", "2003-06-10T04:00:00Z"),
    ("Tue, 10 Jun 2003 04:00:00 +0200", "2003-06-10T04:00:00+02:00"),
    ("10 Jun 2003 04:00:00 -0530", "2003-06-10T04:00:00-05:30"),
    ("Tue, 10 Jun 2003 04:00:00 EST", "2003-06-10T04:00:00-05:00"),
    ("Tue, 10 Jun 2003 04:00:00 -0000", "2003-06-10T04:00:00"),
    ("Tue, 10 Jun 3013 04:00:00 GMT", None),
    ("Tue, 32 Jun 2003 04:00:00 GMT", None),
    ("soon", None),
]


@pytest.mark.parametrize(("written", "kept"), MAIL)
def test_mail_date(written: str, kept: str | None) -> None:
    assert read_mail_date(written) == kept
    assert read_any(written) == kept


INSTANTS = [
    ("2017-12-28", datetime(2017, 12, 28, tzinfo=UTC)),
    ("2017-12", datetime(2017, 12, 1, tzinfo=UTC)),
    ("2017-12-28T10:00", datetime(2017, 12, 28, 10, tzinfo=UTC)),
    ("2017-12-28T10:00:00+02:00", datetime(2017, 12, 28, 8, tzinfo=UTC)),
    ("2017-12-28T01:00:00+02:00", datetime(2017, 12, 27, 23, tzinfo=UTC)),
    ("2017-12-28T10:00:00.5Z", datetime(2017, 12, 28, 10, 0, 0, 500000, tzinfo=UTC)),
    ("2017-12-28T24:00:00Z", datetime(2017, 12, 29, tzinfo=UTC)),
    ("2016-12-31T23:59:60Z", datetime(2016, 12, 31, 23, 59, 59, tzinfo=UTC)),
    ("2017-12-28T25:00:00Z", None),
    ("2017-12-28T10:00:00+99:00", None),
    ("0001-01-01T00:00:00+23:00", None),
    (None, None),
]


@pytest.mark.parametrize(("stamp", "moment"), INSTANTS)
def test_instant(stamp: str | None, moment: datetime | None) -> None:
    assert instant(stamp) == moment


@given(st.datetimes(datetime(1800, 1, 2), datetime(2100, 12, 30), timezones=st.timezones()))  # noqa: DTZ001
def test_instant_reads_what_python_writes(moment: datetime) -> None:
    whole = moment.replace(microsecond=0)
    offset = whole.utcoffset()
    if offset is not None and offset.total_seconds() % 60 == 0:
        assert instant(read_iso(whole.isoformat())) == whole.astimezone(UTC)


@given(st.text(max_size=80))
def test_no_text_makes_it_raise(text: str) -> None:
    for stamp in (read_iso(text), read_mail_date(text)):
        assert stamp is None or instant(stamp) is not None
