"""Linear programs in floats on one affine piece of a network."""

from typing import Any

import highspy
import numpy as np
from numpy.typing import NDArray

from verify.prove.counterexamples.floats import Floats
from verify.prove.feasibility import quiet_model

_SIZE = 60_000
"""Numbers of a program that is solved."""

_FORMS = 600
"""Decisions of a piece whose program is solved."""

_FAR = 1e9
"""The largest margin that is sought."""


def best_on_piece(program: tuple[Floats, Floats, NDArray[np.bool_]], least: Floats, most: Floats) -> Floats | None:
    """Return the point that satisfies some forms and makes others as large as possible, the least of them first.

    Args:
        program: forms over the coordinates and 1 that must be >= 0; forms that should be large; which of these must
            be 0 instead.
        least, most: what bounds the coordinates.

    Returns:
        The point; None if HiGHS finds none, or the program is too large to be worth its time.

    >>> slope = np.array([[1.0, 0.0]])
    >>> best_on_piece((np.array([[-1.0, 2.0]]), slope, np.array([False])), np.array([0.0]), np.array([9.0])).tolist()
    [2.0]
    """
    holds, wanted, equal = program
    if holds.size + wanted.size > _SIZE or len(holds) > _FORMS:
        return None
    model = quiet_model()
    width = len(least)
    for low, high in zip(least.tolist(), most.tolist(), strict=True):
        model.addVar(low, high)
    model.addVar(-highspy.kHighsInf, _FAR)
    model.changeColCost(width, -1.0)
    columns = np.arange(width + 1, dtype=np.int32)
    for form in holds:
        _add(model, columns, form, 0.0, False)
    for form, exact in zip(wanted, equal, strict=True):
        _add(model, columns, form, 0.0 if exact else 1.0, bool(exact))
    model.run()
    if model.getModelStatus() != highspy.HighsModelStatus.kOptimal:
        return None
    found: Floats = np.clip(np.array(model.getSolution().col_value[:-1]), least, most)
    return found


def _add(model: Any, columns: NDArray[np.int32], form: Floats, slack: float, equal: bool) -> None:
    """Add form >= slack times the last column, or = 0."""
    scale = np.abs(form[:-1]).max(initial=0.0)
    if not scale or not np.isfinite(form).all():
        return
    factors = np.append(form[:-1], -slack) / scale
    bound = (-form[-1] / scale).item()
    kept = np.flatnonzero(factors)
    model.addRow(bound, bound if equal else highspy.kHighsInf, len(kept), columns[kept], factors[kept])
