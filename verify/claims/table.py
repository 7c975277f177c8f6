"""All kinds of claims: every file of this folder that defines one."""

from functools import cache
from importlib import import_module
from pathlib import Path

from constructions.model.errors import one_of
from verify.claims.shared.base import Asked, Claim


@cache
def classes() -> tuple[type[Claim], ...]:
    """Return the classes of claims, in the order of their files' names.

    >>> [found.__name__ for found in classes()][:2]
    ['Avoids', 'Classifies']
    """
    found = []
    for path in sorted(Path(__file__).parent.glob("[!_]*.py")):
        module = import_module(f"{__package__}.{path.stem}")
        found += [
            value
            for name, value in vars(module).items()
            if not name.startswith("_")
            if isinstance(value, type) and issubclass(value, Claim) and value.__module__ == module.__name__
        ]
    return tuple(found)


@cache
def kinds() -> dict[str, type[Claim]]:
    """Return the class of every kind that a claim's file may name."""
    return {kind: found for found in classes() for kind in found.plain}


@cache
def asked() -> dict[str, Asked]:
    """Return how a user asks for claims, by name."""
    named = {name: how for found in classes() for name, how in found.asked.items()}
    return dict(sorted(named.items(), key=lambda item: item[1].rank))


def asked_as(name: str) -> Asked:
    """Return how a user asks for the claim of this name.

    Raises:
        BadInput: if there is none, with the nearest name that there is.

    >>> asked_as("memorises")
    Traceback (most recent call last):
        ...
    constructions.model.errors.BadInput: there is no claim 'memorises'; the nearest is 'memorizes'
    """
    return asked()[one_of("claim", name, asked())]
