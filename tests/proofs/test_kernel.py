"""The kernel lane: what Coq computes is what Python computes; true claims compile, false and tampered ones do not."""

import random
import re
import shutil
from collections.abc import Iterable
from fractions import Fraction
from pathlib import Path

import pytest
from commands import ROOT, invoked
from compiled_once import needs_coq
from gated import network_of_any_form
from kernel_bundles import case_of, certified, coq_accepts, coq_alone, must_agree
from samples import examples

from constructions.catalogue import CATALOGUE
from constructions.files.bundle import read_bundle, write_bundle
from constructions.files.canonical import digest, network_bytes
from constructions.model.batch import evaluate_many
from constructions.model.cost import structural_worst
from constructions.model.dataset import Dataset
from constructions.model.errors import BadInput
from constructions.model.network import Affine, Network, Relu, Sequence
from constructions.model.numbers.homogeneous import homogeneous
from constructions.synthesis.affine_wires import GateLimits
from verify.check.budget import Budget
from verify.check.bundle import Folder, claim_names
from verify.check.network import Node, read_network
from verify.claims.shared.base import Request
from verify.domain import box
from verify.kernel import lane
from verify.kernel.claimed import DATA, REGIONS
from verify.kernel.lane import check_in_coq, theorem_of
from verify.kernel.terms import network_terms, numeral_terms
from verify.lanes import Options
from verify.request import prove_named
from verify.synthesis import Choice, prove_synthesized, synthesize_for_data, synthesize_for_domain


def number(source: random.Random) -> Fraction:
    return Fraction(source.randint(-6, 6), source.choice((1, 1, 2, 3)))


def as_read(network: Network) -> Node:
    """Return the network as the checker reads its file."""
    return read_network(network_bytes(network), Budget())


@needs_coq
def test_coq_and_python_compute_the_same_values() -> None:
    source = random.Random(8)
    lines = [lane.head(DATA)]
    for case in range(examples(20)):
        network = network_of_any_form(source, 2, 2, 4)
        points = [[number(source), number(source)] for _ in range(3)]
        lines += network_terms(as_read(network), f"net{case}", Budget())
        for point, output in zip(points, evaluate_many(network, points).outputs, strict=True):
            row = f"({over_term(point)}, {over_term(output)})"
            lines.append(f"Goal memorizes_row net{case} {row} = true. vm_compute. reflexivity. Qed.")
            wrong = [output[0] + 1, *output[1:]]
            row = f"({over_term(point)}, {over_term(wrong)})"
            lines.append(f"Goal memorizes_row net{case} {row} = false. vm_compute. reflexivity. Qed.")
    coq_accepts(DATA, lines)


def over_term(values: Iterable[Fraction]) -> str:
    *numerators, denominator = homogeneous(list(values))
    return f"([{'; '.join([f'({number})' for number in numerators])}], {denominator}%positive)"


@needs_coq
def test_coq_reads_the_integers_of_numerals_wherever_they_are_cut() -> None:
    source = random.Random(11)
    integers = [source.randint(-(8**size), 8**size) for size in range(0, 60, 3)] + [
        0,
        -1,
        1,
        7,
        8,
        -8,
        3 << 250,
        -(5 << 330),
    ]
    lines = [lane.head(DATA)]
    for size in (1, 2, 3, 50, 1_000):
        name = f"cut{size}"
        lines += numeral_terms(name, integers, Budget(), size)
        spelled = f"[{'; '.join([f'({number})' for number in integers])}]"
        lines.append(f"Goal integers {name} 0 = {spelled}. vm_compute. reflexivity. Qed.")
    lines += numeral_terms("table", [1, -2, 3, 4, 5, 6, 7, 8, -9, 1], Budget())
    rows = "[(([1; -2], 3%positive), ([4], 5%positive)); (([6; 7], 8%positive), ([-9], 1%positive))]"
    lines.append(f"Goal labelled 2 1 table = {rows}.")
    lines.append("vm_compute. reflexivity. Qed.")
    lines += numeral_terms("classes", [1, -2, 3, 4, 6, 7, 8, 0], Budget())
    lines.append("Goal classed 2 classes = [(([1; -2], 3%positive), 4%nat); (([6; 7], 8%positive), 0%nat)].")
    lines.append("vm_compute. reflexivity. Qed.")
    coq_accepts(DATA, lines)


@needs_coq
def test_the_engine_in_coq_computes_the_same_values_operations_and_structural_maxima() -> None:
    source = random.Random(9)
    lines = [lane.head(REGIONS)]
    for case in range(examples(20)):
        network = network_of_any_form(source, 2, 2, 4)
        lines += network_terms(as_read(network), f"net{case}", Budget())
        lines.append(f"Goal has_widths 2 2 net{case} = true. vm_compute. reflexivity. Qed.")
        points = [[number(source), number(source)] for _ in range(3)]
        evaluation = evaluate_many(network, points)
        for point, output, count in zip(points, evaluation.outputs, evaluation.operations, strict=True):
            at, value = [
                f"[{'; '.join([f'({v.numerator}) # {v.denominator}' for v in row])}]%Q" for row in (point, output)
            ]
            lines.append(f"Goal map Qred (run (body net{case}) {at}) = map Qred {value}. vm_compute. reflexivity. Qed.")
            for measure, operations in zip(("1 0 0", "0 1 0", "0 0 1"), count, strict=True):
                goal = f"ops (Measure {measure}) (body net{case}) {at} = {operations}"
                lines.append(f"Goal {goal}. vm_compute. reflexivity. Qed.")
        worst = structural_worst(network).total
        lines.append(f"Goal worst (Measure 1 1 1) (body net{case}) = {worst}. vm_compute. reflexivity. Qed.")
    coq_accepts(REGIONS, lines)


def bundle_with(tmp_path: Path, *names: str) -> Path:
    rows = [[i, (7 * i) % 5] for i in range(20)]
    data = Dataset.from_rows(rows, [[i % 3] for i in range(20)])
    bundle = write_bundle(tmp_path / "bundle", CATALOGUE["search-tree"].build(data).network, data, "")
    for name in names:
        prove_named(bundle, name, Request(), Options(lane="certificate"))
    return bundle.folder


@needs_coq
def test_true_claims_are_accepted_and_tampered_ones_are_not(tmp_path: Path) -> None:
    folder = bundle_with(tmp_path, "memorizes", "operations-at-most")
    results = check_in_coq(folder)
    assert {result.verdict for result in results} == {"accepted"}
    path = folder / "network.json"
    original = path.read_text(encoding="ascii")
    changed = re.sub(r'\["([0-9]+)"\]', lambda match: f'["{int(match[1]) + 1}"]', original, count=1)
    if changed == original:
        changed = original.replace('"2"', '"1"', 1)
    assert changed != original
    path.write_text(changed, encoding="ascii")
    assert "is not the file" in check_in_coq(folder)[0].reason
    claim = folder / "memorizes.claim.json"
    rebound = claim.read_text(encoding="ascii").replace(
        digest(original.encode("ascii")), digest(changed.encode("ascii"))
    )
    claim.write_text(rebound, encoding="ascii")
    certified(claim)
    (result,) = [result for result in coq_alone(folder) if result.file == claim.name]
    assert (result.verdict, result.reason) == ("rejected", "Coq computes that it does not hold")


def test_a_kind_that_nobody_knows_is_said_and_not_accepted(tmp_path: Path) -> None:
    folder = bundle_with(tmp_path, "memorizes")
    path = folder / "memorizes.claim.json"
    path.write_text(path.read_text(encoding="ascii").replace('"memorizes"', '"remembers"'), encoding="ascii")
    with pytest.raises(BadInput, match="kind must be one of avoids, classifies, "):
        theorem_of(folder, path)


def test_a_name_that_would_end_the_header_is_refused(tmp_path: Path) -> None:
    folder = bundle_with(tmp_path, "memorizes")
    (folder / "memorizes.claim.json").rename(folder / "m *) Axiom a : False. (*.claim.json")
    with pytest.raises(BadInput, match="is not a name for a file of a bundle"):
        theorem_of(folder, folder / "m *) Axiom a : False. (*.claim.json")


def test_the_header_binds_the_files(tmp_path: Path) -> None:
    folder = bundle_with(tmp_path, "memorizes")
    text = theorem_of(folder, folder / "memorizes.claim.json")
    for name in ("network.json", "dataset.json", "memorizes.claim.json"):
        assert f"{name} {digest((folder / name).read_bytes())}" in text
    assert read_bundle(folder).network is not None


def test_without_coq_one_line_says_what_to_install(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shutil, "which", lambda _name: None)
    code, said = invoked(ROOT, "check", "--kernel", tmp_path)
    assert (code, "apt-get install coq" in said, "\n" in said) == (2, True, False)


@needs_coq
def test_claims_about_all_inputs_are_accepted_with_the_hints_of_their_certificates(tmp_path: Path) -> None:
    data = Dataset.from_rows([[z, z * z % 7] for z in range(8)], [[z % 3] for z in range(8)])
    hidden = Sequence((Affine([[1, 1], [2, -1], [-1, 1]], [-3, 1, 0]), Relu(3), Affine([[1, -2, 1]], [1])))
    limits = GateLimits()
    everywhere = synthesize_for_domain(hidden, (), limits).network
    prove_synthesized(tmp_path / "all", everywhere, hidden, data, (), Options(lane="certificate"))
    on_a_box = synthesize_for_domain(hidden, box([0, 0], [3, 2]), limits).network
    prove_synthesized(tmp_path / "box", on_a_box, hidden, data, box([0, 0], [3, 2]), Options(lane="certificate"))
    near = synthesize_for_data(hidden, data, Fraction(1, 3), Choice("units")).network
    prove_synthesized(tmp_path / "near", near, hidden, data, Fraction(1, 3), Options(lane="certificate"))
    line = Dataset.from_rows([[z] for z in range(2, 30)], [[z * z % 5] for z in range(28)])
    bits = CATALOGUE["bit-extraction"].build(line).network
    at_points = synthesize_for_data(bits, line, Fraction(0), Choice()).network
    prove_synthesized(tmp_path / "points", at_points, bits, line, Fraction(0), Options(lane="certificate"))
    tree = write_bundle(tmp_path / "tree", CATALOGUE["search-tree-constant"].build(data).network, data, "")
    prove_named(tree, "memorizes-robustly", Request(radius=Fraction(1, 100)), Options(lane="certificate"))
    prove_named(tree, "operations-at-most", Request(exact=True), Options(lane="certificate"))
    folders = [tmp_path / name for name in ("all", "box", "near", "points", "tree")]
    places = [(folder, name) for folder in folders for name in claim_names(str(folder))]
    cases = [case_of(f"{folder.name}/{name}", Folder(str(folder)), name) for folder, name in places]
    assert [case for case in cases if case.checked.verdict != "accepted" or case.theorem is None] == []
    must_agree(cases)
