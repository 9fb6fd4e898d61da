"""What is called an unusual silence, for sources of several rhythms; and what must hold for any."""

from functools import reduce

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agents.desk.rhythm import ENOUGH, Rhythm, expected_between, is_unusual, learn, usual_gap

MINUTE, HOUR, DAY = 60.0, 3600.0, 86_400.0
START = 1_700_000_000 // DAY * DAY  # a midnight


def learned(times: list[float]) -> Rhythm:
    rhythm = reduce(learn, times, None)
    assert rhythm is not None
    return rhythm


def office(days: int) -> list[float]:
    """A report every ten minutes from 8 to 18 UTC, none at night."""
    return [START + day * DAY + 8 * HOUR + number * 10 * MINUTE for day in range(days) for number in range(60)]


def steady(every: float, count: int) -> list[float]:
    return [START + number * every for number in range(count)]


WEEKDAYS = [at for at in office(4 * 7 + 4) if (at // DAY + 3) % 7 < 5]
"""Monday to Friday; the last was a Friday's."""
BATCHES = [START + batch * 2 * HOUR + number * 0.5 for batch in range(100) for number in range(100)]
BURSTS = [START + burst * 30 * MINUTE + number for burst in range(200) for number in range(20)]


@pytest.mark.parametrize(
    ("times", "silent", "unusual"),
    [
        (steady(MINUTE, 300), MINUTE, False),
        (steady(MINUTE, 300), 5 * MINUTE, False),
        (steady(MINUTE, 300), 40 * MINUTE, True),
        (steady(HOUR, 300), 2 * HOUR, False),
        (steady(HOUR, 300), 2 * DAY, True),
        (steady(MINUTE, ENOUGH), 5 * HOUR, False),  # too little is known
        (BURSTS, 30 * MINUTE, False),  # its usual pause, though 20 reports came within 20 seconds
        (BURSTS, 10 * HOUR, True),
        (office(20), 14 * HOUR, False),  # its night
        (office(20), 14 * HOUR + 2 * HOUR, False),
        (office(20), 14 * HOUR + 9 * HOUR, True),  # a working day without a word
        (steady(1, 40), 20 * MINUTE, False),  # one batch, and nothing is known of the next
        (BATCHES, 2 * HOUR, False),  # ninety-nine gaps in a hundred are within a batch
        (BATCHES, 2 * DAY, True),
        (WEEKDAYS, 2 * DAY + 15 * HOUR, False),  # from Friday evening to Monday, 9 UTC
        (WEEKDAYS, 2 * DAY + 23 * HOUR, True),  # a Monday without a word
    ],
)
def test_silences(times: list[float], silent: float, unusual: bool) -> None:
    assert is_unusual(learned(times), times[-1] + silent) is unusual


def test_a_usual_gap_is_near_the_gaps_there_were() -> None:
    gap = usual_gap(learned(steady(5 * MINUTE, 500)), START + 500 * 5 * MINUTE)
    assert gap is not None
    assert 2 * MINUTE < gap < 10 * MINUTE


def test_a_new_rhythm_is_learned() -> None:
    """A source that becomes slower is called silent at first, then no more."""
    fast = learned(steady(MINUTE, 2000))
    assert is_unusual(fast, fast.last + HOUR)
    slow = reduce(learn, [fast.last + number * HOUR for number in range(1, 24 * 20)], fast)
    assert not is_unusual(slow, slow.last + HOUR)


gaps = st.lists(st.floats(0, 3 * DAY), min_size=1, max_size=60)


@given(gaps, st.floats(0, 10 * DAY), st.floats(0, 10 * DAY))
def test_more_silence_is_never_more_usual(gaps: list[float], one: float, other: float) -> None:
    rhythm = learned([START + sum(gaps[:number]) for number in range(len(gaps))])
    short, long = sorted((rhythm.last + one, rhythm.last + other))
    assert expected_between(rhythm, rhythm.last, short) <= expected_between(rhythm, rhythm.last, long) + 1e-9
    assert is_unusual(rhythm, long) or not is_unusual(rhythm, short)


@given(gaps)
def test_what_is_learned_stays_within_bounds(gaps: list[float]) -> None:
    times = [START + sum(gaps[:number]) for number in range(len(gaps))]
    rhythm = learned(times)
    assert rhythm.last == max(times)
    assert rhythm.gaps < len(times)
    assert 0 <= sum(rhythm.counts) < len(times)
    assert rhythm.usual <= rhythm.long * 1.2


@given(gaps)
def test_a_report_ends_every_silence(gaps: list[float]) -> None:
    rhythm = learned([START + sum(gaps[:number]) for number in range(len(gaps))])
    again = learn(rhythm, rhythm.last + 20 * DAY)
    assert not is_unusual(again, again.last + 1)
