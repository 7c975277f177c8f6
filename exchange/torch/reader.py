"""PyTorch's multilayer perceptrons, read exactly: a Sequential model, or the weights and biases of its state."""

import io
import re
import warnings
from collections.abc import Mapping
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy

from constructions.files.array_files import check_unpacked, npz_archive
from constructions.files.disk import read_bytes
from constructions.model.errors import BadInput, needs, no_memory, shown
from constructions.model.network import Affine, Network, Relu, chain
from exchange.exact_arrays import FLOATS, MAX_WEIGHTS, affine, check_size, check_width, normalization, rationals, scaled
from exchange.wiring import fused

_PLAIN = ("Identity", "Flatten", "Dropout", "Dropout1d", "Dropout2d", "Dropout3d", "AlphaDropout")
"""Modules that change nothing when a trained model is used."""


def assumed_in(network: Network) -> str:
    """Return what is to be said of a network that was made of a state dict.

    >>> assumed_in(read_state({"0.weight": numpy.eye(2)}))
    'a state dict does not say what stands behind its layer: export the model to ONNX if anything does'
    """
    if isinstance(network, Affine):
        return "a state dict does not say what stands behind its layer: export the model to ONNX if anything does"
    return (
        "a state dict does not say what stands between its layers, or behind them: ReLU between them is assumed; "
        "export the model to ONNX if it is anything else"
    )


_STATISTICS = ("running_mean", "running_var")

_FLOATS = tuple([f"torch.{kind}" for kind in FLOATS])

_KEY = re.compile(r"(?P<layer>.+)\.(?P<part>weight|bias)")


def read_torch(model: Any, name: str = "model") -> Network:
    """Return the exact network of a ``torch.nn.Sequential`` of Linear, ReLU and BatchNorm1d, as in evaluation mode.

    Identity, Flatten and the dropouts change nothing; a Sequential in a Sequential is read through. Batch
    normalization is folded; which rational stands in the place of its square root, ``arrays.normalization`` says.

    Args:
        model: a ``torch.nn.Module``, or a state dict as in ``read_state``. This module does not import torch: it reads
            attributes of the object.
        name: what messages call the model.

    Raises:
        BadInput: if a module is of another kind, or the widths do not fit; the message names it.

    >>> read_torch(3)  # doctest: +ELLIPSIS
    Traceback (most recent call last):
        ...
    constructions.model.errors.BadInput: model: int is not read: Sequential, Linear, ...
    """
    if isinstance(model, Mapping):
        return read_state(model, name)
    stages: list[Network] = []
    todo: list[tuple[str, Any]] = [(name, model)]
    while todo:
        place, module = todo.pop()
        if type(module).__name__ == "Sequential":
            children = [(f"{place}: module {shown(label)}", child) for label, child in module.named_children()]
            todo.extend(reversed(children))
        elif type(module).__name__ not in _PLAIN:
            stage = _stage(module, place, stages[-1].output_width if stages else None)
            if stages:
                check_width(stage.input_width, stages[-1].output_width, place)
            stages.append(stage)
    if not stages:
        raise BadInput(f"{name}: there is no layer in it")
    return chain(*fused(stages))


def _stage(module: Any, place: str, width: int | None) -> Network:
    match type(module).__name__:
        case "Linear":
            weights = _rationals(module.weight, f"{place}: weight")
            offsets = [0] * len(weights) if module.bias is None else _rationals(module.bias, f"{place}: bias")
            return affine(weights, numpy.array(offsets, dtype=object))
        case "ReLU" if width is None:
            raise BadInput(f"{place}: ReLU stands before the first Linear, so the number of inputs is not known")
        case "ReLU":
            return Relu(width or 1)
        case "BatchNorm1d":
            if module.running_mean is None:
                raise BadInput(f"{place}: BatchNorm1d has no running statistics")
            mean, variance = [_array(getattr(module, part), f"{place}: {part}") for part in _STATISTICS]
            scale = numpy.ones_like(mean) if module.weight is None else _array(module.weight, f"{place}: weight")
            bias = numpy.zeros_like(mean) if module.bias is None else _array(module.bias, f"{place}: bias")
            factors, offsets = normalization(scale, bias, mean, variance, module.eps, place)
            return scaled(factors.tolist(), offsets.tolist())
        case other:
            kinds = "Sequential, Linear, ReLU, BatchNorm1d, Flatten, Dropout"
            raise BadInput(f"{place}: {other} is not read: {kinds} are")


def read_state(state: Mapping[str, Any], name: str = "state") -> Network:
    """Return the exact network of a state dict: the Linear layers in order, **a ReLU between every two of them**.

    A state has names and numbers, but does not say what stands between the layers: that it is ReLU is the caller's
    word, and where the numbers in the names follow each other (``0.weight``, ``1.weight``) nothing can stand between,
    so that is refused. Layers are taken in the order of the numbers in their names if only those differ, else in the
    order of the state, which is that of the definition. Read a model object (``read_torch``) where there is one.

    Args:
        state: arrays ``LAYER.weight``, m x p, and ``LAYER.bias``, m; a bias may be missing.
        name: what messages call it.

    Raises:
        BadInput: if a name or a shape is another one.

    >>> read_state({"0.weight": numpy.eye(2), "0.bias": numpy.ones(2), "2.weight": numpy.ones((1, 2))})
    Sequence(2 -> 1)
    """
    layers: dict[str, dict[str, Any]] = {}
    for key, value in state.items():
        if str(key).endswith((".running_mean", ".running_var", ".num_batches_tracked")):
            raise BadInput(
                f"{name}: {shown(key)} is of a batch normalization, and a state dict does not say where it stands or "
                "its epsilon: export the model to ONNX (torch.onnx.export)"
            )
        match = _KEY.fullmatch(key) if isinstance(key, str) else None
        if match is None:
            raise BadInput(f"{name}: {shown(key)} is not read: the names must be LAYER.weight and LAYER.bias")
        layers.setdefault(match["layer"], {})[match["part"]] = _array(value, f"{name}: {key}")
    if not layers:
        raise BadInput(f"{name}: there is no layer in it")
    stages: list[Network] = []
    for layer in _in_order(list(layers), name):
        stage = _linear(layers[layer], f"{name}: {layer}")
        if stages:
            check_width(stage.input_width, stages[-1].output_width, f"{name}: layer {shown(layer)}")
            stages.append(Relu(stage.input_width))
        stages.append(stage)
    return chain(*stages)


def _linear(parts: dict[str, Any], place: str) -> Network:
    if "weight" not in parts:
        raise BadInput(f"{place}.weight is missing")
    shape = parts["weight"].shape
    if len(shape) != 2 or 0 in shape:
        raise BadInput(f"{place}.weight must have two dimensions, none of them 0, not the shape {shape}")
    weights = rationals(parts["weight"], f"{place}.weight")
    if "bias" not in parts:
        return affine(weights, numpy.array([0] * len(weights), dtype=object))
    if parts["bias"].shape != (len(weights),):
        raise BadInput(f"{place}.bias must have the shape ({len(weights)},), not {parts['bias'].shape}")
    return affine(weights, rationals(parts["bias"], f"{place}.bias"))


def _in_order(layers: list[str], name: str) -> list[str]:
    heads = {layer.rpartition(".")[0] for layer in layers}
    numbers = [layer.rpartition(".")[2] for layer in layers]
    if len(heads) > 1 or not all([number.isdecimal() and number.isascii() and len(number) < 9 for number in numbers]):
        return layers
    places = dict(zip(layers, map(int, numbers), strict=True))
    ordered = sorted(layers, key=places.__getitem__)
    for before, after in pairwise(ordered):
        if places[after] - places[before] < 2:
            raise BadInput(f"{name}: nothing stands between layers {before} and {after}, where ReLU is expected")
    return ordered


def _rationals(tensor: Any, place: str) -> Any:
    return rationals(_array(tensor, place), place)


def _array(tensor: Any, place: str) -> Any:
    """Return a tensor as a numpy array of the same numbers; bfloat16, which numpy lacks, as float32.

    Raises:
        BadInput: if it has too many numbers (one that is stored may stand for many), none at all, or others than floats
            side by side.
    """
    if not hasattr(tensor, "detach"):
        array = numpy.asarray(tensor)
        check_size(array.size, MAX_WEIGHTS, place, "numbers")
        return array
    try:
        return _plain(tensor, place)
    except RuntimeError as error:  # of tensors that have no size, as nested ones, and of what else torch does not do
        raise BadInput(f"{place} is no tensor of floats side by side: {shown(str(error), 120)}") from error


def _plain(tensor: Any, place: str) -> Any:
    check_size(tensor.numel(), MAX_WEIGHTS, place, "numbers")
    if str(tensor.dtype) not in _FLOATS:
        kind = str(tensor.dtype).removeprefix("torch.")
        raise BadInput(f"{place} must hold floats of 16, 32 or 64 bits, not {kind}")
    if str(tensor.layout) != "torch.strided":
        advice = "save a dense tensor, as to_dense() of a sparse one is"
        raise BadInput(f"{place} is stored as {tensor.layout}, which is not read: {advice}")
    if str(tensor.device) == "meta":
        raise BadInput(f"{place} has a shape alone and no numbers (its device is meta)")
    tensor = tensor.detach().cpu().resolve_neg()
    return (tensor.float() if str(tensor.dtype) == "torch.bfloat16" else tensor).numpy()


def read_npz_state(path: Path) -> Network:
    """Return the network of a state that stands in a ``.npz`` file, e.g. one written by
    ``numpy.savez("state.npz", **{name: tensor.numpy() for name, tensor in model.state_dict().items()})``.

    Raises:
        BadInput: if the file is not such an archive, and what ``read_state`` raises.
    """
    data = read_bytes(path)
    with npz_archive(data, str(path), MAX_WEIGHTS) as archive:
        state = {name: archive.read(name) for name in archive.names}
    return read_state(state, str(path))


def read_torch_file(path: Path) -> Network:
    """Return the network of a state dict that ``torch.save`` wrote; torch must be installed.

    The file is loaded with ``weights_only=True``, so no code in it runs; a whole pickled model is therefore refused.

    Raises:
        BadInput: if torch is missing, the file holds more than tensors, and what ``read_state`` raises.
    """
    data = read_bytes(path)
    check_unpacked(data, str(path), "data.pkl")
    with needs(f"{path}: reading it", "torch", "torch"):
        import torch
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of sparse tensors, which are refused by name below
            state = torch.load(io.BytesIO(data), map_location="cpu", weights_only=True)
    except MemoryError:
        raise no_memory(path) from None
    except Exception as error:  # torch raises pickle, zip and runtime errors, some of many lines
        raise BadInput(
            f"{path}: not a state dict that torch.load(weights_only=True) reads: save model.state_dict()"
        ) from error
    if not _is_state(state):
        raise BadInput(f"{path}: must hold a state dict of tensors, not {_held(state)}")
    return read_torch(state, str(path))


def _is_state(state: Any) -> bool:
    return isinstance(state, Mapping) and all([hasattr(value, "detach") for value in state.values()])


def _held(state: Any) -> str:
    """Return what a file holds in place of a state dict; a checkpoint of a training run often has one inside."""
    if not isinstance(state, Mapping) or not state:
        return type(state).__name__
    keys = ", ".join([shown(key) for key in list(state)[:8]] + ["..."] * (len(state) > 8))
    inner = [key for key, value in state.items() if value and _is_state(value)]
    advice = f": save what it has under {shown(inner[0])} alone" if len(inner) == 1 else ""
    return f"a {type(state).__name__} with {keys}{advice}"
