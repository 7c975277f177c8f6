"""The Z3 lane for claims about all inputs of a domain: the negated claim with the inputs as variables."""

from collections.abc import Iterator
from time import monotonic

from constructions.model.dataset import Dataset, Label
from constructions.model.errors import BadInput
from constructions.model.evaluation import Point
from constructions.model.network import Concatenate, Network
from verify.claim import (
    Claim,
    Classifies,
    Equivalent,
    EquivalentOnBalls,
    Memorizes,
    OperationsAtMost,
    OutputWithin,
    Paths,
    Robustly,
    WithRadii,
)
from verify.domain import Domain, ball
from verify.prove.points import Finding, Progress
from verify.solvers.smtlib import (
    MAX_UNROLLED,
    Atoms,
    Encoded,
    all_of,
    constraint_text,
    equals_label,
    exceeds_others,
    path_conditions,
    whole,
)
from verify.solvers.z3_backend import Session


def universal_scripts(
    claim: Claim, network: Network, other: Network | None, dataset: Dataset | None, encoding: Encoded
) -> Iterator[tuple[str, str]]:
    """Yield scripts whose every ``check-sat`` answers ``unsat`` iff the claim holds, each with what must follow it.

    The first declares the network; the others ask, one for a claim about a domain, one for each ball of a claim about
    data, between ``push`` and ``pop`` (which comes second, so that a model can be read before it). Radii for which
    nothing universal is claimed are left out. The labels of ``dataset`` are those that the claim means.

    Raises:
        BadInput: if the network is too large for one query (``encode.MAX_UNROLLED``).

    >>> from constructions.model.network import Relu
    >>> from verify.claim import Reference
    >>> from verify.domain import box
    >>> claim = OutputWithin(Reference("n.json", ""), box([0], [None]))
    >>> print("".join([script for script, _ in universal_scripts(claim, Relu(1), None, None, "ite")]), end="")
    (set-logic QF_LRA)
    (declare-fun x0 () Real)
    (define-fun v0 () Real (ite (>= x0 0) x0 0))
    (assert (not (>= v0 0)))
    (check-sat)
    """
    both = network if other is None else Concatenate((network, other))
    if both.work > 100 * MAX_UNROLLED:
        raise BadInput("the network is too large for one query")
    lines, outputs, operations = whole(both, claim.measure if isinstance(claim, OperationsAtMost) else None, encoding)
    yield "\n".join([*lines, ""]), ""
    if dataset is not None and isinstance(claim, Robustly | WithRadii | EquivalentOnBalls):
        for number, (point, label) in enumerate(zip(dataset.points, dataset.labels, strict=True)):
            near = _ball_of(claim, number, point)
            if near is not None:
                asked = [*_assumed(near), f"(assert (not {_goal(claim, outputs, label, operations)}))", "(check-sat)"]
                yield "\n".join(["(push 1)", *asked, ""]), "(pop 1)\n"
        return
    domain = claim.domain if isinstance(claim, Equivalent | OutputWithin | OperationsAtMost) else ()
    goal = _goal(claim, outputs, (), operations)
    yield "\n".join([*_assumed(domain), f"(assert (not {goal}))", "(check-sat)", ""]), ""


def ask_z3_universal(
    claim: Claim,
    network: Network,
    other: Network | None,
    dataset: Dataset | None,
    seconds: float,
    progress: Progress = lambda _done, _total: None,
) -> Finding:
    """Return Z3's answer to the negated claim within ``seconds``; a ``sat`` comes with the input of its model.

    Half of the time goes to nested ``ite``, and if that gives no answer the other half to the relational encoding.
    A network that is too large for one query is answered ``unknown`` at once.
    """
    size = 1 if dataset is None else dataset.size
    finding = Finding("unknown", ())
    encodings: tuple[Encoded, Encoded] = ("ite", "relational")
    for encoding in encodings:
        deadline = monotonic() + seconds / len(encodings)
        session, texts = Session(), list[str]()
        answer = "unknown"
        try:
            for number, (script, after) in enumerate(universal_scripts(claim, network, other, dataset, encoding)):
                texts.append(script + after)
                answers = session.run(script, max(0.01, deadline - monotonic()))
                progress(min(number, size), size)
                answer = next((answer for answer in answers if answer != "unsat"), "unsat")
                if answer == "sat":
                    names = [f"x{variable}" for variable in range(network.input_width)]
                    return Finding("sat", tuple(texts), tuple(session.values(names)))
                if answer != "unsat":
                    break
                session.run(after)
        except BadInput as error:
            return Finding("unknown", (), reason=str(error))
        finding = Finding(answer, tuple(texts))
        if answer == "unsat":
            break
    return finding


def ask_z3_paths(
    claim: Paths, network: Network, seconds: float, progress: Progress = lambda _done, _total: None
) -> Finding:
    """Return Z3's answer to the claim of how many paths there are, found without the search of the other lane.

    Z3 gives an input that takes none of the paths so far, running the network there gives the condition of its path,
    and so on. If the last query, that there is another path, is ``unsat`` after as many as the claim says, they are
    all; two conditions exclude each other, since each input decides every gate and neuron on its way in one way.
    """
    deadline = monotonic() + seconds
    names = [f"x{variable}" for variable in range(network.input_width)]
    lines = ["(set-logic QF_LRA)", *[f"(declare-fun {name} () Real)" for name in names], *_assumed(claim.domain)]
    texts, session, count = ["\n".join([*lines, ""])], Session(), 0
    session.run(texts[0], seconds)
    try:
        condition = path_conditions(network)
    except BadInput as error:
        return Finding("unknown", (), reason=str(error))
    while True:
        answer = session.run("(check-sat)\n", max(0.01, deadline - monotonic()))[0]
        if answer == "unsat":
            scripts = (*texts, "(check-sat)\n")
            reason = f"there are {count} feasible paths, the claim says {claim.count}"
            return Finding("unsat" if count == claim.count else "sat", scripts, reason=reason)
        if answer != "sat" or monotonic() > deadline:
            return Finding("unknown", tuple(texts), reason=f"Z3 had found {count:,} paths when the time was up")
        point = tuple(session.values(names))
        if count == claim.count:
            reason = f"there are more than {count} feasible paths; the input takes one more"
            return Finding("sat", (*texts, "(check-sat)\n"), point, reason)
        definitions, formula = condition(point)
        texts.append("\n".join([*definitions, f"(assert (not {formula}))", ""]))
        session.run(texts[-1], seconds)
        count += 1
        progress(count, claim.count)


def _ball_of(claim: Robustly | WithRadii | EquivalentOnBalls, number: int, point: Point) -> Domain | None:
    """Return the constraints of the ball on which the goal is claimed; None if on none."""
    if not isinstance(claim, WithRadii):
        return ball(point, claim.radius)
    radius = claim.radii[number]
    if radius.kind == "all":
        return ()
    return None if radius.least is None else ball(point, radius.least, strict=radius.kind == "open")


def _assumed(domain: Domain) -> list[str]:
    names = [f"x{variable}" for variable in range(domain[0].form.width)] if domain else []
    return [f"(assert {constraint_text(constraint, names)})" for constraint in domain]


def _goal(claim: Claim, outputs: Atoms, label: Label, operations: str) -> str:
    match claim:
        case OperationsAtMost():
            return f"(<= {operations} {claim.bound})"
        case OutputWithin():
            return all_of([constraint_text(constraint, outputs) for constraint in claim.outputs])
        case Equivalent() | EquivalentOnBalls():
            half = len(outputs) // 2
            return all_of([f"(= {one} {two})" for one, two in zip(outputs[:half], outputs[half:], strict=True)])
        case Robustly(of=Memorizes()) | WithRadii(of=Memorizes()):
            return equals_label(outputs, label)
        case Robustly(of=Classifies()) | WithRadii(of=Classifies()):
            return exceeds_others(outputs, label)
        case _:
            raise ValueError(f"{claim.stem} is not a claim about all inputs with a query")
