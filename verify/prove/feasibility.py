"""Exact feasibility of linear constraints: HiGHS proposes in floats, exact arithmetic decides, Z3 comes last."""

from collections.abc import Sequence as Items
from fractions import Fraction
from math import gcd, isfinite, lcm
from typing import Any

import highspy
import numpy as np
from flint import fmpz_mat

from verify.prove.integer_forms import CONSTANT, Bound, Sample, sample_of, satisfied
from verify.solvers.formulas import numeral
from verify.solvers.z3_backend import Session, SolverError

Multipliers = dict[int, int]
"""From the number of a constraint to its multiplier, an integer other than 0."""

_OPTIONS = (
    ("output_flag", False),
    ("threads", 1),
    ("presolve", "off"),
    ("primal_feasibility_tolerance", 1e-9),
    ("dual_feasibility_tolerance", 1e-9),
)
"""Tolerances a hundred times finer than usual: a basis that is nearly right gives multipliers of a wrong sign."""

_SHARES = (1e-9, 1e-14)
"""Multipliers below this share of the largest are taken for 0; where that leaves too few, the next is tried."""

_GRIDS = (1, 2, 12, 1024, 2**20, 2**40)
"""Denominators to which a proposed point is rounded, coarsest first: short points are read by people."""


class Feasibility:
    """Decides whether constraints on ``width`` variables have a solution; remembers the last ones for a warm start."""

    def __init__(self, width: int) -> None:
        self.width = width
        self._rows: list[Bound] = []
        self._model: Any = quiet_model()
        infinity = highspy.kHighsInf
        for _ in range(width):
            self._model.addVar(-infinity, infinity)
        self._model.addVar(-infinity, 1.0)  # the slack that every inequality has at least; as large as possible
        self._model.changeColCost(width, -1.0)

    def solve(self, constraints: Items[Bound]) -> Sample | Multipliers:
        """Return a point that satisfies the constraints, or multipliers by which they contradict each other.

        Raises:
            SolverError: if neither HiGHS nor Z3 decides, which linear arithmetic does not excuse.
        """
        for number, (value, relation) in enumerate(constraints):
            if isinstance(value, int) and not satisfied((value, relation), (1,)):
                return {number: -value if relation == "=" and value > 0 else 1}
        proposed = self._proposed(constraints)
        if proposed is None:
            proposed = _in_own_terms(constraints, self.width)
        return _decide(constraints, self.width) if proposed is None else proposed

    def _proposed(self, constraints: Items[Bound]) -> Sample | Multipliers | None:
        proposed = self._propose(constraints)
        return self._at_basis(constraints) if proposed is None else proposed

    def _propose(self, constraints: Items[Bound]) -> Sample | Multipliers | None:
        try:
            self._load(constraints)
            self._model.run()
        except OverflowError:  # an integer beyond the range of floating point
            self._rows = []
            self._model.deleteRows(self._model.getNumRow(), np.arange(self._model.getNumRow(), dtype=np.int32))
            return None
        status = self._model.getModelStatus()
        if status == highspy.HighsModelStatus.kOptimal:
            solution = self._model.getSolution()
            values = list(solution.col_value)
            if values[-1] > 1e-7 or all([relation == "=" for _, relation in constraints]):
                return _rounded(values[:-1], constraints)
            duals = list(solution.row_dual)
        else:
            _, has_ray, ray = self._model.getDualRay()
            if not has_ray:
                return None
            duals = list(ray)
        largest = max(map(abs, duals), default=0.0)
        for share in _SHARES:
            found = contradiction(constraints, [n for n, dual in enumerate(duals) if abs(dual) > share * largest])
            if found is not None:
                return found
        return None

    def _at_basis(self, constraints: Items[Bound]) -> Sample | Multipliers | None:
        """Return what the basis of HiGHS's optimum says, solved exactly; None if it is none that decides.

        With one more variable s <= 1, an inequality f > 0 or f >= 0 is f - |f| s >= 0, where |f| is its largest number.
        The rows of the basis, as equations, give a point and the largest s, together with the variables that are at
        rest, an input at 0 or s at 1. The multipliers of rows sum up to a bound on s, where those of variables are 0.
        """
        if len(self._rows) != len(constraints) or self._model.getModelStatus() != highspy.HighsModelStatus.kOptimal:
            return None
        basis, basic, slack = self._model.getBasis(), highspy.HighsBasisStatus.kBasic, self.width
        active = [place for place, kind in enumerate(basis.row_status) if kind != basic]
        resting = [place for place, kind in enumerate(basis.col_status) if kind != basic]
        if len(active) + len(resting) != self.width + 1:
            return None
        rows, constants = list[list[int]](), list[list[int]]()
        for value, relation in [constraints[place] for place in active]:
            form = {CONSTANT: value} if isinstance(value, int) else value
            size = 0 if relation == "=" else max(map(abs, form.values())) or 1
            rows.append([*[form.get(variable, 0) for variable in range(self.width)], -size])
            constants.append([-form[CONSTANT]])
        for place in resting:
            rows.append([int(other == place) for other in range(self.width + 1)])
            constants.append([int(place == slack)])
        matrix = fmpz_mat(rows)
        try:
            found = matrix.solve(fmpz_mat(constants)).table()
            shares = matrix.transpose().solve(fmpz_mat([*[[0]] * self.width, [-1]])).table()
        except ZeroDivisionError:
            return None
        point = sample_of(tuple([Fraction(int(row[0].p), int(row[0].q)) for row in found[:-1]]))
        if all([satisfied(bound, point) for bound in constraints]):
            return point
        exact = [Fraction(int(row[0].p), int(row[0].q)) for row in shares]
        if any(exact[len(active) :]):
            return None
        scale = lcm(*[share.denominator for share in exact])
        multipliers = {place: int(share * scale) for place, share in zip(active, exact, strict=False) if share}
        return multipliers if _contradicts(constraints, multipliers) else None

    def _load(self, constraints: Items[Bound]) -> None:
        """Make the model's rows these constraints, keeping the first ones that are there already."""
        kept = 0
        for old, new in zip(self._rows, constraints, strict=False):
            if old is not new:
                break
            kept += 1
        if kept < len(self._rows):
            gone = np.arange(kept, len(self._rows), dtype=np.int32)
            self._model.deleteRows(len(gone), gone)
            del self._rows[kept:]
        infinity = highspy.kHighsInf
        for bound in constraints[kept:]:
            value, relation = bound
            form = {CONSTANT: value} if isinstance(value, int) else value
            scale = max(map(abs, form.values())) or 1
            places = [variable for variable in form if variable != CONSTANT]
            factors = [form[variable] / scale for variable in places]
            least = -form[CONSTANT] / scale
            if relation != "=":
                places.append(self.width)
                factors.append(-1.0)
            most = least if relation == "=" else infinity
            self._model.addRow(least, most, len(places), np.array(places, dtype=np.int32), np.array(factors))
            self._rows.append(bound)


def _in_own_terms(constraints: Items[Bound], width: int) -> Sample | Multipliers | None:
    """Decide constraints over the values of their own forms, in place of the inputs; None if that does not decide.

    Where the inputs are not bounded, floats do not hold what a sum of many forms leaves of an input, which may be as
    large as that is small. As variables serve the forms that are independent of those before them, each in units of
    its largest number: all others are combinations, exactly, and multipliers stay what they are.

    >>> small = 10**30  # of the input 0 hardly anything is left in the sum
    >>> rows = [({0: small, 1: 1, CONSTANT: 0}, ">"), ({0: -small, CONSTANT: -1}, ">")]
    >>> all([satisfied(row, _in_own_terms(rows, 2)) for row in rows])
    True
    >>> _in_own_terms([rows[0], ({0: -3 * small, 1: -3, CONSTANT: 0}, ">=")], 2)
    {0: 3, 1: 1}
    """
    forms = [{CONSTANT: value} if isinstance(value, int) else value for value, _ in constraints]
    alone = {next(iter(form.keys() - {CONSTANT})) for form in forms if len(form) == 2}
    if not forms or len(alone) == width:  # the inputs are such forms
        return None
    columns = fmpz_mat([[form.get(variable, 0) for form in forms] for variable in range(width)])
    reduced, scale, rank = columns.rref()
    if not rank:
        return None
    rows = [[int(entry) for entry in row] for row in reduced.table()[:rank]]
    sign, size = (1 if scale > 0 else -1), abs(int(scale))
    own = [next(place for place, entry in enumerate(row) if entry) for row in rows]
    units = [max(map(abs, forms[place].values())) for place in own]
    bounds, shares = list[Bound](), list[int]()
    for place, (form, (_, relation)) in enumerate(zip(forms, constraints, strict=True)):
        terms = {variable: sign * row[place] for variable, row in enumerate(rows) if row[place]}
        offset = sum([factor * forms[own[variable]][CONSTANT] for variable, factor in terms.items()])
        whole = {variable: factor * units[variable] for variable, factor in terms.items()}
        whole[CONSTANT] = form[CONSTANT] * size - offset
        shares.append(gcd(*whole.values()) or 1)
        bounds.append(({variable: factor // shares[-1] for variable, factor in whole.items()}, relation))
    found = Feasibility(rank)._proposed(bounds)
    if found is None:
        return None
    if isinstance(found, dict):
        common = lcm(*[shares[place] for place in found])
        multipliers = {place: multiplier * (common // shares[place]) for place, multiplier in found.items()}
        least = gcd(*multipliers.values())
        multipliers = {place: multiplier // least for place, multiplier in multipliers.items()}
        return multipliers if _contradicts(constraints, multipliers) else None
    *values, below = found
    independent = fmpz_mat([[forms[place].get(variable, 0) for variable in range(width)] for place in own])
    rest, _, _ = independent.rref()
    pivots = [next(place for place, entry in enumerate(row) if entry) for row in rest.table()]
    square = fmpz_mat([[forms[place].get(variable, 0) for variable in pivots] for place in own])
    wanted = [
        value * unit - forms[place][CONSTANT] * below for value, unit, place in zip(values, units, own, strict=True)
    ]
    solved = square.solve(fmpz_mat([[value] for value in wanted])).table()
    point = [Fraction(0)] * width
    for variable, (entry,) in zip(pivots, solved, strict=True):
        point[variable] = Fraction(int(entry.p), int(entry.q) * below)
    sample = sample_of(tuple(point))
    return sample if all([satisfied(bound, sample) for bound in constraints]) else None


def quiet_model() -> Any:
    """Return an empty linear program of HiGHS that prints nothing, with the tolerances used here.

    >>> quiet_model().getNumRow()
    0
    """
    model: Any = highspy._core._Highs()  # the public class prints a banner when it is made
    for option, value in _OPTIONS:
        model.setOptionValue(option, value)
    return model


def contradiction(constraints: Items[Bound], support: Items[int]) -> Multipliers | None:
    """Return multipliers on these constraints by which they contradict, if they are determined by them alone.

    >>> above, below = ({0: 1, CONSTANT: -1}, ">="), ({0: -2, CONSTANT: 1}, ">=")
    >>> contradiction([above, below], [0, 1])
    {0: 2, 1: 1}
    """
    if not support:
        return None
    forms = [value if isinstance(value, dict) else {CONSTANT: value} for value in [constraints[i][0] for i in support]]
    variables = sorted({variable for form in forms for variable in form} - {CONSTANT})
    if variables:
        basis, nullity = fmpz_mat([[form.get(variable, 0) for form in forms] for variable in variables]).nullspace()
        if nullity != 1:
            return None
        numbers = [int(row[0]) for row in basis.table()]
    elif len(support) == 1:
        numbers = [1]
    else:
        return None
    common = gcd(*numbers)
    for sign in (1, -1):
        found = {i: sign * number // common for i, number in zip(support, numbers, strict=True) if number}
        if _contradicts(constraints, found):
            return found
    return None


def _contradicts(constraints: Items[Bound], multipliers: Multipliers) -> bool:
    total, strict = 0, False
    for number, multiplier in multipliers.items():
        value, relation = constraints[number]
        if multiplier < 0 and relation != "=":
            return False
        strict = strict or relation == ">"
        total += multiplier * (value if isinstance(value, int) else value[CONSTANT])
    return total < 0 or (total == 0 and strict)


def _rounded(values: list[float], constraints: Items[Bound]) -> Sample | None:
    if not all([isfinite(value) and abs(value) < 1e15 for value in values]):
        return None
    for grid in _GRIDS:
        point = (*[round(value * grid) for value in values], grid)
        if all([satisfied(bound, point) for bound in constraints]):
            return point
    return None


def _decide(constraints: Items[Bound], width: int) -> Sample | Multipliers:
    """Ask Z3, which decides linear arithmetic exactly; an irreducible core has its multipliers."""
    session, lines = Session(), ["(set-option :produce-unsat-cores true)", "(set-logic QF_LRA)"]
    lines += [f"(declare-fun x{variable} () Real)" for variable in range(width)]
    lines += [f"(assert (! {bound_text(bound)} :named c{number}))" for number, bound in enumerate(constraints)]
    answer = session.run("\n".join([*lines, "(check-sat)", ""]))[0]
    if answer == "sat":
        point = sample_of(tuple(session.values([f"x{variable}" for variable in range(width)])))
        if all([satisfied(bound, point) for bound in constraints]):
            return point
        raise SolverError("z3: the model does not satisfy the constraints")
    if answer != "unsat":
        raise SolverError(f"z3: {answer} to linear constraints")
    core = [int(name[1:]) for name in session.core()]
    found = contradiction(constraints, core)
    while found is None:  # leave out constraints until the core is irreducible: its multipliers are then unique
        for number in core:
            rest = [other for other in core if other != number]
            session = Session()
            parts = [f"(assert {bound_text(constraints[other])})" for other in rest]
            if session.run("\n".join([*lines[1 : 2 + width], *parts, "(check-sat)", ""]))[0] == "unsat":
                core = rest
                break
        else:
            raise SolverError("z3: an irreducible core without multipliers")
        found = contradiction(constraints, core)
    return found


def bound_text(bound: Bound, closed: bool = False) -> str:
    """Return a constraint as an SMT-LIB term; its closure if that is asked for.

    >>> bound_text(({0: 2, CONSTANT: -1}, ">"))
    '(> (+ (* 2 x0) (- 1)) 0)'
    """
    value, relation = bound
    if isinstance(value, int):
        value = {CONSTANT: value}
    terms = [
        f"(* {numeral(Fraction(factor))} x{variable})" for variable, factor in value.items() if variable != CONSTANT
    ]
    relation = ">=" if closed and relation == ">" else relation
    return (
        f"({relation} {' '.join(['(+', *terms, numeral(Fraction(value[CONSTANT]))])}) 0)"
        if terms
        else (f"({relation} {numeral(Fraction(value[CONSTANT]))} 0)")
    )
