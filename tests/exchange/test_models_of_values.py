"""Models that predict values, models of classes: what is said of them, which claims are meant, and names in both."""

import json
import re
from fractions import Fraction
from pathlib import Path

import pytest
from commands import command, refused, told
from test_cli_page import check_json

from constructions.files.bundle import read_bundle, write_bundle
from constructions.files.canonical import network_bytes
from constructions.model.dataset import Dataset
from constructions.model.network import Affine, Branch, Network, constant
from constructions.model.provenance import Columns
from verify.claims.same_class_on_balls import SameClassOnBalls
from verify.claims.shared.subject import Reference
from verify.prove.balls.radii import Radius
from verify.request import names_for
from verify.words import differences

THIRD = Fraction(1, 3)
SLOPE = Affine([[THIRD]], [0])
"""A regressor: a third of its input."""

SCORES = Affine([[THIRD, 0], [0, 1]], [0, 0])
"""A classifier of two classes."""


def bundle(folder: Path, network: Network, rows: list[list[int]], labels: list[int]) -> Path:
    columns = Columns(("sepal length", "width")[: network.input_width], ("kind",))
    names = ("no", "yes") if network.output_width == 2 else None
    data = Dataset.from_rows(rows, [[label] for label in labels], class_names=names, columns=columns)
    return write_bundle(folder, network, data, "").folder


def test_a_regressor_is_judged_by_its_errors(tmp_path: Path) -> None:
    (tmp_path / "m.json").write_bytes(network_bytes(SLOPE))
    (tmp_path / "d.csv").write_text("x,y\n3,2\n7,2\n")
    said = told(tmp_path, "read", "m.json", "d.csv")
    assert "exact arithmetic: outputs and labels are at most about 1 apart (line 2 of d.csv), 0.67 in the mean" in said
    assert "of 2 points" not in said
    said = told(tmp_path, "synthesize", "m.json", "d.csv", "-o", "b")
    assert "before and after: outputs and labels are at most about 1 apart (line 2 of d.csv), 0.67 in the mean" in said
    assert "gets wrong" not in said
    run = command("synthesize", "m.json", "d.csv", "-o", "b", "--force", "--json", folder=tmp_path)
    assert check_json("synthesize", run.stdout)["before"]["errors"] == {"largest": "1", "mean": "2/3", "point": 0}


def test_values_that_are_right_at_some_points_say_so(tmp_path: Path) -> None:
    (tmp_path / "m.json").write_bytes(network_bytes(SLOPE))
    (tmp_path / "d.csv").write_text("x,y\n3,1\n7,2\n")
    said = told(tmp_path, "read", "m.json", "d.csv")
    assert "the outputs are the label at 1 of 2 points (claims are about this)" in said
    (tmp_path / "d.csv").write_text("x,y\n3,1\n6,2\n")
    said = told(tmp_path, "read", "m.json", "d.csv")
    assert "exact arithmetic: outputs and labels are equal; the outputs are the label at 2 of 2 points" in said


@pytest.mark.parametrize(
    ("network", "rows", "labels", "meant"),
    [
        (SLOPE, [[1], [2], [3]], [0, 1, 1], False),  # most outputs are no multiples of 1
        (SLOPE, [[1], [3], [6]], [0, 1, 2], True),  # one answer is wrong, and that is refuted
        (SLOPE, [[3], [6]], [5, 6], True),  # all are wrong, and could be labels
        (SCORES, [[1, 0], [0, 1]], [0, 1], False),
        (Affine([[1, 0], [0, 1]], [0, 0]), [[1, 0], [0, 1]], [0, 0], True),
    ],
)
def test_what_predicts_values_is_not_claimed_to_memorize_unless_asked(
    network: Network, rows: list[list[int]], labels: list[int], meant: bool, tmp_path: Path
) -> None:
    folder = bundle(tmp_path / "b", network, rows, labels)
    names, left_out = names_for(read_bundle(folder))
    assert ("memorizes" in names, left_out == {}) == (meant, meant)
    run = command("prove", "b", "--lane", "certificate", folder=tmp_path)
    assert ("memorizes is left out: " in run.stdout) != meant
    found = check_json("prove", command("prove", "b", "--lane", "certificate", "--json", folder=tmp_path).stdout)
    assert (found["left_out"] == {}) == meant
    asked = command("prove", "b", "--claim", "memorizes", "--json", folder=tmp_path)
    assert json.loads(asked.stdout)["left_out"] == {}
    assert asked.returncode == 1


@pytest.mark.parametrize("network", [SCORES, Affine([[0, 0], [0, 0]], [0, 1])])
def test_more_classes_than_outputs_are_claimed_nothing_of_unless_asked(network: Network, tmp_path: Path) -> None:
    write_bundle(tmp_path / "b", network, Dataset.from_rows([[1, 0], [0, 1], [2, 2]], [[0], [1], [2]]))
    run = command("prove", "b", "--lane", "certificate", folder=tmp_path)
    why = "the data have 3 classes, but the network has 2 outputs: there must be an output for each class"
    lines = " ".join(run.stdout.split())
    assert run.returncode == 0
    assert f"memorizes is left out: {why} classifies is left out: {why} proved: for every input" in lines
    refused(command("prove", "b", "--claim", "classifies", folder=tmp_path), why)


def test_labels_that_are_no_classes_are_not_read_where_only_the_model_s_count(tmp_path: Path) -> None:
    (tmp_path / "m.json").write_bytes(network_bytes(SCORES))
    (tmp_path / "d.csv").write_text("a,b,y\n1,2,-2/3\n3,0,1/3\n")
    said = told(tmp_path, "synthesize", "m.json", "d.csv", "--same", "class", "-o", "s")
    assert "the class stays the same at 2 points" in said
    why = "the label of line 2 of d.csv is -2/3; the model has 2 outputs, one a class: --labels names the labels"
    refused(command("read", "m.json", "d.csv", folder=tmp_path), why)
    assert command("build", "axis-tree", "d.csv", "-o", "b", folder=tmp_path).returncode == 0
    data = command("read", "m.json", "b/dataset.json", folder=tmp_path)
    refused(data, "is -2/3; the model has 2 outputs, one a class\n")  # the option is not for such a file


def test_refutations_have_names_and_no_page_of_digits(tmp_path: Path) -> None:
    long = Affine([[Fraction(1, 3**60), 0], [0, 1]], [0, 0])
    bundle(tmp_path / "b", long, [[2, 0], [0, 1]], [1, 1])
    said = told(tmp_path, "prove", "b", "--claim", "classifies")
    assert "the network gives ~4.71796E-29, 0, the label is 1" in said
    assert "that is no, and the label is yes" in said
    assert "the input: sepal length 2, width 0" in said
    found = json.loads(command("prove", "b", "--claim", "classifies", "--json", folder=tmp_path).stdout)
    assert found["results"][0]["found"] == [f"2/{3**60}", "0"]


def test_what_changed_against_the_data_point_is_said_first(tmp_path: Path) -> None:
    bundle(tmp_path / "b", Affine([[1, 0], [0, 1]], [0, 0]), [[3, 0], [0, 1]], [0, 1])
    run = command("prove", "b", "--claim", "classifies-robustly", "--radius", "7/3", folder=tmp_path)
    said = " ".join(run.stdout.split())
    assert run.returncode == 1
    assert re.search(r"against data point [01]: (sepal length|width) ", said)
    assert said.index("against data point") < said.index("the input: sepal length ")


def test_of_many_numbers_those_that_differ_most_are_said() -> None:
    center = tuple([Fraction(0)] * 20)
    point = tuple([Fraction(place, 3) for place in range(20)])
    said = differences(point, center)
    assert said.startswith("x19 ~6.33, not 0; x18 6, not 0; ")
    assert said.endswith("; 14 more numbers differ, by at most ~4.67")
    assert differences(center, center) == ""


def test_only_claims_about_labels_speak_of_them(tmp_path: Path) -> None:
    bundle(tmp_path / "b", SCORES, [[1, 0], [0, 1]], [0, 1])
    (tmp_path / "other.json").write_bytes(network_bytes(Affine([[0, 1], [1, 0]], [0, 0])))
    run = command("prove", "b", "--claim", "equivalent", "--other", "other.json", folder=tmp_path)
    assert (run.returncode, "the label" in run.stdout) == (1, False)
    run = command("prove", "b", "--claim", "operations-at-most", "--at-most", "0", folder=tmp_path)
    assert (run.returncode, "the label" in run.stdout) == (1, False)


def test_a_point_is_shown_with_names(tmp_path: Path) -> None:
    bundle(tmp_path / "b", SCORES, [[1, 0], [0, 1]], [0, 1])
    said = command("show", "b", "--point", "0.5,1/3", folder=tmp_path).stdout
    assert "input:       sepal length 0.5, width 1/3" in said
    assert "class:       yes" in said
    found = check_json("show-point", command("show", "b", "--point", "1,0", "--json", folder=tmp_path).stdout)
    assert found["class"] == "no"
    tied = command("show", "b", "--point", "3,1", folder=tmp_path).stdout
    assert "class:       none, since several outputs are the largest" in tied
    gate = Branch([1], 3, constant([0], 1), constant([1], 1))
    (tmp_path / "n.json").write_bytes(network_bytes(gate))
    said = command("show", "n.json", "--point", "3", folder=tmp_path).stdout
    assert said.startswith("output:      1\ndecisions")


def test_one_radius_for_all_points_stands_in_the_sentence(tmp_path: Path) -> None:
    one, two, three = [Reference(name, "") for name in ("network.json", "original.json", "dataset.json")]
    closed, beyond, opened = Radius("closed", THIRD), Radius("closed", THIRD, Fraction(1)), Radius("open", THIRD)
    alike = SameClassOnBalls(one, two, three, (closed, beyond))
    assert "every z of the closed ball of radius 1/3 around x" in alike.sentence()
    other = SameClassOnBalls(one, two, three, (closed, opened))
    assert "every z of the ball stated for x" in other.sentence()
    gate = Branch([1, 0], 1, constant([1, 0], 2), constant([0, 1], 2))
    bundle(tmp_path / "b", gate, [[0, 0], [2, 0]], [0, 1])
    run = command("prove", "b", "--claim", "classifies-robustly", folder=tmp_path)
    assert run.returncode == 0, run.stdout + run.stderr
    assert "every z of the ball stated for x (2 of 2" in " ".join(run.stdout.split())  # one is open, one closed
    said = told(tmp_path, "synthesize", "b", "--same", "class", "--radius", "1/4", "-o", "c")
    assert "every z of the closed ball of radius 1/4 around x" in said
    said = told(tmp_path, "check", "c")
    assert "for each of the 2 points of D and every z of the closed ball of radius 1/4 around it: " in said
