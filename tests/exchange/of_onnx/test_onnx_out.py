"""ONNX models of exact networks: two runtimes and our reader agree with exact arithmetic, on boundaries too."""

import random
from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path
from typing import Any

import numpy as np
import onnx
import onnxruntime
import pytest
from gated import (
    POINTS,
    SHAPES,
    chain_of_gates,
    exits,
    ladder,
    points_of_plane,
    random_graph,
    shared,
    with_work_after_each,
)
from onnx_models import outputs_of_reference, outputs_of_runtime
from samples import examples

from constructions.catalogue import build, everything
from constructions.files.bundle import write_bundle
from constructions.model.batch import evaluate_many
from constructions.model.dataset import Dataset
from constructions.model.errors import BadInput
from constructions.model.network import Affine, Branch, Concatenate, Network, Relu, Sequence, constant
from constructions.model.rational import Number
from exchange.onnx.out import graph, nested
from exchange.onnx.out.writer import Gates, onnx_model
from exchange.onnx.reader import read_onnx
from exchange.trees import of_network
from exchange.trees.casts import nearest
from verify.check.bundle import check_bundle
from verify.lanes import Options
from verify.read_back import read_back
from verify.verdict import LanesDisagree, Proved

FORMS: tuple[Gates, ...] = ("if", "where")


def written(network: Network, gates: Gates, folder: Path, kind: str = "float32") -> Path:
    model = onnx_model(network, gates, kind)
    assert model.precision.rounded == 0
    path = folder / f"{gates}.onnx"
    path.write_bytes(model.data)
    return path


@pytest.mark.parametrize("gates", FORMS)
@pytest.mark.parametrize("shape", SHAPES)
def test_runtimes_and_our_reader_agree_with_exact_arithmetic(shape: str, gates: Gates, tmp_path: Path) -> None:
    network = SHAPES[shape]()
    path = written(network, gates, tmp_path)
    onnx.checker.check_model(onnx.load(str(path)), full_check=True)
    wanted = evaluate_many(network, POINTS).outputs
    rows = np.array(POINTS, dtype=np.float32)
    assert outputs_of_runtime(path, rows) == outputs_of_reference(path, rows) == wanted
    if shape != "a constant":  # what reads nothing our reader refuses
        assert evaluate_many(read_onnx(path), POINTS).outputs == wanted


@pytest.mark.parametrize("gates", FORMS)
def test_random_networks_agree_at_points_that_lie_on_their_gates(gates: Gates, tmp_path: Path) -> None:
    source = random.Random(7)
    for _ in range(examples(24)):
        network = random_graph(source, 2, source.randint(1, 2), 4, [])
        points = points_of_plane(source, 12)
        path = written(network, gates, tmp_path, "float64")
        wanted = evaluate_many(network, points).outputs
        assert outputs_of_runtime(path, np.array(points, dtype=np.float64)) == wanted
        try:
            assert evaluate_many(read_onnx(path), points).outputs == wanted
        except BadInput as error:
            assert "does not depend on the input" in str(error)  # noqa: PT017


def test_gates_are_cut_anywhere_and_nothing_changes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    refused = 0
    for seed in range(examples(60)):
        source = random.Random(seed)
        monkeypatch.setattr(nested, "ROOM", source.choice([2, 3, 4, 5, 7]))
        network = random_graph(source, 2, source.randint(1, 2), source.randint(2, 7), [])
        points = points_of_plane(source, 10)
        try:
            path = written(network, "if", tmp_path, "float64")
        except BadInput as error:
            assert "gates with work left to do after each" in str(error)  # noqa: PT017
            refused += 1
            continue
        assert max([depth for _, depth in graphs(onnx.load(str(path)))]) <= nested.ROOM
        outputs = outputs_of_runtime(path, np.array(points, dtype=np.float64))
        assert outputs == evaluate_many(network, points).outputs, seed
    assert refused < examples(30)


@pytest.mark.parametrize("name", [name for name in everything() if name != "integer-bit-extraction"])
def test_every_memorizer_is_written_and_read_back_as_what_it_is(name: str, tmp_path: Path) -> None:
    source = random.Random(3)
    points = [[Fraction(source.randint(-99, 99)) for _ in range(2)] for _ in range(16)]
    network = build(name, Dataset.from_rows(points, [[source.randint(0, 1)] for _ in points]))[1].network
    wanted = evaluate_many(network, points).outputs
    for gates in FORMS:
        model = onnx_model(network, gates, "float64")
        (tmp_path / "m.onnx").write_bytes(model.data)
        assert (evaluate_many(read_onnx(tmp_path / "m.onnx"), points).outputs == wanted) == (
            not model.precision.rounded
        )


def graphs(model: Any) -> Iterator[tuple[Any, int]]:
    """Yield every graph of a model with how many ``If`` it lies in."""
    todo = [(model.graph, 0)]
    while todo:
        inner, depth = todo.pop()
        yield inner, depth
        todo += [(part.g, depth + 1) for node in inner.node for part in node.attribute if part.HasField("g")]


def operators(data: bytes) -> list[str]:
    return [node.op_type for inner, _ in graphs(onnx.load_from_string(data)) for node in inner.node]


def test_gates_nest_no_deeper_than_readers_allow_and_shared_parts_stand_there_once() -> None:
    for network in (chain_of_gates(300), exits(150), ladder(30)):
        model = onnx.load_from_string(onnx_model(network).data)
        assert max([depth for _, depth in graphs(model)]) <= nested.ROOM
    for count in (10, 20):
        assert operators(onnx_model(ladder(count)).data).count("Relu") == 1
    sizes = [len(onnx_model(ladder(count)).data) for count in (20, 40)]
    assert sizes[1] < 3 * sizes[0]


def test_without_control_flow_there_is_none() -> None:
    for shape in SHAPES.values():
        found = operators(onnx_model(shape(), "where").data)
        assert "If" not in found
    assert "Where" not in operators(onnx_model(chain_of_gates(20), "where").data)
    assert operators(onnx_model(exits(3), "where").data).count("Where") == 3


def test_without_control_flow_many_rows_run_at_once(tmp_path: Path) -> None:
    network = shared()
    session = onnxruntime.InferenceSession(str(written(network, "where", tmp_path)))
    outputs = session.run(None, {"x": np.array(POINTS, dtype=np.float32)})[0]
    assert [tuple(row) for row in outputs.tolist()] == evaluate_many(network, POINTS).outputs


@pytest.mark.parametrize("gates", FORMS)
def test_thirds_are_written_exactly_and_the_checker_accepts_that_nothing_changed(gates: Gates, tmp_path: Path) -> None:
    third = Fraction(1, 3)
    inner = Branch([third, 1], Fraction(2, 7), Affine([[third, Fraction(1, 5)]], [1]), constant([Fraction(1, 7)], 2))
    network = Sequence((Branch([0, third], Fraction(1, 9), inner, Affine([[1, third]], [0])), Relu(1)))
    path = written(network, gates, tmp_path)
    bundle = write_bundle(tmp_path / "b", network, None, "")
    found = read_back(bundle, read_onnx(path), True, Options("certificate"))
    assert [type(verdict) for _, verdict in found.verdicts] == [Proved]
    assert [result.verdict for result in check_bundle(str(tmp_path / "b"))] == ["accepted"]


def test_a_writer_that_changed_something_is_caught(tmp_path: Path) -> None:
    data = Dataset.from_rows([[0], [1], [5]], [[0], [1], [7]])
    network = build("search-tree", data)[1].network
    bundle = write_bundle(tmp_path / "b", network, data, "")
    other = Sequence((network, Affine([[1]], [1])))
    with pytest.raises(LanesDisagree, match="nothing was rounded, but at an input the outputs are"):
        read_back(bundle, other, True, Options("certificate"))
    rounded = read_back(bundle, other, False, Options("certificate"))
    assert (rounded.is_same, rounded.verdicts, rounded.agreeing) == (False, (), 0)
    beside = Branch([1], 9, network, constant([8], 1))
    on_data = read_back(bundle, beside, False, Options("certificate"))
    assert [claim.sentence() for claim, _ in on_data.verdicts] == [
        f"for every x in dataset.json: network.json and {on_data.verdicts[0][0].other.file} give the same output at x"  # type: ignore[attr-defined]
    ]
    assert (on_data.agreeing, on_data.same_class) == (3, None)
    assert [rounded.farthest, on_data.farthest] == [Fraction(1), Fraction(0)]
    named = Dataset.from_rows([[0], [1], [5]], [[0], [1], [1]])
    outputs = Affine([[0], [2]], [1, 0])  # largest: the first at 0, the second at 1 and 5
    classes = write_bundle(tmp_path / "classes", outputs, named, "")
    moved = read_back(classes, Affine([[0], [2]], [Fraction(5, 2), 0]), False, Options("certificate"))
    assert (moved.agreeing, moved.farthest, moved.same_class) == (0, Fraction(3, 2), 2)


def test_what_cannot_be_written_is_refused_in_one_line(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(
        BadInput, match=r"gates with work left to do after each nest deeper than 26 levels.*--gates where"
    ):
        onnx_model(with_work_after_each(60))
    assert onnx_model(with_work_after_each(60), "where").precision.rounded == 0
    with pytest.raises(BadInput, match="is beyond the largest float32"):
        onnx_model(Affine([[10**50]], [0]))
    with pytest.raises(BadInput, match="there is no form of gates 'while'"):
        onnx_model(Relu(1), "while")  # type: ignore[arg-type]
    monkeypatch.setattr(graph, "MAX_NODES", 50)
    with pytest.raises(BadInput, match="the ONNX model would have more than 50 nodes, which are not written"):
        onnx_model(chain_of_gates(60))
    monkeypatch.setattr(graph, "MAX_NUMBERS", 50)
    with pytest.raises(BadInput, match="a layer has 64 weights with its zeros, and 50 are the most"):
        onnx_model(Affine([[1] * 8 for _ in range(8)], [1] * 8))


THIRD = Fraction(1, 3)


def tree(source: random.Random, height: int) -> Network:
    """Return a tree on two inputs with two outputs whose tests and ends are multiples of 1/2."""
    if not height or source.random() < 0.1:
        return constant([Fraction(source.randint(-9, 9), 2) for _ in range(2)], 2)
    normals: list[list[Number]] = [[1, 0], [0, 1], [-1, 0], [0, Fraction(-1, 2)], [2, 0], [0, 0]]
    normal = source.choice(normals)
    threshold = Fraction(source.randint(-6, 6), 2)
    return Branch(normal, threshold, tree(source, height - 1), tree(source, height - 1))


def test_trees_and_their_sums_are_ensembles_that_agree_on_every_threshold(tmp_path: Path) -> None:
    source = random.Random(2)
    rows = [[Fraction(a, 2), Fraction(b, 2)] for a in range(-7, 8) for b in range(-7, 8)]
    shared_part = tree(source, 3)
    forests: list[Network] = [Branch([1, 0], 0, tree(source, 4), tree(source, 4)) for _ in range(5)]
    forests += [
        Branch([1, 0], Fraction(1, 2), Branch([0, 1], 0, shared_part, constant([1, 2], 2)), shared_part),
        Concatenate((forests[0], constant([7, 0], 2), forests[1])),
        Sequence((Concatenate((forests[0], forests[1])), Affine([[1, 0, 1, 0], [0, 2, 0, -1]], [1, Fraction(1, 2)]))),
        Sequence((Concatenate((forests[2], forests[3])), Affine([[1] * 4] * 2, [0, 1]), Affine([[1, 1]], [3]))),
    ]
    for network in forests:
        path = written(network, "trees", tmp_path)
        wanted = evaluate_many(network, rows).outputs
        floats = np.array(rows, dtype=np.float32)
        assert outputs_of_runtime(path, floats) == outputs_of_reference(path, floats) == wanted
        assert evaluate_many(read_onnx(path), rows).outputs == wanted
    bundle = write_bundle(tmp_path / "b", forests[5], None, "")
    found = read_back(bundle, read_onnx(written(forests[5], "trees", tmp_path)), True, Options("certificate"))
    assert [type(verdict) for _, verdict in found.verdicts] == [Proved]


def test_a_threshold_that_float32_does_not_hold_sends_every_float_its_own_way(tmp_path: Path) -> None:
    for threshold, weight in ((THIRD, 1), (THIRD, -1), (-THIRD, 1), (-THIRD, -1), (Fraction(49, 20), 3)):
        network = Branch([weight], threshold, constant([0], 1), constant([1], 1))
        model = onnx_model(network, "trees")
        assert (model.precision.rounded, model.keeps_floats) == (1, True)
        path = tmp_path / "t.onnx"
        path.write_bytes(model.data)
        near = np.float32((threshold / weight).numerator / (threshold / weight).denominator)
        around = [near]
        for _ in range(3):
            around = [np.nextafter(around[0], np.float32(-9)), *around, np.nextafter(around[-1], np.float32(9))]
        rows = np.array(around, dtype=np.float32)[:, None]
        wanted = evaluate_many(network, [[Fraction(row.item())] for row in rows]).outputs
        assert len(set(wanted)) == 2
        assert outputs_of_runtime(path, rows) == wanted
    leaves = Branch([1], 0, constant([THIRD], 1), constant([1], 1))
    assert not onnx_model(leaves, "trees").keeps_floats


@pytest.mark.parametrize(
    ("network", "words"),
    [
        (Branch([1, 1], 0, constant([0], 2), constant([1], 2)), "has a gate that tests 2 inputs together"),
        (Branch([1], 0, Relu(1), constant([1], 1)), "has Relu at the end of a gate, which is no constant"),
        (Branch([1], 0, Affine([[1]], [0]), constant([1], 1)), "has Affine at the end of a gate, which is no constant"),
        (Sequence((Affine([[1]], [0]), Relu(1))), "has Affine beside or before its trees"),
        (constant([1], 1), "has no gate"),
        (Sequence((chain_of_gates(2), Relu(1))), "has Relu behind its trees"),
    ],
)
def test_what_is_no_ensemble_is_refused_by_what_it_is(network: Network, words: str) -> None:
    with pytest.raises(
        BadInput, match=f"the network {words}: an ensemble of trees takes gates that test one input each"
    ):
        onnx_model(network, "trees")


def test_an_ensemble_in_float64_or_too_large_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(BadInput, match="an ensemble of trees computes in float32: float64 is for the other forms"):
        onnx_model(chain_of_gates(2), "trees", "float64")
    monkeypatch.setattr(of_network, "MAX_NODES", 30)
    with pytest.raises(BadInput, match="has more than 30 nodes once shared parts are copied"):
        onnx_model(chain_of_gates(20), "trees")


def test_whole_numbers_of_a_chain_are_looked_for_once(monkeypatch: pytest.MonkeyPatch) -> None:
    calls: list[Fraction] = []

    def counted(value: Fraction, kind: str) -> Fraction:
        calls.append(value)
        return nearest(value, kind)

    monkeypatch.setattr("exchange.precision.nearest", counted)
    chain: Network = Affine([[0]], [1])
    for number in range(20):
        chain = Branch([1], 20 - number, chain, Affine([[0]], [number % 2]))
    assert not onnx_model(chain, "where", "float32").precision.rounded
    assert len(calls) == len(set(calls)) <= 43  # not once for each of the tests on the way to each of 21 ends
