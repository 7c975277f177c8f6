"""Modules that are loaded when they are first used: a command that needs none of them starts without them."""

from importlib import import_module
from typing import Any


class Later:
    """A module that is loaded when something of it is first asked for.

    >>> fractions = Later("fractions")
    >>> fractions.Fraction(1, 2)
    Fraction(1, 2)
    """

    def __init__(self, name: str) -> None:
        self._name = name

    def __getattr__(self, name: str) -> Any:
        value = getattr(import_module(self._name), name)
        setattr(self, name, value)
        return value
