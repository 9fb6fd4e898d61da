"""How a worker ends when it must not go on: loudly, at once, with an exit code that says why."""

import logging
import os
import sys
from enum import IntEnum

log = logging.getLogger("wirewatch")


class ExitCode(IntEnum):
    """Exit codes of `wirewatch worker` beyond 0 (stopped as asked), 1 and 2 (could not start)."""

    FENCED = 70  # another worker took a partition over while we still held it
    SESSION_LOST = 71  # the process stood still for longer than its session
    BROKER_LOST = 72  # the broker stayed away for longer than broker_patience
    LOST_GAP = 73  # Faust handed over a message with unread ones before it
    FAULT = 74  # an exception that nothing expected


class Fatal(Exception):
    """The worker cannot go on without risk to the guarantee. Nothing is lost: start it again."""

    def __init__(self, code: ExitCode, message: str) -> None:
        super().__init__(message)
        self.code = code


class Abandoned(Exception):
    """A batch whose partition moved on before it was committed: its new owner does it again. Nothing to do here."""


def leave(fatal: Fatal) -> None:
    """End this process now. An orderly stop could hang on the very thing that failed, and exactly-once needs none:

    whatever was not committed is done again by the next owner.
    """
    log.critical("worker ends, exit code %d (%s): %s; start it again", fatal.code, fatal.code.name.lower(), fatal)
    logging.shutdown()
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(fatal.code)
