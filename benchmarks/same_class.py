"""Synthesis for classes measured: operations before and after, radii, seconds with certificate and check.

    python benchmarks/same_class.py -o docs/benchmarks/same-class.md

Models and data of examples/data. The class of the model at each point stays the same on the ball around it: of the
radius that is asked for wherever the model itself has one class there. ``--small`` takes the first points alone.
"""

import os
import tempfile
from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

from measuring import head, row, run, timed

from constructions.files.data_reader import read_dataset
from constructions.model.dataset import Dataset
from exchange.class_order import labels_matched
from exchange.column_order import fitted
from exchange.reader import read_model
from verify.claims.shared.base import Allowance
from verify.lanes import Options
from verify.prove.work import Workers
from verify.same_class import SameClass, prove_same_class, synthesize_same_class
from verify.synthesis import costs_of
from verify.verdict import Proved

DATA = Path(__file__).resolve().parent.parent / "examples" / "data"
CASES = (
    ("iris-xgboost.json", "iris.csv", "0", 1),
    ("iris-xgboost.json", "iris.csv", "1/50", 1),
    ("digits.onnx", "digits.csv", "0", 1),
    ("digits.onnx", "digits.csv", "1/4", 3),
)
"""Model, data, radius, and in how many bundles it is proved: one has a budget for so many balls."""

POINTS = 12
"""So many points are taken with ``--small``."""


def measured(model: str, data: str, radius: str, parts: int, small: bool) -> str:
    """Synthesize, prove and check; return the row of the table."""
    trained, read = read_model(DATA / model), read_dataset(DATA / data)
    matched, _ = fitted(read, trained, model)
    dataset, network = labels_matched(matched, trained.classes, trained.network.output_width).dataset, trained.network
    if small:
        dataset = Dataset(dataset.points[:POINTS], dataset.labels[:POINTS], dataset.counts[:POINTS])
    asked, allowance = Fraction(radius), Allowance(workers=Workers(os.cpu_count() or 1))
    found, made = timed(lambda: synthesize_same_class(network, dataset, asked, allowance=allowance, where=model))
    proved, certificate = 0.0, 0
    for turn in range(parts):
        rows = slice(dataset.size * turn // parts, dataset.size * (turn + 1) // parts)
        numbers = range(dataset.size)[rows]
        target, part = found.target.part(numbers), dataset.part(numbers)
        cut = replace(found, radii=found.radii[rows], hints=found.hints[rows], target=target, dataset=part)
        with tempfile.TemporaryDirectory() as folder:
            taken, size = proved_part(Path(folder) / "bundle", cut)
        proved, certificate = proved + taken, certificate + size
    before, after = costs_of(network, dataset), costs_of(found.network, dataset)
    assert before.worst is not None
    assert after.worst is not None
    assert after.mean is not None
    whole = sum([ball.least == asked for ball in found.radii])
    operations = (before.worst, after.worst, f"{float(after.mean):.2f}")
    return row(model, radius, dataset.size, whole, *operations, f"{made:.1f}", f"{proved:.1f}", certificate)


def proved_part(bundle: Path, found: SameClass) -> tuple[float, int]:
    """Prove what was found, in one bundle; return the seconds and the bytes of the certificate."""
    options = Options(lane="certificate")
    (_, verdict), taken = timed(lambda: prove_same_class(bundle, found, options))
    if not isinstance(verdict, Proved):
        raise AssertionError(f"{bundle}: {verdict}")
    return taken, sum([path.stat().st_size for path in bundle.glob("*.certificate.json")])


def page(small: bool) -> Iterator[str]:
    """Yield the lines of the page."""
    yield "Operations are counted over the data; *whole radius* says around how many points the class is the same"
    yield "within all of the radius. Around the others it is so within less: the model itself changes its class there."
    several = [f"{model} within {radius} in {parts}" for model, _, radius, parts in CASES if parts > 1]
    yield f"Each is proved in one bundle, {', '.join(several)}."
    yield ""
    yield from head(
        *(":model", ":radius", "points", "whole radius", "before: worst", "after: worst", "after: mean"),
        *("synthesis s", "proof and check s", "bytes of certificate"),
    )
    for model, data, radius, parts in CASES:
        yield measured(model, data, radius, parts, small)


if __name__ == "__main__":
    run(page, __file__, "same-class.md", "synthesis for classes")
