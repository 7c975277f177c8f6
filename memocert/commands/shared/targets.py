"""What a user names where a network is wanted: a bundle, or a file that holds one."""

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence as Items

    from constructions.files.bundle import Bundle
    from constructions.model.dataset import Dataset
    from constructions.model.network import Network
    from constructions.model.provenance import Categories, Texts


@dataclass(frozen=True, slots=True)
class Named:
    """A network and the data of its bundle, and the bundle; for a trained model without data the names of its classes
    and inputs, and what its reader assumes; the inputs that stand for text, by their places, with these texts."""

    network: "Network"
    dataset: "Dataset | None"
    classes: tuple[str, ...] | None
    columns: tuple[str, ...] | None
    assumed: str = ""
    texts: "Texts" = ()
    bundle: "Bundle | None" = None

    @property
    def categories(self) -> "Categories":
        """The inputs that stand for text by name, where they have some, with these texts."""
        from constructions.model.provenance import by_name

        return by_name(self.columns, self.texts)


def read_named(target: Path) -> Named:
    """Return what stands in a bundle, or in the file of a network, trained elsewhere or of this project.

    Raises:
        BadInput: if it cannot be read; one line that names it.

    >>> read_named(Path("nowhere"))
    Traceback (most recent call last):
        ...
    constructions.model.errors.BadInput: nowhere: no such file or directory
    """
    if target.is_dir():
        from constructions.files.bundle import read_bundle  # the readers of all other formats stay unloaded

        bundle = read_bundle(target)
        columns = None if bundle.dataset is None else bundle.dataset.columns
        if columns is None:
            return Named(bundle.network, bundle.dataset, None, None, bundle=bundle)
        return Named(bundle.network, bundle.dataset, None, columns.inputs, "", columns.texts, bundle)
    from exchange.reader import read_model

    trained = read_model(target)
    return Named(trained.network, None, trained.classes, trained.columns, trained.assumed, trained.texts)


def names_of(dataset: "Dataset | None", network: "Network") -> "tuple[Items[str], Items[str]]":
    """Return what the inputs and the outputs of a network are called in its data; nothing if these do not say.

    >>> from constructions.model.dataset import Dataset

    >>> from constructions.model.provenance import Columns
    >>> from constructions.model.network import Affine
    >>> data = Dataset.from_rows([[1, 2]], [[0]], columns=Columns(("a", "b"), ("y",)))
    >>> names_of(data, Affine([[1, 1]], [0])), names_of(data, Affine([[1, 1], [0, 1]], [0, 0]))[1]
    ((('a', 'b'), ('y',)), ())
    """
    columns = None if dataset is None else dataset.columns
    if columns is None:
        return (), ()
    return columns.inputs, columns.labels if len(columns.labels) == network.output_width else ()
