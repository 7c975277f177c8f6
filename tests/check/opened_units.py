"""Executions in which every relu stays open, for the tests of relaxation."""

from constructions.model.network import Network
from verify.certificate import Hint
from verify.domain import Domain
from verify.prove.prepared import Prepared
from verify.prove.region import bounds_of
from verify.prove.relaxation.running import Bounded, Relaxing


class _Look:
    """The visitor that looks at nothing."""

    def closes(self, count: int, left: int) -> None:
        """Return None."""

    def at_end(self, execution: object) -> list[Hint]:
        """Return no hint."""
        return []


def opened(network: Network, domain: Domain) -> Bounded:
    """Return the region at the end of the execution, with a unit for each relu."""
    region = Bounded(network.input_width, bounds_of(domain))
    Relaxing(Prepared(network), region, _Look()).run()
    return region
