"""What all theorems about a claim share: the files that it names, its hints, data with labels, and how it is shown."""

from collections.abc import Iterable, Iterator, Sequence as Items
from dataclasses import dataclass
from typing import Any

from constructions.model.nouns import all_of, count_of
from verify.check.budget import MAX_STEPS, Budget, over
from verify.check.dataset import Dataset
from verify.check.network import Node
from verify.check.rules.shared.rows import classes_of
from verify.check.verdict import Limit, Rejected
from verify.kernel.hints import CODES, DECISIONS, UNITS, hint_numbers, named
from verify.kernel.terms import distinct_nodes, network_terms, numeral_terms, rational_term, region_terms

DATA = ("Model", "Nets", "Numerals", "Checker")
"""The files of proofs/ that a theorem about data needs, in order."""

REGIONS = (
    *("Model", "Nets", "Numerals", "Forms", "Intervals", "Relaxation", "Ground", "States", "Layers", "Engine"),
    *("Hints", "Goals", "Claims", "Bridge"),
)
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
        vacuous: whether the proof is that no input satisfies the constraints of the domain.
    """

    modules: Items[str]
    sentence: str
    lines: Items[str]
    shown: Items[Shown]
    vacuous: bool = False

    def statement(self) -> str:
        """Return the theorem: all of its parts hold."""
        return " /\\\n  ".join([f"({statement})" for statement, _ in self.shown])

    def proof(self, computed: str = "vm_cast_no_check (eq_refl true)") -> str:
        """Return the proof, one tactic: each lemma is applied, and its condition computed."""
        steps = [f"apply {lemma}; {computed}" for _, lemma in self.shown]
        return f"refine {'(conj _ ' * (len(steps) - 1)}_{')' * (len(steps) - 1)}; [{' | '.join(steps)}]"


@dataclass(frozen=True)
class Source:
    """What a claim's theorem is made from.

    Attributes:
        claim: the claim's file.
        subjects: the networks and the data set that it names, by their keys.
        values: what its other keys say, as the checker reads them.
        hints: the certificate's hints.
        budget: what may be spent and held.
    """

    claim: dict[str, Any]
    subjects: dict[str, Any]
    values: dict[str, Any]
    hints: list[Any]
    budget: Budget

    def network(self, key: str = "network") -> Node:
        """Return a network that the claim names."""
        root: Node = self.subjects[key]
        return root

    def dataset(self) -> Dataset:
        """Return the data set that the claim names."""
        found: Dataset = self.subjects["dataset"]
        return found

    def file(self, key: str) -> str:
        """Return the name of a file that the claim names."""
        return str(self.claim[key]["file"])

    def hints_read(self, *names: str, points: Items[int] = ()) -> list[list[int]]:
        """Return the hints as integers, those that the kind of claim does not read as none.

        ``names`` are those that only some kinds of claims read, ``points`` says how many numbers the points of one hint
        may have.
        """
        networks = [self.network(key) for key in ("network", "other") if key in self.claim]
        widest = max([max(node.inputs, node.outputs) for network in networks for node in distinct_nodes(network)])
        constraints = 2 * networks[0].inputs + len(self.claim.get("domain", ())) + len(self.hints)
        constraints += max(map(len, self.values.get("unsafe", ())), default=0)
        relaxed = sum([isinstance(hint, list) and hint[:1] == ["relax"] for hint in self.hints])
        places = max(widest * max(1, relaxed), constraints)  # a layer has at most so many units
        known, inputs = (*DECISIONS, *UNITS, *names), networks[0].inputs
        return [hint_numbers(hint, self.budget, known, points, places, inputs) for hint in self.hints]

    def hint_list(self, hints: Items[Items[int]]) -> list[str]:
        """Return hints that were read as definitions of ``hint_list``."""
        numerals = numeral_terms("hint_numerals", counted(hints), self.budget)
        return [*numerals, "Definition hint_list := hints_of hint_numerals."]

    def no_hints(self) -> None:
        """Refuse hints that no rule reads.

        Raises:
            Rejected: if there is a hint.
            Malformed: if what stands there is none.
        """
        if self.hints:
            named(self.hints[0])
            raise Rejected("step 0: a hint is left over")

    def vacuous(self) -> bool:
        """Return whether the certificate's first hint is to show that the claim's domain is empty."""
        return bool(self.claim.get("domain") and self.hints) and named(self.hints[0])[0] == "vacuous"

    def where(self) -> str:
        """Return of which inputs a claim about a domain speaks, in words."""
        return f"for every z in the domain{', which is empty' if self.vacuous() else ''}"

    def affordable(self, *networks: Node, hints: Items[Items[int]] = (), regions: int = 0, runs: int = 0) -> None:
        """Pay for what Coq runs, or refuse it if it cannot be run: towers of doublings, before the first step is made.

        Each split leads to one more end, each point that a hint states to one more run, and a hint ``bound`` walks
        over both sides of every gate. Affine forms are lists of all their numbers, those of units too. A first hint
        that the domain is empty takes the place of the executions, not of the runs.

        Args:
            networks: what runs, one beside the other.
            hints: those that Coq reads, as ``hints_read`` returns them.
            regions: how many executions on a region there are.
            runs: how many runs at a point there are, beside those at points that hints state.

        Raises:
            Limit: if so much work passes the checker's limit.
        """
        codes = [hint[0] for hint in hints if hint]
        width = 1 + networks[0].inputs
        if hints and hints[0][:1] == [CODES["vacuous"]] and self.claim.get("domain"):
            codes, regions = [], 0
        splits = sum([codes.count(CODES[name]) for name in ("split", "unit", "divide")])
        executions = regions + splits if regions else 0
        if CODES["relax"] in codes:
            nodes = [node for network in networks for node in distinct_nodes(network)]
            width += sum([node.outputs for node in nodes if node.kind == "relu"])
        runs += executions * (1 + width // 16) + codes.count(CODES["path"])
        walks = codes.count(CODES["bound"])
        work = runs * sum([network.work for network in networks])
        work += walks * sum([unfolded(network) for network in networks if walks])
        if work > self.budget.steps:
            raise Limit("running the network takes more steps than the limit")
        self.budget.spend(work)
        if regions:
            self.budget.spend(regions * width * width // 8)
            self.budget.room(width * width * 96)


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


def on_domain(source: Source, network: Node, measure: str = "") -> tuple[list[str], list[Shown]]:
    """Return the definitions of ``network`` and ``domain``, and that they have their widths.

    With a ``measure``, a term, ``priced_network`` is the network with its structural maximum.
    """
    domain = region_terms("domain", source.values["domain"], source.budget)
    if measure:
        lines = network_terms(network, "priced_network", source.budget, f"priced {measure}")
        lines.append("Definition network : part := whole priced_network.")
    else:
        lines = network_terms(network, "network", source.budget)
    return [*lines, *domain], [takes(network), narrow(network.inputs, "domain")]


def points(source: Source) -> list[str]:
    """Return definitions of ``data_set``: points alone."""
    dataset = source.dataset()
    return _rows(source.budget, f"points {_width(dataset)}", dataset.points)


def as_given(source: Source, scale: int | None = None) -> tuple[list[str], list[Shown]]:
    """Return definitions of ``data_set``: points with their labels; and their widths.

    Args:
        source: what the theorem is made from.
        scale: the denominator of all points; None: each has its own.
    """
    dataset, budget = source.dataset(), source.budget
    size, width, label = len(dataset.points), _width(dataset), len(dataset.labels[0]) - 1
    rows = dataset.points
    if scale is not None:
        rows = tuple([[*over_scale(point, scale, budget), scale] for point in rows])
    lines = _rows(budget, f"labelled {width} {label}", rows, dataset.labels)
    return lines, [vectors(size, width, "(map fst data_set)"), vectors(size, label, "(map snd data_set)")]


def over_scale(values: Items[int], scale: int, budget: Budget) -> list[int]:
    """Return numerators over a multiple of their denominator, which comes last in ``values``."""
    *numbers, below = values
    budget.hold(len(numbers) * scale.bit_length())
    return [over((number, below), scale, budget) for number in numbers]


def labelled(source: Source, network: Node) -> tuple[list[str], list[Shown]]:
    """Return definitions of ``data_set``, points with labels as the claim says, vectors or classes; and their shape.

    Raises:
        Rejected: if points or labels do not fit the network, or the claim speaks of classes and a label is none.
    """
    dataset = source.dataset()
    fitting(network, dataset)
    if not source.values.get("labels", True):
        if len(dataset.labels[0]) - 1 != network.outputs:
            width = len(dataset.labels[0]) - 1
            raise Rejected(
                f"labels have {count_of(width, 'number')}, the network has {count_of(network.outputs, 'output')}"
            )
        return as_given(source)
    classes = network.outputs
    found = [[label] for label in classes_of(network, dataset, source.budget)]
    rows, shapes = classed(source, found)
    names = "None" if dataset.classes is None else f"(Some {dataset.classes})"
    kind = f"{names} {classes} (map snd data_set)"
    return rows, [*shapes, (f"are_classes {kind}", f"(classes_by {kind})")]


def classed(source: Source, classes: Items[Items[int]]) -> tuple[list[str], list[Shown]]:
    """Return definitions of ``data_set``: points with a class each, in a list; and the width of the points."""
    dataset = source.dataset()
    rows = _rows(source.budget, f"classed {_width(dataset)}", dataset.points, classes)
    return rows, [vectors(len(dataset.points), _width(dataset), "(map fst data_set)")]


def fitting(network: Node, dataset: Dataset) -> None:
    """Refuse points that are no inputs of the network."""
    if _width(dataset) != network.inputs:
        raise Rejected(
            f"points have {count_of(_width(dataset), 'coordinate')}, the network {count_of(network.inputs, 'input')}"
        )


def _width(dataset: Dataset) -> int:
    return len(dataset.points[0]) - 1


def _rows(budget: Budget, kind: str, *columns: Items[Items[int]]) -> list[str]:
    integers = (number for row in zip(*columns, strict=True) for part in row for number in part)
    return [*numeral_terms("numerals", integers, budget), f"Definition data_set := {kind} numerals."]


def data_and_network(source: Source) -> tuple[Node, list[str], list[Shown]]:
    """Return the network of a claim about points, the definitions of ``network`` and ``data_set``, and their shapes."""
    network, dataset = source.network(), source.dataset()
    lines, shapes = labelled(source, network)
    source.affordable(network, runs=len(dataset.points))
    source.no_hints()
    return network, [*network_terms(network, "network", source.budget), *lines], [takes(network), *shapes]


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


def targets(source: Source, hints: Items[Items[int]], regions: int) -> tuple[Node, list[str], list[Shown], str]:
    """Return the network, the definitions of ``network`` and ``targets``, shapes, and the goal in words.

    ``regions`` says around how many points there is a region; at the others the network runs.
    """
    network, dataset = source.network(), source.dataset()
    lines, shapes = labelled(source, network)
    source.affordable(network, hints=hints, regions=regions, runs=len(dataset.points) - regions)
    goal = "Class (snd row)"
    if "labels" in source.values:
        goal = f"Label (unit_vector {network.outputs} (snd row))" if source.values["labels"] else "Label (snd row)"
    lines = [
        *network_terms(network, "network", source.budget),
        *lines,
        f"Definition targets := map (fun row => (fst row, {goal})) data_set.",
    ]
    name = source.file("network")
    says = f"{name} gives the label" if "labels" in source.values else f"the output of {name} for the label is greatest"
    return network, lines, [takes(network), *shapes], says


def around_all(source: Source) -> int:
    """Return around how many points of a data set a ball of one radius is a region: none if the radius is 0."""
    return len(source.dataset().points) if source.values["radius"][0] else 0


def around_some(source: Source) -> int:
    """Return around how many points there is a region, where each has a radius of its own."""
    return sum([kind == "all" or least[0] > 0 for kind, least, _ in source.values["radii"]])


def radius_shown(radius: str) -> Shown:
    """Return that a radius, a term, is at least 0."""
    return f"(0 <= {radius})%Q", f"(radius_by {radius})"


def radius_of(source: Source) -> str:
    """Return the radius of a claim as a term."""
    return rational_term(*source.values["radius"])


def most_shown(hints: int) -> int:
    """Return what so many steps cannot pass: each adds one at most to what the points give."""
    return hints + 64


def must_suffice(source: Source, claimed: int) -> None:
    """Refuse a number that is greater than what so many steps can show.

    Raises:
        Rejected: if it is.
    """
    if claimed > most_shown(len(source.hints)):
        raise Rejected(f"{count_of(len(source.hints), 'hint does', 'hints do')} not show {claimed}")
