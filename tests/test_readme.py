"""What the documents and --help tell people to type is there: commands, their options, make's targets, files."""

import re
import shlex
from collections.abc import Iterator
from itertools import groupby
from pathlib import Path

import click
import pytest
from click.testing import CliRunner

from streams.cli import main

ROOT = Path(__file__).parent.parent
DOCUMENTS = sorted([*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md"), ROOT / "seeds/README.md"])
OURS = {path.name for path in ROOT.iterdir() if path.is_dir() and not path.name.startswith(".")}
"""What a path of this repository begins with."""
_BLOCK = re.compile(r"^```(?:console|sh)\n(.*?)^```", re.MULTILINE | re.DOTALL)
_MAKE = re.compile(r"`(?:[A-Z]+=\S+ )*make ([a-z][a-z-]*)")
_LINK = re.compile(r"\]\((?!https?:|#)([^)#\s]+)")
_ASSIGNED = re.compile(r"[A-Z_]+=")


def typed(document: str) -> Iterator[str]:
    """The command lines of a document's blocks: after `$ ` where a block has prompts, else each line."""
    for block in _BLOCK.findall(document):
        lines = block.replace("\\\n", " ").splitlines()
        prompted = [line[2:] for line in lines if line.startswith("$ ")]
        yield from prompted or [line for line in lines if line.strip() and not line.lstrip().startswith("#")]


def commands(line: str) -> Iterator[list[str]]:
    """The commands of a line, parted at pipes and the like, without variables set for them and redirections."""
    lexer = shlex.shlex(line, posix=True, punctuation_chars="|&;<>")
    lexer.whitespace_split = True
    for joint, group in groupby(lexer, key=lambda token: set(token) <= set("|&;")):
        if joint:
            continue
        words = list(group)
        kept = [word for n, word in enumerate(words) if set(word) - set("<>") and (n == 0 or words[n - 1] not in "<>>")]
        while kept and _ASSIGNED.match(kept[0]):
            kept.pop(0)
        if kept:
            yield kept


def complaints(line: str) -> list[str]:
    """What is wrong with a command line: no such command, option or target, an argument missing, no such file."""
    wrong = []
    for program, *arguments in commands(line):
        if Path(program).name == "wirewatch":
            wrong += misused(arguments)
        elif program == "make":
            wrong += no_targets(each for each in arguments if "=" not in each and not each.startswith("-"))
        wrong += no_files(arguments)
    return [f"{line.strip()}: {each}" for each in wrong]


def misused(arguments: list[str]) -> list[str]:
    """What click would say of wirewatch's arguments. Nothing is run, and no file that a user would have is opened."""
    command: click.Command = main
    context = click.Context(main, info_name="wirewatch")
    try:
        while isinstance(command, click.Group):
            _, rest, _ = command.make_parser(context).parse_args(list(arguments))
            if not rest:
                return []  # --help or --version of a group
            name, found, arguments = command.resolve_command(context, rest)
            assert found is not None  # click has raised
            command, context = found, click.Context(found, info_name=name, parent=context)
        values, rest, _ = command.make_parser(context).parse_args(list(arguments))
        if rest:
            return [f"too many arguments: {' '.join(rest)}"]
        for each in command.params:
            value = values.get(each.name or "")
            if isinstance(value, str | tuple | list) and value:  # else nothing was typed, or a flag
                if not isinstance(each.type, click.Path | click.File):
                    each.type_cast_value(context, value)
            elif each.required and "help" not in values:
                return [f"{each.name} is missing"]
    except click.UsageError as error:
        return [error.format_message()]
    return []


def no_targets(targets: Iterator[str]) -> list[str]:
    there = set(re.findall(r"^([a-z][a-z-]*):", (ROOT / "Makefile").read_text(), re.MULTILINE))
    return [f"the Makefile has no target {each}" for each in targets if each not in there]


def no_files(arguments: list[str]) -> list[str]:
    """Paths that begin in a folder of ours and lead nowhere."""
    values = [each.rpartition("=")[2] for each in arguments]
    ours = [each for each in values if "/" in each and each.split("/")[0] in OURS]
    return [f"there is no {each}" for each in ours if not list(ROOT.glob(each.rstrip("/")))]


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: str(path.relative_to(ROOT)))
class TestDocuments:
    def test_what_it_says_to_type_is_there(self, document: Path) -> None:
        assert [each for line in typed(document.read_text()) for each in complaints(line)] == []

    def test_the_targets_of_make_that_it_names(self, document: Path) -> None:
        assert no_targets(iter(_MAKE.findall(document.read_text()))) == []

    def test_the_files_that_it_links_to(self, document: Path) -> None:
        links = _LINK.findall(document.read_text())
        assert [link for link in links if not (document.parent / link).exists()] == []


def test_the_readme_says_what_to_type() -> None:
    """The checks above would pass on an empty README."""
    said = {tuple(each[:2]) for line in typed((ROOT / "README.md").read_text()) for each in commands(line)}
    assert {("make", "demo"), ("make", "test"), ("wirewatch", "replay"), ("wirewatch", "rules")} <= said


def every_command(command: click.Command, *names: str) -> Iterator[tuple[str, ...]]:
    """The names of every command, groups as well."""
    yield names
    if isinstance(command, click.Group):
        context = click.Context(command)
        for name in command.list_commands(context):
            found = command.get_command(context, name)
            assert found is not None
            yield from every_command(found, *names, name)


@pytest.mark.parametrize("names", [names for names in every_command(main) if names], ids=" ".join)
def test_help_runs_and_its_examples_can_be_typed(names: tuple[str, ...]) -> None:
    result = CliRunner().invoke(main, [*names, "--help"])
    assert result.exit_code == 0, result.output
    assert "Usage: " in result.output
    examples = [line for line in examples_of(names) if "wirewatch" in line]
    assert examples or "COMMAND [ARGS]" in result.output, "its epilog has no `Example: wirewatch …`"
    assert [each for line in examples for each in complaints(line)] == []


def examples_of(names: tuple[str, ...]) -> list[str]:
    """The lines after `Example:` in a command's epilog, without a remark in brackets two spaces behind one."""
    context, command = click.Context(main), main
    for name in names:
        assert isinstance(command, click.Group)
        command = command.get_command(context, name)  # type: ignore[assignment]  # --help of it ran
    _, _, epilog = (command.epilog or "").partition("Example")
    text = re.sub(r"  \(.*", "", epilog.partition(":")[2].replace("\b", ""))
    return re.sub(r"\n\s+\|", " |", text).splitlines()


@pytest.mark.parametrize(
    ("line", "wrong"),
    [
        ("wirewatch audti", "No such command 'audti'"),
        ("wirewatch replay seeds --sped 0", "No such option"),
        ("wirewatch replay seeds --speed fast", "fast"),
        ("ONCE=1 .venv/bin/wirewatch clean", "files is missing"),
        ("wirewatch rules check a.yaml b.yaml", "too many arguments: b.yaml"),
        ("wirewatch settings > a.txt && wirewatch rules chek", "No such command 'chek'"),
        ("wirewatch rules check seeds/no-such.yaml", "there is no seeds/no-such.yaml"),
        ("wirewatch clean seeds/*.xml | wirewatch enrich", "there is no seeds/*.xml"),
        ("ONCE=1 make demmo", "the Makefile has no target demmo"),
    ],
)
def test_the_check_sees_what_it_must(line: str, wrong: str) -> None:
    assert len(complaints(line)) == 1
    assert wrong in complaints(line)[0]


def test_the_check_lets_pass_what_is_right() -> None:
    lines = ("wirewatch --version", "wirewatch rules --help", "wirewatch replay my-archive/*.xml.gz --speed 60 # all")
    assert [each for line in lines for each in complaints(line)] == []
