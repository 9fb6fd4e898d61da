"""Coverage-guided fuzzing of the clean stage: `python tests/fuzz/clean.py -max_total_time=60`, where atheris runs.

Atheris is not among the locked packages, since it has no wheels for every platform: `pip install atheris` first.
"""

import sys
import tempfile
from pathlib import Path

import atheris

with atheris.instrument_imports(include=["agents"]):
    from agents.clean import Clean
    from agents.stage import Dead, Message
    from schemas.headers import Envelope

STAGE = Clean(max_bytes=200_000)
ENVELOPE = Envelope("id", "fuzz", "wirewatch.raw.v1", "2016-05-04T00:00:00Z", 0)
SAMPLES = Path(__file__).parents[1] / "agents/text/formats/samples"


def one(data: bytes) -> None:
    """One input: every item ends, and none by a fault of ours."""
    [decision] = STAGE.decide([Message(b"fuzz", data, ENVELOPE)], {})
    faults = [each.error for each in decision.endings if isinstance(each, Dead) and each.reason == "stage-error"]
    if faults or not decision.endings:
        raise AssertionError(faults or "no ending")


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as found:  # the first folder is written to, the second only read
        atheris.Setup([*sys.argv, "-timeout=20", "-rss_limit_mb=4096", found, str(SAMPLES)], one)
        atheris.Fuzz()
