"""The only module that imports pystreed and pycontree: what others' optimal decision trees say about the depth."""

from collections.abc import Callable
from typing import Any

import numpy as np

from constructions.conditional.axis_tree import ranked
from constructions.model.dataset import Dataset
from constructions.model.errors import BadInput, needs
from constructions.model.rational import different

MOST_FEATURES = 2_000
"""pystreed sees each test of a coordinate as one binary feature; beyond so many it is not asked."""


def fits_by_contree(dataset: Dataset, depth: int, seconds: float = 60.0) -> bool:
    """Return whether pycontree finds a tree of this depth (at least 1) without an error, in its own time limit."""
    ranks, classes = _table(dataset)
    solver = _imported("pycontree").ConTree(max_depth=depth, time_limit=seconds)
    solver.fit(ranks, classes)
    return bool((np.asarray(solver.predict(ranks)) == classes).all())


def fits_by_streed(dataset: Dataset, depth: int, seconds: float = 60.0) -> bool:
    """Return whether pystreed finds a tree of this depth (at least 1) without an error, in its own time limit.

    Raises:
        BadInput: if there are more than 2,000 tests of coordinates.
    """
    ranks, classes = _table(dataset)
    features = [column >= rank for column in ranks.T for rank in range(1, int(column.max()) + 1)]
    if len(features) > MOST_FEATURES:
        raise BadInput(f"pystreed is asked for at most {MOST_FEATURES:,} tests, not {len(features):,}")
    if not features:
        return bool((classes == classes[0]).all())
    table = np.array(features, dtype=np.int64).T
    solver = _imported("pystreed").STreeDClassifier(
        "accuracy", max_depth=depth, time_limit=seconds, max_num_nodes=2**depth - 1
    )
    solver.fit(table, classes)
    return bool((np.asarray(solver.predict(table)) == classes).all())


def depth_by(fits: Callable[[Dataset, int], bool], dataset: Dataset, most: int = 6) -> int | None:
    """Return the least depth at which a solver finds a tree without an error; None if there is none up to ``most``."""
    if len(different(dataset.labels)) == 1:
        return 0
    return next((depth for depth in range(1, most + 1) if fits(dataset, depth)), None)


def _table(dataset: Dataset) -> tuple[Any, Any]:
    return ranked(dataset)[1].astype(float), dataset.label_numbers()[0]


def _imported(name: str) -> Any:
    from importlib import import_module

    with needs("a search by another solver", name, "solvers"):
        return import_module(name)
