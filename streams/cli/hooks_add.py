"""`wirewatch hooks add`: one more endpoint that is told."""

import asyncio

import click


@click.command(
    epilog="Example: wirewatch hooks add newsroom https://hooks.example/wire --rules 'wmd-*' --heartbeat 300"
)
@click.argument("name")
@click.argument("url")
@click.option(
    "--rules", multiple=True, metavar="PATTERN", help="Rules that it takes, by patterns of ids.  [default: *]"
)
@click.option(
    "--events", multiple=True, metavar="EVENT", help="Events that it wants: new, update, rise, digest, muted."
)
@click.option("--template", metavar="NAME", help="Template of its body: slack, teams, text, or one of yours.")
@click.option("--header", "headers", multiple=True, metavar="'NAME: VALUE'", help="A further header of each request.")
@click.option("--owner", metavar="TEXT", help="Whom to ask about it.")
@click.option("--tell", metavar="HOOK", help="The endpoint that is told when this one is switched off.")
@click.option("--concurrency", type=int, help="Requests to it at a time.  [setting hooks_concurrency]")
@click.option("--heartbeat", type=float, metavar="SECONDS", help="Send it a heartbeat this often.")
@click.option("--secret", envvar="WIREWATCH_HOOK_SECRET", help="Its secret, whsec_…; else one is made and shown.")
def add(
    name: str, url: str, rules: tuple[str, ...], events: tuple[str, ...], template: str | None,
    headers: tuple[str, ...], owner: str | None, tell: str | None, concurrency: int | None,
    heartbeat: float | None, secret: str | None,
) -> None:  # fmt: skip
    """Add an endpoint: a webhook (https://…), or a channel by its apprise URL (slack://…, ntfy://…, mailto://…).

    It is due every notice from now on. Without --events it gets what rings; corrections and withdrawals of what it was
    told come always. A URL that leads to a private address is refused unless the setting hooks_allow names its range.
    """
    from streams.clock import now_ms
    from streams.hooks import register
    from streams.hooks.book import open_book
    from streams.settings import load

    asked = {
        "name": name, "url": url, "rules": register.split_words(rules), "events": register.split_words(events),
        "template": template, "headers": _read_headers(headers), "owner": owner, "tell": tell,
        "concurrency": concurrency, "heartbeat": heartbeat, "secret": secret,
    }  # fmt: skip
    settings = load()
    endpoint = register.read_asked({key: value for key, value in asked.items() if value not in (None, (), {})})
    made = asyncio.run(register.add(settings, open_book(settings), endpoint, now_ms()))
    click.echo(f"{name} is added; try it: wirewatch hooks test {name}")
    if made.secrets and not secret:
        click.echo(f"secret: {made.secrets[0].key}")
        click.echo("The receiver checks signatures with it. It is shown this once; rotate makes another.", err=True)
    if url.lower().startswith("http://"):
        click.echo("Over http:// anybody on the way can read along; use https:// outside your own network.", err=True)


def _read_headers(texts: tuple[str, ...]) -> dict[str, str]:
    headers = {}
    for text in texts:
        name, colon, value = text.partition(":")
        if not colon:
            raise click.UsageError("a header is 'NAME: VALUE'")
        headers[name.strip()] = value.strip()
    return headers
