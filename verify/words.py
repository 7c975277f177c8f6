"""What a person, or a program, reads of claims and of what was proved or refuted."""

from collections.abc import Iterable, Sequence as Items
from pathlib import Path
from typing import TYPE_CHECKING, Any

from constructions.model.answers import largest
from constructions.model.errors import of_kind
from constructions.model.names import printable, spoken
from constructions.model.nouns import count_of
from constructions.model.rational import Point, about, decimal_text, for_reading, long_integers
from verify.certificate import certificate_file, script_file
from verify.domain import LONGER, Domain, domain_words, polyhedron_words
from verify.results import FEW, some
from verify.verdict import EXIT_CODES, Opinion, Proved, ProvedBySolver, Refuted, Unknown, Verdict

if TYPE_CHECKING:
    from constructions.model.dataset import Dataset
    from verify.claims.shared.base import Claim  # solvers, which a check of a bundle does not load

_EMPTY = ["  no input satisfies the constraints: the claim is true of nothing"]
_LINES = 400
"""So many digits together are an input that is easily read."""

_FEW = 8
"""An input of more numbers is not printed in full where a data point is near it."""

_NAMED = 16
"""So many numbers are said to have names, at most."""

_ABOUT_LABELS = ("memorizes", "classifies")
"""How the kinds of claims begin that compare a network with labels."""

_PAGE = 2000
"""The most characters of an input that are printed."""

_GRAVEST_FIRST = (Refuted, Unknown, ProvedBySolver, Proved)


@long_integers()
def verdict_text(claim: "Claim", verdict: Verdict, data: "Dataset | None" = None) -> str:
    """Return a verdict as a few lines; with the data of the bundle by the names of their columns and classes.

    >>> from verify.claims.operations_at_most import OperationsAtMost
    >>> from verify.claims.shared.subject import Reference
    >>> claim = OperationsAtMost(Reference("network.json", ""), 7)
    >>> print(verdict_text(claim, Unknown("Z3 gave no answer")))
    unknown: for every input: network.json makes at most 7 operations
      Z3 gave no answer
    """
    of_kind(Verdict, "a verdict", verdict=verdict)
    match verdict:
        case Proved():
            agreed = f"; {', '.join(verdict.solvers)} agrees: {script_file(claim)}" if verdict.solvers else ""
            lines = [f"proved: {claim.sentence()}", *_spoken_of(claim, data)]
            stated = [*[f"  {detail}" for detail in claim.details()], *_forbidden(claim, data)]
            lines += [*stated, *_legend("y", _on_outputs(claim, data), _output_names(claim, data))]
            point = claim.example()
            if point is not None:
                lines.append(f"  such an input: {point_text(point, _columns(data), 'in the claim')}")
            lines += _EMPTY * claim.vacuous()
            silent = f"; no second opinion: {verdict.silent}" if verdict.silent else ""
            lines.append(f"  accepted by the checker: {verdict.certificate}{agreed}{silent}")
        case ProvedBySolver():
            lines = [
                f"proved by solver only: {claim.sentence()}",
                *_spoken_of(claim, data),
                *_EMPTY * claim.vacuous(),
                f"  a hole: {', '.join(verdict.solvers)} says so, there is no certificate; replay {verdict.file}",
            ]
        case Refuted():
            lines = [f"refuted: {claim.sentence()}", f"  {verdict.reason}"]
            lines += _legend("x", _broken(claim, verdict), _columns(data) or ())
            lines += [f"  {text}" for text in _classes_text(claim.kind, verdict, data)]
            if verdict.point:  # what says how many there are, or how near, no single input refutes
                lines += [f"  {text}" for text in _input_text(verdict, data)]
        case Unknown():
            lines = [f"unknown: {claim.sentence()}", *_spoken_of(claim, data), f"  {verdict.reason}"]
    return "\n".join(lines)


def _spoken_of(claim: "Claim", data: "Dataset | None") -> list[str]:
    """Return which inputs are spoken of, by the names of the columns, where the sentence does not say it so."""
    domain: Domain = getattr(claim, "domain", ())
    words = domain_words(domain, _columns(data) or (), LONGER)
    return [] if words in _without_names(domain) else [f"  spoken of: {words}"]


def _without_names(domain: Domain) -> tuple[str, str]:
    """Return what sentences, and lines of their own, say of a domain whose inputs have no names."""
    return domain_words(domain), domain_words(domain, (), 0)


def _legend(letter: str, places: Iterable[int], names: Items[str]) -> list[str]:
    """Return a line that says what the numbers are called that constraints have by a letter with their places.

    >>> _legend("y", [2, 0], ("red", "green", "blue")), _legend("x", [], ("width",))
    (['  y0 is red, y2 is blue'], [])
    """
    known = [f"{letter}{place} is {names[place]}" for place in sorted({*places}) if 0 <= place < len(names)]
    return [f"  {', '.join(known[:_NAMED] + ['...'] * (len(known) > _NAMED))}"] if known else []


def _on_outputs(claim: "Claim", data: "Dataset | None") -> list[int]:
    """Return which outputs a claim has constraints on, of polyhedra the first."""
    before = 0 if data is None or not hasattr(claim, "unsafe") else data.width
    unsafe = [part for polyhedron in getattr(claim, "unsafe", ())[:FEW] for part in polyhedron]
    return [place - before for part in getattr(claim, "outputs", unsafe) for place in part.form.indices]


def _broken(claim: "Claim", verdict: Refuted) -> list[int]:
    """Return which numbers the polyhedron has constraints on, inputs before outputs, in which an input was found."""
    both = (*verdict.point, *verdict.found)
    reached = [part for part in getattr(claim, "unsafe", ()) if all([wanted.holds(both) for wanted in part])]
    return [place for wanted in (reached[0] if reached else ()) for place in wanted.form.indices]


def _output_names(claim: "Claim", data: "Dataset | None") -> Items[str]:
    """Return what the outputs are called that a claim has constraints on: label columns, or classes."""
    parts = getattr(claim, "outputs", ()) or [
        part for polyhedron in getattr(claim, "unsafe", ()) for part in polyhedron
    ]
    if data is None or not parts:
        return ()
    width = parts[0].form.width - (data.width if hasattr(claim, "unsafe") else 0)
    named = [() if data.columns is None else data.columns.labels, data.class_names or ()]
    return spoken(next((names for names in named if len(names) == width), ()), "y")


def _forbidden(claim: "Claim", data: "Dataset | None") -> list[str]:
    """Return what inputs with their outputs avoid, the first of it where it is much, by the names of the columns."""
    unsafe: tuple[Domain, ...] = getattr(claim, "unsafe", ())
    if data is None or not unsafe:
        return []
    names = _columns(data) or ()
    texts = [polyhedron_words(part, data.width, names) for part in unsafe[:FEW]]
    return [f"  forbidden: {some(texts, ' or ', len(unsafe))}"]


def other_text(claim: "Claim", path: Path) -> list[str]:
    """Return a line that says which file the other network of a claim was read of, whose copy the bundle keeps."""
    other = getattr(claim, "other", None)
    return [] if other is None or other.file == str(path) else [f"  {other.file} is {path}"]


def point_text(point: Point, names: Items[str] | None = None, exactly: str = "with --json") -> str:
    """Return an input, its numbers behind the names of their columns, as decimals then; where they would fill lines,
    rounded, and ``exactly`` says where they stand.

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
    return f"{text} (exactly {exactly})" if is_long else text


def _columns(data: "Dataset | None") -> Items[str] | None:
    return None if data is None or data.columns is None else spoken(data.columns.inputs)


def _input_text(verdict: Refuted, data: "Dataset | None") -> list[str]:
    """Return the input: what differs most from the data point that it is near, then all of it if that is short."""
    columns = _columns(data)
    whole = [f"the input: {point_text(verdict.point, columns)}"]
    if data is None or verdict.near is None:
        return whole
    named = data.place_of(verdict.near)
    changed = differences(verdict.point, data.points[verdict.near], columns)
    if len(verdict.point) <= _FEW:
        return [*([f"against {named}: {changed}"] if changed else []), *whole]
    if not changed:
        return [f"the input: {named}, {count_of(data.width, 'number')} (all of them with --json)"]
    return [f"against {named}: {changed}", f"the input: {count_of(data.width, 'number')}, exactly with --json"]


@long_integers()
def differences(point: Point, center: Point, names: Items[str] | None = None) -> str:
    """Return in what an input differs from another one, most first, rounded; empty if they are the same.

    >>> from fractions import Fraction
    >>> differences((Fraction(1, 3), Fraction(5)), (Fraction(0), Fraction(5)), ("height", "width"))
    'height ~0.333, not 0'
    >>> differences((Fraction(7),) * 9, (Fraction(6),) * 8 + (Fraction(5),))
    'x8 7, not 5; x0 7, not 6; x1 7, not 6; x2 7, not 6; x3 7, not 6; 4 more numbers differ, by at most 1'
    """
    gaps = {place: abs(new - old) for place, (new, old) in enumerate(zip(point, center, strict=True)) if new != old}
    order = sorted(gaps, key=lambda place: (-gaps[place], place))
    said = order if len(order) <= _FEW - 2 else order[: _FEW - 3]
    known = names if names is not None and len(names) == len(point) else [f"x{place}" for place in range(len(point))]
    parts = [
        f"{known[place]} {about(point[place], gaps[place])}, not {about(center[place], gaps[place])}" for place in said
    ]
    rest = order[len(said) :]
    if rest:
        most = about(gaps[rest[0]], gaps[rest[0]])
        parts.append(f"{count_of(len(rest), 'more number differs', 'more numbers differ')}, by at most {most}")
    return "; ".join(parts)


def _classes_text(kind: str, verdict: Refuted, data: "Dataset | None") -> list[str]:
    """Return the class that outputs name, and the one that they ought to, by their names; without names by number."""
    found, expected = verdict.found, verdict.expected
    if data is None or not verdict.point or not kind.startswith((*_ABOUT_LABELS, "same class")):
        return []
    names = data.class_names
    if names is None:
        if len(found) < 2 or kind.startswith("memorizes"):
            return []
        names = tuple([str(number) for number in range(len(found))])
    whose = "the other one says" if kind.startswith("same class") else "the label is"
    numbers = largest(found) if len(found) == len(names) > 1 else _class_of(found, names)
    wanted = _class_of(expected, names)
    is_unit = sorted(expected)[-2:] == [0, 1]
    if len(expected) == len(names) > 1 and (is_unit or kind.startswith("same class")):
        wanted = largest(expected)
    if not numbers or len(wanted) != 1 or numbers == wanted:
        return []
    said = " and ".join([printable(names[number], 40) for number in numbers[:8]])
    label = printable(names[wanted[0]], 40)
    return [f"that is {said}, and {whose} {label}" if len(numbers) == 1 else f"{said} are alike, and {whose} {label}"]


def _class_of(values: Point, names: Items[str]) -> tuple[int, ...]:
    """Return the class that one value is the number of; nothing if it is none."""
    return tuple([number for number in range(len(names)) if list(values) == [number]])


@long_integers()
def verdict_json(claim: "Claim", verdict: Verdict, opinion: Opinion | None = None) -> dict[str, Any]:
    """Return a verdict for ``json.dumps``; exact numbers are strings."""
    fields: dict[str, Any] = {"claim": claim.stem, "sentence": claim.sentence()}
    if opinion is not None:
        fields["second opinion"] = {"solver": opinion.solver, "answer": opinion.answer}
    of_kind(Verdict, "a verdict", verdict=verdict)
    match verdict:
        case Proved():
            fields |= _said_beyond(claim) | ({"no_second_opinion": verdict.silent} if verdict.silent else {})
            files = {"certificate": certificate_file(claim), "solvers": list(verdict.solvers)}
            return fields | {"verdict": "proved", **files}
        case ProvedBySolver():
            fields |= _said_beyond(claim)
            return fields | {"verdict": "proved by solver", "solvers": list(verdict.solvers), "file": verdict.file}
        case Refuted():
            exact = {name: [str(value) for value in getattr(verdict, name)] for name in ("point", "found", "expected")}
            near = {} if verdict.near is None else {"near": verdict.near}
            return fields | {"verdict": "refuted", "reason": verdict.reason, **exact, **near}
        case Unknown():
            return fields | {"verdict": "unknown", "reason": verdict.reason}


def _said_beyond(claim: "Claim") -> dict[str, Any]:
    """Return what a claim says beyond its sentence, for ``json.dumps``: what is left out is not there to say."""
    example, radii = claim.example(), getattr(claim, "radii", ())
    found = {
        "details": claim.details(),
        "input": [] if example is None else [str(value) for value in example],
        "radii": [radius.parts() for radius in radii],
        "empty_domain": claim.vacuous(),
    }
    return {name: value for name, value in found.items() if value}


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
