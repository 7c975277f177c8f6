"""A search for the least depth that goes on from a journal: bounds are kept as they move, and checked when they are
read."""

import json
from collections.abc import Mapping
from contextlib import suppress
from typing import Any

from constructions.files.canonical import dataset_bytes, digest, network_bytes, network_from_bytes
from constructions.files.journal import Journal
from constructions.model.batch import evaluate_many
from constructions.model.cost import structural_worst
from constructions.model.dataset import Dataset
from constructions.model.errors import BadInput
from constructions.model.network import Network
from lowerbound.comparisons.depth import Depth
from lowerbound.findings import Findings, of_depth
from lowerbound.nearness import AXIS, accepted, kinds_of
from verify.certificate import VERSION, is_hint
from verify.verdict import LanesDisagree


def bounds_before(journal: Journal, dataset: Dataset) -> Depth | None:
    """Return what a journal knows of the least depth of trees of tests of coordinates with constant leaves.

    Each bound is taken only if it holds: the tree is run on the data, and the checker follows the certificate.

    >>> from pathlib import Path
    >>> from tempfile import TemporaryDirectory
    >>> from lowerbound.findings import lower_bounds
    >>> data = Dataset.from_rows([[1, 1], [1, 0], [0, 1]], [[1], [0], [0]])
    >>> with TemporaryDirectory() as folder:
    ...     journal = Journal(Path(folder) / "search.journal")
    ...     found = lower_bounds(data, "constant", "axis", heard=lambda found: keep_bounds(journal, data, found))
    ...     known = bounds_before(Journal(journal.path), data)
    >>> known.lower, known.upper
    (2, 2)
    """
    kept = journal.found(_about(dataset))
    if not isinstance(kept, Mapping):
        return None
    tree = _tree(kept, dataset)
    if tree is None:
        return None
    upper, lower, hints = structural_worst(tree).comparisons, kept.get("lower"), kept.get("hints")
    if type(lower) is not int or not 0 < lower <= upper or not isinstance(hints, list):
        return Depth(0, upper, tree, [])
    if not all([is_hint(hint) for hint in hints]):
        return Depth(0, upper, tree, [])
    known = Depth(lower, upper, tree, hints)
    with suppress(LanesDisagree, BadInput):
        if accepted(dataset, AXIS, of_depth(known)):
            return known
    return Depth(0, upper, tree, [])


def keep_bounds(journal: Journal, dataset: Dataset, found: Findings) -> None:
    """Keep bounds, if one of them has moved.

    Raises:
        BadInput: if the journal cannot be written.
    """
    before = journal.found(_about(dataset))
    if isinstance(before, Mapping) and (before.get("lower"), before.get("upper")) == (found.lower, found.upper):
        return
    tree = network_bytes(found.network).decode("ascii")
    kept = {"lower": found.lower, "upper": found.upper, "network": tree, "hints": found.hints or []}
    journal.keep(_about(dataset), kept)


def _about(dataset: Dataset) -> str:
    """Return a digest of what the bounds depend on."""
    parts = [f"hints of version {VERSION}", "depth needed", digest(dataset_bytes(dataset))]
    return digest(json.dumps(parts).encode())


def _tree(kept: Mapping[str, Any], dataset: Dataset) -> Network | None:
    """Return the tree that is kept, if it is one and memorizes the data."""
    try:
        tree = network_from_bytes(str(kept.get("network")).encode())
        outputs = evaluate_many(tree, dataset.points).outputs
    except ValueError:
        return None
    memorizes = all([output == label for output, label in zip(outputs, dataset.labels, strict=True)])
    return tree if memorizes and AXIS in kinds_of(tree) else None
