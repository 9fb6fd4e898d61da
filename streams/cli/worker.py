"""`wirewatch worker`: runs every stage in this process until told to stop."""

import asyncio

import click


@click.command(epilog="Example: WIREWATCH_RULES=seeds/rules.yaml wirewatch worker")
@click.option("--rules", type=click.Path(exists=True), help="Rules: a file or a folder.  [setting rules]")
@click.option(
    "--log-level", type=click.Choice(["debug", "info", "warning", "error"]), default="info", show_default=True
)
def worker(rules: str | None, log_level: str) -> None:
    """Clean, enrich and route what is in wire.raw, exactly once, until SIGTERM or Ctrl-C.

    Run as many as you like: partitions are shared out among them. A worker that can no longer be sure of its
    partitions ends at once with an exit code of 70 to 74 and can simply be started again; nothing is lost.
    """
    from streams.logs import set_up_logging
    from streams.settings import load
    from streams.worker.serve import run_worker

    set_up_logging(log_level)
    asyncio.run(run_worker(load(rules=rules) if rules else load()))
