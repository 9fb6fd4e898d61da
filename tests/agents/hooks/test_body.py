"""What is posted, and templates in their sandbox."""

import json
from pathlib import Path

import msgspec
import pytest

from agents.hooks.body import cloud_event, sample, templated
from agents.hooks.text import BadTemplate
from schemas.hook import Posted, Pulse

SHIPPED = Path(__file__).parents[3] / "streams" / "hooks" / "templates"
NOTICE = sample("2025-12-22T10:00:00.000Z", "1")


def test_the_default_body_is_a_cloud_event_around_the_notice() -> None:
    event = json.loads(cloud_event(NOTICE, "https://desk.example/story/a"))
    data = event.pop("data")
    assert event == {
        "specversion": "1.0",
        "id": "test/1",
        "source": "wirewatch",
        "type": "wirewatch.test.v1",
        "subject": "test/1",
        "time": "2025-12-22T10:00:00.000Z",
        "datacontenttype": "application/json",
        "link": "https://desk.example/story/a",
    }
    assert msgspec.convert(data, Posted) == NOTICE


@pytest.mark.parametrize(
    ("event", "kind"),
    [("new", "notice"), ("withdrawal", "notice"), ("heartbeat", "heartbeat"), ("endpoint", "endpoint")],
)
def test_what_is_no_news_has_a_type_of_its_own(event: str, kind: str) -> None:
    posted = Posted("n-1", event, "rule", "n-1", pulse=Pulse("here", "now"))  # type: ignore[arg-type] # one of the events
    assert json.loads(cloud_event(posted, None))["type"] == f"wirewatch.{kind}.v1"


@pytest.mark.parametrize("path", sorted(SHIPPED.iterdir()), ids=lambda path: path.name)
@pytest.mark.parametrize("posted", [NOTICE, Posted("n-1", "new", "rule", "n-1")], ids=["sample", "bare"])
def test_templates_that_come_along_make_what_they_should(path: Path, posted: Posted) -> None:
    body, content = templated(path.read_text(), as_json=".json." in path.name, notice=posted, link=None)
    assert body
    assert content.startswith("application/json" if ".json." in path.name else "text/plain")


def test_text_of_a_report_cannot_break_out() -> None:
    evil = msgspec.structs.replace(NOTICE, headline='"}, <!channel> {{ 7 * 7 }} & \n\\')
    body, _ = templated((SHIPPED / "slack.json.j2").read_text(), as_json=True, notice=evil, link=None)
    text = json.loads(body)["text"]
    assert text == 'TEST, NO NEWS: "}, &lt;!channel&gt; {{ 7 * 7 }} &amp; \n\\'


@pytest.mark.parametrize(
    ("source", "message"),
    [
        ("{{ notice.headlin }}", "headlin"),
        ("{% for %}", "line 1"),
        ("{{ ''.__class__.__mro__ }}", "__class__"),
        ("{{ notice.extracts.append(1) }}", "append"),
        ("{{ cycler.__init__.__globals__ }}", "__init__"),
        ("{% for a in range(1000000) %}x{% endfor %}", "Range too big"),
        ("{% for a in range(9999) %}{% for b in range(9999) %}x{% endfor %}{% endfor %}", "more than 256,000"),
        ("{{ 1 / 0 }}", "ZeroDivisionError"),
    ],
)
def test_a_template_that_goes_wrong_says_where(source: str, message: str) -> None:
    with pytest.raises(BadTemplate, match=message):
        templated(source, as_json=False, notice=NOTICE, link=None)


def test_json_that_is_none() -> None:
    with pytest.raises(BadTemplate, match="no JSON"):
        templated('{"text": {{ notice.headline }} }', as_json=True, notice=NOTICE, link=None)
