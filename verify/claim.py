"""Claims: frozen values, sentences a person can read, and small files bound to network and data by SHA-256."""

import json
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal, TypeAlias, get_args

from constructions.files.canonical import digest
from constructions.model.cost import MEASURES
from constructions.model.errors import one_of
from constructions.model.rational import long_integers
from verify.domain import Domain, checked_radius, constraints_text

CLAIM_VERSION = 3
"""The version of claim and certificate files (docs/format.md); networks and data sets have one of their own."""

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


class Stated:
    """What every claim has: a sentence."""

    __slots__ = ()

    def sentence(self) -> str:
        """Return the claim in words."""
        raise NotImplementedError


@dataclass(frozen=True, slots=True)
class Memorizes(Stated):
    """For every (x, y) in D: N(x) = y; with one-hot labels y is the unit vector of the label's class.

    Raises:
        ValueError: if ``labels`` is neither.
    """

    network: Reference
    dataset: Reference
    labels: Encoding = "as given"

    def __post_init__(self) -> None:
        one_of("encoding of labels", self.labels, get_args(Encoding))

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
class Classifies(Stated):
    """For every (x, y) in D: output y of N(x) is strictly greater than every other output; at least two classes.

    >>> Classifies(Reference("network.json", ""), Reference("dataset.json", "")).sentence()
    'for every (x, y) in dataset.json: output y of network.json at x is greater than every other'
    """

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
class Robustly(Stated):
    """The goal of ``of`` for every z with max_j |z_j - x_j| <= radius, not only at the points x.

    Raises:
        ValueError: if the radius is negative.
    """

    of: Memorizes | Classifies
    radius: Fraction

    def __post_init__(self) -> None:
        checked_radius(self.radius)

    @property
    def network(self) -> Reference:
        """The network that the claim is about."""
        return self.of.network

    @property
    def stem(self) -> str:
        """The name that the claim's files share."""
        return f"{self.of.stem}-robustly-{_tag(str(self.radius))}"

    def sentence(self) -> str:
        """Return the claim in words.

        >>> Robustly(Memorizes(Reference("network.json", ""), Reference("dataset.json", "")), Fraction(1, 2)).sentence()
        'for every (x, y) in dataset.json and every z within 1/2 of x: network.json gives exactly y at z'
        """
        return _moved(self.of, f"every z within {self.radius} of x")


@dataclass(frozen=True, slots=True)
class Radius:
    """What is known of the largest ball around a point on which the answer is right; balls in the maximum norm.

    Attributes:
        kind: ``"all"``: right everywhere; ``"wrong"``: wrong at the point itself; else the goal holds on the
            ``"closed"`` or ``"open"`` ball of radius ``least``.
        least: the radius of that ball; None for "all" and "wrong".
        most: the distance to wrong answers is at most this; None if nothing is known. The radius is exact if both are
            equal.
    """

    kind: Literal["all", "wrong", "closed", "open"]
    least: Fraction | None = None
    most: Fraction | None = None

    @property
    def exact(self) -> bool:
        """Whether no larger ball is right."""
        return self.kind in ("all", "wrong") or self.least == self.most

    def text(self) -> str:
        """Return the radius as it stands in a claim's file.

        >>> Radius("closed", Fraction(1, 2)).text()
        '["closed","1/2",null]'
        """
        if self.kind in ("all", "wrong"):
            return f'["{self.kind}"]'
        return f'["{self.kind}","{self.least}",{"null" if self.most is None else _quoted(self.most)}]'


@dataclass(frozen=True, slots=True)
class WithRadii(Stated):
    """The goal of ``of`` on the ball of each point's own radius, with evidence of what lies beyond.

    >>> goal = Memorizes(Reference("network.json", ""), Reference("dataset.json", ""))
    >>> half = Fraction(1, 2)
    >>> WithRadii(goal, (Radius("closed", half, half), Radius("all"))).sentence()[:84]
    'for every (x, y) in dataset.json and every z of the ball stated for x (2 of 2 radii '
    """

    of: Memorizes | Classifies
    radii: tuple[Radius, ...]

    @property
    def network(self) -> Reference:
        """The network that the claim is about."""
        return self.of.network

    @property
    def stem(self) -> str:
        """The name that the claim's files share."""
        return f"{self.of.stem}-with-radii"

    def sentence(self) -> str:
        """Return the claim in words."""
        exact = sum([radius.exact for radius in self.radii])
        which = f"{exact:,} of {len(self.radii):,} radii are the largest possible"
        return _moved(self.of, f"every z of the ball stated for x ({which})")


@dataclass(frozen=True, slots=True)
class Equivalent(Stated):
    """For every z in the domain: N(z) = M(z)."""

    network: Reference
    other: Reference
    domain: Domain = ()

    @property
    def stem(self) -> str:
        """The name that the claim's files share."""
        return f"equivalent-{_tag(self.other.sha256)}{_on(self.domain)}"

    def sentence(self) -> str:
        """Return the claim in words.

        >>> Equivalent(Reference("network.json", ""), Reference("other.json", "")).sentence()
        'for every input: network.json and other.json give the same output'
        """
        return f"for {_inputs(self.domain)}: {self.network.file} and {self.other.file} give the same output"


@dataclass(frozen=True, slots=True)
class EquivalentOnBalls(Stated):
    """For every x in D and every z with max_j |z_j - x_j| <= radius: N(z) = M(z).

    Raises:
        ValueError: if the radius is negative.

    >>> names = [Reference(name, "") for name in ("network.json", "original.json", "dataset.json")]
    >>> EquivalentOnBalls(*names, Fraction(1, 4)).sentence()
    'for every x in dataset.json and every z within 1/4 of x: network.json and original.json give the same output'
    """

    network: Reference
    other: Reference
    dataset: Reference
    radius: Fraction

    def __post_init__(self) -> None:
        checked_radius(self.radius)

    @property
    def stem(self) -> str:
        """The name that the claim's files share."""
        return f"equivalent-{_tag(self.other.sha256)}-on-balls-{_tag(str(self.radius))}"

    def sentence(self) -> str:
        """Return the claim in words."""
        return (
            f"for every x in {self.dataset.file} and every z within {self.radius} of x: {self.network.file} and "
            f"{self.other.file} give the same output"
        )


@dataclass(frozen=True, slots=True)
class OperationsAtMost(Stated):
    """For every z in the domain: N makes at most ``bound`` operations on z, in one of the four measures.

    Attributes:
        attained: a point of the domain that takes exactly ``bound``, if the claim names one.

    Raises:
        ValueError: if the measure is not one of ``cost.MEASURES`` or the bound is negative.
    """

    network: Reference
    bound: int
    measure: str = "total"
    domain: Domain = ()
    attained: tuple[Fraction, ...] | None = None

    def __post_init__(self) -> None:
        one_of("measure", self.measure, MEASURES)
        if not 0 <= self.bound <= 10**18:
            raise ValueError(f"bound must be in 0..10^18, not {self.bound}")

    @property
    def stem(self) -> str:
        """The name that the claim's files share."""
        return f"{'operations' if self.measure == 'total' else self.measure}-at-most{_on(self.domain)}"

    def sentence(self) -> str:
        """Return the claim in words.

        >>> OperationsAtMost(Reference("network.json", ""), 12).sentence()
        'for every input: network.json makes at most 12 operations'
        """
        what = "operations" if self.measure == "total" else self.measure
        also = "" if self.attained is None else ", and on some input it makes that many"
        return f"for {_inputs(self.domain)}: {self.network.file} makes at most {self.bound} {what}{also}"


@dataclass(frozen=True, slots=True)
class OutputWithin(Stated):
    """For every z in the domain: N(z) satisfies the constraints ``outputs`` (at least one).

    >>> from verify.domain import box
    >>> OutputWithin(Reference("network.json", ""), box([0], [1]), box([-1], [2])).sentence()
    'for every input that satisfies 2 constraints: the output of network.json satisfies 2 constraints'
    """

    network: Reference
    outputs: Domain
    domain: Domain = ()

    @property
    def stem(self) -> str:
        """The name that the claim's files share."""
        return f"output-within-{_tag(constraints_text(self.outputs))}{_on(self.domain)}"

    def sentence(self) -> str:
        """Return the claim in words."""
        count = len(self.outputs)
        what = "constraint" if count == 1 else "constraints"
        return f"for {_inputs(self.domain)}: the output of {self.network.file} satisfies {count} {what}"


@dataclass(frozen=True, slots=True)
class Paths(Stated):
    """N has exactly ``count`` feasible decision paths over the domain."""

    network: Reference
    count: int
    domain: Domain = ()

    @property
    def stem(self) -> str:
        """The name that the claim's files share."""
        return f"paths{_on(self.domain)}"

    def sentence(self) -> str:
        """Return the claim in words.

        >>> Paths(Reference("network.json", ""), 3).sentence()
        'over every input: network.json has exactly 3 feasible decision paths'
        """
        what = "path" if self.count == 1 else "paths"
        return f"over {_inputs(self.domain)}: {self.network.file} has exactly {self.count} feasible decision {what}"


@dataclass(frozen=True, slots=True)
class ComparisonsNeeded(Stated):
    """Every network that memorizes the data set makes at least ``comparisons`` comparisons on one of its points.

    Every network of the model, conditional or not; comparisons as docs/format.md counts them.
    """

    dataset: Reference
    comparisons: int

    def __post_init__(self) -> None:
        if type(self.comparisons) is not int or self.comparisons < 1:
            raise ValueError(f"comparisons must be an integer of at least 1, not {self.comparisons!r}")

    @property
    def stem(self) -> str:
        """The name that the claim's files share."""
        return "comparisons-needed"

    def sentence(self) -> str:
        """Return the claim in words.

        >>> ComparisonsNeeded(Reference("dataset.json", ""), 3).sentence()
        'every network that memorizes dataset.json makes at least 3 comparisons on one of its points'
        """
        what = "comparison" if self.comparisons == 1 else "comparisons"
        return (
            f"every network that memorizes {self.dataset.file} makes at least {self.comparisons} {what} "
            "on one of its points"
        )


@dataclass(frozen=True, slots=True)
class DepthNeeded(Stated):
    """Every tree that tests single coordinates, has constant leaves and memorizes the data has at least this depth."""

    dataset: Reference
    depth: int

    def __post_init__(self) -> None:
        if type(self.depth) is not int or self.depth < 1:
            raise ValueError(f"depth must be an integer of at least 1, not {self.depth!r}")

    @property
    def stem(self) -> str:
        """The name that the claim's files share."""
        return "depth-needed"

    def sentence(self) -> str:
        """Return the claim in words.

        >>> DepthNeeded(Reference("dataset.json", ""), 3).sentence()
        'every tree of tests of single coordinates with constant leaves that memorizes dataset.json has depth 3 or more'
        """
        return (
            f"every tree of tests of single coordinates with constant leaves that memorizes {self.dataset.file} "
            f"has depth {self.depth} or more"
        )


AboutData: TypeAlias = Memorizes | Classifies | Robustly | WithRadii | EquivalentOnBalls
"""Claims about the points of a data set, or balls around them."""

Claim: TypeAlias = AboutData | Equivalent | OperationsAtMost | OutputWithin | Paths
"""Claims about a network."""

Statement: TypeAlias = Claim | ComparisonsNeeded | DepthNeeded
"""Everything that a claim file may say."""


def claim_bytes(claim: Statement) -> bytes:
    """Return the file of a claim (docs/format.md).

    >>> print(claim_bytes(OperationsAtMost(Reference("network.json", "ab"), 12)).decode(), end="")
    {"format":"memocert claim","version":3,"kind":"operations at most",
    "network":{"file":"network.json","sha256":"ab"},
    "domain":[],
    "measure":"total",
    "bound":12,
    "attained":null}
    """
    with long_integers():
        kind, fields = _fields(claim)
    lines = [f'{{"format":"memocert claim","version":{CLAIM_VERSION},"kind":"{kind}"']
    lines += [f'"{key}":{text}' for key, text in fields.items()]
    return (",\n".join(lines) + "}\n").encode("ascii")


def _fields(claim: Statement) -> tuple[str, dict[str, str]]:
    """Return the kind of a claim, and its further fields as JSON text."""
    if isinstance(claim, ComparisonsNeeded):
        return "comparisons needed", {"dataset": _refer(claim.dataset), "comparisons": str(claim.comparisons)}
    if isinstance(claim, DepthNeeded):
        return "depth needed", {"dataset": _refer(claim.dataset), "depth": str(claim.depth)}
    network = {"network": _refer(claim.network)}
    match claim:
        case Memorizes():
            return "memorizes", network | {"dataset": _refer(claim.dataset), "labels": f'"{claim.labels}"'}
        case Classifies():
            return "classifies", network | {"dataset": _refer(claim.dataset)}
        case Robustly():
            kind, fields = _fields(claim.of)
            return f"{kind} robustly", fields | {"radius": _quoted(claim.radius)}
        case WithRadii():
            kind, fields = _fields(claim.of)
            radii = ",\n".join([radius.text() for radius in claim.radii])
            return f"{kind} with radii", fields | {"radii": f"[\n{radii}\n]"}
        case Equivalent():
            domain = constraints_text(claim.domain)
            return "equivalent", network | {"other": _refer(claim.other), "domain": domain}
        case EquivalentOnBalls():
            more = {"other": _refer(claim.other), "dataset": _refer(claim.dataset), "radius": _quoted(claim.radius)}
            return "equivalent on balls", network | more
        case OperationsAtMost():
            point = None if claim.attained is None else [str(value) for value in claim.attained]
            attained = json.dumps(point, separators=(",", ":"))
            limit = {"measure": f'"{claim.measure}"', "bound": str(claim.bound), "attained": attained}
            return "operations at most", network | {"domain": constraints_text(claim.domain)} | limit
        case OutputWithin():
            domain, outputs = constraints_text(claim.domain), constraints_text(claim.outputs)
            return "output within", network | {"domain": domain, "outputs": outputs}
        case Paths():
            return "paths", network | {"domain": constraints_text(claim.domain), "count": str(claim.count)}


def _refer(reference: Reference) -> str:
    return json.dumps(reference.fields(), separators=(",", ":"))


def _quoted(value: Fraction) -> str:
    return f'"{value}"'


def _tag(text: str) -> str:
    """Return a few characters for a file's name: the text itself if it is a short number, else of its digest."""
    return text.replace("/", "-") if len(text) <= 12 else digest(text.encode("ascii"))[:8]


def _on(domain: Domain) -> str:
    return f"-on-{digest(constraints_text(domain).encode('ascii'))[:8]}" if domain else ""


def _inputs(domain: Domain) -> str:
    if not domain:
        return "every input"
    return f"every input that satisfies {len(domain)} constraint{'' if len(domain) == 1 else 's'}"


def _moved(claim: Memorizes | Classifies, near: str) -> str:
    """Return a claim's sentence about points near x in the place of x."""
    first, _, rest = claim.sentence().partition(":")
    return f"{first} and {near}:{rest.replace(' at x', ' at z')}"
