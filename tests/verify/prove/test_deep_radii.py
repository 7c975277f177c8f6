"""Radii found by bounds are those found path by path, or intervals around them; the checker accepts both."""

import random
from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from layered import layers
from processes import PATIENCE
from samples import examples

from constructions.files.bundle import write_bundle
from constructions.model.dataset import Dataset
from constructions.model.evaluation import evaluate
from constructions.model.network import Affine, Network, Relu, Step, chain
from constructions.model.progress import Deadline
from constructions.model.rational import Point
from verify.certificate import Hint
from verify.claims.classifies import Classifies
from verify.claims.shared.subject import dataset_reference, network_reference
from verify.lanes import Options
from verify.prove.balls import deep_radii
from verify.prove.balls.deep_radii import radius_by_bounds
from verify.prove.balls.each_point import largest
from verify.prove.balls.radii import Around, Wrong, exact_radius
from verify.prove.counterexamples.floats import Floats
from verify.prove.counterexamples.nearest import Nearby
from verify.prove.execution import Fails
from verify.prove.goals import Wanted
from verify.prove.integer_forms import CONSTANT, Bound
from verify.prove.limits import Limits, Stopped
from verify.prove.prepared import Prepared
from verify.prove.relaxation.search import show_relaxed
from verify.sought import prove_radii
from verify.verdict import Proved

ORIGIN = (Fraction(0), Fraction(0))


def winner(network: Network) -> Wanted | None:
    """Return the goal that the class at the origin wins; None if there is a tie."""
    output = evaluate(network, ORIGIN)
    best = output.index(max(output))
    return Wanted("exceeds", (Fraction(best),)) if output.count(max(output)) == 1 else None


@pytest.mark.parametrize("seed", range(examples(12)))
def test_bounds_find_what_paths_find(seed: int) -> None:
    network = layers(random.Random(seed), 2, 5, 4, 3)
    wanted, program = winner(network), Prepared(network)
    if wanted is None:
        network = layers(random.Random(seed + 100), 2, 5, 4, 3)
        wanted, program = winner(network), Prepared(network)
    assert wanted is not None
    exact, _ = exact_radius(Around(program, ORIGIN, wanted), Limits(method="paths"))
    found, _ = radius_by_bounds(Around(program, ORIGIN, wanted), Limits(method="relaxation"))
    if exact.kind == "all":
        assert found.most is None
    else:
        assert exact.least is not None
        assert found.least is not None
        assert found.least <= exact.least
    if exact.least is not None and found.least is not None and found.most is not None:
        assert found.most >= exact.least
        assert not found.exact or replace(found) == exact
        assert found.least * 1024 >= found.most * 1023


def test_radii_of_a_network_with_too_many_paths_are_certified(tmp_path: Path) -> None:
    network = layers(random.Random(3), 2, 20, 16, 3)
    points = [(0, 0), (1, 2), (-2, 1)]
    answers = [evaluate(network, (Fraction(x), Fraction(y))) for x, y in points]
    labels = [[answer.index(max(answer))] for answer in answers[:-1]] + [[0]]
    data = Dataset.from_rows([list(point) for point in points], labels, ["a", "b", "c"])
    bundle = write_bundle(tmp_path / "b", network, data)
    goal = Classifies(network_reference(bundle), dataset_reference(bundle))
    claim, verdict = prove_radii(bundle, goal, Options("certificate", method="relaxation"))
    assert isinstance(verdict, Proved), verdict
    assert "radii" in claim.fields()


def test_wrong_answers_that_are_attained_or_touch_the_point() -> None:
    """Output 0 is 1, output 1 is relu(8 z_0 + 1), at least as much from z_0 = 0 on; other units are off."""
    off = [[0, 0] for _ in range(24)]
    network = chain(Affine([[8, 0], *off], [1] + [-1] * 24), Relu(25), Affine([[0] * 25, [1] + [0] * 24], [1, 0]))
    left = (Fraction(-1), Fraction(0))
    found, hints = radius_by_bounds(Around(Prepared(network), left, Wanted("exceeds", (Fraction(0),))), Limits())
    assert found.text() == '["open","1","1"]'
    assert hints[-1][0] == "wrong"
    outputs = Wanted("equals", (Fraction(1), Fraction(1)))
    found, hints = radius_by_bounds(Around(Prepared(network), ORIGIN, outputs), Limits())
    assert found.text() == '["closed","0","0"]'
    assert hints[0][0] == "wrong"


def test_a_wedge_of_wrong_answers_that_only_bounds_find_ends_at_the_point() -> None:
    """Wrong where -x_0 > 10 (|x_1 - s x_0| + |x_2 - t x_0|): the search in floats misses it, 0 lies on its border."""
    source, third = random.Random(3), Fraction(1, 7)
    rows: list[list[Fraction | int]] = []
    for place in (1, 2):
        slope = source.randint(-5, 5) * third
        for sign in (1, -1):
            rows.append([-sign * slope, *[sign if place == other else 0 for other in (1, 2)]])
    factors = [10] * 4
    for _ in range(22):
        rows.append([source.choice([-2, -1, 1, 2]) for _ in range(3)])
        factors.append(source.randint(1, 3))
    shifts = [0] * 4 + [-3] * 22 + [0, 0]
    rows += [[1, 0, 0], [-1, 0, 0]]
    network = chain(Affine(rows, shifts), Relu(28), Affine([[*factors, 1, -1]], [0]), Step(1))
    center = (Fraction(0),) * 3
    found, hints = radius_by_bounds(Around(Prepared(network), center, Wanted("equals", (Fraction(1),))), Limits())
    assert found.text() == '["closed","0","0"]'
    assert [hint[0] for hint in hints] == ["wrong"]


def test_a_small_ball_is_shown_before_time_is_spent_on_larger_ones(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where there is no time for any other ball, the largest of those that are tried first is the answer."""
    network = layers(random.Random(2), 2, 16, 16, 2)
    wanted = winner(network)
    assert wanted is not None
    tried = list[Fraction]()

    def slow(program: Prepared, bounds: list[Bound], *others: Any) -> list[Hint]:
        value = bounds[0][0]
        assert isinstance(value, dict)
        tried.append(Fraction(value[CONSTANT], value[0]))
        if tried[-1] > tried[0] / 8:
            raise Stopped("the time is up")
        return show_relaxed(program, bounds, *others)

    monkeypatch.setattr(deep_radii, "show_relaxed", slow)
    found, hints = radius_by_bounds(Around(Prepared(network), ORIGIN, wanted), Limits.of(PATIENCE, None))
    assert found.least == tried[1] == tried[0] / 8
    assert hints[-1][0] == "wrong"
    tried.clear()
    found, _ = radius_by_bounds(Around(Prepared(network), ORIGIN, wanted), Limits())
    assert found.most is not None
    assert tried[0] == found.most  # without an end, nothing is spent on small balls


def test_attacks_take_a_third_of_the_time(monkeypatch: pytest.MonkeyPatch) -> None:
    """Output 0 wins up to z_0 = 1; the nearest wrong answer that is known lies on the path of the one at 2."""
    network = chain(Affine([[1, 0]], [0]), Relu(1), Affine([[0], [1]], [1, 0]))
    known, limits, ends = (Fraction(2), Fraction(0)), Limits.of(PATIENCE, None), list[float | None]()

    def nothing(_search: Nearby, _most: float, _known: Point | None, deadline: Deadline) -> Iterator[Floats]:
        ends.append(deadline.at)
        return iter(())

    monkeypatch.setattr(Nearby, "found", nothing)
    found, _ = radius_by_bounds(Around(Prepared(network), ORIGIN, Wanted("exceeds", (Fraction(0),)), known), limits)
    assert found.text() == '["open","1","1"]'
    assert ends[0] is not None
    assert limits.deadline is not None
    assert ends[0] < limits.deadline - PATIENCE / 2


def test_the_exact_ball_is_tried_again_where_a_nearer_wrong_answer_turns_up(monkeypatch: pytest.MonkeyPatch) -> None:
    """Wrong from z_0 = 11/10 on; 2 is known, larger balls than 3/2 take too long, and the ball of 5/4 finds 11/10."""
    network = chain(
        Affine([[1, 0]] * 30, [0] * 30), Relu(30), Affine([[0] * 30, [1] + [0] * 29], [Fraction(11, 10), 0])
    )
    near = Fraction(11, 10), Fraction(0)

    def slow(_program: Prepared, bounds: list[Bound], *_others: Any) -> list[Hint]:
        value = bounds[0][0]
        assert isinstance(value, dict)
        radius = Fraction(value[CONSTANT], value[0])
        if radius >= Fraction(3, 2):
            raise Stopped("the time is up")
        if radius > near[0]:
            raise Fails.at(near)
        return [["goal*", 1]]

    def keep(search: Any, point: Point) -> None:
        search.wrong = Wrong(max(map(abs, point)), point, point)

    monkeypatch.setattr(deep_radii, "show_relaxed", slow)
    monkeypatch.setattr(Nearby, "found", lambda *_: iter(()))
    monkeypatch.setattr(deep_radii._Search, "_learn", keep)
    known = (Fraction(2), Fraction(0))
    around = Around(Prepared(network), ORIGIN, Wanted("exceeds", (Fraction(0),)), known)
    found, _ = radius_by_bounds(around, Limits.of(PATIENCE, None))
    assert found.text() == '["open","11/10","11/10"]'


def test_what_is_enough_ends_the_search() -> None:
    program = Prepared(layers(random.Random(2), 2, 16, 16, 2))
    wanted = winner(program.network)
    assert wanted is not None
    whole, _ = largest(Around(program, ORIGIN, wanted), Limits(method="relaxation"))
    assert whole.least is not None
    some, hints = largest(Around(program, ORIGIN, wanted, enough=whole.least / 2), Limits(method="relaxation"))
    assert (some.least, some.most) == (whole.least / 2, None)
    assert hints[-1][0] != "wrong"
