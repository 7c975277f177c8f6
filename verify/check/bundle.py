"""Checks the claims of a bundle: reads each claim, its certificate and the files they name, and applies the rule."""

import os
import sys
from typing import Any, TypeAlias

from .budget import Budget
from .dataset import Dataset, read_dataset
from .engine import Engine
from .network import Node, read_network
from .reader import FILE_NAME, digest, document, entries, fields, limited, read_file, reference
from .rules.table import RULES
from .verdict import ACCEPTED, EXIT_CODES, INCOMPLETE, MALFORMED, REJECTED, Malformed, Rejected, Result, shown

CLAIM, CERTIFICATE = ".claim.json", ".certificate.json"
_LETTERS = {"network": "N", "other": "M", "dataset": "D"}
Source: TypeAlias = "Folder | Memory"
"""Where the files of a bundle come from."""


def check_bundle(folder: str | os.PathLike[str]) -> list[Result]:
    """Return what became of every claim of the bundle, in the order of their names.

    Raises ``Malformed`` if the folder cannot be read, or a file in it has no claim or a name that is not allowed.

    >>> check_bundle("nowhere")
    Traceback (most recent call last):
        ...
    verify.check.verdict.Malformed: nowhere: no such file or directory
    """
    return check_claims(Folder(os.fspath(folder)), claim_names(os.fspath(folder)))


def claim_names(folder: str) -> list[str]:
    """Return the names of a bundle's claims in order; raises what ``check_bundle`` raises."""
    try:
        names = set(os.listdir(folder))
    except OSError as error:
        raise Malformed(f"{folder}: {(error.strerror or str(error)).lower()}") from error
    for name in sorted(names):
        claim = name.removesuffix(CERTIFICATE) + CLAIM if name.endswith(CERTIFICATE) else name
        if claim.endswith(CLAIM) and not FILE_NAME.fullmatch(claim):
            raise Malformed(f"{shown(name)} is not a name for a file of a bundle")
        if claim != name and claim not in names:
            raise Malformed(f"{name}: there is no claim file {claim}")
    return [name for name in sorted(names) if name.endswith(CLAIM)]


def check_claims(source: "Source | Files", names: list[str]) -> list[Result]:
    """Return what became of each claim, files ``names`` among the files of ``source``, in this order."""
    files = source if isinstance(source, Files) else Files(source)
    return [_check(files, name) for name in names]


def check_claim(source: "Source | Files", name: str) -> Result:
    """Return what became of one claim, the file ``name`` among the files of ``source``."""
    return check_claims(source, [name])[0]


class Folder:
    """The files of a folder by their names, each read when it is asked for."""

    def __init__(self, path: str) -> None:
        self.path = path

    def __contains__(self, name: str) -> bool:
        return os.path.lexists(os.path.join(self.path, name))

    def __getitem__(self, name: str) -> bytes:
        return read_file(self.path, name)


class Memory:
    """Files that are in memory, by their names; held to the same limit as files of a folder."""

    def __init__(self, files: dict[str, bytes]) -> None:
        self.files = files

    def __contains__(self, name: str) -> bool:
        return name in self.files

    def __getitem__(self, name: str) -> bytes:
        if name not in self.files:
            raise Malformed(f"{name}: no such file or directory")
        return limited(self.files[name], name)


def exit_code(results: list[Result]) -> int:
    """Return 0 if there are claims and all are accepted, 2 if one is malformed, else 1."""
    if not results:
        return 1
    return max([EXIT_CODES[result.verdict] for result in results])


class Files:
    """The network and data set files of one bundle, each read once, malformed ones too."""

    def __init__(self, source: Source, budget: Budget | None = None) -> None:
        self.source = source
        self.budget = budget or Budget()
        self._known: dict[tuple[str, str], tuple[str, Any, str]] = {}

    def read(self, name: str) -> bytes:
        """Return the bytes of a file, after paying for what reading them takes."""
        data = self.source[name]
        self.budget.spend(2000 + len(data) + data.count(b",") + 6 * data.count(b"{"))
        return data

    def network(self, where: object) -> Node:
        """Return the network that a reference refers to; raises ``Malformed``, or ``Rejected`` for another file."""
        root: Node = self._get(where, "network", read_network)
        return root

    def dataset(self, where: object) -> Dataset:
        """Return the data set that a reference refers to; raises what ``network`` raises."""
        found: Dataset = self._get(where, "dataset", read_dataset)
        return found

    def _get(self, where: object, kind: str, read: Any) -> Any:
        name, expected = reference(where, kind)
        if (kind, name) not in self._known:
            data = self.read(name)
            try:
                self._known[kind, name] = digest(data), read(data, self.budget), ""
            except Malformed as error:  # its words are kept, not the error, which would keep all that was read
                self._known[kind, name] = digest(data), None, str(error)
        found, value, fault = self._known[kind, name]
        if fault:
            raise Malformed(f"{name}: {fault}")
        if found != expected:
            raise Rejected(f"{name} is not the file that was claimed about: its SHA-256 is {found[:12]}...")
        return value


def _check(files: Files, name: str) -> Result:
    """Decide one claim; the only place where a claim is accepted."""
    certificate_name = name.removesuffix(CLAIM) + CERTIFICATE
    before = sys.get_int_max_str_digits()
    sys.set_int_max_str_digits(0)  # the reader has a limit of its own, MAX_DIGITS
    try:
        data = files.read(name)
        claim, sha256 = read_claim(data, name), digest(data)
        if certificate_name not in files.source:
            return Result(name, INCOMPLETE, "", f"hole: there is no certificate {certificate_name}")
        subjects = subjects_of(files, claim)  # before the certificate: the values of one file at a time
        hints = read_certificate(files.read(certificate_name), certificate_name, name, sha256, files.budget)
        return _apply(files, name, claim, subjects, hints)
    except Malformed as error:
        return Result(name, MALFORMED, "", str(error).removeprefix(f"{name}: "))
    except Rejected as error:
        return Result(name, REJECTED, "", str(error))
    except MemoryError:
        return Result(name, MALFORMED, "", "checking takes more memory than there is")
    finally:
        sys.set_int_max_str_digits(before)


def read_claim(data: bytes, name: str) -> dict[str, Any]:
    """Return a claim that has a known kind and exactly its keys; raises ``Malformed``."""
    try:
        claim = document(data, "claim")
        kind = claim.get("kind")
        if type(kind) is not str or kind not in RULES:
            raise Malformed(f"kind must be one of {', '.join(RULES)}")
        return fields(claim, ("kind", *RULES[kind].files, *RULES[kind].keys))
    except Malformed as error:
        raise Malformed(f"{name}: {error}") from None


def read_certificate(data: bytes, name: str, claim_name: str, claim_digest: str, budget: Budget) -> list[Any]:
    """Return the hints of a claim's certificate, each a list of a name and integers.

    Raises ``Malformed``, or ``Rejected`` if it is about another claim.
    """
    try:
        certificate = fields(document(data, "certificate"), ("claim", "hints"))
        file, sha256 = reference(certificate["claim"], "claim")
        hints = entries(certificate["hints"], "hints")
        budget.spend(10 * len(hints))
        for number, hint in enumerate(hints):
            if type(hint) is not list or not hint or type(hint[0]) is not str:
                raise Malformed(f"hint {number} must be a list that begins with a name")
            budget.spend(2 * len(hint))
            if not all([type(value) is int for value in hint[1:]]):
                raise Malformed(f"hint {number} ({shown(hint[0])}) holds something that is not an integer")
    except Malformed as error:
        raise Malformed(f"{name}: {error}") from None
    if file != claim_name or sha256 != claim_digest:
        raise Rejected(f"{name} is about another claim")
    return hints


def subjects_of(files: Files, claim: dict[str, Any]) -> dict[str, Any]:
    """Return the networks and the data set that a claim names, in the order of its rule."""
    return {
        key: files.dataset(claim[key]) if key == "dataset" else files.network(claim[key])
        for key in RULES[claim["kind"]].files
    }


def _apply(files: Files, name: str, claim: dict[str, Any], subjects: dict[str, Any], hints: list[Any]) -> Result:
    """Apply the rule of the claim's kind; return what was proved, if every hint was used."""
    engine = Engine(hints, files.budget)
    held = files.budget.bits
    try:
        sentence = RULES[claim["kind"]].apply(claim, engine, subjects)
    finally:
        files.budget.bits = held
    if engine.hints.name() is not None:
        raise Rejected(f"step {engine.hints.step}: a hint is left over")
    which = " and ".join([f"{_LETTERS[key]} is {claim[key]['file']}" for key in subjects])
    return Result(name, ACCEPTED, f"{sentence}, where {which}", vacuous=engine.empty)
