"""Makes the seeds 001 and on from an archive of dated press releases; the same archive gives the same files.

    python seeds/make_seeds.py ARCHIVE [FOLDER]

ARCHIVE is gzipped JSON lines with `date` and `body`. Each year gives as many reports as the next, each from a stretch
of its own of that year, so that a replay passes through all of it. The report 000 is not made here and is left alone.
"""

import gzip
import hashlib
import json
import re
import sys
from collections import defaultdict
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

COUNT = 300
SHORTEST, LONGEST = 800, 6000
"""Characters of a body: long enough to tell something, short enough to be read on a screen."""
GAP = "\n" * 4
"""Between paragraphs, as the report 000 has it."""

UNFIT = re.compile(r"sex|porn|molest|genital|penis|prostitut|\brap(?:e|ed|ing|ist)\b", re.IGNORECASE)
"""Reports of sexual offences are left out: nobody wants them on the screen in a demonstration."""

Report = tuple[str, str]
"""The date, YYYY-MM-DD, and the text of the file."""


def main() -> None:
    """Replace every numbered report but 000."""
    if len(sys.argv) not in (2, 3):
        sys.exit(__doc__)
    folder = Path(sys.argv[2]) if len(sys.argv) == 3 else Path(__file__).parent
    chosen = sorted(choose(list(read(Path(sys.argv[1])))))
    for old in folder.glob("[0-9][0-9][0-9]_*.txt"):
        if not old.name.startswith("000_"):
            old.unlink()
    for number, (_, text) in enumerate(chosen, 1):
        (folder / f"{number:03}_{digest(text)}.txt").write_bytes(text.encode())
    print(f"{len(chosen)} reports, {chosen[0][0]} to {chosen[-1][0]}, in {folder}")  # noqa: T201 (a script prints)


def read(archive: Path) -> Iterator[Report]:
    """The archive's releases in the plain dated form, without their headline."""
    with gzip.open(archive, "rt", encoding="utf-8") as lines:
        for line in lines:
            release = json.loads(line)
            paragraphs = [each.strip() for each in release["body"].split("\n\n")]
            body = GAP.join(each for each in paragraphs if each)
            if SHORTEST <= len(body) <= LONGEST and not UNFIT.search(body):
                date = release["date"][:10]
                yield date, f" date {date} {body}"


def choose(reports: list[Report]) -> Iterator[Report]:
    """COUNT reports, spread evenly over the years and over each year; within a stretch, the one of least digest."""
    years: dict[str, list[Report]] = defaultdict(list)
    for report in sorted(set(reports)):
        years[report[0][:4]].append(report)
    for place, year in enumerate(sorted(years)):
        wanted = COUNT * (place + 1) // len(years) - COUNT * place // len(years)
        of_year = years[year]
        bounds = [len(of_year) * n // wanted for n in range(wanted + 1)]
        for start, end in pairwise(bounds):
            if start < end:
                yield min(of_year[start:end], key=lambda report: digest(report[1]))


def digest(text: str) -> str:
    """BLAKE2b, 64 bits, in hexadecimal: what a file's name carries."""
    return hashlib.blake2b(text.encode(), digest_size=8).hexdigest()


if __name__ == "__main__":
    main()
