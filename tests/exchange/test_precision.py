"""Constants in floats: what is held, what is rounded and by how much, as numpy rounds it."""

import random
from fractions import Fraction

import numpy as np
import pytest

from constructions.model.errors import BadInput
from exchange.precision import FORMATS, Precision


@pytest.mark.parametrize("kind", FORMATS)
def test_numbers_are_rounded_as_numpy_rounds_them(kind: str) -> None:
    source, precision = random.Random(3), Precision(kind)
    rounded, largest = 0, Fraction(0)
    for _ in range(500):
        value = Fraction(source.randint(-(10**9), 10**9), source.randint(1, 10**6))
        nearest = np.array([value.numerator / value.denominator]).astype(kind)
        if kind == "float32":  # through float64 first: only where that is no tie is it the same
            nearest = np.array([value.numerator / value.denominator], dtype=np.float64).astype(np.float32)
        found = precision.number(value)
        assert found == Fraction(nearest[0].item())
        assert precision.holds(value) == (found == value)
        rounded += found != value
        if value:
            largest = max(largest, abs(found - value) / abs(value))
        low, high = precision.bound(value, above=False), precision.bound(value, above=True)
        assert low <= value <= high
        assert low == high == value or np.nextafter(float32(low, kind), float32(high, kind)) == float32(high, kind)
    counted = Precision(kind)
    source = random.Random(3)
    for _ in range(500):
        counted.number(Fraction(source.randint(-(10**9), 10**9), source.randint(1, 10**6)))
    assert (counted.rounded, counted.largest) == (rounded, largest)
    assert counted.sentence().startswith(f"{rounded} constants are rounded to {kind}: relative error at most ")


def float32(value: Fraction, kind: str) -> np.floating[np.typing.NBitBase]:
    number: np.floating[np.typing.NBitBase] = np.dtype(kind).type(value.numerator / value.denominator)
    return number


def test_a_row_is_multiplied_up_only_where_that_makes_it_exact() -> None:
    precision = Precision("float32")
    half, third, fifth, one = Fraction(1, 2), Fraction(1, 3), Fraction(1, 5), Fraction(1)
    assert precision.row([half, 3 * one], half) == ([half, 3 * one], half, one)
    assert precision.row([third, half], fifth) == ([5 * one, Fraction(15, 2)], 3 * one, 15 * one)
    assert precision.rounded == 0
    prime = Fraction(1, 2**31 - 1)
    weights, constant, divisor = precision.row([prime, Fraction(1)], Fraction(0))
    assert (weights[1], constant, divisor) == (one, 0 * one, one)
    assert (precision.rounded, precision.example) == (1, prime)
    wide = Fraction(2**24 + 1)
    assert precision.row([wide], Fraction(0))[0] == [2**24]
    assert precision.rounded == 2


def test_what_is_beyond_a_format_is_refused_and_what_vanishes_is_counted() -> None:
    precision = Precision("float32")
    assert precision.holds(Fraction(2**128 - 2**104))
    assert not precision.holds(Fraction(2**128))
    with pytest.raises(
        BadInput, match=r"a constant of the network, 34028236692093\.\.\..*, is beyond the largest float32"
    ):
        precision.number(Fraction(2**128))
    with pytest.raises(BadInput, match="is beyond the largest float64"):
        Precision("float64").number(-(Fraction(10) ** 400))
    assert precision.number(Fraction(1, 10**60)) == 0
    assert (precision.rounded, precision.largest) == (1, Fraction(1))
    with pytest.raises(BadInput, match="there is no format 'float16'"):
        Precision("float16")
