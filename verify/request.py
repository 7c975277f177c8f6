"""What a user asks to be proved about a bundle: names and options become claims, some after a search for numbers."""

from collections.abc import Mapping, Sequence as Items
from dataclasses import replace
from fractions import Fraction

from constructions.files.bundle import Bundle
from constructions.model.errors import BadInput
from verify.claims.shared.base import AboutNetworks, Claim, Encoding, Request, Sought
from verify.claims.shared.subject import Sources
from verify.claims.table import asked, asked_as
from verify.domain import box
from verify.lanes import Options, accepted_at_once, prove_sought
from verify.verdict import Verdict


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
    used = frozenset[str]().union(*[asked_as(name).uses for name in names])
    for field, written in given.items():
        if field not in used:
            by = ", ".join([name for name, how in asked().items() if field in how.uses])
            raise BadInput(f"{written}: not used by {', '.join(names)}, only by {by}")


def searches(name: str, request: Request, z3_alone: bool) -> bool:
    """Return whether proving a claim searches, so that limits of the search, and processes, have an effect.

    A claim at points is decided by running the network. With Z3 alone there is a search only for numbers that the
    request leaves open.

    >>> searches("paths", Request(count=3), True), searches("paths", Request(), True)
    (False, True)
    """
    how = asked_as(name)
    return not how.ground and (not z3_alone or how.open(request))


def at_each_point(name: str, request: Request) -> bool:
    """Return whether a claim is proved point by point, each with a ball around it, so that a journal can keep them.

    >>> at_each_point("classifies-robustly", Request()), at_each_point("equivalent", Request())
    (True, False)
    """
    how = asked_as(name)
    return "radius" in how.uses and (request.radius is not None or how.search is not None)


def names_for(bundle: Bundle) -> tuple[tuple[str, ...], dict[str, str]]:
    """Return the claims that are meant for a bundle as it is, without further options; and those that apply to it and
    are not meant, with the reason: of a model that predicts values nobody claims that it memorizes, and classes of
    which there are more than outputs have none of their own."""
    applying = {name: how for name, how in asked().items() if how.applies(bundle)}
    doubts = {name: how.misfit(bundle) or how.doubt(bundle) for name, how in applying.items()}
    meant = tuple([name for name, doubt in doubts.items() if not doubt])
    return meant, {name: doubt for name, doubt in doubts.items() if doubt}


def check_fitting(bundle: Bundle, names: Items[str], request: Request) -> None:
    """Refuse, before the first of several claims is proved, what the last would be refused for.

    Raises:
        BadInput: if there is no claim of a name, an option that it needs is missing, or networks, data and numbers do
            not fit.
    """
    for name in names:
        how, given = asked_as(name), request
        if how.open(request):  # the numbers that a search is to find may be any here
            least = [0] * bundle.network.output_width
            given = replace(
                request,
                radius=Fraction(0) if request.radius is None else request.radius,
                count=0 if request.count is None else request.count,
                outputs=box(least, least) if request.outputs is None else request.outputs,
            )
        found = how.claim(bundle, given)
        sought = Sought(found) if isinstance(found, Claim) else found
        if isinstance(sought.claim, AboutNetworks):
            sought.claim.subject(Sources(bundle, sought.others))


def prove_named(bundle: Bundle, name: str, request: Request, options: Options) -> tuple[Claim, Verdict]:
    """Return the claim that is asked for by name, and its verdict.

    Raises:
        BadInput: if there is no claim of that name, an option that it needs is missing, or what ``lanes.prove``
            refuses.
    """
    how, allowance = asked_as(name), options.allowance()
    if how.ground and options.lane == "certificate":

        def claim_of(labels: Encoding) -> Claim:
            return how.seek(bundle, replace(request, labels=request.labels or labels), allowance).claim

        at_once = accepted_at_once(bundle, claim_of)
        if at_once is not None:
            return at_once
    return prove_sought(bundle, how.seek(bundle, request, allowance), options)
