"""A trained network in a file, whatever wrote it: ONNX, PyTorch, scikit-learn, or this project."""

import io
from pathlib import Path

from constructions.files.canonical import network_from_bytes, read_bytes
from constructions.model.errors import BadInput, shown
from constructions.model.network import Network
from exchange.onnx.reader import read_onnx
from exchange.sklearn.reader import read_sklearn
from exchange.torch.reader import read_npz_state, read_torch_file

PICKLES = (".joblib", ".pickle", ".pkl")


def read_trained(path: Path, output: str | None = None, trust_pickle: bool = False) -> Network:
    """Return the exact network in a file; the suffix says what wrote it.

    ``.onnx``: an ONNX model (``read_onnx``). ``.npz``: the weights and biases of a PyTorch state as
    arrays, ReLU between the layers (``torch_reader.read_state``). ``.pt``, ``.pth``: the same as ``torch.save`` wrote
    it, read without running code in it. ``.joblib``, ``.pickle``, ``.pkl``: a scikit-learn model
    (``sklearn_reader``), read only with ``trust_pickle``. Any other: a network file of this project.

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
    suffix = path.suffix.lower()
    if output is not None and suffix != ".onnx":
        raise BadInput(f"{path}: an output can be named in .onnx files only")
    if suffix == ".onnx":
        return read_onnx(path, output)
    if suffix == ".npz":
        return read_npz_state(path)
    if suffix in (".pt", ".pth"):
        return read_torch_file(path)
    if suffix in PICKLES:
        return _read_pickle(path, trust_pickle)
    return network_from_bytes(read_bytes(path), str(path))


def _read_pickle(path: Path, trusted: bool) -> Network:
    data = read_bytes(path)
    if not trusted:
        raise BadInput(
            f"{path}: a pickle runs any code that its writer put in: with --trust-pickle it is read; without it, "
            "export ONNX, or call read_sklearn(model) in Python"
        )
    try:
        import joblib
    except ImportError:
        raise BadInput(f"{path}: reading it needs scikit-learn: pip install 'memocert[sklearn]'") from None
    try:
        model = joblib.load(io.BytesIO(data))
    except ImportError as error:  # whatever its writer used
        missing = f"the module {shown(error.name)}" if error.name else "a module that is not installed"
        raise BadInput(f"{path}: the pickle needs {missing} ({shown(str(error), 120)})") from None
    except Exception as error:  # a pickle may raise anything, with or without words
        said = f"{type(error).__name__}: {shown(str(error), 120)}" if str(error) else type(error).__name__
        raise BadInput(f"{path}: not a readable pickle ({said})") from error
    return read_sklearn(model, str(path))
