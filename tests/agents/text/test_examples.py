"""The examples in the docstrings of agents.text run and hold."""

import doctest
import importlib
import pkgutil

import pytest

import agents.text

MODULES = [found.name for found in pkgutil.walk_packages(agents.text.__path__, "agents.text.")]


@pytest.mark.parametrize("name", MODULES)
def test_examples_hold(name: str) -> None:
    assert doctest.testmod(importlib.import_module(name)).failed == 0
