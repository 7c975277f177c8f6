"""Parts of a region: where bounds are written anew, and linear programs over the units that are open there."""

import random
from fractions import Fraction

import numpy as np
import pytest
from layered import layers
from opened_units import opened

from verify.certificate import Hint
from verify.domain import box
from verify.prove.integer_forms import CONSTANT, Bound
from verify.prove.limits import Limits
from verify.prove.relaxation import parts
from verify.prove.relaxation.branching import Question, Search
from verify.prove.relaxation.floats import Ends, Groups, Sides, ends_of
from verify.prove.relaxation.linear import Relaxation
from verify.prove.relaxation.parts import Part, written
from verify.prove.relaxation.reduced import Reduced
from verify.prove.relaxation.units import SCALE, is_open, refreshed
from verify.prove.relaxation.wanted import Wanted

WIDTH = 3


def root_of(seed: int) -> tuple[Part, Groups]:
    """Return the whole region at the end of a random network all of whose relus are open, and its units in floats."""
    region = opened(layers(random.Random(seed), WIDTH, 9, 8, 7, 1), box([-1] * WIDTH, [1] * WIDTH))
    root = Part.root(region.units, list(region.bounds), region.inputs(), ends_of(region.units))
    return root, Groups(region.units, WIDTH)


def halves_of(part: Part, variable: int, groups: Groups) -> tuple[Hint, tuple[Part, Part]]:
    """Return the split of an input, with the bounds of units on both sides."""
    hint, halves = part.halved(variable)
    low, high = groups.refreshed(part.before_halves, Sides.stacked([half.sides for half in halves]))
    return hint, part.at_halves(halves, [Ends(low[0], high[0]), Ends(low[1], high[1])])


@pytest.mark.parametrize("seed", range(3))
def test_bounds_in_floats_are_those_of_the_checker(seed: int) -> None:
    part, groups = root_of(seed)
    for variable in range(WIDTH):
        split = halves_of(part, variable, groups)
        part.divided(split)
        part = split[1][seed % 2]
        exact = part.units()
        assert part.own
        assert any([is_open(unit) for unit in exact])
        for unit, low, high in zip(exact, part.ends.low.tolist(), part.ends.high.tolist(), strict=True):
            close = Fraction(abs(unit.low) + unit.high + SCALE, SCALE * 10_000)
            assert max(abs(unit.low / SCALE - low), abs(unit.high / SCALE - high)) < close


@pytest.mark.parametrize("seed", range(3))
def test_halves_in_floats_are_those_of_exact_intervals(seed: int) -> None:
    part, groups = root_of(seed)
    for step in range(6):
        _, halves = part.halved(step % WIDTH)
        sides = halves_of(part, step % WIDTH, groups)[1]
        for half, side in zip(halves, sides, strict=True):
            exact = Sides.of(side.inputs)
            assert np.array_equal(half.sides.least, exact.least)
            assert np.array_equal(half.sides.greatest, exact.greatest)
        part = sides[(seed + step) % 2]


@pytest.mark.parametrize("seed", range(3))
def test_bounds_of_many_boxes_are_those_of_each(seed: int) -> None:
    root, groups = root_of(seed)
    wanted = Wanted(
        [[({WIDTH + 20: 3, WIDTH + 23: -2, CONSTANT: 1}, ">="), ({WIDTH + 22: 1, CONSTANT: 0}, ">")]], groups
    )
    root.mixes = {0: np.array([0.25, 0.75])}
    boxes = [half.sides for variable in range(WIDTH) for half in root.halved(variable)[1]]
    together = groups.refreshed(root.ends, Sides.stacked(boxes))
    left = wanted.left(root, together, Sides.stacked(boxes), [0])
    for place, box_of in enumerate(boxes):
        alone = groups.refreshed(root.ends, box_of)
        assert np.allclose([together.low[place], together.high[place]], alone)
        part = Part(root.region, root.rows, root.inputs, box_of, alone, root)
        bounds, (shares,) = wanted.bounds(part)
        assert left[place] == pytest.approx(max(0.0, *bounds))
        assert shares.min() >= 0


@pytest.mark.parametrize(("worth", "owns"), [(0, 2), (10**9, 3)])
def test_bounds_are_written_anew_where_it_pays(worth: int, owns: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(parts, "_WORTH", worth)
    root, groups = root_of(2)
    root.divided(halves_of(root, 0, groups))
    assert root.split is not None
    child, other = root.split[1]
    child.divided(halves_of(child, 1, groups))
    assert child.split is not None
    for place, part in enumerate(child.split[1]):
        part.hints = [["goal*", place]]
    assert [hint[0] for hint in written(root) if isinstance(hint, list)].count("own") == owns
    assert written(root)[-1] is other  # it is not settled: where it is handed over, that bounds are to be written, too
    units = root.units()
    for part in (child, *child.split[1]):
        if part.own:
            before = units if part is child or not child.own else child.units()
            assert part.units() == refreshed(before, part.inputs)
    grown = Part.grown(other.seed(0.0, len(root.region)), root.region, units)
    assert (grown.own, grown.units()) == (True, other.units())


@pytest.mark.parametrize(("shift", "own"), [(-1000, False), (0, True)])
def test_bounds_are_not_written_anew_where_a_part_is_settled_without(shift: int, own: bool) -> None:
    """The case is out of reach, or it is so just with the bounds behind the split, which are another part's here."""
    root, groups = root_of(2)
    form = {WIDTH + len(root.units()) - 1: 7, WIDTH + len(root.units()) - 2: 5}
    child = halves_of(root, 0, groups)[1][0]
    tight = child.ends.low / 8, child.ends.high / 8
    child.ends = Ends(*tight)
    child._units = tuple([unit._replace(low=unit.low // 8, high=-(-unit.high // 8)) for unit in root.units()])
    sums = Wanted([[({**form, CONSTANT: 0}, ">=")]], groups)
    most, bare = sums.bounds(child)[0][0], sums.bounds(child.bared())[0][0]
    assert most < bare / 2
    wanted: list[Bound] = [({**form, CONSTANT: shift - 1 - int(7 * most)}, ">=")]
    far: list[Bound] = [({WIDTH: -1, CONSTANT: -1}, ">=")]
    question = Question(root.units(), tuple(root.region), root.inputs, (far, wanted))
    search = Search(question, Limits(), lambda point: None)
    assert search._settle(child) is None
    assert child.own == own
    assert [hint[0] for hint in child.hints] == ["goal*", "goal*"]


def narrowed(ends: Ends, groups: Groups, seed: int) -> tuple[Ends, np.ndarray[tuple[int], np.dtype[np.float64]]]:
    """Return bounds in which every second open unit is on the side that it has at a point, and the values there."""
    values = groups.values(np.random.default_rng(seed).uniform(-1, 1, WIDTH))
    for number in np.flatnonzero(ends.mask)[seed % 2 :: 2].tolist():
        ends = ends.sided(number, bool(values[WIDTH + number] > 0))
    return ends, values


@pytest.mark.parametrize("seed", range(4))
def test_units_that_are_on_or_off_are_written_out(seed: int) -> None:
    root, groups = root_of(seed)
    ends, values = narrowed(root.ends, groups, seed)
    reduced = Reduced(groups, ends)
    assert 0 < len(reduced.numbers) < len(root.units())
    left = np.concatenate([values[:WIDTH], values[WIDTH + reduced.numbers]])
    before = np.concatenate(
        [rows.at(values[: WIDTH + first]) for (first, _), rows in zip(groups.parts, groups.rows, strict=True)]
    )
    assert np.allclose(reduced.rows.at(left), before[reduced.numbers])
    source = random.Random(seed)
    form = {CONSTANT: 5, **{variable: source.randint(-9, 9) for variable in range(len(values))}}
    weights, constant = reduced.written(form, 3)
    wanted = sum([form[variable] * values[variable] for variable in range(len(values))])
    assert np.isclose(3 * (weights @ left + constant), wanted + 5)
    assert reduced.fits(ends)
    assert not reduced.fits(root.ends)


@pytest.mark.parametrize("seed", range(4))
def test_a_program_that_is_used_again_says_what_a_new_one_says(seed: int) -> None:
    root, groups = root_of(seed)
    units, case = root.units(), dict[int, int]({CONSTANT: 2})
    case |= {WIDTH + len(units) - 1 - k: factor for k, factor in enumerate((1, -2, 3))}
    wanted: list[Bound] = [(case, ">=")]
    old = Relaxation(units, groups, Limits())
    ends = root.ends
    for number in np.flatnonzero(ends.mask)[::3].tolist():
        found = old.propose(ends, [], root.sides, wanted)
        fresh = Relaxation(units, groups, Limits()).propose(ends, [], root.sides, wanted)
        assert found is not None
        assert fresh is not None
        assert found.most == pytest.approx(fresh.most, abs=1e-6)
        assert found.slopes.keys() == fresh.slopes.keys() == set(np.flatnonzero(ends.mask).tolist())
        ends = ends.sided(number, seed % 2 == 0)
