"""Progress of work that takes seconds: a bar on a terminal, plain lines elsewhere, always on standard error."""

import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import click

STEP = 0.25
"""Share of the work between two plain lines."""


@contextmanager
def progress(what: str, total: float) -> Iterator[Callable[[float], None]]:
    """Show `what` while it is done; call what is yielded with each amount done, in the unit of `total`."""
    if sys.stderr.isatty():
        from rich.console import Console
        from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

        columns = (TextColumn("{task.description}"), BarColumn(), TextColumn("{task.percentage:>3.0f}%"))
        with Progress(*columns, TimeElapsedColumn(), console=Console(stderr=True)) as bar:
            task = bar.add_task(what, total=total)
            yield lambda amount: bar.advance(task, amount)
    else:
        yield from _plain(what, total)


def _plain(what: str, total: float) -> Iterator[Callable[[float], None]]:
    began, done, said, lock = time.monotonic(), 0.0, 0.0, threading.Lock()

    def advance(amount: float) -> None:
        nonlocal done, said
        with lock:  # several threads fetch
            done += amount
            if done / total >= said + STEP and done < total:
                said = done / total
                click.echo(f"  {said:.0%}", err=True)

    click.echo(f"{what} …", err=True)
    yield advance
    click.echo(f"  done in {time.monotonic() - began:.0f} s", err=True)
