"""Checks the claims of a bundle: reads each claim, its certificate and the files they name, and applies the rule."""

import os
import sys
from collections.abc import Iterator
from functools import partial
from hashlib import sha256
from typing import Any, TypeAlias

from .budget import Budget
from .dataset import Blocks, Dataset, read_dataset
from .engine import Engine
from .network import Node, read_network
from .reader import FILE_NAME, digest, document, entries, fields, limited, read_file, read_pieces, reference
from .rules.table import RULES
from .verdict import (
    ACCEPTED,
    EXIT_CODES,
    INCOMPLETE,
    MALFORMED,
    REJECTED,
    Crowded,
    Limit,
    Malformed,
    Rejected,
    Result,
    shown,
)

CLAIM, CERTIFICATE = ".claim.json", ".certificate.json"
BLOCK_BYTES = 2**21  # of a data set at one time, or twice as many as a network has
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
        try:
            os.lstat(os.path.join(self.path, name))
        except OSError as error:  # what cannot be looked at is there: whoever reads it says why not
            return not isinstance(error, FileNotFoundError | NotADirectoryError)
        return True

    def __getitem__(self, name: str) -> bytes:
        return read_file(self.path, name)

    def size(self, name: str) -> int:
        """Return how many bytes a file has, 0 if there is none."""
        try:
            return os.path.getsize(os.path.join(self.path, name))
        except OSError:
            return 0

    def pieces(self, name: str, size: int) -> Iterator[bytes]:
        """Yield the bytes of a file, so many at a time."""
        return read_pieces(self.path, name, size)


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

    def size(self, name: str) -> int:
        """Return how many bytes a file has, 0 if there is none."""
        return len(self.files.get(name, b""))

    def pieces(self, name: str, size: int) -> Iterator[bytes]:
        """Yield the bytes of a file, so many at a time."""
        data = self[name]
        return (data[start : start + size] for start in range(0, len(data), size))


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
        self._known: dict[tuple[str, str], tuple[str, Any, Malformed | None]] = {}
        self._blocks: dict[str, Blocks] = {}
        self._digests: dict[str, list[str]] = {}
        self._values, self._bits = self.budget.values, self.budget.bits

    def read(self, name: str) -> bytes:
        """Return the bytes of a file, after paying for what reading them takes."""
        self.budget.spend(2000)  # before it is read: nothing is where nothing is left
        data = self.source[name]
        self._pay(data)
        return data

    def _pay(self, data: bytes) -> None:
        self.budget.spend(len(data) + data.count(b",") + 6 * data.count(b"{"))

    def network(self, where: object) -> Node:
        """Return the network that a reference refers to; raises ``Malformed``, or ``Rejected`` for another file."""
        root: Node = self._get(where, "network", read_network)
        return root

    def dataset(self, where: object) -> Dataset:
        """Return the data set that a reference refers to; raises what ``network`` raises."""
        found: Dataset = self._get(where, "dataset", read_dataset)
        return found

    def rows(self, where: object, network: str) -> Dataset | Blocks:
        """Return the same for who looks at one row after the other: what is larger than the network is never whole.

        What may be wrong with such a file is said by ``settle``.
        """
        name, _ = reference(where, "dataset")
        size = max(BLOCK_BYTES, 2 * self.source.size(network))
        if ("dataset", name) in self._known or self.source.size(name) <= size:
            return self.dataset(where)
        if name not in self._blocks:
            self._blocks[name] = Blocks(name, partial(self._pieces, name, size), self.budget)
        return self._blocks[name]

    def _pieces(self, name: str, size: int) -> Iterator[bytes]:
        """Yield the bytes of a file, and keep the digest up to each piece: it must be the same whenever it is read."""
        self.budget.spend(2000)
        total, known = sha256(), self._digests.setdefault(name, [])
        for number, data in enumerate(self.source.pieces(name, size)):
            self._pay(data)
            total.update(data)
            known.extend([total.hexdigest()] if number == len(known) else [])
            if known[number] != total.hexdigest():
                break
            yield data
        if not known or known[-1] != total.hexdigest():
            raise Malformed("it changed while it was checked")

    def settle(self, claim: dict[str, Any]) -> None:
        """Read what has not been read of a claim's data set in blocks; raises what ``dataset`` raises."""
        name, expected = reference(claim["dataset"], "dataset") if "dataset" in claim else ("", "")
        if name in self._blocks:
            self._blocks[name].must_be_well()
            self._must_be(name, self._digests[name][-1], expected)

    def _get(self, where: object, kind: str, read: Any) -> Any:
        name, expected = reference(where, kind)
        if (kind, name) not in self._known:
            data, values, bits = self.read(name), self.budget.values, self.budget.bits
            try:
                self._known[kind, name] = digest(data), read(data, self.budget), None
                self._values -= values - self.budget.values  # what is made of values takes about as much
                self._bits -= bits - self.budget.bits
            except Malformed as error:  # its words are kept, not the error, which would keep all that was read
                self.budget.values, self.budget.bits = values, bits
                if isinstance(error, Crowded):  # the next claim may leave it more
                    raise error.at(name) from None
                self._known[kind, name] = digest(data), None, error.at(name)
        found, value, fault = self._known[kind, name]
        if fault:
            raise fault.at(name)
        self._must_be(name, found, expected)
        return value

    def let_go(self) -> None:
        """Count nothing but networks and data sets: a claim and its certificate are kept no longer."""
        self.budget.values, self.budget.bits = self._values, self._bits

    def _must_be(self, name: str, found: str, expected: str) -> None:
        if found != expected:
            raise Rejected(f"{name} is not the file that was claimed about: its SHA-256 is {found[:12]}...")


def _check(files: Files, name: str) -> Result:
    """Decide one claim; the only place where a claim is accepted."""
    certificate_name = name.removesuffix(CLAIM) + CERTIFICATE
    before = sys.get_int_max_str_digits()
    sys.set_int_max_str_digits(0)  # the reader has a limit of its own, MAX_DIGITS
    try:
        data = files.read(name)
        claim, found = read_claim(data, name, files.budget), digest(data)
        del data
        if certificate_name not in files.source:
            return Result(name, INCOMPLETE, "", f"hole: there is no certificate {certificate_name}")
        subjects = subjects_of(files, claim, by_rows=True)  # before the certificate: the values of one file at a time
        fault: Malformed | Rejected | None = None
        try:
            hints = read_certificate(files.read(certificate_name), certificate_name, name, found, files.budget)
            result = _apply(files, name, claim, subjects, hints)
        except (Malformed, Rejected) as error:
            fault = type(error)(str(error))  # without the frames that lead there, which would keep the rows read last
        files.settle(claim)  # what is wrong with a data set that was read meanwhile comes first
        if fault is not None:
            raise fault
        return result
    except Malformed as error:
        return Result(name, MALFORMED, "", str(error).removeprefix(f"{name}: "), limit=isinstance(error, Limit))
    except Rejected as error:
        return Result(name, REJECTED, "", str(error))
    except MemoryError:
        return Result(name, MALFORMED, "", "checking takes more memory than there is", limit=True)
    finally:
        files.let_go()
        sys.set_int_max_str_digits(before)


def read_claim(data: bytes, name: str, budget: Budget) -> dict[str, Any]:
    """Return a claim that has a known kind and exactly its keys; raises ``Malformed``."""
    try:
        claim = document(data, "claim", budget)
        kind = claim.get("kind")
        if type(kind) is not str or kind not in RULES:
            raise Malformed(f"kind must be one of {', '.join(RULES)}")
        return fields(claim, ("kind", *RULES[kind].files, *RULES[kind].keys))
    except Malformed as error:
        raise error.at(name) from None


def read_certificate(data: bytes, name: str, claim_name: str, claim_digest: str, budget: Budget) -> list[Any]:
    """Return the hints of a claim's certificate, each a list of a name and integers.

    Raises ``Malformed``, or ``Rejected`` if it is about another claim.
    """
    try:
        certificate = fields(document(data, "certificate", budget), ("claim", "hints"))
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
        raise error.at(name) from None
    if file != claim_name or sha256 != claim_digest:
        raise Rejected(f"{name} is about another claim")
    return hints


def subjects_of(files: Files, claim: dict[str, Any], by_rows: bool = False) -> dict[str, Any]:
    """Return the networks and the data set that a claim names, in the order of its rule.

    If ``by_rows`` and there is a network, and the rule takes one row after the other, the data set may be in blocks.
    """
    found: dict[str, Any] = {}
    for key in RULES[claim["kind"]].files:
        if key != "dataset":
            found[key] = files.network(claim[key])
        elif by_rows and found:
            found[key] = files.rows(claim[key], claim["network"]["file"])
        else:
            found[key] = files.dataset(claim[key])
    return found


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
