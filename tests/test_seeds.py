"""The seeds: what the pipeline makes of those picked by hand is what seeds/expected.yaml says; every other one ends."""

import hashlib
from collections.abc import Iterable
from pathlib import Path

import msgspec
import pytest
from click.testing import CliRunner
from msgspec import Struct

from agents.stage import Message
from agents.text.title import display_title
from schemas.article import Article
from schemas.enriched import Enriched, Entity
from schemas.headers import Envelope, Origin
from schemas.routed import Outcome, Routed
from schemas.topics import MATCHES
from streams.cli import main
from streams.hops.stages import STAGES
from streams.kafka.outgoing import Input, Outgoing, carry_out
from streams.rules.files import load_rules
from streams.settings import Settings

SEEDS = Path(__file__).parent.parent / "seeds"
RULES = SEEDS / "rules.yaml"
FILES = sorted(SEEDS.glob("[0-9]*.txt"))
AS_DELIVERED = "a09f3c71208096902179641d43a86e12836d4fc5d2465e74aecf282066debd2c"
"""SHA-256 of the report 000."""


class Expected(Struct, frozen=True, forbid_unknown_fields=True):
    """One entry of seeds/expected.yaml; what its keys mean stands there."""

    report: str
    outcome: Outcome
    paragraphs: int
    entities: tuple[tuple[str, ...], ...]
    dates: tuple[tuple[str, str], ...]
    rules: dict[str, tuple[str, ...]] = {}
    title: str | None = None
    contains: tuple[str, ...] = ()
    captions: tuple[tuple[str, str | None], ...] = ()


EXPECTED = msgspec.yaml.decode((SEEDS / "expected.yaml").read_bytes(), type=tuple[Expected, ...])


@pytest.fixture(scope="module")
def stages() -> dict[str, object]:
    """The stages as a worker makes them; the model is loaded once."""
    settings = Settings(rules=RULES, model="fast")
    return {row.name: row.make(settings) for row in STAGES}


@pytest.fixture(scope="module")
def routed(stages: dict[str, object]) -> dict[str, Routed]:
    """The picked reports at the end of the pipeline, by file."""
    messages = [received(number, SEEDS / each.report) for number, each in enumerate(EXPECTED)]
    for name in ("clean", "enrich", "route"):
        outgoing = [each for each in through(name, stages[name], messages) if each.topic != MATCHES.name]
        messages = [sent_on(each) for each in outgoing]
    return {
        each.report: msgspec.json.decode(one.value, type=Routed) for each, one in zip(EXPECTED, outgoing, strict=True)
    }


def received(number: int, path: Path) -> Input:
    """A report as it lies in wire.raw at noon of its date."""
    value, place = path.read_bytes(), Origin("wire.raw", 0, number)
    now = f"{value[6:16].decode()}T12:00:00Z"
    envelope = Envelope(path.name, source="seeds", type="wirewatch.raw.v1", now=now, entered=0, origin=place)
    return Input(Message(b"seeds", value, envelope), place)


def through(name: str, stage: object, messages: list[Input]) -> list[Outgoing]:
    """What a stage sends on, in order."""
    outcomes = carry_out(name, stage, messages, {}, limit=1_000_000)  # type: ignore[arg-type]  # made by its row
    return [outgoing for outcome in outcomes for outgoing in outcome.outgoing]


def sent_on(message: Outgoing) -> Input:
    envelope = Envelope.from_kafka(message.headers, now="", entered=0)
    assert envelope.origin is not None
    return Input(Message(message.key, message.value, envelope), envelope.origin)


def missing(wanted: Iterable[object], found: Iterable[object]) -> list[object]:
    """What is wanted and was not found."""
    there = set(found)
    return [each for each in wanted if each not in there]


@pytest.mark.parametrize("expected", EXPECTED, ids=lambda each: each.report[:3])
class TestPicked:
    def test_outcome_and_rules(self, expected: Expected, routed: dict[str, Routed]) -> None:
        verdict = routed[expected.report].verdict
        assert (verdict.outcome, sorted(each.rule for each in verdict.matches)) == (
            expected.outcome,
            sorted(expected.rules),
        )
        for match in verdict.matches:
            marked = {mark.text for mark in match.marks}
            assert missing(expected.rules[match.rule], marked) == [], f"{match.rule} marked {sorted(marked)}"

    def test_text(self, expected: Expected, routed: dict[str, Routed]) -> None:
        article = routed[expected.report].article
        assert len(article.body) == expected.paragraphs
        title, kind = display_title(article)
        assert (article.headline, kind) == (None, "first-sentence")
        assert expected.title in (None, title)
        assert [piece for piece in expected.contains if piece not in article.text] == []
        assert tuple((each.text, each.credit) for each in article.captions) == expected.captions
        assert [text for text, _ in expected.captions if text in article.text] == []

    def test_entities(self, expected: Expected, routed: dict[str, Routed]) -> None:
        # A place may be found whole, with its state: "Fort Collins, Colorado" is a find of Fort Collins.
        found = [part for each in routed[expected.report].entities for part in with_parts(each)]
        plain = {(each.text, each.label) for each in found}
        placed = {(each.text, each.label, each.place.country) for each in found if each.place}
        lost = missing(expected.entities, plain | placed)
        assert lost == [], f"found: {sorted(map(str, plain | placed))}"

    def test_dates(self, expected: Expected, routed: dict[str, Routed]) -> None:
        found = {(each.text, each.value) for each in routed[expected.report].dates}
        assert missing(expected.dates, found) == [], f"found {sorted(found)}"


def with_parts(entity: Entity) -> list[Entity]:
    """The entity, and, of a place that is written with a larger one, each of the two."""
    parts = entity.text.split(", ") if entity.label == "LOC" else []
    return [entity, *(msgspec.structs.replace(entity, text=part) for part in parts)]


def test_each_rule_in_force_has_a_report_picked_for_it() -> None:
    in_force = {rule.id for rule in load_rules(RULES).rules.values() if rule.enabled}
    assert in_force == {rule for each in EXPECTED for rule in each.rules}


def test_every_report_ends_as_alert_or_archive(stages: dict[str, object]) -> None:
    """Without enrichment, which takes its time and passes each article on."""
    cleaned = through("clean", stages["clean"], [received(number, path) for number, path in enumerate(FILES)])
    assert len(FILES) > 300
    assert [FILES[n].name for n, each in enumerate(cleaned) if each.topic != "wire.clean"] == []
    enriched = [unenriched(sent_on(each)) for each in cleaned]
    ended = [each for each in through("route", stages["route"], enriched) if each.topic != MATCHES.name]
    assert [each.topic for each in ended if each.topic not in ("wire.alerts", "wire.archive")] == []
    assert len(ended) == len(FILES)


def unenriched(cleaned: Input) -> Input:
    article = msgspec.json.decode(cleaned.message.value, type=Article)
    value = msgspec.json.encode(Enriched(article.id, article))
    return Input(Message(cleaned.message.key, value, cleaned.message.envelope), cleaned.place)


def test_no_report_stands_twice() -> None:
    assert len({path.read_bytes()[17:] for path in FILES}) == len(FILES)


def test_a_name_is_the_digest_of_its_file() -> None:
    digests = {path.stem[4:]: hashlib.blake2b(path.read_bytes(), digest_size=8).hexdigest() for path in FILES[1:]}
    assert [name for name, digest in digests.items() if name != digest] == []


def test_the_report_000_is_as_it_was_delivered() -> None:
    assert hashlib.sha256(FILES[0].read_bytes()).hexdigest() == AS_DELIVERED


def test_the_rules_load() -> None:
    result = CliRunner().invoke(main, ["rules", "check", str(RULES)])
    assert result.exit_code == 0, result.stderr
