"""`wirewatch desk`: the page that people keep open, and the API behind it."""

import asyncio

import click


@click.command(epilog="Example: wirewatch desk --port 8420")
@click.option("--host", help="Where to listen; beyond this machine it needs users.  [default: setting desk_host]")
@click.option("--port", type=click.IntRange(0, 65535), help="0: any that is free.  [default: setting desk_port]")
def desk(host: str | None, port: int | None) -> None:
    """Serve the desk until Ctrl-C: alerts live, with marks and why; search; rules; health."""
    from streams.desk.serve import run_desk
    from streams.logs import set_up_logging
    from streams.settings import load

    set_up_logging("info")
    given = {name: value for name, value in (("desk_host", host), ("desk_port", port)) if value is not None}
    asyncio.run(run_desk(load(**given), lambda address: click.echo(f"the desk is open at {address}")))
