"""Ports of 127.0.0.1: a free one, whether one can be had, and who has it."""

import socket

import psutil

from streams.problem import Problem


def free_port() -> int:
    """A port of 127.0.0.1 that was free a moment ago."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def bindable(port: int) -> int:
    """The port itself, or a free one for 0. Raises Problem where something else listens."""
    if port == 0:
        return free_port()
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)  # as Java does: a closed connection is no hindrance
        try:
            probe.bind(("127.0.0.1", port))
        except OSError as error:
            what = f"port {port} of 127.0.0.1 is taken by {_owner(port)}"
            raise Problem(what, "stop that, or set bootstrap (WIREWATCH_BOOTSTRAP) to another port") from error
    return port


def _owner(port: int) -> str:
    """What listens on a port of this machine, for an error's text; as much as this user may know."""
    try:
        for connection in psutil.net_connections("tcp"):
            if (
                connection.status == psutil.CONN_LISTEN
                and connection.laddr
                and connection.laddr.port == port
                and connection.pid
            ):
                return f"{psutil.Process(connection.pid).name()} (pid {connection.pid})"
    except psutil.Error:
        pass
    return "another program"
