"""What claims that two networks are equal share."""

from pathlib import Path

from constructions.files.bundle import NETWORK_FILE
from constructions.files.canonical import digest, network_bytes, network_from_bytes
from constructions.files.disk import read_bytes
from constructions.model.network import Network
from verify.claims.shared.subject import Reference


def other_network(path: Path) -> tuple[Reference, tuple[Network, bytes]]:
    """Return the network in a file of any format that is read, or in a bundle, with the bytes that it has as a file of
    this project, and a reference by a name that follows from them.

    Raises:
        BadInput: if the file is not a network.
    """
    if path.is_dir():
        file = path / NETWORK_FILE
        data = read_bytes(file)
        return _named(network_from_bytes(data, str(file)), data, str(file))
    from exchange.reader import read_trained  # numpy, which not every proof needs

    network = read_trained(path)
    return _named(network, network_bytes(network), str(path))


def named_network(network: Network) -> tuple[Reference, tuple[Network, bytes]]:
    """Return a network with the bytes of its file, and a reference by a name that follows from them.

    >>> from constructions.model.network import Relu
    >>> named_network(Relu(1))[0].file
    'other-0e08d0e9.json'
    """
    return _named(network, network_bytes(network))


def _named(network: Network, data: bytes, given: str = "") -> tuple[Reference, tuple[Network, bytes]]:
    return Reference.to(f"other-{digest(data)[:8]}.json", data, given), (network, data)
