"""What claims that compare two networks share."""

from collections.abc import Mapping, Sequence as Items
from pathlib import Path
from typing import TypeAlias

from constructions.files.bundle import NETWORK_FILE, Bundle, read_bundle
from constructions.files.canonical import digest, network_bytes
from constructions.files.columns import places_of
from constructions.model.dataset import Dataset
from constructions.model.errors import BadInput, shown, typed_path
from constructions.model.network import Network
from constructions.model.provenance import Columns
from verify.claims.shared.base import Request, needed
from verify.claims.shared.subject import Reference

Read: TypeAlias = tuple[Network, bytes]
"""A network with the bytes that it has as a file of this project."""

_Names: TypeAlias = Mapping[str, Items[str]]
"""What inputs, classes, and the categories of each column of text are called, in their order."""


def other_of(bundle: Bundle, request: Request) -> tuple[Reference, Read]:
    """Return the network that a bundle's own is to be compared with, as ``other_network`` does.

    Raises:
        BadInput: if none is asked for, or what ``other_network`` raises; if an input, a class or a category that both
            call by one name has another place in the other network: claims go by places, and would be about others.
    """
    path = needed(request.other, "--other")
    reference, read, theirs = _read(path)
    for what, ours in _names(bundle.dataset).items():
        for place, (name, there) in enumerate(zip(ours, places_of(ours, theirs.get(what, ())), strict=True)):
            if there is not None and there != place:
                raise BadInput(
                    f"{path}: the {what} {shown(name)} is number {there} in it and number {place} in {bundle.folder}, "
                    f"and claims go by numbers: give both one order, or name {_without_names(path)}, which has no names"
                )
    return reference, read


def other_network(path: Path) -> tuple[Reference, Read]:
    """Return the network in a file of any format that is read, or in a bundle, with the bytes that it has as a file of
    this project, and a reference by a name that follows from them.

    Raises:
        BadInput: if the file is not a network.
    """
    reference, read, _ = _read(path)
    return reference, read


def _read(path: Path) -> tuple[Reference, Read, _Names]:
    if path.is_dir():
        bundle = read_bundle(path)
        file = str(path / NETWORK_FILE)
        return *_named(bundle.network, bundle.network_data, file), _names(bundle.dataset)
    from exchange.reader import read_model  # numpy, which not every proof needs

    trained = read_model(path)
    named = _named(trained.network, network_bytes(trained.network), str(path))
    return *named, _named_places(trained.columns, trained.classes, trained.categories)


def _names(dataset: Dataset | None) -> _Names:
    if dataset is None:
        return {}
    columns = dataset.columns or Columns((), ())
    return _named_places(columns.inputs, dataset.class_names, columns.categories)


def _named_places(
    inputs: Items[str] | None, classes: Items[str] | None, categories: Items[tuple[str, Items[str]]]
) -> _Names:
    named = {"input": inputs or (), "class": classes or ()}
    return named | {f"category of {shown(column)}": texts for column, texts in categories}


def _without_names(path: Path) -> str:
    """Return what to name so that two networks are compared by places, whatever these are called."""
    if path.is_dir():
        return str(path / NETWORK_FILE)
    return f"what memocert read {typed_path(path)} -o FILE writes"


def named_network(network: Network) -> tuple[Reference, Read]:
    """Return a network with the bytes of its file, and a reference by a name that follows from them.

    >>> from constructions.model.network import Relu
    >>> named_network(Relu(1))[0].file
    'other-0e08d0e9.json'
    """
    return _named(network, network_bytes(network))


def _named(network: Network, data: bytes, given: str = "") -> tuple[Reference, Read]:
    return Reference.to(f"other-{digest(data)[:8]}.json", data, given), (network, data)
