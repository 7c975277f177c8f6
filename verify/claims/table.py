"""All kinds of claims: every file of this folder that defines one."""

from collections.abc import Collection
from functools import cache
from importlib import import_module
from pathlib import Path

from constructions.files.bundle import DATASET_FILE, NETWORK_FILE
from constructions.model.errors import BadInput, one_of
from verify.check import reader
from verify.check.rules.table import RULES
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


def check_sizes(folder: Path, names: Collection[str]) -> None:
    """Refuse, before they are read, files of a bundle that the checker would not read.

    Args:
        names: of the claims that are asked for; none is all that are meant.

    Raises:
        BadInput: naming the file, if one of the claims is about it.
    """
    kinds_asked = [kind for found in classes() if found.asked.keys() & set(names) for kind in found.plain]
    with_data = not names or any(["dataset" in RULES[kind].files for kind in kinds_asked])
    files = [folder / NETWORK_FILE, *([folder / DATASET_FILE] if with_data else [])]
    for path in files if folder.is_dir() else ():
        size = path.stat().st_size if path.is_file() else 0
        if size > reader.MAX_FILE_BYTES:
            limit = f"has {size:,} bytes, and the checker reads {reader.MAX_FILE_BYTES:,} at most"
            raise BadInput(f"{path}: {limit}: no claim about it can be proved; cut the data into several bundles")
