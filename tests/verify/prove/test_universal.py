"""Claims about all inputs: what the lanes say is what a third semantics says, and each edge falls on its right side."""

import pickle
import re
from collections.abc import Callable, Iterator
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from brute import files_of, is_true
from hypothesis import HealthCheck, given, settings, strategies as st
from processes import PATIENCE
from samples import examples
from strategies import NUMBERS, networks, rows, settled_networks

from constructions.files.bundle import Bundle, write_bundle
from constructions.files.canonical import digest, network_bytes
from constructions.model.dataset import Dataset
from constructions.model.errors import BadInput
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
from verify.certificate import Hint, claim_file
from verify.check.bundle import check_bundle
from verify.claims.classifies import Classifies
from verify.claims.equivalent import Equivalent
from verify.claims.equivalent_on_balls import EquivalentOnBalls
from verify.claims.memorizes import Memorizes
from verify.claims.operations_at_most import OperationsAtMost
from verify.claims.output_within import OutputWithin
from verify.claims.paths import Paths
from verify.claims.robustly import Robustly
from verify.claims.shared import base
from verify.claims.shared.base import Claim, claim_bytes
from verify.claims.shared.subject import Reference, dataset_reference, network_reference
from verify.claims.with_radii import WithRadii
from verify.domain import Constraint, Domain, box, check_possible
from verify.lanes import Options, prove
from verify.prove import ranges, subtrees
from verify.prove.goals import Goals
from verify.prove.integer_forms import Bound
from verify.prove.limits import Limits, Stopped
from verify.prove.prepared import Prepared
from verify.prove.universal import show
from verify.prove.work import Workers
from verify.solvers.z3_backend import Session
from verify.sought import prove_paths, prove_radii, prove_ranges, prove_worst_case
from verify.verdict import Proved, ProvedBySolver, Refuted, Unknown, Verdict
from verify.words import verdict_json, verdict_text

CERTIFICATE = Options(lane="certificate")
BOTH = Options(lane="both", seconds=5.0)
ABS = Sequence((Affine([[1], [-1]], [0, 0]), Relu(2), Affine([[1, 1]], [0])))
HINGE = Sequence((Affine([[1]], [-1]), Relu(1)))
EMPTY_TRIANGLE = (*box([0, 0], [None, None]), Constraint(Form.dense([1, 1]), "<=", Fraction(-1)))
GATE = Branch([1], 1, constant([0], 1), Affine([[1]], [-1]))


def bundle_of(folder: Path, network: Network, dataset: Dataset | None = None, name: str = "bundle") -> Bundle:
    if dataset is None:
        dataset = Dataset.from_rows([[0] * network.input_width], [[0]])
    return write_bundle(folder / name, network, dataset, "", force=True)


def beside(bundle: Bundle, other: Network) -> Reference:
    data = network_bytes(other)
    name = f"other-{digest(data)[:8]}.json"  # as prove names it
    (bundle.folder / name).write_bytes(data)
    return Reference.to(name, data)


def must_be_right(bundle: Bundle, claim: Claim, verdict: Verdict) -> None:
    """Hold a verdict against the third semantics, which reads the files alone."""
    files = {**files_of(bundle.folder), claim_file(claim): claim_bytes(claim)}
    truth = is_true(files, claim_file(claim))
    assert isinstance(verdict, Proved if truth else Refuted), (claim.sentence(), truth, verdict)


def seen_empty(domain: Domain) -> bool:
    """Return whether a domain is refused, since two of its constraints contradict each other."""
    try:
        check_possible(domain)
    except BadInput:
        return True
    return False


CONSTRAINTS = st.lists(
    st.builds(
        lambda row, relation, bound: Constraint(Form.dense(row), relation, bound),
        rows(2),
        st.sampled_from([">=", ">", "=", "<=", "<"]),
        NUMBERS,
    ),
    max_size=3,
).map(tuple)

DOMAINS = CONSTRAINTS.filter(lambda domain: not seen_empty(domain))

SLOW = settings(max_examples=examples(25), suppress_health_check=[HealthCheck.function_scoped_fixture])


@SLOW
@given(networks(2, 1, 1), CONSTRAINTS, rows(2).filter(any), NUMBERS, st.sampled_from([(0, ">"), (1, ">="), (2, "=")]))
def test_a_domain_seen_to_be_empty_is_refused_by_every_claim_on_it(
    tmp_path: Path, network: Network, domain: Domain, row: list[Fraction], bound: Fraction, beyond: tuple[int, str]
) -> None:
    bundle = bundle_of(tmp_path, network)
    reference = network_reference(bundle)
    gap, relation = beyond
    below = Constraint(Form.dense(row), "<=", bound)
    domain = (below, *domain, Constraint(Form.dense([3 * value for value in row]), relation, 3 * bound + gap))
    for claim in (
        OutputWithin(reference, box([0], [1]), domain),
        Equivalent(reference, reference, domain),
        OperationsAtMost(reference, 5, "total", domain),
        Paths(reference, 0, domain),
    ):
        with pytest.raises(BadInput, match="the domain is empty"):
            prove(bundle, claim, CERTIFICATE)


MORE = settings(SLOW, max_examples=examples(40))
ONE_OUTPUT = st.one_of(networks(2, 1, 2), settled_networks(2, 1))


@MORE
@given(ONE_OUTPUT, ONE_OUTPUT, DOMAINS)
def test_equivalence_is_proved_or_refuted_as_it_is(tmp_path: Path, one: Network, two: Network, domain: Domain) -> None:
    bundle = bundle_of(tmp_path, one)
    for other in (two, Sequence((one, Affine([[1]], [0])))):
        claim = Equivalent(network_reference(bundle), beside(bundle, other), domain)
        must_be_right(bundle, claim, prove(bundle, claim, BOTH))


@MORE
@given(st.one_of(networks(2, 2, 2), settled_networks(2, 2)), DOMAINS, CONSTRAINTS.filter(bool))
def test_outputs_within_constraints_are_proved_or_refuted_as_they_are(
    tmp_path: Path, network: Network, domain: Domain, outputs: Domain
) -> None:
    bundle = bundle_of(tmp_path, network)
    claim = OutputWithin(network_reference(bundle), outputs, domain)
    must_be_right(bundle, claim, prove(bundle, claim, BOTH))


@MORE
@given(ONE_OUTPUT, DOMAINS, st.sampled_from(["total", "comparisons", "additions", "multiplications"]))
def test_worst_cases_and_path_counts_are_exact(tmp_path: Path, network: Network, domain: Domain, measure: str) -> None:
    bundle = bundle_of(tmp_path, network)
    exact, verdict = prove_worst_case(bundle, measure, domain, BOTH)
    must_be_right(bundle, exact, verdict)
    assert isinstance(exact, OperationsAtMost)
    for bound in {max(0, exact.bound - 1), exact.bound, exact.bound + 1}:
        claim = OperationsAtMost(exact.network, bound, measure, domain)
        must_be_right(bundle, claim, prove(bundle, claim, BOTH))
    counted, verdict = prove_paths(bundle, domain, CERTIFICATE)
    must_be_right(bundle, counted, verdict)
    assert isinstance(counted, Paths)
    assert isinstance(prove(bundle, Paths(counted.network, counted.count + 1, domain), CERTIFICATE), Refuted)
    memorizes = Memorizes(network_reference(bundle), dataset_reference(bundle))
    is_right = evaluate(network, [Fraction(0)] * 2) == (Fraction(0),)
    assert isinstance(prove(bundle, memorizes, BOTH), Proved if is_right else Refuted)


def ranges_must_be_right(bundle: Bundle, claim: Claim, verdict: Verdict) -> None:
    """Hold ranges against the third semantics: they are proved, and none that is narrower by a thousandth is true."""
    assert isinstance(claim, OutputWithin)
    assert isinstance(verdict, Proved)
    must_be_right(bundle, claim, verdict)
    ends = {(wanted.form.indices[0], wanted.relation): wanted.bound for wanted in claim.outputs}
    for place, relation, inwards in ((0, ">=", 1), (0, "<=", -1), (1, ">=", 1), (1, "<=", -1)):
        end = ends.get((place, relation))
        other = ends.get((place, "<=" if inwards > 0 else ">="), Fraction(0))
        narrower = Fraction(-inwards * 10**9) if end is None else end + inwards * (abs(end - other) + 1) / 999
        bound = Constraint(Form.coordinate(place, 2), relation, narrower)
        refuted = OutputWithin(claim.network, (bound,), claim.domain)
        must_be_right(bundle, refuted, prove(bundle, refuted, BOTH))
        assert not is_true({**files_of(bundle.folder), claim_file(refuted): claim_bytes(refuted)}, claim_file(refuted))


@MORE
@given(st.one_of(networks(2, 2, 2), settled_networks(2, 2)), DOMAINS)
def test_ranges_hold_and_none_could_be_a_thousandth_narrower(tmp_path: Path, network: Network, domain: Domain) -> None:
    """An end that is left out is one that outputs go beyond, however far out it lies."""
    bundle = bundle_of(tmp_path, network)
    claim, verdict = prove_ranges(bundle, domain, BOTH)
    if isinstance(verdict, Unknown):
        is_empty = OutputWithin(network_reference(bundle), box([1, 1], [1, 1]), domain).vacuous()
        assert ("no input satisfies" if is_empty else "each output goes on for ever") in verdict.reason
    else:
        ranges_must_be_right(bundle, claim, verdict)


@SLOW
@given(networks(2, 2, 2), st.lists(rows(2), min_size=1, max_size=3, unique_by=tuple), NUMBERS)
def test_robustness_and_largest_radii_are_exact(
    tmp_path: Path, network: Network, points: list[list[Fraction]], radius: Fraction
) -> None:
    outputs = [evaluate(network, point) for point in points]
    data = Dataset.from_rows(points, [[int(output[1] > output[0])] for output in outputs], ["no", "yes"])
    bundle = bundle_of(tmp_path, network, data)
    of = Classifies(network_reference(bundle), dataset_reference(bundle))
    claim: Claim = Robustly(of, abs(radius))
    must_be_right(bundle, claim, prove(bundle, claim, BOTH))
    claim, verdict = prove_radii(bundle, of, BOTH)
    must_be_right(bundle, claim, verdict)
    assert isinstance(verdict, Proved)
    assert isinstance(claim, WithRadii)
    assert all([radius.exact for radius in claim.radii])
    for number, output in enumerate(outputs):
        assert (claim.radii[number].kind == "wrong") == (output[0] == output[1])


@SLOW
@given(networks(2, 1, 2), networks(2, 1, 1), st.lists(rows(2), min_size=1, max_size=2, unique_by=tuple), NUMBERS)
def test_equivalence_on_balls_is_proved_or_refuted_as_it_is(
    tmp_path: Path, one: Network, two: Network, points: list[list[Fraction]], radius: Fraction
) -> None:
    bundle = bundle_of(tmp_path, one, Dataset.from_rows(points, [[0]] * len(points)))
    reference = beside(bundle, two)
    claim = EquivalentOnBalls(network_reference(bundle), reference, dataset_reference(bundle), abs(radius))
    must_be_right(bundle, claim, prove(bundle, claim, BOTH))


def test_a_hinge_is_its_gate_on_all_inputs_and_the_closed_side_of_the_gate_is_above(tmp_path: Path) -> None:
    bundle = bundle_of(tmp_path, HINGE)
    verdict = prove(bundle, Equivalent(network_reference(bundle), beside(bundle, GATE)))
    assert isinstance(verdict, Proved)
    assert verdict.solvers
    off = Branch([1], 1, constant([0], 1), Affine([[1]], [Fraction(-999_999, 1_000_000)]))
    verdict = prove(bundle, Equivalent(network_reference(bundle), beside(bundle, off)))
    assert isinstance(verdict, Refuted)
    assert evaluate(HINGE, verdict.point) == verdict.found != verdict.expected == evaluate(off, verdict.point)


@pytest.mark.parametrize(
    ("network", "below", "relation", "truth"),
    [(Step(1), "<", "=", True), (Step(1), "<=", "=", False), (Relu(1), None, ">", False), (Relu(1), None, ">=", True)],
)
def test_at_the_boundary_it_counts_whether_domain_and_goal_are_strict(
    tmp_path: Path, network: Network, below: Any, relation: Any, truth: bool
) -> None:
    bundle = bundle_of(tmp_path, network)
    domain = (Constraint(Form.dense([1]), below, Fraction(0)),) if below else ()
    goal = (Constraint(Form.dense([1]), relation, Fraction(0)),)
    verdict = prove(bundle, OutputWithin(network_reference(bundle), goal, domain))
    assert isinstance(verdict, Proved if truth else Refuted)


def test_relu_of_x_and_of_minus_x_has_three_paths_one_without_interior(tmp_path: Path) -> None:
    bundle = bundle_of(tmp_path, ABS)
    claim, verdict = prove_paths(bundle, ())
    assert isinstance(verdict, Proved)
    assert isinstance(claim, Paths)
    assert claim.count == 3
    script = (bundle.folder / "paths.smt2").read_text()
    assert Session().run(script) == ["unsat"] * 4
    twice = re.sub(r"\(= path2 .*", "(= path2 path1))", script)
    assert "sat" in Session().run(twice)
    verdict = prove(bundle, Paths(claim.network, 2))
    assert isinstance(verdict, Refuted)
    assert len(verdict.point) == 1


def claims_on(bundle: Bundle, domain: Domain) -> list[Claim]:
    other = beside(bundle, constant([7], bundle.network.input_width))
    never = Constraint(Form(bundle.network.output_width, (), ()), ">=", Fraction(1))
    return [
        OutputWithin(network_reference(bundle), (never,), domain),
        Equivalent(network_reference(bundle), other, domain),
        Paths(network_reference(bundle), 0, domain),
        OperationsAtMost(network_reference(bundle), 0, "total", domain),
    ]


@pytest.mark.parametrize("network", [Affine([[1, 2]], [0]), Sequence((Affine([[1, -1]], [0]), ABS))])
def test_where_three_constraints_leave_nothing_every_claim_is_true_and_said_to_be_about_nothing(
    tmp_path: Path, network: Network
) -> None:
    bundle = bundle_of(tmp_path, network)
    domain = (*box([1, 1], [None, None]), Constraint(Form.dense([1, 1]), "<", Fraction(2)))
    for claim in claims_on(bundle, domain):
        verdict = prove(bundle, claim, CERTIFICATE)
        assert isinstance(verdict, Proved)
        assert "there is no such z" in verdict.sentence
        assert "the claim is true of nothing" in verdict_text(claim, verdict)
        assert verdict_json(claim, verdict)["empty_domain"] is True
        believed = ProvedBySolver(("Z3",), "a.smt2")
        assert "the claim is true of nothing" in verdict_text(claim, believed)


@pytest.mark.parametrize("relation", ["<", "="])
def test_a_domain_of_which_two_constraints_contradict_each_other_is_refused(tmp_path: Path, relation: str) -> None:
    bundle = bundle_of(tmp_path, ABS)
    domain = (*box([1], [None]), Constraint(Form.dense([-2]), relation, Fraction(2)), *box([-9], [9]))
    domain = domain if relation == "=" else (*domain, Constraint(Form.dense([1]), "<", Fraction(1)))
    for claim in claims_on(bundle, domain):
        with pytest.raises(BadInput, match=r"no input satisfies both x0 >= 1 and .*: the domain is empty"):
            prove(bundle, claim, CERTIFICATE)
    with pytest.raises(BadInput, match="the domain is empty"):
        prove_paths(bundle, domain)
    with pytest.raises(BadInput, match="the domain is empty"):
        prove_worst_case(bundle, "total", domain)


def test_a_single_point_is_a_domain(tmp_path: Path) -> None:
    bundle = bundle_of(tmp_path, ABS)
    for domain in (box([-3], [-3]), (Constraint(Form.dense([2]), "=", Fraction(-6)),)):
        claim = OutputWithin(network_reference(bundle), box([3], [3]), domain)
        assert isinstance(prove(bundle, claim), Proved)
        assert isinstance(prove(bundle, OutputWithin(claim.network, box([4], [None]), domain)), Refuted)


def test_the_exact_worst_case_can_be_below_the_structural_maximum(tmp_path: Path) -> None:
    inside = Branch([1, 0], 50, Affine([[3, 5]], [7]), constant([0], 2))
    bundle = bundle_of(tmp_path, Branch([1, 0], 100, constant([0], 2), inside))
    claim, verdict = prove_worst_case(bundle, "total", ())
    assert isinstance(verdict, Proved)
    assert isinstance(claim, OperationsAtMost)
    assert claim.bound == 2
    assert claim.attained is not None
    assert trace(bundle.network, claim.attained).operations.total == 2
    assert [result.verdict for result in check_bundle(str(bundle.folder))] == ["accepted"]


@pytest.mark.parametrize(
    ("network", "domain", "found"),
    [
        (ABS, (), "y0 >= 0"),
        (ABS, box([-1], [Fraction(1, 3)]), "0 <= y0 <= 1"),
        (Affine([[Fraction(1, 3)]], [0]), box([-1], [2]), "-1/3 <= y0 <= 2/3"),
        (Affine([[Fraction(1, 3001)], [0]], [0, Fraction(1, 3001)]), box([0], [3]), None),
        (Step(1), (), "0 <= y0 <= 1"),
        (GATE, (Constraint(Form.dense([1]), "<", Fraction(3)),), "0 <= y0 <= 2"),
        (Affine([[1], [-1]], [0, 0]), box([5], [None]), "y0 >= 5, y1 <= -5"),
    ],
)
def test_the_range_of_outputs_is_found(tmp_path: Path, network: Network, domain: Domain, found: str | None) -> None:
    """Ends are exact where they are short, and else decimals beyond them; a constant output is exact at any length."""
    bundle = bundle_of(tmp_path, network, Dataset.from_rows([[0]], [[0] * network.output_width]))
    claim, verdict = prove_ranges(bundle, domain, CERTIFICATE)
    assert isinstance(verdict, Proved)
    assert claim.details() == [found or "0 <= y0 <= 0.001, 1/3001 <= y1 <= 1/3001"]
    assert [result.verdict for result in check_bundle(str(bundle.folder))] == ["accepted"]


def test_a_range_is_found_without_the_falsifier(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where counterexamples are not to be proposed, the search alone finds what is beyond."""
    wide = chain(Affine([[1, 2], [2, -1], [-1, 1]] * 3, [0, 1, -1] * 3), Relu(9), Affine([[1, -1, 2] * 3], [0]))
    bundle = bundle_of(tmp_path, wide)
    found = prove_ranges(bundle, box([-1, -1], [1, 1]), CERTIFICATE)[0].details()
    monkeypatch.setattr(base, "falsify", None)
    without = Options(lane="certificate", falsifier=False)
    assert prove_ranges(bundle, box([-1, -1], [1, 1]), without)[0].details() == found


def test_a_wider_range_is_tried_where_one_is_not_proved_in_time(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each time it is farther out, also where ends are whole numbers, and by a tenth of the range at most."""
    tried = list[Any]()

    def too_slow(program: Prepared, bounds: list[Bound], goals: Goals, limits: Limits, **others: Any) -> list[Hint]:
        tried.append(goals)
        if len(tried) < 3:
            raise Stopped("the time is up")
        return show(program, bounds, goals, limits, **others)

    monkeypatch.setattr(ranges, "show", too_slow)
    bundle = bundle_of(tmp_path, Affine([[1]], [0]))
    claim, verdict = prove_ranges(bundle, box([2], [9]), Options(lane="certificate", falsifier=False))
    assert isinstance(verdict, Proved)
    assert claim.details() == ["1.5 <= y0 <= 9.5"]
    assert len(tried) == 3


def test_a_range_that_is_not_proved_in_time_is_said_as_far_as_it_is_known(tmp_path: Path) -> None:
    bundle = bundle_of(tmp_path, ABS)
    claim, verdict = prove_ranges(bundle, box([-1], [2]), Options(lane="certificate", seconds=0.0))
    assert isinstance(verdict, Unknown)
    assert verdict.reason == "the time is up after 0 paths"
    claim, verdict = prove_ranges(bundle, box([-1], [2]), Options(lane="certificate", paths=1))
    assert isinstance(verdict, Unknown)
    assert claim.sentence().startswith("between which numbers the outputs of network.json lie, for every input")
    assert re.search("; outputs come as far as 0 <= y0 <= [12], but for a thousandth of the range$", verdict.reason)
    too_long = ABS
    for _ in range(40):
        too_long = Sequence((too_long, too_long))
    claim, verdict = prove_ranges(bundle_of(tmp_path, too_long, name="long"), box([-1], [2]), CERTIFICATE)
    assert isinstance(verdict, Unknown)
    assert verdict.reason.endswith("which is not run")
    said = {
        (): "each output goes on for ever, upwards and downwards; --box or --domain says which inputs are meant",
        box([5, None], [None, 6]): "each output goes on for ever, upwards and downwards",
        EMPTY_TRIANGLE: "no input satisfies the domain, so no output has a range",
    }
    endless = bundle_of(tmp_path, Affine([[1, 1], [1, 2]], [0, 0]), name="endless")
    for domain, reason in said.items():
        verdict = prove_ranges(endless, domain)[1]
        assert isinstance(verdict, Unknown)
        assert verdict.reason == reason


def test_largest_radii_of_a_step_are_open_on_one_side_and_closed_on_the_other(tmp_path: Path) -> None:
    data = Dataset.from_rows([[-3], [0], [5]], [[0], [1], [1]])
    bundle = bundle_of(tmp_path, Step(1), data)
    claim, verdict = prove_radii(bundle, Memorizes(network_reference(bundle), dataset_reference(bundle)))
    assert isinstance(verdict, Proved)
    assert isinstance(claim, WithRadii)
    found = [f"{radius.kind} {radius.least} {radius.most}" for radius in claim.radii]
    assert found == ["open 3 3", "closed 0 0", "closed 5 5"]


def test_a_constant_network_is_right_everywhere_and_a_wrong_point_has_no_radius(tmp_path: Path) -> None:
    bundle = bundle_of(tmp_path, constant([1], 1), Dataset.from_rows([[0], [1]], [[1], [2]]))
    claim, verdict = prove_radii(bundle, Memorizes(network_reference(bundle), dataset_reference(bundle)))
    assert isinstance(verdict, Proved)
    assert isinstance(claim, WithRadii)
    assert [radius.kind for radius in claim.radii] == ["all", "wrong"]


def test_limits_end_with_unknown_and_how_far_it_came(tmp_path: Path) -> None:
    tents: Network = Sequence((Affine([[2], [4]], [0, -2]), Relu(2), Affine([[1, -1]], [0])))
    for _ in range(4):
        tents = Sequence((tents, tents))
    bundle = bundle_of(tmp_path, tents)
    claim = OutputWithin(network_reference(bundle), box([None], [1]))
    verdict = prove(bundle, claim, Options(lane="certificate", paths=100))
    assert isinstance(verdict, Unknown)
    assert "more than 100 paths" in verdict.reason
    verdict = prove(bundle, claim, Options(lane="certificate", seconds=0.2))
    assert isinstance(verdict, Unknown)
    assert "the time is up after" in verdict.reason
    claim2, verdict = prove_worst_case(bundle, "comparisons", (), Options(lane="certificate", seconds=0.2))
    assert isinstance(claim2, OperationsAtMost)
    assert isinstance(verdict, Proved)  # the structure says as much as the first path


def test_a_radius_that_takes_too_long_is_a_certified_interval(tmp_path: Path) -> None:
    rows = [[(3 * i * j + i) % 11 - 5 for j in range(6)] for i in range(14)]
    network = Sequence((Affine(rows, [(i * i) % 7 - 3 for i in range(14)]), Relu(14), Affine([[1, -1] * 7], [0])))
    data = Dataset.from_rows([[0] * 6], [list(evaluate(network, [0] * 6))])
    bundle = bundle_of(tmp_path, network, data)
    of = Memorizes(network_reference(bundle), dataset_reference(bundle))
    claim, verdict = prove_radii(bundle, of, Options(lane="certificate", paths=1))
    assert isinstance(verdict, Proved)
    assert isinstance(claim, WithRadii)
    must_be = claim.radii[0]
    assert must_be.kind in ("closed", "open")


def in_one_process(function: Callable[[Any], Any], tasks: list[Any], workers: Workers) -> Iterator[Any]:
    """Do what ``work.run_all`` does, with everything copied as if it went to another process."""
    assert workers == Workers(2)
    for task in tasks:
        yield pickle.loads(pickle.dumps(function(pickle.loads(pickle.dumps(task)))))


@SLOW
@given(networks(2, 2, 2), DOMAINS, CONSTRAINTS.filter(bool), st.sampled_from(["total", "comparisons"]))
def test_an_execution_cut_into_subtrees_finds_what_it_finds_whole(
    tmp_path: Path, network: Network, domain: Domain, outputs: Domain, measure: str
) -> None:
    bundle = bundle_of(tmp_path, network)
    shared = Options(lane="certificate", jobs=2)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(subtrees, "run_all", in_one_process)
        patch.setattr(subtrees, "_TASKS", 2)
        claims = (
            OutputWithin(network_reference(bundle), outputs, domain),
            Equivalent(network_reference(bundle), beside(bundle, Sequence((network, Identity(2)))), domain),
        )
        for claim in claims:
            must_be_right(bundle, claim, prove(bundle, claim, shared))
        worst, verdict = prove_worst_case(bundle, measure, domain, shared)
        must_be_right(bundle, worst, verdict)
        assert isinstance(verdict, Proved)
        counted, verdict = prove_paths(bundle, domain, shared)
        must_be_right(bundle, counted, verdict)
        assert isinstance(verdict, Proved)


RANDOM = Sequence(
    (
        Affine([[(3 * i * j + i) % 11 - 5 for j in range(2)] for i in range(9)], [(i * i) % 7 - 3 for i in range(9)]),
        Relu(9),
        Affine([[1, -1, 2] * 3], [0]),
    )
)


def test_claims_about_a_domain_run_on_several_processes(tmp_path: Path) -> None:
    bundle = bundle_of(tmp_path, RANDOM)
    found = []
    for jobs in (1, 2):
        claim, verdict = prove_paths(bundle, box([-9, -9], [9, 9]), Options(lane="certificate", jobs=jobs))
        assert isinstance(verdict, Proved)
        found.append(claim_bytes(claim))
    assert found[0] == found[1]
    refuted = prove(bundle, OutputWithin(network_reference(bundle), box([None], [100])), Options(jobs=2))
    assert isinstance(refuted, Refuted)
    assert evaluate(RANDOM, refuted.point)[0] > 100
    stopped = prove(bundle, Paths(network_reference(bundle), 5), Options(lane="certificate", jobs=2, paths=20))
    assert isinstance(stopped, Unknown)
    assert stopped.reason == "more than 20 paths"


@SLOW
@given(networks(2, 1, 2), DOMAINS)
def test_z3_counts_the_same_paths_by_itself(tmp_path: Path, network: Network, domain: Domain) -> None:
    bundle = bundle_of(tmp_path, network)
    claim, verdict = prove_paths(bundle, domain, BOTH)
    assert isinstance(verdict, Proved)
    assert isinstance(claim, Paths)
    assert verdict.solvers
    for count in (claim.count - 1, claim.count + 1):
        if count >= 0:
            false = Paths(claim.network, count, domain)
            assert isinstance(prove(bundle, false, Options(lane="z3", seconds=PATIENCE)), Refuted)
    again = prove(bundle, claim, Options(lane="z3", seconds=PATIENCE))
    assert isinstance(again, Proved)  # by the certificate that is there
    assert again.solvers


def test_z3_says_how_many_paths_it_had_found_when_the_time_was_up(tmp_path: Path) -> None:
    bundle = bundle_of(tmp_path, RANDOM)
    claim = Paths(network_reference(bundle), 40)
    verdict = prove(bundle, claim, Options(lane="z3", seconds=0.001))
    assert isinstance(verdict, Unknown)
    assert "when the time was up" in verdict.reason


def test_data_of_a_single_class_can_be_classified(tmp_path: Path) -> None:
    data = Dataset.from_rows([[1], [2]], [[0], [0]])
    bundle = bundle_of(tmp_path, Affine([[1], [-1]], [0, 0]), data)
    claim = Classifies(network_reference(bundle), dataset_reference(bundle))
    assert isinstance(prove(bundle, claim), Proved)


def test_a_large_tower_is_decided_without_a_query(tmp_path: Path) -> None:
    tower: Network = Branch([1, 0], 5, Identity(2), Sequence((Relu(2), Identity(2))))
    for _ in range(10):
        tower = Sequence((tower, tower))
    bundle = bundle_of(tmp_path, Sequence((tower, Affine([[0, 0]], [0]))), Dataset.from_rows([[-1, 0]], [[0]]))
    claim, verdict = prove_worst_case(bundle, "total", (), CERTIFICATE)
    assert isinstance(verdict, Proved)
    assert isinstance(claim, OperationsAtMost)
    assert claim.bound == 3 * 2**10


@pytest.mark.parametrize("lane", ["both", "z3", "certificate"])
def test_marabou_s_first_wrong_answer_comes_out_right_in_every_lane(tmp_path: Path, lane: str) -> None:
    """Marabou 2.0.0 answers unsat to x in [0, 1e-5], y = relu(x), out = 2e5 y, out >= 1; x = 1e-5 is a solution."""
    network = Sequence((Relu(1), Affine([[200_000]], [0])))
    bundle = bundle_of(tmp_path, network)
    below_one = (Constraint(Form.dense([1]), "<", Fraction(1)),)
    claim = OutputWithin(network_reference(bundle), below_one, box([0], [Fraction(1, 100_000)]))
    verdict = prove(bundle, claim, Options(lane=lane))  # type: ignore[arg-type]
    assert isinstance(verdict, Refuted)
    assert evaluate(network, verdict.point)[0] >= 1
    assert verdict.point[0] <= Fraction(1, 100_000)


@pytest.mark.parametrize("lane", ["both", "z3", "certificate"])
def test_marabou_s_second_wrong_answer_comes_out_right_in_every_lane(tmp_path: Path, lane: str) -> None:
    """Marabou 2.0.0 finds a gap of 1e-5 between two outputs that are equal."""
    same = Concatenate((Sequence((Affine([[3]], [1]), Relu(1))), Sequence((Affine([[1]], [Fraction(1, 3)]), Relu(1)))))
    network = Sequence((same, Affine([[1, 0], [0, 3]], [0, 0])))
    bundle = bundle_of(tmp_path, network)
    gap = Form.dense([1, -1])
    small = Fraction(1, 100_000)
    no_gap = (Constraint(gap, "<", small), Constraint(gap, ">", -small))
    verdict = prove(bundle, OutputWithin(network_reference(bundle), no_gap, box([-1], [1])), Options(lane=lane))  # type: ignore[arg-type]
    assert isinstance(verdict, ProvedBySolver if lane == "z3" else Proved)


@pytest.mark.parametrize("form", ["layers", "gates", "concatenations", "tower"])
def test_thousands_of_layers_are_run_over_a_domain(tmp_path: Path, form: str) -> None:
    network: Network = Identity(1)
    count = 1_100  # more than Python calls functions
    if form == "layers":
        network = Sequence([Affine([[1]], [1]), Relu(1)] * count)
    elif form == "gates":
        for number in range(count):
            network = Branch([1], count - number, constant([number], 1), network)
    elif form == "concatenations":
        for _ in range(count):
            network = Sequence((Concatenate((network, Relu(1))), Affine([[1, 0]], [0])))
    else:
        network = Affine([[1]], [Fraction(1, 2**14)])
        for _ in range(14):
            network = Sequence((network, network))
    bundle = bundle_of(tmp_path, network)
    claim = OutputWithin(network_reference(bundle), box([-2], [10_001]), box([-1], [1]))
    assert isinstance(prove(bundle, claim, CERTIFICATE), Proved)


def test_a_tower_that_would_never_end_is_unknown_at_once(tmp_path: Path) -> None:
    tower: Network = Affine([[2]], [1])
    for _ in range(60):
        tower = Sequence((tower, tower))
    bundle = bundle_of(tmp_path, tower)
    verdict = prove(bundle, OutputWithin(network_reference(bundle), box([0], [None])))
    assert isinstance(verdict, Unknown)
    assert "more than 1,000,000,000 steps" in verdict.reason


@pytest.mark.parametrize("lane", ["both", "z3", "certificate"])
def test_numerators_of_thousands_of_digits_are_exact(tmp_path: Path, lane: str) -> None:
    big = 10**4500
    network = Sequence((Affine([[big, 1], [1, big]], [1, -1]), Relu(2), Affine([[1, Fraction(1, big)]], [0])))
    bundle = bundle_of(tmp_path, network)
    options = Options(lane=lane, seconds=PATIENCE)  # type: ignore[arg-type]
    domain = box([-1, -1], [1, 1])
    proved = prove(bundle, OutputWithin(network_reference(bundle), box([0], [None]), domain), options)
    assert isinstance(proved, ProvedBySolver if lane == "z3" else Proved)
    most = evaluate(network, (1, 1))[0]
    for bound, kind in ((most, "proved"), (most - Fraction(1, big), "refuted")):
        claim = OutputWithin(network_reference(bundle), box([None], [bound]), domain)
        verdict = prove(bundle, claim, options)
        assert verdict_text(claim, verdict).startswith(kind)


def test_equal_parallel_and_shared_gates_are_decided_once_each(tmp_path: Path) -> None:
    gate = Branch([2, 2], 2, constant([0], 2), constant([1], 2))
    same = Branch([1, 1], 1, constant([0], 2), constant([1], 2))
    farther = Branch([1, 1], 2, constant([0], 2), constant([1], 2))
    network = Sequence((Concatenate((gate, gate, same, farther)), Affine([[1, -1, 1, -1]], [0])))
    bundle = bundle_of(tmp_path, network)
    claim, verdict = prove_paths(bundle, ())
    assert isinstance(verdict, Proved)
    assert isinstance(claim, Paths)
    assert claim.count == 3


def test_regions_without_interior_are_right(tmp_path: Path) -> None:
    line = (Constraint(Form.dense([1, -1]), "=", Fraction(0)),)
    touching = (*box([0, 0], [None, None]), Constraint(Form.dense([1, 1]), "<=", Fraction(0)))
    network = Branch([1, -1], 0, constant([0], 2), Branch([-1, 1], 0, constant([1], 2), constant([2], 2)))
    bundle = bundle_of(tmp_path, network)
    for domain in (line, touching):
        claim = OutputWithin(network_reference(bundle), box([2], [2]), domain)
        assert isinstance(prove(bundle, claim), Proved)
        counted, verdict = prove_paths(bundle, domain)
        assert isinstance(verdict, Proved)
        assert isinstance(counted, Paths)
        assert counted.count == 1
