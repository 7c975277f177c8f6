"""The least number of ReLUs of one hidden layer that memorize points on a line: a complete case split."""

from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise

from constructions.model.dataset import Dataset
from constructions.model.errors import BadInput
from constructions.model.evaluation import evaluate
from constructions.model.network import Affine, Network, Relu, Sequence, constant
from constructions.model.nouns import count_of
from lowerbound.comparisons.pieces import line_of
from verify.solvers.formulas import numeral
from verify.solvers.z3_backend import Session


@dataclass(frozen=True, slots=True)
class Units:
    """The least number of units, or what is known of it.

    Attributes:
        units: so many are enough.
        network: a network with so many that memorizes, run on all points.
        kinks: so many are needed (``kinks_needed``).
        refuted: for each number from there on, in order, the script that a solver answered ``unsat`` to.
        unknown: a number that a solver gave no answer for; then less than ``units`` may be enough.
    """

    units: int
    network: Network
    kinks: int
    refuted: tuple[str, ...]
    unknown: int | None = None


def least_units(dataset: Dataset, most: int = 8, seconds: float = 60.0) -> Units:
    """Return the least number m of hidden ReLUs with x -> b + sum over i < m of w_i relu(a_i x + c_i) on the data.

    The output has a bias, and the input does not skip the layer. Sizes from the number of kinks on are tried, each by
    one QF_LRA query with all cases (``query``). A size without an answer never counts as refuted.

    Args:
        most: the largest number of units that is tried.
        seconds: for one query.

    Raises:
        BadInput: if points or labels have several numbers, or ``most`` units are not enough.

    >>> found = least_units(Dataset.from_rows([[0], [1], [2]], [[0], [1], [0]]))
    >>> found.units, found.kinks, len(found.refuted)
    (2, 1, 1)
    """
    line = line_of(dataset)
    if dataset.label_width != 1:
        raise BadInput(f"labels must be one number each, not {dataset.label_width}")
    pairs = [(z, label[0]) for z, label in line]
    refuted: list[str] = []
    unknown = None
    kinks = kinks_needed(dataset)
    for units in range(kinks, most + 1):
        session, script = Session(), query(pairs, units)
        answer = session.run(script, seconds)
        if answer == ["sat"]:
            network = _network(session, units)
            if any([evaluate(network, [z]) != (y,) for z, y in pairs]):
                raise AssertionError("a model of the query is a network that memorizes")
            return Units(units, network, kinks, tuple(refuted), unknown)
        if answer == ["unsat"]:
            refuted.append(script)
        elif unknown is None:
            unknown = units
    raise BadInput(f"{count_of(most, 'unit is', 'units are')} not enough, or no network was found in time")


def kinks_needed(dataset: Dataset) -> int:
    """Return the fewest kinks of a broken line through the points, which are kinks of different units.

    With the fewest kinks so far, only some slopes are possible right of a point: that of the chord before it, or, where
    the chord asked for a kink, all on one side of it; with one kink more, any (theory, Theorem 33c).

    Raises:
        BadInput: if points have several coordinates.

    >>> kinks_needed(Dataset.from_rows([[z] for z in range(9)], [[z % 2] for z in range(9)]))
    7
    """
    pairs = [(z, label[0]) for z, label in line_of(dataset)]
    slopes = [(v - y) / (a - z) for (z, y), (a, v) in pairwise(pairs)]
    kinks = side = 0
    for one, other in pairwise(slopes):
        bend = other - one
        turns = bend != 0 and bend * side <= 0
        kinks += turns
        side = ((bend > 0) - (bend < 0)) * turns
    return kinks


def query(pairs: list[tuple[Fraction, Fraction]], units: int) -> str:
    """Return a script that is satisfiable iff so many units memorize the points.

    A unit with its weight is u x + v on its active side and 0 elsewhere. Its kink is left of all points, between two
    neighbours, or right of all; it looks right or left; u >= 0 or u <= 0. In each of these cases it is settled at which
    points the unit is active, and that the kink is there is linear: for u >= 0, u a + v <= 0 at the neighbour a before
    it and u b + v >= 0 at the one after it. Units are ordered by their kinks.

    >>> print(query([(Fraction(0), Fraction(5))], 0), end="")
    (set-logic QF_LRA)
    (declare-fun bias () Real)
    (assert (= bias 5))
    (check-sat)
    """
    lines = ["(set-logic QF_LRA)", "(declare-fun bias () Real)"]
    sums = [["bias"] for _ in pairs]
    for unit in range(units):
        lines += [f"(declare-fun {name}{unit} () Real)" for name in ("u", "v", "k", "d")]
        lines += [f"(declare-fun r{unit}_{place} () Real)" for place in range(len(pairs))]
        cases = [_case(unit, place, right, pairs) for place in range(len(pairs) + 1) for right in (True, False)]
        lines.append(f"(assert (or {' '.join(cases)}))")
        if unit:
            lines.append(f"(assert (<= k{unit - 1} k{unit}))")
        for place, terms in enumerate(sums):
            terms.append(f"r{unit}_{place}")
    for terms, (_, y) in zip(sums, pairs, strict=True):
        total = terms[0] if len(terms) == 1 else f"(+ {' '.join(terms)})"
        lines.append(f"(assert (= {total} {numeral(y)}))")
    return "\n".join([*lines, "(check-sat)", ""])


def _case(unit: int, place: int, right: bool, pairs: list[tuple[Fraction, Fraction]]) -> str:
    """Return what holds if the kink of a unit is left of point ``place`` (not left of the one before)."""

    def value(z: Fraction) -> str:
        return f"(+ (* {numeral(z)} u{unit}) v{unit})"

    parts = [f"(= k{unit} {place})", f"(= d{unit} {'1' if right else '(- 1)'})"]
    for number, (z, _) in enumerate(pairs):
        active = number >= place if right else number < place
        parts.append(f"(= r{unit}_{number} {value(z) if active else '0'})")
    left = [f"(<= {value(pairs[place - 1][0])} 0)"] if place else []  # where u > 0
    here = [f"(>= {value(pairs[place][0])} 0)"] if place < len(pairs) else []
    rises = " ".join([f"(>= u{unit} 0)", *left, *here])
    falls = rises.replace(">=", "<>").replace("<=", ">=").replace("<>", "<=")
    return f"(and {' '.join(parts)} (or (and {rises}) (and {falls})))"


def _network(session: Session, units: int) -> Network:
    """Return the network of a model: a unit with its weight is s relu(s (u x + v)), s the sign on its active side."""
    (bias,) = session.values(["bias"])
    if not units:
        return constant([bias], 1)
    rows, offsets, signs = [], [], []
    for unit in range(units):
        u, v, direction = session.values([f"u{unit}", f"v{unit}", f"d{unit}"])
        sign = 1 if (u * direction if u else v) > 0 else -1
        rows.append([sign * u])
        offsets.append(sign * v)
        signs.append(sign)
    return Sequence((Affine(rows, offsets), Relu(units), Affine([signs], [bias])))
