"""What a person reads of claims and verdicts, and which claims apply to a bundle."""

from collections.abc import Sequence as Items
from typing import Any

from constructions.bundle import Bundle
from constructions.cost import structural_worst
from constructions.errors import BadInput
from verify.certificate import certificate_file
from verify.check.verdict import Result
from verify.claim import Claim, Classifies, Encoding, Memorizes, OperationsAtMost
from verify.lanes import dataset_reference, network_reference, script_file
from verify.verdict import EXIT_CODES, Proved, ProvedBySolver, Refuted, Unknown, Verdict

_GRAVEST_FIRST = (Refuted, Unknown, ProvedBySolver, Proved)


def claims_for(bundle: Bundle, names: Items[str], labels: Encoding, at_most: int | None, measure: str) -> list[Claim]:
    """Return the claims of these names about a bundle; without names, all that apply to its network and data.

    ``operations-at-most`` without a bound takes the structural maximum, the least that the structure proves.
    """
    network, dataset = network_reference(bundle), dataset_reference(bundle)
    one_hot = bundle.network.output_width > 1 and bundle.dataset.label_width == 1
    if not names:
        labels = "one-hot" if one_hot else labels
        names = ("memorizes", *(("classifies",) if one_hot else ()), "operations-at-most")
    claims: list[Claim] = []
    for name in dict.fromkeys(names):
        if name == "memorizes":
            claims.append(Memorizes(network, dataset, labels))
        elif name == "classifies":
            claims.append(Classifies(network, dataset))
        else:
            bound = structural_worst(bundle.network).of(measure) if at_most is None else at_most
            try:
                claims.append(OperationsAtMost(network, bound, measure))
            except ValueError as error:
                raise BadInput(str(error)) from error
    return claims


def verdict_text(claim: Claim, verdict: Verdict) -> str:
    """Return a verdict as a few lines.

    >>> from verify.claim import Reference
    >>> claim = OperationsAtMost(Reference("network.json", ""), 7)
    >>> print(verdict_text(claim, Unknown("Z3 gave no answer")))
    unknown: for every input: network.json makes at most 7 operations
      Z3 gave no answer
    """
    match verdict:
        case Proved():
            agreed = f"; {', '.join(verdict.solvers)} agrees: {script_file(claim)}" if verdict.solvers else ""
            lines = [f"proved: {claim.sentence()}", f"  accepted by the checker: {verdict.certificate}{agreed}"]
        case ProvedBySolver():
            lines = [
                f"proved by solver only: {claim.sentence()}",
                f"  a hole: {', '.join(verdict.solvers)} says so, there is no certificate; replay {verdict.file}",
            ]
        case Refuted():
            point = ", ".join([str(value) for value in verdict.point])
            lines = [
                f"refuted: {claim.sentence()}",
                f"  {verdict.reason}",
                f"  the input: {point if len(point) <= 2000 else point[:2000] + '...'}",
            ]
        case Unknown():
            lines = [f"unknown: {claim.sentence()}", f"  {verdict.reason}"]
    return "\n".join(lines)


def verdict_json(claim: Claim, verdict: Verdict) -> dict[str, Any]:
    """Return a verdict for ``json.dumps``; exact numbers are strings."""
    fields: dict[str, Any] = {"claim": claim.stem, "sentence": claim.sentence()}
    match verdict:
        case Proved():
            files = {"certificate": certificate_file(claim), "solvers": list(verdict.solvers)}
            return fields | {"verdict": "proved", **files}
        case ProvedBySolver():
            return fields | {"verdict": "proved by solver", "solvers": list(verdict.solvers), "file": verdict.file}
        case Refuted():
            exact = {name: [str(value) for value in getattr(verdict, name)] for name in ("point", "found", "expected")}
            return fields | {"verdict": "refuted", "reason": verdict.reason, **exact}
        case Unknown():
            return fields | {"verdict": "unknown", "reason": verdict.reason}


def worst_exit_code(verdicts: Items[Verdict]) -> int:
    """Return the exit code of the gravest verdict: refuted, then unknown, then proved by solver, then proved.

    >>> worst_exit_code([Proved("", "", ()), Unknown("")])
    3
    """
    kinds = {type(verdict) for verdict in verdicts}
    return next(EXIT_CODES[kind] for kind in _GRAVEST_FIRST if kind in kinds)


def results_text(results: Items[Result], bundle: str) -> str:
    """Return what the checker says of every claim, one line each.

    >>> print(results_text([Result("a.claim.json", "accepted", "it is so")], "b"))
    accepted: a.claim.json: it is so
    """
    if not results:
        return f"rejected: {bundle}: there is no claim (a file named *.claim.json)"
    return "\n".join([f"{result.verdict}: {result.file}: {result.sentence or result.reason}" for result in results])
