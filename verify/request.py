"""What a user asks to be proved about a bundle: names and options become claims, some after a search for numbers."""

from collections.abc import Mapping, Sequence as Items
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import TypeVar

from constructions.files.bundle import Bundle
from constructions.model.answers import names_classes
from constructions.model.cost import structural_worst
from constructions.model.errors import BadInput, one_of
from verify.claim import (
    Claim,
    Classifies,
    Encoding,
    Equivalent,
    EquivalentOnBalls,
    Memorizes,
    OperationsAtMost,
    OutputWithin,
    Paths,
    Robustly,
)
from verify.domain import Domain
from verify.lanes import (
    Options,
    add_network,
    dataset_reference,
    network_reference,
    prove,
    prove_paths,
    prove_radii,
    prove_worst_case,
)
from verify.verdict import Proved, ProvedBySolver, Verdict

Value = TypeVar("Value")

NAMES = (
    "memorizes",
    "classifies",
    "operations-at-most",
    "memorizes-robustly",
    "classifies-robustly",
    "equivalent",
    "output-within",
    "paths",
)
"""What can be asked for by name."""

USED: dict[str, set[str]] = {
    "memorizes": {"labels"},
    "classifies": set(),
    "operations-at-most": {"bound", "exact", "measure", "domain"},
    "memorizes-robustly": {"labels", "radius"},
    "classifies-robustly": {"radius"},
    "equivalent": {"other", "radius", "domain"},
    "output-within": {"outputs", "domain"},
    "paths": {"count", "domain"},
}
"""The fields of a request that each claim uses."""

AT_POINTS = ("memorizes", "classifies")
"""The claims that are decided at the points of the data alone."""


@dataclass(frozen=True, slots=True)
class Request:
    """The options of a request; which of them a claim uses follows from its name.

    Attributes:
        labels: how *memorizes* reads the labels; None: one-hot if the network has one output for each class.
        bound: T of *operations at most*; None is the structural maximum.
        exact: look for the exact worst case over the domain instead.
        measure: which operations.
        radius: of the balls; None looks for the largest radius of every point, or (*equivalent*) takes the domain.
        other: the file of the other network.
        domain: the inputs that are spoken of.
        outputs: what *output within* says of the outputs.
        count: how many paths; None counts them.
    """

    labels: Encoding | None = None
    bound: int | None = None
    exact: bool = False
    measure: str = "total"
    radius: Fraction | None = None
    other: Path | None = None
    domain: Domain = ()
    outputs: Domain = ()
    count: int | None = None


def check_used(names: Items[str], given: Mapping[str, str]) -> None:
    """Refuse a field of a request that none of the claims uses.

    Args:
        given: the fields that the user gave, and how each was written.

    Raises:
        BadInput: naming the option, the claims, and those that would use it.

    >>> check_used(["paths"], {"labels": "--labels"})
    Traceback (most recent call last):
        ...
    constructions.model.errors.BadInput: --labels: not used by paths, only by memorizes, memorizes-robustly
    """
    used = set[str]().union(*[USED[one_of("claim", name, NAMES)] for name in names])
    for field, written in given.items():
        if field not in used:
            by = ", ".join([name for name in NAMES if field in USED[name]])
            raise BadInput(f"{written}: not used by {', '.join(names)}, only by {by}")


def searches(name: str, request: Request, z3_alone: bool) -> bool:
    """Return whether proving a claim searches, so that limits of the search, and processes, have an effect.

    A claim at points is decided by running the network. With Z3 alone there is a search only for numbers that the
    request leaves open.

    >>> searches("paths", Request(count=3), True), searches("paths", Request(), True)
    (False, True)
    """
    if name in AT_POINTS:
        return False
    if not z3_alone:
        return True
    if name in ("memorizes-robustly", "classifies-robustly"):
        return request.radius is None
    return request.exact if name == "operations-at-most" else name == "paths" and request.count is None


def names_for(bundle: Bundle) -> tuple[str, ...]:
    """Return the claims that apply to a bundle as it is, without further options."""
    return ("memorizes", *(("classifies",) if _has_classes(bundle) else ()), "operations-at-most")


def fulfil(bundle: Bundle, name: str, request: Request, options: Options) -> tuple[Claim, Verdict]:
    """Return the claim that is asked for by name, and its verdict.

    Raises:
        BadInput: if there is no claim of that name, an option that it needs is missing, or what ``lanes.prove``
            refuses.
    """
    match one_of("claim", name, NAMES):
        case "memorizes-robustly" | "classifies-robustly" if request.radius is None:
            return prove_radii(bundle, _of(bundle, name, request), options)
        case "operations-at-most" if request.exact:
            return prove_worst_case(bundle, request.measure, request.domain, options)
        case "paths" if request.count is None:
            return prove_paths(bundle, request.domain, options)
    before = set(bundle.folder.iterdir())
    verdict: Verdict | None = None
    try:
        claim = claim_for(bundle, name, request)
        verdict = prove(bundle, claim, options)
        return claim, verdict
    finally:
        if name == "equivalent" and not isinstance(verdict, Proved | ProvedBySolver):
            for path in set(bundle.folder.glob("other-*.json")) - before:  # no claim that is left refers to it
                path.unlink()


def claims_for(bundle: Bundle, names: Items[str], request: Request = Request()) -> list[Claim]:
    """Return the claims of these names about a bundle; without names, all that apply to it as it is."""
    return [claim_for(bundle, name, request) for name in dict.fromkeys(names or names_for(bundle))]


def claim_for(bundle: Bundle, name: str, request: Request) -> Claim:
    """Return the claim of a name, all its numbers given.

    Raises:
        BadInput: if there is no claim of that name, or a number is missing or out of range.
    """
    name = one_of("claim", name, NAMES)
    network, dataset = network_reference(bundle), dataset_reference(bundle)
    try:
        match name:
            case "memorizes" | "classifies":
                return _of(bundle, name, request)
            case "memorizes-robustly" | "classifies-robustly":
                return Robustly(_of(bundle, name, request), _needed(request.radius, "--radius"))
            case "equivalent":
                other = add_network(bundle, _needed(request.other, "--other"))
                if request.radius is None:
                    return Equivalent(network, other, request.domain)
                if request.domain:
                    raise BadInput("--radius and a domain exclude each other")
                return EquivalentOnBalls(network, other, dataset, request.radius)
            case "output-within":
                return OutputWithin(network, _needed(request.outputs or None, "--outputs"), request.domain)
            case "paths":
                return Paths(network, _needed(request.count, "--count"), request.domain)
            case "operations-at-most":
                structural = structural_worst(bundle.network).of(request.measure)
                bound = structural if request.bound is None else request.bound
                return OperationsAtMost(network, bound, request.measure, request.domain)
            case _:
                raise ValueError(f"the claim {name} has no request")
    except ValueError as error:
        raise BadInput(str(error)) from error


def _of(bundle: Bundle, name: str, request: Request) -> Memorizes | Classifies:
    network, dataset = network_reference(bundle), dataset_reference(bundle)
    if name in ("classifies", "classifies-robustly"):
        return Classifies(network, dataset)
    return Memorizes(network, dataset, request.labels or ("one-hot" if _has_classes(bundle) else "as given"))


def _has_classes(bundle: Bundle) -> bool:
    return names_classes(bundle.network, bundle.dataset)


def _needed(value: Value | None, option: str) -> Value:
    if value is None:
        raise BadInput(f"this claim needs {option}")
    return value
