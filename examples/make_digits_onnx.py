"""Train a perceptron on the digits with scikit-learn and write it as ONNX: python examples/make_digits_onnx.py

Layers 64-32-16-10 with ReLU; the first step divides the pixels by 16, which is exact. It needs scikit-learn and onnx;
on another machine the training may end in other weights.
"""

from pathlib import Path

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper
from sklearn.datasets import load_digits
from sklearn.neural_network import MLPClassifier

digits = load_digits()
model = MLPClassifier((32, 16), random_state=1, max_iter=400, alpha=1e-5, tol=1e-7)
model.fit(digits.data / 16, digits.target)

tensors = {"scale": np.array([1 / 16], dtype=np.float32)}
nodes = [helper.make_node("Mul", ["pixels", "scale"], ["scaled"], name="scale")]
value = "scaled"
for number, (weights, bias) in enumerate(zip(model.coefs_, model.intercepts_, strict=True)):
    tensors |= {f"weights{number}": weights.astype(np.float32), f"bias{number}": bias.astype(np.float32)}
    last = number == len(model.coefs_) - 1
    result = "logits" if last else f"layer{number}"
    nodes.append(
        helper.make_node("Gemm", [value, f"weights{number}", f"bias{number}"], [result], name=f"layer{number}")
    )
    if not last:
        nodes.append(helper.make_node("Relu", [result], [f"active{number}"], name=f"relu{number}"))
        value = f"active{number}"

graph = helper.make_graph(
    nodes,
    "digits",
    [helper.make_tensor_value_info("pixels", TensorProto.FLOAT, ["batch", 64])],
    [helper.make_tensor_value_info("logits", TensorProto.FLOAT, ["batch", 10])],
    [numpy_helper.from_array(array, name) for name, array in tensors.items()],
)
written = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 13)], producer_name="memocert example")
written.ir_version = 8
onnx.checker.check_model(written)
path = Path(__file__).parent / "data" / "digits.onnx"
path.write_bytes(written.SerializeToString())
right = int((model.predict(digits.data / 16) == digits.target).sum())
print(f"{path.name}: {path.stat().st_size:,} bytes, {right:,} of {len(digits.target):,} digits right")
