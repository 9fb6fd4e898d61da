"""`wirewatch demo`: the whole pipeline on the embedded broker, on the seeds, report by report."""

import asyncio
import os
import sys
from pathlib import Path

import click


@click.command(epilog="Example: ONCE=1 wirewatch demo")
@click.option("--reports", default="seeds", type=click.Path(path_type=Path), show_default=True, help="What to replay.")
@click.option("--rules", default="seeds/rules.yaml", type=click.Path(path_type=Path), show_default=True, help="Rules.")
@click.option("--rate", default=8.0, show_default=True, help="Reports a second: a busy wire, not a flood.")
@click.option(
    "--keep", is_flag=True, help="Go on with what an earlier demo left in data_dir, instead of starting anew."
)
def demo(reports: Path, rules: Path, rate: float, keep: bool) -> None:
    """Start Apache Kafka, a worker and the desk here, replay reports, and show what became of each and why.

    On a terminal it then stays up until Ctrl-C; without one, or with ONCE=1, it ends with exit code 0.
    """
    from streams.demo.run import Demo
    from streams.demo.tidy import start_anew
    from streams.problem import Problem
    from streams.settings import load

    for path in (reports, rules):
        if not path.exists():
            raise Problem(
                f"there is no {path}", "run it in the project's folder, or name --reports and --rules", exit_code=2
            )
    settings = load()
    settings = settings.model_copy(update={"data_dir": settings.data_dir / "demo"})
    if not keep:
        start_anew(settings.data_dir)
    stay = sys.stdout.isatty() and not os.environ.get("ONCE")
    asyncio.run(Demo(settings, reports, rules, rate=rate, stay=stay).run())
