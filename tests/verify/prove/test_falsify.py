"""The falsifier: what it finds is exact, short, the same each time, and found where a search of paths takes long."""

import random
from fractions import Fraction
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from samples import examples

from constructions.files.bundle import Bundle, write_bundle
from constructions.model.dataset import Dataset
from constructions.model.evaluation import evaluate, trace
from constructions.model.network import (
    Affine,
    Branch,
    Concatenate,
    Form,
    Identity,
    Network,
    Relu,
    Sequence,
    Step,
    chain,
    constant,
)
from constructions.model.progress import Deadline
from verify.claims.avoids import Avoids
from verify.claims.classifies import Classifies
from verify.claims.equivalent import Equivalent
from verify.claims.operations_at_most import OperationsAtMost
from verify.claims.output_within import OutputWithin
from verify.claims.robustly import Robustly
from verify.claims.shared.base import Allowance
from verify.claims.shared.subject import Sources, dataset_reference, network_reference
from verify.claims.shared.two_networks import named_network
from verify.claims.with_radii import WithRadii
from verify.claims.within_tolerance import WithinTolerance
from verify.domain import Constraint, Domain, box
from verify.lanes import Options, prove
from verify.prove.balls.radii import Radius
from verify.prove.counterexamples.attack import Attack, Field, Planes
from verify.prove.counterexamples.falsify import decisions_of, falsify
from verify.prove.counterexamples.floats import Floats
from verify.prove.counterexamples.targets import Target, unsafe_of, which_refute
from verify.prove.goals import refuting, within
from verify.prove.integer_forms import CONSTANT, sample_of
from verify.prove.region import bounds_of
from verify.verdict import Refuted

HALF = Fraction(1, 2)


def perceptron(inputs: int, widths: tuple[int, ...], outputs: int, seed: int) -> Network:
    """Return a ReLU network with weights and biases from -9..9."""
    source = random.Random(seed)
    stages: list[Network] = []
    width = inputs
    for units in (*widths, outputs):
        rows = [[source.randint(-9, 9) for _ in range(width)] for _ in range(units)]
        stages += [Affine(rows, [source.randint(-9, 9) for _ in range(units)]), Relu(units)]
        width = units
    return Sequence(stages[:-1])


def hinges(bias: int = 0) -> Network:
    """Return 9 max(z, 0) + bias."""
    return Sequence((Affine([[1]] * 9, [0] * 9), Relu(9), Affine([[1] * 9], [bias])))


def target(network: Network, outputs: Domain, domain: Domain = (), **how: Any) -> Target:
    unsafe = unsafe_of(refuting(within(outputs)), network.input_width, network.output_width)
    return Target(unsafe, tuple(bounds_of(domain)), **how)


def found(network: Network, outputs: Domain, domain: Domain = (), **how: Any) -> tuple[Fraction, ...] | None:
    sought = target(network, outputs, domain, **how)
    answer = falsify(network, [sought], Deadline())
    if answer is None:
        return None
    assert which_refute(network, sought, [answer[1]]) == [True]
    return answer[1]


def less(bound: int | Fraction, strict: bool = False, width: int = 1) -> Domain:
    return (Constraint(Form.coordinate(0, width), "<" if strict else "<=", Fraction(bound)),)


@pytest.mark.parametrize("seed", range(examples(6)))
def test_what_a_point_of_a_grid_reaches_is_found_and_what_none_reaches_is_not(seed: int) -> None:
    network = perceptron(2, (8, 8), 1, seed)
    inside = box([-1, -1], [1, 1])
    grid = [(Fraction(i, 16), Fraction(j, 16)) for i in range(-16, 17) for j in range(-16, 17)]
    most = max([evaluate(network, point)[0] for point in grid])
    assert found(network, less(most, strict=True), inside) is not None
    bound = sum([9 * 8 * 9 * 8 * 27 + 9 * 8 * 9 + 9])  # beyond what weights of at most 9 can give
    assert found(network, less(bound), inside) is None


def test_the_same_question_has_the_same_answer() -> None:
    network = perceptron(3, (9, 9), 1, 7)
    answers = [found(network, less(0), box([-1] * 3, [1] * 3)) for _ in range(2)]
    assert answers[0] is not None
    assert answers[0] == answers[1]


@pytest.mark.parametrize(
    ("relation", "bound", "low", "answer"),
    [
        (">", 0, ">=", (Fraction(0),)),  # 9 max(z, 0) > 0 fails at 0 alone
        (">=", 0, ">=", None),
        (">", 0, ">", None),  # ... which this domain leaves out
        (">=", Fraction(9, 3), ">=", (Fraction(0),)),
    ],
)
def test_margin_0(relation: str, bound: Fraction, low: str, answer: tuple[Fraction, ...] | None) -> None:
    network = hinges()
    domain = (Constraint(Form.coordinate(0, 1), low, Fraction(0)), *box([None], [1]))
    assert found(network, (Constraint(Form.coordinate(0, 1), relation, Fraction(bound)),), domain) == answer


def test_a_tie_of_two_outputs_in_the_middle_of_a_box() -> None:
    network = Sequence((Concatenate((hinges(), Identity(1))), Affine([[Fraction(1, 9), 0], [0, 1]], [0, 0])))
    differ = (Constraint(Form.dense([1, -1]), "<", Fraction(0)),)  # max(z, 0) < z never holds
    assert found(network, differ, box([1], [2])) is not None
    third = Sequence((Affine([[1]], [Fraction(-1, 3)]), Concatenate((hinges(), Identity(1)))))
    zero = (Constraint(Form.dense([1, -9]), ">", Fraction(0)),)  # fails from 1/3 on
    assert found(third, zero, box([0], [Fraction(1, 3)])) == (Fraction(1, 3),)


def test_equations_hold_exactly() -> None:
    network = perceptron(3, (9,), 1, 3)
    plane = (Constraint(Form.dense([3, 1, -1]), "=", Fraction(1, 7)), *box([-1] * 3, [1] * 3))
    point = found(network, less(0), plane)
    assert point is not None
    assert 3 * point[0] + point[1] - point[2] == Fraction(1, 7)
    line = (*plane, Constraint(Form.dense([0, 1, 1]), "=", Fraction(1, 3)))
    point = found(network, less(0), line)
    assert point is not None
    assert all([part.holds(point) for part in line])


def test_one_point_and_no_point() -> None:
    network = hinges()
    assert found(network, less(2), box([HALF], [HALF])) == (HALF,)
    assert found(network, less(5), box([HALF], [HALF])) is None
    nowhere = (*box([0], [1]), Constraint(Form.dense([2]), "=", Fraction(3)))
    assert found(network, less(-1), nowhere) is None
    twice = (Constraint(Form.dense([2]), "=", Fraction(3)), Constraint(Form.dense([4]), "=", Fraction(7)))
    assert found(network, less(-1), twice) is None


@pytest.mark.parametrize("domain", [(), box([None], [-3]), box([17], [None])])
def test_domains_without_bounds(domain: Domain) -> None:
    spikes = Sequence((Affine([[1]] * 9 + [[-1]] * 9, [-10] * 18), Relu(18), Affine([[1] * 18], [0])))
    assert found(spikes, less(50), domain) is not None


def test_oblique_domains() -> None:
    network = perceptron(2, (9, 9), 1, 1)
    wedge = (Constraint(Form.dense([1, 1]), "<=", Fraction(1)), Constraint(Form.dense([1, -2]), ">", Fraction(0)))
    point = found(network, less(0), (*wedge, *box([-1, -1], [1, 1])))
    assert point is not None
    assert all([part.holds(point) for part in wedge])


def test_numbers_beyond_floats_are_left_to_the_search() -> None:
    huge = Sequence((Affine([[10**400]] * 9, [0] * 9), Relu(9), Affine([[1] * 9], [0])))
    assert found(huge, less(10**500), box([0], [1])) is None
    assert found(hinges(), less(10**400), box([0], [10**401])) in (None, (Fraction(10**401),))


def test_gates_and_steps() -> None:
    sides = [Affine([[n, 0]], [n]) for n in range(11)]
    tree: Network = sides[0]
    for number, side in enumerate(sides[1:], 1):
        tree = Branch([1, 0], number, tree, side)
    assert found(tree, less(100), box([0, 0], [11, 1])) is not None
    assert found(tree, less(120), box([0, 0], [11, 1])) is None
    steps = Sequence((Affine([[1]] * 9, range(9)), Step(9), Affine([[1] * 9], [0])))
    assert found(steps, less(8), box([-9], [9])) is not None
    assert found(steps, less(9), box([-9], [9])) is None


def test_only_one_of_the_polyhedra_has_to_be_reached() -> None:
    network = perceptron(2, (9,), 2, 4)
    unsafe = ((({2: -1, -1: -(10**6)}, ">="), ({3: 1, -1: 0}, ">")), (({0: 1, -1: 0}, "="), ({3: 1, -1: 0}, ">")))
    sought = Target(unsafe, tuple(bounds_of(box([-1, -1], [1, 1]))))
    answer = falsify(network, [sought], Deadline())
    assert answer is not None
    assert answer[1][0] == 0


def test_small_networks_are_left_to_the_search() -> None:
    assert decisions_of(Relu(8)) == 8
    assert found(Relu(8), less(0, width=8), box([0] * 8, [1] * 8)) is None


def bundle(folder: Path, network: Network, points: list[list[int]], labels: list[list[int]]) -> Bundle:
    return write_bundle(folder / "b", network, Dataset.from_rows(points, labels), "")


def test_every_kind_of_claim_about_all_inputs_is_refuted(tmp_path: Path) -> None:
    network = perceptron(2, (9, 9), 2, 5)
    written = bundle(tmp_path, network, [[0, 0], [5, 5]], [[0], [1]])
    here, inside = network_reference(written), box([-1, -1], [1, 1])
    other, read = named_network(Sequence((network, Affine([[1, 0], [0, 1]], [0, Fraction(1, 10**9)]))))
    claims = [
        OutputWithin(here, less(0, width=2), inside),
        Equivalent(here, other, inside),
        WithinTolerance(here, other, Fraction(1, 10**10), inside),
        Avoids(here, (box([None, None, 0, None], [0, 0, None, None]), ()), inside),
        Avoids(here, (less(-(10**9), width=4), less(0, width=4)), inside),
        Robustly(Classifies(here, dataset_reference(written)), Fraction(9)),
    ]
    for claim in claims:
        subject = claim.subject(Sources(written, {other.file: read}))
        assert isinstance(claim.falsified(subject, Allowance()), Refuted), claim
    gate = Branch([1, 1], 7, constant([1, 1], 2), network)
    written = write_bundle(tmp_path / "g", gate, None, "")
    most = OperationsAtMost(network_reference(written), 100, "total", box([-4, -4], [4, 4]))
    refuted = most.falsified(most.subject(Sources(written)), Allowance())
    assert refuted is not None
    assert trace(gate, refuted.point).operations.total > 100


def test_a_ball_that_is_too_large_is_refuted_and_one_that_is_right_is_not(tmp_path: Path) -> None:
    network = chain(hinges(), Affine([[-1], [1]], [9, 0]))  # class 1 where 9 max(z, 0) > 9/2, that is from z = 1/2 on
    written = bundle(tmp_path, network, [[0], [2], [-3]], [[0], [1], [1]])
    of = Classifies(network_reference(written), dataset_reference(written))
    wrong = Radius("wrong")
    for first, refuted in ((HALF, True), (Fraction(49, 100), False)):
        claim = WithRadii(of, (Radius("closed", first), Radius("closed", Fraction(1)), wrong))
        answer = claim.falsified(claim.subject(Sources(written)), Allowance())
        assert (answer is not None) == refuted
        assert answer is None or answer.point == (HALF,)
    edge = WithRadii(of, (Radius("open", HALF), Radius("open", Fraction(3, 2)), wrong))
    assert edge.falsified(edge.subject(Sources(written)), Allowance()) is None


def test_a_network_whose_visit_takes_long_is_not_run() -> None:
    deep: Network = Sequence((hinges(), Affine([[Fraction(1, 9)]], [0])))
    for _ in range(20):
        deep = Sequence((deep, deep))
    assert found(deep, less(-1), box([0], [1])) is None


def test_it_can_be_left_out(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    network = perceptron(2, (9,), 1, 1)
    written = bundle(tmp_path, network, [[0, 0]], [[0]])
    claim = OutputWithin(network_reference(written), less(0), box([-1, -1], [1, 1]))
    asked: list[bool] = []

    def counted(*_: Any) -> None:
        asked.append(True)

    monkeypatch.setattr(OutputWithin, "falsified", counted, raising=False)
    assert isinstance(prove(written, claim, Options(lane="certificate", falsifier=False)), Refuted)
    assert not asked
    assert isinstance(prove(written, claim, Options(lane="certificate")), Refuted)
    assert asked


def test_a_point_is_put_over_one_denominator_once_for_all_its_bounds(monkeypatch: pytest.MonkeyPatch) -> None:
    made: list[object] = []

    def counted(point: tuple[Fraction, ...]) -> Any:
        made.append(point)
        return sample_of(point)

    monkeypatch.setattr("verify.prove.counterexamples.targets.sample_of", counted)
    region = [({place: sign, CONSTANT: 1}, ">=") for place in range(50) for sign in (1, -1)]
    target = Target(((({50: 1, CONSTANT: 0}, ">"),),), tuple(region))
    points = [(Fraction(1),) * 50, (Fraction(2),) * 50]
    assert which_refute(Affine([[1] * 50], [0]), target, points) == [True, False]
    assert len(made) == 3  # two points, and the one inside with its output


def test_points_around_many_wide_rows_are_drawn_some_at_a_time(monkeypatch: pytest.MonkeyPatch) -> None:
    width, drawn = 8_000, list[int]()
    values = Attack._values

    def noted(attack: Attack, whole: Floats) -> Floats:
        drawn.append(whole.size)
        return values(attack, whole)

    monkeypatch.setattr(Attack, "_values", noted)
    planes = Planes.of([(({0: 1, CONSTANT: -1000}, ">="),)], width + 1)
    around = [np.full(width, float(number)) for number in range(45)]
    fields = [Field(row, row + 1, row[None, :], np.array([0], dtype=np.intp)) for row in around]
    assert not list(Attack(Affine([[1] * width], [0]), fields, planes, None, Deadline.after(0)).proposals())
    assert len(drawn) > 1
    assert max(drawn) < 2_000_000
