"""Queries at the edges of what can be asked: each has its exact answer, from the file to the checker."""

from collections.abc import Callable
from pathlib import Path

import pytest
from commands import command, solver
from onnx import helper
from queries import BOX, absolute, competition, save, standard

Ask = Callable[..., str]


@pytest.fixture
def ask(tmp_path: Path) -> Ask:
    """Return what is answered to assertions about y = |x|; what shows ``unsat`` is checked."""
    absolute(tmp_path / "n.onnx")

    def answer(*assertions: str) -> str:
        return answered(tmp_path, competition(1, 1, *assertions), "N=n.onnx")

    return answer


def answered(folder: Path, text: str, *networks: str) -> str:
    (folder / "q.vnnlib").write_text(text)
    kept = folder / f"proof{len(list(folder.glob('proof*')))}"
    named = [word for network in networks for word in ("--network", network)]
    found = solver("verify", "q.vnnlib", *named, "--certificate", kept.name, folder=folder)
    assert found.returncode == 0, found.stderr
    word = found.stdout.split("\n")[0]
    if word == "unsat":
        assert command("check", kept).returncode == 0
    else:
        assert (kept / "counterexample.json").is_file() == (word == "sat")
    return word


def test_an_empty_domain_has_no_input(ask: Ask) -> None:
    assert ask("(<= X_0 0)", "(>= X_0 1)", "(>= Y_0 0)") == "unsat"
    assert ask("(< X_0 0)", "(> X_0 0)") == "unsat"
    assert ask("(< X_0 0)", "(>= X_0 0)") == "unsat"


def test_equalities_of_inputs_and_outputs(ask: Ask) -> None:
    assert ask(*BOX, "(= Y_0 0.5)") == "sat"
    assert ask(*BOX, "(= Y_0 -0.5)") == "unsat"
    assert ask("(= X_0 0.25)", "(= Y_0 0.25)") == "sat"
    assert ask("(= X_0 0.25)", "(not (= Y_0 0.25))") == "unsat"


def test_at_margin_0_strictness_decides(ask: Ask) -> None:
    assert (ask(*BOX, "(>= Y_0 1)"), ask(*BOX, "(> Y_0 1)")) == ("sat", "unsat")
    assert (ask("(< X_0 1)", "(> X_0 -1)", "(>= Y_0 1)"), ask("(< X_0 1)", "(>= X_0 -1)", "(>= Y_0 1)")) == (
        "unsat",
        "sat",
    )
    assert ask(*BOX, "(not (< Y_0 1))") == "sat"


def test_inputs_without_bounds(ask: Ask) -> None:
    assert ask("(< Y_0 0)") == "unsat"
    assert ask("(> Y_0 1e6)") == "sat"
    assert ask("(>= X_0 0)", "(not (= Y_0 X_0))") == "unsat"
    assert ask() == "sat"


def test_a_property_that_mentions_no_output(ask: Ask) -> None:
    assert ask(*BOX) == "sat"
    assert ask(*BOX, "(or (> X_0 1) (< X_0 -1))") == "unsat"


def test_the_same_polyhedron_twice(ask: Ask) -> None:
    assert ask(*BOX, "(or (and (> Y_0 1) (> X_0 0)) (and (> Y_0 1) (> X_0 0)) (and (> X_0 0) (> Y_0 1)))") == "unsat"
    assert ask(*BOX, "(or (>= Y_0 1) (>= Y_0 1))") == "sat"


def test_a_thousand_disjuncts(ask: Ask) -> None:
    far = " ".join([f"(and (>= Y_0 {1.001 + k / 1000}) (<= Y_0 {1.0015 + k / 1000}))" for k in range(999)])
    assert ask(*BOX, f"(or {far} (< Y_0 0))") == "unsat"
    assert ask(*BOX, f"(or {far} (= Y_0 0.75))") == "sat"


def test_hundreds_of_boxes_of_inputs(ask: Ask) -> None:
    boxes = " ".join([f"(and (>= X_0 {k}) (<= X_0 {k}.5) (< Y_0 {k}))" for k in range(200)])
    assert ask(f"(or {boxes})") == "unsat"


def test_names_with_dots_and_slashes(tmp_path: Path) -> None:
    pytest.importorskip("vnnlib")
    nodes = [
        helper.make_node("Neg", ["model/in.0:x"], ["/layer.1/Neg_output_0"]),
        helper.make_node("Relu", ["/layer.1/Neg_output_0"], ["model/out.1/y"]),
    ]
    save(tmp_path / "a.b c.onnx", nodes, {"model/in.0:x": [1]}, {"model/out.1/y": [1]})
    hidden = '(declare-hidden H real [1] "/layer.1/Neg_output_0")'
    network = f"N (declare-input X real [1]) {hidden} (declare-output Y real [1])"
    for last, word in (("(< Y[0] H[0])", "unsat"), ("(== H[0] 2.0)", "sat")):
        assert answered(tmp_path, standard([network], last), "N=a.b c.onnx") == word
    assert answered(tmp_path, competition(1, 1, "(< Y_0 0)"), "net.v1/x=a.b c.onnx") == "unsat"


def test_a_time_of_nothing_is_over_for_either_program(tmp_path: Path) -> None:
    absolute(tmp_path / "n.onnx")
    (tmp_path / "q.vnnlib").write_text(competition(1, 1, *BOX))
    found = solver("verify", "q.vnnlib", "--network", "N=n.onnx", "--timeout", "0", folder=tmp_path)
    assert (found.returncode, found.stdout) == (0, "timed-out\n")
    found = command("verify", "n.onnx", "q.vnnlib", "--timeout", "0", folder=tmp_path)
    assert found.returncode == 3
    (tmp_path / "l.csv").write_text("n.onnx,q.vnnlib,0\n")
    found = command("verify", "--instances", "l.csv", folder=tmp_path)
    assert (found.returncode, found.stdout.split("\n")[-2]) == (3, "1 instance: 1 timed-out")
