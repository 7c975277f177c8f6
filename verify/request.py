"""What a user asks to be proved about a bundle: names and options become claims, some after a search for numbers."""

from collections.abc import Sequence as Items
from dataclasses import dataclass, fields
from fractions import Fraction
from pathlib import Path
from typing import TypeVar

from constructions.files.bundle import Bundle
from constructions.model.cost import structural_worst
from constructions.model.errors import BadInput
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


def check_used(names: Items[str], request: Request, options: dict[str, str]) -> None:
    """Refuse a request with a field that none of the claims uses.

    Args:
        options: how the user writes each field.

    Raises:
        BadInput: naming the option and the claims.
    """
    used = set[str]().union(*[USED[name] for name in names])
    for field in fields(Request):
        given = getattr(request, field.name)
        if given != field.default and field.name not in used:
            raise BadInput(f"{options.get(field.name, field.name)} is not used by {', '.join(names)}")
    if request.exact and request.bound is not None:
        raise BadInput(f"{options.get('exact', 'exact')} and {options.get('bound', 'bound')} exclude each other")


def names_for(bundle: Bundle) -> tuple[str, ...]:
    """Return the claims that apply to a bundle as it is, without further options."""
    return ("memorizes", *(("classifies",) if _has_classes(bundle) else ()), "operations-at-most")


def fulfil(bundle: Bundle, name: str, request: Request, options: Options) -> tuple[Claim, Verdict]:
    """Return the claim that is asked for by name, and its verdict.

    Raises:
        BadInput: if an option that the claim needs is missing, or what ``lanes.prove`` refuses.
    """
    match name:
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
    """Return the claim of a name, all its numbers given; raises BadInput if one is missing or out of range."""
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
            case _:
                structural = structural_worst(bundle.network).of(request.measure)
                bound = structural if request.bound is None else request.bound
                return OperationsAtMost(network, bound, request.measure, request.domain)
    except ValueError as error:
        raise BadInput(str(error)) from error


def _of(bundle: Bundle, name: str, request: Request) -> Memorizes | Classifies:
    network, dataset = network_reference(bundle), dataset_reference(bundle)
    if name.startswith("classifies"):
        return Classifies(network, dataset)
    return Memorizes(network, dataset, request.labels or ("one-hot" if _has_classes(bundle) else "as given"))


def _has_classes(bundle: Bundle) -> bool:
    return bundle.network.output_width > 1 and bundle.dataset.label_width == 1


def _needed(value: Value | None, option: str) -> Value:
    if value is None:
        raise BadInput(f"this claim needs {option}")
    return value
