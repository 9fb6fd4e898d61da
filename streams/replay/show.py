"""What a replay tells while it runs: plain lines, or JSON lines for a program; `bar` has a terminal's."""

import time
from collections.abc import Sequence
from typing import Any, Protocol

import click
import orjson

from schemas.replay import Replay
from streams.replay.plan import Plan

_SECONDS_A_LINE = 5.0


class Show(Protocol):
    """Is told what happens, in this order; `missed` at any time."""

    def reading(self, reports: int) -> None:
        """The files are being read; so many reports so far."""
        ...

    def begun(self, replay: Replay, plan: Plan) -> None:
        """The plan is made; nothing of this run is sent yet."""
        ...

    def sent(self, replay: Replay) -> None:
        """Another batch is in wire.raw for good."""
        ...

    def missed(self, note: str) -> None:
        """A report could not be read again, and was passed over."""
        ...

    def ended(self, replay: Replay, plan: Plan, aside: Sequence[str]) -> None:
        """Over, finished or not. `aside`: files of folders that were left aside as no reports."""
        ...


class Rate:
    """Reports a second in this run, and what is left."""

    def __init__(self, replay: Replay, plan: Plan) -> None:
        self._first, self._plan, self._began = replay.sent, plan, time.monotonic()

    @property
    def took(self) -> float:
        """Seconds since the run began."""
        return time.monotonic() - self._began

    def now(self, replay: Replay) -> float:
        """Reports a second."""
        return (replay.sent - self._first) / self.took if self.took > 0 else 0.0

    def left(self, replay: Replay) -> float | None:
        """Seconds left: by the rate so far, or by the reports' own times where they set the pace."""
        if replay.sent >= replay.total:
            return 0.0
        if replay.speed:
            come = self._plan[max(0, replay.sent - 1)].time
            return (self._plan[replay.total - 1].time - come) / 1000 / replay.speed
        return (replay.total - replay.sent) / self.now(replay) if self.now(replay) else None


class Quiet:
    """Says nothing."""

    def reading(self, reports: int) -> None:
        """Nothing."""

    def begun(self, replay: Replay, plan: Plan) -> None:
        """Nothing."""

    def sent(self, replay: Replay) -> None:
        """Nothing."""

    def missed(self, note: str) -> None:
        """Nothing."""

    def ended(self, replay: Replay, plan: Plan, aside: Sequence[str]) -> None:
        """Nothing."""


class Lines:
    """Plain lines on standard error while it runs; what became of it on standard output."""

    def __init__(self) -> None:
        self._rate: Rate | None = None
        self._said = time.monotonic()

    def reading(self, reports: int) -> None:
        """A line now and then."""
        if self._due():
            click.echo(f"  {reports:,} reports read", err=True)

    def begun(self, replay: Replay, plan: Plan) -> None:
        """The id, how much there is, and how to go on after an interruption."""
        self._rate = Rate(replay, plan)
        done = f", {replay.sent:,} of them sent before" if replay.sent else ""
        click.echo(f"replay {replay.id}: {replay.total:,} reports from {len(plan.files):,} files{done}", err=True)
        click.echo(f"  if it is interrupted: wirewatch replay --resume {replay.id}", err=True)

    def sent(self, replay: Replay) -> None:
        """A line now and then."""
        if self._rate is not None and self._due():
            left = self._rate.left(replay)
            rest = f", {say_duration(left)} left" if left is not None else ""
            rate = f"{self._rate.now(replay):,.0f}/s"
            click.echo(f"  {replay.sent:,} of {replay.total:,} sent, {rate}{rest}, now at {replay.moment}", err=True)

    def missed(self, note: str) -> None:
        """At once."""
        click.echo(f"  passed over: {note}", err=True)

    def ended(self, replay: Replay, plan: Plan, aside: Sequence[str]) -> None:
        """Sum and rate, then every file that could not be read."""
        rate = f" at {self._rate.now(replay):,.0f}/s" if self._rate is not None and self._rate.took >= 1 else ""
        reports = replay.sent - replay.missed
        click.echo(f"replay {replay.id}: {reports:,} of {replay.total:,} reports sent{rate}")
        if aside:
            click.echo(f"  left aside as no reports: {', '.join(aside)}")
        if replay.missed:
            click.echo(f"  {replay.missed:,} reports passed over: their file changed or vanished on the way")
        if plan.notes:
            click.echo(f"  {len(plan.notes):,} could not be read:")
            for note in plan.notes:
                click.echo(f"    {note}")
        if replay.finished is None:
            click.echo(f"  go on with: wirewatch replay --resume {replay.id}")

    def _due(self) -> bool:
        now = time.monotonic()
        if now - self._said < _SECONDS_A_LINE:
            return False
        self._said = now
        return True


class JsonLines:
    """One JSON object an event, on standard output."""

    def __init__(self) -> None:
        self._rate: Rate | None = None

    def reading(self, reports: int) -> None:
        """Nothing: it is not yet known what comes."""

    def begun(self, replay: Replay, plan: Plan) -> None:
        """`begun`."""
        self._rate = Rate(replay, plan)
        self._say("begun", replay, files=len(plan.files))

    def sent(self, replay: Replay) -> None:
        """`sent`, after every batch."""
        assert self._rate is not None, "begun comes first"
        self._say("sent", replay, rate=round(self._rate.now(replay), 1), seconds_left=self._rate.left(replay))

    def missed(self, note: str) -> None:
        """`missed`."""
        click.echo(orjson.dumps({"event": "missed", "note": note}).decode())

    def ended(self, replay: Replay, plan: Plan, aside: Sequence[str]) -> None:
        """`ended`."""
        self._say("ended", replay, unreadable=list(plan.notes), aside=list(aside), finished=replay.finished)

    def _say(self, event: str, replay: Replay, **more: Any) -> None:
        row = {"event": event, "replay": replay.id, "sent": replay.sent, "total": replay.total}
        row |= {"missed": replay.missed, "moment": replay.moment}
        click.echo(orjson.dumps(row | more).decode())


def say_duration(seconds: float | None) -> str:
    """Seconds as people say them: `8 s`, `12 min`, `3 h 20 min`, `2 d 4 h`."""
    if seconds is None:
        return "?"
    for unit, above, below, lower in (("d", 86_400, 3_600, "h"), ("h", 3_600, 60, "min")):
        if seconds >= above:
            return f"{seconds // above:.0f} {unit} {seconds % above // below:.0f} {lower}"
    return f"{seconds // 60:.0f} min" if seconds >= 60 else f"{seconds:.0f} s"
