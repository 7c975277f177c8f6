"""The checker that is proved in Coq from the bytes of the files, as a program: where it is, and what it says."""

import json
import os
import shutil
import subprocess
from pathlib import Path

from constructions.model.errors import BadInput
from verify.check.bundle import Folder, check_claims, claim_names
from verify.check.verdict import ACCEPTED, MALFORMED, Malformed, Result

NAME = "memocert-check"
BUILT = Path(__file__).resolve().parents[1] / "build" / "native" / NAME
"""Where ``make native`` puts it."""

HOW = "make native in a clone of the repository (Debian: apt-get install ocaml-nox ocaml-findlib libzarith-ocaml-dev)"


def program() -> Path | None:
    """Return the program: the one that was built here, else the one on the path, or None."""
    if BUILT.is_file():
        return BUILT
    found = shutil.which(NAME)
    return None if found is None else Path(found)


def check_natively(bundle: Path) -> list[Result]:
    """Return what the program says of every claim of a bundle.

    Only the program accepts. Of a claim that it refuses the Python checker says why, if that refuses it too: it knows
    the step and the reason. Where the Python checker passes a limit that the program does not pass, the program speaks.

    Raises:
        BadInput: if the program is not there.
        Malformed: if the bundle cannot be read, a file in it has no claim or a name that is not allowed, or the program
            ends without a verdict.
    """
    claim_names(str(bundle))  # says why a folder is none, in the words of check
    results = program_says(bundle)
    refused = [result.file for result in results if result.verdict != ACCEPTED]
    explained = {said.file: said for said in check_claims(Folder(str(bundle)), refused) if said.verdict != ACCEPTED}
    said = [(result, explained.get(result.file, result)) for result in results]
    return [own if why.limit and own.verdict != MALFORMED else why for own, why in said]


def program_says(bundle: Path) -> list[Result]:
    """Return what the program alone says; raises what ``check_natively`` raises."""
    place = program()
    if place is None:
        raise BadInput(f"the native checker is not built: {HOW}")
    try:
        done = subprocess.run(
            [place, os.path.join(os.curdir, bundle), "--json"],
            capture_output=True,
            text=True,
            errors="backslashreplace",
            check=False,
        )
    except OSError as error:
        raise BadInput(f"{place}: cannot be run ({(error.strerror or str(error)).lower()}): {HOW}") from error
    if "out of memory" in done.stderr.lower():
        raise Malformed(
            f"{bundle}: the native checker needs more memory than it has; without --native it may take less"
        )
    if not done.stdout:
        said = done.stderr.strip() or f"the native checker ended without a verdict: exit code {done.returncode}"
        raise Malformed(said.removeprefix("malformed: "))
    return [Result(**fields) for fields in json.loads(done.stdout)["results"]]
