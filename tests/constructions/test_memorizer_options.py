"""The whole numbers that memorizers take beside the data: each value memorizes, or is refused in one line."""

import pytest

from constructions.catalogue import build, everything
from constructions.model.batch import evaluate_many
from constructions.model.cost import structural_worst
from constructions.model.dataset import Dataset
from constructions.model.errors import BadInput

DATA = Dataset.from_rows([[5 * i + i % 4] for i in range(12)], [[i * i % 3 % 2] for i in range(12)])
OPTIONS = [(name, option) for name, entry in everything().items() for option in entry.options]


def test_sizes_of_groups_blocks_and_ensembles_can_be_set() -> None:
    assert ("packed-tree", "digit") in OPTIONS
    assert ("residual", "block") in OPTIONS
    assert ("mixture", "count") in OPTIONS
    assert ("mixture-top-2", "count") not in OPTIONS, "its name says how many"


@pytest.mark.parametrize(("name", "option"), OPTIONS)
def test_each_value_memorizes_within_its_formula_or_is_refused(name: str, option: str) -> None:
    built_with, refused = [], {}
    for value in (-1, 0, 1, 2, 3, 6, 40, 65):
        try:
            _, built = build(name, DATA, {option: value})
        except BadInput as error:
            refused[value] = str(error)
            continue
        built_with.append(value)
        assert tuple(evaluate_many(built.network, DATA.points).outputs) == DATA.labels
        assert structural_worst(built.network).total <= built.promise.total
    assert built_with
    assert {-1, 0, 65} <= {*refused}
    assert all([str(value) in line and "\n" not in line for value, line in refused.items()])


def test_what_is_not_named_is_as_without_options() -> None:
    assert build("packed-tree", DATA, {})[1].values == build("packed-tree", DATA)[1].values
