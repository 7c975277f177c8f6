"""The files that a claim names, held to their digests, and what all theorems about them share."""

from collections.abc import Iterable, Iterator, Sequence as Items
from fractions import Fraction
from pathlib import Path
from typing import Any

from constructions.files.canonical import dataset_from_bytes, digest, network_from_bytes
from constructions.model.batch import homogeneous
from constructions.model.dataset import Dataset
from constructions.model.network import Network
from verify.check.bundle import CERTIFICATE, CLAIM, read_certificate
from verify.check.reader import read_file, reference
from verify.check.verdict import Rejected
from verify.domain import Domain, constraints_of
from verify.kernel.terms import hint_numbers, numeral_terms

DATA = ("Model", "NormalForm", "Numerals", "Checker")
"""The files of proofs/ that a theorem about data needs, in order."""

REGIONS = ("Model", "Numerals", "Forms", "Engine", "Hints", "Goals", "Claims", "Bridge")
"""The files of proofs/ that a theorem about regions needs, in order."""

BALLS = (*DATA, *REGIONS[2:], "Within", "Segment", "Radii")
"""The files of proofs/ that a theorem about balls around data needs, in order."""

Parts = tuple[Items[str], str, list[str], str, str]
"""The files of the theory, the sentence, definitions, the statement of the theorem, and its proof."""


class Uncovered(Exception):
    """Why the kernel says nothing about a claim."""


class Files:
    """Reads the files that a claim names, and holds them to their digests."""

    def __init__(self, folder: Path, claim: Path, sha: str) -> None:
        self.folder, self.claim, self.sha = folder, claim, sha
        self.read: dict[str, str] = {}

    def bytes_of(self, where: Any) -> tuple[bytes, str]:
        """Return what a reference refers to, and its name.

        Raises:
            Malformed: if the file's name is not one for a file of a bundle, or it cannot be read.
            Rejected: if it is not the file that was claimed about.
        """
        name, sha = reference(where, "a reference")
        data = read_file(str(self.folder), name)
        if digest(data) != sha:
            raise Rejected(f"{name} is not the file that was claimed about: its SHA-256 is {digest(data)[:12]}...")
        self.read[name] = sha
        return data, name

    def certificate(self) -> list[Any]:
        """Return the hints of the claim's certificate.

        Raises:
            Uncovered: if there is no certificate.
            Malformed, Rejected: if it is not one, or about another claim.
        """
        name = self.claim.name.removesuffix(CLAIM) + CERTIFICATE
        if not (self.folder / name).is_file():
            raise Uncovered("there is no certificate, and the claim needs its hints")
        data = read_file(str(self.folder), name)
        self.read[name] = digest(data)
        return read_certificate(data, name, self.claim.name, self.sha)

    def hints(self, evidence: str = "") -> list[str]:
        """Return the hints of the claim's certificate as definitions of ``hint_list``; ``evidence`` names points."""
        numbers = [hint_numbers(hint, evidence) for hint in self.certificate()]
        numerals = numeral_terms("hint_numerals", counted(numbers))
        return [*numerals, "Definition hint_list := hints_of hint_numerals."]

    def network(self, where: Any) -> Network:
        """Return the network that a reference refers to."""
        data, name = self.bytes_of(where)
        return network_from_bytes(data, str(self.folder / name))

    def dataset(self, where: Any) -> Dataset:
        """Return the data set that a reference refers to."""
        data, name = self.bytes_of(where)
        return dataset_from_bytes(data, str(self.folder / name))

    def domain(self, claim: Any, network: Network) -> Domain:
        """Return the domain of a claim."""
        return constraints_of(claim["domain"], network.input_width, str(self.claim))


def computed(lemma: str) -> str:
    """Return the proof that a lemma's condition is computed to be true.

    >>> computed("lemma")
    'apply lemma. vm_cast_no_check (eq_refl true).'
    """
    return f"apply {lemma}. vm_cast_no_check (eq_refl true)."


def counted(lists: Iterable[Items[int]]) -> Iterator[int]:
    """Yield lists of integers one after the other, each after its length.

    >>> list(counted([[5, 6], [7]]))
    [2, 5, 6, 1, 7]
    """
    for numbers in lists:
        yield len(numbers)
        yield from numbers


def as_given(dataset: Dataset, scale: int | None = None) -> list[str]:
    """Return definitions of ``data_set``: points with their labels.

    Args:
        scale: the denominator of all points; None: each has its own.
    """
    kind = f"labelled {dataset.width} {len(dataset.labels[0])}"
    return _rows(kind, dataset, [homogeneous(label) for label in dataset.labels], scale)


def labelled(claim: Any, network: Network, dataset: Dataset) -> list[str]:
    """Return definitions of ``data_set``: points with labels as the claim says, vectors or classes.

    Raises:
        Rejected: if the claim speaks of classes and a label is none.
    """
    if claim.get("labels") == "as given":
        return as_given(dataset)
    if "labels" in claim:
        labels = [homogeneous(_unit(label, network.output_width)) for label in _classes(network, dataset)]
        kind = f"labelled {dataset.width} {network.output_width}"
    else:
        labels = [[label] for label in _classes(network, dataset)]
        kind = f"classed {dataset.width}"
    return _rows(kind, dataset, labels)


def _rows(kind: str, dataset: Dataset, labels: Items[Items[int]], scale: int | None = None) -> list[str]:
    if scale is None:
        points = [homogeneous(point) for point in dataset.points]
    else:
        points = [[*[int(value * scale) for value in point], scale] for point in dataset.points]
    rows = zip(points, labels, strict=True)
    integers = [number for point, label in rows for number in (*point, *label)]
    return [*numeral_terms("numerals", integers), f"Definition data_set := {kind} numerals."]


def _classes(network: Network, dataset: Dataset) -> list[int]:
    width, names = network.output_width, dataset.class_names
    if width < 2:
        raise Rejected("the network has one output: there must be at least two classes")
    if names is not None and len(names) != width:
        raise Rejected(f"the data set has {len(names)} classes, the network {width} outputs")
    for number, label in enumerate(dataset.labels):
        if len(label) != 1 or label[0].denominator != 1 or not 0 <= label[0] < width:
            raise Rejected(f"point {number}: its label is not one of the classes 0..{width - 1}")
    return [int(label[0]) for label in dataset.labels]


def _unit(label: int, width: int) -> list[Fraction]:
    return [Fraction(place == label) for place in range(width)]
