"""PyTorch modules of exact networks: the table in the source is the network, and torch computes what it computes."""

import ast
import random
from fractions import Fraction
from typing import Any

import pytest
from gated import POINTS, SHAPES, chain_of_gates, points_of_plane, random_graph

from constructions.model.batch import evaluate_many
from constructions.model.errors import BadInput
from constructions.model.network import Affine, Branch, Network, Relu, Sequence, constant
from constructions.model.rational import Point
from exchange.torch.module import is_installed, loaded, torch_difference, torch_module, torch_source

needs_torch = pytest.mark.skipif(not is_installed(), reason="the extra 'torch' is not installed")
ROWS: list[Point] = [tuple(point) for point in POINTS]


def table(text: str) -> list[Any]:
    (nodes,) = [
        node.value
        for node in ast.parse(text).body
        if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name) and node.targets[0].id == "NODES"
    ]
    found: list[Any] = ast.literal_eval(nodes)
    return found


def run(nodes: list[Any], number: int, state: list[Fraction]) -> list[Fraction]:
    """Run the table as the source says what it means, in exact arithmetic."""
    kind, *node = nodes[number]
    if kind == "affine":
        _, rows, biases, divisors = node
        sums = [
            sum([Fraction(weight) * state[place] for place, weight in zip(*row, strict=True)], Fraction(bias))
            for row, bias in zip(rows, biases, strict=True)
        ]
        return sums if divisors is None else [a / Fraction(b) for a, b in zip(sums, divisors, strict=True)]
    if kind == "identity":
        return state
    if kind in ("relu", "step"):
        return [max(value, Fraction(0)) if kind == "relu" else Fraction(value >= 0) for value in state]
    if kind == "sequence":
        for child in node[0]:
            state = run(nodes, child, state)
        return state
    if kind == "concatenate":
        return [value for child in node[0] for value in run(nodes, child, state)]
    assert kind == "branch"
    places, weights, threshold, below, above = node
    total = sum([Fraction(weight) * state[place] for place, weight in zip(places, weights, strict=True)], Fraction(0))
    return run(nodes, above if total >= Fraction(threshold) else below, state)


def agrees(network: Network, points: list[Point], kind: str) -> None:
    source = torch_source(network, kind)
    assert source.precision.rounded == 0
    nodes = table(source.text)
    wanted = evaluate_many(network, points).outputs
    assert [tuple(run(nodes, len(nodes) - 1, list(point))) for point in points] == wanted


@pytest.mark.parametrize("shape", SHAPES)
def test_the_table_in_the_source_is_the_network(shape: str) -> None:
    agrees(SHAPES[shape](), ROWS, "float32")


def test_shared_parts_are_shared_in_the_table() -> None:
    for seed in range(60):
        source = random.Random(seed)
        agrees(random_graph(source, 2, 2, source.randint(2, 7), []), points_of_plane(source, 10), "float64")


def test_thirds_stand_there_exactly_and_what_is_rounded_is_counted() -> None:
    third = Fraction(1, 3)
    gate = Branch([third, 1], Fraction(2, 7), Affine([[third, Fraction(1, 5)]], [1]), constant([Fraction(1, 7)], 2))
    agrees(gate, [(Fraction(a, 2), Fraction(b, 7)) for a in range(-3, 4) for b in range(-3, 4)], "float32")
    source = torch_source(Affine([[Fraction(1, 10**9 + 7)]], [0]))
    assert source.precision.sentence().startswith("1 constant is rounded to float32: ")
    with pytest.raises(BadInput, match="is beyond the largest float32"):
        torch_source(Affine([[10**50]], [0]))


@needs_torch
@pytest.mark.parametrize("kind", ["float32", "float64"])
@pytest.mark.parametrize("shape", SHAPES)
def test_torch_computes_what_exact_arithmetic_says(shape: str, kind: str) -> None:
    network = SHAPES[shape]()
    assert torch_difference(torch_source(network, kind), network, ROWS)[1] == 0


@needs_torch
def test_random_networks_and_deep_ones_agree_in_torch() -> None:
    source = random.Random(5)
    for _ in range(25):
        network = random_graph(source, 2, source.randint(1, 3), 4, [])
        assert torch_difference(torch_source(network, "float64"), network, points_of_plane(source, 12))[1] == 0
    deep = chain_of_gates(3000)
    assert torch_difference(torch_source(deep), deep, ROWS)[1] == 0


@needs_torch
def test_only_the_side_that_is_taken_runs_and_gradients_flow_through_it() -> None:
    import torch

    network = Branch([1], 0, Sequence((Affine([[5]], [1]), Relu(1))), Affine([[3]], [0]))
    module = torch_module(network, "float64")
    calls: list[int] = []
    whole = module._affine

    def counted(number: int, state: Any) -> Any:
        calls.append(len(state))
        return whole(number, state)

    module._affine = counted
    x = torch.tensor([[2.0], [-1.0], [4.0]], dtype=torch.float64, requires_grad=True)
    y = module(x)
    assert y.tolist() == [[6.0], [0.0], [12.0]]
    assert sorted(calls) == [1, 2]
    y.sum().backward()
    assert x.grad.tolist() == [[3.0], [0.0], [3.0]]
    calls.clear()
    module(x[:1])
    assert calls == [1]
    assert module(x[:0]).shape == (0, 1)
    assert len(module.state_dict()) == 4
    with pytest.raises(ValueError, match=r"x must be rows of 1 numbers, not of the shape \[3\]"):
        module(x[:, 0])


@pytest.mark.skipif(is_installed(), reason="torch is installed")
def test_without_torch_the_module_is_refused_in_one_line() -> None:
    with pytest.raises(BadInput, match=r"a PyTorch module needs torch: pip install 'memocert\[torch\]'"):
        torch_module(Relu(1))
    with pytest.raises(ModuleNotFoundError):
        loaded(torch_source(Relu(1)).text)
