"""A trained model in a file, whatever wrote it: ONNX, PyTorch, scikit-learn, XGBoost, LightGBM, or this project."""

from __future__ import annotations

import io
import json
import re
import warnings
import zipfile
from codecs import BOM_UTF8
from collections.abc import Iterator, Sequence as Items
from contextlib import contextmanager
from dataclasses import replace
from importlib.metadata import version
from pathlib import Path

from constructions.files.array_files import check_unpacked
from constructions.files.canonical import network_from_bytes
from constructions.files.disk import read_bytes
from constructions.model.errors import BadInput, needs, no_memory, shown, typed_path
from constructions.model.network import Network
from constructions.model.numbers.digits import bounded
from constructions.model.progress import STOPS
from exchange.onnx.reader import trained_onnx
from exchange.sklearn.reader import SEARCHES, check_kind, trained_sklearn
from exchange.torch.reader import assumed_in, read_npz_state, read_torch_file
from exchange.trained import Trained, as_two_classes, with_classes
from exchange.trees.lightgbm_file import read_lightgbm
from exchange.trees.xgboost_file import read_xgboost

PICKLES = (".joblib", ".pickle", ".pkl")


def read_trained(path: str | Path, output: str | None = None, trust_pickle: bool = False) -> Network:
    """Return the exact network in a file; the suffix, or the file's own words, say what wrote it.

    ``.onnx``: an ONNX model (``read_onnx``). ``.npz``: the weights and biases of a PyTorch state as
    arrays, ReLU between the layers (``read_state``). ``.pt``, ``.pth``: the same as ``torch.save`` wrote
    it, read without running code in it. ``.skops``: a scikit-learn model (``read_sklearn``) as ``skops.io.dump`` wrote
    it, read without running code in it. ``.joblib``, ``.pickle``, ``.pkl``: the same as a pickle, read only with
    ``trust_pickle``. Any other: what XGBoost's ``save_model`` wrote, ``.json`` or ``.ubj``, the text or JSON of
    LightGBM, or a network file of this project.

    Args:
        path: the file.
        output: for ``.onnx``, which value of the graph the network gives.
        trust_pickle: say that the file comes from somebody you trust: **reading a pickle runs whatever its writer put
            into it**, which no check can prevent.

    Raises:
        BadInput: if the file cannot be read exactly; one line that names it and what is wrong.

    >>> import tempfile, numpy
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     path = Path(folder) / "state.npz"
    ...     numpy.savez(path, **{"0.weight": [[0.5, 2.0]], "0.bias": [0.1]})
    ...     read_trained(path).bias
    (Fraction(3602879701896397, 36028797018963968),)
    """
    return read_model(path, output, trust_pickle).network


def read_model(
    path: str | Path,
    output: str | None = None,
    trust_pickle: bool = False,
    one_row: bool = False,
    one_logit: bool = False,
    classes: Items[str] = (),
) -> Trained:
    """Return the network of ``read_trained`` with what is known beside it: names of classes, what its outputs are.

    Args:
        path: the file.
        output: as for ``read_trained``.
        trust_pickle: as for ``read_trained``.
        one_row: for ``.onnx``, read a batch of a fixed size as one row.
        one_logit: take the one output z for a logit: the outputs are 0 and z, a class each.
        classes: what the classes are called, in the order of the outputs; empty: what the file says.

    Raises:
        BadInput: what ``read_trained`` raises; if ``one_row`` or ``one_logit`` have no effect, or ``classes`` do not
            fit.

    >>> model = read_model(Path("examples/data/iris-xgboost.json"))
    >>> model.notes, model.rounds
    (('the outputs are the margins of the classes, the numbers before the softmax',), ('float64', 'float32'))
    """
    path = Path(path)
    if classes:
        return with_classes(read_model(path, output, trust_pickle, one_row, one_logit), classes, str(path))
    if one_logit:
        return as_two_classes(read_model(path, output, trust_pickle, one_row), str(path))
    suffix = path.suffix.lower()
    if output is not None and suffix != ".onnx":
        raise BadInput(f"{path}: an output can be named in .onnx files only")
    if one_row and suffix != ".onnx":
        raise BadInput(f"{path}: --one-row has no effect: only .onnx files have a batch")
    if suffix == ".onnx":
        return trained_onnx(path, output, one_row)
    if suffix == ".npz":
        return _of_state(read_npz_state(path))
    if suffix in (".pt", ".pth"):
        return _of_state(read_torch_file(path))
    if suffix in PICKLES:
        return _read_pickle(path, trust_pickle)
    if suffix == ".skops":
        return _read_skops(path)
    data = read_bytes(path)
    text = data.removeprefix(BOM_UTF8)  # which editors write
    if suffix == ".ubj" or b'"learner"' in data:  # a network file has no such word
        return read_xgboost(text, str(path))
    if b'"tree_info"' in data or text.lstrip().startswith((b"tree\n", b"tree\r")):
        return read_lightgbm(text, str(path))
    if suffix in (".py", ".c"):
        raise BadInput(
            f"{path}: source code is not read: take the bundle that it was exported from, or export it to ONNX"
        )
    if suffix in (".csv", ".tsv"):
        raise BadInput(f"{path}: a table, not a model; where a command takes both, the model comes first")
    return Trained(network_from_bytes(data, str(path)))


def _of_state(network: Network) -> Trained:
    return Trained(network, assumed=assumed_in(network))


def _read_pickle(path: Path, trusted: bool) -> Trained:
    data = read_bytes(path)
    if not trusted:
        raise BadInput(
            f"{path}: a pickle runs any code that its writer put in: memocert read {typed_path(path)} DATA "
            "--trust-pickle -o FOLDER makes a bundle of it, which every command takes; or save the model by "
            "skops.io.dump or as ONNX, or call read_sklearn(model) in Python"
        )
    with needs(f"{path}: reading it", "scikit-learn", "sklearn"):
        import sklearn  # noqa: F401, I001 - before what it needs itself
        import joblib
    try:
        with _said() as said:
            model = joblib.load(io.BytesIO(data))
    except ImportError as error:  # whatever its writer used
        if isinstance(error.__cause__, STOPS):
            raise
        needed = f"the module {shown(error.name)}" if error.name else "a module that is not installed"
        raise BadInput(f"{path}: the pickle needs {needed} ({shown(str(error), 120)})") from None
    except MemoryError:
        raise no_memory(path) from None
    except Exception as error:  # a pickle may raise anything, with or without words
        words = f"{type(error).__name__}: {shown(str(error), 120)}" if str(error) else type(error).__name__
        raise BadInput(f"{path}: not a readable pickle ({words})") from error
    return _of_version(model, path, said)


_WRITERS = {
    "scikit-learn": re.compile(rb'"_sklearn_version":\s*\{[^{}]*"content":\s*"\\"([\w.+]{1,30})\\""'),
    "skops": re.compile(rb'"_skops_version":\s*"([\w.+]{1,30})"'),
}
"""Where a file of skops says which versions wrote it."""

_TRUSTED = (
    "builtins.object",
    "functools.partial",
    "numpy.dtype",
    "numpy.floating",
    "numpy.integer",
    "numpy.number",
    "sklearn._loss.loss.HalfTweedieLossIdentity",
    "sklearn.compose._column_transformer._RemainderColsList",
    "sklearn.compose._column_transformer.make_column_selector",
    "sklearn.ensemble._hist_gradient_boosting.predictor.TreePredictor",
    "sklearn.feature_selection._mutual_info.mutual_info_classif",
    "sklearn.feature_selection._mutual_info.mutual_info_regression",
    "sklearn.feature_selection._univariate_selection.chi2",
    "sklearn.feature_selection._univariate_selection.f_classif",
    "sklearn.feature_selection._univariate_selection.f_regression",
    "sklearn.feature_selection._univariate_selection.r_regression",
    "sklearn.metrics._scorer._PassthroughScorer",
    "sklearn.model_selection._split.KFold",
    "sklearn.model_selection._split.StratifiedKFold",
    "sklearn.neural_network._stochastic_optimizers.AdamOptimizer",
    "sklearn.neural_network._stochastic_optimizers.SGDOptimizer",
    "sklearn.tree._tree.Tree",
    "sklearn.utils._metadata_requests.MetadataRequest",
    "sklearn.utils._metadata_requests.MethodMetadataRequest",
    "sklearn.utils.validation.check_array",
)
"""Types that skops does not trust by itself, that models have, and that run nothing from the file.
``Tree`` believes what a file says of its size; ``exchange.sklearn.trees`` looks at that first."""


def _read_skops(path: Path) -> Trained:
    """Return the model in a file of skops, which makes only objects of types that are trusted."""
    data = read_bytes(path)
    check_unpacked(data, str(path), "schema.json")
    with needs(f"{path}: reading it", "skops", "skops"):
        import skops.io
    try:
        unknown = sorted(set(skops.io.get_untrusted_types(data=data)) - set(_TRUSTED))
    except MemoryError:
        raise no_memory(path) from None
    except Exception as error:  # skops raises zip, JSON and type errors of many kinds
        if _writers(data):
            raise _unmade(path, data, error) from error
        raise BadInput(f"{path}: not a file of skops.io.dump ({shown(str(error), 120)})") from error
    if unknown:
        boosters = [name for name in unknown if name.startswith(("xgboost.", "lightgbm."))]
        if boosters:
            raise BadInput(
                f"{path}: holds {shown(boosters[0], 100)}: save it by save_model, of XGBoost as .json, of the booster_ "
                "of LightGBM as .txt; a pipeline with it is read from Python, by read_sklearn(model)"
            )
        module, kind = _outermost(data)
        check_kind(kind, module, str(path))
        advice = _in_python(data)
        if kind in SEARCHES:
            advice = "save its best_estimator_ alone"
        raise BadInput(f"{path}: {kind} holds {shown(unknown[0], 100)}, which is not made from a file: {advice}")
    try:
        with _said() as said:
            model = skops.io.loads(data, trusted=list(_TRUSTED))
    except MemoryError:
        raise no_memory(path) from None
    except Exception as error:  # as above, and what constructors of the types raise
        raise _unmade(path, data, error) from error
    return _of_version(model, path, said)


@contextmanager
def _said() -> Iterator[list[str]]:
    """Keep what warns while a file is read from standard error; yield which other scikit-learn wrote the model."""
    versions: list[str] = []
    with warnings.catch_warnings(record=True) as found:
        warnings.simplefilter("always")
        yield versions
    named = [getattr(warning.message, "original_sklearn_version", None) for warning in found]
    versions += [shown(version).strip("'") for version in named if version is not None][:1]


def _of_version(model: object, path: Path, versions: list[str]) -> Trained:
    """Return what a model in a file is, with a word on the scikit-learn that wrote it if that is not the one here."""
    if not versions:
        return trained_sklearn(model, str(path))
    note = f"scikit-learn {versions[0]} wrote the file, and {version('scikit-learn')} is installed"
    try:
        found = trained_sklearn(model, str(path))
    except BadInput as error:
        raise BadInput(f"{error}; {note}") from None
    return replace(found, notes=(*found.notes, note))


def _unmade(path: Path, data: bytes, error: Exception) -> BadInput:
    return BadInput(f"{path}: skops does not read it ({shown(str(error), 120)}): {_in_python(data)}")


def _writers(data: bytes) -> list[tuple[str, str]]:
    """Return the packages that wrote a file of skops with their versions; none if it is no such file."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            schema = packed.read("schema.json")
    except Exception:  # as many kinds of errors
        return []
    return [(name, match[1].decode()) for name, pattern in _WRITERS.items() if (match := pattern.search(schema))]


def _in_python(data: bytes) -> str:
    """Return how a model is read that skops does not make here, told which other versions wrote the file."""
    others = " and ".join([f"{name} {written}" for name, written in _writers(data) if written != version(name)])
    where = f"with {others}, which wrote it, " if others else ""
    return f"{where}read_sklearn(model) in Python takes it, if docs/how-to/read.md has all its parts"


def _outermost(data: bytes) -> tuple[str, str]:
    """Return the module and the name of the class of what a file of skops holds, of which nothing is made."""
    with zipfile.ZipFile(io.BytesIO(data)) as packed:
        schema = json.loads(packed.read("schema.json"), parse_int=bounded)
    kind = str(schema["__class__"])
    return str(schema["__module__"]), kind if kind.isidentifier() else shown(kind)
