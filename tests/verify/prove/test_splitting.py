"""Splits of parts: which input is halved, when a linear program is asked, and what happens where it has no answer."""

import random

import numpy as np
import pytest
from layered import layers
from opened_units import opened

from verify.domain import box
from verify.prove.integer_forms import CONSTANT, Bound
from verify.prove.limits import Limits
from verify.prove.relaxation import branching, linear
from verify.prove.relaxation.branching import Question, Search
from verify.prove.relaxation.floats import Sides
from verify.prove.relaxation.linear import Proposal
from verify.prove.relaxation.parts import Part
from verify.prove.relaxation.splitting import SLOW, Split

WIDTH = 5


def search_of(seed: int) -> Search:
    """Return a search for inputs at which two outputs of a network, both sums of units, are above 0."""
    region = opened(layers(random.Random(seed), WIDTH, 9, 8, 2), box([-1] * WIDTH, [1] * WIDTH))
    last = [WIDTH + number for number, unit in enumerate(region.units) if unit.group.first]
    case: list[Bound] = [({last[k]: 1, last[k + 1]: -1, CONSTANT: 2}, ">=") for k in (0, 2)]
    question = Question(tuple(region.units), tuple(region.bounds), region.inputs(), (case,))
    return Search(question, Limits(), lambda point: None)


def most_of(search: Search, part: Part) -> float:
    """Return how far a part is from being shown, by a linear program that knows of nothing before."""
    fresh = linear.Relaxation(search.question.units, search.groups, search.limits)
    found = fresh.propose(part.ends, part.oblique, part.sides, search.wanted.cases[0])
    assert found is not None
    return max(0.0, found.most)


@pytest.mark.parametrize("seed", range(4))
def test_the_input_is_halved_that_linear_programs_find_best(seed: int) -> None:
    """The best by bounds need not be it: in this case are two constraints, and bounds have the sum of one of before."""
    search = search_of(seed)
    part = search.question.root()
    proposal = search._propose(part, 0, np.inf)
    assert proposal.most > 0
    halves = list(search.splitting.halved(part))
    assert len(halves) == WIDTH
    chosen = search.splitting.input(part, 0, search.wanted.cases[0], proposal)
    assert chosen is not None
    sums = {str(split.hint): sum([most_of(search, side) for side in split.sides]) for split in halves}
    assert sums[str(chosen.hint)] <= min(sums.values()) + 1e-6


def test_bounds_and_linear_programs_differ_in_what_is_best() -> None:
    """Else the test before would say nothing."""
    best = []
    for seed in range(4):
        search = search_of(seed)
        part = search.question.root()
        proposal = search._propose(part, 0, np.inf)
        chosen = search.splitting.input(part, 0, search.wanted.cases[0], proposal)
        assert chosen is not None
        best.append(next(search.splitting.halved(part)).hint == chosen.hint)
    assert False in best


@pytest.mark.parametrize("slow", [False, True])
def test_where_halves_are_slow_a_linear_program_is_asked(slow: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    """Bounds alone chose an input again and again whose halves gained a thousandth each."""
    monkeypatch.setattr(branching, "_MANY", 0)
    search = search_of(0)
    part = search.question.root()
    part.gain = 0.0
    depth = 2 * SLOW if slow else 1.0
    first = next(search.splitting.halved(part))._replace(depth=depth)
    monkeypatch.setattr(search.splitting, "halved", lambda part: iter([first]))
    left = search._settle(part)
    assert left is not None
    assert isinstance(left[1], Proposal if slow else Split)


def test_a_program_without_an_answer_is_asked_anew(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where HiGHS ends without an answer that may be owed to where it began; it ended the whole search."""
    search = search_of(1)
    root = search.question.root()
    wanted = search._propose(root, 0, np.inf).most
    root.known = None
    answer, asked = linear._Program.propose, list[object]()

    def first_fails(program: linear._Program, ends: object, region: object, sides: Sides, *others: object) -> object:
        asked.append(program)
        program.runs = 2
        return None if len(asked) == 1 else answer(program, ends, region, sides, *others)  # type: ignore[arg-type]

    monkeypatch.setattr(linear._Program, "propose", first_fails)
    assert search._propose(root, 0, np.inf).most == pytest.approx(wanted)
    assert asked[0] is not asked[1]


def test_where_linear_programs_have_no_answer_inputs_are_halved_by_bounds(monkeypatch: pytest.MonkeyPatch) -> None:
    """Inputs are few, so that bounds are enough to go on; the search ended."""
    search = search_of(2)
    monkeypatch.setattr(search.relaxation, "propose", lambda *others: None)
    part = search.question.root()
    left = search._settle(part)
    assert left is not None
    assert isinstance(left[1], Split)
    assert left[1].hint == next(search.splitting.halved(part)).hint


def test_one_program_does_for_all_sides_that_are_tried(monkeypatch: pytest.MonkeyPatch) -> None:
    """A program for one side of a split had to be made anew for each of the others."""
    search = search_of(3)
    part = search.question.root()
    proposal = search._propose(part, 0, np.inf)
    made, asked, program, answer = list[int](), list[int](), linear._Program, linear._Program.propose
    monkeypatch.setattr(linear, "_Program", lambda *given: made.append(0) or program(*given))  # type: ignore[func-returns-value]
    monkeypatch.setattr(program, "propose", lambda *given: asked.append(0) or answer(*given))  # type: ignore[func-returns-value]
    search.relaxation._program = None
    assert search.splitting.unit(part, 0, search.wanted.cases[0], proposal, np.inf) is not None
    assert len(made) == 1
    assert len(asked) > 2
