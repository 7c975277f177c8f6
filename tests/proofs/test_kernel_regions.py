"""The kernel lane on balls, radii, outputs and paths: as strict as the Python checker, hint by hint."""

import json
import random
import shutil
from collections.abc import Callable
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from kernel_bundles import case_of, certified, changed, changed_cases, coq_alone, must_agree
from samples import examples

from constructions.catalogue import CATALOGUE
from constructions.files.bundle import Bundle, write_bundle
from constructions.files.canonical import digest, network_bytes
from constructions.model.dataset import Dataset
from constructions.model.network import Affine, Branch, Concatenate, Form, Network, Relu, Sequence, Step
from verify.check.bundle import Folder, claim_names
from verify.claims.shared.base import Request
from verify.domain import Constraint, box
from verify.kernel.lane import check_in_coq
from verify.lanes import Options
from verify.request import prove_named
from verify.verdict import Proved

pytestmark = pytest.mark.skipif(shutil.which("coqc") is None, reason="Coq is not installed (apt-get install coq)")

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


def test_true_claims_on_balls_radii_outputs_and_paths_are_accepted(bundles: dict[str, Path]) -> None:
    places = [(folder, name) for folder in bundles.values() for name in claim_names(str(folder))]
    cases = [case_of(f"{folder.name}/{name}", Folder(str(folder)), name) for folder, name in places]
    assert [case for case in cases if case.checked.verdict != "accepted" or case.theorem is None] == []
    must_agree(cases)
    assert {result.verdict for result in check_in_coq(bundles["gate"])} == {"accepted"}
    assert {json.loads((folder / name).read_bytes())["kind"] for folder, name in places} == {
        *("classifies robustly", "memorizes robustly", "classifies with radii", "memorizes with radii"),
        *("output within", "paths", "avoids", "within tolerance"),
    }
    (gate,) = bundles["gate"].glob("*.claim.json")
    radii = [radius[0] for radius in json.loads(gate.read_bytes())["radii"]]
    (constant,) = bundles["constant"].glob("*radii.claim.json")
    radii += [radius[0] for radius in json.loads(constant.read_bytes())["radii"]]
    assert {"all", "wrong", "closed"} <= set(radii) | {"closed" if "open" in radii else ""}


FALSE: list[tuple[str, str, Callable[[dict[str, Any]], None]]] = [
    ("tree", "classifies robustly", lambda claim: claim.update(radius="3")),
    ("tree", "memorizes robustly", lambda claim: claim.update(radius="3")),
    ("tree", "classifies with radii", lambda claim: claim["radii"].__setitem__(0, ["all"])),
    ("tree", "classifies with radii", lambda claim: claim["radii"].__setitem__(0, ["wrong"])),
    ("tree", "classifies with radii", lambda claim: enlarge(claim["radii"][1])),
    ("tree", "classifies with radii", lambda claim: approach(claim["radii"][1])),
    ("tree", "memorizes with radii", lambda claim: enlarge(claim["radii"][2])),
    ("gate", "classifies with radii", lambda claim: claim["radii"].__setitem__(0, ["closed", "2", "2"])),
    ("gate", "classifies with radii", lambda claim: claim["radii"].__setitem__(1, ["closed", "0", None])),
    ("hidden", "output within", lambda claim: claim["outputs"].__setitem__(0, [[0, "1"], ">", "1"])),
    ("hidden", "avoids", lambda claim: claim["unsafe"].append([])),
    ("hidden", "avoids", lambda claim: claim["unsafe"][0].pop(0)),
    ("gated", "avoids", lambda claim: claim["unsafe"].insert(0, [[[0, "1"], "<=", "3"]])),
    ("gated", "avoids", lambda claim: claim["unsafe"][1].__setitem__(0, [[2, "1"], "<", "40"])),
    ("near", "within tolerance", lambda claim: claim.update(tolerance="1/2")),
    ("near", "within tolerance", lambda claim: claim.update(domain=[])),
    ("hidden", "paths", lambda claim: claim.update(count=claim["count"] + 1)),
    ("gated", "paths", lambda claim: claim.update(count=claim["count"] - 1)),
]


def enlarge(radius: list[Any]) -> None:
    """Claim a larger ball to be right."""
    radius[1] = str(Fraction(radius[1]) + 1)


def approach(radius: list[Any]) -> None:
    """Claim wrong answers to be nearer."""
    radius[2] = str(Fraction(radius[2]) * Fraction(999, 1000))


def tampered(folder: Path, kind: str, tamper: Callable[[dict[str, Any]], None]) -> Path:
    """Change the first claim of a kind, leave out the other claims, and return its file."""
    paths = sorted(folder.glob("*.claim.json"))
    (path, *_) = [path for path in paths if json.loads(path.read_bytes())["kind"] == kind]
    for other in paths:
        if other != path:
            other.unlink()
            other.with_name(other.name.replace(".claim.", ".certificate.")).unlink()
    hints = json.loads(path.with_name(path.name.replace(".claim.", ".certificate.")).read_bytes())["hints"]
    changed(path, tamper)
    certified(path, hints)
    return path


def test_false_claims_do_not_compile(bundles: dict[str, Path], tmp_path: Path) -> None:
    cases = []
    for number, (name, kind, tamper) in enumerate(FALSE):
        path = tampered(shutil.copytree(bundles[name], tmp_path / str(number)), kind, tamper)
        cases.append(case_of(f"{number}: {name}, {kind}", Folder(str(path.parent)), path.name))
    assert [case for case in cases if case.checked.verdict != "rejected" or case.theorem is None] == []
    must_agree(cases)
    (result,) = coq_alone(tmp_path / "0")
    assert (result.verdict, result.reason) == ("rejected", "Coq computes that it does not hold")


def test_more_polyhedra_and_sides_than_stand_in_one_definition(tmp_path: Path) -> None:
    above = Constraint(Form.dense([-1, 1]), ">", Fraction(0))
    request = Request(unsafe=((above,),) * 1001 + ((above,) * 1001,))
    folder = proved(
        tmp_path / "bundle", Affine([[1]], [0]), Dataset.from_rows([[0]], [[0]]), ("avoids", request)
    ).folder
    (result,) = check_in_coq(folder)
    assert (result.verdict, result.reason) == ("accepted", "")


def test_a_label_that_is_no_class_is_refused_before_coq(tmp_path: Path) -> None:
    folder = tree_bundle(tmp_path / "bundle")
    for column, reason in (("1/2", "point 0: its label is not one of the classes 0..2"), ("3", "point 0")):
        other = Dataset.from_rows([[0, 0], [1, 1]], [[Fraction(column)], [1]])
        shutil.rmtree(folder)
        write_bundle(folder, CATALOGUE["search-tree"].build(DATA.one_hot()).network, other, "")
        for kind, more in (("classifies", {}), ("classifies robustly", {"radius": "0"})):
            write_claim(folder, kind, more)
            (result,) = check_in_coq(folder)
            assert result.verdict == "rejected"
            assert result.reason.startswith(reason)


def write_claim(folder: Path, kind: str, more: dict[str, Any]) -> None:
    refer = {
        key: {"file": f"{key}.json", "sha256": digest((folder / f"{key}.json").read_bytes())}
        for key in ("network", "dataset")
    }
    claim = {"format": "memocert claim", "version": 3, "kind": kind, **refer, **more}
    (folder / "one.claim.json").write_text(json.dumps(claim), encoding="ascii")
    certified(folder / "one.claim.json", [])


def test_coq_and_python_agree_on_certificates_with_one_change(bundles: dict[str, Path], tmp_path: Path) -> None:
    source = random.Random(15)
    copies = [shutil.copytree(folder, tmp_path / folder.name) for folder in bundles.values()]
    claims = [(folder, name) for folder in copies for name in claim_names(str(folder))]
    cases = [case for claim in claims for case in changed_cases(*claim, source, examples(12))]
    assert {case.checked.verdict for case in cases} >= {"accepted", "rejected"}
    must_agree(cases)
