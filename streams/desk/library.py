"""The archive as the desk asks it: opened when it is there, asked beside the event loop."""

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TypeVar

import msgspec

from agents.rules import QueryError
from streams.archive import Archive
from streams.desk.fault import Fault
from streams.problem import Problem

_ASKED_AT_ONCE = 2  # threads: each keeps a connection, and a desk with many searches must still push its alerts
T = TypeVar("T")


class Library:
    """Opens the archive at the first question, and again where another file has taken its place."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._archive: Archive | None = None
        self._file: int | None = None
        self._threads = ThreadPoolExecutor(_ASKED_AT_ONCE, "archive")

    @property
    def missing(self) -> str | None:
        """What to do where there is no archive; None where there is one."""
        return None if self.path.exists() else f"there is no archive {self.path}; start one: wirewatch archive file"

    async def ask(self, question: Callable[[Archive], T]) -> T:
        """The answer to a question. Raises Fault: no archive, a query that does not read, one that takes too long."""
        try:
            return await asyncio.get_running_loop().run_in_executor(self._threads, self._asked, question)
        except Problem as problem:
            wrong = problem.__cause__
            if isinstance(wrong, QueryError):
                line, column = wrong.line or msgspec.UNSET, wrong.column or msgspec.UNSET
                raise Fault(422, wrong.message, line=line, column=column) from problem
            raise Fault(422 if problem.exit_code == 2 else 503, problem.format_message()) from problem

    async def ask_if_there(self, question: Callable[[Archive], T]) -> T | None:
        """The same; None where there is no archive."""
        return None if self.missing else await self.ask(question)

    def close(self) -> None:
        """Let go of the file."""
        self._threads.shutdown(cancel_futures=True)
        if self._archive is not None:
            self._archive.close()

    def _asked(self, question: Callable[[Archive], T]) -> T:
        return question(self._opened())

    def _opened(self) -> Archive:
        missing = self.missing
        if missing:
            raise Fault(503, missing)
        file = self.path.stat().st_ino
        if self._archive is None or file != self._file:
            self._archive, self._file = Archive.open(self.path, read_only=True), file
        return self._archive
