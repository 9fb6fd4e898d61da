"""The child process that sends to channels: jobs as JSON lines in, what became of them out."""

import logging
import socket
import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from ipaddress import ip_network
from typing import Any

import msgspec
import orjson

from streams.hooks.channels import KNOWN, Done, Job
from streams.hooks.guard import check

_AT_ONCE = 16


def guard_sockets(allow: dict[str, str]) -> None:
    """Let this process learn checked addresses only: whatever library connects here asks getaddrinfo first."""
    allowed, ask = {name: ip_network(text) for name, text in allow.items()}, socket.getaddrinfo

    def checked(host: Any, *rest: Any, **named: Any) -> Any:
        found = ask(host, *rest, **named)
        for *_, (address, *_) in found:
            check(str(address), host if isinstance(host, str) else str(host), allowed)
        return found

    socket.getaddrinfo = checked


def reads(url: str) -> bool:
    """Whether the library takes a channel's URL. It asks nobody, but takes a second to load: for a thread."""
    import apprise

    return apprise.Apprise.instantiate(url, suppress_exceptions=True) is not None


def send(job: Job, timeout: float) -> Done:
    """Send one message; why not, in the words of the library's log."""
    import apprise

    if job.url.partition("://")[0].lower() not in KNOWN:
        return Done(job.number, "no channel that hooks use")
    heard = _Heard()
    log = logging.getLogger("apprise")
    log.addHandler(heard)
    try:
        channel = apprise.Apprise.instantiate(job.url, suppress_exceptions=True)
        if channel is None:
            return Done(job.number, "its URL is not one of this channel's")
        channel.socket_connect_timeout = channel.socket_read_timeout = timeout
        channel.redirects = False
        sent = channel.notify(body=job.body, title=job.title, body_format=apprise.NotifyFormat.TEXT)
        return Done(job.number, None if sent else "; ".join(heard.lines[-3:]) or "the channel did not take it")
    except Exception as error:
        return Done(job.number, f"the channel failed ({type(error).__name__})")
    finally:
        log.removeHandler(heard)


class _Heard(logging.Handler):
    """What this thread's message made the library say."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.lines: list[str] = []
        self._thread = threading.get_ident()

    def emit(self, record: logging.LogRecord) -> None:
        if record.thread == self._thread:
            self.lines.append(record.getMessage()[:200])


def main() -> None:
    """Send what comes in, several at once, until the parent closes the pipe."""
    told = orjson.loads(sys.argv[1])
    guard_sockets(told["allow"])
    logging.getLogger("apprise").propagate = False
    lock = threading.Lock()

    def do(job: Job) -> None:
        done = send(job, told["timeout"])
        with lock:
            sys.stdout.buffer.write(msgspec.json.encode(done) + b"\n")
            sys.stdout.buffer.flush()

    with ThreadPoolExecutor(_AT_ONCE) as pool:
        for line in sys.stdin.buffer:
            pool.submit(do, msgspec.json.decode(line, type=Job))


if __name__ == "__main__":
    main()
