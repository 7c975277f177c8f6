"""A check of T(D) that knows no normal form: every shape of a branching program, its numbers left to a solver."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from itertools import combinations_with_replacement
from typing import TypeAlias

from constructions.model.dataset import Dataset
from constructions.model.progress import Progress, silent
from verify.prove.work import ALONE, Workers, run_all
from verify.solvers.formulas import numeral
from verify.solvers.z3_backend import Session


@dataclass(frozen=True, slots=True)
class Rules:
    """What programs may do beside u + v, u - v, u + c, c - u, c u and tests of a value against a constant.

    Attributes:
        compare: one operation also tests two values against each other.
        products: one operation also multiplies two values.
    """

    compare: bool = False
    products: bool = False


@dataclass(frozen=True, slots=True)
class Compute:
    """An operation, ``right`` being -1 where a constant is read, and what follows."""

    kind: str
    left: int
    right: int
    rest: "Shape"


@dataclass(frozen=True, slots=True)
class Decide:
    """A test of a value against a constant, or against a second value, and its sides in no order."""

    left: int
    right: int
    sides: "tuple[Shape, Shape]"


Shape: TypeAlias = Compute | Decide | None
"""A program without its numbers; None is a leaf."""


@cache
def shapes(values: int, count: int, rules: Rules) -> tuple[Shape, ...]:
    """Return every shape with exactly so many operations on each path that begins with so many values.

    >>> [len(shapes(1, count, Rules())) for count in range(4)]
    [1, 5, 67, 4062]
    """
    if count == 0:
        return (None,)
    found: list[Shape] = []
    for kind, left, right in _computations(values, rules):
        found += [Compute(kind, left, right, rest) for rest in shapes(values + 1, count - 1, rules)]
    for left in range(values):
        # u >= v and v >= u differ where the two are equal, and no border makes up for it
        for right in (-1, *[other for other in range(values if rules.compare else 0) if other != left]):
            pairs = combinations_with_replacement(shapes(values, count - 1, rules), 2)
            found += [Decide(left, right, pair) for pair in pairs]
    return tuple(found)


def how_many(values: int, count: int, rules: Rules) -> int:
    """Return how many shapes there are, without making them.

    >>> how_many(1, 3, Rules()), how_many(30, 2, Rules(compare=True, products=True)) > 10**8
    (4062, True)
    """
    if count == 0:
        return 1
    pairs = values * (values - 1) // 2
    computations = 3 * values + (pairs + values) * (2 if rules.products else 1) + 2 * pairs
    tests = values + (2 * pairs if rules.compare else 0)
    below = how_many(values, count - 1, rules)
    return computations * how_many(values + 1, count - 1, rules) + tests * (below * (below + 1) // 2)


def _computations(values: int, rules: Rules) -> Iterator[tuple[str, int, int]]:
    for left in range(values):
        for kind in ("u + c", "c - u", "c u"):
            yield kind, left, -1
        for right in range(values):
            if left <= right:
                yield "u + v", left, right
            if left <= right and rules.products:
                yield "u v", left, right
            if left != right:
                yield "u - v", left, right


@dataclass(frozen=True, slots=True)
class Tried:
    """All shapes of one number of operations, up to the first that memorizes.

    Attributes:
        operations: on each path.
        shapes: how many there are.
        unknown: for how many there was no answer; they are not refuted. All, and no script, where there are too many.
        possible: whether one memorizes, over the reals.
        script: the queries in SMT-LIB, one after the other.
    """

    operations: int
    shapes: int
    unknown: int
    possible: bool
    script: str

    @property
    def refuted(self) -> bool:
        """Whether no network memorizes with so many operations, as far as the solver is right."""
        return not self.possible and not self.unknown


def try_shapes(
    dataset: Dataset,
    most: int | None = None,
    rules: Rules | None = None,
    seconds: float = 5.0,
    progress: Progress = silent,
    workers: Workers = ALONE,
) -> list[Tried]:
    """Return what became of the shapes of 0, 1, 2, ... operations, up to the first number that is enough, or the first
    with too many shapes to try.

    Args:
        most: the largest number tried; by default 3 on a line and 2 else.
        seconds: for one shape.
        workers: who shares the shapes.

    >>> data = Dataset.from_rows([[2], [3], [4]], [[0], [1], [0]])
    >>> [(tried.operations, tried.shapes, tried.unknown, tried.possible) for tried in try_shapes(data)]
    [(0, 1, 0, False), (1, 5, 0, False), (2, 67, 0, True)]
    """
    rules = Rules() if rules is None else rules
    last = (3 if dataset.width == 1 else 2) if most is None else most
    found: list[Tried] = []
    for count in range(last + 1):
        number = how_many(dataset.width, count, rules)
        terms = dataset.size * dataset.label_width * (dataset.width + count + 1) * 2**count  # of one shape's formula
        if number * terms > MOST_TERMS:
            found.append(Tried(count, number, number, False, ""))
            break
        every = shapes(dataset.width, count, rules)
        tasks = [_Some(dataset, every[start : start + _AT_ONCE], seconds) for start in range(0, len(every), _AT_ONCE)]
        asked = list[tuple[str, str]]()
        possible = False
        for some in run_all(_answers, tasks, workers):
            asked += some
            progress(len(asked), len(every))
            possible = some[-1][1] == "sat"
            if possible:
                break
        unknown = sum([answer == "unknown" for _, answer in asked])
        found.append(Tried(count, len(every), unknown, possible, "(reset)\n".join([script for script, _ in asked])))
        if possible:
            break
    return found


MOST_TERMS = 5_000_000
"""What the formulas of all shapes may have together: a minute or two for the solver, some 100 MB of text."""

_AT_ONCE = 16
"""How many shapes are one task."""


@dataclass(frozen=True, slots=True)
class _Some:
    """Some shapes, and how long Z3 may think about each."""

    dataset: Dataset
    shapes: tuple[Shape, ...]
    seconds: float


def _answers(task: _Some) -> list[tuple[str, str]]:
    """Return scripts about shapes with what Z3 answers to each, up to the first that memorizes."""
    session, found = Session(), list[tuple[str, str]]()
    for shape in task.shapes:
        script = query(task.dataset, shape)
        (answer,) = session.run(f"(reset)\n{script}", task.seconds)
        found.append((script, answer))
        if answer == "sat":
            break
    return found


def query(dataset: Dataset, shape: Shape) -> str:
    """Return a script that is satisfiable iff some numbers make a shape memorize the data.

    >>> print(query(Dataset.from_rows([[2]], [[5]]), None), end="")
    (set-logic QF_LRA)
    (declare-fun o0 () Real)
    (assert (or (and (= 2 5)) (and (= o0 5))))
    (check-sat)
    """
    writer = _Writer(dataset)
    inputs = [[numeral(value) for value in point] for point in dataset.points]
    writer.write(shape, inputs, [[] for _ in inputs], False)
    logic = "QF_NRA" if writer.nonlinear else "QF_LRA"
    return "\n".join([f"(set-logic {logic})", *writer.lines, "(check-sat)", ""])


class _Writer:
    """Declares the numbers of a shape and asserts what its leaves must give."""

    def __init__(self, dataset: Dataset) -> None:
        self.dataset = dataset
        self.lines: list[str] = []
        self.nonlinear = False
        self._names = 0

    def _declared(self, letter: str, sort: str) -> str:
        name = f"{letter}{self._names}"
        self._names += 1
        self.lines.append(f"(declare-fun {name} () {sort})")
        return name

    def write(self, shape: Shape, values: list[list[str]], way: list[list[str]], unknown: bool) -> None:
        """Follow a shape; for each point there are its values so far, and what holds if it comes this way.

        Args:
            unknown: whether some value depends on a constant; a product with it is not linear.
        """
        match shape:
            case None:
                self._leaf(values, way)
            case Compute(kind, left, right, rest):
                constant = self._declared("c", "Real") if right < 0 else ""
                self.nonlinear |= unknown and kind in ("c u", "u v")
                made = [[*row, _term(kind, row[left], constant or row[right])] for row in values]
                self.write(rest, made, way, unknown or right < 0)
            case Decide(left, right, (one, two)):
                turned = self._declared("d", "Bool")
                border = self._declared("t", "Real") if right < 0 else ""
                tests = [f"(xor {turned} (>= {row[left]} {border or row[right]}))" for row in values]
                self.write(one, values, [[*so_far, test] for so_far, test in zip(way, tests, strict=True)], unknown)
                others = [[*so_far, f"(not {test})"] for so_far, test in zip(way, tests, strict=True)]
                self.write(two, values, others, unknown)

    def _leaf(self, values: list[list[str]], way: list[list[str]]) -> None:
        for column in range(self.dataset.label_width):
            labels = [numeral(label[column]) for label in self.dataset.labels]
            constant = self._declared("o", "Real")
            choices = []
            for place in range(len(values[0]) + 1):
                terms = [row[place] if place < len(row) else constant for row in values]
                rows = zip(way, terms, labels, strict=True)
                choices.append(f"(and {' '.join([_implied(so_far, f'(= {u} {y})') for so_far, u, y in rows])})")
            self.lines.append(f"(assert (or {' '.join(choices)}))")


def _implied(premises: list[str], conclusion: str) -> str:
    return f"(=> {' '.join([*premises, conclusion])})" if premises else conclusion


def _term(kind: str, left: str, other: str) -> str:
    match kind:
        case "u + v" | "u + c":
            return f"(+ {left} {other})"
        case "u - v":
            return f"(- {left} {other})"
        case "c - u":
            return f"(- {other} {left})"
        case "c u" | "u v":
            return f"(* {other} {left})"
        case _:
            raise ValueError(f"there is no step {kind}")
