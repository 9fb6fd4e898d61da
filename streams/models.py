"""The enrich stage with the settings' model, aliases and phrases: what does not load is said before any report."""

from agents.enrich import Enrich
from streams.problem import Problem
from streams.settings import Settings


def load_enrich(settings: Settings, model: str | None = None) -> Enrich:
    """The stage with its model; `model` stands in for the setting. Raises Problem, exit code 2, with what to do."""
    from agents.enrich import load
    from agents.facts.loading import ModelError
    from agents.facts.phrases import PhraseError

    try:
        return load(model or settings.model, settings.aliases, settings.phrases, settings.labels)
    except (ModelError, PhraseError) as error:
        raise Problem(str(error), exit_code=2) from error
