"""Puts a reading into words: why "Friday" is 2017-12-22."""

from schemas.enriched import Timex


def explain(timex: Timex) -> str:
    """One sentence that says how an expression was read."""
    return f"{timex.text!r} was read as {timex.value} ({timex.rule})"
