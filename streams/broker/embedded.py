"""The embedded broker as the settings ask for it: one node, on the port that `bootstrap` names."""

from pathlib import Path

from streams.broker.claim import Claim, read_claim
from streams.broker.node import Broker
from streams.problem import Problem
from streams.settings import Settings

_HERE = ("127.0.0.1", "localhost")


def embedded(settings: Settings, *, detached: bool = False) -> Broker:
    """The broker, not started. Raises Problem where `bootstrap` or `security` mean one that runs elsewhere."""
    servers = settings.bootstrap
    host, _, port = servers[0].rpartition(":")
    if len(servers) != 1 or host not in _HERE or not port.isdecimal():
        what = f"bootstrap is {', '.join(servers)}: the broker started here listens on 127.0.0.1 alone"
        raise Problem(what, "unset it, or set it to 127.0.0.1:PORT (WIREWATCH_BOOTSTRAP)", exit_code=2)
    if settings.security != "PLAINTEXT":
        what = f"security is {settings.security}: the broker started here speaks PLAINTEXT"
        raise Problem(what, "unset it, or use a Kafka of your own", exit_code=2)
    return Broker(broker_dir(settings), int(port), cache_dir=settings.cache_dir, detached=detached)


def running(settings: Settings) -> Claim | None:
    """The embedded broker that runs on the settings' data directory, whoever started it, or None."""
    return read_claim(broker_dir(settings))


def broker_dir(settings: Settings) -> Path:
    """Where the embedded broker keeps its data, log and lock."""
    return settings.data_dir / "broker"
