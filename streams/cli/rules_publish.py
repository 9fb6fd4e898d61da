"""`wirewatch rules publish`: put a whole set of rules in force on every worker."""

import asyncio
import getpass
from datetime import datetime
from pathlib import Path

import click

from streams.cli.times import Since
from streams.problem import Problem


@click.command(epilog="Example: wirewatch rules publish seeds/rules.yaml --note 'two new rules for Gdansk'")
@click.argument("path", type=click.Path(path_type=Path))
@click.option("--by", default=None, help="Who publishes.  [default: the name of the user]")
@click.option("--note", default=None, help="What it is for.")
@click.option("--since", type=Since(), help="Also look back so far for what new and changed rules would have caught.")
@click.option("--alert", is_flag=True, help="With --since: alert what they would have caught; else it is only said.")
@click.option("--dry-run", is_flag=True, help="Say what would change, and change nothing.")
def publish(path: Path, by: str | None, note: str | None, since: datetime | None, alert: bool, dry_run: bool) -> None:
    """Publish the rules of a file or folder: all of them or none, and rules that are not in it go.

    Every worker that has no --rules of its own has the new set within a second; no article is missed or matched twice
    for it. A rule that changes gets the next version, and a verdict names the version of the rule that made it. A rule
    that is new or changed looks at what comes from then on; with --since it looks back as well.
    """
    from streams.clock import WallClock
    from streams.rules.files import load_rules
    from streams.rules.rulebook import publish as put
    from streams.settings import load

    if alert and since is None:
        raise click.UsageError("--alert goes with --since: it says how far to look back")
    rules = load_rules(path).rules
    change = asyncio.run(put(load(), list(rules.values()), WallClock(), by or _user(), note, dry_run=dry_run))
    for sign, ids in (
        ("+", [rule.id for rule in change.new]), ("~", [rule.id for rule in change.changed]), ("-", change.removed),
    ):  # fmt: skip
        for rule_id in ids:
            click.echo(f"{sign} {rule_id}")
    if change.empty:
        click.echo(f"nothing changes: {len(change.whole)} rules, set {change.version[:8]}")
    else:
        done = "would be" if dry_run else "is"
        click.echo(f"set {change.version[:8]} {done} published: {len(change.whole)} rules; see wirewatch rules status")
    if since is not None:
        looking = [rule for rule in (*change.new, *change.changed) if rule.enabled]
        if not looking:
            click.echo("no rule is new or changed: there is nothing to look back for")
            return
        from streams.cli.rules_look_back import look

        look(load(), looking, since, alert=alert and not dry_run, version=None if dry_run else change.version)


def _user() -> str:
    try:
        return getpass.getuser()
    except (KeyError, OSError):
        raise Problem("the user has no name here", "say who publishes: --by NAME", exit_code=2) from None
