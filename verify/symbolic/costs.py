"""What a shape costs on any data set that has it: operations counted where weights are symbols."""

from dataclasses import dataclass
from fractions import Fraction

from constructions.model.cost import Operations, own_cost, structural_maxima
from constructions.model.network import Affine, Branch, Form, Network
from constructions.model.nouns import count_of
from constructions.model.rational import Symbolic

SOME = Fraction(2)
"""Stands for a symbol: a weight that is multiplied, a bias that is added."""


@dataclass(frozen=True, slots=True)
class Most:
    """Upper bounds on the operations of any input, for any data of some kind, and on the comparisons among them.

    >>> print(Most(13, 4))
    for all of these, on any input: at most 13 operations, 4 comparisons
    """

    operations: int
    comparisons: int

    def __str__(self) -> str:
        most, compared = count_of(self.operations, "operation"), count_of(self.comparisons, "comparison")
        return f"for all of these, on any input: at most {most}, {compared}"

    def joined(self, other: "Most | None") -> "Most":
        """Return what bounds both.

        >>> Most(13, 4).joined(Most(9, 5))
        Most(operations=13, comparisons=5)
        """
        if other is None:
            return self
        return Most(max(self.operations, other.operations), max(self.comparisons, other.comparisons))


def most_of_shape(network: Network) -> Most:
    """Return the structural maximum of a network with symbols: it holds on every data set that has this shape.

    A symbol counts as a weight other than 0, 1 and -1, or a bias other than 0; what it is on the data costs no more
    (theory, Theorem 71a).

    >>> from constructions.model.network import Relu, Sequence
    >>> most_of_shape(Sequence((Affine([[1]], [-3]), Relu(1), Affine([[2]], [1]))))
    Most(operations=4, comparisons=1)
    """
    worst = structural_maxima(network, _own_cost)[id(network)]
    return Most(worst.total, worst.comparisons)


def _own_cost(node: Network) -> Operations:
    match node:
        case Affine():
            return own_cost(Affine([_plain(form) for form in node.weights], [_number(bias) for bias in node.bias]))
        case Branch():
            return own_cost(Branch(_plain(node.normal), _number(node.threshold), node.below, node.above))
        case _:
            return own_cost(node)


def _plain(form: Form) -> Form:
    terms = [(index, _number(weight)) for index, weight in form.unasked_terms]
    return Form(form.width, [index for index, _ in terms], [weight for _, weight in terms])


def _number(value: Fraction) -> Fraction:
    return SOME if isinstance(value, Symbolic) else value
