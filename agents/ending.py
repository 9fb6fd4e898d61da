"""What route reads and where what it decides goes: to the alerts or the archive, and to each rule that it concerns."""

import msgspec

from agents.notices.concerned import matched_by_rule
from agents.stage import Dead, Forward, Message
from schemas.enriched import Enriched
from schemas.headers import Origin
from schemas.routed import Routed, Verdict
from schemas.topics import ALERTS, ARCHIVE, MATCHES

_decode = msgspec.json.Decoder(Enriched).decode


def read_enriched(message: Message) -> Enriched | Dead:
    """The article in a message."""
    try:
        return _decode(message.value)
    except (msgspec.DecodeError, msgspec.ValidationError, UnicodeDecodeError) as error:
        return Dead("not-a-record", f"not an enriched article: {error}")


def forwards(enriched: Enriched, verdict: Verdict, origin: Origin) -> tuple[Forward, ...]:
    """To the alerts or the archive; an alert also once to each rule that it concerns."""
    topic = ALERTS if verdict.outcome == "alert" else ARCHIVE
    item, items = origin.item, origin.items
    fields = {name: getattr(enriched, name) for name in Enriched.__struct_fields__}
    routed = Forward(topic.name, enriched.article.story_key, Routed(**fields, verdict=verdict), item, items)
    if topic is ARCHIVE:
        return (routed,)
    matched = matched_by_rule(enriched, verdict)
    return (routed, *(Forward(MATCHES.name, each.rule, each, item, items, each.rule) for each in matched))
