"""Certificates as proofs/ knows them: hints with a star are written with all their multipliers."""

from collections.abc import Sequence as Items
from fractions import Fraction
from math import gcd, lcm
from typing import Any

from verify.check.budget import Budget
from verify.check.engine import Engine
from verify.check.hints import Hints, plain
from verify.check.rules.shared.rule import Rule
from verify.check.values import CONSTANT, Constraint, summed
from verify.check.verdict import Malformed

_RELAXED = ("relax", "unit", "divide", "own")


class _Kept(Hints):
    """Hints that keep those that were read."""

    def __init__(self, hints: list[Any]) -> None:
        super().__init__(hints)
        self.read: list[Any] = []

    def take(self, *names: str) -> list[Any]:
        hint = super().take(*names)
        self.read.append(hint)
        return hint


class _Filling(Engine):
    """The checker's engine, which writes what it reads with all multipliers."""

    def __init__(self, hints: list[Any], budget: Budget) -> None:
        super().__init__(hints, budget)
        self.hints: _Kept = _Kept(hints)

    def contradict(self, hint: list[Any], skip: int, *added: Constraint) -> None:
        super().contradict(hint, skip, *added)
        if plain(hint[0]) != hint[0]:
            numbers = filled(self.region, hint[skip:], self.budget, *added)
            self.hints.read[-1] = [plain(hint[0]), *hint[1:skip], *numbers]


def filled_in(rule: Rule, claim: dict[str, Any], files: dict[str, Any], hints: list[Any], budget: Budget) -> list[Any]:
    """Return the hints of a certificate without a star; those of one that has none are returned as they are.

    Raises:
        Malformed: if there is a hint that proofs/ does not know, or the checker says so.
        Rejected: if the checker refuses the certificate.
    """
    for number, hint in enumerate(hints):
        if hint[0] in _RELAXED:
            raise Malformed(f"step {number} ({hint[0]}): the kernel lane does not know relaxed certificates")
    if all([plain(hint[0]) == hint[0] for hint in hints]):
        return hints
    engine, held = _Filling(hints, budget), budget.bits
    rule.apply(claim, engine, files)
    budget.bits = held
    return [*engine.hints.read, *hints[engine.hints.step :]]


def filled(region: Items[Constraint], numbers: list[int], budget: Budget, *added: Constraint) -> list[int]:
    """Return the numbers of a hint with the multipliers of constraints on one input that make its sum constant.

    For each input it is the constraint with the end of its interval that makes the sum greatest.

    >>> from verify.check.values import made
    >>> budget = Budget()
    >>> region = [(made({0: 2, CONSTANT: -1}, budget), ">="), (made({0: -1, CONSTANT: 3}, budget), ">=")]
    >>> filled(region, [1], budget, (made({0: -3, CONSTANT: 1}, budget), ">"))
    [2, 0, 3]
    """
    total, _ = summed(region, numbers, budget, *added)
    if isinstance(total, int):
        return numbers
    multipliers = {
        index: Fraction(m) for index, m in zip(numbers[len(added) :: 2], numbers[len(added) + 1 :: 2], strict=True)
    }
    own = [Fraction(number) for number in numbers[: len(added)]]
    ends: dict[int, tuple[Fraction, bool, int, int]] = {}
    for index, (form, relation) in enumerate(region):
        if isinstance(form, int) or len(form) != 2:
            continue
        variable = max(form)
        factor = total.get(variable, 0)
        if factor and (relation == "=" or (factor > 0) == (form[variable] < 0)):
            budget.spend(100 + 8 * (form.bits // 64 + 1) ** 2)
            reach = Fraction(-form[CONSTANT], form[variable])
            end = (-reach if factor > 0 else reach, relation == ">", form[variable], index)
            if variable not in ends or end[:2] > ends[variable][:2]:
                ends[variable] = end
    for variable, (_, _, weight, index) in ends.items():
        multipliers[index] = multipliers.get(index, Fraction(0)) - Fraction(total[variable], weight)
    scale = lcm(*[value.denominator for value in [*own, *multipliers.values()]])
    rest = sorted([(index, int(value * scale)) for index, value in multipliers.items() if value])
    whole = [int(value * scale) for value in own]
    common = gcd(*whole, *[number for _, number in rest]) or 1
    return [number // common for number in whole] + [n for index, m in rest for n in (index, m // common)]
