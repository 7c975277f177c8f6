"""The path that one point takes: which inputs take it as well, and what the outputs are on it."""

from dataclasses import replace
from typing import Any, NamedTuple

from constructions.model.rational import Point
from verify.certificate import Hint
from verify.prove.execution import Execution, towards
from verify.prove.integer_forms import Bound, sample_of
from verify.prove.limits import Limits
from verify.prove.prepared import Prepared
from verify.prove.region import Numbers, Region


class Path(NamedTuple):
    """A path of a network.

    Attributes:
        bounds: the inputs that take it satisfy these, and no others do.
        values: the outputs on it, as forms of the input: numerators and, last, their denominator.
    """

    bounds: list[Bound]
    values: list[Any]


def path_of(program: Prepared, point: Point, limits: Limits | None = None) -> Path:
    """Return the path that a point takes; raises ``Stopped`` once the time is up.

    >>> from fractions import Fraction
    >>> from constructions.model.network import Relu
    >>> path_of(Prepared(Relu(1)), (Fraction(3),))
    Path(bounds=[({0: 1, -1: 0}, '>=')], values=[{0: 1, -1: 0}, 1])
    """
    in_time = None if limits is None else replace(limits, paths=None)  # a path that is followed is not searched
    try:
        Execution(program, _Along(len(point)), _Stops(), in_time, towards(sample_of(point))).run()
    except _Reached as reached:
        return reached.path
    raise AssertionError("no end was reached")


class _Along(Region):
    """A region that follows one point: every decision is a split, whatever the region says of it."""

    def decide(self, form: dict[int, int]) -> tuple[bool, Numbers] | None:
        """Return None."""
        return None


class _Reached(Exception):
    """The end of the path is reached."""

    def __init__(self, path: Path) -> None:
        super().__init__("the end")
        self.path = path


class _Stops:
    """The visitor that stops at the first end, which is that of the point that splits are steered towards."""

    def closes(self, count: int, left: int) -> Hint | None:
        """Return None: the path must run to its end."""
        return None

    def at_end(self, execution: Execution) -> list[Hint]:
        """Raise the path."""
        raise _Reached(Path(list(execution.region.bounds), execution.values))
