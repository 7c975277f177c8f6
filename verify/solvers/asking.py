"""Z3's answers to negated claims: at data points, on all inputs of a domain, and about how many paths there are."""

from collections.abc import Callable, Iterator, Sequence as Items
from dataclasses import dataclass
from typing import Literal, TypeAlias

from constructions.model.dataset import Dataset
from constructions.model.errors import BadInput
from constructions.model.network import Network
from constructions.model.nouns import count_of
from constructions.model.progress import NEVER, Deadline, Progress, TimeIsUp, silent
from constructions.model.rational import Point
from verify.domain import Domain
from verify.solvers.formulas import Atoms, Goal, all_of, constraint_text, numeral
from verify.solvers.smtlib import (
    BATCH,
    Encoded,
    operation_obligations,
    path_conditions,
    point_obligations,
    unrolled_nodes,
    whole,
    whole_data_query,
)
from verify.solvers.z3_backend import Session

Query = Literal["auto", "whole", "obligations"]
WHOLE_SIZE = 2_000
"""Up to this many points times unrolled nodes the claim is one query; above, it is cut into obligations."""

WRITING = "the time was up while the question to Z3 was written"

_PIECE = 4_000
"""Lines that are handed to Z3 at once: it does not stop while it reads, and a second's worth is too much."""

Question: TypeAlias = tuple[Domain, Callable[[Atoms, str], str]]
"""The inputs that are spoken of, and what must hold there, as a formula of the outputs and of the operations so far."""


@dataclass(frozen=True, slots=True)
class SolverAnswer:
    """What Z3 answered to the negated claim: ``unsat`` means that the claim holds; and the text that it read.

    ``point`` is an input of the model where the answer is ``sat`` and inputs are variables; ``reason`` says why there
    is no answer.
    """

    answer: str
    scripts: tuple[str, ...]
    point: Point = ()
    reason: str = "Z3 gave no answer in the time allowed"

    def followed_by(self, other: "SolverAnswer") -> "SolverAnswer":
        """Return the answer to what comes after an ``unsat``: both texts stand in one file.

        >>> SolverAnswer("unsat", ("a\\n",)).followed_by(SolverAnswer("sat", ("b\\n",))).scripts
        ('a\\n', '(reset)\\n', 'b\\n')
        """
        if not self.scripts:
            return other
        return SolverAnswer(other.answer, (*self.scripts, "(reset)\n", *other.scripts), other.point, other.reason)


def ask_at_points(
    goal: Goal, network: Network, target: Dataset, query: Query, seconds: float | None, progress: Progress
) -> SolverAnswer:
    """Return Z3's answer to the negated claim: as one query, or as obligations until one does not answer ``unsat``.

    ``seconds`` are for each query, its text included. What is too large for one is answered ``unknown``.
    """
    if query == "auto":
        query = "whole" if target.size * unrolled_nodes(network) <= WHOLE_SIZE else "obligations"
    session, scripts, done = Session(), list[str](), 0
    try:
        if query == "whole":
            deadline = Deadline.after(seconds)
            script = whole_data_query(network, target, goal, deadline)
            return SolverAnswer(session.run(script, seconds and deadline.left(seconds))[0], (script,))
        for script in point_obligations(network, target, goal, seconds=seconds):
            scripts.append(script)
            answers = session.run(script, seconds)
            done += len(answers)
            progress(min(done * BATCH, target.size), target.size)
            for answer in answers:
                if answer != "unsat":
                    return SolverAnswer(answer, tuple(scripts))
    except BadInput as error:
        return SolverAnswer("unknown", (), reason=str(error))
    except TimeIsUp:
        return SolverAnswer("unknown", (), reason=WRITING)
    return SolverAnswer("unsat", tuple(scripts))


def universal_scripts(
    network: Network,
    questions: Items[Question],
    encoding: Encoded,
    measure: str | None = None,
    deadline: Deadline = NEVER,
) -> Iterator[tuple[str, str]]:
    """Yield scripts whose every ``check-sat`` answers ``unsat`` iff what is asked holds, each with what must follow.

    The first ones declare the network; each other asks one question, between ``push`` and ``pop`` where there are
    several (which comes second, so that a model can be read before it). ``measure``: which operations are counted.

    Raises:
        BadInput: if the network is too large for one query (``smtlib.MAX_QUERY``).
        TimeIsUp: beyond the deadline.

    >>> from constructions.model.network import Relu
    >>> from verify.domain import box
    >>> question = (box([None], [1]), lambda outputs, _: f"(<= {outputs[0]} 1)")
    >>> print("".join([script for script, _ in universal_scripts(Relu(1), [question], "ite")]), end="")
    (set-logic QF_LRA)
    (declare-fun x0 () Real)
    (define-fun v0 () Real (ite (>= x0 0) x0 0))
    (assert (<= x0 1))
    (assert (not (<= v0 1)))
    (check-sat)
    """
    lines, outputs, operations = whole(network, measure, encoding, deadline)
    for start in range(0, len(lines), _PIECE):
        yield "\n".join([*lines[start : start + _PIECE], ""]), ""
    for domain, goal in questions:
        deadline.check()
        asked = [*assumed(domain), f"(assert (not {goal(outputs, operations)}))", "(check-sat)"]
        if len(questions) == 1:
            yield "\n".join([*asked, ""]), ""
        else:
            yield "\n".join(["(push 1)", *asked, ""]), "(pop 1)\n"


def ask_universal(
    network: Network,
    questions: Items[Question],
    seconds: float,
    progress: Progress = silent,
    measure: str | None = None,
) -> SolverAnswer:
    """Return Z3's answer to the negated questions within ``seconds``; a ``sat`` comes with the input of its model.

    Half of the time goes to nested ``ite``, and if that gives no answer the other half to the relational encoding.
    A network that is too large for one query is answered ``unknown`` at once.
    """
    finding = SolverAnswer("unknown", ())
    encodings: tuple[Encoded, Encoded] = ("ite", "relational")
    names = [f"x{variable}" for variable in range(network.input_width)]
    for encoding in encodings:
        deadline = Deadline.after(seconds / len(encodings))
        session, texts = Session(), list[str]()
        answer, asked = "unknown", 0
        try:
            for script, after in universal_scripts(network, questions, encoding, measure, deadline):
                deadline.check()
                texts.append(script + after)
                answers = session.run(script, deadline.left(seconds))
                asked += len(answers)
                answer = next((answer for answer in answers if answer != "unsat"), "unsat")
                progress(asked, len(questions))
                if answer == "sat":
                    return SolverAnswer("sat", tuple(texts), tuple(session.values(names)))
                if asked and answer != "unsat":
                    break
                session.run(after)
        except BadInput as error:
            return finding if finding.scripts else SolverAnswer("unknown", (), reason=str(error))
        except TimeIsUp:
            answer = "unknown" if asked < len(questions) else answer
            if not asked:
                finding = SolverAnswer("unknown", (), reason=WRITING)
                continue
        finding = SolverAnswer(answer, tuple(texts))
        if answer == "unsat":
            break
    return finding


def ask_structure(network: Network, bound: int, measure: str, seconds: float | None) -> SolverAnswer:
    """Return Z3's answer to the negated claim that a structural maximum is at most a bound."""
    deadline = Deadline.after(seconds)
    try:
        script = operation_obligations(network, bound, measure, deadline)
    except TimeIsUp:
        return SolverAnswer("unknown", (), reason=WRITING)
    answers = Session().run(script, seconds and deadline.left(seconds))
    return SolverAnswer(next((answer for answer in answers if answer != "unsat"), "unsat"), (script,))


def ask_paths(
    network: Network, domain: Domain, expected: int, seconds: float, progress: Progress = silent
) -> SolverAnswer:
    """Return Z3's answer to the claim of how many paths there are, found without the search of the other lane.

    Z3 gives an input that takes none of the paths so far, running the network there gives the condition of its path,
    and so on, until there is no other. What it then decides is one text (``_exactly``): two conditions exclude each
    other, since each input decides every gate and neuron on its way in one way.
    """
    deadline = Deadline.after(seconds)
    names = [f"x{variable}" for variable in range(network.input_width)]
    declared = "\n".join(["(set-logic QF_LRA)", *[f"(declare-fun {name} () Real)" for name in names], ""])
    ways, session = list[_Way](), Session()
    session.run("\n".join([declared, *assumed(domain), ""]), seconds)
    try:
        condition = path_conditions(network, deadline)
    except BadInput as error:
        return SolverAnswer("unknown", (), reason=str(error))
    while True:
        answer = session.run("(check-sat)\n", deadline.left(seconds))[0]
        count = len(ways)
        reason = f"Z3 had found {count_of(count, 'path')} when the time was up"
        if answer not in ("unsat", "sat") or deadline.passed:
            return SolverAnswer("unknown", (), reason=reason)
        point = tuple(session.values(names)) if answer == "sat" else ()
        if answer == "unsat" or count == expected:
            texts = (declared, *_exactly(domain, names, ways))
            if answer == "unsat" and count == expected:
                return SolverAnswer(_decided(texts, deadline, seconds), texts, (), reason)
            more = f"there are more than {count} feasible paths; the input takes one more"
            fewer = f"there are {count} feasible paths, the claim says {expected}"
            return SolverAnswer("sat", texts, point, more if point else fewer)
        try:
            ways.append(_Way(point, *condition(point)))
        except TimeIsUp:
            return SolverAnswer("unknown", (), reason=reason)
        session.run("\n".join([*ways[-1].definitions, f"(assert (not {ways[-1].formula}))", ""]), seconds)
        progress(count + 1, expected)


def _decided(texts: Items[str], deadline: Deadline, seconds: float) -> str:
    """Return Z3's answer to all queries of a text in parts: unsat if it is that to each."""
    session, answers = Session(), list[str]()
    for text in texts:
        answers += session.run(text, deadline.left(seconds))
    return next((answer for answer in answers if answer != "unsat"), "unsat")


@dataclass(frozen=True, slots=True)
class _Way:
    """A decision path: an input that takes it, and the condition that one does, behind its definitions."""

    point: Point
    definitions: list[str]
    formula: str


def _exactly(domain: Domain, names: list[str], ways: Items[_Way]) -> Iterator[str]:
    """Yield texts: each input of a domain takes one of the ways, and each way is that of its input and of none before.

    >>> from fractions import Fraction
    >>> print("".join(_exactly((), ["x0"], [_Way((Fraction(2),), [], "(>= x0 0)")])), end="")
    (declare-fun left0 () Bool)
    (assert (= left0 true))
    (declare-fun path0 () Bool)
    (assert (= path0 (>= x0 0)))
    (push 1)
    (assert (= x0 2))
    (assert (not (and left0 path0)))
    (check-sat)
    (pop 1)
    (declare-fun left1 () Bool)
    (assert (= left1 (and left0 (not path0))))
    (assert left1)
    (check-sat)
    """

    def known(name: str, formula: str) -> list[str]:
        return [f"(declare-fun {name} () Bool)", f"(assert (= {name} {formula}))"]  # a macro is copied in each query

    inside = [constraint_text(constraint, names) for constraint in domain] or ["true"]
    yield "\n".join([*known("left0", all_of(inside)), ""])
    for number, way in enumerate(ways):
        left, path = f"left{number}", f"path{number}"
        taken = [f"(assert (= {name} {numeral(value)}))" for name, value in zip(names, way.point, strict=True)]
        asked = ["(push 1)", *taken, f"(assert (not (and {left} {path})))", "(check-sat)", "(pop 1)"]
        rest = known(f"left{number + 1}", f"(and {left} (not {path}))")
        yield "\n".join([*way.definitions, *known(path, way.formula), *asked, *rest, ""])
    yield f"(assert left{len(ways)})\n(check-sat)\n"


def assumed(domain: Domain) -> list[str]:
    """Return the assertions that the input lies in a domain."""
    names = [f"x{variable}" for variable in range(domain[0].form.width)] if domain else []
    return [f"(assert {constraint_text(constraint, names)})" for constraint in domain]
