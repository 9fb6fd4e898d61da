"""A chaos run: feed, workers, trouble, and the account of it. `python -m tests.chaos.run` (or `make chaos`)."""

import argparse
import asyncio
import shutil
import sys
import tempfile
import time
from pathlib import Path

from aiokafka import AIOKafkaProducer
from msgspec import Struct

from schemas.topics import RAW
from streams.audit import audit
from streams.audit.matches import match_problems, unnoticed
from streams.broker import Broker
from streams.kafka.connection import client_options
from streams.kafka.topics import make_topics
from streams.settings import Settings
from tests.chaos.crew import Crew
from tests.chaos.feed import RULES, Planned, plan
from tests.chaos.trouble import Trouble
from tests.chaos.verdict import disagreements

_AT_ONCE = 10  # reports sent together
_STEP = 8.0  # seconds that a step of trouble takes, about


class Outcome(Struct, frozen=True):
    """What a run came to. `wrong` empty: nothing lost, nothing doubled, state right."""

    reports: int
    seconds: float
    trouble: dict[str, int]
    exits: dict[int, int]
    wrong: tuple[str, ...]


async def run_chaos(
    settings: Settings, broker: Broker, folder: Path, *, reports: int, seed: int, trouble: dict[str, int],
    pause: tuple[float, float], catch_up: float,
) -> Outcome:  # fmt: skip
    """Feed `reports` while the trouble lasts, wait until everything has an ending, hold it against the plan."""
    rules = folder / "rules.yaml"
    rules.write_text(RULES)
    crew = Crew(_environment(settings, rules, folder), folder)
    planned = plan(reports, seed)
    began = time.monotonic()
    try:
        await asyncio.gather(crew.start("north"), crew.start("south"))
        maker = Trouble(crew, broker, settings, seed, pause)
        troubling = asyncio.create_task(maker.make(trouble))
        await _feed(settings, planned, sum(trouble.values()), troubling)
        await troubling
        account = await audit(settings, wait=catch_up)
        unnoticed = await _until_noticed(settings, catch_up)
    finally:
        await crew.stop()
    wrong = (*account.problems, *unnoticed, *await disagreements(settings, planned))
    return Outcome(len(planned), time.monotonic() - began, dict(maker.done), dict(crew.exits), wrong)


async def _until_noticed(settings: Settings, patience: float) -> list[str]:
    """Matches that have not become a notice when patience ends, and those that became two."""
    deadline = time.monotonic() + patience
    while (left := await unnoticed(settings)) and time.monotonic() < deadline:  # noqa: ASYNC110 (a topic sets no event)
        await asyncio.sleep(0.5)
    late = [f"wire.notices: {origin} for rule {rule} has not come" for origin, rule in left]
    return late + await match_problems(settings)


async def _feed(settings: Settings, planned: list[Planned], steps: int, until: asyncio.Task[None]) -> None:
    """Send at a pace that lasts about as long as the trouble does; what is left when that ends goes at once."""
    pause = _STEP * steps * _AT_ONCE / len(planned)
    producer = AIOKafkaProducer(**client_options(settings), enable_idempotence=True, request_timeout_ms=120_000)
    await producer.start()
    try:
        for start in range(0, len(planned), _AT_ONCE):
            for each in planned[start : start + _AT_ONCE]:
                await producer.send(settings.topic(RAW.name), each.value, each.source)
            await producer.flush()
            if not until.done():
                await asyncio.wait([until], timeout=pause)
    finally:
        await producer.stop()


def _environment(settings: Settings, rules: Path, folder: Path) -> dict[str, str]:
    return {
        "WIREWATCH_BOOTSTRAP": f'["{settings.bootstrap[0]}"]',
        "WIREWATCH_GROUP": settings.group,
        "WIREWATCH_TOPIC_PREFIX": settings.topic_prefix,
        "WIREWATCH_PARTITIONS": str(settings.partitions),
        "WIREWATCH_SESSION_TIMEOUT": str(settings.session_timeout),
        "WIREWATCH_RULES": str(rules),
        "WIREWATCH_DATA_DIR": str(folder / "data"),
    }


async def _main(arguments: argparse.Namespace) -> int:
    with tempfile.TemporaryDirectory(prefix="wirewatch-chaos-") as name:
        folder = Path(name)
        async with Broker(folder / "broker") as broker:
            settings = Settings(bootstrap=[broker.bootstrap], group="chaos", data_dir=folder / "data")
            await make_topics(settings)
            trouble = {
                "kill": arguments.kills,
                "stop past the session, continue": arguments.freezes,
                "rebalance": arguments.rebalances,
                "broker killed and restarted": arguments.restarts,
            }
            print(f"{arguments.reports} reports, seed {arguments.seed}, trouble: {trouble}", flush=True)
            outcome = await run_chaos(
                settings, broker, folder, reports=arguments.reports, seed=arguments.seed, trouble=trouble,
                pause=(1.0, 4.0), catch_up=300,
            )  # fmt: skip
            _print(outcome)
            if outcome.wrong and arguments.logs:
                await asyncio.to_thread(shutil.copytree, folder, arguments.logs, dirs_exist_ok=True)
            return 1 if outcome.wrong else 0


def _print(outcome: Outcome) -> None:
    print(f"{outcome.reports} reports in {outcome.seconds:.0f} s")
    for kind, times in outcome.trouble.items():
        print(f"  {kind}: {times}")
    print(f"  exit codes of workers (negative: a signal): {outcome.exits}")
    for line in outcome.wrong[:50]:
        print(f"  WRONG: {line}")
    print("lost 0, doubled 0, state right" if not outcome.wrong else f"{len(outcome.wrong)} disagreements")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--reports", type=int, default=6000)
    parser.add_argument("--kills", type=int, default=20)
    parser.add_argument("--freezes", type=int, default=3)
    parser.add_argument("--rebalances", type=int, default=3)
    parser.add_argument("--restarts", type=int, default=2)
    parser.add_argument("--seed", type=int, default=time.time_ns() % 100_000)
    parser.add_argument("--logs", type=Path, help="where to leave the workers' logs if something is wrong")
    sys.exit(asyncio.run(_main(parser.parse_args())))
