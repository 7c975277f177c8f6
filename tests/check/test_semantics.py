"""Four evaluations agree: the checker's, the trace, the batch, and one written for the tests."""

import json
from fractions import Fraction

from brute import most, run
from hypothesis import given, settings, strategies as st

from constructions.batch import evaluate_many, homogeneous
from constructions.cost import MEASURES, structural_worst
from constructions.evaluation import trace
from constructions.files import network_bytes, network_from_bytes
from constructions.network import Affine, Branch, Concatenate, Identity, Network, Relu, Sequence, Step
from verify.check.budget import Budget
from verify.check.network import MEASURES as CHECKED, evaluate, read_network

NUMBERS = st.one_of(st.sampled_from([Fraction(0), Fraction(1), Fraction(-1)]), st.fractions(-5, 5, max_denominator=6))


def rows(width: int) -> st.SearchStrategy[list[Fraction]]:
    return st.lists(NUMBERS, min_size=width, max_size=width)


def networks(inputs: int, outputs: int, depth: int) -> st.SearchStrategy[Network]:
    affine: st.SearchStrategy[Network] = st.builds(
        Affine, st.lists(rows(inputs), min_size=outputs, max_size=outputs), rows(outputs)
    )
    plain: list[st.SearchStrategy[Network]] = [affine]
    if inputs == outputs:
        plain.append(st.sampled_from([Identity(inputs), Relu(inputs), Step(inputs)]))
    if depth == 0:
        return st.one_of(plain)
    side = networks(inputs, outputs, depth - 1)
    plain.append(st.builds(Branch, rows(inputs), NUMBERS, side, side))
    plain.append(side.map(lambda part: Branch([1] * inputs, 0, part, part)))
    for width in (1, 2, 3):
        first, second = networks(inputs, width, depth - 1), networks(width, outputs, depth - 1)
        plain.append(st.builds(lambda one, two: Sequence((one, two)), first, second))
    if outputs > 1:
        left, right = networks(inputs, 1, depth - 1), networks(inputs, outputs - 1, depth - 1)
        plain.append(st.builds(lambda one, two: Concatenate((one, two)), left, right))
    if outputs % 2 == 0:
        half = networks(inputs, outputs // 2, depth - 1)
        plain.append(half.map(lambda part: Concatenate((part, part))))
    return st.one_of(plain)


POINTS = st.lists(rows(2), min_size=1, max_size=5)


@settings(max_examples=400, deadline=None, derandomize=True)
@given(networks(2, 2, 3), POINTS)
def test_four_evaluations_agree_on_outputs_and_operations(network: Network, points: list[list[Fraction]]) -> None:
    data = network_bytes(network)
    nodes = json.loads(data)["nodes"]
    root = read_network(data, Budget())
    batch = evaluate_many(network, points)
    for number, point in enumerate(points):
        output, counts = run(nodes, len(nodes) - 1, point)
        traced = trace(network, point)
        *values, denominator = evaluate(root, homogeneous(point), Budget())
        assert list(traced.output) == list(batch.outputs[number]) == output
        assert [Fraction(value, denominator) for value in values] == output
        operations = (traced.operations.additions, traced.operations.multiplications, traced.operations.comparisons)
        assert operations == counts == tuple(batch.operations[number])
        for place, measure in enumerate(CHECKED):
            assert root.worst[place] >= (sum(counts) if measure == "total" else counts[place])


@settings(max_examples=300, deadline=None, derandomize=True)
@given(networks(2, 2, 3))
def test_three_structural_maxima_agree_and_files_keep_everything(network: Network) -> None:
    data = network_bytes(network)
    nodes = json.loads(data)["nodes"]
    root = read_network(data, Budget())
    worst = structural_worst(network)
    for measure in MEASURES:
        assert worst.of(measure) == root.worst[CHECKED.index(measure)] == most(nodes, len(nodes) - 1, measure)
    assert network_bytes(network_from_bytes(data)) == data
