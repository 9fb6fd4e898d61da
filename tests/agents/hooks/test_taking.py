"""Who takes which notice."""

from typing import Any

import pytest

from agents.hooks.taking import as_delivered, takes
from schemas.hook import DRILL, Endpoint
from schemas.notice import Notice

CASES: list[tuple[dict[str, Any], dict[str, Any], bool]] = [
    # endpoint, notice: takes it
    ({}, {}, True),
    ({"rules": ("wmd-*",)}, {"rule": "wmd-iran"}, True),
    ({"rules": ("wmd-*",)}, {"rule": "floods"}, False),
    ({"rules": ("wmd-*", "floods")}, {"rule": "floods"}, True),
    ({"rules": ("wmd-*",)}, {"rule": "floods", "hooks": ("here",)}, True),
    ({}, {"hooks": ("elsewhere",)}, False),
    ({}, {"event": "update", "ring": False}, False),
    ({"events": ("update",)}, {"event": "update", "ring": False}, True),
    ({"events": ("update",)}, {"event": "new"}, False),
    ({"events": ("update",)}, {"event": "correction"}, True),
    ({}, {"event": "correction", "ring": False}, True),
    ({"events": ("new",)}, {"event": "withdrawal", "ring": False}, True),
    ({}, {"event": "rise"}, True),
    ({}, {"event": "digest"}, True),
    ({}, {"ring": False, "muted": "silenced by the desk editor"}, False),
    ({"events": ("new",)}, {"ring": False, "muted": "quiet hours"}, False),
    ({"events": ("new", "muted")}, {"ring": False, "muted": "quiet hours"}, True),
    ({"rules": ("wmd-*",), "events": ("rise",)}, {"event": "test"}, True),
]


@pytest.mark.parametrize(("endpoint", "notice", "taken"), CASES)
def test_taking(endpoint: dict[str, Any], notice: dict[str, Any], taken: bool) -> None:
    made = Notice(**{"id": "n-1", "event": "new", "rule": "floods", "thread": "n-1", **notice})
    assert takes(Endpoint("here", "https://hooks.example/", **endpoint), made) is taken


@pytest.mark.parametrize("event", ["new", "update", "correction"])
def test_a_drill_is_a_test_whatever_it_led_to(event: Any) -> None:
    delivered = as_delivered(Notice("n-1", event, DRILL, "n-1", muted="already known"))
    assert (delivered.event, delivered.ring, delivered.muted) == ("test", False, None)
    news = Notice("n-1", event, "floods", "n-1")
    assert as_delivered(news) is news
