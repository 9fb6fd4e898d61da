"""Ends a worker that stood still for longer than its session: whoever wakes up as a zombie must not go on."""

import threading
import time
from collections.abc import Callable

from streams.hops.endings import ExitCode, Fatal, leave


class Watchdog:
    """A thread whose clock must not jump. Stopped (SIGSTOP, a sleeping laptop, a paused machine) past the session, the

    group has given its partitions to others, and Faust's consumer does not always find back; exactly-once holds
    either way, since the new owner has fenced us, but the partitions would stand still.
    """

    def __init__(self, session_timeout: float, end: Callable[[Fatal], None] = leave) -> None:
        self._session_timeout, self._end = session_timeout, end
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._watch, name="watchdog", daemon=True)

    def start(self) -> None:
        """Watch from now on."""
        self._thread.start()

    def stop(self) -> None:
        """Stop watching."""
        self._stop.set()

    def _watch(self) -> None:
        last = time.monotonic()
        while not self._stop.wait(0.25):
            now = time.monotonic()
            if now - last > self._session_timeout:
                still = f"stood still for {now - last:.1f} s, the session is {self._session_timeout:g} s"
                self._end(Fatal(ExitCode.SESSION_LOST, still))
            last = now
