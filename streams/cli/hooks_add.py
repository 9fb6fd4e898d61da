"""`wirewatch hooks add` and `edit`: one more endpoint that is told, and what is said of one."""

import asyncio
from collections.abc import Callable
from typing import Any

import click

_OPTIONS = (
    click.option(
        "--rules", multiple=True, metavar="PATTERN", help="Rules that it takes, by patterns of ids.  [default: *]"
    ),
    click.option(
        "--events", multiple=True, metavar="EVENT", help="Events that it wants: new, update, rise, digest, muted."
    ),
    click.option("--template", metavar="NAME", help="Template of its body: slack, teams, text, or one of yours."),
    click.option(
        "--header", "headers", multiple=True, metavar="'NAME: VALUE'", help="A further header of each request."
    ),
    click.option("--owner", metavar="TEXT", help="Whom to ask about it."),
    click.option("--tell", metavar="HOOK", help="The endpoint that is told when this one is switched off."),
    click.option("--concurrency", type=int, help="Requests to it at a time.  [setting hooks_concurrency]"),
    click.option("--heartbeat", type=float, metavar="SECONDS", help="Send it a heartbeat this often."),
)


def _described(command: Callable[..., None]) -> Callable[..., None]:
    """Takes what may be said of an endpoint."""
    for option in reversed(_OPTIONS):
        command = option(command)
    return command


@click.command(
    epilog="Example: wirewatch hooks add newsroom https://hooks.example/wire --rules 'wmd-*' --heartbeat 300"
)
@click.argument("name")
@click.argument("url")
@_described
@click.option("--secret", envvar="WIREWATCH_HOOK_SECRET", help="Its secret, whsec_…; else one is made and shown.")
def add(name: str, url: str, secret: str | None, **said: Any) -> None:
    """Add an endpoint: a webhook (https://…), or a channel by its apprise URL (slack://…, ntfy://…, mailto://…).

    It is due every notice from now on. Without --events it gets what rings; corrections and withdrawals of what it was
    told come always. A URL that leads to a private address is refused unless the setting hooks_allow names its range.
    """
    from streams.clock import now_ms
    from streams.hooks import register
    from streams.hooks.book import open_book
    from streams.settings import load

    settings = load()
    endpoint = register.read_asked({"name": name, "url": url, "secret": secret, **_said(**said)})
    made = asyncio.run(register.add(settings, open_book(settings), endpoint, now_ms()))
    click.echo(f"{name} is added; try it: wirewatch hooks test {name}")
    if made.secrets and not secret:
        click.echo(f"secret: {made.secrets[0].key}")
        click.echo("The receiver checks signatures with it. It is shown this once; rotate makes another.", err=True)
    _warn(url)


@click.command(epilog="Example: wirewatch hooks edit newsroom --rules 'wmd-*,floods' --clear heartbeat")
@click.argument("name")
@click.option("--url", help="Where it is now.")
@_described
@click.option("--clear", multiple=True, metavar="WHAT", help="Take back what was said: rules, owner, heartbeat, …")
def edit(name: str, url: str | None, clear: tuple[str, ...], **said: Any) -> None:
    """Change what is said of an endpoint. What is not named stays; so do its secrets and what waits for it.

    --rules and --events say all of them anew; --header one header. deliver goes by the changes at once.
    """
    from streams.hooks import register
    from streams.hooks.book import open_book
    from streams.hooks.endpoints import find
    from streams.settings import load

    changes = {**dict.fromkeys(register.split_words(clear)), **({"url": url} if url else {}), **_said(**said)}
    if not changes:
        raise click.UsageError("nothing to change: give an option, or --clear")
    settings = load()
    book = open_book(settings)
    asyncio.run(register.edit(settings, book, name, changes))
    state = find(book, name).state
    click.echo(f"{name} is changed" + ("" if state == "on" else f"; it is {state}: wirewatch hooks resume {name}"))
    _warn(url or "")


def _said(
    rules: tuple[str, ...], events: tuple[str, ...], headers: tuple[str, ...], **plain: str | float | None
) -> dict[str, Any]:
    """What was said, by the names of `schemas.hook.Endpoint`."""
    from streams.hooks.register import split_words

    said = {"rules": split_words(rules), "events": split_words(events), "headers": _read_headers(headers), **plain}
    return {key: value for key, value in said.items() if value not in (None, (), {})}


def _warn(url: str) -> None:
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
