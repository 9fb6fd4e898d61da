"""Logging: plain lines on standard error; a library that repeats itself is heard now and then."""

import logging
import time

_LIBRARIES = ("aiokafka", "faust", "mode", "streams.app")
_AGAIN = 10.0  # seconds before a library may repeat itself


class _NowAndThen(logging.Filter):
    """Lets a message of the same text through once in ten seconds: a broker that is away is news, not a flood."""

    def __init__(self) -> None:
        super().__init__()
        self._last: dict[str, float] = {}

    def filter(self, record: logging.LogRecord) -> bool:
        key, now = f"{record.name}{record.msg}", time.monotonic()
        if now - self._last.get(key, -_AGAIN) < _AGAIN:
            return False
        self._last[key] = now
        return True


def set_up_logging(level: str) -> None:
    """`level` is ours; libraries are heard from `warning` up, unless level is `debug`."""
    handler = logging.StreamHandler()
    handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(name)s: %(message)s"))
    logging.basicConfig(level=level.upper(), handlers=[handler], force=True)
    if level == "debug":
        return
    throttle = _NowAndThen()
    handler.addFilter(lambda record: not record.name.startswith(_LIBRARIES) or throttle.filter(record))
    for name in _LIBRARIES:
        logging.getLogger(name).setLevel(logging.WARNING)
