"""`wirewatch rules`: the commands on standing rules, each in a file of its own."""

import importlib

import click

SUBCOMMANDS = {
    # command: module in streams.cli : attribute
    "backtest": "rules_backtest:backtest",
    "check": "rules_check:check",
    "explain": "rules_explain:explain",
    "look-back": "rules_look_back:look_back",
    "publish": "rules_publish:publish",
    "status": "rules_status:status",
}


class _Lazy(click.Group):
    def list_commands(self, ctx: click.Context) -> list[str]:
        del ctx
        return sorted(SUBCOMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        del ctx
        if cmd_name not in SUBCOMMANDS:
            return None
        module, _, attribute = SUBCOMMANDS[cmd_name].partition(":")
        command: click.Command = getattr(importlib.import_module(f"streams.cli.{module}"), attribute)
        return command


@click.group(cls=_Lazy)
def rules() -> None:
    """Check standing rules, explain their verdicts, try them on an archive."""
