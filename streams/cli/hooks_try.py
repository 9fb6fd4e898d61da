"""`wirewatch hooks test`, `preview`, `listen` and `drill`: trying it out before it matters."""

import asyncio
import secrets
from pathlib import Path

import click
import msgspec

from streams.clock import iso, now_ms
from streams.settings import Settings, load


@click.command(epilog="Example: wirewatch hooks test newsroom")
@click.argument("name")
@click.option("--json", "as_json", is_flag=True, help="One JSON object.")
def test(name: str, as_json: bool) -> None:
    """Send an endpoint a signed sample, marked as a test, and show the request and the answer. Exit code 1: not taken.

    It goes from here and now, past the outbox.
    """
    from streams.hooks.book import open_book
    from streams.hooks.endpoints import find
    from streams.hooks.trial import try_endpoint

    settings = load()
    trial = asyncio.run(try_endpoint(settings, find(open_book(settings), name).endpoint))
    if as_json:
        click.echo(msgspec.json.encode(trial))
    else:
        click.echo(f"POST {trial.url}")
        for header, value in trial.headers.items():
            click.echo(f"{header}: {value}")
        click.echo(f"\n{trial.body}\n")
        came = f"{trial.status}" if trial.status else "no answer"
        click.echo(f"-> {came} in {trial.latency} ms" + (f": {trial.error}" if trial.error else ""))
        if trial.head:
            click.echo(trial.head)
    raise SystemExit(0 if trial.ok else 1)


@click.command(epilog="Example: wirewatch hooks preview --template slack")
@click.argument("name", required=False)
@click.option("--template", metavar="NAME", help="A template by its name, instead of an endpoint's own.")
@click.option("--notice", metavar="ID", help="A notice of the outbox.  [default: the newest, else a sample]")
@click.option("--file", "file", type=click.Path(exists=True, dir_okay=False, path_type=Path), help="A notice, as JSON.")
def preview(name: str | None, template: str | None, notice: str | None, file: Path | None) -> None:
    """Show the body that an endpoint would get, made from a real notice. Nothing is sent.

    Templates are Jinja files in the folder of the setting hooks_templates: NAME.txt.j2 for text, NAME.json.j2 for JSON.
    """
    from schemas.hook import Endpoint
    from streams.hooks.book import open_book
    from streams.hooks.endpoints import find
    from streams.hooks.send import make_body
    from streams.hooks.trial import choose_notice

    settings = load()
    book = open_book(settings)
    endpoint = find(book, name).endpoint if name else Endpoint("preview", "https://preview.invalid/")
    if template:
        endpoint = msgspec.structs.replace(endpoint, template=template)
    body, content, flaw = make_body(settings, endpoint, choose_notice(book, notice, file))
    click.echo(body.decode())
    click.echo(f"({content}, {len(body):,} bytes)", err=True)
    if flaw:
        click.echo(f"wirewatch: {flaw}; the default body goes instead", err=True)
        raise SystemExit(1)


@click.command(epilog="Example: wirewatch hooks listen --port 9400 --answer 503")
@click.option("--port", default=9400, show_default=True, help="Port on this machine, 127.0.0.1.")
@click.option(
    "--secret", envvar="WIREWATCH_HOOK_SECRET", help="The sender's secret.  [default: the book's, of this port]"
)
@click.option("--answer", default=204, show_default=True, help="Status to answer with, to try what then happens.")
@click.option("--count", type=int, help="End after so many.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object a line.")
def listen(port: int, secret: str | None, answer: int, count: int | None, as_json: bool) -> None:
    """Receive webhooks on this machine, verify their signatures, and print them, until Ctrl-C."""
    from streams.hooks.listen import listen as receive

    asyncio.run(receive(load(), port, secret, answer, count, as_json))


@click.command(epilog="Example: wirewatch hooks drill --wait 60")
@click.option("--wait", default=60.0, show_default=True, help="Seconds to wait for it to reach everyone.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object a line.")
def drill(wait: float, as_json: bool) -> None:
    """Send a fire drill through the whole pipeline, and show when it reached each stage and each endpoint.

    It is a report from the source wirewatch-drill, which matches a rule of its own and no other, and reaches people
    marked as a test. Exit code 1: it did not reach everyone in time.
    """
    from streams.hooks.drill import run_drill

    number = f"{iso(now_ms())[:10]}-{secrets.token_hex(4)}"
    raise SystemExit(0 if asyncio.run(_drill(load(), run_drill, number, wait, as_json)) else 1)


async def _drill(settings: Settings, run: object, number: str, wait: float, as_json: bool) -> bool:
    whole = True
    async for step in run(settings, number, wait):  # type: ignore[operator] # run_drill
        whole = whole and step.ok
        if as_json:
            click.echo(msgspec.json.encode(step))
        else:
            after = f"{step.after:8.3f} s" if step.after is not None else "        - "
            click.echo(f"{after}  {step.where:<22} {step.what}")
    return whole
