"""Any spaCy pipeline in the model's place: labels mapped by the table, an unfit one refused at once."""

from pathlib import Path

import pytest
import spacy

from agents.facts.finder import Finder
from agents.facts.loading import LABELS, ModelError, load_model


def ruler(path: Path, patterns: dict[str, str]) -> str:
    """A pipeline that finds what it is told to."""
    nlp = spacy.blank("en")
    nlp.add_pipe("entity_ruler").add_patterns([{"label": label, "pattern": name} for name, label in patterns.items()])
    nlp.to_disk(path)
    return str(path)


def test_labels_of_another_pipeline_are_mapped(tmp_path: Path) -> None:
    path = ruler(tmp_path / "m", {"Oslo": "GPE", "Heathrow": "FAC", "three": "CARDINAL", "Eurovision": "EVENT"})
    (found,) = Finder.load(path).find(["Oslo, Heathrow, three, Eurovision"])
    assert [(one.text, one.label) for one in found] == [("Oslo", "LOC"), ("Heathrow", "LOC"), ("Eurovision", "MISC")]


def test_a_pipeline_that_finds_nothing_we_know_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match="none of its labels is known here"):
        load_model(ruler(tmp_path / "m", {"x": "GENE"}))
    spacy.blank("en").to_disk(tmp_path / "blank")
    with pytest.raises(ModelError, match="no component of it finds entities"):
        load_model(str(tmp_path / "blank"))


def test_a_users_table_of_labels_goes_before_ours(tmp_path: Path) -> None:
    path = ruler(tmp_path / "m", {"Oslo": "GPE", "BRCA1": "GENE", "Eurovision": "EVENT"})
    (found,) = Finder.load(path, {"GENE": "MISC", "EVENT": ""}).find(["Oslo, BRCA1, Eurovision"])
    assert [(one.text, one.label) for one in found] == [("Oslo", "LOC"), ("BRCA1", "MISC")]
    only = ruler(tmp_path / "n", {"BRCA1": "GENE"})
    assert Finder.load(only, {"GENE": "PROTEIN"}).find(["BRCA1"])[0][0].label == "PROTEIN"
    with pytest.raises(ModelError, match=r"it has no label GENES; take it out of `labels` \(its labels: GENE\)"):
        Finder.load(only, {"GENE": "MISC", "GENES": "MISC"})
    assert Finder.load("fast", {"GENE": "MISC"}).name.startswith("wirewatch_fast")


def test_a_broken_pipeline_is_refused(tmp_path: Path) -> None:
    path = Path(ruler(tmp_path / "m", {"Oslo": "GPE"}))
    (path / "config.cfg").write_text("[nlp]\nlang = 'xx-nosuch'\n", "utf-8")
    with pytest.raises(ModelError, match=r"model .*m:"):
        load_model(str(path))


@pytest.mark.parametrize("model", ["fast", "accurate"])
def test_ours_have_all_seven_labels(model: str) -> None:
    nlp = load_model(model)
    (found,) = Finder(nlp).find(["Ruto paid $5 million in Kenya on Monday, said Kenyan Airways."])
    assert {label for pipe in nlp.pipe_names for label in nlp.get_pipe(pipe).labels} == set(LABELS.values())
    assert found
