"""YAML of which each mapping keeps the line it begins on, and in which a key stands once."""

from collections.abc import Hashable
from typing import Any

import yaml

from agents.rules.errors import LINE

_Loader: type[yaml.SafeLoader] = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class YAMLProblem(ValueError):
    """Text that is not YAML, or not such as we read. `line` counts from 1."""

    def __init__(self, message: str, line: int | None = None) -> None:
        super().__init__(message)
        self.line = line


class _Lined(_Loader):  # type: ignore[valid-type, misc]  # one of two classes, by how PyYAML was built
    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Hashable, Any]:
        del deep
        keys = [key.value if isinstance(key.value, str) else None for key, _ in node.value]
        if len(set(keys)) < len(keys):
            twice = next(key for key in keys if keys.count(key) > 1)
            raise YAMLProblem(f"key {twice} stands twice", node.start_mark.line + 1)
        made: dict[Hashable, Any] = super().construct_mapping(node, deep=True)
        made[LINE] = node.start_mark.line + 1
        return made


def read_lined(text: str) -> object:
    """What a YAML text holds; each mapping has its line under the key LINE. Raises YAMLProblem."""
    try:
        return yaml.load(text, _Lined)  # noqa: S506 (a safe loader that also keeps lines)
    except yaml.MarkedYAMLError as error:
        raise YAMLProblem(str(error.problem), error.problem_mark.line + 1 if error.problem_mark else None) from None
    except (yaml.YAMLError, RecursionError, ValueError) as error:
        if isinstance(error, YAMLProblem):
            raise
        raise YAMLProblem(str(error).splitlines()[0]) from None
