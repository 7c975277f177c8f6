"""The only module that imports cvc5, an optional second solver: it replays the SMT-LIB text that Z3 decided."""

import os
import subprocess
import sys
from importlib.metadata import version
from typing import Any

from constructions.model.errors import BadInput, line_of, needs
from constructions.model.progress import LONGEST

_LIMIT = "tlimit-per"
"""The option that bounds the time of each query."""


def cvc5_version() -> str:
    """Return the version of cvc5; raises BadInput if it is not installed."""
    _cvc5()
    return version("cvc5")


def replay(script: str, seconds: float | None = None) -> list[str]:
    """Return cvc5's answers to the ``check-sat`` commands of a script, ``unknown`` where the time ran out.

    Args:
        seconds: the time limit of each query.

    Raises:
        BadInput: if cvc5 is not installed, or does not accept the text.

    >>> replay("(set-logic QF_LRA)(declare-fun x () Real)(assert (< x x))(check-sat)")
    ['unsat']
    """
    if seconds is None:
        output = _run(script, {})
    elif "(set-logic QF_LRA)" in script:
        output = _run(script, _within(seconds))
    else:
        output = _run_apart(script, seconds)
    answers = [line for line in output.split("\n") if line in ("sat", "unsat", "unknown")]
    return answers + ["unknown"] * (script.count("(check-sat)") - len(answers))


def proof_bytes(script: str, seconds: float | None = None) -> int | None:
    """Return the length of cvc5's proof, in the Alethe format, of an unsatisfiable script; None if there is none.

    Raises:
        BadInput: if cvc5 is not installed, or does not accept the text.

    >>> proof_bytes("(set-logic QF_LRA)(declare-fun x () Real)(assert (< x 0))(assert (> x 1))(check-sat)") > 0
    True
    """
    options = {"produce-proofs": "true", "proof-format-mode": "alethe", "proof-elim-subtypes": "true"}
    if seconds is not None:
        options |= _within(seconds)
    output = _run(f"{script}\n(get-proof)\n", options)
    return len(output) if output.startswith("unsat") else None


def main() -> None:
    """Run the script on standard input, each query within the milliseconds of the first argument; print the answers.

    A refusal is a line on standard error.
    """
    try:
        print(_run(sys.stdin.read(), {_LIMIT: sys.argv[1]}))
    except BadInput as error:
        sys.exit(str(error))


def _within(seconds: float) -> dict[str, str]:
    return {_LIMIT: str(max(1, int(1000 * min(seconds, LONGEST))))}


def _run_apart(script: str, seconds: float) -> str:
    """Run a script in a process that is ended in time: in one step on polynomials cvc5 does not look at the clock."""
    code = "from verify.solvers.cvc5_backend import main; main()"
    path = os.pathsep.join([place for place in sys.path if place])
    try:
        done = subprocess.run(
            [sys.executable, "-P", "-c", code, _within(seconds)[_LIMIT]],
            input=script,
            capture_output=True,
            text=True,
            check=False,
            timeout=min(seconds * script.count("(check-sat)") + 5, LONGEST),
            env={**os.environ, "PYTHONPATH": path},
        )
    except subprocess.TimeoutExpired:
        return ""
    if done.returncode:
        raise BadInput((done.stderr.splitlines() or ["cvc5: no answer"])[-1])
    return done.stdout


def _run(script: str, options: dict[str, str]) -> str:
    cvc5 = _cvc5()
    solver = cvc5.Solver()
    for name, value in options.items():
        solver.setOption(name, value)
    symbols = cvc5.SymbolManager(solver)
    parser = cvc5.InputParser(solver, symbols)
    parser.setStringInput(cvc5.InputLanguage.SMT_LIB_2_6, script, "script")
    output = []
    try:
        while True:
            command = parser.nextCommand()
            if command.isNull():
                break
            output.append(command.invoke(solver, symbols))
    except RuntimeError as error:
        raise BadInput(f"cvc5: {line_of(error)}") from error
    return "".join(output)


def _cvc5() -> Any:
    with needs("asking cvc5", "cvc5", "cvc5"):
        import cvc5
    return cvc5
