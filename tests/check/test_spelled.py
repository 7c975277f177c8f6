"""Constraints in the checker's words: who reads them finds the same points as the constraints have."""

import operator
import re
from collections.abc import Callable
from fractions import Fraction
from itertools import pairwise, product
from typing import Any

from hypothesis import given, strategies as st

from verify.check.budget import Budget
from verify.check.domain import read_constraints
from verify.check.values import Constraint
from verify.check.words import box, named, polyhedra, spelled

MEANT: dict[str, Callable[[Fraction, Fraction], bool]] = {
    ">=": operator.ge, ">": operator.gt, "=": operator.eq, "<=": operator.le, "<": operator.lt,
}  # fmt: skip
POINTS = list(product(map(Fraction, ("-2", "-1/3", "0", "1/2", "1", "3")), repeat=3))


def names(place: int) -> str:
    return f"z{place}"


@st.composite
def rows(draw: st.DrawFn) -> list[object]:
    """Return constraints as they stand in files."""
    found: list[object] = []
    for _ in range(draw(st.integers(1, 7))):
        places = sorted(draw(st.sets(st.integers(0, 2), min_size=1)))
        weights = [[place, draw(st.sampled_from(["-3/2", "-1", "1", "2"]))] for place in places]
        found.append([weights, draw(st.sampled_from(list(MEANT))), draw(st.sampled_from(["-1/3", "0", "1/2", "3"]))])
    return found


def holds(row: Any, point: tuple[Fraction, ...]) -> bool:
    weights, relation, bound = row
    value = sum([Fraction(weight) * point[place] for place, weight in weights], Fraction(0))
    return MEANT[relation](value, Fraction(bound))


def term(text: str, point: tuple[Fraction, ...]) -> Fraction:
    """Return the value of a sum as it is written: ``2 z0 - z1``, ``-1/3``."""
    total, sign = Fraction(0), 1
    for word in re.findall(r"[+-]|(?:[0-9]+ )?z[0-9]+|[0-9/]+", text):
        if word in "+-":
            sign = 1 if word == "+" else -1
            continue
        factor, _, place = word.rpartition("z")
        total += sign * (Fraction(factor or 1) * point[int(place)] if "z" in word else Fraction(word))
    return total


def says(text: str, point: tuple[Fraction, ...]) -> bool:
    """Return whether constraints hold as they are written, a chain of comparisons being all of them."""
    for part in text.split(", "):
        words = re.split(r" (>=|<=|>|<|=) ", part)
        values = [term(side, point) for side in words[::2]]
        if not all([MEANT[sign](*pair) for sign, pair in zip(words[1::2], pairwise(values), strict=True)]):
            return False
    return True


@given(rows())
def test_what_is_spelled_holds_where_the_constraints_hold(given_ones: list[object]) -> None:
    text = spelled(read(given_ones, 3), names, Budget())
    assert text
    for point in POINTS:
        assert says(text, point) == all([holds(row, point) for row in given_ones]), text


def sides(*bounds: tuple[str, str]) -> list[Constraint]:
    """Return low <= z <= high for each number."""
    rows = [row for place, (low, high) in enumerate(bounds) for row in ((place, ">=", low), (place, "<=", high))]
    return read([[[[place, "1"]], relation, bound] for place, relation, bound in rows], len(bounds))


def read(rows: list[Any], width: int) -> list[Constraint]:
    """Return constraints as the checker reads them; in its files places and weights alternate."""
    flat = [[[word for pair in weights for word in pair], relation, bound] for weights, relation, bound in rows]
    return read_constraints(flat, width, Budget())


def test_a_box_of_equal_sides_is_a_power() -> None:
    cube = sides(*[("0", "7/2")] * 64)
    assert box(cube, 64, Budget()) == named(cube, 64, False, Budget()) == "[0, 7/2]^64"
    assert named(sides(*[("5", "3")] * 3), 3, True, Budget()) == "[5, 3]^3 (there is no such z)"
    square = sides(*[("0", "7/2")] * 2)
    for other in (
        sides(("0", "7/2"), ("0", "7")),
        sides(("0", "7/2"), ("1", "7/2")),
        [*square[:2], *square[:2]],
        [(form, ">") for form, _ in square],
        square[::-1],
        [read([[[], ">=", "-1"]], 2)[0], *square[1:]],
        [read([[[[0, "1"], [1, "1"]], ">=", "0"]], 2)[0], *square[1:]],
    ):
        assert box(other, 2, Budget()) == ""
    assert box(square[:2], 1, Budget()) == ""
    most = (1 << 64) - 1
    assert box(sides(*[("0", str(most + 1))] * 2), 2, Budget()) == ""
    assert box(sides(*[("0", str(most))] * 2), 2, Budget()) == f"[0, {most}]^2"


def test_an_equality_stands_beside_a_bound_of_the_same_number() -> None:
    """Both ends of a number are said together; what it equals, turned or not, is no end."""
    for weight, value in (("1", "1"), ("-1", "-1")):
        told: list[object] = [[[[0, "1"]], ">=", "0"], [[[0, weight]], "=", value]]
        assert spelled(read(told, 1), names, Budget()) == "z0 >= 0, z0 = 1"


def test_what_is_long_is_counted() -> None:
    eight = sides(*[("0", str(Fraction(place, 10))) for place in range(1, 9)])
    assert spelled(eight, names, Budget()).startswith("0 <= z0 <= 1/10, 0 <= z1 <= 1/5, 0 <= z2 <= 3/10, ")
    assert spelled([*eight, eight[0]], names, Budget()) == ""
    five = [[place, "1"] for place in range(5)]
    assert spelled(read([[five, ">=", "0"]], 5), names, Budget()) == ""
    assert spelled(read([[five[:4], ">=", "0"]], 5), names, Budget()) == "z0 + z1 + z2 + z3 >= 0"
    assert spelled(read([[five[:1], ">=", str(1 << 64)]], 5), names, Budget()) == ""
    assert spelled(read([[[], ">=", "-1"]], 5), names, Budget()) == spelled([], names, Budget()) == ""
    wide = read([[[[place, "1"]], ">=", str(1 << 63)] for place in range(8)], 8)
    assert spelled(wide[:5], names, Budget())
    assert spelled(wide, names, Budget()) == ""
    assert named(wide, 8, False, Budget()) == "the domain of 8 constraints"
    assert named(wide[:1], 8, True, Budget()) == f"Q^8 with z0 >= {1 << 63} (there is no such z)"


def test_polyhedra_name_inputs_and_outputs() -> None:
    part = read([[[[1, "1"], [2, "-2"]], ">", "0"]], 3)
    assert polyhedra([part], 2, Budget()) == "{z1 - 2 y0 > 0}"
    assert polyhedra([part] * 3, 1, Budget()) == " and ".join(["{y0 - 2 y1 > 0}"] * 3)
    assert polyhedra([part] * 4, 1, Budget()) == "4 polyhedra"
    assert polyhedra([part, []], 1, Budget()) == "2 polyhedra"
    assert polyhedra([], 1, Budget()) == "nothing"
