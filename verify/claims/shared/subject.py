"""What a claim is about: files of a bundle by name and digest, and the networks and data in them."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field

from constructions.files.bundle import DATASET_FILE, NETWORK_FILE, Bundle
from constructions.files.canonical import dataset_from_bytes, digest, network_from_bytes
from constructions.files.disk import read_bytes
from constructions.model.dataset import Dataset
from constructions.model.errors import BadInput, of_kind, shown
from constructions.model.network import Concatenate, Network
from constructions.model.nouns import count_of
from verify.check.reader import FILE_NAME


@dataclass(frozen=True, slots=True)
class Reference:
    """A file of the same folder, and the SHA-256 of its bytes.

    Attributes:
        file, sha256: its name and the digest.
        given: the path of the file that a user named, of which this one is to be a copy; empty if there is none.

    Raises:
        BadInput: if no file of a bundle may have that name.

    >>> Reference.to("network.json", b"").sha256[:8]
    'e3b0c442'
    """

    file: str
    sha256: str
    given: str = field(default="", compare=False, repr=False)

    def __repr__(self) -> str:
        return f"Reference({self.file!r}, {self.sha256[:12]!r}...)"

    def __post_init__(self) -> None:
        if not FILE_NAME.fullmatch(self.file):
            raise BadInput(f"{shown(self.file)} is not a name for a file of a bundle")

    @classmethod
    def to(cls, file: str, data: bytes, given: str = "") -> "Reference":
        """Return the reference to a file with these bytes."""
        return cls(file, digest(data), given)

    def text(self) -> str:
        """Return what stands in a file that refers to this one."""
        return json.dumps({"file": self.file, "sha256": self.sha256}, separators=(",", ":"))


A_BUNDLE = "a Bundle, as read_bundle and write_bundle return it"


def network_reference(bundle: Bundle) -> Reference:
    """Return the reference to the bundle's network as it was read: its file's name and SHA-256.

    >>> from pathlib import Path
    >>> from memocert import Dataset, Relu
    >>> bundle = Bundle(Path(), Relu(1), Dataset.from_rows([[1]], [[1]]), b"network", b"data")
    >>> network_reference(bundle).file, network_reference(bundle).sha256[:8]
    ('network.json', '3009be76')
    """
    of_kind(Bundle, A_BUNDLE, bundle=bundle)
    return Reference.to(NETWORK_FILE, bundle.network_data)


def dataset_reference(bundle: Bundle) -> Reference:
    """Return the reference to the bundle's data set as it was read: its file's name and SHA-256.

    Raises:
        BadInput: if the bundle has no data set.

    >>> from pathlib import Path
    >>> from memocert import Dataset, Relu
    >>> bundle = Bundle(Path(), Relu(1), Dataset.from_rows([[1]], [[1]]), b"network", b"data")
    >>> dataset_reference(bundle).file
    'dataset.json'
    """
    of_kind(Bundle, A_BUNDLE, bundle=bundle)
    if bundle.dataset_data is None:
        raise BadInput(f"{bundle.folder}: the claim is about data, and the bundle has no data set ({DATASET_FILE})")
    return Reference.to(DATASET_FILE, bundle.dataset_data)


@dataclass(frozen=True, slots=True)
class Sources:
    """A bundle, and networks beside its own that a claim may be about, whether they lie in its folder yet or not."""

    bundle: Bundle
    others: Mapping[str, tuple[Network, bytes]] = field(default_factory=dict)

    def data(self, reference: Reference) -> bytes:
        """Return the bytes that are referred to.

        Raises:
            BadInput: if the file cannot be read, or is not the one that is referred to.
        """
        known = {name: data for name, (_, data) in self.others.items()} | {NETWORK_FILE: self.bundle.network_data}
        if self.bundle.dataset_data is not None:
            known[DATASET_FILE] = self.bundle.dataset_data
        data = known.get(reference.file)
        if data is not None and digest(data) == reference.sha256:
            return data
        path = self.bundle.folder / reference.file
        data = read_bytes(path)
        if digest(data) != reference.sha256:
            raise BadInput(
                f"{path}: is not the file that the claim is about: its SHA-256 is {digest(data)[:12]}..., "
                f"not {shown(reference.sha256[:12])}..."
            )
        return data

    def network(self, reference: Reference) -> tuple[Network, bytes]:
        """Return the network that is referred to, with the bytes of its file; raises ``BadInput`` as ``data`` does."""
        data = self.data(reference)
        known = [self.others.get(reference.file), (self.bundle.network, self.bundle.network_data)]
        for item in known:
            if item is not None and item[1] == data:
                return item
        return network_from_bytes(data, str(self.bundle.folder / reference.file)), data

    def dataset(self, reference: Reference) -> Dataset:
        """Return the data set that is referred to; raises ``BadInput`` as ``data`` does."""
        data = self.data(reference)
        if data == self.bundle.dataset_data:
            return self.bundle.data
        return dataset_from_bytes(data, str(self.bundle.folder / reference.file))

    def subject(self, files: Mapping[str, Reference]) -> "Subject":
        """Return what these files hold; a claim that names no data has the bundle's beside it, where they fit.

        Raises:
            BadInput: if one cannot be read, or the widths of two do not fit.
        """
        network, data = self.network(files["network"])
        if "other" not in files:
            other, other_data = None, b""
        else:
            other, other_data = self.network(files["other"])
            self._same_width("input", "input", files, "other", other.input_width, network.input_width)
            self._same_width("output", "output", files, "other", other.output_width, network.output_width)
        dataset = self.bundle.dataset
        if "dataset" in files:
            dataset = self.dataset(files["dataset"])
            self._same_width("coordinate", "input", files, "dataset", dataset.width, network.input_width)
        elif dataset is not None and dataset.width != network.input_width:
            dataset = None
        return Subject(network, data, other, other_data, dataset)

    def _same_width(self, one: str, two: str, files: Mapping[str, Reference], key: str, there: int, here: int) -> None:
        if here != there:
            path, network = files[key].given or self.bundle.folder / files[key].file, files["network"].file
            has = f"{here:,}" if one == two else count_of(here, two)
            raise BadInput(f"{path}: has {count_of(there, one)}, but {network} has {has}")


@dataclass(frozen=True, slots=True)
class Subject:
    """What a claim is about: networks with the bytes of their files, and data with the labels that the claim means."""

    network: Network
    network_data: bytes
    other: Network | None = None
    other_data: bytes = b""
    dataset: Dataset | None = None

    @property
    def second(self) -> Network:
        """The other network of a claim that has one."""
        if self.other is None:
            raise ValueError("the claim needs another network")
        return self.other

    @property
    def both(self) -> Network:
        """The network, with the other one side by side if there is one."""
        return self.network if self.other is None else Concatenate((self.network, self.other))

    @property
    def data(self) -> Dataset:
        """The data set of a claim that has one."""
        if self.dataset is None:
            raise ValueError("the claim needs a data set")
        return self.dataset

    @property
    def files(self) -> tuple[bytes, ...]:
        """The files of the network and, if there is one, of the other."""
        return (self.network_data,) if self.other is None else (self.network_data, self.other_data)
