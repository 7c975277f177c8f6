"""Wrong answers that floats propose near a point: on random networks hardly farther than the nearest, found exactly."""

import random
from fractions import Fraction

from layered import layers
from samples import examples

from constructions.model.evaluation import evaluate
from constructions.model.network import Affine, Relu, chain
from constructions.model.progress import Deadline
from constructions.model.rational import Point
from verify.prove.balls.radii import Around, distance, exact_radius
from verify.prove.counterexamples.nearest import Nearby
from verify.prove.counterexamples.targets import unsafe_of
from verify.prove.goals import Wanted, refuted_at, refuting
from verify.prove.limits import Limits
from verify.prove.prepared import Prepared

ORIGIN = (Fraction(0), Fraction(0))


def exactly(values: list[float]) -> Point:
    """Return floats as rationals."""
    return tuple([Fraction(value) for value in values])


def test_most_first_proposals_are_as_near_as_the_nearest_wrong_answer() -> None:
    near = asked = 0
    for seed in range(examples(16)):
        network = layers(random.Random(seed), 2, 6, 5, 3)
        output = evaluate(network, ORIGIN)
        wanted = Wanted("exceeds", (Fraction(output.index(max(output))),))
        if not wanted.holds(output):
            continue
        exact, _ = exact_radius(Around(Prepared(network), ORIGIN, wanted), Limits(method="paths"))
        cases = refuting(wanted.goals())
        nearby = Nearby(network, unsafe_of(cases, 2, 3), ORIGIN)
        found = [exactly(values.tolist()) for values in nearby.found(64.0, None, Deadline())]
        if exact.least is None:
            assert not found
            continue
        asked += 1
        wrong = [point for point in found if refuted_at(cases, network, point)]  # floats may take others for wrong
        near += any([distance(ORIGIN, point) <= exact.least * Fraction(101, 100) for point in wrong[:1]])
        assert all([distance(ORIGIN, point) >= exact.least for point in wrong])
    assert asked >= 5
    assert near >= asked * 7 // 8


def test_pieces_lead_from_a_wrong_answer_to_a_nearer_one() -> None:
    """Wrong where x_0 + x_1 / 2 + 3 relu(x_1 - 1) >= 4: 7/2 away where x_1 <= 1, and 14/9 beyond."""
    always = 100
    network = chain(Affine([[0, 1], [1, Fraction(1, 2)]], [-1, always]), Relu(2), Affine([[3, 1]], [-always]))
    nearby = Nearby(network, ((({2: 1, -1: -4}, ">="),),), ORIGIN)
    (found,) = nearby.beside((Fraction(5), Fraction(0)))
    assert Fraction(14, 9) <= distance(ORIGIN, exactly(found.tolist())) < Fraction(8, 5)


def test_numbers_beyond_floats_have_no_proposals() -> None:
    network = chain(Affine([[10**400]], [0]), Relu(1))
    nearby = Nearby(network, ((({1: 1, -1: -(10**400)}, ">="),),), (Fraction(0),))
    assert list(nearby.found(16.0, None, Deadline())) == []
    assert list(nearby.beside((Fraction(1),))) == []
