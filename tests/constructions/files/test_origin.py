"""Where data came from: lines of the user's own file name points, though equal rows are merged."""

import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from constructions.files.bundle import ORIGIN_FILE, read_bundle, write_bundle
from constructions.files.data_reader import ReadOptions, read_dataset
from constructions.files.origin import origin_bytes, origin_from_bytes
from constructions.model.dataset import Dataset
from constructions.model.errors import BadInput
from constructions.model.network import Identity, Relu
from constructions.model.provenance import Origin
from verify.claims.memorizes import Memorizes
from verify.claims.shared.subject import dataset_reference, network_reference
from verify.lanes import Options, prove
from verify.verdict import Refuted
from verify.words import verdict_text

TABLE = "x,y\n1,1\n\n1,1\n2,2\n-3,4\n"
"""The points 1, 2, -3 stand first in the lines 2, 5, 6: a header, a blank line, and an equal row are counted."""


def table(folder: Path) -> Dataset:
    (folder / "d.csv").write_text(TABLE)
    return read_dataset(folder / "d.csv")


def test_points_of_a_table_are_named_by_the_lines_that_an_editor_shows(tmp_path: Path) -> None:
    data = table(tmp_path)
    assert data.origin == Origin("d.csv", "line", (2, 5, 6))
    lines = TABLE.split("\n")
    assert [lines[number - 1] for number in data.origin.numbers] == ["1,1", "2,2", "-3,4"]
    assert [data.place_of(2), data.place_of(0, 2)] == ["line 6 of d.csv", "lines 2, 6 of d.csv"]
    assert data.part([2, 1]).place_of(0, 1) == "lines 6, 5 of d.csv"
    (tmp_path / "c.csv").write_text("1,a\nNA,b\n2,b\n")
    assert (
        read_dataset(tmp_path / "c.csv", ReadOptions(skip_incomplete=True)).one_hot().place_of(1) == "line 3 of c.csv"
    )


def test_points_of_arrays_are_named_by_their_rows(tmp_path: Path) -> None:
    np.save(tmp_path / "d.npy", np.array([[1, 1], [1, 1], [2, 0]]))
    assert read_dataset(tmp_path / "d.npy").place_of(1) == "row 2 of d.npy"
    np.savez(tmp_path / "d.npz", X=np.array([[1], [1], [2]]), y=np.array(["a", "a", "b"]))
    assert read_dataset(tmp_path / "d.npz").place_of(1) == "row 2 of d.npz"


def test_where_nothing_is_known_points_have_their_numbers() -> None:
    data = Dataset.from_rows([[1], [2]], [[0], [1]])
    assert [data.place_of(1), data.place_of(0, 1)] == ["data point 1", "data points 0, 1"]
    assert data == replace(data, origin=Origin("d.csv", "line", (1, 2)))
    with pytest.raises(ValueError, match="origin must have 2 numbers, one for each point, not 1"):
        replace(data, origin=Origin("d.csv", "line", (1,)))


def test_a_bundle_keeps_them_and_a_refutation_names_the_line(tmp_path: Path) -> None:
    data = table(tmp_path)
    write_bundle(tmp_path / "b", Relu(1), data, "")
    bundle = read_bundle(tmp_path / "b")
    assert bundle.data.origin == data.origin
    claim = Memorizes(network_reference(bundle), dataset_reference(bundle))
    found = prove(bundle, claim, Options())
    assert isinstance(found, Refuted)
    assert "at line 6 of d.csv the network gives 0, the label is 4" in verdict_text(claim, found, bundle.data)
    assert bundle.data.columns is not None
    other = replace(found, reason=found.reason.replace("d.csv", "x0.csv"))
    assert "x0 is" not in verdict_text(claim, other, bundle.data)  # x0.csv is no input
    write_bundle(tmp_path / "b", Identity(1), Dataset.from_rows([[1]], [[1]]), "", force=True)
    assert not (tmp_path / "b" / ORIGIN_FILE).exists()


def test_a_bundle_of_other_data_refuses_lines_that_do_not_fit(tmp_path: Path) -> None:
    write_bundle(tmp_path / "b", Relu(1), table(tmp_path), "")
    fields = json.loads((tmp_path / "b" / ORIGIN_FILE).read_text())
    (tmp_path / "b" / ORIGIN_FILE).write_text(json.dumps(fields | {"numbers": [2, 5]}))
    with pytest.raises(BadInput, match=r"origin\.json: numbers must be 3 numbers, one for each point, not 2"):
        read_bundle(tmp_path / "b")


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"file": ""}, "file must be the name of a file, not ''"),
        ({"file": "a\x1b[2J"}, "file must be the name of a file"),
        ({"file": 3}, "file must be the name of a file, not 3"),
        ({"unit": "point"}, "unit must be line or row, not 'point'"),
        ({"numbers": [1, "2"]}, "numbers must be a list of natural numbers"),
        ({"numbers": [1, True]}, "numbers must be a list of natural numbers"),
        ({"numbers": [1, -2]}, "numbers must be a list of natural numbers"),
        ({"numbers": 7}, "numbers must be a list of natural numbers, not 7"),
        ({"other": 7}, "other"),
    ],
)
def test_a_file_of_lines_is_read_strictly(change: dict[str, object], words: str) -> None:
    fields = {"format": "memocert origin", "version": 1, "file": "d.csv", "unit": "line", "numbers": [1, 2]}
    assert origin_from_bytes(origin_bytes(Origin("\u00fc.csv", "row", (0, 3))), 2) == Origin(
        "\u00fc.csv", "row", (0, 3)
    )
    with pytest.raises(BadInput, match=words):
        origin_from_bytes(json.dumps(fields | change).encode(), 2)
