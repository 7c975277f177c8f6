"""The two sides on which tests have points: all dichotomies of a set."""

from collections.abc import Sequence

from ...dataset import Dataset
from ...engine import Engine
from ...network import sign_tests
from ...verdict import Rejected
from .ends import feasible_ends
from .refuted_sets import members

Sides = tuple[int, list[int]]
"""A set of points, and all dichotomies of it: the points above the border."""


def dichotomies(numbers: Sequence[int], dataset: Dataset, everything: int, engine: Engine) -> Sides:
    """Return all dichotomies of a set: the ways in which affine tests divide it, as tests on their weights."""
    mask, budget = numbers[0] if len(numbers) == 1 else 0, engine.budget
    if mask < 1 or mask & ~everything:
        raise Rejected("there must be a set of points")
    chosen = members(mask, budget)
    rows, sides = tuple([dataset.points[number] for number in chosen]), list[int]()
    held, size = budget.bits, mask.bit_length() + 256
    budget.hold((len(engine.hints.hints) - engine.hints.step) * size)  # each end reads a hint
    for _ in feasible_ends(engine, sign_tests(rows, budget), []):
        budget.spend(20 + 4 * len(chosen) + size // 8)
        digits = bytearray(b"0") * mask.bit_length()
        for number, bit in zip(chosen, engine.values[:-1], strict=True):
            digits[-1 - number] += bit
        sides.append(int(digits, 2))
    budget.bits = held
    budget.hold(len(sides) * size)
    return mask, sides
