"""Units that are replaced by rows, all of a hint together, leave what is left when they are replaced one by one."""

from random import Random

import pytest
from samples import examples

from verify.check.budget import Budget
from verify.check.packing import FIELD, LIMIT, apart, fields, together
from verify.check.relaxation import Unit, _by_rows, _one_by_one, row_of
from verify.check.values import CONSTANT, Form, made, multiple

WIDTH = 3


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
        before = tuple(units)
        for _ in range(random.randint(1, 4)):
            low, high = sorted([random.randint(-(2**bits), 2**bits) for _ in range(2)])
            form, own = drawn_form(random, len(before), bits), (random.choice([1, 2, 7]), random.choice([1, 64]))
            size = max(map(int.bit_length, (*own, low, high)))
            units.append(Unit(form, *own, low, high, size, len(before), row_of(form, before, WIDTH, free())))
    return units


def free() -> Budget:
    return Budget()


@pytest.mark.parametrize("seed", range(examples(300)))
def test_rows_say_what_forms_say(seed: int) -> None:
    random = Random(seed)
    units, times = drawn_units(random, random.choice([2, 16])), random.choice([1, -1, 2**16])
    form, chosen = (
        drawn_form(random, len(units), 20),
        random.sample(range(len(units)), random.randint(0, min(2, len(units)))),
    )
    slopes = {number: random.randint(-(2**20), 2**20) for number in chosen}
    shape = row_of(form, units, WIDTH, free())
    assert shape is not None
    found = _by_rows(shape, times, units, slopes, free())
    other, _ = _one_by_one(multiple(times, form, free()), units, slopes, WIDTH, free())
    assert found is not None
    assert {v: n for v, n in found[0].items() if n} == {v: n for v, n in other.items() if n}
    assert all(n.bit_length() <= found[1] for n in found[0].values())


@pytest.mark.parametrize("seed", range(examples(300)))
def test_numbers_too_long_for_a_field_are_left_to_forms(seed: int) -> None:
    random = Random(seed)
    units, times = drawn_units(random, random.choice([30, 60, 90, 126])), 2 ** random.randint(0, 90)
    form, slopes = drawn_form(random, len(units), 30), {0: 2 ** random.randint(0, 200)}
    shape = row_of(form, units, WIDTH, free())
    assert shape is not None
    found = _by_rows(shape, times, units, slopes, free())
    other, _ = _one_by_one(multiple(times, form, free()), units, slopes, WIDTH, free())
    if found is not None:
        assert {v: n for v, n in found[0].items() if n} == {v: n for v, n in other.items() if n}
    if any(abs(n) >= LIMIT for v, n in other.items() if v != CONSTANT):
        assert found is None


MOST = LIMIT - 1


@pytest.mark.parametrize(
    "digits",
    [[0], [MOST, -MOST, 3], [-1, 0, -1], [-MOST] * 3, [MOST] * 3, [5, -1, 0, 0], [-MOST, 1], [0, -MOST], [MOST, -1]],
)
def test_digits_of_either_sign_come_back(digits: list[int]) -> None:
    assert apart(together(digits), len(digits)) == digits
    count = fields(together(digits))
    assert apart(together(digits), count) == digits[:count]
    assert not any(digits[count:])
    assert count == 1 or digits[count - 1]
    assert together(digits) == sum([digit << (FIELD * place) for place, digit in enumerate(digits)])


def test_scattered_factors_are_no_row() -> None:
    units = [Unit(made({0: 1, CONSTANT: 0}, free()), 1, 1, -1, 1, 1) for _ in range(1000)]
    assert row_of(made({WIDTH + 999: 1, CONSTANT: 0}, free()), units, WIDTH, free()) is None
    assert row_of(made({WIDTH: 2**FIELD, CONSTANT: 0}, free()), units, WIDTH, free()) is None


def test_rows_pay_for_the_inputs_that_other_rows_read() -> None:
    """One unit reads many inputs, and each of many others adds to that sum."""
    spent = []
    for count in (1, 4000):
        wide = made(dict.fromkeys(range(-1, count), 1), free())
        units = [Unit(wide, 1, 1, -1, 1, 1, 0, row_of(wide, [], 4000, free()))]
        short = made({0: 1, CONSTANT: 0}, free())
        units += [Unit(short, 1, 1, -1, 1, 1, 0, row_of(short, [], 4000, free())) for _ in range(100)]
        form, budget = made({CONSTANT: 0, **{4000 + number: 3 for number in range(101)}}, free()), free()
        shape, before = row_of(form, units, 4000, free()), budget.steps
        assert shape is not None
        assert _by_rows(shape, 1, units, {}, budget) is not None
        spent.append(before - budget.steps)
    assert spent[1] - spent[0] > 100 * 4000 * FIELD // 1024


def test_rows_pay_for_each_hint_whose_units_they_read() -> None:
    """As many fields in one part or in many: what takes time are the parts."""
    spent = []
    for alone in (False, True):
        units: list[Unit] = []
        for place in range(40):
            form = made({0: 1, CONSTANT: place}, free())
            units.append(Unit(form, 1, 1, -1, 1, 2, place if alone else 0, row_of(form, (), WIDTH, free())))
        reads = made({CONSTANT: 0, **{WIDTH + place: 1 for place in range(40)}}, free())
        last = Unit(reads, 1, 1, -1, 1, 2, 40, row_of(reads, tuple(units), WIDTH, free()))
        assert last.row is not None
        assert len(last.row.parts) == 1 + (40 if alone else 1)
        budget = free()
        before = budget.steps
        shape = row_of(made({WIDTH + 40: 1, CONSTANT: 0}, free()), (*units, last), WIDTH, free())
        assert shape is not None
        assert _by_rows(shape, 1, (*units, last), {}, budget) is not None
        spent.append(before - budget.steps)
    assert spent[1] >= spent[0] + (4 + 10) * 39  # ten for the hint itself
