"""ONNX files that are small and ask for much: refused before the work, in little memory."""

import sys
from pathlib import Path
from typing import Any

import numpy as np
import onnx
import pytest
from onnx import TensorProto, helper
from onnx_models import ints, node, numbers, saved, write
from processes import run

import exchange.onnx.reader as module
from constructions.model.errors import BadInput
from exchange.onnx.operators.order import prefix_stages, sorting_stages
from exchange.onnx.reader import read_onnx
from exchange.onnx.values import Budget

MEMORY = 3 << 30
"""Address space, of which onnx and numpy take most; what is refused here would need far more."""

READ = """
import sys
from pathlib import Path
import exchange.onnx.reader as module
from constructions.model.errors import BadInput
from exchange.onnx.values import MAX_NUMBERS, Budget
from exchange.reader import read_trained
module.Budget = lambda: Budget(min(int(sys.argv[1]), MAX_NUMBERS))
for file in sys.argv[2:]:
    try:
        print(read_trained(Path(file)))
    except BadInput as error:
        print(error)
"""


def carried() -> list[Any]:
    """Return nodes that carry a thousand wires beside thousands of steps."""
    nodes = [node("Slice", ["x", "begin", "end", "axis"], "h0")]
    nodes += [node("Relu", [f"h{number}"], f"h{number + 1}") for number in range(4000)]
    return [*nodes, node("Add", ["x", "h4000"], "y")]


def squared(count: int) -> list[Any]:
    nodes = [node("Mul", ["c0", "c0"], "c1")]
    nodes += [node("Mul", [f"c{number}", f"c{number}"], f"c{number + 1}") for number in range(1, count)]
    return [*nodes, node("Mul", ["x", f"c{count}"], "y")]


HOSTILE: dict[str, tuple[list[Any], dict[str, Any], str]] = {
    "Concat again and again": (
        [node("Concat", ["x"] * 50, "a", axis=1), node("Concat", ["a"] * 1000, "y", axis=1)],
        {},
        "50,000,000 outputs, and 1,000,000 are the most",
    ),
    "wires carried along": (
        carried(),
        {"begin": ints(0), "end": ints(1), "axis": ints(1)},
        "the graph to more than 1,000,000 numbers, the most that are read",
    ),
    "a constant squared": (squared(50), {"c0": numbers(1) + 3}, "grows to"),
    "ConstantOfShape": (
        [node("ConstantOfShape", ["s"], "c"), node("Add", ["x", "c"], "y")],
        {"s": ints(10**6, 10**6)},
        "10,000,000 are the most",
    ),
    "Expand": ([node("Expand", ["x", "s"], "y")], {"s": ints(10**6, 1000)}, "1,000,000 are the most"),
    "Gather": (
        [
            node("ConstantOfShape", ["s"], "c", value=helper.make_tensor("v", TensorProto.INT64, [1], [0])),
            node("Gather", ["x", "c"], "g", axis=1),
            node("Gather", ["g", "c"], "y", axis=0),
        ],
        {"s": ints(1500)},
        "1,000,000 are the most",
    ),
    "Range": (
        [node("Range", ["a", "b", "c"], "r"), node("Add", ["x", "r"], "y")],
        {"a": np.array(0.0, np.float32), "b": np.array(1e30, np.float32), "c": np.array(1e-30, np.float32)},
        "10,000,000 are the most",
    ),
    "indices of TopK": (
        [node("TopK", ["x", "k"], ["largest", "y"], axis=1)],
        {"k": ints(300)},
        "brings the graph to more than 1,000,000 numbers",
    ),
    "running sums": (
        [node("CumSum", ["x" if number == 0 else f"h{number}", "axis"], f"h{number + 1}") for number in range(5)]
        + [node("CumSum", ["h5", "axis"], "y")],
        {"axis": np.array(1)},
        "brings the graph to more than 1,000,000 numbers",
    ),
    "constants broadcast": (
        [node("Add", ["a", "b"], "c"), node("Add", ["c", "x"], "y")],
        {"a": numbers(5000, 1), "b": numbers(1, 5000)},
        "10,000,000 are the most",
    ),
}


def test_small_files_that_ask_for_much_are_refused_in_little_memory(tmp_path: Path) -> None:
    files = [
        write(tmp_path / f"{name}.onnx", nodes, [1, 1000], tensors, infer=False)
        for name, (nodes, tensors, _) in HOSTILE.items()
    ]
    for file, message in zip(files, read_limited(*files, most=1_000_000), strict=True):
        assert file.stat().st_size < 1 << 18
        assert message.startswith(str(file))
        assert HOSTILE[file.stem][2] in message, file.stem


def test_all_operators_together_have_one_budget(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for limit in (2000, 100_000):
        monkeypatch.setattr(module, "Budget", lambda limit=limit: Budget(limit))
        for count in (5, 500):
            nodes = [node("Neg", ["x"], "n0"), *[node("Neg", [f"n{k}"], f"n{k + 1}") for k in range(count)]]
            file = write(tmp_path / "m.onnx", [*nodes, node("Relu", [f"n{count}"], "y")], [1, 10])
            if count * 170 < limit:
                read_onnx(file)
            else:
                with pytest.raises(BadInput, match=rf"Neg .* brings the graph to more than {limit:,} numbers"):
                    read_onnx(file)


def read_limited(*files: Path, most: int = 16_000_000) -> list[str]:
    """Return what a process with little memory says of each file, where a graph may have so many numbers."""
    done = run(sys.executable, "-c", READ, most, *files, memory=MEMORY)
    assert done.returncode == 0, done.stderr
    return done.stdout.splitlines()


def model_with(tensor: Any, path: Path) -> Path:
    ports = [(name, TensorProto.FLOAT, [1, 2]) for name in "xy"]
    return saved(path, [node("Add", ["x", "w"], "y")], ports[:1], ports[1:], {"w": tensor})


def raw(dims: list[int], data: bytes) -> Any:
    tensor = onnx.TensorProto(name="w", data_type=TensorProto.FLOAT, raw_data=data)
    tensor.dims.extend(dims)
    return tensor


def test_a_shape_that_contradicts_the_numbers_is_named(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match=r"w\) raw_data size \(8 bytes\).*\(12 bytes required\)"):
        read_onnx(model_with(raw([3], bytes(8)), tmp_path / "m.onnx"))
    with pytest.raises(BadInput, match=r"\(8 bytes\) is too small"):
        read_onnx(model_with(raw([10**6, 10**6], bytes(8)), tmp_path / "m.onnx"))


def external(location: str, **entries: int) -> Any:
    tensor = onnx.TensorProto(name="w", data_type=TensorProto.FLOAT, data_location=TensorProto.EXTERNAL)
    tensor.dims.extend([2])
    for key, value in {"location": location, **entries}.items():
        tensor.external_data.add(key=key, value=str(value))
    return tensor


def test_numbers_in_another_file_are_read_if_they_are_as_many_as_the_shape_says(tmp_path: Path) -> None:
    (tmp_path / "w.bin").write_bytes(np.array([9, 1, 2], np.float32).tobytes())
    network = read_onnx(model_with(external("w.bin", offset=4, length=8), tmp_path / "m.onnx"))
    assert [int(value) for value in network.bias] == [1, 2]  # type: ignore[union-attr]
    with pytest.raises(BadInput, match=r"tensor 'w' of the shape \[2\] needs 8 bytes in .*w\.bin, not 12"):
        read_onnx(model_with(external("w.bin"), tmp_path / "m.onnx"))
    with pytest.raises(BadInput, match=r"none\.bin: no such file"):
        read_onnx(model_with(external("none.bin"), tmp_path / "m.onnx"))
    (tmp_path / "inner").mkdir()
    with pytest.raises(BadInput, match=r"'\.\./w\.bin' is not read"):
        read_onnx(model_with(external("../w.bin", offset=4, length=8), tmp_path / "inner" / "m.onnx"))


def test_a_huge_file_beside_the_model_is_refused_unread(tmp_path: Path) -> None:
    with (tmp_path / "w.bin").open("wb") as stream:
        stream.truncate(1 << 40)
    file = model_with(external("w.bin"), tmp_path / "m.onnx")
    (message,) = read_limited(file)
    assert "1,099,511,627,776 bytes" in message


@pytest.mark.parametrize("count", [1, 2, 5, 32, 33, 40, 64, 71, 100])
def test_stages_of_pairs_give_running_maxima_and_the_largest_in_order(count: int) -> None:
    source = np.random.default_rng(count)
    for values in (source.permutation(count), source.integers(0, 3, count), np.arange(count)):
        running, ordered = list(values), list(values)
        for stage in prefix_stages(count):
            assert len({line for pair in stage for line in pair}) == 2 * len(stage)
            for a, b in stage:
                running[b] = max(running[a], running[b])
        assert running == np.maximum.accumulate(values).tolist()
        wanted = min(count, 3)
        for stage in sorting_stages(count, wanted):
            assert len({line for pair in stage for line in pair}) == 2 * len(stage)
            for a, b in stage:
                ordered[a], ordered[b] = max(ordered[a], ordered[b]), min(ordered[a], ordered[b])
        assert ordered[:wanted] == sorted(values, reverse=True)[:wanted]


@pytest.mark.parametrize(("width", "fits"), [(300, True), pytest.param(10**5, False, marks=pytest.mark.slow)])
def test_order_among_many_numbers_is_read_in_the_budget_and_refused_beyond(
    tmp_path: Path, width: int, fits: bool
) -> None:
    nodes = [node("ArgMax", ["x"], "i", axis=1), node("Cast", ["i"], "y", to=TensorProto.FLOAT)]
    file = write(tmp_path / "m.onnx", nodes, [1, width])
    if fits:
        assert read_onnx(file).output_width == 1
    else:
        (message,) = read_limited(file)
        assert "16,000,000 numbers, the most that are read" in message
