"""What another solver says of a claim that is proved."""

from time import perf_counter

from constructions.files.bundle import Bundle
from constructions.files.disk import read_bytes
from constructions.model.rational import long_integers
from verify.certificate import script_file
from verify.claims.shared.base import Claim
from verify.solvers.cvc5_backend import cvc5_version, replay
from verify.verdict import LanesDisagree, Opinion, Proved, ProvedBySolver, Verdict

SECONDS = 10.0
"""How long cvc5 may think where nothing else is asked for."""


@long_integers()
def second_opinion(bundle: Bundle, claim: Claim, verdict: Verdict, seconds: float | None) -> Opinion | None:
    """Return what cvc5 answers to the SMT-LIB file of a proved claim; None if the claim is not proved.

    Raises:
        BadInput: if cvc5 is not installed.
        LanesDisagree: if cvc5 answers sat: the file says that the claim is false.
    """
    if not isinstance(verdict, Proved | ProvedBySolver):
        return None
    solver, path = f"cvc5 {cvc5_version()}", bundle.folder / script_file(claim)
    if not path.is_file():
        return Opinion(solver, f"there is no {path.name}", 0.0)
    started = perf_counter()
    answers = replay(read_bytes(path).decode("ascii"), seconds or SECONDS)
    worst = next((answer for answer in answers if answer != "unsat"), "unsat")
    if worst == "sat":
        raise LanesDisagree(f"{claim.sentence()}: it is proved, but {solver} answers sat to {path}")
    return Opinion(solver, worst, perf_counter() - started)
