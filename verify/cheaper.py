"""Which of two networks with the same answers is cheaper where the answers are wanted; what was given is never lost."""

from dataclasses import dataclass
from fractions import Fraction

from constructions.model.batch import evaluate_many
from constructions.model.cost import structural_worst
from constructions.model.dataset import Dataset
from constructions.model.network import Branch, Network, distinct_nodes
from constructions.model.progress import NEVER, Deadline
from constructions.synthesis.one_input import Target
from verify.domain import Domain
from verify.prove.limits import Limits, Stopped
from verify.prove.region import bounds_of
from verify.prove.universal import worst_case

MOST_PATHS = 1_000
"""How many paths are followed for the exact worst case over a domain; beyond, structural maxima are compared."""


@dataclass(frozen=True, slots=True)
class Price:
    """What a network costs where its answers are wanted, in operations of all kinds.

    Attributes:
        what: what the first number is: ``"most, over the data"``, ``"mean, over the data"``, ``"most, on the domain"``
            or ``"at most, on any input"``.
        first: that number.
        also: what the second number is, which decides between equal first ones.
        second: that number.
    """

    what: str
    first: Fraction
    also: str
    second: Fraction

    @property
    def numbers(self) -> tuple[Fraction, Fraction]:
        """Both numbers, by which prices are compared."""
        return self.first, self.second


MOST, MEAN = "most, over the data", "mean, over the data"
ON_DOMAIN, ANYWHERE = "most, on the domain", "at most, on any input"


def price_on_data(network: Network, dataset: Dataset, target: Target) -> Price:
    """Return the operations of the dearest data point and the mean over the rows, what is the target first.

    >>> from constructions.model.network import Relu
    >>> price_on_data(Relu(1), Dataset.from_rows([[0], [1]], [[0], [1]]), "mean").numbers
    (Fraction(1, 1), Fraction(1, 1))
    """
    evaluation = evaluate_many(network, dataset.points)
    worst, mean = Fraction(evaluation.worst()), evaluation.mean(dataset.counts)
    return Price(MOST, worst, MEAN, mean) if target == "worst" else Price(MEAN, mean, MOST, worst)


def prices_on_domain(given: Network, found: Network, domain: Domain, deadline: Deadline = NEVER) -> tuple[Price, Price]:
    """Return the operations of the dearest input of a domain, the same notion for both networks.

    A network without gates costs the same on every input; if then ``found`` costs no more on any input by its
    structure, both structural maxima are returned. Else the exact worst cases over the domain, if no more than
    ``MOST_PATHS`` paths have to be followed and the deadline is not passed; beyond, structural maxima again. The domain
    must not be empty.

    >>> from constructions.model.network import Affine
    >>> from verify.domain import box
    >>> cheap, dear = Affine([[1]], [0]), Affine([[3]], [1])
    >>> prices = prices_on_domain(dear, Branch([1], 0, cheap, dear), box([-2], [-1]))
    >>> [price.numbers for price in prices]
    [(Fraction(2, 1), Fraction(2, 1)), (Fraction(1, 1), Fraction(3, 1))]
    """
    before, after = [Fraction(structural_worst(network).total) for network in (given, found)]
    if after > before or _has_gates(given):
        try:
            exact = [_exact(network, domain, most, deadline) for network, most in ((given, before), (found, after))]
            return Price(ON_DOMAIN, exact[0], ANYWHERE, before), Price(ON_DOMAIN, exact[1], ANYWHERE, after)
        except Stopped:
            pass
    return Price(ANYWHERE, before, ANYWHERE, before), Price(ANYWHERE, after, ANYWHERE, after)


def _has_gates(network: Network) -> bool:
    return any([isinstance(node, Branch) for node in distinct_nodes(network)])


def _exact(network: Network, domain: Domain, structural: Fraction, deadline: Deadline) -> Fraction:
    """Return the most operations that an input of a domain takes; raises ``Stopped`` beyond the limits."""
    if not _has_gates(network):
        return structural
    found = worst_case(network, bounds_of(domain), "total", Limits(deadline.at, MOST_PATHS))
    if found is None:
        raise ValueError("the domain is empty")
    return Fraction(found[0])
