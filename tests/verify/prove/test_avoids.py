"""The claims *avoids* and *within tolerance*: what the lanes say is what a third semantics says, and their edges."""

import json
import re
from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path
from random import Random
from typing import Any

import pytest
from brute import files_of, is_true
from commands import command
from hypothesis import HealthCheck, given, settings, strategies as st
from samples import examples
from strategies import networks

from constructions.files.bundle import Bundle, write_bundle
from constructions.files.canonical import network_bytes
from constructions.model.errors import BadInput
from constructions.model.evaluation import evaluate
from constructions.model.network import Affine, Concatenate, Form, Identity, Network, Relu, Sequence, Step
from verify.certificate import claim_file
from verify.check.bundle import Files, Folder, _check as checked, check_bundle
from verify.claims.avoids import Avoids
from verify.claims.shared.base import Claim, claim_bytes
from verify.claims.shared.subject import network_reference
from verify.claims.shared.two_networks import named_network
from verify.claims.within_tolerance import WithinTolerance
from verify.domain import RELATIONS, Constraint, Domain, box, check_possible
from verify.domain_reader import domain_of, unsafe_of
from verify.lanes import Lane, Options, prove
from verify.verdict import Proved, Refuted, Unknown, Verdict
from verify.words import verdict_json, verdict_text

LANES: tuple[Lane, ...] = ("both", "z3", "certificate")
HALF = Fraction(1, 2)
HAT = Sequence((Affine([[2], [4]], [0, -2]), Relu(2), Affine([[1, -1]], [0])))
"""2 z up to 1/2, from 0 on; then 2 - 2 z."""


def bundle_of(folder: Path, network: Network, name: str = "bundle") -> Bundle:
    return write_bundle(folder / name, network, None, "", force=True)


def beside(bundle: Bundle, other: Network, tolerance: Fraction, domain: Domain = ()) -> WithinTolerance:
    reference, (_, data) = named_network(other)
    (bundle.folder / reference.file).write_bytes(data)
    return WithinTolerance(network_reference(bundle), reference, tolerance, domain)


def unsafe(bundle: Bundle, text: str, domain: Domain = ()) -> Avoids:
    network = bundle.network
    polyhedra = unsafe_of(network.input_width, network.output_width, text, None)
    return Avoids(network_reference(bundle), polyhedra, domain)


def must_be_right(bundle: Bundle, claim: Claim, verdict: Verdict) -> None:
    """Hold a verdict against the third semantics; a refutation against a run of the networks."""
    (bundle.folder / claim_file(claim)).write_bytes(claim_bytes(claim))
    truth = is_true(files_of(bundle.folder), claim_file(claim))
    assert isinstance(verdict, Proved if truth else Refuted), (truth, verdict)
    if isinstance(verdict, Refuted):
        assert verdict.found == evaluate(bundle.network, verdict.point)
    else:
        assert [result.verdict for result in check_bundle(str(bundle.folder))] == ["accepted"]


NUMBER = st.sampled_from([Fraction(number, 2) for number in range(-4, 5)])


def constraints(width: int, most: int) -> st.SearchStrategy[Domain]:
    rows = st.lists(NUMBER, min_size=width, max_size=width).map(Form.dense)
    return st.lists(st.builds(Constraint, rows, st.sampled_from([*RELATIONS]), NUMBER), max_size=most).map(tuple)


@settings(max_examples=examples(60), suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(networks(2, 2, 2), st.lists(constraints(4, 3), max_size=3).map(tuple), constraints(2, 3))
def test_avoids_is_proved_or_refuted_as_it_is(
    tmp_path: Path, network: Network, polyhedra: tuple[Domain, ...], domain: Domain
) -> None:
    bundle = bundle_of(tmp_path, network)
    for path in bundle.folder.glob("*.claim.json"):
        path.unlink()
    claim = Avoids(network_reference(bundle), polyhedra, domain)
    must_be_right(bundle, claim, prove(bundle, claim, Options(paths=2_000)))


@settings(max_examples=examples(40), suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(networks(2, 1, 2), networks(2, 1, 1), NUMBER.map(abs), constraints(2, 3))
def test_within_tolerance_is_proved_or_refuted_as_it_is(
    tmp_path: Path, network: Network, other: Network, tolerance: Fraction, domain: Domain
) -> None:
    bundle = bundle_of(tmp_path, network)
    claim = beside(bundle, other, tolerance, domain)
    try:
        check_possible(domain)
    except BadInput:
        with pytest.raises(BadInput, match="the domain is empty"):
            prove(bundle, claim)
    else:
        must_be_right(bundle, claim, prove(bundle, claim, Options(paths=2_000)))


EDGES = [
    ("x0 >= 1 and y0 > 0", True, "at the border, strictly"),
    ("x0 >= 1 and y0 >= 0", False, "at the border"),
    ("y0 = 1 and x0 < 1/2", True, "an equality beside the only point where it holds"),
    ("y0 = 1 and x0 <= 1/2", False, "an equality"),
    ("y0 > 1 or y0 > 1", True, "the same twice"),
    ("y0 < 0 or y0 >= 1 or y0 >= 1", False, "the same twice, reached"),
    ("x0 < 0", True, "no output is spoken of"),
    ("x0 <= 0", False, "no output is spoken of"),
    ("y0 < 0", True, "no input is spoken of"),
    ("y0 - 2 x0 > 0", True, "both"),
    ("y0 >= 2 x0", False, "both"),
    ("0 > 0", True, "neither"),
    ("0 >= 0", False, "neither"),
    ("0 >= 0 and y0 > 1", True, "what is constant and holds beside what does not"),
]


@pytest.mark.parametrize("lane", LANES)
@pytest.mark.parametrize(("text", "truth", "why"), EDGES, ids=[f"{why}: {text}" for text, _, why in EDGES])
def test_edges_fall_on_their_sides(tmp_path: Path, text: str, truth: bool, why: str, lane: Lane) -> None:
    bundle = bundle_of(tmp_path, HAT)
    verdict = prove(bundle, unsafe(bundle, text, box([0], [1])), Options(lane=lane))
    assert isinstance(verdict, Refuted) == (not truth), (why, verdict)
    assert not isinstance(verdict, Unknown)


def test_everything_is_avoided_by_no_input_and_by_nothing_else(tmp_path: Path) -> None:
    bundle = bundle_of(tmp_path, HAT)
    network = network_reference(bundle)
    assert isinstance(prove(bundle, Avoids(network, ((),))), Refuted)
    assert isinstance(prove(bundle, Avoids(network, ())), Proved)
    wide = Affine([[1, 1]], [0])
    plane = bundle_of(tmp_path, wide, "plane")
    form = Form.dense
    crossed = [  # two constraints contradict, or only three
        (Constraint(form([1, 0]), ">", Fraction(1)), Constraint(form([1, 0]), "<", Fraction(1))),
        (*box([0, 0], [None, None]), Constraint(form([1, 1]), "<", Fraction(0))),
    ]
    for domain in crossed:
        for lane in ("both", "certificate"):
            claim = Avoids(network_reference(plane), ((),), domain)
            verdict = prove(plane, claim, Options(lane=lane))
            assert isinstance(verdict, Proved)
            assert "no input satisfies the constraints" in verdict_text(claim, verdict)
            assert verdict_json(claim, verdict)["empty_domain"]
    assert {result.vacuous for result in check_bundle(str(plane.folder))} == {True}


def test_hints_and_steps_grow_with_the_disjuncts_and_not_faster(tmp_path: Path) -> None:
    steps = {}
    for count in (100, 400):
        bundle = bundle_of(tmp_path, HAT, f"of-{count}")
        above = Constraint(Form.dense([0, 1]), ">", Fraction(1))
        polyhedra = tuple([(above, *box([Fraction(n, count), None], [None, None])) for n in range(count)])
        claim = Avoids(network_reference(bundle), polyhedra, box([0], [1]))
        assert isinstance(prove(bundle, claim, Options(lane="certificate")), Proved)
        files = Files(Folder(str(bundle.folder)))
        before = files.budget.steps
        assert checked(files, claim_file(claim)).verdict == "accepted"
        steps[count] = before - files.budget.steps
        touched = Avoids(claim.network, (*polyhedra, box([HALF, 1], [None, None])), claim.domain)
        verdict = prove(bundle, touched, Options(lane="certificate"))
        assert isinstance(verdict, Refuted)
        said = f"the input, with the output 1, lies in polyhedron {count}: x0 >= 0.5 and y0 >= 1"
        assert (verdict.point, verdict.reason) == ((HALF,), said)
    assert steps[400] < 4.1 * steps[100]


def test_a_hundred_inputs_all_fixed_but_one(tmp_path: Path) -> None:
    source = Random(7)
    weights = [[source.randint(-3, 3) for _ in range(100)] for _ in range(4)]
    network = Sequence((Affine(weights, [0, 1, 2, 3]), Relu(4), Affine([[1, -1, 2, -2]], [0])))
    bundle = bundle_of(tmp_path, network)
    fixed = [Fraction(source.randint(-2, 2), 3) for _ in range(100)]
    low, high = list(fixed), list(fixed)
    low[41], high[41] = Fraction(-1), Fraction(1)
    reached = [evaluate(network, [*fixed[:41], Fraction(n, 64), *fixed[42:]])[0] for n in range(-64, 65)]
    within = box([*[None] * 100, max(reached) + 1], [None] * 101)
    at = box([*[None] * 100, max(reached)], [None] * 101)
    network_itself = network_reference(bundle)
    assert isinstance(prove(bundle, Avoids(network_itself, (within,), box(low, high))), Proved)
    assert isinstance(prove(bundle, Avoids(network_itself, (within, at), box(low, high))), Refuted)


def test_processes_share_the_search(tmp_path: Path) -> None:
    tents = Concatenate((HAT, Sequence((Affine([[3], [6]], [0, -3]), Relu(2), Affine([[1, -1]], [0])))))
    bundle = bundle_of(tmp_path, tents)
    options = Options(lane="certificate", jobs=2)
    assert isinstance(prove(bundle, unsafe(bundle, "y1 > 3/2 y0 and x0 >= 0", box([0], [1])), options), Proved)
    assert isinstance(prove(bundle, unsafe(bundle, "y1 >= 3/2 and y0 = 1"), options), Refuted)
    claim = beside(bundle, tents, Fraction(0))
    assert isinstance(prove(bundle, claim, options), Proved)


@pytest.mark.parametrize("lane", LANES)
def test_a_tolerance_that_is_reached_is_one_and_less_is_none(tmp_path: Path, lane: Lane) -> None:
    bundle = bundle_of(tmp_path, Concatenate((Relu(1), Step(1))))
    other = Concatenate((Identity(1), Affine([[0]], [HALF])))
    for tolerance, domain, truth in (
        (Fraction(1), box([-1], [None]), True),
        (Fraction(999, 1000), box([-1], [None]), False),
        (HALF, box([-HALF], [1]), True),
        (HALF, box([-HALF], [1])[:1], True),
        (HALF - Fraction(1, 1000), box([0], [1]), False),
        (Fraction(0), box([0], [1]), False),
    ):
        verdict = prove(bundle, beside(bundle, other, tolerance, domain), Options(lane=lane))
        assert isinstance(verdict, Refuted) != truth, verdict
        if isinstance(verdict, Refuted):
            gaps = [abs(a - b) for a, b in zip(verdict.found, verdict.expected, strict=True)]
            assert max(gaps) > tolerance
            assert verdict.expected == evaluate(other, verdict.point)
            assert f"{max(gaps)} apart" in verdict.reason


SPELLED: list[tuple[str, list[list[str]]]] = [
    ("x0>=1", [["x0 >= 1"]]),
    ("x0 + x0 - 1/2 y1 <= -2", [["2 x0 - 0.5 x3 <= -2"]]),
    ("1/2 x0 - .5*y1 + 3 <= -2 or y0 = 1", [["0.5 x0 - 0.5 x3 <= -5"], ["x2 = 1"]]),
    ("0 <= x0 < 1 < y1", [["x0 >= 0", "x0 < 1", "x3 > 1"]]),
    ("1e-3x0 > 2 and - x1 > - 1", [["0.001 x0 > 2", "-x1 > -1"]]),
    ("x0 >= 5. and .5 + 1. < 2. y0 - 3.", [["x0 >= 5", "2 x2 > 4.5"]]),
    ("x0 = x0 and y0 > x0 + y0 - x1", [["0 = 0", "-x0 + x1 > 0"]]),
]


@pytest.mark.parametrize(("text", "meant"), SPELLED)
def test_what_is_unsafe_is_read_as_it_is_spelled(text: str, meant: list[list[str]]) -> None:
    assert [[str(constraint) for constraint in part] for part in unsafe_of(2, 2, text, None)] == meant


NAMES = ("age", "net income", "x0", "or")


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ('2 age + 1 >= "net income"', ["2 x0 - x1 >= -1"]),
        ('"x0" < age and -y0 > "or"', ["-x0 + x2 < 0", "-x3 - x4 > 0"]),
        ("2x1 >= 3 and price <= y1", ["2 x1 >= 3", "x4 - x5 <= 0"]),
        ('0.5 age<1e-1*"age"', ["0.4 x0 < 0"]),
        ('1 <= x1 and -1 <= age and "or" > 0', ["x1 >= 1", "x0 >= -1", "x3 > 0"]),
    ],
)
def test_inputs_go_by_the_names_of_their_columns(text: str, meant: list[str]) -> None:
    (found,) = unsafe_of(4, 2, text, None, NAMES, ("price", "cost"))
    assert [str(constraint) for constraint in found] == meant


def test_a_name_that_no_column_or_several_have_is_refused() -> None:
    for text, said in (("Age > 1", "there is no input 'Age'"), ('"x1" > 1', "there is no input 'x1'")):
        with pytest.raises(BadInput) as caught:
            unsafe_of(4, 2, text, None, NAMES)
        known = 'they are x0, x1, ..., or age, "net income", "x0", "or"; outputs are y0, y1, ...'
        assert str(caught.value) == f"--unsafe: {said}: {known}"
    with pytest.raises(BadInput, match="--unsafe: x0 and x1 are named 'a': they are"):
        unsafe_of(2, 1, "a > 1", None, ("a", "a"))
    with pytest.raises(BadInput, match="--unsafe: x0 and y0 are named 'a': they are"):
        unsafe_of(2, 1, "a > 1", None, ("a", "b"), ("a",))


class Counting(tuple[str, ...]):
    """Names that know how often somebody went through them."""

    passes = 0

    def __iter__(self) -> Iterator[str]:
        Counting.passes += 1
        return super().__iter__()


def test_names_are_gone_through_once_however_long_the_words_are() -> None:
    names = Counting([f"c{place}" for place in range(50)])
    found = domain_of(50, None, " and ".join([f"c{place} >= x{place - 1}" for place in range(1, 50)]), names=names)
    assert len(found) == 49
    assert Counting.passes == 1


def test_a_number_that_is_the_name_of_another_column_is_refused() -> None:
    names = ("x1", "x2")
    with pytest.raises(BadInput) as caught:
        unsafe_of(2, 1, "x1 >= 3 and y0 > 0", None, names)
    assert (
        str(caught.value) == '--unsafe: x1 is input 1, "x2" in the data, and the name of another column, which is "x1"'
    )
    with pytest.raises(BadInput, match='x2 is no input, but the name of a column, which is "x2"'):
        unsafe_of(2, 1, "0 < 2x2", None, names)
    with pytest.raises(BadInput, match=r"y0 is output 0 of the network, and the name .* can name the output"):
        unsafe_of(2, 1, "y0 > 1", None, ("y0", "x"))
    (found,) = unsafe_of(2, 1, '"x1" >= 3 and "x2" < 1', None, names)
    assert [str(constraint) for constraint in found] == ["x0 >= 3", "x1 < 1"]
    assert len(unsafe_of(2, 1, "x1 >= 3 and x0 > 0", None, ("x0", "x1"))) == 1


def test_a_domain_is_spelled_in_the_same_words() -> None:
    found = domain_of(2, ("0", "5"), '1 <= "petal width" <= 2 and length > 1/2', names=("length", "petal width"))
    assert [str(constraint) for constraint in found[4:]] == ["x1 >= 1", "x1 <= 2", "x0 > 0.5"]
    found = domain_of(2, None, "y0 <= price", "--output-box", 1, "y", ("cost", "price"))
    assert str(found[0]) == "x0 - x1 <= 0"


def test_a_domain_in_words_may_lie_in_a_file(tmp_path: Path) -> None:
    path = tmp_path / "range.txt"
    lines = ["\ufeff0 <= length <= 5 and", "", '  "petal width" >= 1/2\r', 'and 2 length <= "petal width" + 9']
    path.write_text("\n".join(lines), encoding="utf-8")
    found = domain_of(2, None, str(path), names=("length", "petal width"))
    assert [str(constraint) for constraint in found] == ["x0 >= 0", "x0 <= 5", "x1 >= 0.5", "2 x0 - x1 <= 9"]
    for text, said in (
        ("x0 >= 0 or x0 < 1", "line 1: 'or' has no place here"),
        ("x0 >= 0\r\nx1 < 5 or\r\nx0 < 1", "line 2: 'or' has no place here"),
        ("\n\nx7 > 1", "line 3: there is no x7"),
        ("x0 > 1/0", "line 1: '1/0' divides by zero"),
        ("x0 \u2265 1", "line 1: 'x0 \u2265 1' is no constraint such as 2 x0 >= 1/2"),
        ("{}", "must be a list"),
        (" \n", "not a list of constraints: not JSON"),
    ):
        path.write_text(text, encoding="utf-8")
        with pytest.raises(BadInput, match=f"range.txt: {said}"):
            domain_of(2, None, str(path))
    path.write_bytes("x0 >= 0".encode("utf-16"))
    with pytest.raises(BadInput, match=r"range.txt: byte 0, 0x(ff|fe), is not UTF-8"):
        domain_of(2, None, str(path))
    path.write_bytes(b"\xef\xbb\xbfx0 >= 0 \xff")
    with pytest.raises(BadInput, match=r"range.txt: byte 11, 0xff, is not UTF-8"):
        domain_of(2, None, str(path))
    path.write_bytes(b'\xef\xbb\xbf[[[0, "1"], ">=", "1"]]')
    assert str(domain_of(2, None, str(path))[0]) == "x0 >= 1"


def test_a_sum_of_many_different_denominators_is_refused_before_it_is_long() -> None:
    text = "+".join([f"1/{2 * number + 1}" for number in range(90_000)])
    with pytest.raises(BadInput, match="add up to one of more than 10000 digits"):
        domain_of(1, None, f"{text} >= x0")


@pytest.mark.parametrize(
    ("told", "said"),
    [
        ("x0 > 1 or x0 < 0", "--domain: 'or' has no place here"),
        ("x0 > 1 and y0 < 0", "--domain: there is no y0: constraints here are on the others alone"),
        ("x0 > 1 and x0 < 0", "--domain: no input satisfies both"),
        ("width > 1", "--domain: there is no input 'width': they are x0, x1, ..., or a, b"),
        ("x0 >", "--domain: beside a relation"),
        ("", "--domain: takes constraints in words, or a file of them, and was given neither"),
        ("no.json", "no.json: no such file"),
        ("a=b.json", "a=b.json: no such file"),
        (" and ".join(["0 <= x0 <= 5"] * 40 + ["x0 > 7"]), "--domain: no input satisfies both"),
        ('"a"1 >= 3', "--domain: '1' is no term"),
    ],
)
def test_a_domain_that_is_spelled_wrong_is_refused(told: str, said: str) -> None:
    with pytest.raises(BadInput) as caught:
        domain_of(2, None, told, names=("a", "b"))
    assert said in str(caught.value)
    with pytest.raises(BadInput, match=re.escape("--domain '0 <= x0 <= 9 and x1 >= 1/2' has ends of its own for each")):
        domain_of(2, ("0,1", "2,3"), None)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "'' is no constraint such as x0 + 2 y1 >= 1/2"),
        ("y0", "'y0' is no constraint"),
        ("y0 > 1 or", "'' is no constraint"),
        ("y0 > 1 and and x0 > 1", "'' is no constraint"),
        ("y0 >", "beside a relation (>=, >, <=, < or =) stands no term"),
        ("x0 == 1", "there is no relation '=='; the nearest is '='"),
        ("x0 => 1", "there is no relation '=>'; the nearest is '>='"),
        ("x0 >= <= 1", "beside a relation (>=, >, <=, < or =) stands no term"),
        ("2 3 > x0", "'2 3' is no term"),
        ("2 x0 y1 > 1", "'y1' is no term"),
        ("x0 * y0 > 1", "'* y0' is no term"),
        ("z0 > 1", "'z0' is no term"),
        ("x0 > 1,5", "'1,5' is no term"),
        ("x0 > 1 AND x1 < 2", "'1 AND x1' is no term"),
        ("x2 > 0", "there is no x2: the network has 2 inputs"),
        ("y2 > 0", "there is no y2: the network has 2 outputs"),
        (f"y{'9' * 30} > 0", "there is no y99"),
        ("1/0 > x0", "'1/0' divides by zero"),
        ("1/ > x0", "'1/' is no term"),
    ],
)
def test_what_is_spelled_wrong_is_refused_and_named(text: str, said: str) -> None:
    with pytest.raises(BadInput) as caught:
        unsafe_of(2, 2, text, None)
    assert str(caught.value).startswith(f"--unsafe: {said}")


@pytest.mark.parametrize(
    ("value", "said"),
    [
        ({}, "must be a list of lists of constraints [ROW, RELATION, NUMBER]"),
        ([3], "polyhedron 0: must be a list of constraints"),
        ([[], [[[0, "1"], ">=", "1"], [[0, "1"], "=>", "1"]]], "polyhedron 1: constraint 1: there is no relation"),
        ([[[[2, "1"], ">=", "1"]]], "polyhedron 0: constraint 0: "),
    ],
)
def test_a_file_of_what_is_unsafe_is_refused_by_place(tmp_path: Path, value: Any, said: str) -> None:
    path = tmp_path / "unsafe.json"
    path.write_text(json.dumps(value))
    with pytest.raises(BadInput) as caught:
        unsafe_of(1, 1, None, path)
    assert str(caught.value).startswith(f"{path}: {said}")


def test_the_command_joins_text_and_file_and_says_where_it_is_refuted(tmp_path: Path) -> None:
    bundle = bundle_of(tmp_path, HAT)
    (tmp_path / "beyond.json").write_text(json.dumps([[[[1, "1"], ">", "1"]]]))
    asked = ["prove", "bundle", "--claim", "avoids", "--box", "0", "1", "--unsafe-file", "beyond.json"]
    done = command(*asked, folder=tmp_path)
    assert (done.returncode, "avoids 1 polyhedron" in " ".join(done.stdout.split())) == (0, True), done
    done = command(*asked, "--unsafe", "y0 < 0 or y0 = 1 and x0 > 0", "--json", folder=tmp_path)
    (found,) = json.loads(done.stdout)["results"]
    assert (done.returncode, found["point"], found["found"]) == (1, ["1/2"], ["1"]), done
    assert found["reason"] == "the input, with the output 1, lies in polyhedron 1: y0 = 1 and x0 > 0"
    (tmp_path / "line.json").write_bytes(network_bytes(Affine([[1]], [0])))
    asked = ["prove", "bundle", "--claim", "within-tolerance", "--box", "0", "1/2", "--other", "line.json"]
    done = command(*asked, "--tolerance", "1/2", folder=tmp_path)
    assert done.returncode == 0, done
    done = command(*asked, "--tolerance", "0.49", folder=tmp_path)
    assert (done.returncode, "apart" in done.stdout) == (1, True), done
    for wrong in ("-1", "x", "1/0"):
        assert command(*asked, "--tolerance", wrong, folder=tmp_path).returncode == 2
    assert {result.verdict for result in check_bundle(str(bundle.folder))} == {"accepted"}
