"""Runs Coq on the claims of a bundle: each becomes a theorem whose proof is a computation of a checker proved sound."""

import json
import shutil
import subprocess
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from fractions import Fraction
from pathlib import Path
from typing import Any

from constructions.dataset import Dataset
from constructions.errors import BadInput
from constructions.files import dataset_from_bytes, digest, network_from_bytes, read_bytes
from constructions.network import Network
from constructions.rational import long_integers, spelled
from verify.check.verdict import ACCEPTED, INCOMPLETE, REJECTED, Result
from verify.kernel.export import list_terms, network_terms, vector_term

THEORY = ("Model", "NormalForm", "Checker")
"""The files of proofs/ that the checker needs, in order."""

PROOFS = Path(__file__).resolve().parents[2] / "proofs"

_HEAD = """From Coq Require Import ZArith QArith List.
From Memocert Require Import Model NormalForm Checker.
Import ListNotations.
Open Scope Z_scope.
"""


class _Uncovered(Exception):
    """Why the kernel says nothing about a claim."""


class _Unbound(Exception):
    """Why a claim is not about the files that lie there."""


@long_integers()
def check_in_coq(bundle: Path, seconds: float = 3600.0) -> list[Result]:
    """Return what Coq says of every claim of a bundle; theory and claims are compiled anew each time.

    Raises:
        BadInput: if Coq is not installed, the bundle cannot be read, or Coq fails for another reason than a wrong
            claim.
    """
    if shutil.which("coqc") is None:
        raise BadInput("Coq is not installed: the kernel lane needs coqc (Debian: apt-get install coq)")
    if not bundle.is_dir():
        raise BadInput(f"{bundle}: no such folder")
    claims = sorted(bundle.glob("*.claim.json"))
    with _theory(seconds) as folder:
        return [_result(bundle, path, folder, seconds) for path in claims]


def theorem_of(bundle: Path, claim_path: Path) -> str:
    """Return the Coq file of a claim, its files' SHA-256 in the header.

    Raises:
        BadInput: if a file cannot be read, or the claim is of a kind that the kernel does not cover.
    """
    try:
        return _theorem(bundle, claim_path)[1]
    except (_Uncovered, _Unbound) as reason:
        raise BadInput(f"{claim_path}: {reason}") from None


def _result(bundle: Path, path: Path, folder: Path, seconds: float) -> Result:
    try:
        sentence, text = _theorem(bundle, path)
    except _Uncovered as reason:
        return Result(path.name, INCOMPLETE, "", str(reason))
    except _Unbound as reason:
        return Result(path.name, REJECTED, "", str(reason))
    (folder / "Claim.v").write_text(text, encoding="ascii")
    done = _coq(folder, "Claim.v", seconds)
    if done.returncode == 0 and "Closed under the global context" in done.stdout and "Axioms" not in done.stdout:
        return Result(path.name, ACCEPTED, sentence)
    if "has type" in done.stderr:
        return Result(path.name, REJECTED, "", "Coq computes that it does not hold")
    raise BadInput(f"{path}: coqc failed: {' '.join(done.stderr.split())[:200] or 'without a message'}")


@contextmanager
def _theory(seconds: float) -> Iterator[Path]:
    with tempfile.TemporaryDirectory(prefix="memocert-coq-") as name:
        folder = Path(name)
        for module in THEORY:
            source = PROOFS / f"{module}.v"
            if not source.is_file():
                raise BadInput(f"{source}: the theory of the kernel lane is not there; it needs a source checkout")
            shutil.copy(source, folder)
            done = _coq(folder, f"{module}.v", seconds)
            if done.returncode:
                raise BadInput(f"{source}: does not compile: {' '.join(done.stderr.split())[:200]}")
        yield folder


def _coq(folder: Path, file: str, seconds: float) -> "subprocess.CompletedProcess[str]":
    command = ["coqc", "-q", "-Q", ".", "Memocert", file]
    try:
        return subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False, timeout=seconds)
    except subprocess.TimeoutExpired:
        raise BadInput(f"{file}: Coq took longer than {seconds:g} s") from None


def _theorem(bundle: Path, path: Path) -> tuple[str, str]:
    """Return the claim in words, and as a file for Coq."""
    try:
        claim = json.loads(read_bytes(path))
        kind = claim["kind"]
    except (ValueError, KeyError, TypeError):
        raise BadInput(f"{path}: is not a claim") from None
    if kind not in _KINDS:
        raise _Uncovered(f"the kernel does not cover claims of the kind {kind!r} yet")
    files = _Files(bundle)
    try:
        sentence, lines, statement, proof = _KINDS[kind](claim, files)
    except (KeyError, TypeError, ValueError, AttributeError):
        raise BadInput(f"{path}: a key is missing or wrong") from None
    text = "\n".join(
        [
            f"(* {path.name} {digest(read_bytes(path))}",
            *[f"   {name} {sha}" for name, sha in sorted(files.read.items())],
            "*)",
            _HEAD,
            *lines,
            f"Theorem claim : {statement}.",
            f"Proof. {proof} Qed.",
            "Print Assumptions claim.",
            "",
        ]
    )
    return sentence, text


class _Files:
    """Reads the files that a claim names, and holds them to their digests."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.read: dict[str, str] = {}

    def bytes_of(self, where: Any) -> tuple[bytes, str]:
        name, sha = where["file"], where["sha256"]
        if Path(name).name != name:
            raise _Unbound("it names a file outside the bundle")
        data = read_bytes(self.folder / name)
        if digest(data) != sha:
            raise _Unbound(f"{name} is not the file that was claimed about: its SHA-256 is {digest(data)[:12]}...")
        self.read[name] = sha
        return data, name

    def network(self, where: Any) -> Network:
        data, name = self.bytes_of(where)
        return network_from_bytes(data, str(self.folder / name))

    def dataset(self, where: Any) -> Dataset:
        data, name = self.bytes_of(where)
        return dataset_from_bytes(data, str(self.folder / name))


Parts = tuple[str, list[str], str, str]
"""The sentence, definitions, the statement of the theorem, and its proof."""


def _computed(lemma: str) -> str:
    return f"apply {lemma}. vm_cast_no_check (eq_refl true)."


def _memorizes(claim: Any, files: _Files) -> Parts:
    network, dataset = files.network(claim["network"]), files.dataset(claim["dataset"])
    one_hot = claim["labels"] == "one-hot"
    width = network.output_width
    labels = [_unit(int(label[0]), width) for label in dataset.labels] if one_hot else list(dataset.labels)
    rows = [
        f"({vector_term(point)}, {vector_term(label)})" for point, label in zip(dataset.points, labels, strict=True)
    ]
    lines = [*network_terms(network, "network"), *list_terms("data_set", "(values_over * values_over)", rows)]
    statement = "memorizes (meaning network) (rational_data data_set)"
    sentence = f"for all {dataset.size} rows of {claim['dataset']['file']}: {claim['network']['file']} gives the label"
    return sentence, lines, statement, _computed("check_memorizes_sound")


def _unit(label: int, width: int) -> list[Fraction]:
    return [Fraction(place == label) for place in range(width)]


def _classifies(claim: Any, files: _Files) -> Parts:
    network, dataset = files.network(claim["network"]), files.dataset(claim["dataset"])
    rows = [
        f"({vector_term(point)}, {int(label)}%nat)"
        for point, (label,) in zip(dataset.points, dataset.labels, strict=True)
    ]
    lines = [*network_terms(network, "network"), *list_terms("data_set", "(values_over * nat)", rows)]
    statement = "classifies (meaning network) (map (fun row => (rationals (fst row), snd row)) data_set)"
    sentence = (
        f"for all {dataset.size} rows of {claim['dataset']['file']}: "
        f"the output of {claim['network']['file']} for the label is the greatest"
    )
    return sentence, lines, statement, _computed("check_classifies_sound")


def _equivalent_on_balls(claim: Any, files: _Files) -> Parts:
    if spelled(claim["radius"]) != 0:
        raise _Uncovered("the kernel covers equality at data points, radius 0, and no balls yet")
    network, other = files.network(claim["network"]), files.network(claim["other"])
    dataset = files.dataset(claim["dataset"])
    lines = [
        *network_terms(network, "network"),
        *network_terms(other, "other"),
        *list_terms("points", "values_over", [vector_term(point) for point in dataset.points]),
    ]
    statement = "forall x, In x (map rationals points) -> same (eval (meaning network) x) (eval (meaning other) x)"
    sentence = (
        f"at all {dataset.size} points of {claim['dataset']['file']}: "
        f"{claim['network']['file']} and {claim['other']['file']} give the same output"
    )
    return sentence, lines, statement, _computed("check_same_sound")


def _operations(claim: Any, files: _Files) -> Parts:
    if claim["measure"] != "total" or claim["attained"] is not None:
        raise _Uncovered("the kernel covers bounds on all operations together, without a point that attains them")
    network = files.network(claim["network"])
    width, bound = network.input_width, int(claim["bound"])
    lines = network_terms(network, "network")
    statement = f"forall x, length x = {width}%nat -> (total (spent (meaning network) x) <= {bound})%nat"
    sentence = f"for every z: {claim['network']['file']} makes at most {bound} operations on z, by its structure"
    return sentence, lines, statement, _computed("check_operations_sound")


_KINDS: dict[str, Callable[[Any, _Files], Parts]] = {
    "memorizes": _memorizes,
    "classifies": _classifies,
    "equivalent on balls": _equivalent_on_balls,
    "operations at most": _operations,
}
