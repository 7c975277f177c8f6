"""The CSV files in examples/data against scikit-learn's arrays and against the commands in their README."""

import sys
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from processes import DATA, run
from sklearn import datasets

from constructions.files.data_reader import read_dataset
from constructions.model.dataset import Dataset

FILES = ["diabetes.csv", "digits.csv", "iris.csv"]


def loaded(name: str) -> Any:
    return datasets.load_diabetes(scaled=False) if name == "diabetes.csv" else getattr(datasets, f"load_{name[:-4]}")()


@pytest.mark.parametrize("name", FILES)
def test_a_file_is_exactly_the_array_of_scikit_learn(name: str) -> None:
    source = loaded(name)
    points = [[Fraction(repr(value)) for value in row] for row in source.data.tolist()]
    labels = [[Fraction(repr(value))] for value in source.target.tolist()]
    names = source.target_names.tolist() if name == "iris.csv" else None
    data = read_dataset(DATA / name)
    assert data == Dataset.from_rows(points, labels, names)
    assert [[float(value) for value in point] for point in data.points] == list(
        map(list, dict.fromkeys(map(tuple, source.data.tolist())))
    )


@pytest.mark.parametrize(
    ("name", "size", "rows", "width"),
    [("diabetes.csv", 442, 442, 10), ("digits.csv", 1797, 1797, 64), ("iris.csv", 149, 150, 4)],
)
def test_a_file_has_the_shape_its_readme_states(name: str, size: int, rows: int, width: int) -> None:
    data = read_dataset(DATA / name)
    assert (data.size, data.rows, data.width, data.label_width) == (size, rows, width, 1)


def test_every_file_is_in_the_readme() -> None:
    text = (DATA / "README.md").read_text(encoding="utf-8")
    assert sorted(path.name for path in DATA.glob("*.csv")) == FILES
    assert all(f"`{name}`" in text for name in FILES)


def test_the_commands_of_the_readme_make_the_same_bytes(tmp_path: Path) -> None:
    loaded("iris.csv")
    commands = (DATA / "README.md").read_text(encoding="utf-8").split("```python\n")[1].split("```")[0]
    made = run(sys.executable, "-c", commands, folder=tmp_path)
    assert made.returncode == 0, made.stderr
    for name in FILES:
        assert (tmp_path / name).read_bytes() == (DATA / name).read_bytes()
