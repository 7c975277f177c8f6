"""Four evaluations agree at points: the checker's, the trace, the batch, and one written for the tests.

And on domains the checker's symbolic execution agrees with path enumeration: a claim is provable iff it is true.
"""

import hashlib
import json
from fractions import Fraction
from random import Random
from typing import Any

from brute import constrained, follow, is_true, most, possible, run, variables
from hypothesis import given, settings, strategies as st
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


SMALL = st.sampled_from([Fraction(number, 2) for number in range(-4, 5)])


def constraints(width: int) -> Any:
    """Return up to three constraints on so many numbers, as they are drawn."""
    relations = st.sampled_from([">=", ">", "=", "<=", "<"])
    return st.lists(st.tuples(st.lists(SMALL, min_size=width, max_size=width), relations, SMALL), max_size=3)


CONSTRAINTS = constraints(2)


def written(constraints: list[Any]) -> list[Any]:
    return [
        [[item for place, weight in enumerate(form) if weight for item in (place, str(weight))], relation, str(bound)]
        for form, relation, bound in constraints
    ]


@st.composite
def claims(draw: Any) -> tuple[dict[str, Any], dict[str, bytes]]:
    """Return a claim about small random networks, and their files."""
    kinds = ["equivalent", "within tolerance", "output within", "avoids", "paths", "operations at most"]
    kind = draw(st.sampled_from([*kinds, "memorizes", "classifies"]))
    network = network_bytes(draw(networks(2, 2, 2)))
    nodes = json.loads(network)["nodes"]
    files = {"network.json": network}
    claim: dict[str, Any] = {"kind": kind, "domain": written(draw(CONSTRAINTS))}
    if kind in ("equivalent", "within tolerance"):
        files["other.json"] = draw(st.one_of(st.just(network), networks(2, 2, 1).map(network_bytes)))
        if kind == "within tolerance":
            claim["tolerance"] = str(abs(draw(SMALL)))
    elif kind == "avoids":
        polyhedra = draw(st.lists(constraints(4), max_size=3))
        claim["unsafe"] = [written(polyhedron) for polyhedron in polyhedra]
    elif kind == "output within":
        claim["outputs"] = written(draw(CONSTRAINTS.filter(bool)))
    elif kind == "paths":
        region = constrained(claim["domain"], variables(2))
        count = len(list(follow(nodes, len(nodes) - 1, variables(2), region))) if possible(region) else 0
        claim["count"] = max(0, count + draw(st.sampled_from([0, 0, 1, -1])))
    elif kind == "operations at most":
        measure = draw(st.sampled_from(CHECKED))
        claim |= {"measure": measure, "bound": draw(st.integers(0, 8)), "attained": None}
    else:
        del claim["domain"]
        table = []
        for point in (["0", "0"], ["1", "-1/2"]):
            output, _ = run(nodes, len(nodes) - 1, [Fraction(value) for value in point])
            right = output if kind == "memorizes" else [int(output[1] > output[0])]
            table.append([point, [str(value) for value in right], 1])
        text = json.dumps({"format": "memocert dataset", "version": 1, "classes": None, "rows": table})
        files["dataset.json"] = text.encode()
        claim["kind"] += " robustly"
        claim["radius"] = str(abs(draw(SMALL)) / 4)
        if kind == "memorizes":
            claim["labels"] = "as given"
    for name, data in files.items():
        claim[name.removesuffix(".json")] = {"file": name, "sha256": hashlib.sha256(data).hexdigest()}
    return {"format": "memocert claim", "version": 3, **claim}, files


@settings(max_examples=examples(150))
@given(claims(), st.integers(0, 2**30))
def test_a_claim_is_provable_exactly_if_it_is_true(
    claim_and_files: tuple[dict[str, Any], dict[str, bytes]], seed: int
) -> None:
    claim, files = claim_and_files
    data = json.dumps(claim).encode()
    bundle = {**files, "a.claim.json": data}
    budget = Budget()
    read = {
        name.removesuffix(".json"): (read_dataset if name == "dataset.json" else read_network)(data, budget)
        for name, data in files.items()
    }
    engine = Searching(2, Random(seed), claim["kind"] in ("paths", "operations at most", "avoids"))
    try:
        RULES[claim["kind"]].apply(claim, engine, read)
        proved = True
    except Rejected:
        proved = False
    assert proved == is_true(bundle, "a.claim.json")
    about = {"file": "a.claim.json", "sha256": hashlib.sha256(data).hexdigest()}
    certificate = {"format": "memocert certificate", "version": 3, "claim": about, "hints": engine.hints.hints}
    bundle["a.certificate.json"] = json.dumps(certificate).encode()
    assert check_claim(Memory(bundle), "a.claim.json").verdict == ("accepted" if proved else "rejected")
