"""What a person, or a program, reads of claims and verdicts."""

from collections.abc import Sequence as Items
from typing import TYPE_CHECKING, Any

from constructions.model.answers import largest
from constructions.model.errors import shown
from constructions.model.rational import Point, decimal_text, for_reading, long_integers
from verify.certificate import certificate_file, script_file
from verify.check.verdict import Result
from verify.verdict import EXIT_CODES, Opinion, Proved, ProvedBySolver, Refuted, Unknown, Verdict

if TYPE_CHECKING:
    from constructions.model.dataset import Dataset
    from verify.claims.shared.base import Claim  # solvers, which a check of a bundle does not load

_EMPTY = ["  no input satisfies the constraints: the claim is true of nothing"]
_LINES = 400
"""So many digits together are an input that is easily read."""

_ABOUT_LABELS = ("memorizes", "classifies")
"""How the kinds of claims begin that compare a network with labels."""

_PAGE = 2000
"""The most characters of an input that are printed."""

_GRAVEST_FIRST = (Refuted, Unknown, ProvedBySolver, Proved)


@long_integers()
def verdict_text(claim: "Claim", verdict: Verdict, data: "Dataset | None" = None) -> str:
    """Return a verdict as a few lines; with the data of the bundle by the names of their columns and classes.

    >>> from verify.claims.operations_at_most import OperationsAtMost
    >>> from verify.claims.shared.base import Reference
    >>> claim = OperationsAtMost(Reference("network.json", ""), 7)
    >>> print(verdict_text(claim, Unknown("Z3 gave no answer")))
    unknown: for every input: network.json makes at most 7 operations
      Z3 gave no answer
    """
    match verdict:
        case Proved():
            agreed = f"; {', '.join(verdict.solvers)} agrees: {script_file(claim)}" if verdict.solvers else ""
            lines = [f"proved: {claim.sentence()}", *[f"  {detail}" for detail in claim.details()]]
            lines += _EMPTY * claim.vacuous()
            lines.append(f"  accepted by the checker: {verdict.certificate}{agreed}")
        case ProvedBySolver():
            lines = [
                f"proved by solver only: {claim.sentence()}",
                *_EMPTY * claim.vacuous(),
                f"  a hole: {', '.join(verdict.solvers)} says so, there is no certificate; replay {verdict.file}",
            ]
        case Refuted():
            lines = [f"refuted: {claim.sentence()}", f"  {verdict.reason}"]
            if data is not None and data.class_names is not None and claim.kind.startswith(_ABOUT_LABELS):
                lines += [f"  {text}" for text in _classes_text(verdict, data.class_names)]
            if verdict.point:  # what says how many there are, or how near, no single input refutes
                columns = None if data is None or data.columns is None else data.columns.inputs
                lines.append(f"  the input: {point_text(verdict.point, columns)}")
        case Unknown():
            lines = [f"unknown: {claim.sentence()}", f"  {verdict.reason}"]
    return "\n".join(lines)


def point_text(point: Point, names: Items[str] | None = None) -> str:
    """Return an input, its numbers behind the names of their columns, as decimals then; where they would fill lines,
    rounded.

    >>> from fractions import Fraction
    >>> point_text((Fraction(1, 3), Fraction(5, 2)), ("height", "width")), point_text((Fraction(7**600, 3**1000),))
    ('height 1/3, width 2.5', '~8.66102E+29 (exactly with --json)')
    """
    numbers = [str(value) for value in point]
    is_long = sum(map(len, numbers)) > _LINES
    if is_long:
        numbers = [for_reading(value) for value in point]
    if names is not None and len(names) == len(point):
        numbers = numbers if is_long else [decimal_text(value) for value in point]
        numbers = [f"{name} {number}" for name, number in zip(names, numbers, strict=True)]
    text = ", ".join(numbers)
    text = text if len(text) <= _PAGE else text[:_PAGE] + "..."
    return f"{text} (exactly with --json)" if is_long else text


def _classes_text(verdict: Refuted, names: tuple[str, ...]) -> list[str]:
    """Return the class that outputs name, and the one that the label is, by their names."""
    found, expected = verdict.found, verdict.expected
    numbers = largest(found) if len(found) == len(names) > 1 else _class_of(found, names)
    wanted = _class_of(expected, names)
    if len(expected) == len(names) > 1 and sorted(expected)[-2:] == [0, 1]:
        wanted = largest(expected)
    if not numbers or len(wanted) != 1 or numbers == wanted:
        return []
    said = " and ".join([shown(names[number])[1:-1] for number in numbers[:8]])
    label = shown(names[wanted[0]])[1:-1]
    return [
        f"that is {said}, and the label is {label}"
        if len(numbers) == 1
        else f"{said} are alike, and the label is {label}"
    ]


def _class_of(values: Point, names: Items[str]) -> tuple[int, ...]:
    """Return the class that one value is the number of; nothing if it is none."""
    return tuple([number for number in range(len(names)) if list(values) == [number]])


@long_integers()
def verdict_json(claim: "Claim", verdict: Verdict, opinion: Opinion | None = None) -> dict[str, Any]:
    """Return a verdict for ``json.dumps``; exact numbers are strings."""
    fields: dict[str, Any] = {"claim": claim.stem, "sentence": claim.sentence()}
    if opinion is not None:
        fields["second opinion"] = {"solver": opinion.solver, "answer": opinion.answer}
    match verdict:
        case Proved():
            fields |= {"empty_domain": True} if claim.vacuous() else {}
            files = {"certificate": certificate_file(claim), "solvers": list(verdict.solvers)}
            return fields | {"verdict": "proved", **files}
        case ProvedBySolver():
            fields |= {"empty_domain": True} if claim.vacuous() else {}
            return fields | {"verdict": "proved by solver", "solvers": list(verdict.solvers), "file": verdict.file}
        case Refuted():
            exact = {name: [str(value) for value in getattr(verdict, name)] for name in ("point", "found", "expected")}
            return fields | {"verdict": "refuted", "reason": verdict.reason, **exact}
        case Unknown():
            return fields | {"verdict": "unknown", "reason": verdict.reason}


def second_text(opinion: Opinion | None) -> str:
    """Return what a second solver says, as a line to follow the verdict.

    >>> second_text(Opinion("cvc5 1.2.0", "unsat", 0.25))
    '\\n  cvc5 1.2.0 answers unsat as well (0.2 s)'
    """
    if opinion is None:
        return ""
    agrees = "answers unsat as well" if opinion.answer == "unsat" else f"gives no second opinion: {opinion.answer}"
    return f"\n  {opinion.solver} {agrees} ({opinion.seconds:.1f} s)"


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
