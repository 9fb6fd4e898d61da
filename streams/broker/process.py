"""Kafka's Java process: start it, know how it is, end it."""

import asyncio
import subprocess
from pathlib import Path

from streams.broker.answer import until_answers
from streams.leash import leashed


class KafkaProcess:
    """One run of Kafka. A plain child, of no event loop: it may be started in one and stopped in another."""

    def __init__(self, line: list[str], log: Path, *, detached: bool = False, inherit: tuple[int, ...] = ()) -> None:
        """Start it. Unless `detached` it dies with this process, and on Linux with this very thread."""
        with log.open("wb") as out:
            self._child = subprocess.Popen(  # noqa: S603 (our own command line)
                line if detached else leashed(line),
                stdin=subprocess.DEVNULL,
                stdout=out,
                stderr=out,
                cwd=log.parent,
                pass_fds=inherit,
                start_new_session=True,  # Ctrl-C is for us to handle: the broker ends last, in order
            )

    @property
    def pid(self) -> int:
        """The Java process."""
        return self._child.pid

    @property
    def code(self) -> int | None:
        """Exit code, None while it runs."""
        return self._child.poll()

    async def until_answers(self, bootstrap: str, limit: float) -> bool:
        """Wait until it answers on `bootstrap`; false when it ended, or `limit` seconds passed."""
        answer = asyncio.ensure_future(until_answers(bootstrap, limit))
        try:
            while not answer.done():
                if self.code is not None:
                    return False
                await asyncio.wait([answer], timeout=0.1)
            return answer.result()
        finally:
            answer.cancel()

    async def until_ended(self) -> int:
        """Wait until it ends; its exit code."""
        # Asked again and again, because a thread that waits would hold up the end of a cancelled program.
        while (code := self.code) is None:  # noqa: ASYNC110
            await asyncio.sleep(0.1)
        return code

    async def end(self, limit: float) -> None:
        """SIGTERM, and SIGKILL after `limit` seconds, or at once when this is cancelled."""
        self._child.terminate()
        try:
            async with asyncio.timeout(limit):
                await self.until_ended()
        except TimeoutError:
            pass
        finally:
            self.kill()

    def kill(self) -> None:
        """SIGKILL."""
        self._child.kill()
        self._child.wait()
