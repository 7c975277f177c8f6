"""Runs a construction on symbols, once for each way in which its shape can depend on the data."""

import sys
from collections.abc import Callable, Iterator
from contextlib import redirect_stdout
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise
from pathlib import Path
from traceback import extract_tb
from typing import Literal, TypeAlias

from constructions.catalogue import CATALOGUE
from constructions.memorizer import Built
from constructions.model.dataset import Dataset
from constructions.model.errors import BadInput, of_kind, one_of, shown
from constructions.model.network import Network, Node
from constructions.model.nouns import count_of
from constructions.model.numbers.symbolic_numbers import (
    Condition,
    Field,
    ShapeDepends,
    Term,
    Value,
    difference,
    line_dataset,
    ordered_points,
)
from constructions.model.progress import STOPS
from constructions.model.rational import exact_row
from verify.solvers.z3_backend import Session
from verify.symbolic.text import Clause, Premises

Construction: TypeAlias = Callable[[Dataset], Built | Network]
"""From a data set to a network that memorizes it."""

Labels = Literal["any", "neighbours differ", "binary"]

_LABELS = {
    "any": "any labels",
    "neighbours differ": "any labels of which neighbours differ",
    "binary": "labels 0 and 1",
}

MOST_POINTS = 9_999
"""Of so many points at most it is tried: there are more shapes than points."""

Answer: TypeAlias = tuple[object, bool, bool]
"""What was asked, as ``_key`` has it, the answer, and whether that was a choice."""

ORACLE_SECONDS = 1.0
"""How long a solver may think about whether a question of the construction has one answer on all data."""


@dataclass(frozen=True, slots=True)
class Every:
    """Which data sets are spoken of: every one of this kind, the points in increasing order, one row each.

    Attributes:
        size: n, the number of points.
        labels: any rational labels; any of which neighbours are different; or 0 and 1.
        points: the points if they are given, increasing; None: any z_1 < ... < z_n on the line.

    Raises:
        BadInput: if there is no such kind of labels, more than ``MOST_POINTS``, or not as many points, increasing.
        TypeError: if the size is no integer, or a point no exact number.

    >>> print(Every(3, "binary"))
    any 3 rows of one input, increasing, labels 0 and 1
    """

    size: int
    labels: Labels = "any"
    points: tuple[Fraction, ...] | None = None

    def __post_init__(self) -> None:
        of_kind(int, "an integer", size=self.size)
        if not 1 <= self.size <= MOST_POINTS:
            raise BadInput(f"size must be a number of points in 1..{MOST_POINTS:,}, not {shown(self.size)}")
        one_of("kind of labels", self.labels, _LABELS)
        if self.points is not None:
            points = exact_row("points", self.points)
            if len(points) != self.size or any([left >= right for left, right in pairwise(points)]):
                raise BadInput(f"points must be {count_of(self.size, 'number')}, each greater than the one before")
            object.__setattr__(self, "points", points)

    def __str__(self) -> str:
        points = f"the first {count_of(self.size, 'point')} given, increasing, one row each"
        rows = f"any {count_of(self.size, 'row')} of one input, increasing"
        return f"{points if self.points else rows}, {_LABELS[self.labels]}"


@dataclass(frozen=True, slots=True)
class Shape:
    """A symbolic network, and the data sets for which the construction builds it.

    Attributes:
        every: what the data sets have in common.
        field: its numbers.
        points, labels: those of the data set, symbols or numbers.
        network: the network; None if the construction refuses these data, or raises another error.
        premises: what holds of the data, with the answers to what the construction asked.
        asked: these answers alone.
        refusal: what the construction says where it refuses the data.
        error: what else it raises, in words.
        settled: what a solver answered alike for all data, as SMT-LIB text: unsat each.
    """

    every: Every
    field: Field
    points: tuple[Value, ...]
    labels: tuple[Value, ...]
    network: Network | None
    premises: Premises
    asked: tuple[Condition, ...]
    refusal: str = ""
    error: str = ""
    settled: tuple[str, ...] = ()


def shapes_of(construction: Construction, every: Every, most: int) -> Iterator[Shape]:
    """Yield every shape that the construction has on these data sets; together they cover all of them.

    A question that the data's order or a solver answers alike for all of them is no choice; at any other the run goes
    on with yes, and later once more with no.

    Raises:
        ShapeDepends: if there are more than ``most`` shapes, or the construction asks what has no answer on symbols.
    """
    choices: list[Answer] | None = []
    count = 0
    unseen = construction in [memorizer.build for memorizer in CATALOGUE.values()]
    while choices is not None:
        judge = _Judge(choices, unseen)
        shape = _run(construction, every, judge)
        count += 1
        if count > most:
            raise ShapeDepends(
                f"the shape depends on the data, in more than {most} ways: it is asked whether {shape.asked[0]}"
            )
        yield shape
        choices = judge.next_choices()


class _Judge:
    """Answers questions: by what was answered before, by the order of the points, by a solver, or by choice."""

    def __init__(self, choices: list[Answer], unseen: bool) -> None:
        self.choices = choices
        self.answers: list[Answer] = []
        self.path: list[Condition] = []
        self.premises: list[Condition] = []
        self.clauses: list[Clause] = []
        self.settled: list[str] = []
        self.field = Field(self.decide, unseen)
        self.ordered = 0  # so many first atoms are points in increasing order
        self._known: dict[object, bool] = {}

    def decide(self, condition: Condition) -> bool:
        key = _key(condition)
        if key in self._known:
            return self._known[key]
        number = len(self.answers)
        if number < len(self.choices):
            asked, answer, chosen = self.choices[number]
            if asked != key:
                self.field.refuse("the construction asks something else when it is run again on the same data")
        else:
            answer, chosen = self._answered(condition)
        self.answers.append((key, answer, chosen))
        self._known[key] = answer
        if chosen:
            self.path.append(condition if answer else condition.negated)
        return answer

    def assume(self, condition: Condition) -> None:
        """Take a condition as given."""
        self.premises.append(condition)
        self._known[_key(condition)] = True
        self._known[_key(condition.negated)] = False

    def next_choices(self) -> list[Answer] | None:
        """Return the answers with the last chosen yes turned into a no; None if every choice was tried."""
        answers = list(self.answers)
        while answers:
            asked, answer, chosen = answers.pop()
            if chosen and answer:
                return [*answers, (asked, False, True)]
        return None

    def _answered(self, condition: Condition) -> tuple[bool, bool]:
        sign = _sign_by_order(condition.term, self.ordered)
        if sign:
            return (condition.relation == "!=" if condition.relation in ("=", "!=") else sign > 0), False
        premises = Premises(self.field, [*self.premises, *self.path], self.clauses)
        for goal, answer in ((condition, True), (condition.negated, False)):
            for linear in (True, False):
                script = premises.query([goal], linear)
                if Session().run(script, ORACLE_SECONDS) == ["unsat"]:
                    self.settled.append(script)
                    return answer, False
        return True, True


def delivered(construction: Construction, data: Dataset) -> Network:
    """Return the network that a construction makes of data; what it prints goes to standard error.

    Raises:
        TypeError: if it is no network from one number to one.
        BaseException: whatever the construction raises.
    """
    with redirect_stdout(sys.stderr):  # standard output has the results alone
        built = construction(data)
    network = built.network if isinstance(built, Built) else built
    if not isinstance(network, Node):
        raise TypeError(f"the construction must return a network, not {type(network).__name__}")
    widths = network.input_width, network.output_width
    if widths != (1, 1):
        given = f"{count_of(widths[0], 'input')} and {count_of(widths[1], 'output')}"
        raise TypeError(f"points and labels are one number each here, but the network has {given}")
    return network


def _run(construction: Construction, every: Every, judge: _Judge) -> Shape:
    """Return the shape of one run."""
    field = judge.field
    points: list[Value]
    if every.points is None:
        points, order = ordered_points(field, every.size)
        judge.ordered = every.size
        for condition in order:
            judge.assume(condition)
    else:
        points = list(every.points)
    labels: list[Value] = [field.variable(f"y{number + 1}") for number in range(every.size)]
    if every.labels == "binary":
        judge.clauses += [tuple([Condition(difference(label, value), "=") for value in (0, 1)]) for label in labels]
    if every.labels == "neighbours differ":
        for left, right in pairwise(labels):
            judge.assume(Condition(difference(right, left), "!="))
    network, refusal, error = None, "", ""
    try:
        network = delivered(construction, line_dataset(points, labels))
    except (ShapeDepends, *STOPS):
        raise
    except BadInput as refused:
        refusal = str(refused)
    except BaseException as failure:
        error = raised(failure)
    if field.unanswered:
        raise ShapeDepends(field.unanswered)
    premises = Premises(field, [*judge.premises, *judge.path], judge.clauses)
    data, asked, settled = (tuple(points), tuple(labels)), tuple(judge.path), tuple(judge.settled)
    return Shape(every, field, *data, network, premises, asked, refusal, error, settled)


def raised(error: BaseException) -> str:
    """Return in words an error of a construction, caught where it is called, and the line of its file that led to it.

    >>> def third(rows: list[int]) -> int:
    ...     return rows[2]
    >>> try:
    ...     third([1, 2])
    ... except IndexError as error:
    ...     print(raised(error))
    IndexError: list index out of range (<doctest verify.symbolic.shapes.raised[0]>, line 2)
    """
    _, *inner = extract_tb(error.__traceback__)
    while inner and inner[0].filename == __file__:
        del inner[0]
    theirs = [frame for frame in inner if frame.filename == inner[0].filename]
    place = f" ({Path(theirs[-1].filename).name}, line {theirs[-1].lineno})" if theirs else ""
    return f"{type(error).__name__}: {error}{place}"


def _key(condition: Condition) -> object:
    """Return a value that is equal for conditions that say the same, up to a positive factor."""
    scale = abs(next(iter(sorted(condition.term.parts.items())))[1])
    parts = tuple(sorted([(monomial, factor / scale) for monomial, factor in condition.term.parts.items()]))
    if condition.relation in ("=", "!=") and parts[0][1] < 0:
        parts = tuple([(monomial, -factor) for monomial, factor in parts])
    return parts, condition.relation


def _sign_by_order(term: Term, ordered: int) -> int:
    """Return the sign that a combination of the first atoms has because they increase; 0 if it does not follow.

    With factors f_i that sum to 0 it is the sum over i of (f_i + f_(i+1) + ...) times the gap before atom i.
    """
    total, signs = Fraction(0), set[int]()
    for monomial, factor in sorted(term.parts.items(), reverse=True):
        if len(monomial) != 1 or monomial[0] >= ordered:
            return 0
        total += factor
        if total:
            signs.add(1 if total > 0 else -1)
    return signs.pop() if total == 0 and len(signs) == 1 else 0
