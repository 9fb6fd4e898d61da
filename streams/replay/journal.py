"""The journal of replays: how far each has come, and its files, read from and written to their compacted topics."""

import logging
from collections.abc import AsyncIterator, Mapping, Sequence

import msgspec
from aiokafka import TopicPartition

from schemas.headers import Envelope, KafkaHeaders
from schemas.replay import Replay, ReplayFile, ReplayFiles
from schemas.topics import STATE_REPLAY, STATE_REPLAY_FILES, Topic
from streams.kafka.reading import Record, extents, read_between
from streams.kafka.transaction import Write
from streams.settings import Settings

log = logging.getLogger("wirewatch")

FILES_A_PART = 2_000  # about 300 KB a record: well below what any broker takes, few enough records

_encode = msgspec.json.encode
_replay = msgspec.json.Decoder(Replay).decode
_files = msgspec.json.Decoder(ReplayFiles).decode


async def read_replays(settings: Settings) -> dict[str, Replay]:
    """Every replay by id, in the order of their start, as committed now.

    To know a replay's own last word, fence its producer first: what an older process has under way is then decided.
    """
    found: dict[str, Replay] = {}
    async for record in _read(settings, STATE_REPLAY):
        if record.value is not None:
            replay = _replay(record.value)
            found[replay.id] = replay
    return dict(sorted(found.items(), key=lambda each: each[1].started))


async def read_files(settings: Settings, replay: str) -> tuple[ReplayFile, ...]:
    """The files of a replay as they were at its start; none if it has finished."""
    parts: dict[int, tuple[ReplayFile, ...]] = {}
    async for record in _read(settings, STATE_REPLAY_FILES):
        key, _, part = record.key.decode().rpartition("/")
        if key == replay:
            parts[int(part)] = () if record.value is None else _files(record.value).files
    return tuple(file for part in sorted(parts) for file in parts[part])


async def _read(settings: Settings, topic: Topic) -> AsyncIterator[Record]:
    """All of a topic, another replay's open transaction waited for: what it stands in front of may be our own word."""
    told = False

    def tell(behind: Mapping[TopicPartition, int]) -> None:
        nonlocal told
        if not told:
            log.warning(
                "another replay's transaction is open; waiting for it to end (%s)", ", ".join(tp.topic for tp in behind)
            )
        told = True

    async for record in read_between(settings, await extents(settings, [topic]), tell):
        yield record


def parts_of(files: Sequence[ReplayFile]) -> int:
    """In how many records a list of files is kept."""
    return max(1, -(-len(files) // FILES_A_PART))


def opening(replay: Replay, files: Sequence[ReplayFile], now: str, entered: int) -> list[Write]:
    """What is written at the start: the files, and that none of the reports has been sent."""
    entries = []
    for part in range(replay.parts):
        some = tuple(files[part * FILES_A_PART : (part + 1) * FILES_A_PART])
        entries.append(_part(replay.id, part, _encode(ReplayFiles(replay.id, part, some)), now, entered))
    return [*entries, *progress(replay, now, entered)]


def progress(replay: Replay, now: str, entered: int) -> list[Write]:
    """How far it has come."""
    headers = _headers(f"{replay.id}/{replay.sent}", STATE_REPLAY, now, entered)
    return [Write(STATE_REPLAY, replay.id.encode(), _encode(replay), headers)]


def closing(replay: Replay, now: str, entered: int) -> list[Write]:
    """What is written at the end: the last word, and the files taken back."""
    parts = [_part(replay.id, part, None, now, entered) for part in range(replay.parts)]
    return [*progress(replay, now, entered), *parts]


def _part(replay: str, part: int, value: bytes | None, now: str, entered: int) -> Write:
    key = f"{replay}/{part}"
    return Write(STATE_REPLAY_FILES, key.encode(), value, _headers(key, STATE_REPLAY_FILES, now, entered))


def _headers(name: str, topic: Topic, now: str, entered: int) -> KafkaHeaders:
    return Envelope(id=name, source="wirewatch/replay", type=topic.event, now=now, entered=entered).to_kafka()
