"""The rules: what a certificate must show for each kind of claim, every premise re-derived from the files."""

from collections.abc import Callable
from typing import Any

from .budget import Budget
from .dataset import Dataset, class_of
from .network import MEASURES, Node, Numbers, evaluate
from .reader import entries, integer
from .verdict import Malformed, Rejected, shown


def memorizes(claim: dict[str, Any], network: Node, dataset: Dataset, hints: list[Any], budget: Budget) -> str:
    """Accept if N(x) = y at every point; with one-hot labels y is the unit vector of the label's class."""
    encoding = claim["labels"]
    classes = network.outputs
    if encoding not in ("as given", "one-hot"):
        raise Malformed(f'labels must be "as given" or "one-hot", not {shown(encoding)}')
    if encoding == "one-hot":
        _need_classes(dataset, classes)
    elif len(dataset.labels[0]) - 1 != network.outputs:
        raise Rejected(f"labels have {len(dataset.labels[0]) - 1} numbers, the network has {network.outputs} outputs")

    def goal(output: Numbers, label: Numbers) -> bool:
        return output == (label if encoding == "as given" else [*[int(i == label[0]) for i in range(classes)], 1])

    count = _at_every_point(network, dataset, hints, budget, goal, "N(x) is not y")
    target = "y" if encoding == "as given" else "the unit vector of class y"
    return f"for every (x, y) of the {count} points of D: N(x) = {target}"


def classifies(network: Node, dataset: Dataset, hints: list[Any], budget: Budget) -> str:
    """Accept if at every point the output of the label's class is strictly greater than every other output."""
    _need_classes(dataset, network.outputs)

    def goal(output: Numbers, label: Numbers) -> bool:
        values, right = output[:-1], label[0]
        return all([value < values[right] for index, value in enumerate(values) if index != right])

    count = _at_every_point(network, dataset, hints, budget, goal, "output y of N(x) is not the greatest alone")
    return f"for every (x, y) of the {count} points of D: output y of N(x) is greater than every other"


def operations_at_most(claim: dict[str, Any], network: Node, hints: list[Any]) -> str:
    """Accept if the structural maximum, in which every gate takes its dearer side, is at most the bound."""
    measure, domain = claim["measure"], entries(claim["domain"], "domain")
    bound = integer(claim["bound"], "bound", 0, 10**18)
    if measure not in MEASURES:
        raise Malformed(f"measure must be one of {', '.join(MEASURES)}, not {shown(measure)}")
    if domain:
        raise Malformed("domain must be [], which is all of Q^p")
    if hints != [["bound"]]:
        raise Rejected('step 0: the hints must be one, ["bound"]')
    worst = network.worst[MEASURES.index(measure)]
    if worst > bound:
        raise Rejected(f"step 0 (bound): the structural maximum is {worst}, more than {bound}")
    what = "operations (additions, multiplications, comparisons)" if measure == "total" else measure
    return f"for every z in Q^{network.inputs}: N makes at most {bound} {what} on z"


def _need_classes(dataset: Dataset, classes: int) -> None:
    if classes < 2:
        raise Rejected("the network has one output: there must be at least two classes")
    if dataset.classes is not None and dataset.classes != classes:
        raise Rejected(f"the data set has {dataset.classes} classes, the network {classes} outputs")
    for number, label in enumerate(dataset.labels):
        if class_of(label, classes) is None:
            raise Rejected(f"point {number}: its label is not one of the classes 0..{classes - 1}")


def _at_every_point(
    network: Node,
    dataset: Dataset,
    hints: list[Any],
    budget: Budget,
    goal: Callable[[Numbers, Numbers], bool],
    failure: str,
) -> int:
    """Run the network at every point, hold each output against its label, and return how many points passed."""
    if hints:
        raise Rejected("step 0: a hint is left over; at points nothing is open and no hint is needed")
    if len(dataset.points[0]) - 1 != network.inputs:
        raise Rejected(f"points have {len(dataset.points[0]) - 1} coordinates, the network {network.inputs} inputs")
    if network.work * len(dataset.points) > budget.steps:
        raise Malformed("running the network at every point takes more steps than the limit")
    passed = 0
    for point, label in zip(dataset.points, dataset.labels, strict=True):
        if not goal(evaluate(network, point, budget), label):
            raise Rejected(f"point {passed}: {failure}")
        passed += 1
    return passed
