"""Claims at data points: exact counterexamples, and the Z3 lane."""

from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

from constructions.model.batch import evaluate_many
from constructions.model.dataset import Dataset, Label
from constructions.model.errors import BadInput, shown
from constructions.model.evaluation import Point, trace
from constructions.model.network import Network
from verify.claim import Classifies, Memorizes
from verify.solvers.smtlib import (
    BATCH,
    Goal,
    equals_label,
    exceeds_others,
    point_obligations,
    unrolled_nodes,
    whole_data_query,
)
from verify.solvers.z3_backend import Session
from verify.verdict import Refuted

Query = Literal["auto", "whole", "obligations"]
Progress = Callable[[int, int | None], None]

WHOLE_SIZE = 2_000
"""Up to this many points times unrolled nodes the claim is one query; above, it is cut into obligations."""


@dataclass(frozen=True, slots=True)
class Finding:
    """What Z3 answered to the negated claim: ``unsat`` means that the claim holds; and the text that it read.

    ``point`` is an input of the model where the answer is ``sat`` and inputs are variables; ``reason`` says why there
    is no answer.
    """

    answer: str
    scripts: tuple[str, ...]
    point: Point = ()
    reason: str = "Z3 gave no answer in the time allowed"


def target_of(claim: Memorizes | Classifies, network: Network, dataset: Dataset) -> Dataset:
    """Return the data set with the labels that the claim speaks of.

    Raises:
        BadInput: if the labels cannot be what the claim says of them, or do not fit the network's outputs.
    """
    if isinstance(claim, Memorizes) and claim.labels == "as given":
        if dataset.label_width != network.output_width:
            raise BadInput(
                f"labels have {dataset.label_width} numbers, but the network has {network.output_width} outputs"
                + ("; try --labels one-hot" if network.output_width > 1 and dataset.label_width == 1 else "")
            )
        return dataset
    classes = dataset.class_count(least=1)
    if classes > network.output_width or (dataset.class_names is not None and classes != network.output_width):
        raise BadInput(f"the data have {classes} classes, but the network has {network.output_width} outputs")
    if network.output_width < 2:
        raise BadInput("classes are told apart by at least two outputs, but the network has 1")
    if isinstance(claim, Classifies):
        return dataset
    unit = [
        tuple([Fraction(row == column) for column in range(network.output_width)])
        for row in range(network.output_width)
    ]
    return Dataset(dataset.points, tuple([unit[index] for index in dataset.classes()]), dataset.counts)


def counterexample(claim: Memorizes | Classifies, network: Network, target: Dataset) -> Refuted | None:
    """Return the first data point on which the claim fails, replayed alone, or None if there is none.

    All points are run together by ``batch.evaluate_many``; the point found is run again by ``evaluation.trace``,
    which shares no arithmetic with it.
    """
    holds = _equal if isinstance(claim, Memorizes) else _greatest
    outputs = evaluate_many(network, target.points).outputs
    for number, (output, label) in enumerate(zip(outputs, target.labels, strict=True)):
        if not holds(output, label):
            replayed = trace(network, target.points[number]).output
            if replayed != output or holds(replayed, label):
                raise AssertionError(f"two evaluations differ at point {number}: {output} and {replayed}")
            return Refuted(
                target.points[number],
                output,
                label,
                f"at data point {number} the network gives {values_text(output)}, the label is {values_text(label)}",
            )
    return None


def ask_z3(
    claim: Memorizes | Classifies,
    network: Network,
    target: Dataset,
    query: Query,
    seconds: float | None,
    progress: Progress,
) -> Finding:
    """Return Z3's answer to the negated claim: as one query, or as obligations until one does not answer ``unsat``."""
    goal: Goal = equals_label if isinstance(claim, Memorizes) else exceeds_others
    if query == "auto":
        query = "whole" if target.size * unrolled_nodes(network) <= WHOLE_SIZE else "obligations"
    session = Session()
    if query == "whole":
        script = whole_data_query(network, target, goal)
        return Finding(session.run(script, seconds)[0], (script,))
    scripts = []
    for number, script in enumerate(point_obligations(network, target, goal)):
        scripts.append(script)
        answers = session.run(script, seconds)
        progress(min(number * BATCH, target.size), target.size)
        for answer in answers:
            if answer != "unsat":
                return Finding(answer, tuple(scripts))
    return Finding("unsat", tuple(scripts))


def _equal(output: Point, label: Label) -> bool:
    return output == label


def _greatest(output: Point, label: Label) -> bool:
    right = label[0].numerator
    return all([value < output[right] for index, value in enumerate(output) if index != right])


def values_text(values: Point) -> str:
    """Return the numbers of a point or an output for a message; cut if they are many.

    >>> values_text((Fraction(1, 2), Fraction(0)))
    '1/2, 0'
    """
    text = ", ".join([str(value) for value in values])
    return text if len(text) <= 80 else shown(text, 60)
