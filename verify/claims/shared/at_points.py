"""What claims about the answers at data points share; claims on balls around the points build on them."""

from abc import abstractmethod
from collections.abc import Sequence as Items
from dataclasses import replace

from constructions.files.bundle import Bundle
from constructions.model.answers import names_classes
from constructions.model.batch import evaluate_many
from constructions.model.dataset import Dataset, Label
from constructions.model.errors import BadInput
from constructions.model.evaluation import trace
from constructions.model.network import Network
from constructions.model.nouns import count_of
from constructions.model.rational import Point
from verify.certificate import Hint
from verify.claims.shared.base import AboutNetworks, Allowance, Asking, Derived, Request
from verify.claims.shared.subject import Reference, Subject
from verify.prove.goals import Wanted
from verify.solvers.asking import SolverAnswer, ask_at_points
from verify.solvers.formulas import Atoms
from verify.verdict import Refuted, values_text


class AtPoints(AboutNetworks):
    """For every row (x, y) of a data set: the answer N(x) is right, in the sense of the subclass."""

    __slots__ = ()

    ground = True

    network: Reference
    dataset: Reference

    @classmethod
    @abstractmethod
    def sought(cls, bundle: Bundle, request: Request) -> "AtPoints":
        """Return the claim about a bundle that a request asks for."""

    @abstractmethod
    def target(self, network: Network, dataset: Dataset) -> Dataset:
        """Return the data set with the labels that the claim speaks of; raises ``BadInput`` if they do not fit."""

    @abstractmethod
    def wanted(self, label: Label) -> Wanted:
        """Return what must hold of the outputs at a point of this label, as a goal of an execution."""

    @abstractmethod
    def right(self, output: Point, label: Label) -> bool:
        """Return whether an answer is right."""

    @abstractmethod
    def formula(self, outputs: Atoms, label: Label) -> str:
        """Return what is right as a formula for a solver."""

    @abstractmethod
    def said(self, near: str = "") -> str:
        """Return the claim in words, of points z that are ``near`` x where that is given."""

    def sentence(self) -> str:
        return self.said()

    def fitted(self, subject: Subject) -> Subject:
        return replace(subject, dataset=self.target(subject.network, subject.data))

    def derive(self, subject: Subject, allowance: Allowance) -> Derived:
        """Return no hints, since nothing is open at a point, or the first data point at which the answer is wrong.

        All points are run together by ``batch.evaluate_many``; the point found is run again by ``evaluation.trace``,
        which shares no arithmetic with it.
        """
        target = subject.data
        outputs = evaluate_many(subject.network, target.points).outputs
        number = self.first_wrong(outputs, target.labels)
        return [] if number is None else self._wrong(subject, number, outputs[number])

    def first_wrong(self, outputs: Items[Point], labels: Items[Label]) -> int | None:
        """Return the number of the first answer that is not right."""
        pairs = enumerate(zip(outputs, labels, strict=True))
        return next((number for number, (output, label) in pairs if not self.right(output, label)), None)

    def refuted_at(self, subject: Subject, point: Point) -> Refuted:
        return self._wrong(subject, subject.data.points.index(point), None)

    def ask(self, subject: Subject, asking: Asking, hints: Items[Hint]) -> SolverAnswer:
        return ask_at_points(
            self.formula, subject.network, subject.data, asking.query, asking.point_seconds, asking.progress
        )

    def _wrong(self, subject: Subject, number: int, output: Point | None) -> Refuted:
        point, label = subject.data.points[number], subject.data.labels[number]
        replayed = trace(subject.network, point).output
        if (output is not None and replayed != output) or self.right(replayed, label):
            raise AssertionError(f"two evaluations differ at point {number}: {output} and {replayed}")
        reason = (
            f"at {subject.data.place_of(number)} the network gives {values_text(replayed)}, the label is "
            f"{values_text(label)}"
        )
        return Refuted(point, replayed, label, reason, number)


def of_classes(network: Network, dataset: Dataset) -> int:
    """Return how many classes a claim speaks of: as many as the network has outputs.

    Raises:
        BadInput: if the labels are no classes, or there are more than outputs, or the names of the classes are not as
            many as the outputs, or there is one output only.
    """
    classes = dataset.class_count(least=1)
    outputs = network.output_width
    if classes > outputs or (dataset.class_names is not None and classes != outputs):
        number = "its output is a number, perhaps that of a class; build --outputs one-hot makes one output a class"
        have = "the data have"
        if outputs == 1 and dataset.class_names is None:
            have = f"the labels are numbers up to {classes - 1:,}, as of"
        raise BadInput(
            f"{have} {count_of(classes, 'class')}, but the network has {count_of(outputs, 'output')}: "
            f"{number if outputs == 1 else 'there must be an output for each class'}"
        )
    if outputs < 2:
        raise BadInput("classes are told apart by at least two outputs, but the network has 1")
    return outputs


def misfit(bundle: Bundle) -> str:
    """Return why the classes of a bundle's data are not those of its outputs; empty if they are, or there are none."""
    try:
        if has_classes(bundle):
            of_classes(bundle.network, bundle.data)
    except BadInput as error:
        return str(error)
    return ""


def has_data(bundle: Bundle) -> bool:
    """Return whether a bundle has a data set."""
    return bundle.dataset is not None


def has_classes(bundle: Bundle) -> bool:
    """Return whether a bundle has labels that are classes, which the widths say (``answers.names_classes``)."""
    return bundle.dataset is not None and names_classes(bundle.network, bundle.dataset)
