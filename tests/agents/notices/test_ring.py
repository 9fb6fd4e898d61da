"""What may hold back what: the document, the module and the decision say the same, cell by cell."""

import inspect
from pathlib import Path

import pytest

from agents.notices import ring
from agents.notices.ring import Asked, ring_of
from schemas.notice import NoticeEvent
from schemas.rule import Notify
from schemas.silence import Silence
from tests.agents.notices.wire import at

DOCUMENT = Path(__file__).parents[3] / "docs" / "notices.md"
NOW = at(0)
HOLDING = {
    # row: options, the rule that inhibits, silences
    "silence": (None, None, (Silence("s", "desk", "why", at(-1), at(1), rule="fires"),)),
    "`inhibited_by`": (None, "floods", ()),
    "`digest`": (Notify(digest="daily 18:00"), None, ()),
    "`quiet`": (Notify(quiet=("11:00-13:00",)), None, ()),
    "`interval`": (Notify(interval="15m"), None, ()),
}
CASES: dict[str, tuple[tuple[NoticeEvent, int], ...]] = {
    # column: events, and urgency of the rule
    "first of an urgent rule": (("new", 1), ("rise", 1)),
    "first, rise": (("new", 3), ("rise", 2)),
    "correction": (("correction", 3),),
    "withdrawal": (("withdrawal", 3), ("withdrawal", 1)),
}


def table(text: str) -> dict[tuple[str, str], str]:
    """The cells of the table in a text, by row and column."""
    lines = [line for line in text.splitlines() if line.startswith("| ")]
    start = next(number for number, line in enumerate(lines) if "first of an urgent rule" in line)
    head, *rows = ([cell.strip() for cell in line.strip("|").split("|")] for line in lines[start : start + 6])
    return {(row[0], column): cell for row in rows for column, cell in zip(head[1:], row[1:], strict=True)}


CELLS = table(inspect.getdoc(ring) or "")


def outcome(row: str, event: NoticeEvent, urgency: int) -> str:
    notify, inhibited, silences = HOLDING[row]
    asked = Asked(event, "fires", "ap", "ap/1", urgency, notify, inhibited, rang=at(-5))
    made = ring_of(asked, silences, NOW)
    assert made.now == (made.muted is None)
    return "rings" if made.now else "later" if made.later else "mutes"


def test_the_document_has_the_modules_table() -> None:
    assert table(DOCUMENT.read_text()) == CELLS
    assert {row for row, _ in CELLS} == HOLDING.keys()
    assert {column for _, column in CELLS} == CASES.keys()


@pytest.mark.parametrize(("row", "column"), CELLS)
def test_a_cell(row: str, column: str) -> None:
    usual, _, of_urgent = CELLS[row, column].partition("; of an urgent rule, ")
    assert [outcome(row, event, urgency) for event, urgency in CASES[column]] == [usual] * len(CASES[column])
    if of_urgent:
        assert [outcome(row, event, 1) for event, _ in CASES[column]] == [of_urgent] * len(CASES[column])


def test_nothing_holds_back_what_no_option_is_set_for() -> None:
    for event in ("new", "rise", "update", "correction", "withdrawal"):
        assert ring_of(Asked(event, "fires", "ap", "ap/1"), (), NOW).now


def test_options_that_do_not_read_hold_nothing_back() -> None:
    assert ring_of(Asked("new", "fires", "ap", "ap/1", 3, Notify(zone="Nowhere")), (), NOW).now
