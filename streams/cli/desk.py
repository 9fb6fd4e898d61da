"""`wirewatch desk`: the page that people keep open, the API behind it, and who may use them."""

import asyncio
from pathlib import Path

import click

from schemas.access import ROLES, Register, Role
from streams.clock import now_ms
from streams.problem import Problem
from streams.settings import load

_role = click.option(
    "--role", type=click.Choice(ROLES), default="reader", show_default=True,
    help="A reader reads, an editor acknowledges and changes rules, an admin does everything.",
)  # fmt: skip


@click.group(invoke_without_command=True, epilog="Example: wirewatch desk --port 8420")
@click.option("--host", help="Where to listen; beyond this machine it needs users.  [default: setting desk_host]")
@click.option("--port", type=click.IntRange(0, 65535), help="0: any that is free.  [default: setting desk_port]")
@click.pass_context
def desk(ctx: click.Context, host: str | None, port: int | None) -> None:
    """Serve the desk until Ctrl-C: alerts live, with marks and why; search; rules; health.

    On this machine nobody has to log in, until there is a user. Beyond it, it does not listen before there is one.
    """
    if ctx.invoked_subcommand is not None:
        return
    from streams.desk.serve import run_desk
    from streams.logs import set_up_logging

    set_up_logging("info")
    given = {name: value for name, value in (("desk_host", host), ("desk_port", port)) if value is not None}
    asyncio.run(run_desk(load(**given), lambda address: click.echo(f"the desk is open at {address}")))


@desk.command(epilog="Example: wirewatch desk ping")
def ping() -> None:
    """Ask the desk on this machine whether it is well. Exit code 0: it answers and reaches its broker; 1: not."""
    import ssl
    import urllib.error
    import urllib.request

    settings = load()
    host = settings.desk_host if settings.desk_host not in ("0.0.0.0", "::") else "127.0.0.1"  # noqa: S104 (no binding)
    scheme = "https" if settings.desk_certificate else "http"
    unchecked = ssl._create_unverified_context()  # noqa: S323 (its name is another's than this machine's; nothing is told)
    direct, tls = urllib.request.ProxyHandler({}), urllib.request.HTTPSHandler(context=unchecked)
    address = f"{scheme}://{f'[{host}]' if ':' in host else host}:{settings.desk_port}/healthz"
    try:
        with urllib.request.build_opener(direct, tls).open(address, timeout=10) as answer:
            click.echo(answer.read().decode().strip())
    except urllib.error.HTTPError as error:
        raise Problem(f"the desk answers {error.code}: {error.read(200).decode('utf-8', 'replace').strip()}") from error
    except OSError as error:
        raise Problem(f"no desk answers at {address}: {error}", "start one: wirewatch desk") from error


@desk.group()
def users() -> None:
    """People who may use the desk: each has a name, a password and a role."""


@users.command("add", epilog="Example: wirewatch desk users add chief --role admin")
@click.argument("name")
@_role
@click.option("--password-file", type=click.File(), help="The password, from a file or - ; else it is asked for.")
def add_user(name: str, role: Role, password_file: click.utils.LazyFile | None) -> None:
    """Add a user, or give one a new password and role. A running desk knows it at once."""
    from streams.desk.access.register import with_user, write_register

    if password_file is None:
        password = click.prompt("password", hide_input=True, confirmation_prompt=True)
    else:
        password = password_file.read().rstrip("\r\n")
    path, register = _register()
    write_register(path, with_user(register, name, role, password))
    click.echo(f"{name} may use the desk as {role}")


@users.command("list", epilog="Example: wirewatch desk users list")
def list_users() -> None:
    """List users with their roles."""
    for user in sorted(_register()[1].users, key=lambda user: user.name):
        click.echo(f"{user.role:<8} {user.name}")


@users.command("remove", epilog="Example: wirewatch desk users remove chief")
@click.argument("name")
def remove_user(name: str) -> None:
    """Remove a user. Their open pages end within seconds."""
    from streams.desk.access.register import without_user, write_register

    path, register = _register()
    write_register(path, without_user(register, name))
    click.echo(f"{name} may use the desk no longer")


@desk.group()
def tokens() -> None:
    """Keys for programs that use the API: sent as `Authorization: Bearer TOKEN`."""


@tokens.command("add", epilog="Example: wirewatch desk tokens add wallboard --role reader --days 365")
@click.argument("name")
@_role
@click.option("--days", type=click.FloatRange(min=0, min_open=True), help="It expires after so many days.")
def add_token(name: str, role: Role, days: float | None) -> None:
    """Make a token, and show it: this once, for nobody can read it again."""
    from streams.desk.access.register import with_token, write_register

    path, register = _register()
    register, secret = with_token(register, name, role, now_ms(), days)
    write_register(path, register)
    click.echo(secret)


@tokens.command("list", epilog="Example: wirewatch desk tokens list")
def list_tokens() -> None:
    """List tokens with their ids, never the tokens themselves."""
    for each in _register()[1].tokens:
        click.echo(f"{each.id}  {each.role:<8} {each.created}  {each.expires or 'does not expire':<24}  {each.name}")


@tokens.command("remove", epilog="Example: wirewatch desk tokens remove 9f3a11c0")
@click.argument("token", metavar="ID")
def remove_token(token: str) -> None:
    """Remove a token by its id. It is good no longer, from the next request on."""
    from streams.desk.access.register import without_token, write_register

    path, register = _register()
    write_register(path, without_token(register, token))
    click.echo(f"token {token} is good no longer")


def _register() -> tuple[Path, Register]:
    from streams.desk.access.register import read_register, register_file

    path = register_file(load())
    return path, read_register(path)
