"""Reports to measure with: those of a folder, numbered, so that no two are the same story."""

from collections.abc import Iterator
from itertools import cycle, islice
from pathlib import Path

from streams.problem import Problem

RULES = """\
rules:
  - id: every-report
    query: '"report number"'
  - id: some-reports
    query: (fraud OR conspiracy) AND (court OR judge) AND NOT acquitted
  - id: few-reports
    query: org:"Islamic State" OR ("money laundering" AND bank)
"""
"""The first matches every report of the corpus, so that each can be timed to its alert."""


def reports(folder: Path, count: int) -> list[bytes]:
    """`count` reports in the plain dated form, each with its number at the end. Raises Problem for an empty folder."""
    texts = [path.read_bytes() for path in sorted(folder.glob("*.txt"))]
    if not texts:
        raise Problem(f"no .txt reports in {folder}", "name a folder that has some: wirewatch bench --corpus FOLDER")
    return list(islice(_numbered(texts), count))


def _numbered(texts: list[bytes]) -> Iterator[bytes]:
    for number, text in enumerate(cycle(texts), 1):
        yield text.rstrip() + f"\n\nThis is report number {number}.\n".encode()
