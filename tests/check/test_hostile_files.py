"""No file makes the checker work, or hold memory, before it is paid for; each in little memory, by counted steps."""

import hashlib
import json
import os
import sys
from math import log10
from pathlib import Path
from typing import Any

import pytest
from hostile import Z
from processes import ROOT, run
from test_hostile_hints import MEMORY, NUMBERS, STEPS, checked

from constructions.model.rational import long_integers
from verify.check.budget import Budget
from verify.check.bundle import Files, Folder, _check, check_bundle
from verify.check.reader import document, read_file
from verify.check.rules.shared.bands import tidy
from verify.check.values import CONSTANT, Form
from verify.check.verdict import Malformed
from verify.check.words import box

CERTIFICATES = ROOT / "tests" / "certificates"


def test_unit_vectors_of_a_million_numbers_are_not_made(tmp_path: Path) -> None:
    nodes: list[Any] = [["affine", 1, [[]], ["0"]], *[["concatenate", [number, number]] for number in range(20)]]
    rows = [[[str(number)], ["0"], 1] for number in range(400)]
    verdict, reason = checked(tmp_path, nodes, "memorizes", [], rows=rows, labels="one-hot")
    assert (verdict, STEPS in reason) == ("malformed", True)


def test_labels_are_compared_once_and_not_for_every_number_in_a_hint(tmp_path: Path) -> None:
    rows = [[["0"], ["0"] * 10**6, 1]]
    verdict, reason = checked(tmp_path, [], "depth needed", [["labels", *[0] * 5000]], rows=rows, depth=2)
    assert (verdict, reason) == ("rejected", "step 0 (labels): one leaf may fit all points")


def test_equal_hashes_of_labels_do_not_make_it_slow(tmp_path: Path) -> None:
    """All these labels have the hash 0; in a set they are compared two by two, 20,000 times 20,000."""
    rows = [[[str(number)], [str(number * sys.hash_info.modulus)], 1] for number in range(20_000)]
    hints = [["labels", *range(20_000)]]
    assert checked(tmp_path, [], "depth needed", hints, rows=rows, depth=15)[0] == "accepted"


class Counted(int):
    """An integer that counts how often one is compared with another."""

    compared = 0
    __hash__ = int.__hash__

    def __eq__(self, other: object) -> bool:
        Counted.compared += 1
        return int(self) == other


def test_equal_hashes_of_ends_do_not_make_it_slow() -> None:
    """All ends have the hash 0; in a set of a thousand they are compared half a million times."""
    ends = [Counted(number * sys.hash_info.modulus) for number in range(1, 1001)]
    Counted.compared = 0
    bands = [(True, (end, end), (end, None)) for end in ends]
    assert tidy([*bands, *bands]) == bands
    sides = [Form({place // 2: (-1) ** place, CONSTANT: end}) for place, end in enumerate(ends)]
    assert box([(side, ">=") for side in sides], 500, Budget()) == ""
    assert Counted.compared < 20_000


@pytest.mark.slow
def test_the_json_of_malformed_files_is_let_go(tmp_path: Path) -> None:
    claim: dict[str, Any] = {"format": "memocert claim", "version": 3, "kind": "output within", "domain": []}
    claim["outputs"] = [[Z, ">=", "0"]]
    text = '{"format":"memocert network","version":1,"nodes":[' + "[]," * (16 * 2**20 // 3) + "[]]}"
    for number in range(4):
        (tmp_path / f"n{number}.json").write_text(text)
        about = {"file": f"n{number}.json", "sha256": hashlib.sha256(text.encode()).hexdigest()}
        (tmp_path / f"c{number}.claim.json").write_text(json.dumps(claim | {"network": about}))
        (tmp_path / f"c{number}.certificate.json").write_text("{}")
    done = run(sys.executable, "-m", "verify.check", tmp_path, "--json", memory=MEMORY)
    reasons = [result["reason"] for result in json.loads(done.stdout)["results"]]
    assert reasons == [f"n{number}.json: node 0: not one of the seven forms" for number in range(4)]


def test_every_claim_pays_for_the_rows_that_it_goes_through(tmp_path: Path) -> None:
    size = 3000
    rows = [[[str(number)], [str(int(number == size - 1))], 1] for number in range(size)]
    checked(tmp_path, [["affine", 1, [[], []], ["1", "0"]]], "classifies", [], rows=rows)
    files = Files(Folder(str(tmp_path)))
    spent = []
    for _ in range(3):
        before = files.budget.steps
        assert _check(files, "a.claim.json").verdict == "rejected"
        spent.append(before - files.budget.steps)
    assert spent[0] > spent[1] == spent[2] > 2 * size


@pytest.mark.slow
def test_parts_side_by_side_over_a_long_denominator_are_refused_before_they_are_made(tmp_path: Path) -> None:
    width = 2**17
    nodes: list[Any] = [
        ["affine", 1, [Z], ["1"]],
        *[["concatenate", [number, number]] for number in range(17)],
        ["affine", 1, [[]], ["1/" + "7" * 9999]],
        ["concatenate", [17, 18]],
    ]
    rows = [[["5"], ["0"] * (width + 1), 1]]
    verdict, reason = checked(tmp_path, nodes, "memorizes", [], rows=rows, labels="as given")
    assert verdict == "malformed"
    assert NUMBERS in reason or STEPS in reason


def test_labels_of_long_numbers_are_paid_for_where_rows_run_together(tmp_path: Path) -> None:
    """Each output, over the denominator of all of them, 150,000 bits, is multiplied with that of a label, 33,000."""
    width, rows = 500, 4
    with long_integers():
        powers = [str(base ** int(9990 / log10(base))) for base in (3, 5, 7, 11, 13)]
    label = [f"1/{powers[0]}", *["1"] * (width - 1)]
    weights = [part for place, power in enumerate(powers) for part in (place, f"1/{power}")]
    nodes = [["affine", len(powers) + 1, [weights, *[[]] * (width - 1)], label]]
    points = [["0"] * len(powers) + [str(number)] for number in range(rows)]
    found = checked(tmp_path, nodes, "memorizes", [], rows=[[point, label, 1] for point in points], labels="as given")
    assert (found[0], STEPS in found[1]) == ("malformed", True)


def test_more_values_than_memory_for_one_file_are_refused_before_they_are_read() -> None:
    for text in (b"[" * 25_000_000, b"," * 34_000_000):
        with pytest.raises(Malformed, match="its values, beside those that are kept, take more memory than the limit"):
            document(text, "network", Budget())


def test_links_pipes_and_folders_are_no_files_and_nothing_stays_open(tmp_path: Path) -> None:
    (tmp_path / "real").write_text("{}")
    (tmp_path / "link").symlink_to(tmp_path / "real")
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "folder").mkdir()
    before = len(os.listdir("/proc/self/fd")) if os.path.isdir("/proc/self/fd") else 0
    for name in ("link", "pipe", "folder", "none"):
        with pytest.raises(Malformed, match="^link: a symbolic link, not" if name == "link" else f"^{name}: "):
            read_file(str(tmp_path), name)
    assert read_file(str(tmp_path), "real") == b"{}"
    assert before == (len(os.listdir("/proc/self/fd")) if os.path.isdir("/proc/self/fd") else 0)


def test_an_empty_domain_is_a_fact_of_the_result_and_the_sentence_only_says_so() -> None:
    (found,) = check_bundle(str(next(CERTIFICATES.glob("accepted/*/empty-domain"))))
    (other,) = check_bundle(str(next(CERTIFICATES.glob("accepted/*/zero-at-zero"))))
    assert (found.vacuous, other.vacuous) == (True, False)
    assert "there is no such z" in found.sentence
