"""Four evaluations agree at points: the checker's, the trace, the batch, and one written for the tests.

And on domains the checker's symbolic execution agrees with path enumeration: a claim is provable iff it is true.
"""

import json
from fractions import Fraction
from random import Random

import pytest
from brute import inputs_of, most, run
from drawn import Draw
from hypothesis import given, settings, strategies as st
from instances import bundle
from samples import examples
from search import Searching
from strategies import networks, rows

from constructions.files.canonical import network_bytes, network_from_bytes
from constructions.model.batch import evaluate_many
from constructions.model.cost import MEASURES, structural_worst
from constructions.model.evaluation import trace
from constructions.model.network import Network
from constructions.model.numbers.homogeneous import homogeneous
from verify.check.budget import Budget
from verify.check.bundle import Memory, check_claim
from verify.check.dataset import read_dataset
from verify.check.domain import read_constraints
from verify.check.engine import Engine
from verify.check.network import MEASURES as CHECKED, read_network
from verify.check.rules.table import RULES
from verify.check.values import at
from verify.check.verdict import Rejected

POINTS = st.lists(rows(2), min_size=1, max_size=5)


@settings(max_examples=examples(100))
@given(networks(2, 2, 3), POINTS)
def test_four_evaluations_agree_on_outputs_and_operations(network: Network, points: list[list[Fraction]]) -> None:
    data = network_bytes(network)
    nodes = json.loads(data)["nodes"]
    root = read_network(data, Budget())
    batch = evaluate_many(network, points)
    for number, point in enumerate(points):
        output, counts = run(nodes, len(nodes) - 1, point)
        traced = trace(network, point)
        engine = Engine([], Budget())
        engine.run_at(root, homogeneous(point))
        *values, denominator = engine.values
        assert list(traced.output) == list(batch.outputs[number]) == output
        assert [Fraction(value, denominator) for value in values] == output
        operations = (traced.operations.additions, traced.operations.multiplications, traced.operations.comparisons)
        assert operations == counts == tuple(batch.operations[number])
        for place, measure in enumerate(CHECKED):
            counting = Engine([], Budget(), place)
            counting.run_at(root, homogeneous(point))
            assert counting.count == (sum(counts) if measure == "total" else counts[place])
            assert root.worst[place] >= (sum(counts) if measure == "total" else counts[place])


@settings(max_examples=examples(75))
@given(networks(2, 2, 3))
def test_three_structural_maxima_agree_and_files_keep_everything(network: Network) -> None:
    data = network_bytes(network)
    nodes = json.loads(data)["nodes"]
    root = read_network(data, Budget())
    worst = structural_worst(network)
    for measure in MEASURES:
        assert worst.of(measure) == root.worst[CHECKED.index(measure)] == most(nodes, len(nodes) - 1, measure)
    assert network_bytes(network_from_bytes(data)) == data


@settings(max_examples=examples(75))
@given(networks(2, 2, 3), rows(2), st.integers(0, 2**30))
def test_symbolic_execution_on_one_point_agrees_with_evaluation(
    network: Network, point: list[Fraction], seed: int
) -> None:
    data = network_bytes(network)
    nodes = json.loads(data)["nodes"]
    root = read_network(data, Budget())
    domain = read_constraints([[[0, "1"], "=", str(point[0])], [[1, "1"], "=", str(point[1])]], 2, Budget())
    output, counts = run(nodes, len(nodes) - 1, point)
    engine = Searching(2, Random(seed), False)
    ends = engine.ends(root, domain)
    assert next(ends, "none") is None
    homogenized = homogeneous(point)
    found = [at(value, homogenized, 1, Budget()) for value in engine.values[:-1]]
    assert [Fraction(value, engine.values[-1] * homogenized[-1]) for value in found] == output
    assert engine.count == sum(counts)
    assert next(ends, "none") == "none"


ON_REGIONS = (
    *("equivalent", "within tolerance", "output within", "avoids", "paths", "operations at most"),
    *("memorizes robustly", "classifies robustly", "equivalent on balls"),
)


@pytest.mark.parametrize("kind", ON_REGIONS)
@pytest.mark.parametrize("truth", [True, False])
def test_a_claim_is_provable_exactly_if_it_is_true(kind: str, truth: bool) -> None:
    for number, instance in enumerate(Draw(10).claims(kind, truth, examples(12))):
        files = bundle(instance, [])
        read = {
            key: (read_dataset if key == "dataset" else read_network)(files[f"{key}.json"], Budget())
            for key in instance.files
        }
        width = inputs_of(nodes := instance.files["network"]["nodes"], len(nodes) - 1)
        engine = Searching(width, Random(number), kind in ("paths", "operations at most", "avoids"))
        try:
            RULES[kind].apply(json.loads(files["it.claim.json"]), engine, read)
            proved = True
        except Rejected:
            proved = False
        assert proved == truth, instance
        result = check_claim(Memory(bundle(instance, engine.hints.hints)), "it.claim.json")
        assert result.verdict == ("accepted" if proved else "rejected"), instance
