"""Child processes that die with the process that asked for them, however that one dies.

Run as a script it is the shim that becomes the command: python -I -S leash.py PARENT_PID COMMAND... Therefore the
standard library alone.
"""

import contextlib
import ctypes
import os
import signal
import sys
import time
from collections.abc import Sequence

PR_SET_PDEATHSIG = 1  # linux/prctl.h


def leashed(line: Sequence[str]) -> list[str]:
    """The same command, but it dies when this process does, however this process dies."""
    # -I and -S: the shim needs nothing but the standard library, and must not read the user's environment.
    return [sys.executable, "-I", "-S", __file__, str(os.getpid()), *line]


def tie_by_kernel() -> None:
    """Linux: the kernel kills this process when its parent's thread ends, by whatever signal. exec keeps that."""
    ctypes.CDLL(None, use_errno=True).prctl(PR_SET_PDEATHSIG, signal.SIGKILL)


def tie_by_watcher(parent: int) -> None:
    """Elsewhere: a forked watcher looks twice a second whether the parent still lives."""
    tied = os.getpid()
    if os.fork():
        return
    os.closerange(3, 256)  # whatever is to be held as long as the command lives is not for the watcher
    while os.getppid() == tied:
        try:
            os.kill(parent, 0)
        except ProcessLookupError:
            with contextlib.suppress(ProcessLookupError):
                os.kill(tied, signal.SIGKILL)
            break
        time.sleep(0.5)
    os._exit(0)


def main(parent: int, command: list[str]) -> None:
    """Tie, then become the command."""
    if sys.platform == "linux":
        tie_by_kernel()
    else:
        tie_by_watcher(parent)
    if os.getppid() != parent:  # it died before the tie held
        os._exit(1)
    os.execv(command[0], command)  # noqa: S606 (no shell is the point)


if __name__ == "__main__":
    main(int(sys.argv[1]), sys.argv[2:])
