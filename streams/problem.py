"""An error that speaks to its reader: what is wrong and what to do, in one line, with an exit code."""

import click


class Problem(click.ClickException):
    """What the user must know to go on. The command line prints it as one line and exits with `exit_code` (1)."""

    def __init__(self, what: str, do: str | None = None, *, exit_code: int = 1) -> None:
        super().__init__(f"{what}; {do}" if do else what)
        self.exit_code = exit_code

    def show(self, file: object = None) -> None:
        """One line on standard error."""
        del file
        click.echo(f"wirewatch: {self.format_message()}", err=True)
