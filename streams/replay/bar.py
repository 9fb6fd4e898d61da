"""What a replay tells on a terminal: a bar. Imported only there, since rich takes a while."""

from collections.abc import Sequence

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TaskID, TextColumn

from schemas.replay import Replay
from streams.replay.plan import Plan
from streams.replay.show import Lines, say_duration


class Bar(Lines):
    """On a terminal: a bar that says how far, how fast, what is left, and where in the reports' own time."""

    def __init__(self) -> None:
        super().__init__()
        self._bar: Progress | None = None
        self._task: TaskID | None = None

    def begun(self, replay: Replay, plan: Plan) -> None:
        """The lines' words, then the bar."""
        super().begun(replay, plan)
        columns = (BarColumn(), MofNCompleteColumn(), TextColumn("{task.fields[words]}"))
        self._bar = Progress(*columns, console=Console(stderr=True), transient=True)
        self._task = self._bar.add_task("replay", total=replay.total, completed=replay.sent, words="")
        self._bar.start()

    def sent(self, replay: Replay) -> None:
        """Move the bar."""
        if self._bar is None or self._task is None or self._rate is None:
            return
        left = self._rate.left(replay)
        words = f"{self._rate.now(replay):,.0f}/s  {say_duration(left)} left  {replay.moment}"
        self._bar.update(self._task, completed=replay.sent, words=words)

    def ended(self, replay: Replay, plan: Plan, aside: Sequence[str]) -> None:
        """Take the bar away, then the lines' words."""
        if self._bar is not None:
            self._bar.stop()
        super().ended(replay, plan, aside)
