"""The sum of a demonstration: endings counted, times to alert, anything dead, and what to try next."""

from collections import Counter

from rich.text import Text

from streams.figures import percentiles
from streams.worker.outcomes import Ended


class Tally:
    """Counts endings as they come."""

    def __init__(self) -> None:
        self.endings: Counter[str] = Counter()
        self.waits: list[float] = []
        """Milliseconds from wire.raw to wire.alerts."""
        self.reasons: Counter[str] = Counter()

    @property
    def total(self) -> int:
        """Endings so far."""
        return sum(self.endings.values())

    def count(self, ended: Ended) -> None:
        """One more."""
        self.endings[ended.outcome] += 1
        if ended.outcome == "alert":
            self.waits.append(float(ended.at - ended.envelope.entered))
        if ended.outcome == "dead":
            self.reasons[ended.envelope.dead_reason or "?"] += 1


def summary_lines(tally: Tally, bootstrap: str) -> list[Text]:
    """What a person wants to know at the end."""
    endings = ", ".join(f"{count} {outcome}" for outcome, count in sorted(tally.endings.items()))
    lines = [f"{tally.total} reports, each with one ending: {endings}"]
    if tally.waits:
        times = percentiles(tally.waits)
        lines.append(f"time to alert: p50 {times.p50:.0f} ms, p95 {times.p95:.0f} ms, p99 {times.p99:.0f} ms")
    if tally.reasons:
        reasons = ", ".join(f"{count} {reason}" for reason, count in tally.reasons.items())
        lines.append(f"dead letters: {reasons}; look at them with: wirewatch dead list")
    else:
        lines.append("nothing is dead")
    return [Text(line, style="bold") for line in lines] + [Text(line) for line in _next(bootstrap)]


def _next(bootstrap: str) -> tuple[str, ...]:
    return (
        "",
        "what to try next:",
        "  .venv/bin/wirewatch rules check seeds/rules.yaml     the rules that made these alerts: change one, check it",
        "  .venv/bin/wirewatch replay YOUR-FOLDER               your own reports, while this stays up on a terminal",
        f"  .venv/bin/wirewatch audit                            accounts for every report on {bootstrap}",
        "  README.md                                            the first rule, your archive, a cluster",
    )
