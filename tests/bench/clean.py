"""What cleaning costs: CPU microseconds an article by format and on the archive, and how it grows on hostile text.

`python tests/bench/clean.py [ARCHIVE.jsonl.gz]` prints figures side by side; nothing here fails, since a busy machine
would fail it.
"""

import gzip
import statistics
import sys
import time
from collections.abc import Iterable
from pathlib import Path

from agents.clean import Clean
from agents.stage import Message
from schemas.headers import Envelope

SAMPLES = Path(__file__).parents[1] / "agents/text/formats/samples"
ENVELOPE = Envelope("id", "bench", "wirewatch.raw.v1", "2016-05-04T00:00:00Z", 0)
STAGE = Clean(max_bytes=50_000_000)
HOSTILE = {
    # what is repeated, in a report of that form
    "spaces in NITF": (b"<nitf><body><body.content>%s</body.content></body></nitf>", b" "),
    "stops without spaces": (b"date 2016-05-03 %s", b"a.A"),
    "open quotes": (b"date 2016-05-03 %s", b'"A.'),
    "credits": (b"date 2016-05-03 %s", b"A b (credit: X) "),
    "open tags": (b"<!DOCTYPE html><html><body>%s</body></html>", b"<div><p>x"),
    "open comments": (b"<!DOCTYPE html><html><body>%s</body></html>", b"<!--"),
    "encoded words": (b"From: a@b\nTo: c@d\nSubject: %s\n\nx", b"=?utf-8?q?a?= "),
    "mojibake": (b"date 2016-05-03 %s", "â€™ ".encode()),
    "columns": (b"\x01hbw1 4 vm 5\r\n\x02A\r\n%s\x03", b"  a  1   2\n"),
}


def microseconds(data: bytes, times: int = 1) -> float:
    """The median CPU time of cleaning a report: the machine may be busy with other things."""
    message, took = Message(b"bench", data, ENVELOPE), []
    for _ in range(times):
        start = time.process_time()
        STAGE.decide([message], {})
        took.append((time.process_time() - start) * 1e6)
    return statistics.median(took)


def print_archive(lines: Iterable[bytes]) -> None:
    took = sorted(microseconds(line) for line in lines)
    p50, p95, worst = (took[int(len(took) * share)] for share in (0.5, 0.95, 0.9999))
    print(f"archive, {len(took)} articles: median {p50:.0f} µs, p95 {p95:.0f} µs, most {worst:.0f} µs")


def main() -> None:
    for path in sorted(SAMPLES.iterdir()):
        print(f"{path.name:24} {microseconds(path.read_bytes(), 30):8.0f} µs")
    if len(sys.argv) > 1:
        print_archive(gzip.decompress(Path(sys.argv[1]).read_bytes()).splitlines())
    print(f"{'hostile, milliseconds for':24} {'50 KB':>8} {'200 KB':>8} {'800 KB':>8}")
    for name, (frame, piece) in HOSTILE.items():
        sizes = (50_000, 200_000, 800_000)
        took = [microseconds(frame.replace(b"%s", piece * (size // len(piece)))) / 1000 for size in sizes]
        print(f"{name:24} " + " ".join(f"{each:8.1f}" for each in took))


if __name__ == "__main__":
    main()
