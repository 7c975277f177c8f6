"""Exact linear programs: where in a polyhedron one variable is least; HiGHS proposes, integers decide, else Z3 does."""

from collections.abc import Sequence as Items
from fractions import Fraction

import highspy
import numpy as np
from flint import fmpz_mat

from constructions.model.rational import Point
from verify.prove.feasibility import bound_text, quiet_model
from verify.prove.integer_forms import CONSTANT, Bound, sample_of, satisfied
from verify.solvers.z3_backend import Session, SolverError


def lowest(constraints: Items[Bound], width: int, least: int, seconds: float | None = None) -> Point | None:
    """Return a point of the closure of constraints at which one variable is least; None if that takes longer.

    HiGHS proposes a vertex, integers decide whether it is one and the lowest; else Z3 is asked. Some point must satisfy
    the constraints, and they must bound the variable from below.

    >>> lowest([({1: 1, 2: -1, CONSTANT: 0}, ">="), ({2: 2, CONSTANT: -3}, ">")], 3, 1)  # x0 is free: no vertex
    (Fraction(0, 1), Fraction(3, 2), Fraction(3, 2))
    """
    found = _vertex(constraints, width, least)
    if found is not None:
        return found
    session, names = Session(), [f"x{variable}" for variable in range(width)]
    lines = [f"(declare-fun {name} () Real)" for name in names]
    lines += [f"(assert {bound_text(bound, closed=True)})" for bound in constraints]
    answer = session.run("\n".join([*lines, f"(minimize x{least})", "(check-sat)", ""]), seconds)[0]
    if answer == "unknown" and seconds is not None:
        return None
    if answer != "sat":
        raise SolverError("z3: no lowest point")
    return tuple(session.values(names))


def _vertex(constraints: Items[Bound], width: int, least: int) -> Point | None:
    """Return the point of the closure of constraints on ``width`` variables at which one variable is least.

    HiGHS says which constraints hold there with equality; the point that they determine is taken if it satisfies all
    of them and multipliers show that no other is better. None if it is not so, or floats do not hold the numbers.

    >>> _vertex([({0: 2, 1: -1, CONSTANT: 0}, ">="), ({1: 3, CONSTANT: -1}, ">")], 2, 0)
    (Fraction(1, 6), Fraction(1, 3))
    """
    model = quiet_model()
    for _ in range(width):
        model.addVar(-highspy.kHighsInf, highspy.kHighsInf)
    model.changeColCost(least, 1.0)
    forms = [value if isinstance(value, dict) else {CONSTANT: value} for value, _ in constraints]
    try:
        for form, (_, relation) in zip(forms, constraints, strict=True):
            size = max(map(abs, form.values())) or 1
            places = [variable for variable in form if variable != CONSTANT]
            factors = np.array([form[variable] / size for variable in places])
            low = -form[CONSTANT] / size
            model.addRow(
                low,
                low if relation == "=" else highspy.kHighsInf,
                len(places),
                np.array(places, dtype=np.int32),
                factors,
            )
    except OverflowError:
        return None
    model.run()
    if model.getModelStatus() != highspy.HighsModelStatus.kOptimal:
        return None
    status = model.getBasis().row_status
    active = [place for place, kind in enumerate(status) if kind != highspy.HighsBasisStatus.kBasic]
    if len(active) != width:
        return None
    matrix = fmpz_mat([[forms[place].get(variable, 0) for variable in range(width)] for place in active])
    try:
        found = matrix.solve(fmpz_mat([[-forms[place][CONSTANT]] for place in active]))
        shares = matrix.transpose().solve(fmpz_mat([[int(variable == least)] for variable in range(width)]))
    except ZeroDivisionError:
        return None
    point = tuple([Fraction(int(row[0].p), int(row[0].q)) for row in found.table()])
    sample = sample_of(point)
    if not all([satisfied((value, "=" if relation == "=" else ">="), sample) for value, relation in constraints]):
        return None
    if any(
        [share[0] < 0 and constraints[place][1] != "=" for place, share in zip(active, shares.table(), strict=True)]
    ):
        return None
    return point
