"""What the demonstration starts beside the worker: the archive's filer and the desk, each a process of its own."""

import asyncio
import contextlib
import re
import socket
from collections.abc import AsyncIterator

from streams.settings import Settings
from streams.worker.processes import ServiceProcess

_OPEN = re.compile(r"the desk is open at (\S+)")
_PATIENCE = 30.0  # seconds for the desk to open


@contextlib.asynccontextmanager
async def desk_and_filer(settings: Settings) -> AsyncIterator[str]:
    """Both, from here to the end of `async with`; yields what to say of the desk: its address, or why there is none."""
    filer = ServiceProcess(settings, settings.data_dir / "archive.log", "archive", "file")
    desk = ServiceProcess(settings, settings.data_dir / "desk.log", "desk", "--port", str(_port(settings)))
    async with filer, desk:
        yield await _address(desk)


async def _address(desk: ServiceProcess) -> str:
    ended = asyncio.create_task(desk.ended())
    try:
        async with asyncio.timeout(_PATIENCE):
            while not ended.done():
                found = _OPEN.search(desk.log.read_text(errors="replace"))
                if found:
                    return f"the desk is open at {found[1]}"
                await asyncio.sleep(0.1)
        return f"the desk is not open: {ended.result().format_message()}"
    except TimeoutError:
        return f"the desk is not open yet; see {desk.log}"
    finally:
        ended.cancel()


def _port(settings: Settings) -> int:
    """The port of the settings; where it is taken, any that is free."""
    with socket.socket() as probe:
        try:
            probe.bind((settings.desk_host, settings.desk_port))
        except OSError:
            return 0
    return settings.desk_port
