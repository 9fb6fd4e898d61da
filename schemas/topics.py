"""The table of topics: what each holds, who writes it and who reads it. Partitions and retention are settings."""

from typing import Literal

from msgspec import Struct

from schemas.ack import Ack
from schemas.article import Article
from schemas.dead import Dead
from schemas.enriched import Enriched
from schemas.notice import Matched, Notice
from schemas.notified import Thread
from schemas.replay import Replay, ReplayFiles
from schemas.routed import Routed
from schemas.rule import Rule
from schemas.ruleset import PublishedSet
from schemas.silence import Silence
from schemas.story import Agenda, Held, Name, Story
from schemas.worker import WorkerState


class Topic(Struct, frozen=True):
    """A topic. `record` is the type of its value, None where the value is bytes as received."""

    name: str
    key: str
    description: str
    producers: tuple[str, ...]
    consumers: tuple[str, ...]
    record: type[Struct] | None
    event: str
    """CloudEvents type of its messages."""
    cleanup: Literal["delete", "compact"] = "delete"
    partitioned: bool = True
    """False: one partition, whatever the setting, because every reader reads all of it."""
    others: tuple[type[Struct], ...] = ()
    """Records that stand in it beside `record`, each under keys of its own shape."""


RAW = Topic(
    "wire.raw", "source name", "Reports as received, bytes unchanged.", ("replay", "outside producers", "dead requeue"),
    ("clean",), None, "wirewatch.raw.v1",
)  # fmt: skip
CLEAN = Topic(
    "wire.clean", "story", "Articles, cleaned.", ("clean", "dead requeue"), ("enrich",),
    Article, "wirewatch.article.v1",
)  # fmt: skip
ENRICHED = Topic(
    "wire.enriched", "story", "Articles with entities, dates, language and fingerprint.", ("enrich", "dead requeue"),
    ("route",), Enriched, "wirewatch.enriched.v1",
)  # fmt: skip
ALERTS = Topic(
    "wire.alerts", "story", "Articles that rules matched, and why.", ("route",), ("file", "desk"),
    Routed, "wirewatch.alert.v1",
)  # fmt: skip
ARCHIVE = Topic(
    "wire.archive", "story", "Articles that alert nobody, and why not.", ("route",), ("file",),
    Routed, "wirewatch.archived.v1",
)  # fmt: skip
MATCHES = Topic(
    "wire.matches", "rule", "Each alert once for each rule that it concerns.", ("route", "dead requeue"), ("notify",),
    Matched, "wirewatch.match.v1",
)  # fmt: skip
NOTICES = Topic(
    "wire.notices", "rule", "One notice per rule and story event.", ("notify", "desk"), ("deliver",),
    Notice, "wirewatch.notice.v1",
)  # fmt: skip
ACKS = Topic(
    "wire.acks", "id", "Who at a desk took which alert in hand, and their note.", ("desk",), ("desk",),
    Ack, "wirewatch.ack.v1", cleanup="compact", partitioned=False,
)  # fmt: skip
DEAD = Topic(
    "wire.dead", "as the input's", "What a stage could not read: bytes unchanged, the reason in headers.",
    ("clean", "enrich", "route", "notify", "dead requeue"), ("dead list", "dead requeue", "desk"),
    None, "wirewatch.dead.v1",
)  # fmt: skip
RULES = Topic(
    "wire.rules", "rule id", "The standing rules, published.", ("rules publish",), ("route",),
    Rule, "wirewatch.rule.v1", cleanup="compact", partitioned=False,
)  # fmt: skip
RULE_SETS = Topic(
    "wire.rules.sets", "the word current", "Which set of published rules is in force.", ("rules publish",), ("route",),
    PublishedSet, "wirewatch.rule-set.v1", cleanup="compact", partitioned=False,
)  # fmt: skip
SILENCES = Topic(
    "wire.silences", "silence id", "What is not to ring, until when, and who said so.", ("silence",),
    ("notify", "silence"), Silence, "wirewatch.silence.v1", cleanup="compact", partitioned=False,
)  # fmt: skip
STATE_WORKERS = Topic(
    "wire.state.workers", "host:pid", "What each worker says of itself.", ("worker",), ("rules status", "desk"),
    WorkerState, "wirewatch.worker.v1", cleanup="compact", partitioned=False,
)  # fmt: skip
STATE_ROUTE = Topic(
    "wire.state.route", "story", "What route remembers: stories, versions that wait, names, takes.", ("route",),
    ("route",),
    Story, "wirewatch.story.v1", cleanup="compact",
    others=(Held, Agenda, Name, Enriched),
)  # fmt: skip
STATE_NOTIFY = Topic(
    "wire.state.notify", "rule", "What notify remembers of each rule.", ("notify",), ("notify",),
    Thread, "wirewatch.thread.v1", cleanup="compact",
)  # fmt: skip
STATE_REPLAY = Topic(
    "wire.state.replay", "replay id", "How far each replay has come.", ("replay",), ("replay", "desk"),
    Replay, "wirewatch.replay.v1", cleanup="compact", partitioned=False,
)  # fmt: skip

STATE_REPLAY_FILES = Topic(
    "wire.state.replay.files", "replay id/part", "The files of each unfinished replay.", ("replay",), ("replay",),
    ReplayFiles, "wirewatch.replay-files.v1", cleanup="compact", partitioned=False,
)  # fmt: skip

TOPICS: tuple[Topic, ...] = (
    RAW,
    CLEAN,
    ENRICHED,
    ALERTS,
    ARCHIVE,
    MATCHES,
    NOTICES,
    ACKS,
    DEAD,
    RULES,
    RULE_SETS,
    SILENCES,
    STATE_WORKERS,
    STATE_ROUTE,
    STATE_NOTIFY,
    STATE_REPLAY,
    STATE_REPLAY_FILES,
)
BY_NAME = {topic.name: topic for topic in TOPICS}
DEAD_HEADERS = Dead
