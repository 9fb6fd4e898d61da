"""What a broker that ended has to say: a table from its log's words to one line for the user."""

import re
from pathlib import Path

from streams.problem import Problem

TAIL = 64_000
"""Bytes of the log that are read, from its end."""

SIGNS: tuple[tuple[str, str, str], ...] = (
    # words in the log, what it means, what to do
    (r"No space left on device", "the disk is full at {folder}", "make room, or set data_dir to another disk"),
    (r"Disk quota exceeded", "the disk quota is used up at {folder}", "make room, or set data_dir to another disk"),
    (r"Address already in use", "the port is taken", "stop what listens there, or set bootstrap to another port"),
    (r"Failed to acquire lock on file", "another broker uses {folder}", "wirewatch broker status names it"),
    (
        r"Invalid cluster\.id|meta\.properties.*(?:invalid|not found|missing)|Stored node id",
        "{folder} holds the data of another cluster",
        "set data_dir to another folder, or remove that one to start afresh",
    ),
    (r"Permission denied|AccessDeniedException", "{folder} may not be written", "see who owns it"),
    (r"OutOfMemoryError|insufficient memory|Could not reserve enough space", "memory ran out", "free some, try again"),
    (r"Too many open files", "the limit of open files is too low", "raise it (ulimit -n)"),
    (r"CorruptRecordException|Found invalid|InvalidOffsetException", "the data in {folder} is damaged",
     "remove that folder to start afresh"),
)  # fmt: skip


def explain(log: Path, folder: Path, code: int | None) -> Problem:
    """Why the broker ended, as far as its log tells. `code` is its exit code, None if it never ended."""
    text = _tail(log)
    for words, meaning, remedy in SIGNS:
        if re.search(words, text):
            return Problem(f"the broker ended: {meaning.format(folder=folder)}", f"{remedy} (log: {log})")
    if code is None:
        return Problem("the broker does not answer", f"see its log, {log}")
    killed = f"by signal {-code}" if code < 0 else f"with code {code}"
    last = text.strip().splitlines()[-1:] or ["its log is empty"]
    return Problem(f"the broker ended {killed}: {last[0].strip()[:200]}", f"see its log, {log}")


def _tail(log: Path) -> str:
    try:
        with log.open("rb") as file:
            file.seek(max(0, log.stat().st_size - TAIL))
            return file.read().decode("utf-8", "replace")
    except FileNotFoundError:
        return ""
