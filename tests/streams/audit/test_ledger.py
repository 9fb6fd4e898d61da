"""The ledger: one ending each, or a name; held against counting the slow way."""

from collections import Counter, defaultdict

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schemas.headers import Origin
from streams.audit.ledger import ENDINGS, Ledger


def at(offset: int, item: int = 0, items: int = 1, partition: int = 0, topic: str = "wire.raw") -> Origin:
    return Origin(topic, partition, offset, item, items)


def test_waiting_is_an_ending_until_there_is_another() -> None:
    ledger = ledger_of(5, 7)
    ledger.waits(at(5))
    ledger.waits(at(7))
    ledger.ended(at(7), "alert")
    assert (list(ledger.problems()), ledger.waiting(), ledger.unfinished()) == ([], 1, 0)


def ledger_of(*offsets: int, first: int = 5, end: int = 10) -> Ledger:
    ledger = Ledger("wire.raw", {0: first}, {0: end})
    for offset in offsets:
        ledger.enter(0, offset)
    return ledger


CASES = {
    # reports at offsets 5 and 7 (6 is a transaction's mark): what is written down, what is wrong
    "one ending each": (
        [("alert", at(5)), ("dead", at(7))],
        [],
    ),
    "never seen again, and seen on its way": (
        [("clean", at(5)), ("clean", at(7)), ("enriched", at(7))],
        ["wire.raw/0/5: no ending, came to clean", "wire.raw/0/7: no ending, came to enriched"],
    ),
    "two endings": (
        [("alert", at(5)), ("archive", at(5)), ("dead", at(7)), ("dead", at(7))],
        ["wire.raw/0/5: 2 endings: alert and archive", "wire.raw/0/7: 2 endings: dead and dead"],
    ),
    "two items": (
        [("alert", at(5, 0, 2)), ("dead", at(5, 1, 2)), ("archive", at(7))],
        [],
    ),
    "an item that is missing": (
        [("alert", at(5, 0, 3)), ("clean", at(5, 1, 3)), ("alert", at(5, 2, 3)), ("archive", at(7))],
        ["wire.raw/0/5 item 2 of 3: no ending, came to clean"],
    ),
    "an item that ended twice": (
        [("alert", at(5, 0, 2)), ("alert", at(5, 1, 2)), ("archive", at(5, 1, 2)), ("archive", at(7))],
        ["wire.raw/0/5 item 2 of 2: 2 endings: alert and archive"],
    ),
    "as a whole and in items": (
        [("dead", at(5)), ("alert", at(5, 0, 2)), ("alert", at(5, 1, 2)), ("archive", at(7))],
        ["wire.raw/0/5: ended as a whole (dead) and in items"],
    ),
    "not agreed how many items": (
        [("alert", at(5, 0, 2)), ("alert", at(5, 2, 3)), ("alert", at(5, 1, 2)), ("archive", at(7))],
        ["wire.raw/0/5/2/3: others say that this report has 2 items"],
    ),
    "of no report": (
        [("alert", at(5)), ("alert", at(6)), ("archive", at(7))],
        ["wire.raw/0/6/0/1: something came of it, but there is no such report"],
    ),
    "later than the audit, older than the topic, of another topic": (
        [
            ("alert", at(5)),
            ("archive", at(7)),
            ("alert", at(10)),
            ("alert", at(4)),
            ("alert", at(7, topic="wire.clean")),
        ],
        [],
    ),
    "dead, sent through once more, and alerted": (
        [("dead", at(5)), ("taken back", at(5)), ("alert", at(5)), ("archive", at(7))],
        [],
    ),
    "dead, sent through once more, and on its way": (
        [("clean", at(5)), ("dead", at(5)), ("taken back", at(5)), ("archive", at(7))],
        ["wire.raw/0/5: no ending, came to clean"],
    ),
}


def write(ledger: Ledger, events: list[tuple[str, Origin]]) -> None:
    for event, origin in events:
        match event:
            case "clean" | "enriched":
                ledger.came(origin, event)
            case "alert" | "archive" | "dead":
                ledger.ended(origin, event, "no-date-line" if event == "dead" else None)
            case "taken back":
                ledger.taken_back(origin, "no-date-line")


@pytest.mark.parametrize("name", CASES)
def test_problems(name: str) -> None:
    events, wrong = CASES[name]
    ledger = ledger_of(5, 7)
    write(ledger, events)
    assert sorted(ledger.problems()) == sorted(wrong)


def test_what_is_counted_beside() -> None:
    ledger = ledger_of(5, 7)
    write(ledger, CASES["later than the audit, older than the topic, of another topic"][0])
    assert (ledger.strays, ledger.older, ledger.reports) == (1, 1, 2)


def test_dead_letters_by_reason() -> None:
    ledger = ledger_of(5, 7)
    write(ledger, [("dead", at(5)), ("dead", at(7)), ("taken back", at(5))])
    assert ledger.reasons["no-date-line"] == 1
    assert (ledger.count("dead"), ledger.unfinished()) == (1, 1)


def test_another_replays_reports_do_not_count() -> None:
    ledger = ledger_of(5)
    ledger.enter(0, 7, counts=False)
    write(ledger, [("alert", at(5)), ("alert", at(7)), ("alert", at(7))])
    assert (list(ledger.problems()), ledger.reports, ledger.count("alert")) == ([], 1, 1)


origins = st.builds(at, st.integers(0, 3), st.just(0), st.just(1), st.integers(0, 1)) | st.builds(
    at, st.integers(4, 5), st.integers(0, 1), st.just(2), st.integers(0, 1)
)
events = st.lists(st.tuples(st.sampled_from(ENDINGS), origins), max_size=60)


@given(events=events)
def test_right_and_wrong_are_those_of_counting(events: list[tuple[str, Origin]]) -> None:
    ledger = Ledger("wire.raw", {0: 0, 1: 0}, {0: 6, 1: 6})
    for partition in (0, 1):
        for offset in range(6):
            ledger.enter(partition, offset)
    write(ledger, events)
    endings: defaultdict[tuple[int, int], Counter[int]] = defaultdict(Counter)
    for _, origin in events:
        endings[origin.partition, origin.offset][origin.item] += 1
    right = 0
    for partition in (0, 1):
        for offset in range(6):
            found = endings[partition, offset]
            right += sum(found[item] == 1 for item in range(2 if offset > 3 and found else 1))
    assert ledger.items - sum(1 for _ in ledger.problems()) == right
    assert sum(ledger.count(ending) for ending in ENDINGS) == len(events)
