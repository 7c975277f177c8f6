"""Everything that is counted about a network: sizes, operations over all inputs, and over data."""

from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from constructions.model.batch import Evaluation, evaluate_many
from constructions.model.cost import MEASURES, Size, Worst, size_of, structural_worst
from constructions.model.dataset import Dataset
from constructions.model.network import Network


@dataclass(frozen=True, slots=True)
class Account:
    """Everything that is counted about a network: sizes, operations over all inputs and over the data.

    Attributes:
        inputs: the number of inputs.
        outputs: the number of outputs.
        size: see ``cost.Size``.
        structural: upper bounds over all inputs, see ``cost.structural_worst``.
        worst: the four maxima over the data points; None without data.
        mean: the four means over the rows of the data, exact; None without data.
    """

    inputs: int
    outputs: int
    size: Size
    structural: Worst
    worst: dict[str, int] | None
    mean: dict[str, Fraction] | None

    def as_json(self) -> dict[str, Any]:
        """Return the account as ``--json`` prints it."""
        operations = {"structural": self.structural, "worst": self.worst, "mean": self.mean}
        return {"inputs": self.inputs, "outputs": self.outputs, "size": self.size, "operations": operations}


def account_of(network: Network, dataset: Dataset | None = None, evaluation: Evaluation | None = None) -> Account:
    """Return the account of a network, and of its operations over the data if there are any.

    Args:
        evaluation: that of the network at the points of the data; None: it is made here.

    >>> from constructions.model.network import Relu
    >>> account_of(Relu(2), Dataset.from_rows([[1, 2]], [[1]])).worst["total"]
    2
    """
    worst = mean = None
    if dataset is not None:
        evaluation = evaluation or evaluate_many(network, dataset.points)
        worst = {name: evaluation.worst(name) for name in MEASURES}
        mean = {name: evaluation.mean(dataset.counts, name) for name in MEASURES}
    return Account(network.input_width, network.output_width, size_of(network), structural_worst(network), worst, mean)
