"""The program of the checker that is proved in Coq ends what is hostile by a limit, within bounded time and memory."""

import json
from collections.abc import Callable
from math import comb
from pathlib import Path
from typing import Any

import pytest
from hostile import SHAPES, at_points, dense, on_a_domain
from processes import run
from test_native import H, needs_ocaml, pairs, program, written

from constructions.files.canonical import dataset_bytes, read_network
from constructions.model.batch import evaluate_many
from constructions.model.dataset import Dataset
from verify import native
from verify.check.bundle import check_bundle
from verify.check.verdict import ACCEPTED, MALFORMED

__all__ = ["program"]  # a fixture


HOSTILE: dict[str, Callable[[], str]] = {
    "lists in lists": lambda: H + "[" * 10**6,
    "a string without end": lambda: H + '["' + "a" * 10**6,
    "an integer without end": lambda: H + '["identity",' + "1" * 10**6,
    "a number without end": lambda: H + '["affine",1,[[0,"1' + "0" * 10**6,
    "keys without end": lambda: "{" + ",".join([f'"a{number}":0' for number in range(10**5)]) + "}",
    "a tower": lambda: H + '["identity",1],' + ",".join([f'["sequence",[{i},{i}]]' for i in range(20_000)]) + "]}",
    "a wide tower": lambda: H + '["identity",1],' + ",".join([f'["concatenate",[{i},{i}]]' for i in range(60)]) + "]}",
    "parts without end": lambda: H + '["identity",1],["sequence",[' + ",".join(["0"] * 1_400_000) + "]]]}",
    "denominators": lambda: (
        H + '["affine",30000,[[' + ",".join([f'{i},"1/{i + 2}"' for i in range(30_000)]) + ']],["0"]]]}'
    ),
}


GATES = ",".join([f'["branch",1,[0,"1"],"{i}",{i},{i}]' for i in range(60)])


def units() -> str:
    """Return forty thousand units of one input."""
    return json.dumps(["affine", 1, [[0, "1"]] * 40_000, [str(number) for number in range(40_000)]])


DEAR: dict[str, Callable[[], tuple[str, dict[str, Any], list[Any]]]] = {
    "positions far away": lambda: (
        H + '["identity",1]]}',
        {"kind": "paths", "domain": [[[2_000_000, "1"], ">=", str(-number)] for number in range(200)], "count": 1},
        [],
    ),
    "maxima of a tower": lambda: (
        H + f'["identity",1],{GATES}]}}',
        {"kind": "operations at most", "domain": [], "measure": "total", "bound": 60, "attained": None},
        [["bound"]],
    ),
    "a hint for each place": lambda: (
        H + f'{units()},["relu",40000],["sequence",[0,1]]]}}',
        {"kind": "paths", "domain": [[[0, "1"], ">=", "1"]], "count": 1},
        [["above", place, 1, 0, 1] for place in reversed(range(40_000))],
    ),
    "constraints on the last of many inputs": lambda: (
        H + '["identity",4500]]}',
        {
            "kind": "output within",
            "domain": [[[4_499, "1"], ">=", str(-number)] for number in range(9_900)],
            "outputs": [[[0, "1"], ">=", "0"]],
        },
        [],
    ),
    "what is wanted at many ends": lambda: (
        H + f'{json.dumps(["affine", 1, [[0, "1"]] * 15, [str(-place) for place in range(15)]])},["relu",15],'
        '["affine",15,[[]],["0"]],["sequence",[0,1,2]]]}',
        {"kind": "avoids", "domain": [], "unsafe": [[[[1, "1"], ">=", str(number + 1)]] for number in range(20_000)]},
        [["split", 0]] * 2**15,
    ),
    "the way of another point": lambda: (
        H + f'{units()},["relu",40000],["sequence",[0,1]]]}}',
        {"kind": "paths", "domain": [[[0, "1"], ">=", "1"]], "count": 1},
        [["wrong", 1, 1, 0]],
    ),
}


def hostile(program: Path, folder: Path, network: str, claim: dict[str, Any], hints: list[Any]) -> str:
    """Return what the program says of a claim about a network, with a gigabyte and a half of memory."""
    written(folder, {"network.json": network}, claim, hints)
    done = run(program, folder, memory=1500 << 20)
    assert done.returncode in (1, 2)
    assert done.stdout.count("\n") == 1
    assert "memory" not in done.stdout
    return done.stdout


@needs_ocaml
@pytest.mark.parametrize("name", sorted(HOSTILE))
def test_hostile_networks_are_refused_or_read_in_bounded_memory(program: Path, tmp_path: Path, name: str) -> None:
    hostile(program, tmp_path, HOSTILE[name](), {"kind": "paths", "domain": [], "count": 1}, [])


@needs_ocaml
@pytest.mark.parametrize("name", sorted(DEAR))
def test_what_would_take_too_long_is_refused_before_it_runs(program: Path, tmp_path: Path, name: str) -> None:
    said = hostile(program, tmp_path, *DEAR[name]())
    why = ("more steps than the limit", "more numbers than the limit", "must be less than 1")
    assert any([words in said for words in why]), said


LAST = 9_999
ENDS = {1 << row for row in (0, 1, LAST)}
DICHOTOMIES = [
    ["uninterpolable", sum(ENDS), LAST - 1, -LAST, 1],
    ["dichotomies", sum(ENDS)],
    *(["split", 0], ["split", 1], ["split", 2], ["path", 1, 0, -1], ["path", 1, 1, -2], ["split", 2]),
    *(["empty", 0, LAST - 1, 1, LAST, 2, 1], ["path", 1, 1, -1], ["split", 1], ["split", 2], ["path", 1, -2, 1]),
    *(["empty", 0, LAST - 1, 1, LAST, 2, 1], ["split", 2], ["path", 1, -1, 1], ["path", 1, 0, 1]),
]
ROWS: dict[str, Callable[[], tuple[list[Any], dict[str, Any], list[Any]]]] = {
    "rows to be sorted": lambda: (
        [[[str(76_000 - row)], [str(row)], 1] for row in range(76_000)],
        {"kind": "depth needed", "depth": 2},
        [["ranges", 0, 76_000, *range(76_000)]],
    ),
    "sets of many rows": lambda: (
        [[[str(row)], [str(row // LAST)], 1] for row in range(LAST + 1)],
        {"kind": "comparisons needed", "comparisons": 2},
        [*DICHOTOMIES, ["every", sum(ENDS), 1, *[0] * 60_000]],
    ),
    "products of many coordinates": lambda: (
        [[[str(x), *["0"] * 5], [str(x**9)], 1] for x in range(73)],
        {"kind": "comparisons needed", "comparisons": 4},
        [["powers", (1 << 73) - 1, 3, *[(-1) ** x * comb(72, x) for x in range(73)]]],
    ),
}


@needs_ocaml
@pytest.mark.parametrize("name", sorted(ROWS))
def test_many_rows_take_no_longer_than_is_paid(program: Path, tmp_path: Path, name: str) -> None:
    rows, claim, hints = ROWS[name]()
    data = {"format": "memocert dataset", "version": 1, "classes": None, "rows": rows}
    written(tmp_path, {"dataset.json": json.dumps(data)}, claim, hints)
    done = run("/bin/sh", "-c", 'ulimit -t 60 && exec "$0" "$1"', program, tmp_path)
    (python,) = check_bundle(str(tmp_path))
    assert done.stdout.partition(":")[0] == python.verdict
    assert done.returncode == (0 if python.verdict == ACCEPTED else 1)


@needs_ocaml
def test_each_step_of_a_lower_bound_pays_for_all_rows(program: Path, tmp_path: Path) -> None:
    rows = [[[str(row)], [str(row % 2)], 1] for row in range(20_000)]
    data = {"format": "memocert dataset", "version": 1, "classes": None, "rows": rows}
    claim = {"kind": "comparisons needed with constant leaves", "comparisons": 3}
    written(tmp_path, {"dataset.json": json.dumps(data)}, claim, [["labels", 0, 1]] * 10_000)
    done = run("/bin/sh", "-c", 'ulimit -t 60 && exec "$0" "$1"', program, tmp_path)
    assert ": checking may take more steps than the limit" in done.stdout


@needs_ocaml
@pytest.mark.usefixtures("program")
def test_gates_on_the_way_of_many_points_are_paid_for(tmp_path: Path) -> None:
    """Points of radius 0 run as regions do, a fifth of a microsecond for each gate on their way."""
    gates = [["branch", 1, [0, "1"], str(-number), 0, number] for number in range(8000)]
    for name, data in at_points([["affine", 1, [[]], ["0"]], *gates], 20_000).items():
        (tmp_path / name).write_bytes(data)
    (own,) = native.program_says(tmp_path)
    assert (own.verdict, own.reason) == (MALFORMED, "checking may take more steps than the limit")


@needs_ocaml
@pytest.mark.slow
@pytest.mark.usefixtures("program")
@pytest.mark.parametrize(
    ("shape", "limit"),
    [
        (on_a_domain(dense(30), levels=11), "checking takes more steps than the limit"),
        (SHAPES["units: split again and again"], "checking takes more memory than the limit of 2 GiB"),
        (SHAPES["divided again and again"], "checking takes more memory than the limit of 2 GiB"),
    ],
)
def test_what_takes_long_or_much_memory_ends_by_a_limit(
    tmp_path: Path, shape: Callable[[], dict[str, bytes]], limit: str
) -> None:
    for name, data in shape().items():
        (tmp_path / name).write_bytes(data)
    (own,) = native.program_says(tmp_path)
    assert (own.verdict, own.reason) == (MALFORMED, limit)


@needs_ocaml
@pytest.mark.slow
@pytest.mark.usefixtures("program")
def test_memory_that_a_refused_claim_took_is_given_back_before_the_next_one(tmp_path: Path) -> None:
    for name, data in SHAPES["divided again and again"]().items():
        (tmp_path / name).write_bytes(data)
    points = [[number] for number in range(100_000)]
    outputs = evaluate_many(read_network(tmp_path / "network.json"), points).outputs
    files = {
        "network.json": (tmp_path / "network.json").read_text(),
        "dataset.json": dataset_bytes(Dataset.from_rows(points, outputs)).decode(),
    }
    written(tmp_path, files, {"kind": "memorizes", "labels": "as given"}, [])
    hostile, honest = native.program_says(tmp_path)
    assert (hostile.file, hostile.reason) == ("a.claim.json", "checking takes more memory than the limit of 2 GiB")
    assert (honest.file, honest.verdict) == ("c.claim.json", ACCEPTED)


@needs_ocaml
@pytest.mark.slow
@pytest.mark.usefixtures("program")
def test_every_claim_has_its_verdict_though_the_first_uses_up_the_steps(tmp_path: Path) -> None:
    files = on_a_domain(dense(30), levels=11)()
    for name, data in files.items():
        stem, _, end = name.partition(".")
        copies = range(8_000) if stem == "a" else [""]
        for number in copies:
            named = data.replace(b'"a.claim', f'"a{number}.claim'.encode())
            (tmp_path / f"{stem}{number}.{end}").write_bytes(named)
    found = native.program_says(tmp_path)
    assert [result.verdict for result in found] == [MALFORMED] * 8_000
    assert {result.reason for result in found} == {"checking takes more steps than the limit"}


@needs_ocaml
@pytest.mark.usefixtures("program")
@pytest.mark.parametrize("number", ["1" + "0" * 10_000, "-" + "9" * 10_001, "1/1" + "0" * 10_000])
def test_a_number_with_too_many_digits_is_called_so(tmp_path: Path, number: str) -> None:
    data = {"format": "memocert dataset", "version": 1, "classes": None, "rows": [[[number], ["0"], 1]]}
    claim = {"kind": "operations needed", "operations": 1}
    written(tmp_path, {"dataset.json": json.dumps(data)}, claim, [])
    ((own, python),) = pairs(tmp_path)
    assert (own.verdict, own.reason.partition(" (byte ")[0]) == (MALFORMED, python.reason)
    assert python.reason == "dataset.json: row 0: a number has more than 10000 digits"
