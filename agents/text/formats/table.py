"""The table of wire formats, in the order in which they are asked whether a report is theirs."""

from agents.text.formats import dated_text, json_lines
from agents.text.formats.source import Format

FORMATS: tuple[Format, ...] = (
    dated_text.FORMAT,
    json_lines.FORMAT,
)
