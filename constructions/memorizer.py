"""What a memorizer delivers: a network and the operations it promised from its formula, before anything was counted."""

from dataclasses import dataclass

from constructions.cost import Operations
from constructions.network import Network


@dataclass(frozen=True, slots=True)
class Built:
    """A network that memorizes a data set, and the worst-case operations that the construction's formula promises.

    The promise is computed from the formula in the construction's docstring, never read off the network, so that the
    two can be held against each other: structurally the network costs no more in any of the four measures.
    """

    network: Network
    promise: Operations
