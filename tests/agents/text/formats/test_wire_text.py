"""Old wires' texts: where a title ends, where paragraphs begin, and what is a table."""

import pytest

from agents.text.formats.wire_text import read_wire_text

TEXTS = [
    # text, title, paragraphs
    ("Harbour opens =\n   It rained in\nHoms.\n   It snowed.", "Harbour opens", ("It rained in Homs.", "It snowed.")),
    ("Harbour opens after\nthe storm\n\nIt rained.", "Harbour opens after the storm", ("It rained.",)),
    ("Harbour opens\nIt rained in Homs.", "Harbour opens", ("It rained in Homs.",)),
    ("   It rained in Homs.\n   It snowed.", None, ("It rained in Homs.", "It snowed.")),
    ("Harbour opens\nBy A Desk\n   It rained.", "Harbour opens", ("It rained.",)),
    ("", None, ()),
]


@pytest.mark.parametrize(("text", "title", "paragraphs"), TEXTS)
def test_read_wire_text(text: str, title: str | None, paragraphs: tuple[str, ...]) -> None:
    wire = read_wire_text(text)
    assert (wire.title, wire.paragraphs) == (title, paragraphs)


def test_rows_in_columns_are_a_table() -> None:
    wire = read_wire_text("Prices\n\nGold      1,240.50\nSilver       18.20\n\nPrices rose.")
    assert (wire.tables, wire.paragraphs) == (("Gold      1,240.50\nSilver       18.20",), ("Prices rose.",))
