"""What is wrong with a rule: the message, and where it stands."""

from msgspec import Struct

LINE = "__line__"
"""The key under which a mapping read from a file keeps the line that it begins on."""


class RuleError(Struct, frozen=True, omit_defaults=True):
    """One error. `line` and `column` count from 1 within the query; `file_line` is where its rule begins."""

    message: str
    rule: str | None = None
    line: int | None = None
    column: int | None = None
    file: str | None = None
    file_line: int | None = None

    def __str__(self) -> str:
        """`rules.yaml:12: rule mosul: line 3, column 17: w/10 needs a term or a group on its right`."""
        file = self.file and (f"{self.file}:{self.file_line}" if self.file_line else self.file)
        place = f"line {self.line}, column {self.column}" if self.line else None
        rule = f"rule {self.rule}" if self.rule else None
        return ": ".join(part for part in (file, rule, place, self.message) if part)


class QueryError(ValueError):
    """A query that does not parse, or that the language refuses. `position` counts characters from 0.

    Without a query, what is wrong is the rule itself; then line and column are 0.
    """

    def __init__(self, message: str, query: str | None = None, position: int = 0) -> None:
        self.message, self.line, self.column = message, 0, 0
        if query is not None:
            before = query[:position]
            self.line = before.count("\n") + 1
            self.column = position - (before.rfind("\n") + 1) + 1
        super().__init__(f"line {self.line}, column {self.column}: {message}" if self.line else message)

    def at_rule(self, rule: str) -> RuleError:
        """The same as a record."""
        return RuleError(self.message, rule, self.line or None, self.column or None)
