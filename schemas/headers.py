"""The headers of every message: CloudEvents 1.0, Kafka protocol binding in binary mode, with our extensions.

Extension names are lower-case letters and digits, as CloudEvents asks.
"""

from collections.abc import Iterable, Sequence

from msgspec import Struct

KafkaHeaders = list[tuple[str, bytes]]
CONTENT_JSON = "application/json"
CONTENT_BYTES = "application/octet-stream"


class Origin(Struct, frozen=True, order=True):
    """The report in wire.raw that a message comes from: what `audit` accounts by. `item` counts within one file."""

    topic: str
    partition: int
    offset: int
    item: int = 0
    items: int = 1

    def __str__(self) -> str:
        return f"{self.topic}/{self.partition}/{self.offset}/{self.item}/{self.items}"

    @classmethod
    def parse(cls, text: str) -> "Origin":
        """Read what `str` wrote. Raises ValueError on anything else."""
        topic, partition, offset, item, items = text.rsplit("/", 4)
        return cls(topic, int(partition), int(offset), int(item), int(items))


class Envelope(Struct, frozen=True, omit_defaults=True):
    """Headers as a record. `now` is the stages' moment (ISO 8601, UTC); `entered` is wall clock in milliseconds.

    `entered` serves to measure the time to an alert and nothing else: no verdict may depend on it.
    """

    id: str
    source: str
    type: str
    now: str
    entered: int
    content: str = CONTENT_JSON
    origin: Origin | None = None
    replay: str | None = None
    deliver: bool = True
    format: str | None = None
    """A hint at the format of a raw message; recognition by content has the last word."""
    request: str | None = None
    """A request to look back, `schemas.request.Request` as JSON; and what came of one."""
    dead_stage: str | None = None
    dead_reason: str | None = None
    dead_error: str | None = None
    dead_input: str | None = None
    """For a dead letter: topic/partition/offset/item/items of the message that could not be read."""

    def to_kafka(self) -> KafkaHeaders:
        """As Kafka headers: `ce_*` for CloudEvents' attributes and our extensions."""
        pairs = [
            ("ce_specversion", "1.0"),
            ("ce_id", self.id),
            ("ce_source", self.source),
            ("ce_type", self.type),
            ("ce_time", self.now),
            ("content-type", self.content),
            ("ce_entered", str(self.entered)),
        ]
        optional = [
            ("ce_origin", str(self.origin) if self.origin else None),
            ("ce_replay", self.replay),
            ("ce_deliver", None if self.deliver else "no"),
            ("ce_format", self.format),
            ("ce_request", self.request),
            ("ce_deadstage", self.dead_stage),
            ("ce_deadreason", self.dead_reason),
            ("ce_deaderror", self.dead_error),
            ("ce_deadinput", self.dead_input),
        ]
        return [(name, value.encode()) for name, value in (*pairs, *optional) if value is not None]

    @classmethod
    def from_kafka(cls, headers: Iterable[tuple[str, bytes | None]], *, now: str, entered: int) -> "Envelope":
        """Read headers back; `now` and `entered` stand in where a producer outside ours gave none.

        Raises ValueError where a header of ours does not read.
        """
        got = {name: value.decode("utf-8", "replace") for name, value in headers if value is not None}
        origin = got.get("ce_origin")
        return cls(
            id=got.get("ce_id", ""),
            source=got.get("ce_source", ""),
            type=got.get("ce_type", ""),
            now=got.get("ce_time", now),
            entered=int(got.get("ce_entered", entered)),
            content=got.get("content-type", CONTENT_BYTES),
            origin=Origin.parse(origin) if origin else None,
            replay=got.get("ce_replay"),
            deliver=got.get("ce_deliver", "yes") != "no",
            format=got.get("ce_format"),
            request=got.get("ce_request"),
            dead_stage=got.get("ce_deadstage"),
            dead_reason=got.get("ce_deadreason"),
            dead_error=got.get("ce_deaderror"),
            dead_input=got.get("ce_deadinput"),
        )


def header(headers: Sequence[tuple[str, bytes]], name: str) -> str | None:
    """One header's text, or None: for readers that need no more than one."""
    return next((value.decode("utf-8", "replace") for key, value in headers if key == name), None)
