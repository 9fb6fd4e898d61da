"""Loads an entity model: one of ours by name, or any spaCy pipeline, its labels mapped to ours by a table."""

from collections.abc import Iterable, Mapping
from pathlib import Path

import spacy
from spacy.language import Language
from thinc.api import NumpyOps, set_current_ops

MODELS = Path(__file__).parent / "models"
OURS = ("fast", "accurate")

LABELS = {
    # a pipeline's label: ours. Labels that stand in no row are left out: they name quantities, not things.
    "PERSON": "PERSON",
    "PER": "PERSON",
    "ORG": "ORG",
    "LOC": "LOC",
    "GPE": "LOC",
    "FAC": "LOC",
    "NORP": "NORP",
    "DATE": "DATE",
    "MONEY": "MONEY",
    "MISC": "MISC",
    "EVENT": "MISC",
    "LAW": "MISC",
    "PRODUCT": "MISC",
    "WORK_OF_ART": "MISC",
    "LANGUAGE": "MISC",
}


class ModelError(ValueError):
    """A model that cannot be used: which, why, and what to do."""


def table(labels: Mapping[str, str]) -> dict[str, str]:
    """LABELS with `labels` before its rows; a label of theirs whose own is empty is left out."""
    return {theirs: ours for theirs, ours in (LABELS | dict(labels)).items() if ours}


def load_model(name: str, known: Mapping[str, str] = LABELS, asked: Iterable[str] = ()) -> Language:
    """The pipeline that finds entities. `name` is fast, accurate, or a spaCy pipeline's package or path.

    `known` is the table of labels, `asked` those of the pipeline's that a user has named. Raises ModelError when the
    pipeline is missing, finds no entities of a label that we know, or has no label of a name that was asked for.
    """
    set_current_ops(NumpyOps(use_blis=False))  # twice as fast here as with BLIS
    path = MODELS / name if name in OURS else Path(name)
    if name in OURS and not path.is_dir():
        raise ModelError(f"model {name}: {path} is missing; install the package again, or set model to another")
    try:
        nlp = spacy.load(path if path.is_dir() else name)
    except OSError as error:
        hint = f"use fast or accurate, the path of a spaCy pipeline, or install it: python -m spacy download {name}"
        raise ModelError(f"model {name}: spaCy cannot load it ({first_line(error)}); {hint}") from error
    except (ValueError, ImportError, KeyError) as error:
        raise ModelError(f"model {name}: it does not fit this spaCy ({first_line(error)})") from error
    check_labels(name, nlp, known, asked)
    return nlp


def check_labels(name: str, nlp: Language, known: Mapping[str, str], asked: Iterable[str]) -> None:
    """Raise ModelError when no component of the pipeline finds entities of a label that we know."""
    finders = [pipe for at, pipe in nlp.pipeline if "doc.ents" in nlp.get_pipe_meta(at).assigns]
    labels = {label for pipe in finders for label in getattr(pipe, "labels", ())}
    if not finders:
        has = ", ".join(nlp.pipe_names) or "none"
        raise ModelError(f"model {name}: no component of it finds entities (its components: {has})")
    has = ", ".join(sorted(labels)) or "none"
    if not labels & known.keys():
        raise ModelError(f"model {name}: none of its labels is known here; name them in `labels` (its labels: {has})")
    if missing := sorted(set(asked) - labels):
        raise ModelError(f"model {name}: it has no label {missing[0]}; take it out of `labels` (its labels: {has})")


def first_line(error: BaseException) -> str:
    """The error in one line."""
    return str(error).strip().splitlines()[0] if str(error).strip() else type(error).__name__
