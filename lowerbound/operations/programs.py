"""Straight-line programs with unknown constants: every way to compute values with a few operations."""

from collections.abc import Iterator, Sequence as Items
from contextlib import suppress
from dataclasses import dataclass
from fractions import Fraction
from functools import cache
from itertools import permutations
from typing import Literal

import flint

Kind = Literal["u+v", "u-v", "u+c", "c-u", "c*u"]

UNARY: tuple[Kind, ...] = ("u+c", "c-u", "c*u")
"""The operations with a constant, which is unknown until a program is fitted."""

Vector = tuple[int, ...]
"""The values of one wire at the points."""

Value = dict[int, Vector]
"""A value as a polynomial in the constants: for each set of constants, as bits, the coefficients at the points."""


@dataclass(frozen=True, slots=True)
class Operation:
    """One addition, subtraction or multiplication of values, which are told by their numbers.

    >>> len(operations(1)), len(operations(2)), len(operations(3))
    (4, 11, 21)
    """

    kind: Kind
    left: int
    right: int = -1


Program = tuple[Operation, ...]
"""Operations in order; each makes the value with the next number."""


@cache
def operations(values: int) -> tuple[Operation, ...]:
    """Return every operation on so many values."""
    numbers = range(values)
    sums = [Operation("u+v", u, v) for u in numbers for v in numbers if u <= v]
    differences = [Operation("u-v", u, v) for u in numbers for v in numbers if u != v]
    return (*sums, *differences, *[Operation(kind, u) for kind in UNARY for u in numbers])


def programs(values: int, count: int) -> Iterator[Program]:
    """Yield every program of so many operations that begins with so many values.

    >>> [sum(1 for _ in programs(1, count)) for count in range(4)]
    [1, 4, 44, 924]
    """
    if count == 0:
        yield ()
        return
    for first in operations(values):
        for rest in programs(values + 1, count - 1):
            yield (first, *rest)


def unused(program: Program, values: int) -> set[int]:
    """Return the numbers of the new values that no later operation reads.

    >>> sorted(unused((Operation("c*u", 0), Operation("u+v", 1, 2)), 2))
    [3]
    """
    read = {number for step in program for number in (step.left, step.right)}
    return set(range(values, values + len(program))) - read


def run(program: Program, values: Items[Vector]) -> list[Value]:
    """Return the given values and those that a program makes, its i-th operation with the i-th constant.

    Constants are never multiplied with themselves, so each is there at most once in a product.

    >>> run((Operation("c*u", 0), Operation("u+c", 1)), [(2, 3)])[2]
    {1: (2, 3), 2: (1, 1)}
    """
    found: list[Value] = [{0: vector} for vector in values]
    for place, step in enumerate(program):
        left, bit = found[step.left], 1 << place
        one = {bit: (1,) * len(values[0])}
        match step.kind:
            case "u+v":
                found.append(_sum(left, found[step.right], 1))
            case "u-v":
                found.append(_sum(left, found[step.right], -1))
            case "u+c":
                found.append(_sum(left, one, 1))
            case "c-u":
                found.append(_sum(one, left, -1))
            case "c*u":
                found.append({product | bit: vector for product, vector in left.items()})
    return found


def _sum(left: Value, right: Value, sign: int) -> Value:
    total = dict(left)
    for product, vector in right.items():
        signed = vector if sign > 0 else tuple([-v for v in vector])
        total[product] = (
            tuple([a + b for a, b in zip(total[product], signed, strict=True)]) if product in total else signed
        )
    return total


@dataclass(frozen=True, slots=True)
class Fit:
    """A program with its constants (0 where an operation has none), and where it leaves the wanted columns."""

    program: Program
    constants: tuple[Fraction, ...]
    places: tuple[int, ...]


class UnsolvedError(Exception):
    """A program may give the wanted columns, but no constants for it were found: nothing is known then."""


def fitted(values: Items[Vector], wanted: Items[Vector], count: int) -> Fit | None:
    """Return a program of at most ``count`` operations that makes all wanted columns; None if there is none.

    Products of constants are taken for unknowns of their own; if that linear system has no solution, no constants will
    do. A constant that it determines is put in, and what is left is solved again, until constants are found.

    Raises:
        UnsolvedError: if some system has a solution, but no constants were found for any program.

    >>> fit = fitted([(0, 1, 2)], [(5, 8, 11)], 2)
    >>> [step.kind for step in fit.program], [str(c) for c in fit.constants]
    (['u+c', 'c*u'], ['5/3', '3'])
    >>> fitted([(0, 1, 2)], [(5, 8, 11)], 1) is None
    True
    """
    doubtful = False
    for length in range(len(wanted), count + 1):
        for program in programs(len(values), length):
            loose = unused(program, len(values))
            if len(loose) > len(wanted):
                continue
            made: list[Value] | None = None
            for places in permutations(range(len(values), len(values) + length), len(wanted)):
                if not loose <= set(places):
                    continue
                made = run(program, values) if made is None else made
                try:
                    constants = _constants([made[place] for place in places], wanted, length)
                except UnsolvedError:
                    doubtful = True
                    continue
                if constants is not None:
                    return Fit(program, constants, places)
    if doubtful:
        raise UnsolvedError
    return None


def _constants(made: Items[Value], wanted: Items[Vector], count: int) -> tuple[Fraction, ...] | None:
    """Return constants for which the values are the wanted ones, None if there are none; raises ``UnsolvedError``."""
    system = Value()
    for product in {0, *[product for value in made for product in value]}:
        parts = [value.get(product, (0,) * len(wanted[0])) for value in made]
        system[product] = tuple([entry for part in parts for entry in part])
    targets = [entry for column in wanted for entry in column]
    system[0] = tuple([entry - target for entry, target in zip(system[0], targets, strict=True)])
    found = _solved(system)
    return None if found is None else tuple([found.get(place, Fraction(0)) for place in range(count)])


def _solved(system: Value) -> dict[int, Fraction] | None:
    """Return constants for which a value is 0 at all points, None if there are none; raises ``UnsolvedError``.

    Products are the unknowns of a linear system. What it says of a constant alone is put in, and what is left is solved
    again; where it says nothing of any, some numbers are tried for one.
    """
    products = sorted([product for product in system if product], key=int.bit_count)
    columns = [system[product] for product in products]
    rows = [[*row, -last] for *row, last in zip(*columns, system[0], strict=True)]
    reduced, scale, rank = flint.fmpz_mat(rows).rref()
    known = dict[int, Fraction]()
    for *row, last in reduced.tolist()[:rank]:
        places = [place for place, entry in enumerate(row) if entry]
        if not places:
            return None
        if len(places) == 1 and products[places[0]].bit_count() == 1:
            known[products[places[0]].bit_length() - 1] = Fraction(int(last), int(scale))
    if known or not products:
        found = _solved(_put_in(system, known)) if known else {}
        return None if found is None else {**known, **found}
    for number in (0, 1, 2):
        known = {products[0].bit_length() - 1: Fraction(number)}
        with suppress(UnsolvedError):
            found = _solved(_put_in(system, known))
            if found is not None:
                return {**known, **found}
    raise UnsolvedError


def _put_in(value: Value, constants: dict[int, Fraction]) -> Value:
    """Return a multiple of a value, by a positive integer, with these constants put in."""
    for place, constant in constants.items():
        bit, left = 1 << place, Value()
        for product, vector in value.items():
            factor = constant.numerator if product & bit else constant.denominator
            left = _sum(left, {product & ~bit: tuple([factor * entry for entry in vector])}, 1)
        value = {product: vector for product, vector in left.items() if not product or any(vector)}
    return value
