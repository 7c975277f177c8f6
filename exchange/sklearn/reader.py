"""Models of scikit-learn and what follows its manners, read exactly from Python objects: one, or a pipeline."""

from __future__ import annotations

import warnings
from collections.abc import Iterator, Sequence as Items
from contextlib import contextmanager
from dataclasses import replace
from importlib.metadata import PackageNotFoundError, version
from typing import Any

import numpy

from constructions.files.columns import real_names
from constructions.model.errors import BadInput, no_memory, shown
from constructions.model.network import Identity, Network
from exchange.exact_arrays import check_width
from exchange.part import Part
from exchange.sklearn import boosters, histograms, linear, perceptrons, trees
from exchange.sklearn.encoders import texts_of
from exchange.sklearn.part import Readers, inputs_of, knows_width
from exchange.sklearn.transformers import joined
from exchange.trained import Tool, Trained
from exchange.trees.categories import are_numbers, category_notes, table_column, table_entries
from exchange.wiring import flat

READERS: Readers = {**perceptrons.READERS, **linear.READERS, **trees.READERS, **histograms.READERS, **boosters.READERS}
"""All kinds of models that are read, by the names of their classes; XGBoost's and LightGBM's estimators, too."""

REFUSED = {
    "IsolationForest": "its score is a power of 2 of the mean depth of leaves, which no piecewise linear map gives",
    "AdaBoostRegressor": "it predicts a weighted median, which is not linear in what its trees give",
    "KNeighborsClassifier": "it computes distances, which are not linear",
    "GaussianNB": "it computes squares",
}
"""Models that users may expect, each with the reason why it is not read."""

SEARCHES = ("GridSearchCV", "RandomizedSearchCV", "HalvingGridSearchCV", "HalvingRandomSearchCV")


def read_sklearn(model: Any, name: str = "model", round_inputs: bool = False) -> Network:
    """Return the exact network of a fitted model of scikit-learn, or of a ``Pipeline`` that ends in one.

    A regressor's outputs are its predictions. A classifier has one output a class, in the order of ``model.classes_``,
    and predicts the class of the largest: trees and forests give their probabilities, linear models, perceptrons and
    gradient boosting the numbers before a sigmoid or softmax; of two classes with one such number z the outputs are
    (0, z). What is monotone in a linear value (the exp of a Poisson regression) is left away.
    ``trained_sklearn`` says in words which it is, and names the classes.

    *Trees* become gates, one comparison a level, ``x <= t`` with equality on the left, as scikit-learn has it. Their
    thresholds and leaves are the floats of the model. scikit-learn casts inputs to float32 before it compares them; the
    network does not, unless ``round_inputs`` says so: then thresholds are moved to where rounding changes sides, and
    the network gives at every x what the model's trees give at x rounded.

    Before the model a pipeline may have affine transformers (``exchange.sklearn.transformers``). Every coefficient is
    the float that the model holds; quotients by a scale are exact.

    Args:
        model: the fitted model. Nothing is loaded; attributes of this object are read.
        name: what messages call the model.
        round_inputs: whether thresholds make up for the rounding of inputs.

    Raises:
        BadInput: if the model is of another kind, not fitted, or not piecewise linear as it is set (the message names
            the part), or if ``round_inputs`` would change nothing.

    >>> read_sklearn(3)
    Traceback (most recent call last):
        ...
    constructions.model.errors.BadInput: model: int is not read: it is no model of scikit-learn
    """
    with _odd_refused(name):
        part = _read(model, name)
        if round_inputs and not part.rounds:
            raise BadInput(f"{name}: {type(model).__name__} has no thresholds, so there is no rounding to make up for")
        return part.network(name, round_inputs)


def trained_sklearn(model: Any, name: str = "model") -> Trained:
    """Return the network of ``read_sklearn`` with the names of its classes and what is to be said of its outputs.

    Raises:
        BadInput: what ``read_sklearn`` raises.
    """
    with _odd_refused(name):
        part = _read(model, name)
        part = replace(part, columns=_columns_of(model, part.input_width()))
        return part.trained(name, Tool(_maker(model), _answers(model, part)))


@contextmanager
def _odd_refused(name: str) -> Iterator[None]:
    """Refuse in one line a model whose attributes are not as scikit-learn's fit leaves them, whatever they raise."""
    try:
        yield
    except BadInput:
        raise
    except MemoryError:
        raise no_memory(name) from None
    except Exception as error:  # an attribute may be of any kind, and of any shape
        said = f"{type(error).__name__}: {shown(str(error), 120)}"
        raise BadInput(f"{name}: no fitted model as scikit-learn makes them ({said})") from error


def _maker(model: Any) -> str:
    """Return the name and version of the package that the model is of."""
    module = type(model).__module__.partition(".")[0]
    names = {
        "sklearn": ("scikit-learn", "scikit-learn"),
        "xgboost": ("XGBoost", "xgboost"),
        "lightgbm": ("LightGBM", "lightgbm"),
    }
    name, package = names.get(module, (module, module))
    try:
        return f"{name} {version(package)}"
    except PackageNotFoundError:  # XGBoost has several packages
        return name


def _answers(model: Any, part: Part) -> Any:
    """Return what asks the model itself: classes by number, values as tuples; None where it predicts another thing.

    A model of another version may predict nothing.
    """
    if not (part.predicts if part.classes is None else hasattr(model, "classes_")):
        return None

    def asked(rows: Items[Items[float]]) -> list[Any]:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of names of features, which rows of numbers have not
            predicted = model.predict(_table(rows, part))
        if part.classes is not None:
            numbers = {value: number for number, value in enumerate(model.classes_.tolist())}
            return [numbers[value] for value in predicted.tolist()]
        return [tuple(row) for row in predicted.reshape(len(rows), -1).tolist()]

    return asked


def _table(rows: Items[Items[float]], part: Part) -> Any:
    """Return rows as a model takes them: a frame with the columns that it was fitted with, or an array."""
    values = numpy.array(rows, dtype=numpy.float64)
    if part.columns is None:
        return _array(values, part)
    try:
        import pandas
    except ImportError:  # some models take arrays for frames, and the others say that they do not
        return _array(values, part)
    frame = pandas.DataFrame(values, columns=list(part.columns))
    for place, categories in part.categories.items():
        entries = table_column(values[:, place].tolist(), categories)
        frame[part.columns[place]] = pandas.Categorical(entries, table_entries(categories))
    return frame


def _array(values: Any, part: Part) -> Any:
    """Return rows as an array, of objects if some inputs are texts."""
    texts = {place: categories for place, categories in part.categories.items() if not are_numbers(categories)}
    found = values.astype(object) if texts else values
    for place, categories in texts.items():
        found[:, place] = table_column(values[:, place].tolist(), categories)
    return found


def _read(model: Any, name: str) -> Part:
    kind = type(model).__name__
    if kind in SEARCHES:
        if not hasattr(model, "best_estimator_"):
            raise BadInput(f"{name}: {kind} is not fitted with refit: it has no best_estimator_")
        return _read(model.best_estimator_, name)
    if kind == "Pipeline":
        return _pipeline(model, name)
    check_kind(kind, type(model).__module__, name)
    return READERS[kind](model, name)


def check_kind(kind: str, module: str, name: str) -> None:
    """Refuse a class that is no model, no search for one and no pipeline that is read.

    Args:
        kind: the name of the class.
        module: the module that it is of.
        name: what messages call the model.

    Raises:
        BadInput: if it is not read; the message says why.

    >>> check_kind("SVC", "sklearn.svm._classes", "model")
    >>> check_kind("VotingClassifier", "sklearn.ensemble._voting", "model")
    Traceback (most recent call last):
        ...
    constructions.model.errors.BadInput: model: VotingClassifier is not read: it is none of the models of scikit-learn \
that are (docs/how-to/read.md)
    """
    if kind in READERS or kind in SEARCHES or kind == "Pipeline":
        return
    reason = REFUSED.get(kind)
    if reason is None:
        of_sklearn = module.partition(".")[0] == "sklearn"
        reason = "it is no model of scikit-learn"
        if kind == "str" or module.startswith("pathlib"):
            reason += "; a file is read by read_trained"
        elif of_sklearn:
            reason = "it is none of the models of scikit-learn that are (docs/how-to/read.md)"
    raise BadInput(f"{name}: {kind} is not read: {reason}")


def _pipeline(model: Any, name: str) -> Part:
    *before, (label, last) = model.steps
    place = f"{name}: step {shown(label)}"
    if last is None or isinstance(last, str):
        raise BadInput(f"{place}: a pipeline must end in a model, not in {shown(last)}")
    part = _read(last, place)
    width = part.input_width()
    first = next((step for _, step in before if knows_width(step) is not None), None)
    start = joined(before, inputs_of(first, name) if first is not None else width, name)
    check_width(width, start.output_width, place)
    if isinstance(start, Identity):
        return part
    if any([not are_numbers(categories) for categories in part.categories.values()]):
        raise BadInput(f"{place}: categories that are text are read where no step before the model changes them")
    changing = [step for _, step in before if type(step).__name__ not in ("SimpleImputer", "str", "NoneType")]
    texts = texts_of(changing[0], name)
    notes = (*part.notes, *category_notes(texts, _columns_of(model, start.input_width)))
    return replace(part, stages=[*flat(start), *part.stages], categories=texts, notes=notes)


def _columns_of(model: Any, width: int) -> tuple[str, ...] | None:
    return real_names(getattr(model, "feature_names_in_", None), width)
