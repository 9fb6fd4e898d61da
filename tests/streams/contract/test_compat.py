"""What a change of a record breaks for readers of a released version, as a table of changes."""

from typing import Any

import msgspec
import pytest
from msgspec import Struct, defstruct

from streams.contract.compat import breaks


def schema_of(*fields: Any, closed: bool = False) -> dict[str, Any]:
    record: type[Struct] = defstruct("Report", fields, forbid_unknown_fields=closed)
    return {"Report": msgspec.json.schema(record)}


def literal(*values: str) -> Any:
    from typing import Literal

    return Literal[values]


KIND = ("kind", literal("new", "update"), "new")
RELEASED = (("id", str), ("count", int, 1), KIND)

CASES = {
    # what changed: (fields today, what is said of it)
    "nothing": (RELEASED, []),
    "optional field added": ((*RELEASED, ("note", str | None, None)), []),
    "value of an enumeration dropped": ((*RELEASED[:2], ("kind", literal("new"), "new")), []),
    "field removed": ((("id", str), KIND), ["Report.count: removed"]),
    "field retyped": (
        (("id", str), ("count", float, 1), KIND),
        ["Report.count: retyped ({'type': 'integer'}, now {'type': 'number'})"],
    ),
    "field may be null now": (
        (("id", str), ("count", int | None, 1), KIND),
        [
            "Report.count: retyped ({'type': 'integer'}, now {'anyOf': [{'type': 'integer'}, {'type': 'null'}]})",
        ],
    ),
    "required field added": (
        (("id", str), ("more", str), *RELEASED[1:]),
        ["Report.more: newly required, and yesterday's messages lack it"],
    ),
    "required field made optional": (
        (("id", str, ""), *RELEASED[1:]),
        ["Report.id: another default (None, now '')", "Report.id: no longer required, but released readers need it"],
    ),
    "another default": (
        (("id", str), ("count", int, 2), KIND),
        ["Report.count: another default (1, now 2)"],
    ),
    "value of an enumeration added": (
        (*RELEASED[:2], ("kind", literal("new", "update", "kill"), "new")),
        ["Report.kind: new values that released readers refuse: kill"],
    ),
}


@pytest.mark.parametrize("change", CASES)
def test_a_change(change: str) -> None:
    fields, expected = CASES[change]
    assert breaks(schema_of(*RELEASED), schema_of(*fields)) == expected


def test_a_closed_record_can_take_no_addition() -> None:
    added = (*RELEASED, ("note", str | None, None))
    assert breaks(schema_of(*RELEASED, closed=True), schema_of(*added, closed=True)) == [
        "Report.note: added to a record that refuses unknown properties"
    ]


def test_a_record_that_is_gone() -> None:
    assert breaks(schema_of(*RELEASED), {}) == ["Report: the record is gone"]


@pytest.mark.parametrize("change", [name for name, (_, said) in CASES.items() if not said])
def test_what_is_said_to_be_readable_is_read(change: str) -> None:
    """The oracle: a reader of the released record decodes a message of today's that sets all it can."""
    today: type[Struct] = defstruct("Report", CASES[change][0])
    old: type[Struct] = defstruct("Report", RELEASED)
    message = msgspec.json.encode(today(id="x"))
    assert msgspec.to_builtins(msgspec.json.decode(message, type=old)).keys() == {"id", "count", "kind"}
