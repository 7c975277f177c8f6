"""The only module that imports z3: runs SMT-LIB text as it stands, so that the text is what was decided."""

import re
from fractions import Fraction
from threading import Thread
from time import monotonic

import z3

from constructions.model.nouns import count_of
from constructions.model.progress import STOPS

z3.Context.owner = False  # of a context whose making was interrupted: it has nothing to give back, and says nothing

_CANCELED = ("canceled", "interrupted")
"""What Z3 says of work that somebody ended."""

_TOKEN = re.compile(r"\(|\)|[^\s()]+")


class SolverError(Exception):
    """The solver did not accept the text: a defect of the encoder, with what the solver said."""


def z3_version() -> str:
    """Return the version of z3, as in ``4.13.0``."""
    version: str = z3.get_version_string()
    return version


class Session:
    """One run of z3 over a growing SMT-LIB script; later scripts see what earlier ones declared.

    >>> Session().run("(set-logic QF_LRA)(assert (< 1 0))(check-sat)")
    ['unsat']
    """

    def __init__(self) -> None:
        self._context = z3.Context()

    def run(self, script: str, seconds: float | None = None) -> list[str]:
        """Return the answers to the script's ``check-sat`` commands, ``unknown`` where the time ran out.

        The solver works in a thread of its own, so that Ctrl-C and the time limit reach it.

        Raises:
            SolverError: if the solver does not accept the text.
            KeyboardInterrupt: at Ctrl-C, also where the solver has taken it for itself, as it does while it searches.
        """
        output: list[str] = []
        worker = Thread(target=lambda: output.append(self._evaluate(script)), daemon=True)
        deadline = None if seconds is None else monotonic() + seconds
        late = False
        worker.start()
        try:
            while worker.is_alive():
                worker.join(0.2 if deadline is None else max(0.01, min(0.2, deadline - monotonic())))
                if deadline is not None and monotonic() >= deadline and worker.is_alive():
                    late = True
                    self._context.interrupt()
        except STOPS:
            self._context.interrupt()
            worker.join(1.0)
            raise
        answers = [_answer(line) for line in "".join(output).split("\n") if line]
        if "unknown" in answers and not late:
            why = "".join(output) + self._evaluate("(get-info :reason-unknown)")
            if any([word in why for word in _CANCELED]):  # and not by this program, which does so only when it is late
                raise KeyboardInterrupt
        missing = script.count("(check-sat)") - len(answers)
        if missing and not late:
            raise SolverError(f"z3: {count_of(missing, 'answer is', 'answers are')} missing")
        return answers + ["unknown"] * missing

    def values(self, names: list[str]) -> list[Fraction]:
        """Return the rational values of real constants in the model of the last ``sat``.

        >>> session = Session()
        >>> session.run("(declare-fun x () Real)(assert (= (* 3 x) (- 1)))(check-sat)")
        ['sat']
        >>> session.values(["x"])
        [Fraction(-1, 3)]
        """
        tokens = _TOKEN.findall(self._evaluate(f"(get-value ({' '.join(names)}))"))
        tree = _parsed(tokens)
        return [_value(pair[1]) for pair in tree]

    def core(self) -> list[str]:
        """Return the names of the assertions in the unsatisfiable core of the last ``unsat``.

        >>> session = Session()
        >>> session.run("(set-option :produce-unsat-cores true)(assert (! (< 1 0) :named a))(check-sat)")
        ['unsat']
        >>> session.core()
        ['a']
        """
        return _TOKEN.findall(self._evaluate("(get-unsat-core)"))[1:-1]

    def _evaluate(self, script: str) -> str:
        try:
            answer: str = z3.Z3_eval_smtlib2_string(self._context.ref(), script)
        except z3.Z3Exception as error:  # also raised in a thread, where nobody would see it
            answer = str(error)
        return answer


def _answer(line: str) -> str:
    if line in ("sat", "unsat", "unknown"):
        return line
    if "timeout" in line or any([word in line for word in _CANCELED]):
        return "unknown"
    raise SolverError(f"z3: {line}")


def _parsed(tokens: list[str]) -> list[list[object]]:
    stack: list[list[object]] = [[]]
    for token in tokens:
        if token == "(":
            stack.append([])
        elif token == ")":
            done = stack.pop()
            stack[-1].append(done)
        else:
            stack[-1].append(token)
    return stack[0][0]  # type: ignore[return-value]


def _value(term: object) -> Fraction:
    match term:
        case str():
            return Fraction(term)
        case ["-", part]:
            return -_value(part)
        case ["/", above, below]:
            return _value(above) / _value(below)
        case _:
            raise SolverError(f"z3: {term} is not a rational number")
