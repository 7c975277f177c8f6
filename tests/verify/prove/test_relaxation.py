"""Claims about networks with too many paths are proved by bounds: verdicts are those of paths, the checker follows."""

import random
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import pytest
from layered import layers
from samples import examples

from constructions.files.bundle import write_bundle
from constructions.files.canonical import network_bytes
from constructions.model.cost import structural_worst
from constructions.model.evaluation import evaluate
from constructions.model.network import Affine, Branch, Concatenate, Form, Identity, Network, Relu, Step, chain
from verify.claims.avoids import Avoids
from verify.claims.operations_at_most import OperationsAtMost
from verify.claims.output_within import OutputWithin
from verify.claims.shared.subject import network_reference
from verify.claims.within_tolerance import WithinTolerance
from verify.domain import Constraint, box
from verify.lanes import Options, add_network, prove
from verify.prove.execution import Fails
from verify.prove.goals import Cases, refuting, within
from verify.prove.limits import Limits, Method
from verify.prove.prepared import Prepared
from verify.prove.region import bounds_of
from verify.prove.relaxation.branching import Unsuited
from verify.prove.relaxation.search import show_relaxed
from verify.prove.universal import show
from verify.verdict import Proved, Refuted, Unknown

INPUTS = box([-1, -1], [1, 1])


def least_and_greatest(network: Network) -> tuple[Fraction, Fraction]:
    """Return the least and the greatest of what an output is at some points; bounds lie beyond."""
    places = [Fraction(k, 4) for k in range(-4, 5)]
    found = [evaluate(network, (x, y))[0] for x in places for y in places]
    return min(found), max(found)


@pytest.mark.parametrize("seed", range(examples(12)))
def test_bounds_say_what_paths_say(seed: int, tmp_path: Path) -> None:
    source = random.Random(seed)
    network = layers(source, 2, 6, 5, 1)
    _, most = least_and_greatest(network)
    bundle = write_bundle(tmp_path / "b", network)
    for more in (Fraction(-1, 2), Fraction(1, 3), Fraction(8)):
        claim = OutputWithin(network_reference(bundle), box([None], [most + more]), INPUTS)
        found = [
            prove(bundle, claim, Options("certificate", falsifier=False, method=method))
            for method in ("paths", "relaxation")
        ]
        assert type(found[0]) is type(found[1]), (more, found)
        if isinstance(found[1], Refuted):
            assert evaluate(network, found[1].point)[0] > most + more


def test_thirty_tents_have_a_certificate_that_grows_with_their_number() -> None:
    tent = (Affine([[2], [4]], [0, -2]), Relu(2), Affine([[1, -1]], [0]))
    sizes = []
    for count in (10, 20):
        network = chain(*tent * count)
        wide = chain(Affine([[1, 0]], [0]), network)
        claim_on = box([0, 0], [1, 1])
        hints = show_relaxed(
            Prepared(wide), bounds_of(claim_on), _below(Fraction(3, 2) ** (count + 1)), Limits(), tried=True
        )
        sizes.append(len(hints))
    assert sizes[1] - sizes[0] == 10


def _below(most: Fraction) -> Cases:
    return refuting(within(box([None], [most])))


def test_a_gate_before_and_behind_units_is_split_or_decided(tmp_path: Path) -> None:
    source = random.Random(5)
    behind = Branch([1], 0, Affine([[1]], [1]), Affine([[-1]], [0]))
    network = chain(Branch([1, 1], 0, layers(source, 2, 4, 1), layers(source, 2, 5, 1)), behind)
    bundle = write_bundle(tmp_path / "b", network)
    _, most = least_and_greatest(network)
    claim = OutputWithin(network_reference(bundle), box([None], [most + 20]), INPUTS)
    assert isinstance(prove(bundle, claim, Options("certificate", method="relaxation")), Proved)


def test_a_skip_connection_and_two_parts_are_relaxed_together(tmp_path: Path) -> None:
    source = random.Random(2)
    inner = Concatenate((Identity(2), layers(source, 2, 5, 3)))
    network = chain(inner, layers(source, 5, 4, 2))
    bundle = write_bundle(tmp_path / "b", network)
    unsafe = (box([None, None, 200, None], [None, None, None, None]), box([0, None, None, 150], [None] * 4))
    claim = Avoids(network_reference(bundle), unsafe, INPUTS)
    assert isinstance(prove(bundle, claim, Options("certificate", method="relaxation")), Proved)


def test_steps_of_one_input_behind_units_are_decided(tmp_path: Path) -> None:
    network = chain(Affine([[1], [1]], [0, 1]), Relu(2), Affine([[1, -1], [1, 0]], [0, -1]), Step(2))
    bundle = write_bundle(tmp_path / "b", network)
    claim = OutputWithin(network_reference(bundle), box([0, 0], [1, 1]), box([-1], [1]))
    assert isinstance(prove(bundle, claim, Options("certificate", method="relaxation")), Proved)


def test_what_bounds_cannot_show_is_left_to_paths() -> None:
    network = layers(random.Random(1), 2, 8, 1)
    program = Prepared(network)
    with pytest.raises(Unsuited, match="no bounds"):
        show_relaxed(program, [], _below(Fraction(1)), Limits(method="relaxation"))
    with pytest.raises(Unsuited, match="no units"):
        show_relaxed(Prepared(Identity(2)), bounds_of(INPUTS), _below(Fraction(1)), Limits())
    with pytest.raises(Fails):
        show(program, [], within(box([None], [-100])), Limits())


def test_domains_and_polyhedra_with_equations_and_oblique_constraints(tmp_path: Path) -> None:
    source = random.Random(11)
    network = layers(source, 3, 7, 6, 2)
    bundle = write_bundle(tmp_path / "b", network)
    line = Constraint(Form.dense([1, 1, 0]), "=", Fraction(1, 2))
    slope = Constraint(Form.dense([1, -1, 1]), ">", Fraction(-1))
    domain = (*box([-1] * 3, [1] * 3), line, slope)
    points = [(x, Fraction(1, 2) - x, z) for x in _places(-1, 3) for z in _places(-2, 3) if 2 * x + z > Fraction(-1, 2)]
    most = max([sum(evaluate(network, point), Fraction(0)) for point in points])
    total = Form.dense([0, 0, 0, 1, 1])
    for more, kind in ((-1, Refuted), (30, Proved)):
        unsafe = ((Constraint(total, ">=", most + more),), (Constraint(total, "=", most + more),))
        verdict = prove(
            bundle,
            Avoids(network_reference(bundle), unsafe, domain),
            Options("certificate", falsifier=False, method="relaxation"),
        )
        assert isinstance(verdict, kind), verdict


def _places(low: int, high: int) -> list[Fraction]:
    return [Fraction(k, 2) for k in range(low, high)]


def test_a_claim_about_many_open_units_is_decided_as_points_say(tmp_path: Path) -> None:
    network = layers(random.Random(3), 2, 40, 40, 1)
    bundle = write_bundle(tmp_path / "b", network)
    _, most = least_and_greatest(network)
    options = Options("certificate", falsifier=False, method="relaxation")
    for bound, kind in ((most * Fraction(9, 10), Refuted), (most * 2, Proved)):
        claim = OutputWithin(network_reference(bundle), box([None], [bound]), INPUTS)
        assert isinstance(prove(bundle, claim, options), kind)


def test_a_wide_network_is_shown_by_bounds_before_paths() -> None:
    width, units = 40, 60
    first = Affine(
        [[(row + place) % 5 - 2 for place in range(width)] for row in range(units)], [100] * 30 + [-100] * 30
    )
    last = Affine([[1] * units, [-1] * units], [0, 0])
    network = chain(first, Relu(units), Affine([[1] * units] * units, [-3000] * units), Relu(units), last)
    inside = bounds_of(box([Fraction(-1, 4)] * width, [Fraction(1, 4)] * width))
    hints = show(Prepared(network), inside, within(box([0], [None])), Limits())
    assert [hint[0] for hint in hints] == ["relax", "relax"]


OPTIONS = Options("certificate", falsifier=False, method="relaxation")


@pytest.mark.parametrize("method", ["auto", "relaxation"])
def test_operations_behind_units_are_bounded_where_the_dear_side_is_out_of_reach(
    method: Method, tmp_path: Path
) -> None:
    deep = layers(random.Random(3), 2, 12, 12, 1)
    _, most = least_and_greatest(deep)
    for threshold, kind in ((most * Fraction(9, 10), Refuted), (most * 2, Proved)):
        network = chain(deep, Branch([1], threshold, Identity(1), Affine([[3]], [1])))
        bundle = write_bundle(tmp_path / str(kind), network)
        cheap = structural_worst(network).total - 2
        claim = OperationsAtMost(network_reference(bundle), cheap, "total", INPUTS)
        verdict = prove(bundle, claim, Options("certificate", falsifier=False, method=method))
        assert isinstance(verdict, kind)
        if isinstance(verdict, Proved):
            assert '"relax"' in (bundle.folder / verdict.certificate).read_text()


def test_what_stops_a_search_by_relaxation_counts_parts(tmp_path: Path) -> None:
    network = layers(random.Random(3), 2, 12, 12, 1)
    _, most = least_and_greatest(network)
    bundle = write_bundle(tmp_path / "b", network)
    claim = OutputWithin(network_reference(bundle), box([None], [most * Fraction(11, 10)]), INPUTS)
    verdict = prove(bundle, claim, replace(OPTIONS, paths=2))
    assert isinstance(verdict, Unknown)
    assert "more than 2 parts" in verdict.reason


def test_operations_without_units_are_none_of_relaxation(tmp_path: Path) -> None:
    network = chain(Step(2), Branch([1, 1], 1, Affine([[2, 2]], [1]), Affine([[1, 1]], [0])))
    bundle = write_bundle(tmp_path / "b", network)
    verdict = prove(bundle, OperationsAtMost(network_reference(bundle), 5, "total", INPUTS), OPTIONS)
    assert isinstance(verdict, Unknown)
    assert "no units" in verdict.reason


def test_an_input_without_ends_that_no_unit_reads_is_no_obstacle(tmp_path: Path) -> None:
    network = chain(Affine([[1, 0, 0], [0, 1, 0], [0, 0, 0]], [0, 0, 0]), layers(random.Random(1), 3, 40, 40, 1))
    bundle = write_bundle(tmp_path / "b", network)
    domain = box([-1, -1, None], [1, 1, None])
    most = max([evaluate(network, (x, y, Fraction(0)))[0] for x in _places(-2, 3) for y in _places(-2, 3)])
    for bound, kind in ((most + 400, Proved), (most - 1, Refuted)):
        unsafe = ((Constraint(Form.dense([0, 0, 0, 1]), ">", bound),),)
        verdict = prove(bundle, Avoids(network_reference(bundle), unsafe, domain), OPTIONS)
        assert isinstance(verdict, kind), verdict


@pytest.mark.parametrize(("factor", "ends"), [(10**16, 1), (10**400, 1), (1, 10**400), (10**300, 10**100)])
def test_numbers_that_floats_do_not_hold_are_left_to_paths(factor: int, ends: int) -> None:
    network = chain(Affine([[factor, 0], [0, 1]], [0, 0]), layers(random.Random(1), 2, 30, 30, 30, 1))
    domain = bounds_of(box([-ends] * 2, [ends] * 2))
    cases = refuting(within(box([None], [100 * factor])))
    with pytest.raises(Unsuited, match="beyond floating point"):
        show_relaxed(Prepared(network), domain, cases, Limits(method="relaxation"))


def test_a_multiplier_that_floats_do_not_hold_is_left_to_paths(tmp_path: Path) -> None:
    """The second constraint is shown by a multiplier that is none of floats; the first takes no part in that."""
    bundle = write_bundle(tmp_path / "b", chain(Affine([[1, 1], [1, -1]], [0, 0]), Relu(2), Affine([[1, 1]], [0])))
    huge = 10**306
    unsafe = (
        (
            Constraint(Form.dense([0, 0, 1]), ">=", Fraction(-5)),
            Constraint(Form.dense([huge, 0, huge + 1]), ">=", Fraction(9 * huge)),
        ),
    )
    claim = Avoids(network_reference(bundle), unsafe, INPUTS)
    verdict = prove(bundle, claim, OPTIONS)
    assert isinstance(verdict, Unknown)
    assert "beyond floating point" in verdict.reason
    assert isinstance(prove(bundle, claim, replace(OPTIONS, method="paths")), Proved)


def test_an_end_whose_constant_output_is_wrong_is_shown_to_be_empty(tmp_path: Path) -> None:
    """A sum of relus above what a step takes away: its side below, where the step gives 0, has no input."""
    tents = [[sign, sign] for sign in (1, -1) for _ in range(6)]
    shifts = [Fraction(-place * sign, 3) for sign in (1, -1) for place in range(6)]
    network = chain(Affine(tents, shifts), Relu(12), Affine([[1] * 12], [Fraction(-5, 2)]), Step(1))
    bundle = write_bundle(tmp_path / "b", network)
    claim = OutputWithin(network_reference(bundle), box([1], [1]), box([0, 0], [1, 1]))
    assert isinstance(prove(bundle, claim, OPTIONS), Proved)
    one = (Constraint(Form.dense([1]), "=", Fraction(1)),)
    assert isinstance(prove(bundle, OutputWithin(network_reference(bundle), one, box([0, 0], [1, 1])), OPTIONS), Proved)


def test_a_polyhedron_without_constraints_is_everything(tmp_path: Path) -> None:
    bundle = write_bundle(tmp_path / "b", layers(random.Random(2), 2, 6, 1))
    far = (Constraint(Form.dense([0, 0, 1]), ">", Fraction(10**6)),)
    for unsafe in (((),), (far, ())):
        assert isinstance(prove(bundle, Avoids(network_reference(bundle), unsafe, INPUTS), OPTIONS), Refuted)


def test_an_equation_on_one_input_is_both_ends_of_its_interval(tmp_path: Path) -> None:
    """The middle input is -1/3: its relu is 0 for the checker, and no second unit is made of it."""
    first = chain(Affine([[1, 0, 1], [1, 0, -1]], [0, 0]), Relu(2), Affine([[1, 1]], [0]))
    second = chain(Affine([[0, 1, 0]], [0]), Relu(1), Relu(1))
    bundle = write_bundle(tmp_path / "b", Concatenate((first, second)))
    third = Constraint(Form.dense([0, 3, 0]), "=", Fraction(-1))
    claim = OutputWithin(network_reference(bundle), box([0, 0], [10, 0]), (*box([0, -1, 0], [1, 1, 1]), third))
    assert isinstance(prove(bundle, claim, OPTIONS), Proved)


def test_ends_at_which_no_unit_is_open_are_closed_by_bounds(tmp_path: Path) -> None:
    ladder: Network = Affine([[1, 0]], [0])
    for step in range(70):
        ladder = Branch([1, 0], Fraction(step, 71), ladder, Affine([[step + 1, 1]], [0]))
    bundle = write_bundle(tmp_path / "b", chain(Relu(2), ladder))
    claim = OutputWithin(network_reference(bundle), box([None], [10**9]), box([0, 0], [1, 1]))
    assert isinstance(prove(bundle, claim, OPTIONS), Proved)


def test_bounds_of_one_input_that_contradict_each_other_strictly_are_named(tmp_path: Path) -> None:
    bundle = write_bundle(tmp_path / "b", chain(Relu(1), Affine([[2]], [2])))
    (tmp_path / "o.json").write_bytes(network_bytes(chain(Relu(1), Affine([[2]], [1]))))
    other = add_network(bundle, tmp_path / "o.json")
    claim = WithinTolerance(network_reference(bundle), other, Fraction(1), box([Fraction(-1, 2)], [3]))
    assert isinstance(prove(bundle, claim, OPTIONS), Proved)


def test_a_unit_of_one_input_that_is_split_narrows_that_input(tmp_path: Path) -> None:
    """Its side bounds the input for the checker, so that bounds written anew behind it take other slopes."""
    rows = [[0, -1, 0], [0, 0, -1], [0, -1, 0], [2, 0, 0], [0, -1, 0], [2, 0, 0]]
    eighths = (5, -4, 4, 6, 6, -4)
    halves = [[2, -6, -4, 4, -4, 4], [-3, -2, -4, -1, 2, -1], [2, -4, 2, 3, 1, -2], [4, -2, -1, 2, -6, -4]]
    halves.append([-2, 2, 2, -2, 3, -2])
    network = chain(
        Affine(rows, [Fraction(number, 8) for number in eighths]),
        Relu(6),
        Affine(
            [[Fraction(number, 2) for number in row] for row in halves],
            [Fraction(number, 4) for number in (2, -2, 0, 3, -3)],
        ),
        Relu(5),
        Affine([[Fraction(number, 2) for number in (-3, -4, -2, 2, 2)]], [Fraction(-3, 2)]),
    )
    bundle = write_bundle(tmp_path / "b", network)
    strict = [Constraint(Form.coordinate(0, 3), "<", Fraction(1)), Constraint(Form.coordinate(1, 3), ">", Fraction(-1))]
    strict.append(Constraint(Form.coordinate(1, 3), "<", Fraction(1)))
    domain = (*box([-1, None, -1], [None, None, 1]), *strict)
    below = (Constraint(Form.dense([1]), "<", Fraction(-183, 256)),)
    assert isinstance(prove(bundle, OutputWithin(network_reference(bundle), below, domain), OPTIONS), Proved)


@pytest.mark.parametrize("strict", [True, pytest.param(False, marks=pytest.mark.slow)])
def test_cases_that_are_hard_are_shown_one_after_the_other(strict: bool, tmp_path: Path) -> None:
    """What is split for one output is not split for the others: its side is empty, and that is known from then on."""
    source = random.Random(4)
    width, outputs = 12, 4
    network = layers(source, width, 14, 10, outputs)
    bundle = write_bundle(tmp_path / "b", network)
    domain = box([Fraction(-1, 8)] * width, [Fraction(1, 8)] * width)
    corners = [[Fraction(source.choice((-1, 1)), 8) for _ in range(width)] for _ in range(200)]
    values = [evaluate(network, tuple(corner)) for corner in corners]
    for share, kind in ((Fraction(3, 2), Proved), (Fraction(1, 2), Refuted)):
        unsafe = []
        for place in range(outputs):
            found = [value[place] for value in values]
            bound = max(found) * share - min(found) * (share - 1)
            form = Form.dense([0] * width + [int(place == other) for other in range(outputs)])
            unsafe.append((Constraint(form, ">" if strict else ">=", bound),))
        verdict = prove(bundle, Avoids(network_reference(bundle), tuple(unsafe), domain), OPTIONS)
        assert isinstance(verdict, kind), verdict
        if isinstance(verdict, Proved):
            text = (bundle.folder / verdict.certificate).read_text()
            assert '["divide"' in text
            assert '["empty*"' in text
