"""The watchdog: a thread whose clock must not jump."""

import queue

import pytest

from streams.hops.endings import ExitCode, Fatal
from streams.worker import watchdog


class Jumping:
    """A monotonic clock that a test moves."""

    def __init__(self, *times: float) -> None:
        self._times = list(times)

    def monotonic(self) -> float:
        """The next of the times; the last one for ever."""
        return self._times.pop(0) if len(self._times) > 1 else self._times[0]


@pytest.mark.parametrize(("times", "ends"), [((0, 0.3, 0.6, 7.0), True), ((0, 5.0, 10.0, 15.0), False)])
def test_a_jump_past_the_session_ends_the_worker(
    monkeypatch: pytest.MonkeyPatch, times: tuple[float, ...], ends: bool
) -> None:
    """Six seconds of session: a gap of 6.4 s is too much, gaps of 5 s are not."""
    monkeypatch.setattr(watchdog, "time", Jumping(*times))
    said: queue.Queue[Fatal] = queue.Queue()
    watch = watchdog.Watchdog(6.0, said.put)
    watch.start()
    try:
        if ends:
            assert said.get(timeout=10).code == ExitCode.SESSION_LOST
        else:
            with pytest.raises(queue.Empty):
                said.get(timeout=1.5)
    finally:
        watch.stop()
