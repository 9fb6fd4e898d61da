"""docs/formats.md: the format that it adds as an example reads the report that it shows."""

import re
from pathlib import Path

from agents.text.formats.source import Format, Source
from agents.text.item import Item

MANUAL = (Path(__file__).parents[1] / "docs/formats.md").read_text()


def block(language: str) -> str:
    found = re.search(rf"```{language}\n(.*?)```", MANUAL, re.DOTALL)
    assert found is not None
    return found[1]


def test_the_example_reads_its_sample() -> None:
    names: dict[str, object] = {}
    exec(compile(block("python"), "docs/formats.md", "exec"), names)
    made = names["FORMAT"]
    assert isinstance(made, Format)
    sample = block("newsline").encode()
    source = Source(sample, hint=None, name="wire", max_bytes=10_000, read_inside=lambda data, source: ())
    assert made.recognise(source)
    [item] = made.read(source)
    assert isinstance(item, Item)
    assert (item.story, item.version, item.headline) == ("4711", "2", "Storm closes harbour")
    assert item.sent == "2018-01-05T10:00:00+01:00"
    assert item.body == ("The harbour is closed until Sunday.", "Two ships wait.")
