"""A shim run as a script: becomes the command that follows, which then dies when the process that asked for it dies.

Usage: python -I -S leash.py PARENT_PID COMMAND... The standard library alone, because it runs outside the package.
"""

import contextlib
import ctypes
import os
import signal
import sys
import time

PR_SET_PDEATHSIG = 1  # linux/prctl.h


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
