"""A tie is no answer: counts of right labels agree with the claim *classifies*, and say how many ties there are."""

import json
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest
from commands import command
from hypothesis import given, strategies as st

from constructions.files.bundle import write_bundle
from constructions.files.canonical import network_bytes
from constructions.model.answers import Score, largest, score
from constructions.model.batch import evaluate_many
from constructions.model.dataset import Dataset
from constructions.model.network import Affine, Network
from exchange.c.c_source import c_source
from exchange.rounding import float_report
from verify.claims.classifies import Classifies
from verify.claims.shared.subject import dataset_reference, network_reference
from verify.lanes import Options, prove
from verify.verdict import Proved

TIED = Affine([[1], [0], [1]], [0, 0, 0])
"""At 0 all outputs are 0; above, the first and the last are equal."""

ROWS = Dataset.from_rows([[-1], [0], [0], [2], [-3]], [[1], [0], [0], [0], [2]])
"""Right at -1, ties at 0 (two rows) and at 2, wrong at -3; a rule of the first maximum would have three more right."""


def test_the_command_that_synthesizes_reports_ties_as_ties(tmp_path: Path) -> None:
    write_bundle(tmp_path / "tied", TIED, ROWS, "")
    found = json.loads(command("synthesize", "tied", "-o", "a", "--json", folder=tmp_path).stdout)
    for when in ("before", "after"):
        assert [found[when][name] for name in ("wrong_labels", "ties", "first_tie")] == [4, 3, 1]
    said = " ".join(command("synthesize", "tied", "-o", "b", folder=tmp_path).stdout.split())
    assert "4 of 5 rows; ties, where several outputs are the largest: at 3 rows, first at data point 1" in said


def test_the_command_that_reads_reports_ties_as_ties(tmp_path: Path) -> None:
    (tmp_path / "tied.json").write_bytes(network_bytes(TIED))
    (tmp_path / "d.csv").write_text("x,y\n-1,1\n0,0\n2,0\n-3,2\n")
    found = json.loads(command("read", "tied.json", "d.csv", "--json", folder=tmp_path).stdout)["floats"]
    assert (found["right"], found["ties"], found["first_tie"]) == (1, 2, 1)
    assert [(run["right"], run["ties"], run["first_tie"]) for run in found["runs"]] == [(1, 2, 1)] * 2
    said = " ".join(command("read", "tied.json", "d.csv", folder=tmp_path).stdout.split())
    assert said.count("ties, where several outputs are the largest: at 2 points, first at line 3 of d.csv") == 3


def test_two_ties_between_other_outputs_are_not_the_same_answer() -> None:
    eighth = Fraction(1, 2**30)
    network = Affine([[1], [1], [1]], [0, 0, eighth])
    report = float_report(network, Dataset.from_rows([[1]], [[2]]))
    assert (report.right, report.ties) == (1, 0)
    single, double = report.runs
    assert (single.right, single.ties, single.same, single.first_other) == (0, 1, 0, 0)
    assert (double.right, double.ties, double.same) == (1, 0, 1)


@pytest.mark.parametrize("values", [[np.nan, 1.0], [1.0, np.nan], [np.nan, np.nan]])
def test_what_is_not_a_number_is_no_answer_wherever_it_stands(values: list[float]) -> None:
    assert largest(values) == ()


def test_a_tie_in_compiled_doubles_must_be_a_tie() -> None:
    assert "answers[4][1] = {{1}, {-1}, {-1}, {1}}" in " ".join(c_source(TIED, ROWS, "double").split()).replace(
        "{ ", "{"
    ).replace(" }", "}")


small = st.integers(-1, 1)


@given(
    st.lists(st.tuples(small, small), min_size=2, max_size=3),
    st.lists(st.tuples(st.integers(-2, 2), st.integers(0, 1)), min_size=1, max_size=4, unique_by=lambda row: row[0]),
)
def test_every_label_is_right_exactly_if_the_claim_classifies_is_proved(
    tmp_path_factory: pytest.TempPathFactory, outputs: list[tuple[int, int]], rows: list[tuple[int, int]]
) -> None:
    network: Network = Affine([[w] for w, _ in outputs], [b for _, b in outputs])
    data = Dataset.from_rows([[z] for z, _ in rows], [[label] for _, label in rows])
    found = score(network, evaluate_many(network, data.points).outputs, data, [1] * data.size)
    bundle = write_bundle(tmp_path_factory.mktemp("tie") / "b", network, data, "")
    claim = Classifies(network_reference(bundle), dataset_reference(bundle))
    assert (found.right == data.size) == isinstance(prove(bundle, claim, Options(lane="certificate")), Proved)
    values = [[w * z + b for w, b in outputs] for z, _ in rows]
    by_hand = [sorted(row)[-1] == sorted(row)[-2] for row in values]
    first = by_hand.index(True) if any(by_hand) else None
    strictly = [
        all([row[label] > v for i, v in enumerate(row) if i != label])
        for row, (_, label) in zip(values, rows, strict=True)
    ]
    assert found == Score(sum(strictly), sum(by_hand), first)
