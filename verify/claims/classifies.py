"""The claim *classifies*: the output of the right class is strictly the greatest at every data point."""

from dataclasses import dataclass
from typing import ClassVar

from constructions.files.bundle import Bundle
from constructions.model.answers import largest
from constructions.model.dataset import Dataset, Label
from constructions.model.network import Network
from constructions.model.rational import Point
from verify.claims.shared.at_points import AtPoints, has_classes, misfit, of_classes
from verify.claims.shared.base import Asked, Request
from verify.claims.shared.subject import Reference, dataset_reference, network_reference
from verify.kernel.claimed import DATA, Source, Theorem, all_rows, data_and_network
from verify.prove.goals import Wanted
from verify.solvers.formulas import Atoms, exceeds_others


@dataclass(frozen=True, slots=True)
class Classifies(AtPoints):
    """For every (x, y) in D: output y of N(x) is strictly greater than every other output; at least two classes."""

    network: Reference
    dataset: Reference

    plain: ClassVar = {"classifies": "At every point of the data the output of the right class is the largest one."}
    asked: ClassVar = {
        "classifies": Asked(
            frozenset(),
            lambda bundle, request: Classifies.sought(bundle, request),
            applies=has_classes,
            misfit=misfit,
            ground=True,
            rank=1,
        )
    }

    @classmethod
    def sought(cls, bundle: Bundle, request: Request) -> "Classifies":  # noqa: ARG003
        return cls(network_reference(bundle), dataset_reference(bundle))

    def said(self, near: str = "") -> str:
        """Return the claim in words, of points z that are ``near`` x where that is given.

        >>> Classifies(Reference("network.json", ""), Reference("dataset.json", "")).said()
        'for every (x, y) in dataset.json: output y of network.json at x is greater than every other'
        """
        at = "z" if near else "x"
        name = self.network.file
        return f"for every (x, y) in {self.dataset.file}{near}: output y of {name} at {at} is greater than every other"

    def target(self, network: Network, dataset: Dataset) -> Dataset:
        of_classes(network, dataset)
        return dataset

    def wanted(self, label: Label) -> Wanted:
        return Wanted("exceeds", label)

    def formula(self, outputs: Atoms, label: Label) -> str:
        return exceeds_others(outputs, label)

    def right(self, output: Point, label: Label) -> bool:
        return largest(output) == (label[0].numerator,)

    @staticmethod
    def theorem(source: Source) -> Theorem:
        _, lines, shapes = data_and_network(source)
        statement = "classifies (meaning network) (map (fun row => (rationals (fst row), snd row)) data_set)"
        sentence = f"{all_rows(source)}: the output of {source.file('network')} for the label is the greatest"
        return Theorem(DATA, sentence, lines, [*shapes, (statement, "(check_classifies_sound network data_set)")])
