"""What tests of models of other tools share: rows that hit thresholds exactly, and the tool's answers beside ours."""

import random
import warnings
from fractions import Fraction
from typing import Any

import numpy as np

from constructions.model.answers import largest
from constructions.model.batch import evaluate_many
from constructions.model.network import Branch, Network, distinct_nodes
from exchange.trained import Trained


def fitted(model: Any, points: Any, labels: Any) -> Any:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # so few iterations do not converge
        return model.fit(points, labels)


def outputs_at(network: Network, rows: Any) -> list[Any]:
    """Return the exact outputs at rows of floats."""
    return list(
        evaluate_many(network, [[Fraction(value) for value in row] for row in np.asarray(rows).tolist()]).outputs
    )


def classes_at(network: Network, rows: Any) -> list[int]:
    """Return the number of the first largest output at each row."""
    return [output.index(max(output)) for output in outputs_at(network, rows)]


def as_rounded(trained: Trained) -> Network:
    """Return the network that rounds its inputs as the tool does, where the tool rounds them."""
    return trained.network if trained.rounding is None else trained.rounding()


def answers_of(trained: Trained, rows: list[list[float]]) -> list[Any]:
    """Return what the tool itself says of rows."""
    assert trained.tool is not None
    assert trained.tool.answers is not None
    return list(trained.tool.answers(rows))


def hitting(network: Network, points: Any, most: int = 40) -> list[list[float]]:
    """The points, and points moved so that a test of a single coordinate is hit exactly, or missed by one step."""
    rows: list[list[float]] = points.tolist()
    source = random.Random(7)
    gates = [node for node in distinct_nodes(network) if isinstance(node, Branch)]
    for gate in source.sample(gates, min(most, len(gates))):
        (index,), (weight,) = gate.normal.indices, gate.normal.weights
        bound = gate.threshold * weight
        near = np.float64(bound.numerator / bound.denominator)
        narrow = np.float32(near)
        for value in (near, np.nextafter(near, 1e9), np.nextafter(near, -1e9), narrow, np.nextafter(narrow, -1e9)):
            row = list(rows[source.randrange(len(points))])
            row[index] = float(value)
            rows.append(row)
    return rows


def agreed(trained: Trained, points: Any) -> list[list[float]]:
    """Compare with the tool on all points and on thresholds hit exactly; return the rows that were compared."""
    rows = hitting(trained.network, points)
    answers, outputs = answers_of(trained, rows), outputs_at(as_rounded(trained), rows)
    if isinstance(answers[0], tuple):
        pairs = [pair for row in zip(outputs, answers, strict=True) for pair in zip(*row, strict=True)]
        off: list[Fraction] = [abs(ours - Fraction(theirs)) for ours, theirs in pairs]
        sizes: list[Fraction] = [abs(value) for row in outputs for value in row]
        assert trained.tool is not None
        room = Fraction(1, 10 ** (5 if "XGBoost" in trained.tool.name else 12))
        assert max(off) < room * max([Fraction(1), *sizes])
        return rows
    assert trained.classes is None or trained.network.output_width == len(trained.classes)
    ties = 0
    for output, answer in zip(outputs, answers, strict=True):
        assert answer in largest(output), (output, answer)
        ties += len(largest(output)) > 1
    assert ties < len(rows) / 10
    return rows
