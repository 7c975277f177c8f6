"""Chains of affine maps and ReLUs as ONNX that every verifier reads: ``Gemm`` and ``Relu``, weights rounded."""

from typing import Any

import numpy as np

from constructions.model.errors import BadInput, needs
from constructions.model.network import Affine, Identity, Network, Relu, Sequence
from constructions.model.rational import nearest_float

OPSET, IR = 13, 8
"""The sets of operators and of the format that are written, old enough for most tools."""


def plain_model(network: Network) -> bytes:
    """Return a network as an ONNX model with one row of floats in and out, weights rounded to float32.

    Raises:
        BadInput: if onnx is not installed, or the network has other parts than affine maps and ReLUs, one after the
            other.

    >>> import onnx
    >>> model = onnx.load_from_string(plain_model(Sequence((Affine([[1], [2]], [0, 0]), Relu(2)))))
    >>> [node.op_type for node in model.graph.node]
    ['Gemm', 'Relu']
    >>> from constructions.model.network import Step
    >>> plain_model(Step(1))
    Traceback (most recent call last):
        ...
    constructions.model.errors.BadInput: a plain model has affine maps and ReLUs alone, and the network has Step
    """
    with needs("writing ONNX", "onnx", "onnx"):
        from onnx import TensorProto, helper, numpy_helper
    nodes, tensors, value = list[Any](), list[Any](), "x"
    todo: list[Network] = [network]
    while todo:
        part = todo.pop()
        if isinstance(part, Sequence):
            todo += reversed(part.stages)
            continue
        if isinstance(part, Identity):
            continue
        given, value = value, f"v{len(nodes)}"
        if isinstance(part, Affine):
            matrix = np.zeros((part.input_width, part.output_width), dtype=np.float32)
            for number, form in enumerate(part.weights):
                matrix[list(form.indices), number] = [nearest_float(weight) for weight in form.weights]
            bias = np.array([nearest_float(entry) for entry in part.bias], dtype=np.float32)
            names = [f"w{len(nodes)}", f"b{len(nodes)}"]
            tensors += [numpy_helper.from_array(array, name) for array, name in zip((matrix, bias), names, strict=True)]
            nodes.append(helper.make_node("Gemm", [given, *names], [value]))
        elif isinstance(part, Relu):
            nodes.append(helper.make_node("Relu", [given], [value]))
        else:
            raise BadInput(f"a plain model has affine maps and ReLUs alone, and the network has {type(part).__name__}")
    shapes = {"x": network.input_width, value: network.output_width}
    ends = [helper.make_tensor_value_info(name, TensorProto.FLOAT, [1, width]) for name, width in shapes.items()]
    graph = helper.make_graph(nodes, "memocert", ends[:1], ends[1:], tensors)
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", OPSET)], producer_name="memocert")
    model.ir_version = IR
    return bytes(model.SerializeToString())
