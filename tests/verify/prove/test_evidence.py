"""All that a claim says is asked of the solver: attained bounds, wrong points, and how near wrong answers come."""

from fractions import Fraction
from pathlib import Path

import pytest
from processes import PATIENCE

from constructions.files.bundle import Bundle, write_bundle
from constructions.model.dataset import Dataset
from constructions.model.network import Affine, Branch, Network, Relu, Sequence, Step, constant
from verify.certificate import script_file
from verify.check.bundle import check_bundle
from verify.claims.classifies import Classifies
from verify.claims.memorizes import Memorizes
from verify.claims.operations_at_most import OperationsAtMost
from verify.claims.shared.base import Claim
from verify.claims.shared.subject import Reference, dataset_reference, network_reference
from verify.claims.with_radii import WithRadii
from verify.domain import box, segment
from verify.lanes import Lane, Options, prove
from verify.prove.balls.radii import Radius
from verify.second_opinion import second_opinion
from verify.sought import prove_radii, prove_worst_case
from verify.verdict import Proved, ProvedBySolver, Refuted, Unknown, Verdict
from verify.words import verdict_text

LANES: tuple[Lane, ...] = ("both", "z3", "certificate")
PROVED: dict[Lane, type] = {"both": Proved, "z3": ProvedBySolver, "certificate": Proved}
CERTIFICATE = Options(lane="certificate")
STEPS = Dataset.from_rows([[-2], [3], [5]], [[0], [1], [0]])
"""What a step gives at two points, and not at the third: wrong answers are 2 and, not attained, 3 away."""
F = Fraction


def bundle_of(folder: Path, network: Network, dataset: Dataset = STEPS) -> Bundle:
    return write_bundle(folder / "bundle", network, dataset, "")


def of_steps(bundle: Bundle, *radii: Radius) -> WithRadii:
    return WithRadii(Memorizes(network_reference(bundle), dataset_reference(bundle)), radii)


def asked(bundle: Bundle, claim: Claim, lane: Lane) -> Verdict:
    return prove(bundle, claim, Options(lane=lane, seconds=PATIENCE))


TRUE = (Radius("open", F(2), F(2)), Radius("closed", F(3), F(3)), Radius("wrong"))
"""The ball around -2 reaches 0 itself, where the step is 1 already; around 3 all of it is right, 0 included."""


@pytest.mark.parametrize("lane", ["both", "certificate"])
def test_radii_that_a_user_writes_down_are_proved_with_evidence(tmp_path: Path, lane: Lane) -> None:
    bundle = bundle_of(tmp_path, Step(1))
    for radii in (TRUE, (Radius("closed", F(1), F(7, 2)), Radius("open", F(1), F(3)), Radius("wrong"))):
        verdict = asked(bundle, of_steps(bundle, *radii), lane)
        assert isinstance(verdict, Proved)
        assert bool(verdict.solvers) == (lane == "both")
        assert [result.verdict for result in check_bundle(str(bundle.folder))] == ["accepted"]


def test_by_the_solver_alone_evidence_is_missing_where_nothing_was_searched(tmp_path: Path) -> None:
    bundle = bundle_of(tmp_path, Step(1))
    found = asked(bundle, of_steps(bundle, *TRUE), "z3")
    assert isinstance(found, Unknown)
    assert "without a search Z3 is given no points that show it" in found.reason
    nothing_near = (Radius("closed", F(1)), Radius("closed", F(3)), Radius("wrong"))
    assert isinstance(asked(bundle, of_steps(bundle, *nothing_near), "z3"), ProvedBySolver)


@pytest.mark.parametrize("lane", LANES)
@pytest.mark.parametrize(
    ("number", "false", "said"),
    [
        (0, Radius("closed", F(2)), "2 away from data point 0 the network gives 1, the label is 0"),
        (0, Radius("all"), "away from data point 0 the network gives 1, the label is 0"),
        (1, Radius("wrong"), "at data point 1 the network gives 1, the label is 1, which is not wrong"),
        (1, Radius("open", F(7, 2)), "away from data point 1 the network gives 0, the label is 1"),
        (2, Radius("closed", F(0)), "at data point 2 the network gives 1, the label is 0"),
    ],
)
def test_every_false_radius_is_refuted_by_an_input_in_every_lane(
    tmp_path: Path, lane: Lane, number: int, false: Radius, said: str
) -> None:
    bundle = bundle_of(tmp_path, Step(1))
    right = [Radius("open", F(2)), Radius("closed", F(3)), Radius("wrong")]
    right[number] = false
    found = asked(bundle, of_steps(bundle, *right), lane)
    assert isinstance(found, Refuted)
    assert said in found.reason
    assert "the input: " in verdict_text(of_steps(bundle, *right), found)


@pytest.mark.parametrize("lane", ["both", "certificate"])
def test_wrong_answers_that_are_not_so_near_refute_without_an_input(tmp_path: Path, lane: Lane) -> None:
    bundle = bundle_of(tmp_path, Step(1))
    claim = of_steps(bundle, TRUE[0], Radius("closed", F(1), F(2)), TRUE[2])
    found = asked(bundle, claim, lane)
    assert isinstance(found, Refuted)
    assert found.point == ()
    assert found.reason == "data point 1: wrong answers should come as near as 2, but they come as near as 3"
    assert "the input" not in verdict_text(claim, found)
    nowhere = write_bundle(tmp_path / "nowhere", constant([0], 1), Dataset.from_rows([[1]], [[0]]), "")
    found = asked(nowhere, of_steps(nowhere, Radius("closed", F(1), F(2))), lane)
    assert isinstance(found, Refuted)
    assert found.reason.endswith("wrong answers should come as near as 2, but there are none")


def test_a_radius_that_cannot_be_searched_in_time_is_unknown(tmp_path: Path) -> None:
    bundle = bundle_of(tmp_path, Sequence((Affine([[1], [1]], [0, 1]), Step(2), Affine([[1, 0]], [0]))))
    claim = of_steps(bundle, Radius("closed", F(0), F(2)), TRUE[1], TRUE[2])
    found = prove(bundle, claim, Options(lane="certificate", paths=1))
    assert isinstance(found, Unknown)
    assert "data point 0: no wrong answer as near as 2 was found" in found.reason


@pytest.mark.parametrize("lane", ["both", "z3"])
def test_the_largest_radii_are_asked_of_the_solver_with_what_lies_beyond(tmp_path: Path, lane: Lane) -> None:
    oblique = Branch([1, 2], 5, Affine([[1, 0], [0, 1]], [0, 0]), constant([0, 9], 2))
    data = Dataset.from_rows([[1, 0], [0, 1], [5, 5]], [[0], [1], [0]])
    bundle = write_bundle(tmp_path / "oblique", oblique, data, "")
    goal = Classifies(network_reference(bundle), dataset_reference(bundle))
    claim, verdict = prove_radii(bundle, goal, Options(lane=lane, seconds=PATIENCE))
    assert isinstance(claim, WithRadii)
    assert {radius.kind for radius in claim.radii} == {"open", "wrong"} or claim.radii[2].kind == "wrong"
    assert isinstance(verdict, Proved | ProvedBySolver)
    assert isinstance(verdict, PROVED[lane])
    assert verdict.solvers
    text = (bundle.folder / script_file(claim)).read_text()
    assert text.count("(check-sat)") == 3 + sum([radius.most is not None for radius in claim.radii])
    opinion = second_opinion(bundle, claim, verdict, PATIENCE)
    assert opinion is not None
    assert opinion.answer == "unsat"


def test_a_claim_of_wrong_points_alone_leaves_a_question_for_solvers(tmp_path: Path) -> None:
    bundle = bundle_of(tmp_path, Affine([[0]], [7]))
    claim = of_steps(bundle, *[Radius("wrong")] * 3)
    assert isinstance(asked(bundle, claim, "z3"), ProvedBySolver)
    assert (bundle.folder / script_file(claim)).read_text().count("(check-sat)") == 3


DEAR = Branch([1, 0], 0, constant([0], 2), Affine([[3, 0]], [1]))
"""One operation where x0 < 0, three elsewhere."""


@pytest.mark.parametrize("lane", LANES)
def test_an_attained_bound_is_asked_of_the_solver(tmp_path: Path, lane: Lane) -> None:
    bundle = bundle_of(tmp_path, DEAR, Dataset.from_rows([[-1, 0]], [[0]]))
    network, domain = network_reference(bundle), box([-1, -1], [2, 2])
    here, dear, outside = (F(-1), F(0)), (F(1), F(0)), (F(3), F(0))
    for bound, where, point, right in (
        (3, (), dear, True),
        (3, (), here, False),
        (3, domain, dear, True),
        (3, domain, outside, False),
        (4, (), dear, False),
        (1, box([None, None], [F(-1, 2), None]), here, True),
        (1, box([None, None], [F(-1, 2), None]), dear, False),
    ):
        claim = OperationsAtMost(network, bound, "total", where, point)
        verdict = asked(bundle, claim, lane)
        assert isinstance(verdict, PROVED[lane] if right else Refuted), (bound, where, point)
        if isinstance(verdict, Refuted):
            assert verdict.point == point
            continue
        (path,) = bundle.folder.glob(f"{claim.stem}.claim.json")
        opinion = second_opinion(bundle, claim, verdict, PATIENCE)
        if lane != "certificate":
            assert opinion is not None
            assert opinion.answer == "unsat"
        for name in (claim.stem + ".certificate.json", claim.stem + ".smt2"):
            (bundle.folder / name).unlink(missing_ok=True)
        path.unlink()


def test_the_exact_worst_case_that_z3_confirms_names_it_as_a_solver(tmp_path: Path) -> None:
    bundle = bundle_of(tmp_path, Sequence((Affine([[1]], [0]), Relu(1))), Dataset.from_rows([[1]], [[1]]))
    claim, verdict = prove_worst_case(bundle, "total", (), Options(seconds=PATIENCE))
    assert isinstance(claim, OperationsAtMost)
    assert claim.attained is not None
    assert isinstance(verdict, Proved)
    assert verdict.solvers
    assert "(reset)\n" in (bundle.folder / script_file(claim)).read_text()


def test_a_segment_has_its_end_and_not_its_start() -> None:
    start, end = (F(1), F(2), F(-1)), (F(1), F(-2), F(1, 2))
    inside = segment(start, end)
    for step, lies in ((F(0), False), (F(1, 9), True), (F(1), True), (F(10, 9), False), (F(-1), False)):
        point = [a + step * (b - a) for a, b in zip(start, end, strict=True)]
        assert all([constraint.holds(point) for constraint in inside]) is lies
        point[0] += F(1, 7)
        assert not all([constraint.holds(point) for constraint in inside])
    assert all([constraint.holds(start) for constraint in segment(start, start)])
    assert not all([constraint.holds(end) for constraint in segment(start, start)])


def test_what_is_no_verdict_is_named() -> None:
    with pytest.raises(TypeError, match=r"verdict must be a verdict, not NoneType \(None\)"):
        verdict_text(OperationsAtMost(Reference("network.json", ""), 7), None)  # type: ignore[arg-type]
