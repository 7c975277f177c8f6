"""A bundle: a folder with a network, its data set if it has one, a table of sizes, and later claims and proofs."""

from __future__ import annotations

import os
import re
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path

from constructions.files.canonical import dataset_bytes, dataset_from_bytes, network_bytes, network_from_bytes
from constructions.files.columns import columns_bytes, columns_from_bytes
from constructions.files.disk import TORN, bundles_in, not_written, read_bytes, reason, write_together
from constructions.files.origin import origin_bytes, origin_from_bytes
from constructions.model.dataset import Dataset
from constructions.model.errors import BadInput, NotWritten, of_kind, shown, typed_path
from constructions.model.network import Network, Node
from constructions.model.nouns import count_of

NETWORK_FILE, DATASET_FILE, TABLE_FILE = "network.json", "dataset.json", "table.txt"
COLUMNS_FILE = "columns.json"
"""What the columns of the data are called, where they have names; no claim speaks of it."""
ORIGIN_FILE = "origin.json"
"""Where the points stood in the file they were read from; no claim speaks of it."""
ORIGINAL_FILE = "original.json"
"""The network that was given, in the bundle of the one that was synthesized."""

_OWN = (NETWORK_FILE, DATASET_FILE, TABLE_FILE, COLUMNS_FILE, ORIGIN_FILE)
_CLAIM = ".claim.json"
_OTHER = r"other-[0-9a-f]{8}\.json"
_MADE = re.compile(rf".+\.(?:claim|certificate)\.json|{_OTHER}|counterexample\.json|shapes-[0-9]+\.smt2")
_COMPARED = re.compile(rf"{re.escape(ORIGINAL_FILE)}|{_OTHER}")
"""Networks that claims compare with the bundle's own one."""
_NAMED = re.compile(rb'"file"\s*:\s*"([A-Za-z0-9._-]+)"')
_TORN = re.compile(re.escape(TORN) + "[a-z0-9_]{8}")
"""What a write that was killed has left."""


@dataclass(frozen=True, slots=True)
class Bundle:
    """What stands in a bundle's folder, with the bytes that claims are bound to (docs/reference/format.md, section 1).

    Attributes:
        folder: where it stands.
        network: what network.json says.
        dataset: what dataset.json says; None if there is none, as for a network that was made from no data.
        network_data, dataset_data: their bytes, whose SHA-256 claims name.

    >>> from constructions.model.network import Relu
    >>> Bundle(Path("relu"), Relu(1), Dataset.from_rows([[1]], [[1]]), b"", b"").network
    Relu(1 -> 1)
    """

    folder: Path
    network: Network
    dataset: Dataset | None
    network_data: bytes
    dataset_data: bytes | None

    def __repr__(self) -> str:
        return f"Bundle({str(self.folder)!r}, {self.network!r}, {self.dataset!r})"

    @property
    def data(self) -> Dataset:
        """The data set, for what needs one.

        Raises:
            BadInput: if the bundle has none.

        >>> from constructions.model.network import Relu
        >>> Bundle(Path("relu"), Relu(1), None, b"", None).data
        Traceback (most recent call last):
            ...
        constructions.model.errors.BadInput: relu: this needs data, and the bundle has no data set (dataset.json)
        """
        if self.dataset is None:
            raise BadInput(f"{self.folder}: this needs data, and the bundle has no data set ({DATASET_FILE})")
        return self.dataset


def read_bundle(folder: str | Path, later: bool = False) -> Bundle:
    """Return the network of a bundle, and its data set if it has one.

    Args:
        later: read the bytes of both now, and what they say only when it is asked for, which may be never.

    Raises:
        BadInput: if the folder is not a bundle or a file in it cannot be read; one line that names it. What files say
            that are read later is refused then.

    >>> read_bundle(Path("nowhere"))
    Traceback (most recent call last):
        ...
    constructions.model.errors.BadInput: nowhere: no such folder
    """
    folder = Path(folder)
    check_folder(folder)
    if not (folder / NETWORK_FILE).is_file():
        others, first = bundles_in(folder)
        there = f", but {others} in it, the first {first}" if first else ""
        raise BadInput(f"{folder}: not a bundle: there is no {NETWORK_FILE} in it{there}")
    for name in (NETWORK_FILE, DATASET_FILE):
        if (folder / name).is_symlink():
            raise BadInput(f"{folder / name}: a symbolic link, which no checker follows: put the file there itself")
    network_data = read_bytes(folder / NETWORK_FILE)
    has_data = os.path.lexists(folder / DATASET_FILE)
    bundle = _Later(folder, network_data, read_bytes(folder / DATASET_FILE) if has_data else None)
    return bundle if later else bundle.read


class _Later(Bundle):
    """A bundle of which the bytes are there, and the rest is read when it is first asked for."""

    def __init__(self, folder: Path, network_data: bytes, dataset_data: bytes | None) -> None:
        for name, value in (("folder", folder), ("network_data", network_data), ("dataset_data", dataset_data)):
            object.__setattr__(self, name, value)

    @cached_property
    def read(self) -> Bundle:
        """The bundle with all that its files say."""
        folder = self.folder
        network = network_from_bytes(self.network_data, str(folder / NETWORK_FILE))
        if self.dataset_data is None:
            return Bundle(folder, network, None, self.network_data, None)
        dataset = dataset_from_bytes(self.dataset_data, str(folder / DATASET_FILE))
        _check_widths(folder, network, dataset)
        if os.path.lexists(folder / COLUMNS_FILE):
            named = columns_from_bytes(read_bytes(folder / COLUMNS_FILE), dataset.width, str(folder / COLUMNS_FILE))
            dataset = replace(dataset, columns=named)
        if os.path.lexists(folder / ORIGIN_FILE):
            origin = origin_from_bytes(read_bytes(folder / ORIGIN_FILE), dataset.size, str(folder / ORIGIN_FILE))
            dataset = replace(dataset, origin=origin)
        return Bundle(folder, network, dataset, self.network_data, self.dataset_data)

    @property
    def network(self) -> Network:
        return self.read.network

    @property
    def dataset(self) -> Dataset | None:
        return self.read.dataset


def _check_widths(folder: Path, network: Network, dataset: Dataset) -> None:
    if network.input_width != dataset.width:
        raise BadInput(
            f"{folder}: the network takes {count_of(network.input_width, 'input')}, but the data have "
            f"{count_of(dataset.width, 'coordinate')}"
        )


def check_folder(folder: Path) -> None:
    """Refuse what is no folder where a bundle is wanted; of a file the message says how it becomes one.

    Raises:
        BadInput: if there is no such folder.
    """
    if folder.is_dir():
        return
    if not folder.is_file():
        raise BadInput(f"{folder}: no such folder")
    how = f"memocert read {typed_path(folder)} DATA -o FOLDER makes one of a model"
    if folder.suffix.lower() in _TABLES:
        how = f"memocert build axis-tree {typed_path(folder)} -o FOLDER makes one of a table"
    if folder.suffix.lower() == ".zip":
        how = "unpack it, and give the folder that was packed"
    if folder.suffix.lower() == ".smt2":
        how = f"it is for a solver: what it is about is true if z3 {typed_path(folder)} answers unsat to each question"
    if _is_of_bundle(folder):
        this = f", whose network is {NETWORK_FILE}; {how}" if _COMPARED.fullmatch(folder.name) else ""
        how = f"give the folder that it stands in, {folder.parent}{this}"
    raise BadInput(f"{folder}: is a file, not the folder of a bundle: {how}")


_TABLES = (".csv", ".tsv", ".txt", ".npy")


def check_target(folder: Path, force: bool, option: str = "--force replaces it with all its claims") -> None:
    """Refuse a folder that a bundle cannot be written to, before the work of building it is done.

    Args:
        folder: the folder to be.
        force: whether a bundle that stands there may be replaced.
        option: what the message says is to be done about a bundle that stands there.

    Raises:
        BadInput: if ``folder`` exists and is not an empty folder, unless it is a bundle and ``force`` is given.
    """
    _check_parent(folder)
    if not os.path.lexists(folder):
        return
    if folder.is_symlink() or not folder.is_dir():
        raise BadInput(f"{folder}: is not a folder")
    if any(folder.iterdir()):
        if not (folder / NETWORK_FILE).is_file():
            raise BadInput(f"{folder}: is not empty and not a bundle; choose another folder")
        if not force:
            raise BadInput(f"{folder}: is a bundle already; {option}")
        others = {path.name for path in folder.iterdir()} - _names(folder)
        if others:
            raise BadInput(f"{folder}: {shown(min(others))} is of no bundle, and would be deleted: move it elsewhere")


def check_empty(folder: Path) -> None:
    """Refuse a folder that has something in it, for what is written beside nothing else: who reads it takes it whole.

    Raises:
        BadInput: if it is there, and no empty folder.

    >>> check_empty(Path("examples"))
    Traceback (most recent call last):
        ...
    constructions.model.errors.BadInput: examples: is there already, and not an empty folder: name another one
    """
    if os.path.lexists(folder) and (not folder.is_dir() or any(folder.iterdir())):
        raise BadInput(f"{folder}: is there already, and not an empty folder: name another one")


def check_new(folder: Path, kept: bool = False) -> None:
    """Refuse a folder that cannot be made anew, before the work is done that it is for.

    Args:
        kept: whether one that is there already is taken as it is.

    Raises:
        BadInput: if something is there already, or the folder for it is not there or takes none.
    """
    _check_parent(folder)
    if os.path.lexists(folder) and not (kept and folder.is_dir()):
        raise BadInput(f"{folder}: is there already: name a new folder")


def make_folder(folder: Path, kept: bool = False) -> None:
    """Make a folder in one that exists, for every command that writes one and no bundle.

    Args:
        folder: the folder to be.
        kept: whether one that is there already is taken as it is.

    Raises:
        BadInput: if something is there already that is not to be kept, or the folder for it is not there or takes none.

    >>> with tempfile.TemporaryDirectory() as place:
    ...     make_folder(Path(place) / "new")
    ...     make_folder(Path(place) / "new", kept=True)
    >>> make_folder(Path("no/new"))
    Traceback (most recent call last):
        ...
    constructions.model.errors.BadInput: no/new: there is no folder no
    """
    check_new(folder, kept)
    try:
        folder.mkdir(exist_ok=kept)
    except OSError as error:
        raise BadInput(f"{folder}: cannot be made: {reason(error)}") from error


def check_output(path: Path, force: bool, option: str = "; --force replaces it") -> None:
    """Refuse a file that cannot be written, or must not be, before the work for it is done.

    Args:
        path: the file to be.
        force: whether a file that stands there may be replaced; never one of a bundle, which its claims are bound to.
        option: what the message says of how to replace it.

    Raises:
        BadInput: if a folder, a device or a link stands there, a file that may not be replaced, or a file of a bundle,
            or the folder for it is not there or takes no file.
    """
    _check_parent(path)
    if path.is_symlink():
        raise BadInput(f"{path}: is a link, which is neither followed nor replaced: name another file")
    if path.is_dir():
        raise BadInput(f"{path}: is a directory: name a file")
    if not os.path.lexists(path):
        return
    if not path.is_file():
        raise BadInput(f"{path}: is a device or a pipe, and only a file is replaced: name another file")
    if _is_of_bundle(path):
        raise BadInput(f"{path}: is a file of the bundle {path.parent}, which stays as it is: name another file")
    if not force:
        raise BadInput(f"{path}: exists already{option}")


def _check_parent(path: Path) -> None:
    folder = path.parent
    if not folder.is_dir():
        raise BadInput(f"{path}: there is no folder {folder}")
    if not os.access(folder, os.W_OK):
        raise BadInput(f"{path}: cannot be written: the folder {folder} takes no file of yours")


def _names(folder: Path) -> set[str]:
    """Return the names of a folder's files that are a bundle's: its own, those of claims, and what claims name."""
    there = {path.name for path in folder.iterdir() if path.is_file() and not path.is_symlink()}
    names = {*_OWN, *filter(_MADE.fullmatch, there), *filter(_TORN.fullmatch, there)}
    for claim in [name for name in there if name.endswith(_CLAIM)]:
        names.add(f"{claim.removesuffix(_CLAIM)}.smt2")
        names.update([name.decode("ascii") for name in _NAMED.findall(read_bytes(folder / claim))])
    return there & names


def _is_of_bundle(path: Path) -> bool:
    beside = path.parent
    is_bundle = (beside / NETWORK_FILE).is_file() and any(
        [(beside / name).exists() for name in (DATASET_FILE, TABLE_FILE)]
    )
    return is_bundle and path.name in _names(beside)


def write_bundle(
    folder: str | Path, network: Network, dataset: Dataset | None = None, table: str = "", force: bool = False
) -> Bundle:
    """Write a bundle whole or not at all; an old one is replaced only if ``force`` is given.

    Args:
        folder: the folder to be, in a folder that exists.
        dataset: None for a bundle without data.
        table: what table.txt shall say, for people.

    Raises:
        BadInput: as ``check_target``, if the network takes no points of the data, or if the disk refuses; then nothing
            has changed.

    >>> from constructions.model.network import Relu
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     bundle = write_bundle(Path(folder) / "relu", Relu(1), Dataset.from_rows([[-1], [2]], [[0], [2]]), "")
    ...     read_bundle(bundle.folder).network, sorted(path.name for path in bundle.folder.iterdir())
    (Relu(1 -> 1), ['dataset.json', 'network.json', 'table.txt'])
    """
    folder = Path(folder)
    of_kind(Node, "a network", network=network)
    if dataset is not None:
        of_kind(Dataset, "a Dataset", dataset=dataset)
        _check_widths(folder, network, dataset)
    check_target(folder, force, "force=True replaces it with all its claims")
    with _written_as(folder / NETWORK_FILE):
        network_data = network_bytes(network)
    with _written_as(folder / DATASET_FILE):
        dataset_data = None if dataset is None else dataset_bytes(dataset)
    fresh = None
    try:
        fresh = Path(tempfile.mkdtemp(dir=folder.parent, prefix=f".{folder.name}."))
        files = {NETWORK_FILE: network_data, TABLE_FILE: table.encode("utf-8")}
        if dataset_data is not None:
            files[DATASET_FILE] = dataset_data
        if dataset is not None and dataset.columns is not None:
            files[COLUMNS_FILE] = columns_bytes(dataset.columns)
        if dataset is not None and dataset.origin is not None:
            files[ORIGIN_FILE] = origin_bytes(dataset.origin)
        write_together({fresh / name: data for name, data in files.items()}, folder)
        fresh.chmod(0o755)
        _swap(fresh, folder)
    except BaseException as error:
        if fresh is not None:
            shutil.rmtree(fresh, ignore_errors=True)
        if isinstance(error, OSError):
            raise not_written(folder, error) from error
        raise
    return Bundle(folder, network, dataset, network_data, dataset_data)


@contextmanager
def _written_as(path: Path) -> Iterator[None]:
    """Name the file that cannot hold what is to be written: a number that is too long."""
    try:
        yield
    except BadInput as error:
        raise NotWritten(f"{path}: {error}") from error


def _swap(fresh: Path, folder: Path) -> None:
    """Put ``fresh`` in the place of ``folder``, which is set aside first and put back if anything stops that."""
    if not folder.exists():
        fresh.rename(folder)
        return
    aside = Path(tempfile.mkdtemp(dir=folder.parent, prefix=f".{folder.name}.old."))
    old = aside / "bundle"
    try:
        folder.rename(old)
        fresh.rename(folder)
    except BaseException:
        if old.exists() and not folder.exists():
            old.rename(folder)  # if even this fails, the old bundle stays where it was set aside
        shutil.rmtree(aside, ignore_errors=True)
        raise
    shutil.rmtree(aside, ignore_errors=True)
