"""The claim *memorizes*: the network gives exactly the label at every data point."""

from collections.abc import Sequence as Items
from dataclasses import dataclass, replace
from fractions import Fraction
from math import lcm
from typing import ClassVar, get_args

from constructions.files.bundle import Bundle
from constructions.model.batch import evaluate_many
from constructions.model.dataset import Dataset, Label
from constructions.model.errors import BadInput, one_of
from constructions.model.network import Network
from constructions.model.nouns import count_of
from constructions.model.rational import Point
from verify.claims.shared.at_points import AtPoints, has_classes, has_data, misfit, of_classes
from verify.claims.shared.base import Asked, Encoding, Request
from verify.claims.shared.subject import Reference, dataset_reference, network_reference
from verify.kernel.claimed import DATA, Source, Theorem, all_rows, data_and_network
from verify.prove.goals import Wanted
from verify.solvers.formulas import Atoms, equals_label


@dataclass(frozen=True, slots=True)
class Memorizes(AtPoints):
    """For every (x, y) in D: N(x) = y; with one-hot labels y is the unit vector of the label's class.

    Raises:
        BadInput: if ``labels`` is neither.
    """

    network: Reference
    dataset: Reference
    labels: Encoding = "as given"

    plain: ClassVar = {
        "memorizes": "At every point of the data the network gives exactly the label. Nothing is rounded."
    }
    asked: ClassVar = {
        "memorizes": Asked(
            frozenset({"labels"}),
            lambda bundle, request: Memorizes.sought(bundle, request),
            applies=has_data,
            misfit=misfit,
            doubt=lambda bundle: _doubt(bundle),
            ground=True,
            rank=0,
        )
    }

    def __post_init__(self) -> None:
        one_of("encoding of labels", self.labels, get_args(Encoding))

    @classmethod
    def sought(cls, bundle: Bundle, request: Request) -> "Memorizes":
        labels = request.labels or ("one-hot" if has_classes(bundle) else "as given")
        return cls(network_reference(bundle), dataset_reference(bundle), labels)

    @property
    def stem(self) -> str:
        return "memorizes" if self.labels == "as given" else "memorizes-one-hot"

    def said(self, near: str = "") -> str:
        """Return the claim in words, of points z that are ``near`` x where that is given.

        >>> Memorizes(Reference("network.json", ""), Reference("dataset.json", "")).said()
        'for every (x, y) in dataset.json: network.json gives exactly y at x'
        """
        target = "exactly y" if self.labels == "as given" else "exactly the unit vector of class y"
        at = "z" if near else "x"
        return f"for every (x, y) in {self.dataset.file}{near}: {self.network.file} gives {target} at {at}"

    def fields(self) -> dict[str, str]:
        return {"network": self.network.text(), "dataset": self.dataset.text(), "labels": f'"{self.labels}"'}

    def target(self, network: Network, dataset: Dataset) -> Dataset:
        if self.labels == "one-hot":
            classes = of_classes(network, dataset)
            unit = [tuple([Fraction(row == column) for column in range(classes)]) for row in range(classes)]
            labels = tuple([unit[index] for index in dataset.classes()])
            return replace(dataset, labels=labels, class_names=None)
        if dataset.label_width != network.output_width:
            raise BadInput(
                f"labels have {count_of(dataset.label_width, 'number')}, but the network has "
                f"{count_of(network.output_width, 'output')}"
                + ("; try --labels one-hot" if network.output_width > 1 and dataset.label_width == 1 else "")
            )
        return dataset

    def wanted(self, label: Label) -> Wanted:
        return Wanted("equals", label)

    def formula(self, outputs: Atoms, label: Label) -> str:
        return equals_label(outputs, label)

    def right(self, output: Point, label: Label) -> bool:
        return output == label

    def first_wrong(self, outputs: Items[Point], labels: Items[Label]) -> int | None:
        return None if outputs == labels else super(Memorizes, self).first_wrong(outputs, labels)  # columns: at once

    @staticmethod
    def theorem(source: Source) -> Theorem:
        network, lines, shapes = data_and_network(source)
        data = f"(one_hot {network.outputs} data_set)" if source.values["labels"] else "data_set"
        holds = (f"memorizes (meaning network) (rational_data {data})", f"(check_memorizes_sound network {data})")
        sentence = f"{all_rows(source)}: {source.file('network')} gives the label"
        return Theorem(DATA, sentence, lines, [*shapes, holds])


def _doubt(bundle: Bundle) -> str:
    """Return why nobody claims that a network gives exactly the labels: its outputs are no numbers such as labels.

    Labels of classes are zeros and ones then; other labels are multiples of one over their common denominator, and
    outputs that are none, at most points, are those of a model that predicts values.
    """
    dataset, network = bundle.data, bundle.network
    if network.input_width != dataset.width:
        return ""
    outputs = evaluate_many(network, dataset.points).outputs
    if outputs == dataset.labels:
        return ""
    if has_classes(bundle):
        other = sum([any([value not in (0, 1) for value in output]) for output in outputs])
        return f"outputs are other than 0 and 1 at {count_of(other, 'point')}" if other else ""
    unit = lcm(*[value.denominator for label in dataset.labels for value in label])
    other = sum([any([unit % value.denominator for value in output]) for output in outputs])
    if 2 * other <= len(outputs):
        return ""
    return f"the network predicts values: at {count_of(other, 'point')} its outputs are finer numbers than the labels"
