"""Clears away what an earlier demonstration left."""

import shutil
from pathlib import Path

from streams.broker.claim import read_claim
from streams.problem import Problem


def start_anew(folder: Path) -> None:
    """Remove the folder of an earlier demonstration. Raises Problem if one is running on it."""
    claim = read_claim(folder / "broker")
    if claim is not None:
        raise Problem(
            f"a demo runs already (pid {claim.pid}, {claim.bootstrap})", "end it with Ctrl-C there, or use it"
        )
    shutil.rmtree(folder, ignore_errors=True)
