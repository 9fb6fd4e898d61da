"""When a process is told to end: SIGTERM and SIGINT as an event that can be awaited."""

import asyncio
import signal


def told_to_stop() -> asyncio.Event:
    """An event that either signal sets, from now on and as long as the running event loop lives.

    Raises NotImplementedError on a platform without signals, ValueError outside the main thread.
    """
    stop = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, stop.set)
    return stop
