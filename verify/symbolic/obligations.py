"""What must hold for a symbolic network to memorize: one obligation for each point, as SMT-LIB text."""

from collections.abc import Sequence as Items
from dataclasses import dataclass
from fractions import Fraction

from constructions.model.evaluation import check_work
from constructions.model.network import Affine, Branch, Form, Network, Relu, Step
from constructions.model.numbers.symbolic_numbers import Condition, Field, Term, Value, difference
from constructions.model.running.walk import Tuples, walk
from verify.symbolic.shapes import Shape
from verify.symbolic.text import Clause, Premises

State = tuple[Value, ...]


@dataclass(frozen=True, slots=True)
class Followed:
    """What a network does at one symbolic point on the way that it takes on a sample of the data.

    Attributes:
        decisions: the outcomes of its gates and units, as conditions; those between numbers are left out.
        output: its outputs.
    """

    decisions: tuple[Condition, ...]
    output: State


def follow(network: Network, point: Value, values: Items[Fraction]) -> Followed:
    """Run a symbolic network at a point, taking the sides that hold for these values of the atoms."""
    check_work(network)
    way = _Way(values)
    output = walk(network, (point,), way)
    return Followed(tuple(way.decisions), output)


def goals_of(shape: Shape, number: int, values: Items[Fraction]) -> list[Condition] | None:
    """Return what implies N(z_i) = y_i: each decision falls as on the sample, and the output is the label.

    None if two numbers say that it is false.
    """
    if shape.network is None:
        raise ValueError("the shape has no network")
    followed = follow(shape.network, shape.points[number], values)
    error = followed.output[0] - shape.labels[number]
    if isinstance(error, Term):
        return [*followed.decisions, Condition(error, "=")]
    return None if error else list(followed.decisions)


def free_query(shape: Shape, number: int) -> str:
    """Return the negation of N(z_i) = y_i with every decision open.

    The output of an open unit or gate is a new unknown with two implications. Unsat: it holds for all data of the
    shape; a model is a data set for which it does not.
    """
    if shape.network is None:
        raise ValueError("the shape has no network")
    field = shape.field
    count = len(field.atoms)
    try:
        free = _Free(field)
        (output,) = walk(shape.network, (shape.points[number],), free)
        error = output - shape.labels[number]
        premises = Premises(field, shape.premises.conditions, [*shape.premises.clauses, *free.clauses])
        wrong = error if isinstance(error, Term) else Term(field, {(): error})
        return premises.query([Condition(wrong, "=")], linear=False)
    finally:
        del field.atoms[count:]


def applied(form: Form, state: State, bias: Value) -> Value:
    """Return ``w . x + b`` where weights, bias and x are numbers of one run."""
    total = bias
    for index, weight in form.unasked_terms:
        total = total + weight * state[index]
    return total


class _Way(Tuples[Value]):
    """The algebra of symbolic values that takes the sides of a sample and notes them."""

    def __init__(self, values: Items[Fraction]) -> None:
        self.values, self.decisions = values, list[Condition]()

    def affine(self, node: Affine, state: State) -> State:
        return tuple([applied(form, state, bias) for form, bias in zip(node.weights, node.bias, strict=True)])

    def relu(self, node: Relu, state: State) -> State:
        return tuple([value if self._above(value) else Fraction(0) for value in state])

    def step(self, node: Step, state: State) -> State:
        return tuple([Fraction(self._above(value)) for value in state])

    def gate(self, node: Branch, state: State) -> tuple[bool | None, State]:
        return self._above(applied(node.normal, state, -node.threshold)), state

    def _above(self, value: Value) -> bool:
        if not isinstance(value, Term):
            return value >= 0
        condition = Condition(value, ">=")
        above = condition.holds(self.values)
        self.decisions.append(condition if above else condition.negated)
        return above


class _Free(Tuples[Value]):
    """The algebra of symbolic values in which every decision is open: its outcome is an unknown."""

    def __init__(self, field: Field) -> None:
        self.field, self.clauses = field, list[Clause]()

    def affine(self, node: Affine, state: State) -> State:
        return tuple([applied(form, state, bias) for form, bias in zip(node.weights, node.bias, strict=True)])

    def relu(self, node: Relu, state: State) -> State:
        return tuple([self._chosen(value, value, Fraction(0)) for value in state])

    def step(self, node: Step, state: State) -> State:
        return tuple([self._chosen(value, Fraction(1), Fraction(0)) for value in state])

    def gate(self, node: Branch, state: State) -> tuple[bool | None, State]:
        value = applied(node.normal, state, -node.threshold)
        return (None if isinstance(value, Term) else value >= 0), state

    def merge(self, node: Branch, given: State, below: State, above: State) -> State:
        value = applied(node.normal, given, -node.threshold)
        return tuple([self._chosen(value, high, low) for low, high in zip(below, above, strict=True)])

    def _chosen(self, test: Value, above: Value, below: Value) -> Value:
        """Return the number that is ``above`` if the test is at least 0, else ``below``."""
        if not isinstance(test, Term):
            return above if test >= 0 else below
        unknown = self.field.variable(f"r{len(self.field.atoms)}")
        condition = Condition(test, ">=")
        for outcome, value in ((condition, above), (condition.negated, below)):
            self.clauses.append((outcome.negated, Condition(difference(unknown, value), "=")))
        return unknown
