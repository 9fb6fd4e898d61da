"""docs/schemas is up to date, its AsyncAPI document holds together, and released readers can read today's messages."""

import json
import shutil
import subprocess
import tarfile
from collections.abc import Iterator
from importlib.metadata import version
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import yaml
from jsonschema import Draft7Validator, Draft202012Validator

from schemas.topics import BY_NAME, TOPICS
from streams.contract.compat import breaks
from streams.contract.documents import asyncapi, documents, examples, json_schemas, read_schemas

DOCS = Path(__file__).parents[2] / "docs" / "schemas"
RELEASED = sorted((DOCS / "released").iterdir(), key=lambda folder: [int(number) for number in folder.name.split(".")])
DOCUMENT = asyncapi("0.1.0")


@pytest.mark.parametrize("name", documents(version("wirewatch")))
def test_the_committed_documents_are_up_to_date(name: str) -> None:
    assert (DOCS / name).read_text() == documents(version("wirewatch"))[name], (
        "run: wirewatch schemas --out docs/schemas"
    )


@pytest.mark.parametrize("name", json_schemas())
def test_schemas_are_schemas(name: str) -> None:
    Draft202012Validator.check_schema(json_schemas()[name])


@pytest.mark.parametrize("released", RELEASED, ids=lambda folder: folder.name)
def test_readers_of_a_released_version_read_todays_records(released: Path) -> None:
    assert breaks(read_schemas(released), json_schemas()) == []


@pytest.mark.parametrize("name", examples())
def test_todays_examples_keep_to_the_last_released_schema(name: str) -> None:
    example, schemas = examples()[name], read_schemas(RELEASED[-1])
    Draft202012Validator(schemas["Headers"]).validate(example["headers"])
    record = BY_NAME[example["topic"]].record
    if record is not None and record.__name__ in schemas:
        Draft202012Validator(schemas[record.__name__]).validate(example["value"])


def test_every_reference_of_the_asyncapi_document_leads_somewhere() -> None:
    references = list(_references(DOCUMENT))
    assert len(references) > 50
    for reference in references:
        found: Any = DOCUMENT
        for part in reference.removeprefix("#/").split("/"):
            found = found[part]


def test_the_asyncapi_document_has_every_topic_and_who_writes_and_reads_it() -> None:
    assert [channel["address"] for channel in DOCUMENT["channels"].values()] == [topic.name for topic in TOPICS]
    for (name, channel), topic in zip(DOCUMENT["channels"].items(), TOPICS, strict=True):
        sides = {
            (operation["action"], operation["summary"])
            for operation in DOCUMENT["operations"].values()
            if operation["channel"] == {"$ref": f"#/channels/{name}"}
        }
        assert sides == {("send", who) for who in topic.producers} | {("receive", who) for who in topic.consumers}
        assert next(iter(channel["messages"])) == name


def test_the_asyncapi_document_keeps_to_its_official_schema(tmp_path: Path) -> None:
    """The schema comes in the npm package @asyncapi/specs; without npm or its registry there is nothing to check by."""
    npm = shutil.which("npm")
    if npm is None:
        pytest.skip("npm is not here")
    packed = subprocess.run([npm, "pack", "@asyncapi/specs@6.11.1"], cwd=tmp_path, capture_output=True, timeout=60)
    if packed.returncode:
        pytest.skip("the npm registry cannot be reached")
    with tarfile.open(next(tmp_path.glob("*.tgz"))) as archive:
        member = archive.extractfile("package/schemas/3.0.0-without-$id.json")
        assert member is not None
        official = json.load(member)
    Draft7Validator(official, format_checker=jsonschema.FormatChecker()).validate(
        yaml.safe_load((DOCS / "asyncapi.yaml").read_text())
    )


def _references(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        for key, item in value.items():
            if key == "$ref":
                yield item
            else:
                yield from _references(item)
    elif isinstance(value, list):
        for item in value:
            yield from _references(item)
