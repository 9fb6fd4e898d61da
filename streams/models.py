"""The enrich stage with the settings' model, aliases and phrases: what does not load is said before any report."""

from pathlib import Path

from agents.enrich import Enrich
from streams.problem import Problem


def load_enrich(model: str, aliases: Path | None = None, phrases: Path | None = None) -> Enrich:
    """The stage with its model. Raises Problem, exit code 2, with what to do."""
    from agents.enrich import load
    from agents.facts.loading import ModelError
    from agents.facts.phrases import PhraseError

    try:
        return load(model, aliases, phrases)
    except (ModelError, PhraseError) as error:
        raise Problem(str(error), exit_code=2) from error
