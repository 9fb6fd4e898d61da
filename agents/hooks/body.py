"""What is posted: CloudEvents JSON around the notice, and plain text or JSON from a template."""

from typing import Any

import msgspec

from agents.hooks.text import BadTemplate, render
from schemas.headers import CONTENT_JSON
from schemas.hook import Posted
from schemas.notice import Carrier, Extract
from schemas.topics import NOTICES

CONTENT_EVENT = "application/cloudevents+json"
CONTENT_TEXT = "text/plain; charset=utf-8"
_TYPES = {
    # CloudEvents types of what is no news: a receiver that only knows notices takes none of them for one.
    "test": "wirewatch.test.v1",
    "heartbeat": "wirewatch.heartbeat.v1",
    "endpoint": "wirewatch.endpoint.v1",
}


def cloud_event(notice: Posted, link: str | None) -> bytes:
    """The default body: CloudEvents 1.0 in JSON, the notice as `data`, the desk's page of the story as `link`."""
    event: dict[str, Any] = {
        "specversion": "1.0",
        "id": notice.id,
        "source": "wirewatch",
        "type": _TYPES.get(notice.event, NOTICES.event),
        "subject": notice.thread,
        "time": notice.alerted,
        "datacontenttype": CONTENT_JSON,
        "link": link,
        "data": notice,
    }
    return msgspec.json.encode({name: value for name, value in event.items() if value not in (None, "")})


def templated(source: str, *, as_json: bool, notice: Posted, link: str | None) -> tuple[bytes, str]:
    """A body from a template's source, and its content type. Raises BadTemplate, also for JSON that is none."""
    text = render(source, facts(notice, link))
    if not as_json:
        return text.strip().encode(), CONTENT_TEXT
    try:
        return msgspec.json.encode(msgspec.json.decode(text)), CONTENT_JSON
    except msgspec.DecodeError as error:
        raise BadTemplate(f"what it makes is no JSON: {error}") from error


def facts(notice: Posted, link: str | None) -> dict[str, Any]:
    """What a template can speak of: `notice` with every field, `link`, and `kind`, a word in capitals that leads."""
    fields = {name: getattr(notice, name) for name in notice.__struct_fields__}
    return {"notice": msgspec.to_builtins(fields), "link": link, "kind": _KINDS[notice.event]}


_KINDS = {
    # What leads a message to people: the first notice of a story needs no word.
    "new": "",
    "update": "UPDATE",
    "correction": "CORRECTION",
    "withdrawal": "WITHDRAWN",
    "rise": "MORE URGENT",
    "digest": "DIGEST",
    "test": "TEST, NO NEWS",
    "heartbeat": "HEARTBEAT",
    "endpoint": "HOOKS",
}


def sample(now: str, number: str) -> Posted:
    """A notice to try an endpoint with. It is marked as a test; `number` makes its id its own."""
    text = "This is a sample, sent to try this endpoint: nothing has happened."
    return Posted(
        id=f"test/{number}",
        event="test",
        rule="wirewatch-test",
        thread=f"test/{number}",
        ring=False,
        rule_name="A sample",
        query='"sample"',
        urgency=5,
        headline="A sample from Wirewatch, no news",
        sent=now,
        received=now,
        alerted=now,
        extracts=(Extract(text, ((10, 16),)),),
        matched=("sample",),
        also=(Carrier("sample/2/1", "sample", "2", "The same sample, from another agency", now),),
    )
