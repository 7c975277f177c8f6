"""Early exits: a head answers if the margin of its two best scores is large enough (BranchyNet, Shallow-Deep)."""

from bisect import bisect_right
from collections.abc import Sequence as Items
from dataclasses import dataclass, replace
from fractions import Fraction
from math import isqrt
from typing import Literal, get_args

from constructions.conditional.search_tree import Piece, constant_pieces
from constructions.families.broken_line import bump, parts
from constructions.families.selection import beside, lookup, margin, winner, wires
from constructions.geometry.projection import Projected, project
from constructions.memorizer import Built, Cost, single_label
from constructions.model.dataset import Dataset, Label
from constructions.model.errors import shown
from constructions.model.network import Affine, Branch, Concatenate, Form, Identity, Network, Sequence, constant
from constructions.model.nouns import count_of
from constructions.model.rational import different, fingerprint
from constructions.unconditional.interpolation import Pair

Fallback = Literal["last", "most confident"]

COST = Cost(
    neurons="g*u",
    gates="g + C + 6",
    parameters="w + g*(u + 4*q + 2) + 2*C + d*C",
    comparisons="g*(u + ceiling(3*C/2) - 1) + ceiling(log(C, 2))",
    additions="k - 1 + g*(u + 4*q + ceiling(3*C/2) - 1)",
    multiplications="w + 4*q*g",
    depth="g*(2*ceiling(log(C, 2)) + 2) + ceiling(log(C, 2))",
    bounds={"g": "n", "u": "2*q + 2", "q": "n", "k": "p", "w": "p"},
)
"""g exits for q runs of labels each, with at most u units before each exit."""

CONFIDENT = replace(
    COST,
    gates="2*g + C + 6",
    comparisons="g*(u + ceiling(3*C/2)) + ceiling(log(C, 2))",
    additions="k - 1 + g*(u + 4*q + ceiling(3*C/2))",
    depth="g*(2*ceiling(log(C, 2)) + 3) + ceiling(log(C, 2))",
)
"""The same where the most confident exit answers if none is left early."""


@dataclass(frozen=True, slots=True)
class Exit:
    """A stage, and the head that may answer behind it.

    Attributes:
        stage: from the features before to the features behind it.
        head: from those features to one score a class.
        threshold: the margin that is enough to leave.
        labels: the answer for each class; exits may share them.
    """

    stage: Network
    head: Network
    threshold: Fraction
    labels: tuple[Label, ...]

    def __post_init__(self) -> None:
        if self.head.output_width != len(self.labels):
            raise ValueError(
                f"head must have {count_of(len(self.labels), 'output')}, one a label, not {self.head.output_width}"
            )
        if self.head.input_width != self.stage.output_width:
            features = self.stage.output_width
            raise ValueError(
                f"head must take {count_of(features, 'input')}, what its stage gives, not {self.head.input_width}"
            )


def early_exit(exits: Items[Exit], fallback: Fallback = "last") -> Network:
    """Return the network that answers at the first exit whose margin is at least its threshold.

    The margin is the largest score minus the second largest, the answer the label of the largest, of equal ones the
    first. If no margin is enough, the last exit answers, or the most confident one, of equal ones the first.

    BranchyNet leaves if the entropy of softmax(scores) is below a threshold, Shallow-Deep if its largest entry is at
    least q. Neither is piecewise linear. For two classes both are monotone in the margin alone, so they coincide with
    this rule for some real threshold, but for BranchyNet's "below" at the margin that equals it; for Shallow-Deep it is
    ln(q/(1 - q)), and a rational number next to it decides given data in the same way. For C > 2 classes a margin of at
    least ln((C - 1) q/(1 - q)) makes Shallow-Deep leave, and where it leaves the margin is at least ln(q/(1 - q)).

    Raises:
        ValueError: if there is no exit, widths do not fit, an exit that can be left early has fewer than two labels, or
            ``fallback`` is neither of the two.

    Source: Teerapittayanon, McDanel, Kung 2016 (BranchyNet); Kaya, Hong, Dumitras 2019 (Shallow-Deep); theory,
    Theorem 86.
    """
    if not exits:
        raise ValueError("exits must have at least one entry")
    if fallback not in get_args(Fallback):
        raise ValueError(f"fallback must be 'last' or 'most confident', not {shown(fallback)}")
    known: dict[tuple[Label, ...], Network] = {}
    answers = [known.setdefault(part.labels, _labels(part.labels)) for part in exits]
    if fallback == "last":
        return _first_or_last(exits, answers)
    if len(set(answers)) > 1:
        raise ValueError("exits must share their labels if the most confident one answers")
    return _first_or_most_confident(exits, answers[0])


def early_exit_memorizer(dataset: Dataset, exits: int | None = None, fallback: Fallback = "last") -> Built:
    """Return a chain of exits with a head for all C labels each that memorizes ``dataset``.

    The runs of equal labels along z = u . x are cut into g groups, one for each exit, those with the most rows first.
    A stage keeps z and adds the ReLUs of its group; the head's scores are, as functions of z, broken lines: 1 for the
    run's label and 0 for the others on the runs of the group, and all 0 on the points of other groups. So the margin
    is 1 at points of the group and 0 at others; the threshold is 1/2.

    Args:
        dataset: the data; every different label is a class.
        exits: g, at least 1; if it is None, isqrt of the number of runs, but so few that a head costs no more than its
            stage, and two.
        fallback: as for ``early_exit``; no data point needs it.

    Raises:
        ValueError: if ``exits`` is less than 1.

    Source: rule as cited, construction derived here; theory, Theorem 86.

    >>> data = Dataset.from_rows([[i] for i in range(16)], [[i % 2] for i in range(16)])
    >>> built = early_exit_memorizer(data)
    >>> built.values["g"], built.values["u"], built.promise.comparisons
    (4, 6, 33)
    """
    projected = project(dataset)
    if projected.single is not None:
        return single_label(projected.single, dataset)
    labels = tuple(different(projected.labels))
    unit = {fingerprint(label): tuple([Fraction(label == other) for other in labels]) for label in labels}
    runs = len(constant_pieces(projected.line))
    number = exits if exits is not None else min(isqrt(runs), max(2, runs // len(labels)))
    chosen, units = list[Exit](), list[int]()
    for group, before, after in groups_of_runs(dataset, projected, number):
        line = bump(before, ends_of([(piece, unit[fingerprint(piece.offset)]) for piece in group]), after)
        readout, width = line.readout(), 1 + line.units
        rows = [Form(width, [index + 1 for index in row.indices], row.weights) for row in readout.weights]
        stage = stage_of(line.layer(), chosen[-1].stage.output_width if chosen else 1)
        chosen.append(Exit(stage, Affine(rows, readout.bias), Fraction(1, 2), labels))
        units.append(line.units)
    letters = {**projected.letters, "C": len(labels), "g": len(chosen), "u": max(units), "q": -(-runs // len(chosen))}
    return Built(projected.then(early_exit(chosen, fallback)), COST if fallback == "last" else CONFIDENT, letters)


Group = tuple[list[Piece], Fraction | None, Fraction | None]
"""Runs of equal labels, the last place before them and the first behind them, if there are points."""


def groups_of_runs(dataset: Dataset, projected: Projected, number: int | None = None) -> list[Group]:
    """Return the runs of equal labels in groups, those with most rows first; isqrt of the runs many if not given.

    Raises:
        ValueError: if ``number`` is less than 1.
    """
    if number is not None and number < 1:
        raise ValueError(f"exits must be at least 1, not {number}")
    pieces = constant_pieces(projected.line)
    ranges = parts(len(pieces), min(len(pieces), number if number is not None else isqrt(len(pieces))))
    rows = [0] * len(pieces)
    starts = [piece.first for piece in pieces]
    for point, count in zip(dataset.points, dataset.counts, strict=True):
        rows[bisect_right(starts, projected.form.at(point)) - 1] += count
    order = sorted(ranges, key=lambda ends: (-sum(rows[ends[0] : ends[1]]), ends))
    return [
        (pieces[first:end], pieces[first - 1].last if first else None, pieces[end].first if end < len(pieces) else None)
        for first, end in order
    ]


def ends_of(heights: Items[tuple[Piece, Label]]) -> list[Pair]:
    """Return both ends of every run, or its single point, with its height."""
    return [(z, height) for piece, height in heights for z in sorted({piece.first, piece.last})]


def stage_of(line: Network, before: int) -> Network:
    """Return the stage from ``before`` features, the first of them z, to z and what ``line`` gives at z.

    >>> stage_of(Identity(1), 4)
    Sequence(4 -> 2)
    """
    stage = Concatenate((Identity(1), line))
    return stage if before == 1 else Sequence((wires([0], before), stage))


def _labels(labels: tuple[Label, ...]) -> Network:
    return lookup([constant(label, 1) for label in labels])


def _first_or_last(exits: Items[Exit], answers: Items[Network]) -> Network:
    last = exits[-1]
    network: Network = Sequence((last.stage, last.head, winner(len(last.labels)), answers[-1]))
    margins: dict[int, Network] = {}
    for part, answer in zip(reversed(exits[:-1]), reversed(answers[:-1]), strict=True):
        features, count = part.stage.output_width, len(part.labels)
        width = 2 + features
        seen = Sequence((part.head, margins.setdefault(count, margin(count))))
        leave = Sequence((wires([1], width), answer))
        on = Sequence((wires(range(2, width), width), network))
        network = Sequence((part.stage, beside(seen), Branch(Form.coordinate(0, width), part.threshold, on, leave)))
    return network


def _first_or_most_confident(exits: Items[Exit], answer: Network) -> Network:
    """Return the chain that carries the best margin so far and its class before the features."""
    compare = margin(len(exits[0].labels))
    network: Network = Sequence((wires([1], 2 + exits[-1].stage.output_width), answer))
    for number in reversed(range(1, len(exits))):
        part = exits[number]
        inputs, width = 2 + part.stage.input_width, 4 + part.stage.output_width
        seen = Sequence((wires(range(2, inputs), inputs), part.stage, beside(Sequence((part.head, compare)))))
        old, new = [wires([best, best + 1, *range(4, width)], width) for best in (0, 2)]
        on: Network = Sequence((Branch(Form(width, (0, 2), (1, -1)), 0, new, old), network))
        leave = Sequence((wires([3], width), answer))
        test = Branch(Form.coordinate(2, width), part.threshold, on, leave)
        network = Sequence((Concatenate((wires([0, 1], inputs), seen)), test))
    part, width = exits[0], 2 + exits[0].stage.output_width
    if len(exits) > 1:
        leave = Sequence((wires([1], width), answer))
        network = Branch(Form.coordinate(0, width), part.threshold, network, leave)
    return Sequence((part.stage, beside(Sequence((part.head, compare))), network))
