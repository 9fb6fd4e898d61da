"""Times of the archive: when a report was sent, as instants and as milliseconds since 1970."""

from datetime import UTC, datetime, timedelta

from agents.text.stamps import instant
from schemas.routed import Routed
from streams.problem import Problem

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MS = timedelta(milliseconds=1)


def reported_at(record: Routed) -> datetime:
    """The report's own time: sent, else created, updated, received, else the moment of the verdict."""
    article = record.article
    stamps = (article.sent, article.created, article.updated, article.received, record.verdict.now)
    return next((moment for stamp in stamps if (moment := instant(stamp))), _EPOCH)


def routed_at(record: Routed) -> datetime:
    """The moment that the verdict was given at: what `age:` and `today` mean in a search."""
    return instant(record.verdict.now) or reported_at(record)


def to_ms(moment: datetime) -> int:
    """Milliseconds since 1970, rounded down."""
    return (moment - _EPOCH) // _MS


def read_moment(text: str, option: str, *, end: bool = False) -> datetime:
    """A moment that somebody asked for. With `end`, a day alone is meant whole, so that its end counts.

    Raises Problem where it is none.
    """
    moment = instant(text)
    if moment is None:
        raise Problem(f"{option}: {text} is no date", "write 2017-12-28 or 2017-12-28T10:00+02:00", exit_code=2)
    if end and len(text) <= len("2017-12-28"):
        return _after(text, moment)
    return moment


def _after(text: str, moment: datetime) -> datetime:
    """The end of a year, month or day."""
    match text.count("-"):
        case 0:
            return moment.replace(year=moment.year + 1)
        case 1:
            return (moment + timedelta(days=31)).replace(day=1)
    return moment + timedelta(days=1)
