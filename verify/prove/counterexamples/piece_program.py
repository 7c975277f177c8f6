"""Linear programs in floats on one affine piece of a network."""

from typing import Any, NamedTuple

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
    if not is_small(len(holds), holds.size + wanted.size):
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


def is_small(forms: int, size: int) -> bool:
    """Return whether a program on a piece with so many decisions, and numbers altogether, is worth its time."""
    return size <= _SIZE and forms <= _FORMS


class Nearest(NamedTuple):
    """The nearest point of a piece: how far it is, the point, and how strongly each form keeps it away."""

    distance: float
    point: Floats
    pulls: Floats


class Approach:
    """Linear programs for the point that is nearest to ``center`` among those that satisfy some forms.

    >>> Approach(np.zeros(2)).nearest(np.array([[2.0, 2.0, -2.0], [1.0, 0.0, 9.0]]), np.array([False, False])).distance
    0.5
    """

    def __init__(self, center: Floats) -> None:
        self._width = width = len(center)
        self._model = quiet_model()
        free = np.full(width + 1, highspy.kHighsInf)
        self._model.addVars(width + 1, -free, free)
        self._model.changeColCost(width, 1.0)
        for variable, value in enumerate(center.tolist()):
            for sign in (1.0, -1.0):
                columns = np.array([variable, width], dtype=np.int32)
                self._model.addRow(sign * value, highspy.kHighsInf, 2, columns, np.array([sign, 1.0]))

    def nearest(self, forms: Floats, equal: NDArray[np.bool_]) -> Nearest | None:
        """Return the nearest point at which each form is >= 0, or 0 where it is ``equal``; None if HiGHS has none."""
        before = 2 * self._width
        added = self._model.getNumRow() - before
        if added:
            self._model.deleteRows(added, np.arange(before, before + added, dtype=np.int32))
        scales = np.abs(forms[:, :-1]).max(axis=1)
        used = np.flatnonzero(np.isfinite(forms).all(axis=1) & (scales > 0))
        rows = forms[used] / scales[used, None]
        lower, starts = -rows[:, -1], np.arange(len(used), dtype=np.int32) * self._width
        columns = np.tile(np.arange(self._width, dtype=np.int32), len(used))
        upper = np.where(equal[used], lower, highspy.kHighsInf)
        self._model.addRows(len(used), lower, upper, len(columns), starts, columns, rows[:, :-1].ravel())
        self._model.run()
        if self._model.getModelStatus() != highspy.HighsModelStatus.kOptimal:
            return None
        solution = self._model.getSolution()
        found, pulls = np.array(solution.col_value), np.zeros(len(forms))
        pulls[used] = np.abs(solution.row_dual)[before:]
        return Nearest(found[-1].item(), found[:-1], pulls)


def _add(model: Any, columns: NDArray[np.int32], form: Floats, slack: float, equal: bool) -> None:
    """Add form >= slack times the last column, or = 0."""
    scale = np.abs(form[:-1]).max(initial=0.0)
    if not scale or not np.isfinite(form).all():
        return
    factors = np.append(form[:-1], -slack) / scale
    bound = (-form[-1] / scale).item()
    kept = np.flatnonzero(factors)
    model.addRow(bound, bound if equal else highspy.kHighsInf, len(kept), columns[kept], factors[kept])
