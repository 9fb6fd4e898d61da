"""`wirewatch deliver`: sends notices to the hooks until told to stop."""

import asyncio

import click


@click.command(epilog="Example: wirewatch deliver --log-level warning")
@click.option(
    "--log-level", type=click.Choice(["debug", "info", "warning", "error"]), default="info", show_default=True
)
def deliver(log_level: str) -> None:
    """Read wire.notices into the outbox and send to every endpoint, until SIGTERM or Ctrl-C.

    A second one with the same data_dir stands by, and takes over within a moment when the first one ends. It goes on
    sending what is in the outbox while the broker is away. Killed at any moment it loses nothing: what it may have
    sent without writing that down is sent once more, under the same webhook-id.
    """
    from streams.hooks.deliver import run_deliver
    from streams.logs import set_up_logging
    from streams.settings import load

    set_up_logging(log_level)
    asyncio.run(run_deliver(load()))
