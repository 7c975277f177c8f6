"""States of perceptrons as arrays, and, where torch is installed, modules and files of torch itself."""

from fractions import Fraction
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from constructions.model.batch import evaluate_many
from constructions.model.errors import BadInput
from constructions.model.evaluation import evaluate
from constructions.model.network import Affine, Relu, Sequence
from exchange.reader import read_trained
from exchange.torch.reader import read_state, read_torch

STATE = {
    "net.0.weight": np.array([[1, -2], [0.5, 0.25]], np.float32),
    "net.0.bias": np.array([0, -1], np.float32),
    "net.2.weight": np.array([[1, -4]], np.float32),
}


def test_a_state_is_read_with_a_relu_between_its_layers() -> None:
    network = read_state(STATE)
    assert isinstance(network, Sequence)
    assert [type(stage) for stage in network.stages] == [Affine, Relu, Affine]
    assert evaluate(network, [6, 1]) == (4 - 4 * (3 + Fraction(1, 4) - 1),)
    assert list(evaluate(network, [0, 1])) == [0]


def test_layers_are_taken_in_the_order_of_their_numbers_or_of_the_state() -> None:
    shuffled = {name: STATE[name] for name in sorted(STATE, reverse=True)}
    assert evaluate(read_state(shuffled), [6, 1]) == evaluate(read_state(STATE), [6, 1])
    ten = {f"{number}.weight": np.eye(1) * (number + 1) for number in (10, 2, 0)}
    assert list(evaluate(read_state(ten), [1])) == [33]
    named = {"first.weight": np.eye(2), "second.weight": np.ones((1, 2)), "second.bias": np.ones(1)}
    assert list(evaluate(read_state(named), [-5, 2])) == [3]


@pytest.mark.parametrize(
    ("state", "words"),
    [
        ({}, "there is no layer in it"),
        ({"0.running_mean": np.ones(2)}, "'0.running_mean' is of a batch normalization"),
        ({"0.bias": np.ones(2)}, "0.weight is missing"),
        ({"0.weight": np.ones(2)}, r"must have two dimensions, none of them 0, not the shape \(2,\)"),
        ({"0.weight": np.eye(2), "0.bias": np.ones(3)}, r"0.bias must have the shape \(2,\), not \(3,\)"),
        ({"0.weight": np.eye(2), "2.weight": np.eye(3)}, "state: layer '2' takes 3 numbers, but 2 come to it"),
        ({"0.weight": np.eye(2), "1.weight": np.eye(2)}, "nothing stands between layers 0 and 1"),
        ({"0.weight": np.eye(2, dtype=np.int64)}, "must hold floats of 16, 32 or 64 bits, not int64"),
        ({0: np.eye(2)}, "state: 0 is not read: the names must be LAYER.weight and LAYER.bias"),
        ({("0", "weight"): np.eye(2)}, "is not read: the names must be LAYER.weight and LAYER.bias"),
        ({"0.weight": np.broadcast_to(1.0, (10**5, 10**5))}, "0.weight has 10,000,000,000 numbers, and 10,000,000 are"),
        ({"0.weight": np.full((1, 2), np.inf)}, r"0.weight\[0, 0\] is inf, not a finite number"),
    ],
)
def test_a_state_that_cannot_be_read_is_refused(state: dict[str, Any], words: str) -> None:
    with pytest.raises(BadInput, match=words):
        read_state(state)


def test_a_state_is_read_from_an_archive_of_arrays(tmp_path: Path) -> None:
    np.savez(tmp_path / "state.npz", **STATE)  # type: ignore[arg-type]
    assert evaluate(read_trained(tmp_path / "state.npz"), [6, 1]) == evaluate(read_state(STATE), [6, 1])
    (tmp_path / "bad.npz").write_bytes(b"PK\x03\x04")
    with pytest.raises(BadInput, match=r"bad\.npz: not a readable \.npz file"):
        read_trained(tmp_path / "bad.npz")
    np.savez(tmp_path / "object.npz", w=np.array([{}], dtype=object))
    with pytest.raises(BadInput, match=r"object\.npz: not a readable \.npz file"):
        read_trained(tmp_path / "object.npz")


@pytest.fixture
def torch() -> Any:
    return pytest.importorskip("torch", reason="the extra 'torch' is not installed")


def model_of(torch: Any) -> Any:
    torch.manual_seed(4)
    nn = torch.nn
    inner = nn.Sequential(nn.Linear(6, 5), nn.ReLU(), nn.Dropout(0.5))
    return nn.Sequential(
        nn.Flatten(), nn.Linear(4, 6), nn.BatchNorm1d(6), nn.ReLU(), inner, nn.Linear(5, 3, bias=False)
    )


def test_a_model_of_torch_gives_what_its_exact_network_gives_up_to_rounding(torch: Any) -> None:
    model = model_of(torch)
    points = torch.randn(40, 4, dtype=torch.float32)
    for _ in range(3):
        model(points)  # in training mode, so that the running statistics are those of some data
    model.eval()
    network = read_torch(model)
    assert isinstance(network, Sequence)
    assert [type(stage) for stage in network.stages] == [Affine, Relu, Affine, Relu, Affine]
    outputs = evaluate_many(network, [[Fraction(value) for value in row] for row in points.tolist()]).outputs
    floats = model(points).tolist()
    pairs = [pair for row, other in zip(floats, outputs, strict=True) for pair in zip(row, other, strict=True)]
    assert max(abs(Fraction(a) - b) for a, b in pairs) < Fraction(1, 10**5)


def test_a_state_is_read_from_a_file_of_torch_and_code_in_it_is_not_run(torch: Any, tmp_path: Path) -> None:
    model = torch.nn.Sequential(torch.nn.Linear(2, 3), torch.nn.ReLU(), torch.nn.Linear(3, 1)).to(torch.bfloat16)
    torch.save(model.state_dict(), tmp_path / "state.pt")
    expected = read_torch(model)
    assert evaluate(read_trained(tmp_path / "state.pt"), [3, -7]) == evaluate(expected, [3, -7])
    torch.save(model, tmp_path / "model.pt")
    with pytest.raises(BadInput, match=r"model\.pt: not a state dict that torch\.load\(weights_only=True\) reads"):
        read_trained(tmp_path / "model.pt")
    torch.save([1, 2], tmp_path / "list.pt")
    with pytest.raises(BadInput, match=r"list\.pt: must hold a state dict of tensors, not list"):
        read_trained(tmp_path / "list.pt")
    torch.save({"epoch": 3, "model": model.state_dict(), "optimizer": {"lr": 1}}, tmp_path / "checkpoint.pt")
    said = "not a dict with 'epoch', 'model', 'optimizer': save what it has under 'model' alone"
    with pytest.raises(BadInput, match=rf"checkpoint\.pt: must hold a state dict of tensors, {said}$"):
        read_trained(tmp_path / "checkpoint.pt")
    torch.save({"epoch": 3}, tmp_path / "epoch.pt")
    with pytest.raises(BadInput, match=r"epoch\.pt: must hold a state dict of tensors, not a dict with 'epoch'$"):
        read_trained(tmp_path / "epoch.pt")


@pytest.mark.filterwarnings("ignore")  # of torch, about nested tensors
def test_a_negated_view_is_read_and_what_has_no_size_is_refused(torch: Any, tmp_path: Path) -> None:
    torch.save({"0.weight": torch.tensor([[1.0, 2.0]])._neg_view()}, tmp_path / "negated.pt")
    assert list(evaluate(read_trained(tmp_path / "negated.pt"), [3, 1])) == [-5]
    nested = torch.nested.nested_tensor([torch.ones(2), torch.ones(3)])
    torch.save({"0.weight": nested}, tmp_path / "nested.pt")
    with pytest.raises(BadInput, match=r"nested\.pt: 0\.weight is no tensor of floats side by side: "):
        read_trained(tmp_path / "nested.pt")


class Stand:
    """What the reader asks of a tensor, without torch."""

    def __init__(self, kind: str = "float32", layout: str = "strided", device: str = "cpu", numbers: int = 4) -> None:
        self.dtype, self.layout, self.device = f"torch.{kind}", f"torch.{layout}", device
        self._numbers = numbers

    def numel(self) -> int:
        return self._numbers

    def detach(self) -> None:
        raise RuntimeError("its numbers must not be asked for")


@pytest.mark.parametrize(
    ("tensor", "words"),
    [
        (Stand("float8_e4m3fn"), "0.weight must hold floats of 16, 32 or 64 bits, not float8_e4m3fn"),
        (Stand("qint8"), "0.weight must hold floats of 16, 32 or 64 bits, not qint8"),
        (Stand(layout="sparse_coo"), "0.weight is stored as torch.sparse_coo, which is not read: save a dense tensor"),
        (Stand(device="meta"), r"0.weight has a shape alone and no numbers \(its device is meta\)"),
        (Stand(numbers=10**10), "0.weight has 10,000,000,000 numbers, and 10,000,000 are the most that are read"),
    ],
)
def test_a_tensor_without_its_numbers_side_by_side_is_refused(tensor: Stand, words: str) -> None:
    with pytest.raises(BadInput, match=words):
        read_torch({"0.weight": tensor})


def test_such_tensors_are_refused_as_torch_itself_saves_them(torch: Any, tmp_path: Path) -> None:
    eye = torch.eye(2)
    for tensor, words in (
        (eye.to_sparse(), "stored as torch.sparse_coo"),
        (eye.to(torch.float8_e4m3fn), "not float8_e4m3fn"),
        (eye.to(torch.complex64).conj(), "not complex64"),
        (torch.empty(2, 2, device="meta"), "no numbers"),
        (torch.ones(1).expand(10**5, 10**5), "10,000,000,000 numbers"),
    ):
        torch.save({"0.weight": tensor}, tmp_path / "odd.pt")
        with pytest.raises(BadInput, match=words):
            read_trained(tmp_path / "odd.pt")


def test_a_module_that_is_not_read_is_named(torch: Any) -> None:
    nn = torch.nn
    with pytest.raises(BadInput, match="module '1': Tanh is not read"):
        read_torch(nn.Sequential(nn.Linear(2, 2), nn.Tanh()))
    with pytest.raises(BadInput, match="module '1' takes 3 numbers, but 2 come to it"):
        read_torch(nn.Sequential(nn.Linear(2, 2), nn.Linear(3, 2)))
    with pytest.raises(BadInput, match="ReLU stands before the first Linear"):
        read_torch(nn.Sequential(nn.ReLU(), nn.Linear(2, 2)))
    with pytest.raises(BadInput, match="there is no layer"):
        read_torch(nn.Sequential())
