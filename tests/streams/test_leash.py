"""A leashed command dies with the process that asked for it: by the kernel on Linux, by a watcher elsewhere."""

import subprocess
import sys
from pathlib import Path

import psutil
import pytest

from streams import leash

LEASH = Path(leash.__file__)

# Becomes, through the shim, a sleeping program, and says its pid; then its parent is killed.
PARENT = """
import subprocess, sys, time, os
child = subprocess.Popen([sys.executable, "-I", "-S", "-c", {shim!r}, str(os.getpid()), "/bin/sleep", "600"])
print(child.pid, flush=True)
time.sleep(600)
"""
SHIM = """
import sys
sys.platform = {platform!r}
source = open({leash!r}).read()
exec(compile(source, "leash.py", "exec"), {{"__name__": "__main__"}})
"""


@pytest.mark.parametrize("platform", ["linux", "darwin"])
def test_the_command_dies_with_its_parent(platform: str) -> None:
    if platform == "linux" and sys.platform != "linux":
        pytest.skip("the kernel's tie is Linux's")
    shim = SHIM.format(platform=platform, leash=str(LEASH))
    parent = subprocess.Popen([sys.executable, "-c", PARENT.format(shim=shim)], stdout=subprocess.PIPE, text=True)
    assert parent.stdout is not None
    command = psutil.Process(int(parent.stdout.readline()))
    parent.kill()
    psutil.wait_procs([command], timeout=10)
    assert not command.is_running()
    parent.wait()


def test_a_parent_that_is_gone_before_the_tie_holds_leaves_no_command() -> None:
    line = [sys.executable, "-I", "-S", str(LEASH), "0", "/bin/echo", "started"]
    done = subprocess.run(line, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout) == (1, "")
