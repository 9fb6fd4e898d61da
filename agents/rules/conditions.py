"""Conditions that are no words: countries, amounts, numbers, ages, the dates that an article speaks of."""

from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta

from agents.rules.amounts import amount_of
from agents.rules.reading import Reading
from agents.rules.syntax import Between, Mentions, Value
from agents.rules.words import folded_words
from agents.text.stamps import instant
from schemas.enriched import Entity, Timex


def value_holds(node: Value, reading: Reading) -> bool:
    """Whether the field has the value."""
    return node.value in values_of(node.field, reading)


def values_of(field: str, reading: Reading) -> set[str]:
    """What a field holds, as it is compared."""
    return _VALUES[field](reading)


def _country(reading: Reading) -> set[str]:
    return {entity.place.country for entity in reading.enriched.entities if entity.place and entity.place.country}


def _language(reading: Reading) -> set[str]:
    language = reading.enriched.language or reading.enriched.article.language or ""
    words = folded_words(language)
    return {words[0], " ".join(words)} if words else set()


_VALUES: dict[str, Callable[[Reading], set[str]]] = {
    "country": _country,
    "source": lambda reading: {" ".join(folded_words(reading.enriched.article.provider))},
    "lang": _language,
    "kind": lambda reading: {reading.enriched.article.kind},
    "status": lambda reading: {reading.enriched.article.status},
}


def in_country(node: Value, reading: Reading) -> Iterator[Entity]:
    """The names of places in a country."""
    return (one for one in reading.enriched.entities if one.place and one.place.country == node.value)


def between_holds(node: Between, reading: Reading) -> bool:
    """Whether the field has a number in the range."""
    if node.field == "money":
        return any(True for _ in amounts_within(node, reading))
    number = number_of(node.field, reading)
    return number is not None and within(node, number)


def number_of(field: str, reading: Reading) -> float | None:
    """The number in a field; None where the article does not say."""
    return _NUMBERS[field](reading)


def within(node: Between, number: float) -> bool:
    """Whether a number lies in the range."""
    if number == node.low:
        return not node.open_low
    if number == node.high:
        return not node.open_high
    return node.low < number < node.high


def amounts_within(node: Between, reading: Reading) -> Iterator[Entity]:
    """The amounts of money in the range."""
    for name in reading.names("MONEY"):
        amount = amount_of(name.entity.text)
        if amount is not None and within(node, amount):
            yield name.entity


def _age(reading: Reading) -> float | None:
    sent = sent_at(reading)
    return None if sent is None else (reading.now - sent).total_seconds()


_NUMBERS: dict[str, Callable[[Reading], float | None]] = {
    "urgency": lambda reading: reading.enriched.article.urgency,
    "words": lambda reading: reading.count_words(),
    "age": _age,
}


def sent_at(reading: Reading) -> datetime | None:
    """When the report was sent, else created, updated, received; of a day alone its end, but no later than now.

    So a report that gives only its day is never taken for older than it may be.
    """
    article = reading.enriched.article
    stamp = article.sent or article.created or article.updated or article.received
    moment = instant(stamp)
    if moment is not None and stamp is not None and len(stamp) <= 10:
        return max(moment, min(moment + timedelta(days=1), reading.now))
    return moment


def dates_within(node: Mentions, reading: Reading) -> Iterator[Timex]:
    """The dates spoken of that lie wholly in the range asked for, or in the past or future of now."""
    now = reading.now.astimezone(UTC)
    first, last = (_day(bound, now.date()) for bound in (node.first, node.last))
    for timex in reading.enriched.dates:
        earliest, latest = instant(timex.earliest), instant(timex.latest)
        if earliest is None or latest is None:
            continue
        match node.tense:
            case "past":
                holds = latest <= now
            case "future":
                holds = earliest > now
            case _:
                begins, ends = local_days(timex, earliest, latest)
                holds = (first is None or begins >= first) and (last is None or ends <= last)
        if holds:
            yield timex


def _day(bound: str | int | None, today: date) -> date | None:
    if bound is None:
        return None
    return date.fromisoformat(bound) if isinstance(bound, str) else today + timedelta(days=bound)


def local_days(timex: Timex, earliest: datetime, latest: datetime) -> tuple[date, date]:
    """The first and last day of an interval on the calendar of those it speaks to.

    `earliest` and `latest` are UTC instants of days that began elsewhere: 27 December in Nairobi begins at 21:00 of the
    26th. The value holds the day as it is there; without one, an interval of whole days is turned to the next midnight.
    """
    shift = timedelta()
    if len(timex.value) >= 10 and timex.value[4:5] == timex.value[7:8] == "-":
        try:
            shift = datetime.fromisoformat(timex.value[:10]).replace(tzinfo=UTC) - earliest
        except ValueError:
            shift = timedelta()
    elif (latest - earliest) % timedelta(days=1) == timedelta():
        past = timedelta(hours=earliest.hour, minutes=earliest.minute)
        shift = -past if past <= timedelta(hours=12) else timedelta(days=1) - past
    if abs(shift) > timedelta(hours=15):
        shift = timedelta()
    return (earliest + shift).date(), (latest + shift - timedelta(microseconds=1)).date()
