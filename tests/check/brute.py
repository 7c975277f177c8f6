"""A third semantics, written from DESIGN's sentences in the plainest way; it shares no line with the project."""

import json
from fractions import Fraction
from pathlib import Path
from typing import Any

Vector = list[Fraction]
Counts = tuple[int, int, int]


def run(nodes: list[Any], index: int, x: Vector) -> tuple[Vector, Counts]:
    """Return the output of node ``index`` at x, and additions, multiplications, comparisons."""
    kind, *rest = nodes[index]
    spent: Counts = (0, 0, 0)
    if kind == "affine":
        outputs, additions, multiplications = [], 0, 0
        for row, text in zip(rest[1], rest[2], strict=True):
            value, cost = linear(row, x, Fraction(text))
            outputs.append(value)
            additions, multiplications = additions + cost[0], multiplications + cost[1]
        return outputs, (additions, multiplications, 0)
    if kind == "identity":
        return x, (0, 0, 0)
    if kind == "relu":
        return [value if value >= 0 else Fraction(0) for value in x], (0, 0, len(x))
    if kind == "step":
        return [Fraction(1) if value >= 0 else Fraction(0) for value in x], (0, 0, len(x))
    if kind == "sequence":
        for child in rest[0]:
            x, more = run(nodes, child, x)
            spent = plus(spent, more)
        return x, spent
    if kind == "concatenate":
        found: Vector = []
        for child in rest[0]:
            part, more = run(nodes, child, x)
            found += part
            spent = plus(spent, more)
        return found, spent
    _, row, threshold, below, above = rest
    weights = [Fraction(text) for text in row[1::2]]
    value = sum((weight * x[place] for place, weight in zip(row[0::2], weights, strict=True)), Fraction(0))
    gate = (max(0, len(weights) - 1), sum(weight not in (1, -1) for weight in weights), 1)
    output, more = run(nodes, above if value >= Fraction(threshold) else below, x)
    return output, plus(gate, more)


def linear(row: list[Any], x: Vector, bias: Fraction) -> tuple[Fraction, tuple[int, int]]:
    weights = [Fraction(text) for text in row[1::2]]
    value = bias + sum((weight * x[place] for place, weight in zip(row[0::2], weights, strict=True)), Fraction(0))
    multiplications = sum(weight not in (1, -1) for weight in weights)
    if weights and bias == 0 and all(weight == -1 for weight in weights):
        multiplications += 1
    return value, (max(0, len(weights) + (bias != 0) - 1), multiplications)


def plus(one: Counts, two: Counts) -> Counts:
    return one[0] + two[0], one[1] + two[1], one[2] + two[2]


def most(nodes: list[Any], index: int, measure: str) -> int:
    """Return the structural maximum of a node in a measure."""
    kind, *rest = nodes[index]
    pick = {"additions": 0, "multiplications": 1, "comparisons": 2}
    if kind in ("sequence", "concatenate"):
        return sum(most(nodes, child, measure) for child in rest[0])
    if kind == "branch":
        weights = [Fraction(text) for text in rest[1][1::2]]
        own = (max(0, len(weights) - 1), sum(weight not in (1, -1) for weight in weights), 1)
        side = max(most(nodes, rest[3], measure), most(nodes, rest[4], measure))
        return (sum(own) if measure == "total" else own[pick[measure]]) + side
    width = rest[0]
    _, spent = run(nodes, index, [Fraction(0)] * width)
    return sum(spent) if measure == "total" else spent[pick[measure]]


def is_true(folder: Path, claim_name: str) -> bool:
    """Return whether a claim is true of the files that it names; operations claims by their structural maximum."""
    claim = json.loads((folder / claim_name).read_text())
    nodes = json.loads((folder / claim["network"]["file"]).read_text())["nodes"]
    if claim["kind"] == "operations at most":
        return bool(most(nodes, len(nodes) - 1, claim["measure"]) <= claim["bound"])
    rows = json.loads((folder / claim["dataset"]["file"]).read_text())["rows"]
    for point, label, _ in rows:
        output, _ = run(nodes, len(nodes) - 1, [Fraction(text) for text in point])
        wanted = [Fraction(text) for text in label]
        if claim["kind"] == "classifies":
            right = int(wanted[0])
            if not all(value < output[right] for place, value in enumerate(output) if place != right):
                return False
        elif claim["labels"] == "one-hot":
            if output != [Fraction(place == wanted[0]) for place in range(len(output))]:
                return False
        elif output != wanted:
            return False
    return True
