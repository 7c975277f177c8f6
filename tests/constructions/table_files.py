"""Tables that are written and read: what is in them, what is said, what is refused."""

from pathlib import Path
from typing import Any

import pytest

from constructions.files.data_reader import read_dataset
from constructions.files.tables.read_options import ReadOptions
from constructions.model.dataset import Dataset
from constructions.model.errors import BadInput


def read(folder: Path, text: str, name: str = "f.csv", **options: Any) -> tuple[Dataset, list[str]]:
    """Return the data set, and what was said, without the path."""
    said: list[str] = []
    (folder / name).write_text(text)
    data = read_dataset(folder / name, ReadOptions(**options, say=said.append))
    return data, [line.removeprefix(f"{folder / name}: ") for line in said]


def refused(folder: Path, text: str, **options: Any) -> str:
    with pytest.raises(BadInput) as caught:
        read(folder, text, **options)
    assert "\n" not in str(caught.value)
    return str(caught.value).removeprefix(f"{folder / 'f.csv'}: ")
