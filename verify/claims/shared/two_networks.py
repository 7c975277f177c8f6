"""What claims that two networks are equal share."""

from pathlib import Path

from constructions.files.canonical import digest, network_from_bytes, read_bytes
from constructions.model.errors import BadInput
from constructions.model.network import Network
from constructions.model.nouns import count_of
from verify.claims.shared.base import Reference, Sources


def both_fit(sources: Sources, one: Reference, two: Reference) -> tuple[Network, bytes, Network, bytes]:
    """Return two networks with their files; raises ``BadInput`` unless they take and give equally many numbers."""
    network, data = sources.network(one)
    other, other_data = sources.network(two)
    for what in ("input", "output"):
        here, there = getattr(network, f"{what}_width"), getattr(other, f"{what}_width")
        if here != there:
            raise BadInput(
                f"{sources.bundle.folder / two.file}: has {count_of(there, what)}, but {one.file} has {here:,}"
            )
    return network, data, other, other_data


def other_network(path: Path) -> tuple[Reference, tuple[Network, bytes]]:
    """Return a network in a file with its bytes, and a reference by a name that follows from them.

    Raises:
        BadInput: if the file is not a network.
    """
    data = read_bytes(path)
    return Reference.to(f"other-{digest(data)[:8]}.json", data), (network_from_bytes(data, str(path)), data)
