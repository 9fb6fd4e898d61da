"""When a partition's rules have something to do: times in one small record, the rules of each in records of their own.

Ten thousand rules with a digest at seven would otherwise rewrite ten thousand names with every report.
"""

from collections.abc import Iterator

from msgspec.structs import replace

from agents.memory import Memory
from agents.notices.notebook import Notebook, read
from schemas.notified import Appointment, Hour, Timetable

AT_ONCE = 50
"""Rules that are served in one transaction; the next follows a fraction of a second later."""


def timetable_key(scope: str) -> str:
    """The memory key of the timetable of the live wire or of a replay."""
    return f"{scope}//timetable"


def next_time(memory: Memory, scope: str) -> str | None:
    """The UTC instant at which some rule has something to do, or None."""
    hours = _hours(memory, scope)
    return hours[0].until if hours else None


def appoint(book: Notebook, scope: str, until: str, rule: str) -> None:
    """The rule has something to do at `until`."""
    hours = {hour.until: hour for hour in _hours(book, scope)}
    hour = hours.get(until, Hour(until, 0, 0))
    book.put(_key(scope, until, hour.next), Appointment(rule))
    hours[until] = replace(hour, next=hour.next + 1)
    book.put(timetable_key(scope), Timetable(tuple(sorted(hours.values()))))


def take_due(book: Notebook, scope: str, now: str) -> Iterator[tuple[str, str]]:
    """Times that have come at `now`, a UTC instant, and their rules, the earliest first; each is crossed out."""
    left = AT_ONCE
    while left and (hours := _hours(book, scope)) and hours[0].until <= now:
        hour = hours[0]
        end = min(hour.next, hour.first + left)
        taken = []
        for number in range(hour.first, end):
            appointment = read(book, _key(scope, hour.until, number), Appointment)
            book.put(_key(scope, hour.until, number), None)
            taken += [appointment.rule] if appointment else []
        rest = hours[1:] if end == hour.next else (replace(hour, first=end), *hours[1:])
        book.put(timetable_key(scope), Timetable(rest) if rest else None)
        left -= end - hour.first
        for rule in taken:
            yield hour.until, rule


def _hours(memory: Memory, scope: str) -> tuple[Hour, ...]:
    kept = read(memory, timetable_key(scope), Timetable)
    return kept.hours if kept else ()


def _key(scope: str, until: str, number: int) -> str:
    return f"{scope}//at/{until}/{number}"
