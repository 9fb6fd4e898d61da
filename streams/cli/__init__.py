"""The command line: a table of commands, each in a file of its own, imported only when it is called."""

import importlib
import logging

import click

COMMANDS: dict[str, str] = {
    # command: module in streams.cli : attribute
    "archive": "archive_:archive",
    "bench": "bench:bench",
    "audit": "audit_:audit_command",
    "broker": "broker_:broker",
    "clean": "clean:clean",
    "demo": "demo:demo",
    "held": "held:held",
    "health": "health:health",
    "hooks": "hooks:hooks",
    "dead": "dead:dead",
    "desk": "desk:desk",
    "deliver": "deliver:deliver",
    "enrich": "enrich:enrich",
    "rules": "rules:rules",
    "match": "match:match",
    "notices": "notices:notices",
    "replay": "replay:replay",
    "schemas": "schemas_:schemas",
    "score": "score:score",
    "search": "search:search",
    "settings": "settings_:settings",
    "silence": "silence:silence",
    "tail": "tail:tail",
    "topics": "topics_:topics",
    "worker": "worker:worker",
}


class _Lazy(click.Group):
    """A group whose commands are imported when called, so that a short command starts fast."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        del ctx
        return sorted(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        del ctx
        if cmd_name not in COMMANDS:
            return None
        module, _, attribute = COMMANDS[cmd_name].partition(":")
        command: click.Command = getattr(importlib.import_module(f"streams.cli.{module}"), attribute)
        return command


@click.group(cls=_Lazy, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 110})
@click.version_option(package_name="wirewatch", prog_name="wirewatch")
def main() -> None:
    """Watch news wires: clean each report, enrich it, match it against standing rules, route it, exactly once."""
    # What the client library logs of a broker that is away, our one-line errors say as well.
    logging.getLogger("aiokafka").addHandler(logging.NullHandler())
