"""Claims: frozen values, sentences a person can read, and small files bound to network and data by SHA-256."""

import json
from dataclasses import dataclass
from typing import Literal, TypeAlias

from constructions.cost import MEASURES
from constructions.files import VERSION, digest

Encoding: TypeAlias = Literal["as given", "one-hot"]


@dataclass(frozen=True, slots=True)
class Reference:
    """A file of the same folder, and the SHA-256 of its bytes.

    >>> Reference.to("network.json", b"").sha256[:8]
    'e3b0c442'
    """

    file: str
    sha256: str

    @classmethod
    def to(cls, file: str, data: bytes) -> "Reference":
        """Return the reference to a file with these bytes."""
        return cls(file, digest(data))

    def fields(self) -> dict[str, str]:
        """Return what stands in a file that refers to this one."""
        return {"file": self.file, "sha256": self.sha256}


@dataclass(frozen=True, slots=True)
class Memorizes:
    """For every (x, y) in D: N(x) = y; with one-hot labels y is the unit vector of the label's class."""

    network: Reference
    dataset: Reference
    labels: Encoding = "as given"

    @property
    def stem(self) -> str:
        """The name that the claim's files share."""
        return "memorizes" if self.labels == "as given" else "memorizes-one-hot"

    def sentence(self) -> str:
        """Return the claim in words.

        >>> Memorizes(Reference("network.json", ""), Reference("dataset.json", "")).sentence()
        'for every (x, y) in dataset.json: network.json gives exactly y at x'
        """
        target = "exactly y" if self.labels == "as given" else "exactly the unit vector of class y"
        return f"for every (x, y) in {self.dataset.file}: {self.network.file} gives {target} at x"


@dataclass(frozen=True, slots=True)
class Classifies:
    """For every (x, y) in D: output y of N(x) is strictly greater than every other output; at least two classes."""

    network: Reference
    dataset: Reference

    @property
    def stem(self) -> str:
        """The name that the claim's files share."""
        return "classifies"

    def sentence(self) -> str:
        """Return the claim in words."""
        return (
            f"for every (x, y) in {self.dataset.file}: output y of {self.network.file} at x is greater than every other"
        )


@dataclass(frozen=True, slots=True)
class OperationsAtMost:
    """For every z in Q^p: N makes at most ``bound`` operations on z, in one of the four measures.

    Raises:
        ValueError: if the measure is not one of ``cost.MEASURES`` or the bound is negative.
    """

    network: Reference
    bound: int
    measure: str = "total"

    def __post_init__(self) -> None:
        if self.measure not in MEASURES:
            raise ValueError(f"measure must be one of {', '.join(MEASURES)}, not {self.measure!r}")
        if not 0 <= self.bound <= 10**18:
            raise ValueError(f"bound must be in 0..10^18, not {self.bound}")

    @property
    def stem(self) -> str:
        """The name that the claim's files share."""
        return "operations-at-most" if self.measure == "total" else f"{self.measure}-at-most"

    def sentence(self) -> str:
        """Return the claim in words.

        >>> OperationsAtMost(Reference("network.json", ""), 12).sentence()
        'for every input: network.json makes at most 12 operations'
        """
        what = "operations" if self.measure == "total" else self.measure
        return f"for every input: {self.network.file} makes at most {self.bound} {what}"


Claim: TypeAlias = Memorizes | Classifies | OperationsAtMost


def claim_bytes(claim: Claim) -> bytes:
    """Return the file of a claim (docs/format.md).

    >>> print(claim_bytes(OperationsAtMost(Reference("network.json", "ab"), 12)).decode(), end="")
    {"format":"memocert claim","version":1,"kind":"operations at most",
    "network":{"file":"network.json","sha256":"ab"},
    "domain":[],
    "measure":"total",
    "bound":12}
    """
    match claim:
        case Memorizes():
            kind = "memorizes"
            fields: dict[str, object] = {
                "network": claim.network.fields(),
                "dataset": claim.dataset.fields(),
                "labels": claim.labels,
            }
        case Classifies():
            kind = "classifies"
            fields = {"network": claim.network.fields(), "dataset": claim.dataset.fields()}
        case OperationsAtMost():
            kind = "operations at most"
            fields = {
                "network": claim.network.fields(),
                "domain": [],
                "measure": claim.measure,
                "bound": claim.bound,
            }
    lines = [f'{{"format":"memocert claim","version":{VERSION},"kind":"{kind}"']
    lines += [f'"{key}":{json.dumps(value, separators=(",", ":"))}' for key, value in fields.items()]
    return (",\n".join(lines) + "}\n").encode("ascii")
