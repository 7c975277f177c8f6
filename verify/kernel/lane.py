"""Runs Coq on the claims of a bundle: each becomes a theorem whose proof is a computation of a checker proved sound."""

import shutil
import subprocess
import tempfile
from collections.abc import Callable, Iterable, Sequence as Items
from functools import cache
from pathlib import Path
from typing import Any

from constructions.files.canonical import digest, rational_of
from constructions.model.batch import homogeneous
from constructions.model.errors import BadInput
from constructions.model.network import Network
from constructions.model.rational import long_integers
from verify.check.bundle import CLAIM, read_claim
from verify.check.reader import FILE_NAME, read_file
from verify.check.verdict import ACCEPTED, INCOMPLETE, MALFORMED, REJECTED, Malformed, Rejected, Result, shown
from verify.kernel.claimed import DATA, REGIONS, Files, Parts, Uncovered, computed, labelled
from verify.kernel.needed import comparisons_needed, depth_needed
from verify.kernel.regions import operations_at_most, output_within, paths, robustly, with_radii
from verify.kernel.terms import ENGINE, list_terms, network_terms, numeral_terms, region_term
from verify.prove.region import ball_bounds, bounds_of

PROOFS = Path(__file__).resolve().parents[2] / "proofs"


def head(modules: Items[str]) -> str:
    """Return what a Coq file begins with.

    >>> print(head(REGIONS))
    From Coq Require Import ZArith QArith List.
    From Memocert Require Import Model Numerals Forms Engine Hints Goals Claims Bridge.
    Import ListNotations.
    Open Scope Z_scope.
    """
    own = f"From Memocert Require Import {' '.join(modules)}."
    return f"From Coq Require Import ZArith QArith List.\n{own}\nImport ListNotations.\nOpen Scope Z_scope."


@long_integers()
def check_in_coq(bundle: Path, seconds: float = 3600.0) -> list[Result]:
    """Return what Coq says of every claim of a bundle; theory and claims are compiled anew in each process.

    Raises:
        BadInput: if Coq is not installed, the bundle cannot be read, or Coq fails for another reason than a wrong
            claim.
    """
    if shutil.which("coqc") is None:
        raise BadInput("Coq is not installed: the kernel lane needs coqc (Debian: apt-get install coq)")
    if not bundle.is_dir():
        raise BadInput(f"{bundle}: no such folder")
    claims = sorted(bundle.glob(f"*{CLAIM}"))
    return [_result(bundle, path, seconds) for path in claims]


def theorem_of(bundle: Path, claim_path: Path) -> str:
    """Return the Coq file of a claim, its files' SHA-256 in the header.

    Raises:
        BadInput: if a file cannot be read, or the claim is of a kind that the kernel does not cover.
    """
    try:
        return _theorem(bundle, claim_path)[2]
    except (Uncovered, Malformed, Rejected) as reason:
        raise BadInput(f"{claim_path}: {reason}") from None


def _result(bundle: Path, path: Path, seconds: float) -> Result:
    try:
        modules, sentence, text = _theorem(bundle, path)
    except Uncovered as reason:
        return Result(path.name, INCOMPLETE, "", str(reason))
    except Rejected as reason:
        return Result(path.name, REJECTED, "", str(reason))
    except Malformed as reason:
        return Result(path.name, MALFORMED, "", str(reason))
    folder = _theory().compiled(modules, seconds)
    (folder / "Claim.v").write_text(text, encoding="ascii")
    done = _coq(folder, "Claim.v", seconds)
    if done.returncode == 0 and "Closed under the global context" in done.stdout and "Axioms" not in done.stdout:
        return Result(path.name, ACCEPTED, sentence)
    if "has type" in done.stderr:
        return Result(path.name, REJECTED, "", "Coq computes that it does not hold")
    raise BadInput(f"{path}: coqc failed: {' '.join(done.stderr.split())[:200] or 'without a message'}")


class _Theory:
    """A folder in which files of proofs/ are compiled once for this process, when they are first needed."""

    def __init__(self) -> None:
        self._folder = tempfile.TemporaryDirectory(prefix="memocert-coq-")
        self._compiled: set[str] = set()

    def compiled(self, modules: Iterable[str], seconds: float) -> Path:
        """Return the folder, with these modules compiled."""
        folder = Path(self._folder.name)
        for module in modules:
            if module in self._compiled:
                continue
            source = PROOFS / f"{module}.v"
            if not source.is_file():
                raise BadInput(f"{source}: the theory of the kernel lane is not there")
            shutil.copy(source, folder)
            done = _coq(folder, f"{module}.v", seconds)
            if done.returncode:
                raise BadInput(f"{source}: does not compile: {' '.join(done.stderr.split())[:200]}")
            self._compiled.add(module)
        return folder


@cache
def _theory() -> _Theory:
    return _Theory()


def _coq(folder: Path, file: str, seconds: float) -> "subprocess.CompletedProcess[str]":
    command = ["coqc", "-q", "-Q", ".", "Memocert", file]
    try:
        return subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False, timeout=seconds)
    except subprocess.TimeoutExpired:
        raise BadInput(f"{file}: Coq took longer than {seconds:g} s") from None


def _theorem(bundle: Path, path: Path) -> tuple[Items[str], str, str]:
    """Return which files of the theory a claim needs, the claim in words, and the file for Coq.

    Files are read as strictly as the checker reads them: names stand in a comment of the Coq file and must not end it.
    """
    if not FILE_NAME.fullmatch(path.name):
        raise Malformed(f"{shown(path.name)} is not a name for a file of a bundle")
    data = read_file(str(bundle), path.name)
    claim = read_claim(data, path.name)
    sha = digest(data)
    files = Files(bundle, path, sha)
    try:
        modules, sentence, lines, statement, proof = _KINDS[claim["kind"]](claim, files)
    except (KeyError, TypeError, ValueError, AttributeError):
        raise Malformed(f"{path.name}: a value is missing or wrong") from None
    text = "\n".join(
        [
            f"(* {path.name} {sha}",
            *[f"   {name} {sha}" for name, sha in sorted(files.read.items())],
            "*)",
            head(modules),
            *lines,
            f"Theorem claim : {statement}.",
            f"Proof. {proof} Qed.",
            "Print Assumptions claim.",
            "",
        ]
    )
    return modules, sentence, text


def _memorizes(claim: Any, files: Files) -> Parts:
    network, dataset = files.network(claim["network"]), files.dataset(claim["dataset"])
    lines = [*network_terms(network, "network"), *labelled(claim, network, dataset)]
    statement = "memorizes (meaning network) (rational_data data_set)"
    sentence = f"for all {dataset.size} rows of {claim['dataset']['file']}: {claim['network']['file']} gives the label"
    return DATA, sentence, lines, statement, computed("check_memorizes_sound")


def _classifies(claim: Any, files: Files) -> Parts:
    network, dataset = files.network(claim["network"]), files.dataset(claim["dataset"])
    lines = [*network_terms(network, "network"), *labelled(claim, network, dataset)]
    statement = "classifies (meaning network) (map (fun row => (rationals (fst row), snd row)) data_set)"
    sentence = (
        f"for all {dataset.size} rows of {claim['dataset']['file']}: "
        f"the output of {claim['network']['file']} for the label is the greatest"
    )
    return DATA, sentence, lines, statement, computed("check_classifies_sound")


def _equivalent_on_balls(claim: Any, files: Files) -> Parts:
    radius = rational_of(claim["radius"])
    network, other = files.network(claim["network"]), files.network(claim["other"])
    dataset = files.dataset(claim["dataset"])
    names = f"{claim['network']['file']} and {claim['other']['file']} give the same output"
    if radius:
        regions = [region_term(ball_bounds(point, radius)) for point in dataset.points]
        sentence = f"within {radius} of all {dataset.size} points of {claim['dataset']['file']}: {names}"
        return _agreement(files, network, [(region, other) for region in regions], sentence)
    lines = [
        *network_terms(network, "network"),
        *network_terms(other, "other"),
        *numeral_terms("numerals", [number for point in dataset.points for number in homogeneous(point)]),
        f"Definition data_set := points {dataset.width} numerals.",
    ]
    statement = "forall x, In x (map rationals data_set) -> same (eval (meaning network) x) (eval (meaning other) x)"
    sentence = f"at all {dataset.size} points of {claim['dataset']['file']}: {names}"
    return DATA, sentence, lines, statement, computed("check_same_sound")


def _equivalent(claim: Any, files: Files) -> Parts:
    network, other = files.network(claim["network"]), files.network(claim["other"])
    region = files.domain(claim, network)
    sentence = (
        f"for every z in the domain: {claim['network']['file']} and {claim['other']['file']} give the same output"
    )
    return _agreement(files, network, [(region_term(bounds_of(region)), other)], sentence)


def _agreement(files: Files, network: Network, rows: Items[tuple[str, Network]], sentence: str) -> Parts:
    """Return the theorem that a network agrees with another one on each of several regions."""
    lines = network_terms(network, "network", ENGINE)
    names: dict[int, str] = {}
    for _, other in rows:
        if id(other) not in names:
            names[id(other)] = f"other{len(names)}"
            lines += network_terms(other, names[id(other)], ENGINE)
    pairs = [f"({region}, network, {names[id(other)]})" for region, other in rows]
    lines += [*list_terms("pairs", "pair", pairs), *files.hints()]
    width = network.input_width
    statement = (
        "forall domain n m, In (domain, n, m) pairs ->\n"
        f"  forall z, length z = {width}%nat -> inside z domain -> same (eval (model n) z) (eval (model m) z)"
    )
    return REGIONS, sentence, lines, statement, computed(f"(agree_model {width} pairs hint_list)")


_KINDS: dict[str, Callable[[Any, Files], Parts]] = {
    "memorizes": _memorizes,
    "classifies": _classifies,
    "equivalent": _equivalent,
    "equivalent on balls": _equivalent_on_balls,
    "operations at most": operations_at_most,
    "memorizes robustly": robustly,
    "classifies robustly": robustly,
    "memorizes with radii": with_radii,
    "classifies with radii": with_radii,
    "output within": output_within,
    "paths": paths,
    "comparisons needed": comparisons_needed,
    "depth needed": depth_needed,
}
