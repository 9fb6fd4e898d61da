"""`wirewatch bench`: what the pipeline costs on this machine, measured side by side in one run."""

import asyncio
import os
from pathlib import Path

import click


@click.command(epilog="Example: wirewatch bench --reports 2000 --seconds 60")
@click.option("--reports", default=1000, show_default=True, help="Articles for the throughput, (a) and (b).")
@click.option("--seconds", default=60.0, show_default=True, help="How long to measure the time to an alert.")
@click.option("--rate", default=10.0, show_default=True, help="Reports a second for the time to an alert.")
@click.option("--corpus", default="seeds", type=click.Path(path_type=Path), show_default=True, help="Folder.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object.")
def bench(reports: int, seconds: float, rate: float, corpus: Path, as_json: bool) -> None:
    """Measure (a) the stages alone, (b) the whole pipeline on a broker of its own, and the time to an alert.

    Prints articles/s of both and their ratio, CPU per article and hop, and the memory of each process. The machine
    should be idle otherwise: a ratio survives noise, a single figure does not.
    """
    for name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
        os.environ.setdefault(name, "1")  # the same for (a) and (b); read when numpy is imported, below

    from streams.bench.run import run_bench
    from streams.settings import load

    asyncio.run(run_bench(load(), corpus, reports, seconds, rate, as_json=as_json))
