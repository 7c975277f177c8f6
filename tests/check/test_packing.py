"""Units that are replaced by rows, all of a hint together, leave what is left when they are replaced one by one."""

from collections.abc import Sequence
from itertools import product
from random import Random

import pytest
from samples import examples

from verify.check.budget import Budget
from verify.check.packing import FIELD, LIMIT, apart, fields, row_with, together
from verify.check.units import Unit, _by_rows, _one_by_one, grouped, row_of
from verify.check.values import CONSTANT, Form, made, multiple

WIDTH = 3
Numbers = dict[int, int]


def drawn_form(random: Random, older: int, bits: int) -> Form:
    """Return a form in inputs and some older units, with numbers of up to so many bits."""
    variables = random.sample(range(WIDTH + older), random.randint(1, WIDTH + older))
    return made(
        {CONSTANT: random.randint(-5, 5), **{v: random.randint(-(2**bits), 2**bits) for v in variables}}, free()
    )


def drawn_units(random: Random, bits: int) -> list[Unit]:
    """Return units of some hints, those of one hint of the same age."""
    units: list[Unit] = []
    for _ in range(random.randint(1, 4)):
        before, new = tuple(units), list[Unit]()
        for _ in range(random.randint(1, 4)):
            low, high = [random.randint(-(2**bits), 2**bits) for _ in range(2)]  # the smaller end may be the greater
            form, own = drawn_form(random, len(before), bits), (random.choice([1, 2, 7]), random.choice([1, 64]))
            new.append(unit_of(form, *own, low, high, max(map(int.bit_length, (*own, low, high))), before))
        units += grouped(new, len(before), free())
    return units


def unit_of(
    form: Form, denominator: int, scale: int, low: int, high: int, bits: int, before: Sequence[Unit] = ()
) -> Unit:
    row = row_of(form, before, WIDTH, free())
    return Unit(form, denominator, scale, 0, 0, bits, row=row).bounded(low, high, free())


def free() -> Budget:
    return Budget()


def replaced(random: Random, units: list[Unit], times: int, bits: int) -> tuple[tuple[Numbers, int] | None, Numbers]:
    """Return what becomes of a form by rows, if they do it, and by forms."""
    form = drawn_form(random, len(units), bits)
    shape = row_of(form, units, WIDTH, free())
    assert shape is not None
    found = _by_rows(shape, times, units, free())
    other, _ = _one_by_one(multiple(times, form, free()), units, {}, WIDTH, free())
    if found is not None:
        assert {v: n for v, n in found[0].items() if n} == {v: n for v, n in other.items() if n}
    return found, other


def test_rows_say_what_forms_say() -> None:
    for seed in range(examples(300)):
        random = Random(seed)
        units, times = drawn_units(random, random.choice([2, 16])), random.choice([1, -1, 2**16])
        found, _ = replaced(random, units, times, 20)
        assert found is not None, seed
        assert all(n.bit_length() <= found[1] for n in found[0].values()), seed


def test_numbers_too_long_for_a_field_are_left_to_forms() -> None:
    for seed in range(examples(300)):
        random = Random(seed)
        units, times = drawn_units(random, random.choice([30, 60, 90, 126])), 2 ** random.randint(0, 90)
        found, other = replaced(random, units, times, 30)
        assert found is None or all(abs(n) < LIMIT for v, n in other.items() if v != CONSTANT), seed


@pytest.mark.parametrize(("low", "high"), [*product(range(-4, 5), repeat=2)])
def test_a_line_says_what_the_page_says_of_standard_slopes(low: int, high: int) -> None:
    """Also where the smaller end is the greater one: the formulas are computed as they are written."""
    for q, scale, a in product((1, 2, 7), (1, 3), range(-9, 10)):
        unit = unit_of(made({0: 1, CONSTANT: 0}, free()), q, scale, low, high, 4)
        if high <= 0:
            slope = 0
        elif low >= 0:
            slope = a // q
        elif a > 0:
            slope = a * high // (q * (high - low))
        else:
            slope = a // q if high > -low else 0
        assert unit.standard(a) == slope
        ends = [a * max(t, 0) - slope * q * t for t in ((low, 0, high) if low < 0 < high else (low, high))]
        assert unit.greatest(a, slope) == -(-max(ends) // scale)
        if a > 0 or slope:
            top = unit.line.top if unit.line else 0
            assert unit.greatest(a, slope) == -((slope * q - a) * top // scale)
        else:
            assert unit.greatest(a, slope) == 0


MOST = LIMIT - 1


@pytest.mark.parametrize(
    "digits",
    [[0], [MOST, -MOST, 3], [-1, 0, -1], [-MOST] * 3, [MOST] * 3, [5, -1, 0, 0], [-MOST, 1], [0, -MOST], [MOST, -1]],
)
def test_digits_of_either_sign_come_back(digits: list[int]) -> None:
    assert apart(together(digits), len(digits), free()) == digits
    count = fields(together(digits))
    assert apart(together(digits), count, free()) == digits[:count]
    assert not any(digits[count:])
    assert count == 1 or digits[count - 1]
    assert together(digits) == sum([digit << (FIELD * place) for place, digit in enumerate(digits)])


def test_scattered_factors_are_no_row() -> None:
    one = Unit(made({0: 1, CONSTANT: 0}, free()), 1, 1, 0, 0, 1).bounded(-1, 1, free())
    units = grouped([one] * 1000, 0, free())
    assert row_of(made({WIDTH + 999: 1, CONSTANT: 0}, free()), units, WIDTH, free()) is None
    assert row_of(made({WIDTH: 2**FIELD, CONSTANT: 0}, free()), units, WIDTH, free()) is None


def test_units_that_are_0_take_no_digit() -> None:
    form = made({0: 1, CONSTANT: 0}, free())
    units = grouped([unit_of(form, 1, 1, -1, high, 1) for high in (1, 0, 2)], 0, free())
    assert units[0].group.places == {0: 1, 2: 2}
    row = row_of(made({WIDTH: 5, WIDTH + 1: 6, WIDTH + 2: 7, CONSTANT: 4}, free()), units, WIDTH, free())
    assert row is not None
    assert row.parts == ((0, together([4, 5, 7])),)


def test_rows_pay_for_the_inputs_that_other_rows_read() -> None:
    """One unit may read many inputs, and each of many others adds to that sum."""
    for count in (1, 4000):
        wide = made(dict.fromkeys(range(-1, count), 1), free())
        short = made({0: 1, CONSTANT: 0}, free())
        alone = [Unit(form, 1, 1, 0, 0, 1, row=row_of(form, [], 4000, free())) for form in (wide, *[short] * 100)]
        units = grouped([unit.bounded(-1, 1, free()) for unit in alone], 0, free())
        form, budget = made({CONSTANT: 0, **{4000 + number: 3 for number in range(101)}}, free()), free()
        shape, before = row_of(form, units, 4000, free()), budget.steps
        assert shape is not None
        assert _by_rows(shape, 1, units, budget) is not None
        assert before - budget.steps > 100 * 4000 * FIELD // 4096


def test_rows_pay_for_each_hint_whose_units_they_read() -> None:
    """As many fields in one part or in many: what takes time are the parts."""
    spent = []
    for alone in (False, True):
        units: list[Unit] = []
        for place in range(40):
            form = made({0: 1, CONSTANT: place}, free())
            new = [unit_of(form, 1, 1, -1, 1, 2)]
            units += grouped(new, place, free()) if alone else new
        if not alone:
            units = grouped(units, 0, free())
        reads = made({CONSTANT: 0, **{WIDTH + place: 1 for place in range(40)}}, free())
        last = grouped([unit_of(reads, 1, 1, -1, 1, 2, units)], 40, free())
        assert last[0].row is not None
        assert len(last[0].row.parts) == (40 if alone else 1)
        budget = free()
        before = budget.steps
        shape = row_of(made({WIDTH + 40: 1, CONSTANT: 0}, free()), (*units, *last), WIDTH, free())
        assert shape is not None
        assert _by_rows(shape, 1 << 20, (*units, *last), budget) is not None
        spent.append(before - budget.steps)
    assert spent[1] >= spent[0] + (4 + 30) * 39  # thirty for the hint itself


def test_no_row_is_made_of_digits_that_could_leave_their_field() -> None:
    rows = [row_with({0: {0: 1, 1: 1}}, {0: 2}, bits) for bits in range(FIELD + 2)]
    assert all([row is None or row.most < LIMIT for row in rows])
    assert [row is None for row in rows] == [False] * (FIELD - 2) + [True] * 4
