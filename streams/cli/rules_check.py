"""`wirewatch rules check`: whether rule files load, and every error where they do not."""

from pathlib import Path

import click
import msgspec

from streams.rules.files import read_rules


@click.command(epilog="Example: wirewatch rules check rules/  (exit code 0: all load; 1: errors, one a line)")
@click.argument("path", type=click.Path(path_type=Path))
@click.option("--json", "as_json", is_flag=True, help="One JSON object an error, a line each.")
def check(path: Path, as_json: bool) -> None:
    """Say whether the rules in a file or folder load; list every error, where it is and what was expected."""
    loaded = read_rules(path)
    for error in loaded.errors:
        click.echo(msgspec.json.encode(error).decode() if as_json else str(error), err=not as_json)
    if loaded.errors:
        count = len(loaded.errors)
        click.echo(f"wirewatch: {count} error{'s' if count > 1 else ''} in {path}: none of it loads", err=True)
        raise SystemExit(1)
    if not as_json:
        off = sum(not rule.enabled for rule in loaded.rules)
        click.echo(f"{len(loaded.rules)} rules load{f', {off} of them switched off' if off else ''}")
