"""The only encoder of networks in SMT-LIB: negated claims in QF_LRA, whole or cut into obligations that imply them."""

from collections.abc import Callable, Iterator, Sequence as Items
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal, TypeAlias

from constructions.model.cost import MEASURES, own_cost, structural_maxima
from constructions.model.dataset import Dataset
from constructions.model.errors import BadInput
from constructions.model.evaluation import check_work
from constructions.model.network import (
    Affine,
    Branch,
    Concatenate,
    Form,
    Identity,
    Network,
    Relu,
    Sequence,
    Step,
    children,
    distinct_nodes,
)
from constructions.model.progress import NEVER, Deadline
from constructions.model.running.walk import Tuples, walk
from verify.solvers.formulas import Atoms, Goal, all_of, any_of, linear_term, numeral, sum_of

BATCH = 256
"""Points whose obligations are refuted by one ``check-sat``."""

MAX_QUERY = 16_000_000
"""The most characters of a query, as ``text_size`` estimates them: Z3 takes fifty times as many bytes (measured)."""

MAX_FILE = 400_000_000
"""The most characters of all queries about one claim together, estimated in the same way."""

Encoded: TypeAlias = Literal["ite", "relational"]
"""How a decision over free inputs is written."""


def whole_data_query(network: Network, dataset: Dataset, goal: Goal, deadline: Deadline = NEVER) -> str:
    """Return the negated claim about a data set as one query with the input as variables: unsat if the claim holds.

    Every gate is an ``ite`` over both of its sides. Raises what ``whole`` raises.
    """
    lines, outputs, _ = whole(network, None, deadline=deadline)
    cases = []
    for point, label in zip(dataset.points, dataset.labels, strict=True):
        deadline.check()
        here = [f"(= x{index} {numeral(value)})" for index, value in enumerate(point)]
        cases.append(all_of([*here, f"(not {goal(outputs, label)})"]))
    return "\n".join([*lines, f"(assert {any_of(cases)})", "(check-sat)", ""])


def point_obligations(
    network: Network, dataset: Dataset, goal: Goal, batch: int = BATCH, seconds: float | None = None
) -> Iterator[str]:
    """Yield scripts that together imply the claim about a data set, a batch of points each; each must answer unsat.

    The obligation of a point: every decision that the point meets (a gate, a coordinate of a Relu or Step) falls to
    the side that was taken, and the goal holds at the end of that way. With the sides fixed, every value is the
    network's (theory, Theorem 8). Everything in it is a number: these are ground facts, and a solver on
    them is a second evaluator, no more. Concatenated, the scripts are one SMT-LIB file.

    Raises:
        BadInput: if one visit of the network is too long to run, or too large for a query, or all of them for a file.
        TimeIsUp: if writing one script takes more than ``seconds``.
    """
    check_work(network)
    one = _path_size(network)
    _must_fit(max(one, one * dataset.size * MAX_QUERY // MAX_FILE))
    batch = max(1, min(batch, MAX_QUERY // one))
    yield "(set-logic QF_LRA)\n"
    path = _Path()
    for start in range(0, dataset.size, batch):
        path.writer, path.taken = _Writer(deadline=Deadline.after(seconds)), []
        stop = min(start + batch, dataset.size)
        for point, label in zip(dataset.points[start:stop], dataset.labels[start:stop], strict=True):
            output = walk(network, tuple([(value, numeral(value)) for value in point]), path)
            path.taken.append(goal(tuple([term for _, term in output]), label))
        conclusion = f"(assert (not {all_of(path.taken)}))"
        yield "\n".join(["(push 1)", *path.writer.lines, conclusion, "(check-sat)", "(pop 1)", ""])


def path_conditions(
    network: Network, deadline: Deadline = NEVER
) -> "Callable[[Items[Fraction]], tuple[list[str], str]]":
    """Return a function from an input to the condition, on x0, x1, ..., that an input takes the same path.

    It returns new definitions, which must come first, and one formula: the conjunction of the outcomes of every
    decision on the path. Raises what ``point_obligations`` raises.

    >>> conditions = path_conditions(Relu(1))
    >>> conditions([Fraction(2)])
    ([], '(>= x0 0)')
    """
    check_work(network)
    _must_fit(_path_size(network))
    path = _Path()
    path.writer.deadline = deadline

    def condition(point: Items[Fraction]) -> tuple[list[str], str]:
        path.writer.lines, path.taken = [], []
        walk(network, tuple([(value, f"x{index}") for index, value in enumerate(point)]), path)
        return path.writer.lines, all_of(path.taken) if path.taken else "true"

    return condition


def operation_obligations(network: Network, bound: int, measure: str, deadline: Deadline = NEVER) -> str:
    """Return a script that implies that no input takes more than ``bound`` operations; each query must answer unsat.

    One obligation for each different way in which a node's maximum follows from its children's: whatever they cost
    within their maxima, and whichever side a gate takes, the node costs at most its own. By induction over the nodes
    the root costs at most its maximum, and the last obligation says that this is at most the bound. Raises
    ``TimeIsUp`` beyond the deadline.
    """
    maxima = structural_maxima(network)
    steps: dict[str, None] = {}
    for node in distinct_nodes(network):
        deadline.check()
        below = [maxima[id(child)].of(measure) for child in children(node)]
        if below:
            own = MEASURES[measure](own_cost(node))
            steps[_operation_step(own, below, maxima[id(node)].of(measure), isinstance(node, Branch))] = None
    steps[f"(assert (not (<= {maxima[id(network)].of(measure)} {bound})))"] = None
    return "(set-logic QF_LRA)\n" + "".join([f"(push 1)\n{step}\n(check-sat)\n(pop 1)\n" for step in steps])


def _operation_step(own: int, below: list[int], maximum: int, branch: bool) -> str:
    """Return the negated obligation of a node whose children cost c0, c1, ... within their maxima."""
    names = [f"c{index}" for index in range(len(below))]
    lines = [f"(declare-fun {name} () Real)" for name in names]
    lines += [f"(assert (<= {name} {limit}))" for name, limit in zip(names, below, strict=True)]
    if branch:
        lines.append("(declare-fun above () Bool)")
        names = ["(ite above c1 c0)"]
    lines.append(f"(assert (not (<= (+ {own} {' '.join(names)}) {maximum})))")
    return "\n".join(lines)


def unrolled_nodes(network: Network) -> int:
    """Return how many nodes there are with every shared part copied out and both sides of every gate.

    >>> relu = Relu(1)
    >>> unrolled_nodes(Branch([1], 0, relu, relu))
    3
    """
    known: dict[int, int] = {}
    for node in distinct_nodes(network):
        known[id(node)] = min(2**64, 1 + sum([known[id(child)] for child in children(node)]))
    return known[id(network)]


def text_size(network: Network, encoding: Encoded = "ite") -> int:
    """Return about how many characters a network takes as text over free inputs, before any of it is written.

    Every shared part is copied out, and both sides of every gate. Where numbers are long it is too much, since the
    text of a definition does not repeat them.

    >>> text_size(Relu(1)), sum([len(line) for line in whole(Relu(1), None)[0]])
    (98, 86)
    """
    choice = 64 if encoding == "ite" else 144
    known: dict[int, int] = {}
    for node in distinct_nodes(network):
        match node:
            case Affine():
                own = sum(
                    [32 + _digits(bias) + _form_size(form) for form, bias in zip(node.weights, node.bias, strict=True)]
                )
            case Relu() | Step():
                own = choice * node.input_width
            case Branch():
                own = 48 + _digits(node.threshold) + _form_size(node.normal) + choice * (node.output_width + 1)
            case Sequence() | Concatenate() | Identity():
                own = 0
        known[id(node)] = min(2**64, own + sum([known[id(child)] for child in children(node)]))
    return known[id(network)] + 34 * network.input_width


def _form_size(form: Form) -> int:
    return sum([14 + _digits(weight) for weight in form.weights])


def _digits(value: Fraction) -> int:
    return (value.numerator.bit_length() + value.denominator.bit_length()) // 3 + 2


def _path_size(network: Network) -> int:
    """Return about how many characters the way of one point takes; ``work`` counts its terms."""
    return 24 * network.work


def _must_fit(size: int) -> None:
    if size > MAX_QUERY:
        raise BadInput(f"the network takes about {size:,} characters as text: too large for one query")


class _Writer:
    """Collects definitions, so that text grows with the number of operations and never nests deeply."""

    def __init__(self, encoding: "Encoded" = "ite", deadline: Deadline = NEVER) -> None:
        self.lines: list[str] = []
        self.encoding = encoding
        self.deadline = deadline
        self._count = 0

    def define(self, term: str, sort: str = "Real") -> str:
        self.deadline.check()
        name = f"v{self._count}"
        self._count += 1
        self.lines.append(f"(define-fun {name} () {sort} {term})")
        return name

    def choose(self, test: str, above: str, below: str) -> str:
        """Return a term that is ``above`` where the test holds and ``below`` elsewhere."""
        if above == below:
            return above
        if self.encoding == "ite":
            return self.define(f"(ite {test} {above} {below})")
        self.deadline.check()
        name = f"v{self._count}"
        self._count += 1
        self.lines.append(f"(declare-fun {name} () Real)")
        self.lines.append(f"(assert (=> {test} (= {name} {above})))")
        self.lines.append(f"(assert (=> (not {test}) (= {name} {below})))")
        return name

    def row(self, form: Form, bias: Fraction, atoms: Items[str]) -> str:
        term = linear_term(form, bias, atoms)
        return self.define(term) if term.startswith(("(+", "(*")) else term


class _Path(Tuples[tuple[Fraction, str]]):
    """The algebra of values with their terms: follows the way of one point, and notes the outcomes of all decisions.

    A decided Relu or Step leaves no ``ite`` behind: the outcome is noted, and the term is what it then is. What the
    text of a node does not owe to the point is made once (half of the time, measured on search trees).
    """

    def __init__(self) -> None:
        self.writer = _Writer()
        self.taken: list[str] = []
        self._gates: dict[int, tuple[int | None, str]] = {}

    def affine(self, node: Affine, state: "_Valued") -> "_Valued":
        values, atoms = [value for value, _ in state], [term for _, term in state]
        rows = zip(node.weights, node.bias, strict=True)
        return tuple([(form.at(values) + bias, self.writer.row(form, bias, atoms)) for form, bias in rows])

    def relu(self, node: Relu, state: "_Valued") -> "_Valued":
        return tuple([(value, term) if self._decided(value, term) else (_ZERO, "0") for value, term in state])

    def step(self, node: Step, state: "_Valued") -> "_Valued":
        return tuple([(_ONE, "1") if self._decided(value, term) else (_ZERO, "0") for value, term in state])

    def gate(self, node: Branch, state: "_Valued") -> tuple[bool | None, "_Valued"]:
        known = self._gates.get(id(node))
        if known is None:
            single = node.normal.indices[0] if node.normal.weights == _JUST_ONE else None
            known = self._gates[id(node)] = single, numeral(node.threshold)
        index, threshold = known
        if index is not None:
            value, term = state[index]
        else:
            value = node.normal.at([value for value, _ in state])
            term = linear_term(node.normal, _ZERO, [term for _, term in state])
        above = value >= node.threshold
        self.taken.append(f"({'>=' if above else '<'} {term} {threshold})")
        return above, state

    def _decided(self, value: Fraction, term: str) -> bool:
        self.writer.deadline.check()
        self.taken.append(f"({'>=' if value >= 0 else '<'} {term} 0)")
        return value >= 0


_ZERO, _ONE = Fraction(0), Fraction(1)
_JUST_ONE = (_ONE,)
_Valued = tuple[tuple[Fraction, str], ...]


@dataclass(frozen=True, slots=True)
class _Terms:
    """Terms on the wires, and the operations so far: a number and terms to be added to it."""

    atoms: Atoms
    count: int = 0
    counts: Atoms = ()
    gate: str = ""


@dataclass(slots=True)
class _Whole:
    """The algebra of terms over free inputs: both sides of every gate, joined by ``ite``."""

    writer: _Writer
    measure: str | None

    def affine(self, node: Affine, state: _Terms) -> _Terms:
        rows = zip(node.weights, node.bias, strict=True)
        return self._after(node, state, tuple([self.writer.row(form, bias, state.atoms) for form, bias in rows]))

    def relu(self, node: Relu, state: _Terms) -> _Terms:
        terms = [self.writer.choose(f"(>= {term} 0)", term, "0") for term in state.atoms]
        return self._after(node, state, tuple(terms))

    def step(self, node: Step, state: _Terms) -> _Terms:
        terms = [self.writer.choose(f"(>= {term} 0)", "1", "0") for term in state.atoms]
        return self._after(node, state, tuple(terms))

    def fork(self, given: _Terms) -> _Terms:
        return _Terms(given.atoms)

    def gate(self, node: Branch, state: _Terms) -> tuple[bool | None, _Terms]:
        term = linear_term(node.normal, Fraction(0), state.atoms)
        test = self.writer.define(f"(>= {term} {numeral(node.threshold)})", "Bool")
        after = self._after(node, state, state.atoms)
        return None, _Terms(after.atoms, after.count, after.counts, test)

    def concatenate(self, node: Concatenate, given: _Terms, outputs: list[_Terms]) -> _Terms:
        atoms = tuple([term for output in outputs for term in output.atoms])
        count = given.count + sum([output.count for output in outputs])
        return _Terms(atoms, count, given.counts + tuple([term for output in outputs for term in output.counts]))

    def merge(self, node: Branch, given: _Terms, below: _Terms, above: _Terms) -> _Terms:
        pairs = zip(above.atoms, below.atoms, strict=True)
        atoms = tuple([self.writer.choose(given.gate, high, low) for high, low in pairs])
        high, low = sum_of(above.count, above.counts), sum_of(below.count, below.counts)
        if high == low:
            return _Terms(atoms, given.count + above.count, given.counts + above.counts)
        return _Terms(atoms, given.count, (*given.counts, self.writer.choose(given.gate, high, low)))

    def _after(self, node: Network, state: _Terms, atoms: Atoms) -> _Terms:
        own = MEASURES[self.measure](own_cost(node)) if self.measure else 0
        return _Terms(atoms, state.count + own, state.counts)


def whole(
    network: Network, measure: str | None, encoding: Encoded = "ite", deadline: Deadline = NEVER
) -> tuple[list[str], Atoms, str]:
    """Return a network over free inputs x0, x1, ... as text: its lines, its outputs, and the operations in a measure.

    With the encoding ``"ite"`` every decision is an ``ite`` inside a definition, with ``"relational"`` it is a fresh
    constant and two implications; each wins on some networks.

    Raises:
        BadInput: if the text would have more than ``MAX_QUERY`` characters.
        TimeIsUp: beyond the deadline.

    >>> lines, outputs, _ = whole(Relu(1), None, "relational")
    >>> print("\\n".join(lines))
    (set-logic QF_LRA)
    (declare-fun x0 () Real)
    (declare-fun v0 () Real)
    (assert (=> (>= x0 0) (= v0 x0)))
    (assert (=> (not (>= x0 0)) (= v0 0)))
    """
    if unrolled_nodes(network) > MAX_QUERY:  # a tower of parts that write nothing
        _must_fit(unrolled_nodes(network))
    _must_fit(text_size(network, encoding))
    inputs = tuple([f"x{index}" for index in range(network.input_width)])
    writer = _Writer(encoding, deadline)
    state = walk(network, _Terms(inputs), _Whole(writer, measure))
    declared = [f"(declare-fun {name} () Real)" for name in inputs]
    return ["(set-logic QF_LRA)", *declared, *writer.lines], state.atoms, sum_of(state.count, state.counts)
