"""ONNX models: loaded from their files and checked, with the operator sets that they use."""

from pathlib import Path
from typing import Any, TypeAlias

from constructions.files.disk import refuse_packed
from constructions.model.errors import BadInput, line_of, needs, no_memory, shown, typed_path
from exchange.onnx.files import MAX_BYTES, check_file
from exchange.onnx.tensors import load_external

OLDEST = 7
"""The oldest operator set that is read: before it Add and Gemm broadcast in another way."""

NEWEST = 28
"""The newest operator set that was looked at; one that the installed onnx does not know is refused, too."""

CLASSIC = "ai.onnx.ml"
"""The domain of trees, linear models and what stands around them."""

NEWEST_CLASSIC = 5
"""The newest operator set of that domain that was looked at."""

Versions: TypeAlias = dict[str, int]
"""Operator sets by their domains; the main one is the empty text."""


def load(path: Path) -> tuple[Any, Versions]:
    """Return the model in a file, checked, and its operator sets.

    Raises:
        BadInput: if onnx is not installed, the file is too large or no valid model, or an operator set is older or
            newer than those known.
    """
    check_file(path, MAX_BYTES)
    if not path.stat().st_size:
        raise BadInput(f"{path}: the file is empty")
    with path.open("rb") as stream:
        start = stream.read(20)
    refuse_packed(start[:2], str(path))
    if start.startswith(b'{"format":"memocert'):
        how = f"memocert export {typed_path(path)} -o MODEL.onnx makes one"
        raise BadInput(f"{path}: a file of this project, no ONNX model: {how}")
    with needs(f"{path}: reading it", "onnx", "onnx"):
        import onnx
        import onnx.checker
    try:
        model = onnx.load(str(path), load_external_data=False)
    except MemoryError:
        raise no_memory(path) from None
    except Exception as error:  # protobuf raises several kinds, some of many lines
        raise BadInput(f"{path}: not a valid ONNX model ({line_of(error)})") from error
    _check_text(model, path)
    versions = versions_of(model.opset_import, str(path))
    load_external(model, path)
    _check_model(model, path)
    return model, versions


def versions_of(imports: Any, place: str) -> Versions:
    """Return the operator sets that a model or a function names; what a set newer than the newest known means, nobody
    here can say.

    Raises:
        BadInput: if one is older or newer than those known, or a domain is there twice.
    """
    import onnx.defs

    found: Versions = {}
    for entry in imports:
        domain = "" if entry.domain == "ai.onnx" else entry.domain
        if found.setdefault(domain, int(entry.version)) != entry.version:
            raise BadInput(
                f"{place}: it names 2 operator sets where there can be one, {found[domain]} or {entry.version}"
            )
    if "" not in found and CLASSIC not in found:
        raise BadInput(f"{place}: not a valid ONNX model (it does not say which operator set it uses)")
    if "" in found:
        newest = min(int(onnx.defs.onnx_opset_version()), NEWEST)
        if found[""] > newest:
            raise BadInput(f"{place}: operator set {found['']} is newer than the newest known, {newest}")
        if found[""] < OLDEST:
            raise BadInput(f"{place}: its operator set must be of version {OLDEST} or later, not {found['']}")
    if found.get(CLASSIC, 0) > NEWEST_CLASSIC:
        raise BadInput(
            f"{place}: operator set {found[CLASSIC]} of {CLASSIC} is newer than the newest known, {NEWEST_CLASSIC}"
        )
    return found


def _check_text(model: Any, path: Path) -> None:
    """Refuse names that are no UTF-8: onnx and its runtimes stumble over them in many ways."""
    todo = [model]
    while todo:
        message = todo.pop()
        for field, value in message.ListFields():
            if field.type == field.TYPE_MESSAGE:
                todo += [value] if hasattr(value, "ListFields") else list(value)
            elif field.type == field.TYPE_STRING:
                for text in [value] if isinstance(value, (str, bytes)) else value:
                    if isinstance(text, bytes):  # what protobuf gives for them
                        raise BadInput(f"{path}: not a valid ONNX model ({field.name} {shown(text)} is no UTF-8)")


def _check_model(model: Any, path: Path) -> None:
    """Let onnx check the model. An output may leave its shape out, which the checker does not like; nobody needs it."""
    import onnx.checker

    copy = type(model)()
    copy.CopyFrom(model)
    todo = [copy.graph]
    while todo:
        graph = todo.pop()
        for value in [*graph.output, *graph.value_info]:
            if value.type.HasField("tensor_type"):
                value.type.tensor_type.shape.SetInParent()
        todo += [part.g for node in graph.node for part in node.attribute if part.HasField("g")]
    try:
        onnx.checker.check_model(copy)
    except MemoryError:
        raise no_memory(path) from None
    except Exception as error:  # the checker raises kinds of its own, many lines long
        raise BadInput(f"{path}: not a valid ONNX model ({line_of(error)})") from error
