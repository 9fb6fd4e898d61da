"""Templates that users edit: Jinja in a sandbox, with bounds on what one makes."""

from functools import cache
from typing import Any

from jinja2 import StrictUndefined, TemplateError
from jinja2.sandbox import ImmutableSandboxedEnvironment

_LONGEST = 256_000
"""Characters that a template may make."""


class BadTemplate(ValueError):
    """A template that does not render, with the line where that is known."""


@cache
def _environment() -> ImmutableSandboxedEnvironment:
    environment = ImmutableSandboxedEnvironment(undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)
    environment.filters["marked"] = marked
    environment.policies["json.dumps_kwargs"] = {"ensure_ascii": False}
    return environment


def marked(extract: dict[str, Any], before: str = "*", after: str = "*") -> str:
    """An extract's text with its marked words between two signs: `{{ extract | marked("<b>", "</b>") }}`.

    >>> marked({"text": "a flood in June", "marks": [(2, 7)]})
    'a *flood* in June'
    """
    text, made, at = extract["text"], [], 0
    for start, end in sorted(extract.get("marks", ())):
        if start >= at:
            made += [text[at:start], before, text[start:end], after]
            at = end
    return "".join([*made, text[at:]])


def render(source: str, facts: dict[str, Any]) -> str:
    """The text that a template makes of the facts. Raises BadTemplate."""
    made, size = [], 0
    try:
        for part in _environment().from_string(source).generate(facts):
            made.append(part)
            size += len(part)
            if size > _LONGEST:
                raise BadTemplate(f"it makes more than {_LONGEST:,} characters")
    except TemplateError as error:
        line = getattr(error, "lineno", None)
        raise BadTemplate(f"line {line}: {error.message}" if line else str(error)) from error
    except (ArithmeticError, AttributeError, LookupError, MemoryError, RecursionError, TypeError, ValueError) as error:
        raise error if isinstance(error, BadTemplate) else BadTemplate(f"{type(error).__name__}: {error}") from error
    return "".join(made)
