"""What becomes of a delivery after an attempt, and how an endpoint that is down is spared."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agents.hooks.breaker import LIMIT, Breaker, after, room
from agents.hooks.schedule import Again, Answer, Delivered, Ending, GivenUp, Gone, Policy, decide, read_retry_after

POLICY = Policy((0, 5, 300), jitter=0.0)
NOW = 1_000_000

CASES: list[tuple[int, Answer, Ending]] = [
    # attempt, answer: ending
    (1, Answer(204, 10), Delivered()),
    (3, Answer(299, 10), Delivered()),
    (1, Answer(500, 10), Again(NOW + 5_000)),
    (2, Answer(500, 10), Again(NOW + 300_000)),
    (3, Answer(500, 10), GivenUp()),
    (1, Answer(None, 10, error="no connection"), Again(NOW + 5_000)),
    (1, Answer(302, 10), Again(NOW + 5_000)),
    (1, Answer(404, 10), Again(NOW + 5_000)),
    (1, Answer(410, 10), Gone()),
    (3, Answer(410, 10), Gone()),
    (1, Answer(503, 10, retry_after="60"), Again(NOW + 60_000, NOW + 60_000)),
    (2, Answer(429, 10, retry_after="60"), Again(NOW + 300_000, NOW + 60_000)),
    (1, Answer(503, 10, retry_after="soon"), Again(NOW + 5_000)),
    (1, Answer(500, 10, retry_after="60"), Again(NOW + 5_000)),
]


@pytest.mark.parametrize(("attempt", "answer", "ending"), CASES)
def test_endings(attempt: int, answer: Answer, ending: Ending) -> None:
    assert decide(POLICY, attempt, answer, NOW, 0.5) == ending


@given(st.floats(0, 1), st.integers(1, 7))
def test_chance_only_lengthens_and_by_no_more_than_jitter(chance: float, attempt: int) -> None:
    policy = Policy((0, 5, 300, 1800, 7200, 18000, 36000, 36000), 0.1)
    ending = decide(policy, attempt, Answer(500, 1), NOW, chance)
    assert isinstance(ending, Again)
    wait = (ending.due - NOW) / 1000
    assert policy.delays[attempt] <= wait <= policy.delays[attempt] * 1.1 + 0.001


@pytest.mark.parametrize(
    ("value", "seconds"),
    [
        ("120", 120.0),
        (" 7 ", 7.0),
        ("Thu, 01 Jan 1970 00:17:40 GMT", 60.0),
        ("Thu, 01 Jan 1970 00:00:00 GMT", 0.0),
        ("99999999999999999999", 86400.0),
        ("-5", None),
        ("", None),
        ("²", None),
        (None, None),
    ],
)
def test_retry_after(value: str | None, seconds: float | None) -> None:
    assert read_retry_after(value, NOW) == seconds


def test_an_endpoint_that_is_down_is_probed_ever_more_seldom() -> None:
    breaker, now, gaps = Breaker(), 0, []
    for _ in range(LIMIT + 6):
        assert room(breaker, 8, now) > 0
        before = now
        breaker = after(breaker, False, now)
        now = max(now, breaker.hold)
        gaps.append((now - before) / 1000)
    assert gaps == [0.0] * (LIMIT - 1) + [1.0, 2.0, 5.0, 10.0, 30.0, 30.0, 30.0]
    assert room(breaker, 8, now) == 1, "one probe at a time"
    assert room(breaker, 8, breaker.hold - 1) == 0
    assert room(after(breaker, True, now), 8, now) == 8, "one answer, and it counts as well again"


def test_what_was_under_way_when_it_went_down_counts_once() -> None:
    breaker = Breaker()
    for _ in range(20):
        breaker = after(breaker, False, NOW)
    assert breaker == Breaker(LIMIT, NOW + 1000)


def test_an_endpoint_that_asks_to_be_left_alone_is() -> None:
    breaker = after(Breaker(), False, NOW, asked=NOW + 60_000)
    assert room(breaker, 8, NOW + 59_999) == 0
    assert room(breaker, 8, NOW + 60_000) == 8
