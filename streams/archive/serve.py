"""The life of the filing process: wait for broker and topics, file until told to stop, end loudly if it cannot."""

import asyncio
import logging

from aiokafka.errors import KafkaError

from schemas.topics import ALERTS, ARCHIVE
from streams.archive.filing import Filer
from streams.archive.store import Archive
from streams.hops.endings import ExitCode, Fatal, leave
from streams.kafka.patience import await_topics
from streams.settings import Settings
from streams.stop import told_to_stop
from streams.worker.pulse import watch_broker

log = logging.getLogger("wirewatch")


async def run_filer(settings: Settings, *, once: bool = False, go_on: bool = False) -> int:
    """File until SIGTERM or SIGINT; with `once`, what is in the topics now. Returns how many articles were filed.

    Raises Problem: an archive that cannot be written, topics that are missing or not what they were. A broker that
    stays away ends the process with the exit code that a worker has for it (72).
    """
    stop = told_to_stop()
    with Archive.open(settings.archive_file) as archive:
        await await_topics(settings, (ALERTS, ARCHIVE), stop=stop)
        if stop.is_set():
            return 0
        log.info("filing into %s", archive.path)
        watch = asyncio.create_task(watch_broker(settings))
        try:
            return await Filer(settings, archive, stop).run(once=once, go_on=go_on)
        except KafkaError as error:
            leave(Fatal(ExitCode.BROKER_LOST, str(error)))
            raise
        finally:
            watch.cancel()
