"""What a stage's endings become on the wire."""

from collections.abc import Callable, Sequence

import msgspec
import pytest

from agents.memory import Forgetful, Layer, Memory
from agents.stage import Dead, Decision, Ending, Forward, Message, Remember
from schemas.article import Article
from schemas.headers import Envelope, Origin
from schemas.story import Story
from streams.kafka.outgoing import Input, carry_out

ENVELOPE = Envelope(id="r/1", source="desk", type="wirewatch.raw.v1", now="2017-12-28T10:00:00Z", entered=5, replay="r")
PLACE = Origin("wire.raw", 2, 118)
ARTICLE = Article(id="p/s/1", provider="p", story="s")


class Scripted:
    """A stage that decides what the test says."""

    def __init__(self, decide_one: Callable[[Message, Memory], Decision]) -> None:
        self._decide_one = decide_one

    def decide(self, messages: Sequence[Message], memory: Memory) -> list[Decision]:
        """Each message by the script; what one remembers, the next sees."""
        layer, decisions = Layer(memory), []
        for message in messages:
            decision = self._decide_one(message, layer)
            layer.put((each.key, each.value and msgspec.json.encode(each.value)) for each in decision.remember)
            decisions.append(decision)
        return decisions


def given(value: bytes = b"bytes \xff as they came", origin: Origin | None = PLACE) -> Input:
    """An input of the stage."""
    return Input(Message(b"desk", value, msgspec.structs.replace(ENVELOPE, origin=origin)), PLACE)


def endings(*each: Ending) -> Scripted:
    """A stage that always ends so."""
    return Scripted(lambda message, memory: Decision(each))


def test_forward_carries_the_origin_and_deterministic_ids() -> None:
    """The same input gives the same bytes and headers, and they say where it came from."""
    stage = endings(Forward("wire.clean", "p/s", ARTICLE, item=1, items=3))
    (first,), (second,) = (carry_out("clean", stage, [given()], Forgetful(), 10_000) for _ in range(2))
    assert first == second
    (message,) = first.outgoing
    headers = dict(message.headers)
    assert (message.topic, message.key) == ("wire.clean", b"p/s")
    assert msgspec.json.decode(message.value, type=Article) == ARTICLE
    assert headers["ce_id"] == b"wire.raw/2/118/1/3/clean"
    assert headers["ce_origin"] == b"wire.raw/2/118/1/3"
    assert headers["ce_type"] == b"wirewatch.article.v1"
    assert headers["ce_specversion"] == b"1.0"
    assert (headers["ce_replay"], headers["ce_entered"]) == (b"r", b"5")


def test_dead_letter_keeps_the_bytes() -> None:
    """Bytes unchanged; headers say stage, reason, error and where the input lies."""
    (outcome,) = carry_out("clean", endings(Dead("no-date-line", "line 1: no date")), [given()], Forgetful(), 10_000)
    (message,) = outcome.outgoing
    back = Envelope.from_kafka(message.headers, now="", entered=0)
    assert (message.topic, message.key, message.value) == ("wire.dead", b"desk", b"bytes \xff as they came")
    assert (back.dead_stage, back.dead_reason, back.dead_error) == ("clean", "no-date-line", "line 1: no date")
    assert back.dead_input == "wire.raw/2/118/0/1"


def poisoned(message: Message, memory: Memory) -> Decision:
    """Raises on poison; otherwise counts in memory how many came before."""
    if message.value == b"poison":
        raise ZeroDivisionError("a fault of ours")
    before = memory.get("count")
    count = int(msgspec.json.decode(before, type=Story).key) + 1 if before else 1
    story = Article(id=f"p/s/{count}", provider="p", story="s")
    return Decision((Forward("wire.clean", "p/s", story),), (Remember("count", Story(str(count))),))


def test_a_stage_that_raises_costs_one_report_not_the_batch() -> None:
    """The others of the batch are decided as if the poison had not been there, memory included."""
    batch = [given(b"a"), given(b"poison"), given(b"b")]
    outcomes = carry_out("clean", Scripted(poisoned), batch, Forgetful(), 10_000)
    ends = [outcome.outgoing[0].topic for outcome in outcomes]
    assert ends == ["wire.clean", "wire.dead", "wire.clean"]
    assert b'"p/s/2"' in outcomes[2].outgoing[0].value
    error = dict(outcomes[1].outgoing[0].headers)["ce_deaderror"].decode()
    assert error.startswith("ZeroDivisionError: a fault of ours (")


CASES: list[tuple[str, Scripted, str]] = [
    ("a stage that decides nothing", endings(), "decided nothing"),
    (
        "an article that has outgrown the topic",
        endings(Forward("wire.clean", "p/s", Article(id="x" * 999, provider="p", story="s"))),
        "bytes after clean, more than the 500",
    ),
]


@pytest.mark.parametrize(("name", "stage", "error"), CASES, ids=[case[0] for case in CASES])
def test_what_cannot_go_on_is_a_dead_letter(name: str, stage: Scripted, error: str) -> None:
    """Never lost, never sent where it does not fit."""
    (outcome,) = carry_out("clean", stage, [given()], Forgetful(), 500)
    (message,) = outcome.outgoing
    assert message.topic == "wire.dead"
    assert error in dict(message.headers)["ce_deaderror"].decode()


def test_what_is_remembered_goes_to_the_changelog() -> None:
    """Encoded under its key; forgetting is a tombstone."""
    stage = Scripted(
        lambda message, memory: Decision((Dead("empty", "-"),), (Remember("a", Story("a")), Remember("b", None)))
    )
    (outcome,) = carry_out("route", stage, [given()], Forgetful(), 500)
    assert outcome.remember == (("a", b'{"key":"a"}'), ("b", None))
