"""`wirewatch settings`: every setting, its value, its default and the variable that sets it."""

import click
import orjson

from streams.settings import Settings, load


@click.command(
    epilog="Example: WIREWATCH_PARTITIONS=12 wirewatch settings --json",
)
@click.option("--json", "as_json", is_flag=True, help="One JSON object a line.")
def settings(as_json: bool) -> None:
    """List every setting with its value, its default, and the environment variable that sets it."""
    now = load()
    for name, info in Settings.model_fields.items():
        value, default = getattr(now, name), info.get_default()
        row = {
            "setting": name,
            "value": str(value) if value is not None else None,
            "default": str(default) if default is not None else None,
            "variable": f"WIREWATCH_{name.upper()}",
            "about": info.description,
        }
        if as_json:
            click.echo(orjson.dumps(row).decode())
        else:
            mark = " " if value == default else "*"
            click.echo(f"{mark} {name:<18} {value!s:<28} {info.description} (default: {default}; {row['variable']})")
