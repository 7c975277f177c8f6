"""What claims that compare two networks share."""

from collections.abc import Sequence as Items
from pathlib import Path
from typing import TypeAlias

from constructions.files.bundle import NETWORK_FILE, Bundle, read_bundle
from constructions.files.canonical import digest, network_bytes
from constructions.files.columns import places_of
from constructions.model.dataset import Dataset
from constructions.model.errors import BadInput, shown, typed_path
from constructions.model.network import Network
from verify.claims.shared.base import Request, needed
from verify.claims.shared.subject import Reference

Read: TypeAlias = tuple[Network, bytes]
"""A network with the bytes that it has as a file of this project."""

_Names: TypeAlias = tuple[Items[str], Items[str]]
"""What inputs and classes are called, in their order; nothing where they have no names."""


def other_of(bundle: Bundle, request: Request) -> tuple[Reference, Read]:
    """Return the network that a bundle's own is to be compared with, as ``other_network`` does.

    Raises:
        BadInput: if none is asked for, or what ``other_network`` raises; if an input or a class that both call by one
            name has another place in the other network: claims go by places, and would be about other columns.
    """
    path = needed(request.other, "--other")
    reference, read, theirs = _read(path)
    for what, ours, others in zip(("input", "class"), _names(bundle.dataset), theirs, strict=True):
        for place, (name, there) in enumerate(zip(ours, places_of(ours, others), strict=True)):
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
    return *named, (trained.columns or (), trained.classes or ())


def _names(dataset: Dataset | None) -> _Names:
    if dataset is None:
        return (), ()
    return () if dataset.columns is None else dataset.columns.inputs, dataset.class_names or ()


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
