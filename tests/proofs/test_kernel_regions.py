"""The kernel lane on balls, radii, outputs and paths: as strict as the Python checker, hint by hint."""

import json
import random
from collections.abc import Callable
from fractions import Fraction
from pathlib import Path

import pytest
from compiled_once import needs_coq
from kernel_bundles import changed_cases, must_agree
from samples import examples

from constructions.catalogue import CATALOGUE
from constructions.files.bundle import Bundle, write_bundle
from constructions.files.canonical import network_bytes
from constructions.model.dataset import Dataset
from constructions.model.network import Affine, Branch, Concatenate, Form, Network, Relu, Sequence, Step
from verify.check.bundle import claim_names
from verify.claims.shared.base import Request
from verify.domain import Constraint, box
from verify.kernel.lane import check_in_coq
from verify.lanes import Options
from verify.request import prove_named
from verify.verdict import Proved

pytestmark = needs_coq

DATA = Dataset.from_rows([[0, 0], [1, 3], [2, 1], [3, 3]], [[0], [1], [0], [2]])
SUMS = Affine([[1, 1], [2, -1], [-1, 1]], [-3, 1, 0])
HIDDEN = Sequence((SUMS, Relu(3), Affine([[1, -2, 1]], [1])))
SHARED = Sequence((Affine([[1, -1]], [Fraction(1, 3)]), Relu(1)))
MIXED = Sequence((Concatenate((SHARED, SHARED, Affine([[0, 1]], [-1]))), Step(3), Affine([[1, 1, 1]], [0])))
GATED = Branch([1, Fraction(1, 2)], 1, MIXED, Sequence((MIXED, Affine([[-2]], [1]), Relu(1))))
CERTIFIED = Options(lane="certificate")
POSITIVE = (
    Constraint(Form.coordinate(0, 1), ">=", Fraction(-20)),
    Constraint(Form.coordinate(0, 1), "<", Fraction(40)),
)

FORBIDDEN = (
    (Constraint(Form.dense([1, 1, 0]), ">", Fraction(5)), Constraint(Form.dense([0, 0, 1]), "=", Fraction(-20))),
    (Constraint(Form.dense([0, 0, 1]), ">", Fraction(40)), Constraint(Form.dense([1, 0, 0]), "<", Fraction(3))),
)
"""Of two inputs up to 3 and 2 and an output."""


def proved(folder: Path, network: Network, data: Dataset, *wanted: tuple[str, Request]) -> Bundle:
    bundle = write_bundle(folder, network, data, "")
    for name, request in wanted:
        assert isinstance(prove_named(bundle, name, request, CERTIFIED)[1], Proved), name
    return bundle


def tree_bundle(folder: Path) -> Path:
    tree = CATALOGUE["search-tree"].build(DATA.one_hot()).network
    near = Request(radius=Fraction(1, 50))
    names = ("classifies-robustly", "memorizes-robustly")
    wanted = [(name, request) for name in names for request in (near, Request())]
    return proved(folder, tree, DATA, *wanted).folder


def gate_bundle(folder: Path) -> Path:
    """A network whose radii are of all kinds: right everywhere, wrong at the point, closed, open."""
    one_line = Dataset.from_rows([[0], [1], [5]], [[0], [1], [1]])
    gate = Branch([1], 2, Affine([[0], [0]], [1, 0]), Affine([[1], [1]], [0, 1]))
    return proved(folder, gate, one_line, ("classifies-robustly", Request())).folder


def constant_bundle(folder: Path) -> Path:
    one_line = Dataset.from_rows([[0], [1]], [[0], [0]])
    return proved(
        folder, Affine([[0], [0]], [1, 0]), one_line, ("classifies-robustly", Request()), ("paths", Request())
    ).folder


def domain_bundle(folder: Path, network: Network) -> Path:
    domain = box([0, 0], [3, 2])
    return proved(
        folder,
        network,
        DATA,
        ("paths", Request()),
        ("paths", Request(domain=domain)),
        ("output-within", Request(outputs=POSITIVE, domain=domain)),
        ("avoids", Request(unsafe=FORBIDDEN, domain=domain)),
    ).folder


def near_bundle(folder: Path) -> Path:
    other = folder.with_suffix(".json")
    other.write_bytes(network_bytes(Concatenate((Affine([[1]], [0]), Affine([[0]], [Fraction(1, 3)])))))
    network = Concatenate((Relu(1), Step(1)))
    request = Request(other=other, tolerance=Fraction(2, 3), domain=box([Fraction(-2, 3)], [None]))
    origin = Dataset.from_rows([[0]], [[0]])
    return proved(folder, network, origin, ("within-tolerance", request)).folder


BUNDLES: dict[str, Callable[[Path], Path]] = {
    "tree": tree_bundle,
    "gate": gate_bundle,
    "constant": constant_bundle,
    "hidden": lambda folder: domain_bundle(folder, HIDDEN),
    "gated": lambda folder: domain_bundle(folder, GATED),
    "near": near_bundle,
}


@pytest.fixture(scope="module")
def bundles(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    root = tmp_path_factory.mktemp("bundles")
    return {name: make(root / name) for name, make in BUNDLES.items()}


def test_more_polyhedra_and_sides_than_stand_in_one_definition(tmp_path: Path) -> None:
    above = Constraint(Form.dense([-1, 1]), ">", Fraction(0))
    request = Request(unsafe=((above,),) * 1001 + ((above,) * 1001,))
    folder = proved(
        tmp_path / "bundle", Affine([[1]], [0]), Dataset.from_rows([[0]], [[0]]), ("avoids", request)
    ).folder
    (result,) = check_in_coq(folder)
    assert (result.verdict, result.reason) == ("accepted", "")


def test_claims_that_were_proved_are_accepted_and_changed_certificates_as_the_checker_does(
    bundles: dict[str, Path],
) -> None:
    source = random.Random(15)
    claims = [(folder, name) for folder in bundles.values() for name in claim_names(str(folder))]
    cases = [changed_cases(*claim, source, examples(12)) for claim in claims]
    assert [proved for proved, *_ in cases if proved.checked.verdict != "accepted" or proved.theorem is None] == []
    assert {case.checked.verdict for changed in cases for case in changed} >= {"accepted", "rejected"}
    must_agree([case for changed in cases for case in changed])


def test_what_was_proved_is_of_all_kinds_on_regions_and_radii_are_of_all_kinds(bundles: dict[str, Path]) -> None:
    assert {result.verdict for result in check_in_coq(bundles["gate"])} == {"accepted"}
    claims = [json.loads(path.read_bytes()) for folder in bundles.values() for path in folder.glob("*.claim.json")]
    assert {claim["kind"] for claim in claims} == {
        *("classifies robustly", "memorizes robustly", "classifies with radii", "memorizes with radii"),
        *("output within", "paths", "avoids", "within tolerance"),
    }
    radii = {radius[0] for claim in claims for radius in claim.get("radii", ())}
    assert {"all", "wrong"} <= radii
    assert {"closed", "open"} & radii
