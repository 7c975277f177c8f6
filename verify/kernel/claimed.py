"""What all theorems about a claim share: the files that it names, its hints, data with labels, and how it is shown."""

from collections.abc import Iterable, Iterator, Sequence as Items
from dataclasses import dataclass
from typing import Any

from constructions.model.nouns import all_of, count_of
from verify.check.budget import MAX_STEPS
from verify.check.bundle import Files
from verify.check.dataset import Dataset, class_of
from verify.check.domain import read_constraints
from verify.check.network import Node
from verify.check.reader import integer, rational
from verify.check.values import Constraint
from verify.check.verdict import Malformed, Rejected, shown
from verify.kernel.terms import distinct_nodes, hint_numbers, network_terms, numeral_terms, rational_term, region_term

DATA = ("Model", "Nets", "Numerals", "Checker")
"""The files of proofs/ that a theorem about data needs, in order."""

REGIONS = ("Model", "Nets", "Numerals", "Forms", "Engine", "Hints", "Goals", "Claims", "Bridge")
"""The files of proofs/ that a theorem about regions needs, in order."""

BALLS = (*DATA, *REGIONS[3:], "Within", "Segment", "Radii")
"""The files of proofs/ that a theorem about balls around data needs, in order."""

Shown = tuple[str, str]
"""A statement, and a lemma that makes it true if what the lemma computes is true."""


@dataclass(frozen=True)
class Theorem:
    """A claim for Coq.

    Attributes:
        modules: the files of proofs/ that it needs, in order.
        sentence: the claim in words.
        lines: definitions.
        shown: the parts of the theorem, each with its lemma.
    """

    modules: Items[str]
    sentence: str
    lines: Items[str]
    shown: Items[Shown]

    def statement(self) -> str:
        """Return the theorem: all of its parts hold."""
        return " /\\\n  ".join([f"({statement})" for statement, _ in self.shown])

    def proof(self, computed: str = "vm_cast_no_check (eq_refl true)") -> str:
        """Return the proof, one tactic: each lemma is applied, and its condition computed."""
        steps = [f"apply {lemma}; {computed}" for _, lemma in self.shown]
        return f"refine {'(conj _ ' * (len(steps) - 1)}_{')' * (len(steps) - 1)}; [{' | '.join(steps)}]"


@dataclass(frozen=True)
class Source:
    """What a claim's theorem is made from: the claim, its hints, and the files that the checker reads, each once."""

    claim: dict[str, Any]
    hints: list[Any]
    files: Files

    def network(self, key: str = "network") -> Node:
        """Return a network that the claim names."""
        return self.files.network(self.claim[key])

    def dataset(self) -> Dataset:
        """Return the data set that the claim names."""
        return self.files.dataset(self.claim["dataset"])

    def file(self, key: str) -> str:
        """Return the name of a file that the claim names."""
        return str(self.claim[key]["file"])

    def constraints(self, key: str, width: int) -> list[Constraint]:
        """Return the constraints that stand in the claim."""
        return read_constraints(self.claim[key], width, self.files.budget)

    def hint_list(self, evidence: str = "", points: Items[int] = ()) -> list[str]:
        """Return the hints as definitions of ``hint_list``.

        ``evidence`` names the hints with points, ``points`` says how many numbers the points of one hint may have.
        """
        networks = [self.network(key) for key in ("network", "other") if key in self.claim]
        widest = max([max(node.inputs, node.outputs) for network in networks for node in distinct_nodes(network)])
        constraints = 2 * networks[0].inputs + len(self.claim.get("domain", ())) + len(self.hints)
        places = max(widest, constraints)
        numbers = [hint_numbers(hint, evidence, points, places) for hint in self.hints]
        numerals = numeral_terms("hint_numerals", counted(numbers))
        return [*numerals, "Definition hint_list := hints_of hint_numerals."]

    def no_hints(self) -> None:
        """Refuse hints that no rule reads.

        Raises:
            Rejected: if there is a hint.
        """
        if self.hints:
            raise Rejected("step 0: a hint is left over")

    def affordable(self, executions: int, *networks: Node) -> None:
        """Refuse executions that cannot be run: towers of doublings, before the first step is made.

        Each hint can lead to one more end, and a structural maximum walks over both sides of every gate.

        Raises:
            Malformed: if so much work passes the checker's limit.
        """
        bounded = any([type(hint) is list and hint[:1] in (["bound"], ["structure"]) for hint in self.hints])
        work = sum([network.work + (unfolded(network) if bounded else 0) for network in networks])
        if work * (executions + len(self.hints)) > MAX_STEPS:
            raise Malformed("running the network takes more steps than the limit")


def unfolded(network: Node) -> int:
    """Return how many nodes there are if every use of a shared node counts, or a number beyond every limit."""
    sizes: dict[int, int] = {}
    for node in distinct_nodes(network):
        sizes[id(node)] = min(MAX_STEPS + 1, 1 + sum([sizes[id(child)] for child in node.below]))
    return sizes[id(network)]


def counted(lists: Iterable[Items[int]]) -> Iterator[int]:
    """Yield lists of integers one after the other, each after its length.

    >>> list(counted([[5, 6], [7]]))
    [2, 5, 6, 1, 7]
    """
    for numbers in lists:
        yield len(numbers)
        yield from numbers


def takes(network: Node, name: str = "network") -> Shown:
    """Return that a network has its widths."""
    widths = f"{network.inputs} {network.outputs}"
    return f"takes {network.inputs} (meaning {name}) {network.outputs}", f"(takes_by {widths} {name})"


def vectors(size: int, width: int, term: str) -> Shown:
    """Return that there are so many rows, each of so many numbers."""
    return f"are_vectors {size} {width} {term}", f"(vectors_by {size} {width} {term})"


def narrow(width: int, term: str) -> Shown:
    """Return that constraints speak of no more than so many numbers."""
    return f"is_narrow {width} {term}", f"(narrow_by {width} {term})"


def on_domain(source: Source, network: Node) -> tuple[list[str], list[Shown]]:
    """Return the definitions of ``network`` and ``domain``, and that they have their widths."""
    region = region_term(source.constraints("domain", network.inputs))
    lines = [*network_terms(network, "network"), f"Definition domain : list constraint := {region}."]
    return lines, [takes(network), narrow(network.inputs, "domain")]


def points(dataset: Dataset) -> list[str]:
    """Return definitions of ``data_set``: points alone."""
    return _rows(f"points {_width(dataset)}", dataset.points)


def as_given(dataset: Dataset, scale: int | None = None) -> tuple[list[str], list[Shown]]:
    """Return definitions of ``data_set``: points with their labels; and their widths.

    Args:
        dataset: the data set.
        scale: the denominator of all points; None: each has its own.
    """
    size, width, label = len(dataset.points), _width(dataset), len(dataset.labels[0]) - 1
    rows = dataset.points
    if scale is not None:
        rows = tuple([[*[scale // point[-1] * value for value in point[:-1]], scale] for point in rows])
    lines = _rows(f"labelled {width} {label}", rows, dataset.labels)
    return lines, [vectors(size, width, "(map fst data_set)"), vectors(size, label, "(map snd data_set)")]


def labelled(source: Source, network: Node, dataset: Dataset) -> tuple[list[str], list[Shown]]:
    """Return definitions of ``data_set``, points with labels as the claim says, vectors or classes; and their shape.

    Raises:
        Rejected: if points or labels do not fit the network, or the claim speaks of classes and a label is none.
        Malformed: if there is no such kind of labels.
    """
    fitting(network, dataset)
    labels = source.claim.get("labels", "one-hot")
    if labels == "as given":
        if len(dataset.labels[0]) - 1 != network.outputs:
            width = len(dataset.labels[0]) - 1
            raise Rejected(
                f"labels have {count_of(width, 'number')}, the network has {count_of(network.outputs, 'output')}"
            )
        return as_given(dataset)
    if labels != "one-hot":
        raise Malformed(f'labels must be "as given" or "one-hot", not {shown(labels)}')
    classes, size, width = network.outputs, len(dataset.points), _width(dataset)
    rows = _rows(f"classed {width}", dataset.points, [[label] for label in _classes(classes, dataset)])
    names = "None" if dataset.classes is None else f"(Some {dataset.classes})"
    kind = f"{names} {classes} (map snd data_set)"
    return rows, [vectors(size, width, "(map fst data_set)"), (f"are_classes {kind}", f"(classes_by {kind})")]


def fitting(network: Node, dataset: Dataset) -> None:
    """Refuse points that are no inputs of the network."""
    if _width(dataset) != network.inputs:
        raise Rejected(
            f"points have {count_of(_width(dataset), 'coordinate')}, the network {count_of(network.inputs, 'input')}"
        )


def _width(dataset: Dataset) -> int:
    return len(dataset.points[0]) - 1


def _rows(kind: str, *columns: Items[Items[int]]) -> list[str]:
    integers = [number for row in zip(*columns, strict=True) for part in row for number in part]
    return [*numeral_terms("numerals", integers), f"Definition data_set := {kind} numerals."]


def _classes(width: int, dataset: Dataset) -> list[int]:
    if width < 2:
        raise Rejected("the network has one output: there must be at least two classes")
    if dataset.classes is not None and dataset.classes != width:
        raise Rejected(
            f"the data set has {count_of(dataset.classes, 'class')}, the network {count_of(width, 'output')}"
        )
    found = []
    for number, label in enumerate(dataset.labels):
        index = class_of(label, width)
        if index is None:
            raise Rejected(f"point {number}: its label is not one of the classes 0..{width - 1}")
        found.append(index)
    return found


def data_and_network(source: Source) -> tuple[Node, list[str], list[Shown]]:
    """Return the network of a claim about points, the definitions of ``network`` and ``data_set``, and their shapes."""
    network, dataset = source.network(), source.dataset()
    fitting(network, dataset)
    source.affordable(len(dataset.points), network)
    lines, shapes = labelled(source, network, dataset)
    source.no_hints()
    return network, [*network_terms(network, "network"), *lines], [takes(network), *shapes]


def all_rows(source: Source) -> str:
    """Return which rows are spoken of, in words."""
    return f"for {all_of(len(source.dataset().points), 'row')} of {source.file('dataset')}"


def all_balls(source: Source) -> str:
    """Return around which points, and how far, in words."""
    points = f"{all_of(len(source.dataset().points), 'point')} of {source.file('dataset')}"
    return f"at {points}" if source.claim["radius"] == "0" else f"within {source.claim['radius']} of {points}"


def pair(source: Source) -> tuple[Node, Node]:
    """Return both networks of a claim; raises ``Rejected`` unless they fit."""
    network, other = source.network(), source.network("other")
    if (network.inputs, network.outputs) != (other.inputs, other.outputs):
        raise Rejected("the two networks differ in their numbers of inputs or outputs")
    return network, other


def targets(source: Source) -> tuple[Node, int, list[str], list[Shown], str]:
    """Return the network, the number of rows, the definitions of ``network`` and ``targets``, shapes, and the goal."""
    network, dataset = source.network(), source.dataset()
    source.affordable(len(dataset.points), network)
    lines, shapes = labelled(source, network, dataset)
    target = {"as given": "Label (snd row)", "one-hot": f"Label (unit_vector {network.outputs} (snd row))"}
    right = target[source.claim["labels"]] if "labels" in source.claim else "Class (snd row)"
    lines = [
        *network_terms(network, "network"),
        *lines,
        f"Definition targets := map (fun row => (fst row, {right})) data_set.",
    ]
    name = source.file("network")
    says = f"{name} gives the label" if "labels" in source.claim else f"the output of {name} for the label is greatest"
    return network, len(dataset.points), lines, [takes(network), *shapes], says


def at_least_zero(value: object) -> str:
    """Return a radius of a claim as a term."""
    above, below = rational(value, "radius")
    if above < 0:
        raise Malformed("a radius must be at least 0")
    return rational_term(above, below)


def radius_shown(radius: str) -> Shown:
    """Return that a radius is at least 0."""
    return f"(0 <= {radius})%Q", f"(radius_by {radius})"


def most_shown(hints: int) -> int:
    """Return what so many steps cannot pass: each adds one at most to what the points give."""
    return hints + 64


def claimed_count(source: Source, key: str) -> int:
    """Return how many are claimed; refuses more than the steps can show."""
    value = integer(source.claim[key], key, 1, 10**6)
    if value > most_shown(len(source.hints)):
        raise Rejected(f"{count_of(len(source.hints), 'hint does', 'hints do')} not show {value}")
    return value
