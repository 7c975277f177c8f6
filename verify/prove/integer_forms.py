"""The prover's affine forms: integers by variable, the constant under ``CONSTANT``."""

from collections.abc import Iterable, Sequence as Items
from fractions import Fraction
from math import gcd, lcm
from typing import TypeAlias

from constructions.model.rational import Point

Value: TypeAlias = int | dict[int, int]
"""An integer, or an affine form with at least one variable whose factor is not 0."""

CONSTANT = -1

Bound: TypeAlias = tuple[Value, str]
"""A primitive form and how it stands to 0: ``">="``, ``">"`` or ``"="``."""

Sample: TypeAlias = tuple[int, ...]
"""A point as numerators and, last, their positive common denominator: three times as fast to test as fractions."""


def linear(pairs: Iterable[tuple[int, int]], values: Items[Value], constant: int) -> Value:
    """Return the sum of weight times value over (position, weight), and the constant.

    >>> linear([(0, 2), (1, 1)], [{0: 1, CONSTANT: 5}, {0: -2, CONSTANT: 0}], 1)
    11
    """
    form: dict[int, int] = {}
    for position, weight in pairs:
        value = values[position]
        if isinstance(value, int):
            constant += weight * value
            continue
        for variable, factor in value.items():
            if variable in form:
                form[variable] += weight * factor
            else:
                form[variable] = weight * factor
    constant += form.pop(CONSTANT, 0)
    form = {variable: factor for variable, factor in form.items() if factor}
    if not form:
        return constant
    form[CONSTANT] = constant
    return form


def plus(total: Value, weight: int, value: Value) -> Value:
    """Return total + weight * value.

    >>> plus({0: 1, CONSTANT: 0}, -1, {0: 1, CONSTANT: 2})
    -2
    """
    return linear(((0, 1), (1, weight)), (total, value), 0)


def negative(form: dict[int, int]) -> dict[int, int]:
    """Return -form.

    >>> negative({0: 1, CONSTANT: -2})
    {0: -1, -1: 2}
    """
    return {variable: -factor for variable, factor in form.items()}


def primitive(form: dict[int, int]) -> dict[int, int]:
    """Return the positive multiple whose integers have no common factor.

    >>> primitive({0: 4, CONSTANT: -6})
    {0: 2, -1: -3}
    """
    common = gcd(*form.values())
    return form if common == 1 else {variable: factor // common for variable, factor in form.items()}


def over_integers(factors: dict[int, Fraction], constant: Fraction) -> Value:
    """Return the primitive form with these rational factors; the sign of the constant if there is none.

    >>> over_integers({0: Fraction(1, 2)}, Fraction(-1, 3))
    {0: 3, -1: -2}
    """
    if not factors:
        return (constant > 0) - (constant < 0)
    scale = lcm(constant.denominator, *[factor.denominator for factor in factors.values()])
    form = {variable: int(factor * scale) for variable, factor in factors.items()}
    return primitive({**form, CONSTANT: int(constant * scale)})


def sample_of(point: Point) -> Sample:
    """Return a point as integers over one denominator.

    >>> sample_of((Fraction(1, 2), Fraction(3)))
    (1, 6, 2)
    """
    denominator = lcm(*[value.denominator for value in point])
    return (*[value.numerator * (denominator // value.denominator) for value in point], denominator)


def point_of(sample: Sample) -> Point:
    """Return the point that integers over one denominator stand for.

    >>> point_of((1, 6, 2))
    (Fraction(1, 2), Fraction(3, 1))
    """
    return tuple([Fraction(value, sample[-1]) for value in sample[:-1]])


def satisfied(bound: Bound, sample: Sample) -> bool:
    """Return whether a point satisfies a constraint.

    >>> satisfied(({0: 1, CONSTANT: 0}, ">"), (0, 1))
    False
    """
    value, relation = bound
    terms = [value] if isinstance(value, int) else [factor * sample[variable] for variable, factor in value.items()]
    found = sum(terms)  # CONSTANT is the place of the denominator
    return found > 0 if relation == ">" else found >= 0 if relation == ">=" else found == 0
