"""Queries answered: unsat with a bundle that the checker accepts, sat at an exact point that floats confirm."""

import json
from fractions import Fraction
from itertools import product
from pathlib import Path

import numpy as np
import pytest
from onnx import helper
from queries import absolute, competition, save
from samples import examples

from constructions.files.bundle import Bundle
from constructions.model.errors import BadInput
from constructions.model.evaluation import evaluate
from exchange.vnnlib.competition import read_competition
from exchange.vnnlib.joined import Joined, attach, join
from exchange.vnnlib.query import Declared, Query, Variable
from verify.certificate import COUNTEREXAMPLE
from verify.check.bundle import check_bundle
from verify.claims.shared.base import Claim
from verify.lanes import Options, prove
from verify.queries.answers import FIRST_PATHS, Answer, Effort, answered, joined_query
from verify.verdict import Unknown, Verdict

pytest.importorskip("onnxruntime")


def asked(text: str, file: Path, element: str | None = None) -> Joined:
    """Return a query of version 1.0 about a file; with an element type, as one of version 2 about such numbers."""
    query = read_competition(text, "a.vnnlib")
    if element is not None:
        parts = [Variable(v.name, v.kind, element, v.shape) for v in query.networks[0].variables]
        query = Query((Declared("N", tuple(parts)),), query.common, query.polyhedra, "2.0")
    return join(query, attach(query, {"N": file}))


def about(tmp_path: Path, *assertions: str, element: str | None = None) -> Joined:
    return asked(competition(1, 1, *assertions), absolute(tmp_path / "n.onnx"), element)


def is_accepted(folder: Path, claims: int) -> bool:
    return [result.verdict for result in check_bundle(str(folder))] == ["accepted"] * claims


BOX = ("(<= X_0 1)", "(>= X_0 -1)")


def test_unsat_leaves_a_bundle_that_the_checker_accepts(tmp_path: Path) -> None:
    found = answered(about(tmp_path, *BOX, "(> Y_0 1)"), tmp_path / "kept")
    assert found == Answer("unsat")
    assert is_accepted(tmp_path / "kept", 1)


def test_sat_has_an_exact_point_of_floats(tmp_path: Path) -> None:
    question = about(tmp_path, *BOX, "(>= Y_0 0.3)", element="float32")
    found = answered(question, tmp_path / "kept")
    assert found.word == "sat"
    assert found.confirmed
    assert question.query.holds((*found.point, *evaluate(question.network, found.point)))
    assert Fraction(np.float32(float(found.point[0])).item()) == found.point[0]
    kept = json.loads((tmp_path / "kept" / COUNTEREXAMPLE).read_text())
    assert [Fraction(number) for number in kept["point"]] == list(found.point)
    assert [Fraction(number) for number in kept["output"]] == list(evaluate(question.network, found.point))


@pytest.mark.parametrize(
    ("assertions", "word"),
    [
        ((*BOX, "(>= Y_0 1)"), "sat"),
        ((*BOX, "(> Y_0 1)"), "unsat"),
        ((*BOX, "(<= Y_0 0)"), "sat"),
        ((*BOX, "(< Y_0 0)"), "unsat"),
        ((*BOX, "(= Y_0 0.5)"), "sat"),
        (("(= X_0 0.25)", "(= Y_0 0.25)"), "sat"),
        (("(= X_0 0.25)", "(or (< Y_0 0.25) (> Y_0 0.25))"), "unsat"),
        (BOX, "sat"),
        (("(< X_0 1)", "(> X_0 1)", "(<= Y_0 5)"), "unsat"),
        (("(< X_0 1)", "(>= X_0 1)"), "unsat"),
        (("(<= 1 0)",), "unsat"),
        ((), "sat"),
        (("(< Y_0 0)",), "unsat"),
        (("(> Y_0 1000000)",), "sat"),
        ((*BOX, "(> (+ X_0 Y_0) 2)"), "unsat"),
        ((*BOX, "(>= (+ X_0 Y_0) 2)"), "sat"),
        ((*BOX, "(or (> Y_0 2) (> Y_0 2) (< Y_0 0))"), "unsat"),
    ],
)
def test_answers_at_the_edge(assertions: tuple[str, ...], word: str, tmp_path: Path) -> None:
    for element in (None, "real", "float32"):
        folder = tmp_path / str(element)
        assert answered(about(tmp_path, *assertions, element=element), folder).word == word
        assert (folder / COUNTEREXAMPLE).is_file() == (word == "sat")
        assert word == "sat" or is_accepted(folder, 1)


def test_boxes_in_an_or_are_cases_with_a_claim_each(tmp_path: Path) -> None:
    boxes = "(or (and (>= X_0 0) (<= X_0 1)) (and (>= X_0 3) (<= X_0 4)))"
    assert answered(about(tmp_path, boxes, "(> Y_0 1)", "(< Y_0 3)"), tmp_path / "kept").word == "unsat"
    assert is_accepted(tmp_path / "kept", 2)
    found = answered(about(tmp_path, boxes, "(> Y_0 1)"))
    assert found.word == "sat"
    assert 3 <= found.point[0] <= 4


def test_a_case_that_takes_long_does_not_keep_the_others_waiting(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    limits = []

    def watched(bundle: Bundle, claim: Claim, options: Options) -> Verdict:
        limits.append(options.paths)
        if "<= 1" in " ".join(map(str, claim.domain)):  # type: ignore[attr-defined]
            return Unknown("it takes long")
        return prove(bundle, claim, options)

    monkeypatch.setattr("verify.queries.answers.prove", watched)
    boxes = "(or (and (>= X_0 0) (<= X_0 1)) (and (>= X_0 3) (<= X_0 4)))"
    assert answered(about(tmp_path, boxes, "(> Y_0 1)")).word == "sat"
    assert limits == [FIRST_PATHS, FIRST_PATHS]
    found = answered(about(tmp_path, boxes, "(> Y_0 5)"))
    assert (found.word, found.notes) == ("unknown", ("case 1 of 2: it takes long",))
    assert limits[2:] == [FIRST_PATHS, FIRST_PATHS, None]


def test_a_point_that_no_float_is_satisfies_real_queries_alone(tmp_path: Path) -> None:
    tenth = ("(= X_0 0.1)", "(> Y_0 0)")
    found = answered(about(tmp_path, *tenth, element="float32"))
    assert (found.word, found.point) == ("unknown", (Fraction(1, 10),))
    assert "the bounds of an input leave no number of the type float32" in found.notes[0]
    for element in (None, "real"):
        assert answered(about(tmp_path, *tenth, element=element)).point == (Fraction(1, 10),)


def test_floats_that_leave_what_is_said_of_several_inputs_are_said_to(tmp_path: Path) -> None:
    nodes = [helper.make_node("MatMul", ["x", "a"], ["y"])]
    file = save(tmp_path / "n.onnx", nodes, {"x": [1, 2]}, {"y": [1, 1]}, {"a": np.ones((2, 1), np.float32)})
    found = answered(asked(competition(2, 1, "(= (+ X_0 X_1) 0.1)", "(>= X_0 0)", "(>= X_1 0.05)"), file, "float32"))
    assert found.word == "unknown"
    assert "the floats nearest to it do not satisfy what the query says of several inputs" in found.notes[0]


def test_floats_that_do_not_confirm_a_point_make_the_search_go_farther_inside(tmp_path: Path) -> None:
    """At x = 1 the exact output is just below 1/3, where float32 rounds it above: the point must lie farther inside."""
    third = np.float32(1) / np.float32(3)
    nodes = [helper.make_node("MatMul", ["x", "a"], ["h"]), helper.make_node("MatMul", ["h", "b"], ["y"])]
    weights = {"a": np.array([[third, third]], np.float32), "b": np.array([[third], [third]], np.float32)}
    file = save(tmp_path / "n.onnx", nodes, {"x": [1, 1]}, {"y": [1, 1]}, weights)
    exact = 2 * Fraction(third.item()) ** 2
    bounds = ("(>= X_0 0.5)", "(<= X_0 1)", f"(>= (* {exact.denominator} Y_0) {exact.numerator})")
    edge = answered(asked(competition(1, 1, *bounds), file, "float32"))
    assert edge.word == "unknown" or edge.confirmed
    inner = ("(>= X_0 0.5)", "(<= X_0 1)", f"(>= (* {2 * exact.denominator} Y_0) {exact.numerator})")
    found = answered(asked(competition(1, 1, *inner), file, "float32"))
    assert (found.word, found.confirmed) == ("sat", True)


def test_hundreds_of_disjuncts(tmp_path: Path) -> None:
    parts = [f"(and (>= Y_0 {number}.25) (<= Y_0 {number}.5))" for number in range(1, 301)]
    assert answered(about(tmp_path, *BOX, f"(or {' '.join(parts)})"), tmp_path / "kept").word == "unsat"
    assert is_accepted(tmp_path / "kept", 1)
    assert answered(about(tmp_path, "(<= X_0 3)", f"(or {' '.join(parts)})")).word == "sat"


def test_a_hundred_inputs_all_fixed_but_one(tmp_path: Path) -> None:
    ones = np.ones((100, 1), np.float32)
    nodes = [helper.make_node("MatMul", ["x", "a"], ["s"]), helper.make_node("Relu", ["s"], ["y"])]
    file = save(tmp_path / "n.onnx", nodes, {"x": [1, 100]}, {"y": [1, 1]}, {"a": ones})
    fixed = [f"(= X_{number} -0.5)" for number in range(99)]
    free = ("(>= X_99 0)", "(<= X_99 50)")
    assert answered(asked(competition(100, 1, *fixed, *free, "(> Y_0 0.5)"), file)).word == "unsat"
    found = answered(asked(competition(100, 1, *fixed, *free, "(>= Y_0 0.5)"), file, "float32"))
    assert found.word == "sat"
    assert found.point[99] == 50


def test_random_queries_agree_with_a_grid(tmp_path: Path) -> None:
    source = np.random.default_rng(7)
    words = set()
    for number in range(examples(30)):
        first, second = [source.integers(-2, 3, size=shape).astype(np.float32) for shape in ((2, 3), (3, 1))]
        nodes = [
            helper.make_node("MatMul", ["x", "a"], ["h"]),
            helper.make_node("Relu", ["h"], ["r"]),
            helper.make_node("MatMul", ["r", "b"], ["y"]),
        ]
        file = save(tmp_path / f"{number}.onnx", nodes, {"x": [1, 2]}, {"y": [1, 1]}, {"a": first, "b": second})
        bound, other = [int(value) for value in source.integers(-6, 7, size=2)]
        box = [f"({relation} X_{j} {side})" for j in (0, 1) for relation, side in ((">=", -1), ("<=", 1))]
        question = asked(
            competition(2, 1, *box, f"(or (> Y_0 {bound}) (and (<= (+ X_0 Y_0) {other}) (< X_1 0)))"), file
        )
        found = answered(question, tmp_path / f"kept {number}")
        words.add(found.word)
        grid = list(product([Fraction(k, 4) for k in range(-4, 5)], repeat=2))
        seen = any([question.query.holds((*point, *evaluate(question.network, point))) for point in grid])
        if found.word == "sat":
            assert question.query.holds((*found.point, *evaluate(question.network, found.point)))
        else:
            assert found.word == "unsat"
            assert not seen
            assert is_accepted(tmp_path / f"kept {number}", len(question.cases))
    assert words == {"sat", "unsat"}


def test_no_time_is_no_answer_and_leaves_nothing(tmp_path: Path) -> None:
    found = answered(about(tmp_path, *BOX, "(> Y_0 1)"), tmp_path / "kept", Effort(seconds=0.0))
    assert found.word == "timed-out"
    assert found.notes == ("0 of 1 case shown",)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["n.onnx"]


def test_what_stands_in_the_way_is_not_replaced(tmp_path: Path) -> None:
    kept = tmp_path / "kept"
    kept.mkdir()
    (kept / "mine").write_text("")
    with pytest.raises(BadInput, match="is not empty and not a bundle"):
        answered(about(tmp_path, *BOX, "(> Y_0 1)"), kept)
    (kept / "mine").unlink()
    assert answered(about(tmp_path, *BOX, "(> Y_0 1)"), kept).word == "unsat"
    with pytest.raises(BadInput, match="is a bundle already; choose another folder"):
        answered(about(tmp_path, *BOX, "(> Y_0 1)"), kept)


def test_files_are_read_together(tmp_path: Path) -> None:
    (tmp_path / "a.vnnlib").write_text(competition(1, 1, *BOX, "(< Y_0 0)"))
    joined = joined_query(tmp_path / "a.vnnlib", {"any": absolute(tmp_path / "n.onnx")})
    assert answered(joined).word == "unsat"
