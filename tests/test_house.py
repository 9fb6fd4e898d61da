"""The house: arrows point down only, there is no circle, and one file alone knows Faust."""

import ast
import importlib
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
FLOORS = ("schemas", "agents", "streams")  # from the ground up; a package imports its own floor and those below
FAUST = "streams/app"  # with what may stand beside it: streams/app*.py


def modules() -> dict[str, Path]:
    """Every module of ours, by its dotted name."""
    files = sorted(path for floor in FLOORS for path in (ROOT / floor).rglob("*.py"))
    names = {path: ".".join(path.relative_to(ROOT).with_suffix("").parts) for path in files}
    return {name.removesuffix(".__init__"): path for path, name in names.items()}


def imports(name: str, path: Path) -> set[str]:
    """The dotted names that a module imports anywhere in it, functions included; relative ones made absolute."""
    package = name if path.name == "__init__.py" else name.rpartition(".")[0]
    found = set()
    for node in ast.walk(ast.parse(path.read_text(), path)):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            above = package.split(".")[: len(package.split(".")) - node.level + 1] if node.level else []
            origin = ".".join([*above, *([node.module] if node.module else [])])
            # `from a import b` means module a.b where there is one, and else something in a.
            found |= {f"{origin}.{alias.name}" for alias in node.names}
    return found


def graph() -> dict[str, set[str]]:
    """Which module of ours imports which."""
    ours = modules()
    return {
        name: {target for target in (_module(each, ours) for each in imports(name, path)) if target and target != name}
        for name, path in ours.items()
    }


def _module(imported: str, ours: dict[str, Path]) -> str | None:
    if imported in ours:
        return imported
    above = imported.rpartition(".")[0]
    return above if above in ours else None


def test_no_module_imports_in_a_circle() -> None:
    try:
        TopologicalSorter(graph()).prepare()
    except CycleError as error:
        pytest.fail(f"a circle of imports: {' <- '.join(error.args[1])}")


def test_arrows_point_down() -> None:
    upward = [
        f"{name} imports {target}"
        for name, targets in graph().items()
        for target in targets
        if FLOORS.index(target.split(".")[0]) > FLOORS.index(name.split(".")[0])
    ]
    assert upward == []


def test_one_place_alone_knows_faust() -> None:
    knowing = {
        path.relative_to(ROOT).as_posix()
        for name, path in modules().items()
        if any(each.split(".")[0] in ("faust", "mode") for each in imports(name, path))
    }
    assert "streams/app.py" in knowing
    assert [path for path in knowing if not path.startswith(FAUST)] == []


PURE = ("aiokafka", "asyncio", "http", "os", "psutil", "requests", "socket", "subprocess", "time", "urllib")


def test_agents_and_schemas_know_neither_kafka_nor_the_network_nor_the_clock() -> None:
    reaching = [
        f"{name} imports {each}"
        for name, path in modules().items()
        if not name.startswith("streams")
        for each in imports(name, path)
        if each.split(".")[0] in PURE
    ]
    assert reaching == []


@pytest.mark.parametrize("floor", FLOORS)
def test_each_package_resolves_here(floor: str) -> None:
    found = importlib.import_module(floor).__file__
    assert found is not None, f"{floor} has no __init__.py: another package of that name could shadow it"
    assert Path(found).parent == ROOT / floor


def test_every_folder_of_code_is_a_package() -> None:
    folders = {path.parent for path in modules().values()}
    assert [str(folder.relative_to(ROOT)) for folder in folders if not (folder / "__init__.py").exists()] == []


def test_every_module_says_what_it_is_for() -> None:
    silent = [name for name, path in modules().items() if not ast.get_docstring(ast.parse(path.read_text()))]
    assert silent == []


def test_the_graph_sees_what_it_must() -> None:
    """The checks above would pass on an empty graph."""
    found = graph()
    assert "schemas.topics" in found["streams.kafka.topics"]
    assert "streams.broker.node" in found["streams.broker"]
    assert sum(len(targets) for targets in found.values()) > 100
