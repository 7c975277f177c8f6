"""Memorizers as scikit-learn estimators: fit builds an exact network and proves that it memorizes the training data."""

import shutil
import tempfile
from collections.abc import Mapping, Sequence as Items
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from numbers import Rational
from pathlib import Path
from typing import Any

import numpy as np

from constructions.catalogue import build
from constructions.files.bundle import make_folder, write_bundle
from constructions.files.canonical import network_bytes, network_from_bytes
from constructions.files.disk import write_together
from constructions.model.account import account_of
from constructions.model.batch import evaluate_many
from constructions.model.cost import MEASURES, structural_worst
from constructions.model.dataset import Dataset
from constructions.model.errors import BadInput, shown
from guide.tables import account_text
from verify.claims.memorizes import Memorizes
from verify.claims.shared.subject import dataset_reference, network_reference
from verify.lanes import Options, prove
from verify.verdict import Proved
from verify.words import verdict_text

try:
    from sklearn.base import BaseEstimator, ClassifierMixin, RegressorMixin
    from sklearn.utils.multiclass import check_classification_targets
    from sklearn.utils.validation import check_is_fitted, validate_data
except ImportError as error:
    raise ImportError(f"estimators need scikit-learn 1.6 or newer: pip install 'memocert[sklearn]' ({error})") from None


@dataclass(frozen=True, slots=True)
class Certificate:
    """A proof that a network memorizes its training data, as the files of a bundle.

    Attributes:
        sentence: what the independent checker accepted, in its words.
        files: names and bytes: network, data, claim, certificate.
    """

    sentence: str
    files: Mapping[str, bytes]

    def write(self, folder: str | Path) -> None:
        """Write the bundle into a new folder, for ``memocert check`` and ``memocert report``.

        Raises:
            BadInput: if the folder exists or cannot be written.
        """
        target = Path(folder)
        make_folder(target)
        try:
            write_together({target / name: data for name, data in self.files.items()}, target)
        except BaseException:
            shutil.rmtree(target, ignore_errors=True)
            raise


class _Exact(BaseEstimator):  # type: ignore[misc]
    """What the classifier and the regressor share: exact data, a network, its proof, its operations."""

    def __init__(self, memorizer: str = "search-tree", certify: bool = True) -> None:
        self.memorizer = memorizer
        self.certify = certify

    def count_operations(self, X: Any) -> Any:  # noqa: N803
        """Return for each row of ``X`` how many operations the network makes on it: additions, multiplications,
        comparisons together, an int64 array of shape (rows,).
        """
        rows = self._rows(X, reset=False)
        return np.sum(evaluate_many(self.network_, rows).operations, axis=1)

    def _learn(self, dataset: Dataset) -> None:
        """Build, count and certify; sets the fitted attributes."""
        self.memorizer_, built = build(self.memorizer, dataset)
        self.network_ = built.network
        worst = structural_worst(built.network)
        self.operations_ = {measure: worst.of(measure) for measure in MEASURES}
        self.certificate_ = _certified(dataset, self) if self.certify else None

    def _rows(self, X: Any, reset: bool) -> list[list[Fraction]]:  # noqa: N803
        """Return the rows of ``X`` as the exact numbers that they are."""
        if not reset:
            check_is_fitted(self)
        checked = validate_data(self, X, reset=reset)
        _check_kept(X, checked)
        return [
            [_exact(value, row, column) for column, value in enumerate(numbers)]
            for row, numbers in enumerate(checked.tolist())
        ]

    def _answers(self, X: Any) -> Items[tuple[Fraction, ...]]:  # noqa: N803
        rows = self._rows(X, reset=False)
        return evaluate_many(self.network_, rows).outputs

    def __getstate__(self) -> dict[str, Any]:
        state = dict(super().__getstate__())
        if "network_" in state:
            state["network_"] = network_bytes(state["network_"])
        return state

    def __setstate__(self, state: dict[str, Any]) -> None:
        if "network_" in state:
            state = {**state, "network_": network_from_bytes(state["network_"])}
        super().__setstate__(state)


class ExactMemorizer(ClassifierMixin, _Exact):  # type: ignore[misc]
    """A classifier that is right on every training row, exactly and with a proof.

    Numbers are what they are: integers, floats as the dyadic rationals that they are, in plain lists fractions too.

    The network N maps Q^p to Q, and N(x_i) is the index of the class of row i in ``classes_``. Elsewhere the class
    whose index is nearest to N(x) is predicted, of two equally near ones the first. Nothing is learnt beyond the rows:
    the estimator says what memorizing costs, and is the exact baseline for models that claim to do more.

    Args:
        memorizer: a name of ``memocert build --list``. The axis tree is shallow and tests single columns; of the
            memorizers it is right most often on rows that it has not seen (in cross-validation on scikit-learn's wine
            76 percent, the search tree 62). ``fewest-operations`` tries all conditional ones, which takes longer.
        certify: whether ``fit`` proves that the network memorizes the rows; it takes about as long as building.

    Attributes:
        classes_: the C classes, sorted.
        network_: the network, ``constructions.model.network.Network``.
        certificate_: the proof, accepted by the independent checker (``Certificate``); None without ``certify``.
        operations_: at most so many operations on any input, a dict with the keys total, comparisons, additions and
            multiplications.
        memorizer_: the name of the memorizer that was used.
        n_features_in_, feature_names_in_: as always in scikit-learn.

    Raises:
        BadInput: (a ``ValueError``) if two equal rows have different classes; it names them.

    >>> model = ExactMemorizer().fit([[0.5, 1], [2, 1], [0.1, 3]], ["a", "b", "a"])
    >>> model.predict([[2, 1], [0.1, 3]]).tolist(), model.operations_["comparisons"]
    (['b', 'a'], 1)
    >>> model.certificate_.sentence
    'for every (x, y) of the 3 points of D: N(x) = y, where N is network.json and D is dataset.json'
    >>> ExactMemorizer().fit([[0], [1], [0]], ["a", "b", "b"])
    Traceback (most recent call last):
        ...
    constructions.model.errors.Contradiction: row 0 and row 2 are the same point, but with labels 'a' and 'b'
    """

    def __init__(self, memorizer: str = "axis-tree", certify: bool = True) -> None:
        super().__init__(memorizer, certify)

    def fit(self, X: Any, y: Any) -> "ExactMemorizer":  # noqa: N803
        """Build a network that memorizes the rows of ``X`` (n x p) with their classes ``y`` (n), and prove it."""
        _, targets = validate_data(self, X, y)
        check_classification_targets(targets)
        _check_unmasked(y)
        if targets.dtype.kind == "f":
            _check_kept(y, targets)
        self.classes_, indices = np.unique(targets, return_inverse=True)
        rows = self._rows(X, reset=True)
        names = [str(name) for name in self.classes_.tolist()]
        self._learn(Dataset.from_rows(rows, [[index] for index in indices.tolist()], names))
        return self

    def predict(self, X: Any) -> Any:  # noqa: N803
        """Return the class of each row of ``X`` (m x p), an array of m."""
        nearest = [_nearest(answer) for (answer,) in self._answers(X)]
        return self.classes_[[min(max(index, 0), len(self.classes_) - 1) for index in nearest]]


class ExactMemorizerRegressor(RegressorMixin, _Exact):  # type: ignore[misc]
    """A regressor that gives every training target exactly, with a proof.

    N(x_i) = y_i as rational numbers: each float is the dyadic rational that it is. Predictions are N(x) rounded to the
    nearest float, which on training rows changes nothing. Arguments and attributes are those of
    ``ExactMemorizer``, but that the memorizer is a search tree unless another is named.

    >>> model = ExactMemorizerRegressor().fit([[0.0], [1.0], [2.0]], [0.1, 0.7, 0.2])
    >>> model.predict([[1.0], [2.0]]).tolist()
    [0.7, 0.2]
    """

    def fit(self, X: Any, y: Any) -> "ExactMemorizerRegressor":  # noqa: N803
        """Build a network that memorizes the rows of ``X`` (n x p) with targets ``y`` (n, or n x d), and prove it."""
        _, targets = validate_data(self, X, y, multi_output=True, y_numeric=True)
        _check_kept(y, targets)
        self._flat = targets.ndim == 1
        rows = self._rows(X, reset=True)
        table = enumerate(targets.reshape(len(rows), -1).tolist())
        labels = [[_held(value, row, column) for column, value in enumerate(label)] for row, label in table]
        self._learn(Dataset.from_rows(rows, labels))
        return self

    def predict(self, X: Any) -> Any:  # noqa: N803
        """Return N(x) of each row of ``X`` (m x p) as floats, an array of m, or m x d."""
        answers = [[_rounded(value) for value in answer] for answer in self._answers(X)]
        found = np.array(answers, dtype=np.float64)
        return found[:, 0] if self._flat else found

    def __sklearn_tags__(self) -> Any:
        tags = super().__sklearn_tags__()
        tags.target_tags.multi_output = True
        return tags


def _certified(dataset: Dataset, model: _Exact) -> Certificate:
    """Prove in a folder of its own that the network memorizes the data; only what the checker accepts comes back."""
    folder = Path(tempfile.mkdtemp(prefix="memocert-fit-"))
    try:
        table = account_text(account_of(model.network_, dataset))
        bundle = write_bundle(folder / "bundle", model.network_, dataset, table)
        claim = Memorizes(network_reference(bundle), dataset_reference(bundle))
        verdict = prove(bundle, claim, Options(lane="certificate"))
        if not isinstance(verdict, Proved):
            why = shown(verdict_text(claim, verdict, dataset), 400)[1:-1]
            raise BadInput(f"the proof did not come to an end: {why}; certify=False leaves it out")
        files = {path.name: path.read_bytes() for path in sorted(bundle.folder.iterdir())}
        return Certificate(verdict.sentence, files)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _check_kept(given: Any, checked: Any) -> None:
    """Refuse what scikit-learn has rounded to floats, or may have: the network would be about other points."""
    _check_unmasked(given)
    if isinstance(given, np.ndarray) and given.dtype.kind != "O":
        return
    columns = _columns(given)
    raw = np.asarray(given, dtype=object) if columns is None else np.array(columns, dtype=object).T
    kept = checked.reshape(len(checked), -1).tolist()
    for (row, column), old in np.ndenumerate(raw.reshape(len(raw), -1)):
        if isinstance(old, float | np.bool_):
            continue
        if not isinstance(old, Rational | Decimal | np.floating):
            raise BadInput(f"row {row}, column {column}: {_no_number(old)}")
        exact = Fraction(*old.as_integer_ratio()) if isinstance(old, np.floating) else Fraction(old)
        if exact != _exact(kept[row][column], row, column):
            raise BadInput(f"row {row}, column {column}: {shown(str(old))} is not a number that a float holds")


def _check_unmasked(given: Any) -> None:
    if np.ma.is_masked(given):
        raise BadInput("values that are masked are missing: leave their rows out")


def _columns(given: Any) -> list[list[Any]] | None:
    """Return the columns of a frame of pandas or polars, which make one block of floats before they make objects."""
    if hasattr(given, "iloc") and getattr(given, "ndim", 1) == 2:
        return [given.iloc[:, place].tolist() for place in range(given.shape[1])]
    if hasattr(given, "iter_columns"):
        return [column.to_list() for column in given.iter_columns()]
    return None


def _exact(value: object, row: int, column: int) -> Fraction:
    if not isinstance(value, Rational | float):
        raise BadInput(f"row {row}, column {column}: {_no_number(value)}")
    if value - value != 0:
        raise BadInput(f"row {row}, column {column}: {shown(value)} is not a finite number")
    return Fraction(value)


def _held(value: object, row: int, column: int) -> Fraction:
    """Return an exact number that predictions, which are floats, can give; an array of integers may have others."""
    exact = _exact(value, row, column)
    if exact != _rounded(exact):
        raise BadInput(f"row {row}, column {column}: {shown(str(value))} is not a number that a float holds")
    return exact


def _no_number(value: object) -> str:
    return f"{shown(value)} is no integer, fraction or float of 64 bits"


def _nearest(value: Fraction) -> int:
    """Return the nearest integer, of two equally near ones the smaller.

    >>> _nearest(Fraction(1, 2)), _nearest(Fraction(-1, 2)), _nearest(Fraction(5, 3))
    (0, -1, 2)
    """
    return -((1 - 2 * value) // 2)


def _rounded(value: Fraction) -> float:
    try:
        return value.numerator / value.denominator
    except OverflowError:
        return np.inf if value > 0 else -np.inf
