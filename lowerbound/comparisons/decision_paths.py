"""Decision paths of a network: regions, affine maps, data points; and the counting argument played through on them."""

from __future__ import annotations

from collections.abc import Sequence as Items
from dataclasses import dataclass, replace
from fractions import Fraction

from constructions.model.answers import score
from constructions.model.dataset import Dataset
from constructions.model.errors import of_kind
from constructions.model.evaluation import check_work, trace
from constructions.model.network import Affine, Branch, Form, Network, Node, Relu, Step
from constructions.model.rational import Point, long_integers
from constructions.model.running.walk import Tuples, walk
from verify.domain import Domain, check_possible, check_width
from verify.prove.limits import Limits
from verify.prove.region import bounds_of
from verify.prove.universal import count_paths


@dataclass(frozen=True, slots=True)
class Path:
    """A feasible way through a network.

    Attributes:
        decisions: the outcomes in the order taken, ``1`` at or above and ``0`` below; constant ones are left out.
        comparisons: all comparisons on the way, constant decisions too.
        witness: a point that takes it.
        weights, bias: the affine map that the network is on its region, a row for each output.
        points: the numbers of the data points that take it.
    """

    decisions: str
    comparisons: int
    witness: Point
    weights: tuple[Form, ...]
    bias: Point
    points: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Counting:
    """The counting argument on one network that memorizes n points.

    Attributes:
        points: n.
        paths: how many different paths data points take.
        comparisons: c, the most comparisons on a data point.
        most: m, the most data points on one path.
        memorizes: whether the network memorizes the data, or names the class of every point where its largest output is
            its answer: else the argument says nothing about them.
    """

    points: int
    paths: int
    comparisons: int
    most: int
    memorizes: bool

    @property
    def holds(self) -> bool:
        """Whether paths <= 2^c and n <= paths m <= m 2^c, as they must."""
        return self.paths <= 2**self.comparisons and self.points <= self.paths * self.most


@long_integers()
def paths_over(
    network: Network, domain: Domain = (), dataset: Dataset | None = None, limits: Limits | None = None
) -> list[Path]:
    """Return every feasible path over a domain, by default all of Q^p, each with a witness.

    Data points outside of the domain are on none of them.

    Raises:
        BadInput: if the domain is not about the network's inputs, or two of its constraints contradict each other.
        Stopped: if there are more than the limits allow.

    >>> from constructions.model.network import chain
    >>> tent = chain(Affine([[2], [4]], [0, -2]), Relu(2), Affine([[1, -1]], [0]))
    >>> [(path.decisions, path.weights[0]) for path in paths_over(tent)]
    [('00', Form(0 of 1)), ('10', Form(2 x0 of 1)), ('11', Form(-2 x0 of 1))]
    """
    of_kind(Node, "a network", network=network)
    check_width("domain", domain, network.input_width, "the network takes")
    check_possible(domain)
    hints = count_paths(network, bounds_of(domain), limits or Limits())[1]
    found = []
    for name, *numbers in hints:
        if name == "path":
            denominator, *above = [int(number) for number in numbers]
            found.append(path_at(network, tuple([Fraction(value, denominator) for value in above])))
    found.sort(key=lambda path: path.decisions)
    return _with_points(network, found, dataset, () if dataset is None else inside(dataset, domain))


def inside(dataset: Dataset, domain: Domain) -> list[int]:
    """Return the numbers of the data points that lie in a domain.

    >>> from verify.domain import box
    >>> inside(Dataset.from_rows([[0], [1], [2]], [[0], [0], [1]]), box([1], [None]))
    [1, 2]
    """
    return [
        number for number, point in enumerate(dataset.points) if all([constraint.holds(point) for constraint in domain])
    ]


def paths_of_data(network: Network, dataset: Dataset, numbers: Items[int] | None = None) -> list[Path]:
    """Return the paths that data points take, each once, the first point as witness.

    Args:
        numbers: which data points; None: all.

    >>> data = Dataset.from_rows([[0], [1], [2]], [[0], [0], [1]])
    >>> gate = Branch([1], Fraction(3, 2), Affine([[0]], [0]), Affine([[0]], [1]))
    >>> [(path.decisions, path.points) for path in paths_of_data(gate, data)]
    [('0', (0, 1)), ('1', (2,))]
    """
    first: dict[str, Path] = {}
    chosen = range(dataset.size) if numbers is None else numbers
    for number in chosen:
        path = path_at(network, dataset.points[number])
        first.setdefault(path.decisions, path)
    return _with_points(network, sorted(first.values(), key=lambda path: path.decisions), dataset, chosen)


def path_at(network: Network, point: Point) -> Path:
    """Return the path that a point takes."""
    check_work(network)
    way = _Way(point)
    start = tuple([(Form.coordinate(place, len(point)), Fraction(0)) for place in range(len(point))])
    output = walk(network, start, way)
    weights, bias = tuple([form for form, _ in output]), tuple([value for _, value in output])
    return Path(way.decisions, trace(network, point).operations.comparisons, point, weights, bias, ())


def outcomes_at(network: Network, point: Point) -> list[tuple[Form, Fraction, bool]]:
    """Return the tests on the path of a point: forms and biases of ``w . x + b``, and whether it is at least 0 there.

    The inputs that pass the same tests are those that take the same path.

    >>> gate = Branch([1], Fraction(3, 2), Affine([[0]], [0]), Affine([[0]], [1]))
    >>> outcomes_at(gate, (Fraction(1),))
    [(Form(1 x0 of 1), Fraction(-3, 2), False)]
    """
    check_work(network)
    way = _Way(point)
    walk(network, tuple([(Form.coordinate(place, len(point)), Fraction(0)) for place in range(len(point))]), way)
    return way.tests


def count_through(network: Network, dataset: Dataset, numbers: Items[int] | None = None) -> Counting:
    """Return the counting argument with the numbers of this network and these data, or some of them, at least one."""
    chosen = range(dataset.size) if numbers is None else numbers
    paths = paths_of_data(network, dataset, chosen)
    runs = [trace(network, dataset.points[number]) for number in chosen]
    right = score(network, [run.output for run in runs], dataset.part(chosen), [1] * len(chosen)).right
    most = max([len(path.points) for path in paths])
    return Counting(
        len(chosen), len(paths), max([run.operations.comparisons for run in runs]), most, right == len(chosen)
    )


def _with_points(network: Network, paths: list[Path], dataset: Dataset | None, numbers: Items[int]) -> list[Path]:
    if dataset is None:
        return paths
    taken: dict[str, list[int]] = {}
    for number in numbers:
        taken.setdefault(path_at(network, dataset.points[number]).decisions, []).append(number)
    return [replace(path, points=tuple(taken.get(path.decisions, ()))) for path in paths]


State = tuple[tuple[Form, Fraction], ...]


class _Way(Tuples[tuple[Form, Fraction]]):
    """The algebra of affine maps that follows one point and notes the outcomes of decisions that are not constant."""

    def __init__(self, point: Point) -> None:
        self.point, self.tests = point, list[tuple[Form, Fraction, bool]]()

    @property
    def decisions(self) -> str:
        """The outcomes in the order taken."""
        return "".join(["1" if above else "0" for _, _, above in self.tests])

    def affine(self, node: Affine, state: State) -> State:
        return tuple([self._combined(form, bias, state) for form, bias in zip(node.weights, node.bias, strict=True)])

    def relu(self, node: Relu, state: State) -> State:
        zero = (Form(len(self.point), (), ()), Fraction(0))
        return tuple([value if self._above(value) else zero for value in state])

    def step(self, node: Step, state: State) -> State:
        return tuple([(Form(len(self.point), (), ()), Fraction(self._above(value))) for value in state])

    def gate(self, node: Branch, state: State) -> tuple[bool | None, State]:
        return self._above(self._combined(node.normal, -node.threshold, state)), state

    def _combined(self, form: Form, bias: Fraction, state: State) -> tuple[Form, Fraction]:
        totals: dict[int, Fraction] = {}
        for index, weight in zip(form.indices, form.weights, strict=True):
            inner, constant = state[index]
            bias += weight * constant
            for place, factor in zip(inner.indices, inner.weights, strict=True):
                totals[place] = totals.get(place, Fraction(0)) + weight * factor
        kept = sorted([place for place, value in totals.items() if value])
        return Form(len(self.point), kept, [totals[place] for place in kept]), bias

    def _above(self, value: tuple[Form, Fraction]) -> bool:
        form, bias = value
        above = form.at(self.point) + bias >= 0
        if form.indices:
            self.tests.append((form, bias, above))
        return above
