"""The kernel lane pays for what it writes before it does, writes no zeros, and gives back what a claim has held."""

import json
import random
import shutil
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from compiled_once import needs_coq
from kernel_bundles import certified, coq_accepts
from test_kernel_changes import drawn_rows, steps_bundle

from constructions.files.canonical import network_bytes
from constructions.model.batch import evaluate_many
from constructions.model.network import Affine, Network
from constructions.model.numbers.homogeneous import homogeneous
from verify.check.budget import Budget
from verify.check.bundle import CLAIM, Files, Folder
from verify.check.dataset import read_dataset
from verify.check.network import read_network
from verify.check.values import CONSTANT, Constraint, Form
from verify.check.verdict import Malformed, Result
from verify.claims import comparisons_needed
from verify.claims.shared.by_label import label_ranks
from verify.kernel import lane
from verify.kernel.claimed import DATA, REGIONS, Theorem
from verify.kernel.terms import network_terms, numeral_terms, region_terms

FAR: list[Constraint] = [(Form({10**5: 1, CONSTANT: number}), ">=") for number in range(20)]
"""Constraints on one variable, the last of very many."""


def test_constraints_are_written_without_their_zeros_and_paid_for_with_them() -> None:
    budget = Budget()
    steps, bits = budget.steps, budget.bits
    lines = region_terms("region", FAR, budget)
    assert sum(map(len, lines)) < 100 * len(FAR)
    assert steps - budget.steps >= 10**5 * len(FAR)
    assert bits - budget.bits >= 10**5 * len(FAR) * 192
    for poor in (Budget(steps=10**6), Budget(bits=10**8)):
        with pytest.raises(Malformed, match="than the limit"):
            region_terms("region", FAR, poor)


def wide_network() -> Network:
    return Affine([[0] * 150 + [Fraction(10**80, 7)], [1] * 150 + [-1]], [Fraction(-(10**70), 3), 1])


def test_networks_and_data_are_paid_for_before_they_are_written() -> None:
    network = read_network(network_bytes(wide_network()), Budget())
    for poor in (Budget(steps=100), Budget(bits=10**4)):
        with pytest.raises(Malformed, match="than the limit"):
            network_terms(network, "network", poor)
        with pytest.raises(Malformed, match="than the limit"):
            numeral_terms("numbers", [1 << 10**5], poor)


@needs_coq
def test_long_numbers_far_places_and_sparse_constraints_mean_what_they_did() -> None:
    network = wide_network()
    lines = [
        lane.head([*DATA, *REGIONS[3:]]),
        *network_terms(read_network(network_bytes(network), Budget()), "wide", Budget()),
    ]
    point = [Fraction(place, 3) for place in range(150)] + [Fraction(2, 10**30)]
    (output,) = evaluate_many(network, [point]).outputs
    for wanted, answer in ((output, "true"), ([output[0], output[1] + 1], "false")):
        row = ", ".join([term(values) for values in (point, wanted)])
        lines.append(f"Goal memorizes_row wide ({row}) = {answer}. vm_compute. reflexivity. Qed.")
    lines += region_terms(
        "region", [(Form({1: 2, CONSTANT: -3}), ">="), (7, ">"), (Form({0: 2**70, 120: 1, CONSTANT: 0}), "=")], Budget()
    )
    dense = f"[([-3; 0; 2], Nonnegative); ([7], Positive); ([0; {2**70}{'; 0' * 119}; 1], Zero)]"
    lines.append(f"Goal region = {dense}. vm_compute. reflexivity. Qed.")
    coq_accepts([*DATA, *REGIONS[3:]], lines)


def term(values: Any) -> str:
    *numerators, denominator = homogeneous(list(values))
    return f"([{'; '.join([f'({number})' for number in numerators])}], {denominator}%positive)"


def many_denominators(count: int) -> Any:
    """Return a data set on a line whose places and labels share no denominator."""
    rows = [[[f"1/{10**40 + n}"], [f"1/{10**40 + 7 * n % count}"], 1] for n in range(count)]
    text = json.dumps({"format": "memocert dataset", "version": 1, "classes": None, "rows": rows})
    return read_dataset(text.encode(), Budget())


def test_a_common_denominator_is_paid_for_in_lower_bounds() -> None:
    dataset = many_denominators(60)
    assert len(list(comparisons_needed._bends(dataset, False, Budget()))) > 0
    assert len(set(label_ranks(dataset, Budget()))) == 60
    for poor in (Budget(steps=50), Budget(bits=10**5)):
        with pytest.raises(Malformed, match="than the limit"):
            list(comparisons_needed._bends(dataset, False, poor))
        with pytest.raises(Malformed, match="than the limit"):
            label_ranks(dataset, poor)


def written(rows: list[Any], claim: dict[str, Any], hints: list[Any]) -> Theorem | Result:
    found = lane.before_coq(Files(steps_bundle("comparisons needed", claim, rows, hints)), "a.claim.json")
    return found if isinstance(found, Result) else found[0]


def test_pieces_are_found_once_however_many_steps_ask_for_them() -> None:
    rows = [[[str(place)], [str(place % 2)], 1] for place in range(400)]
    one, many = [written(rows, {"comparisons": 9}, [["pieces"]] * count) for count in (1, 60)]
    assert not isinstance(one, Result)
    assert not isinstance(many, Result)
    assert sum(map(len, many.lines)) - sum(map(len, one.lines)) < 60 * 10


def test_counting_at_too_many_sets_of_points_is_refused_before_coq() -> None:
    rows = drawn_rows(random.Random(1), 60, 6, 9)
    bundle = steps_bundle("comparisons needed", {"comparisons": 2}, rows, [["count", (1 << 60) - 1]])
    with pytest.raises(Malformed, match="checking takes more steps than the limit"):
        lane.read_theorem(Files(bundle), "a.claim.json")


def test_a_claim_gives_back_what_it_has_held(tmp_path: Path) -> None:
    rows = [[[str(place)], [str(place % 2)], 1] for place in range(50)]
    bundle = steps_bundle("comparisons needed", {"comparisons": 2}, rows, [["pieces"]])
    for name, data in bundle.files.items():
        (tmp_path / name).write_bytes(data)
    files = Files(Folder(str(tmp_path)))
    lane.before_coq(files, "a.claim.json")
    held = files.budget.bits
    for number in range(5):
        name = f"next{number}{CLAIM}"
        shutil.copy(tmp_path / "a.claim.json", tmp_path / name)
        certified(tmp_path / name, [["pieces"]])
        assert not isinstance(lane.before_coq(files, name), Result)
        assert files.budget.bits == held
