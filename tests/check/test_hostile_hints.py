"""No small hostile bundle about a domain makes the checker hang, fill the memory or raise anything but a verdict.

Each is checked in an interpreter of its own, with 900 MiB of memory. What ends the work is the budget: it counts steps.
What takes more than a second runs with ``make test-all``; ``test_held.py`` asks the same of the budget, in small.
"""

import json
import sys
from pathlib import Path
from typing import Any

import pytest
from hostile import ANYTHING, NEVER, Z, bundle
from processes import run

from constructions.model.rational import long_integers
from verify.check.budget import MAX_STEPS
from verify.check.bundle import Files, Folder, _check

MEMORY = 900 * 2**20
STEPS, NUMBERS = "more steps than the limit", "more numbers than the limit"


def checked(folder: Path, nodes: list[Any], kind: str, hints: list[Any], **keys: Any) -> tuple[str, str]:
    """Return the verdict of the checker on one claim, and its reason."""
    for name, data in bundle(nodes, kind, hints, **keys).items():
        (folder / name).write_bytes(data)
    result = run(sys.executable, "-m", "verify.check", folder, "--json", memory=MEMORY)
    assert result.returncode in (0, 1, 2), result.stderr[-500:]
    assert not result.stderr
    (found,) = json.loads(result.stdout)["results"]
    return found["verdict"], found["reason"]


def layer(*biases: int) -> list[Any]:
    """Return relu(z + b) for each bias."""
    width = len(biases)
    return [["affine", 1, [Z] * width, [str(bias) for bias in biases]], ["relu", width], ["sequence", [0, 1]]]


def long_forms(width: int) -> list[Any]:
    """Return a chain that makes a form of a million bits, and copies of it side by side; its last node is 32."""
    power = 10**9990
    with long_integers():
        nodes: list[Any] = [["affine", 1, [[0, str(power + 7)]], [str(power + 9)]]]
        nodes += [["affine", 1, [[0, str(power + 2 * level + 1)]], [str(3**20000 + level)]] for level in range(30)]
    return [*nodes, ["affine", 1, [Z] * width, [str(number) for number in range(width)]]]


@pytest.mark.parametrize("summed", [False, True])
def test_nine_thousand_open_coordinates_and_as_many_splits(tmp_path: Path, summed: bool) -> None:
    width = 9000
    nodes = layer(*range(width))
    if summed:
        nodes[2:] = [["affine", width, [[item for place in range(width) for item in (place, "1")]], ["0"]]]
        nodes.append(["sequence", [0, 1, 2]])
    hints = [["split", place] for place in range(width)]
    assert checked(tmp_path, nodes, "paths", hints, domain=[], count=3) == ("malformed", f"checking holds {NUMBERS}")


@pytest.mark.parametrize("levels", [40, 300])
@pytest.mark.parametrize("form", ["sequence", "concatenate"])
def test_towers_of_doublings_over_a_domain(tmp_path: Path, levels: int, form: str) -> None:
    nodes: list[Any] = [["affine", 1, [Z], ["1"]]]
    for level in range(levels):
        nodes.append(["sequence", [level, level]])
    if form == "concatenate":
        nodes.append(["concatenate", [levels, levels]])
    verdict, reason = checked(tmp_path, nodes, "paths", [["path", 1, 0]], domain=[], count=1)
    assert (verdict, STEPS in reason) == ("malformed", True)


def test_multipliers_of_ten_thousand_digits_are_taken(tmp_path: Path) -> None:
    hints = [["below", place, 0, 0, 10**9999] for place in range(300)]
    assert checked(tmp_path, layer(*[1] * 300), "output within", hints, domain=NEVER, outputs=ANYTHING)[0] == "accepted"


@pytest.mark.slow
def test_open_forms_with_numbers_of_a_million_bits(tmp_path: Path) -> None:
    width = 200
    nodes = [*long_forms(width), ["relu", width], ["sequence", list(range(33))]]
    hints = [["below", place, 0, 0, 1] for place in range(width)]
    verdict, reason = checked(tmp_path, nodes, "output within", hints, domain=NEVER, outputs=ANYTHING)
    assert (verdict, STEPS in reason) == ("malformed", True)


@pytest.mark.slow
def test_goals_with_numbers_of_a_million_bits(tmp_path: Path) -> None:
    width = 200
    nodes = [*long_forms(width), ["sequence", list(range(32))]]
    outputs = [[[place, "1"], ">=", "-5"] for place in range(width)]
    verdict, reason = checked(
        tmp_path, nodes, "output within", [["goal", 0, 0, 1]] * width, domain=NEVER, outputs=outputs
    )
    assert (verdict, STEPS in reason) == ("malformed", True)


@pytest.mark.slow
def test_numbers_that_grow_along_a_path_are_stopped(tmp_path: Path) -> None:
    with long_integers():
        nodes: list[Any] = [["affine", 1, [[0, str(10**9990 + 1)]], ["1"]], ["relu", 1]]
    nodes.append(["sequence", [0, 1] * 60])
    hints = [["above", 0, 0, 0, 1]] * 60
    verdict, _ = checked(tmp_path, nodes, "output within", hints, domain=NEVER, outputs=ANYTHING)
    assert verdict == "malformed"


@pytest.mark.parametrize(
    ("width", "count", "expected"), [(8, 4, "accepted"), pytest.param(30, 20, "malformed", marks=pytest.mark.slow)]
)
def test_constraints_with_long_denominators_are_paid_for(tmp_path: Path, width: int, count: int, expected: str) -> None:
    with long_integers():
        row = [item for place in range(width) for item in (place, f"1/{10**9900 + 2 * place + 1}")]
    domain = [[row, ">=", "0"]] * count
    hints = [["path", 1, *[1] * width]]
    verdict, reason = checked(tmp_path, [["identity", width]], "paths", hints, domain=domain, count=1)
    assert (verdict, STEPS in reason) == (expected, expected == "malformed")


@pytest.mark.slow
def test_a_ball_of_a_long_radius_in_many_dimensions(tmp_path: Path) -> None:
    width = 2**17
    rows = [[["0"] * width, ["0"], 1]]
    radius = "1/" + "7" * 9999
    verdict, reason = checked(tmp_path, [["identity", width]], "classifies robustly", [], rows=rows, radius=radius)
    assert verdict == "malformed"
    assert NUMBERS in reason or STEPS in reason


@pytest.mark.slow
def test_many_points_with_balls_of_a_huge_radius(tmp_path: Path) -> None:
    width = 500
    rows = [[[str(number), *["0"] * (width - 1)], ["0"], 1] for number in range(400)]
    nodes = [["affine", width, [[], []], ["1", "0"]]]
    radius = "1" + "0" * 9000 + "/" + "7" * 9999
    verdict, reason = checked(tmp_path, nodes, "classifies robustly", [], rows=rows, radius=radius)
    assert (verdict, STEPS in reason) == ("malformed", True)


@pytest.mark.slow
def test_many_witnesses_of_long_numbers_against_a_long_domain(tmp_path: Path) -> None:
    ends, long = 200, 10**9900
    with long_integers():
        domain = [[[0, f"1/{10**9990 + 1}"], ">=", f"-{10**9000 + number}"] for number in range(100)]
    hints: list[Any] = []
    for end in range(ends):
        hints.append(["split", end])
        hints += [["below", place, 1, len(domain) + end, 1] for place in range(end + 1, ends)]
        hints.append(["path", long + 1, (2 * end - 1) * long // 2])
    hints.append(["path", long + 1, (ends + 1) * (long + 1)])
    nodes = layer(*[-number for number in range(ends)])
    assert checked(tmp_path, nodes, "paths", hints, domain=domain, count=ends + 1)[0] in ("accepted", "malformed")


@pytest.mark.slow
def test_rows_that_copy_long_forms_are_refused_before_they_are_held(tmp_path: Path) -> None:
    width, copies = 400, 300_000
    dense = [[item for j in range(width) for item in (j, str(i * j % 7 + 1))] for i in range(width)]
    nodes = [
        ["affine", width, dense, ["0"] * width],
        ["affine", width, [[number % width, "1"] for number in range(copies)], ["0"] * copies],
        ["sequence", [0, 1]],
    ]
    verdict, reason = checked(tmp_path, nodes, "paths", [["path", 1, *[0] * width]], domain=[], count=1)
    assert (verdict, NUMBERS in reason) == ("malformed", True)


@pytest.mark.slow
def test_a_long_chain_of_gates_on_dense_forms_keeps_its_region_within_the_limit(tmp_path: Path) -> None:
    width, gates = 150, 12_000
    dense = [[item for j in range(width) for item in (j, str(i * j % 7 + 1))] for i in range(width)]
    nodes: list[Any] = [["affine", width, dense, ["0"] * width], ["identity", width]]
    nodes += [["branch", width, [number % width, "1"], str(number), 1, 1] for number in range(gates)]
    nodes.append(["sequence", [0, *range(2, gates + 2)]])
    hints = ([["split", 0], ["bound"]] * gates)[:-1]
    keys = {"domain": [], "measure": "comparisons", "bound": gates, "attained": None}
    verdict, reason = checked(tmp_path, nodes, "operations at most", hints, **keys)
    assert (verdict, reason) == ("accepted", "")


def test_evidence_through_a_very_wide_layer(tmp_path: Path) -> None:
    width = 2**16
    nodes: list[Any] = [
        ["affine", 1, [Z] * width, ["1"] * width],
        ["relu", width],
        ["affine", width, [[0, "1"]], ["0"]],
    ]
    nodes.append(["sequence", [0, 1, 2]])
    keys = {"rows": [[["0"], ["1"], 1]], "labels": "as given", "radii": [["closed", "0", "0"]]}
    assert checked(tmp_path, nodes, "memorizes with radii", [["wrong", 1, 5, 0]], **keys)[0] == "accepted"


@pytest.mark.parametrize("form", ["gates", "relus", "sequences", "concatenations"])
def test_chains_of_ten_thousand_over_a_domain_are_accepted(tmp_path: Path, form: str) -> None:
    length = 10_000
    positive = [[Z, ">", "0"]]
    nodes: list[Any] = [["identity", 1]]
    hints: list[Any] = [["above", 0, 1, 0, 1]]
    if form == "gates":
        nodes.append(["affine", 1, [[]], ["-7"]])
        nodes += [["branch", 1, Z, "0", 1, 0 if not number else number + 1] for number in range(length)]
        hints *= length
    elif form == "relus":
        nodes = [["relu", 1], ["sequence", [0] * length]]
        hints *= length
    elif form == "sequences":
        nodes = [["relu", 1], *[["sequence", [number]] for number in range(length)]]
    else:
        nodes = [["relu", 1], *[["concatenate", [number]] for number in range(length)]]
    keys = {"domain": positive, "outputs": [[Z, ">", "0"]]}
    hints = [*hints, ["goal", 1, 0, 1]]
    assert checked(tmp_path, nodes, "output within", hints, **keys) == ("accepted", "")


@pytest.mark.parametrize("length", [500, pytest.param(3_000, marks=pytest.mark.slow)])
def test_thousands_of_splits_one_after_the_other(tmp_path: Path, length: int) -> None:
    """Gate number i asks z >= i; below it the run ends, above it goes on to the next."""
    nodes: list[Any] = [["identity", 1]]
    nodes += [["branch", 1, Z, str(length - number), 0, number] for number in range(length)]
    hints: list[Any] = []
    for number in range(1, length + 1):
        hints += [["split", 0], ["path", 2, 2 * number - 1]]
    hints.append(["path", 1, length])
    assert checked(tmp_path, nodes, "paths", hints, domain=[], count=length + 1) == ("accepted", "")


def test_steps_are_paid_for_by_the_longest_set_that_they_look_at(tmp_path: Path) -> None:
    """The set of ``every`` is long, those of the steps that it uses are short: a look takes as long as the long one."""
    spent = []
    for fillers in (3, 20_000):
        points = [[number + 2, 0] for number in range(fillers)] + [[0, 0], [1, 0], [0, 1]]
        rows = [[[str(x), str(y)], [str(number * number % 3)], 1] for number, (x, y) in enumerate(points)]
        corners = 7 << fillers
        halves: list[Any] = [["split", 0], ["split", 1]]
        for signs in ((-1, -1), (-1, 1), (1, -1), (1, 1)):
            halves += [["split", 2], *[["path", 1, signs[1] - signs[0], last - signs[0], signs[0]] for last in (-1, 1)]]
            halves += [["split", 1]] if signs == (-1, 1) else []
        hints = [["dichotomies", corners], *halves, ["uninterpolable", 7, 1, -2, 1], ["every", corners, 1, *[0] * 5000]]
        reason = "there is a way to divide the points of which no part was refuted"
        verdict, said = checked(tmp_path, [], "comparisons needed", hints, rows=rows, comparisons=3)
        assert (verdict, said.endswith(reason)) == ("rejected", True), said
        files = Files(Folder(str(tmp_path)))
        read = len((tmp_path / "dataset.json").read_bytes())
        _check(files, "a.claim.json")
        spent.append(MAX_STEPS - files.budget.steps - 40 * read // 10)
    assert spent[1] > 8 * 5000 * 6 * (20_000 // 512) > spent[0]


def forms(levels: int) -> list[Any]:
    """Return 2^levels copies of one form, side by side."""
    return [["affine", 1, [Z], ["1"]], *[["concatenate", [number, number]] for number in range(levels)]]


@pytest.mark.slow
@pytest.mark.parametrize("shape", ["many", "halves"])
def test_every_form_that_is_held_is_counted_with_what_the_interpreter_keeps_around_it(
    tmp_path: Path, shape: str
) -> None:
    """Few bytes make many forms: what is held stays within the limit, and the process below it by itself."""
    nodes: list[Any] = [["affine", 1, [Z] * 200, [str(number) for number in range(200)]], ["concatenate", [0] * 5000]]
    if shape == "halves":
        wide = 2**17
        halves = ["affine", wide, [[j, "1/2"] for j in range(wide)], ["0"] * wide]
        nodes = [*forms(17), halves, ["sequence", [17, 18]]]
    verdict, reason = checked(tmp_path, nodes, "output within", [], domain=[], outputs=ANYTHING)
    assert (verdict, reason) == ("accepted", "")


@pytest.mark.slow
def test_more_forms_than_may_be_held_are_refused(tmp_path: Path) -> None:
    verdict, reason = checked(tmp_path, [["relu", 2**20]], "output within", [], domain=[], outputs=ANYTHING)
    assert (verdict, NUMBERS in reason or STEPS in reason) == ("malformed", True)


@pytest.mark.slow
def test_what_is_let_go_is_set_back_and_what_waits_is_not(tmp_path: Path) -> None:
    """Layers one after the other hold one layer's forms; a split in each holds those of all of them."""
    width, layers = 2000, 60
    dense = ["affine", width, [[place, "2"] for place in range(width)], ["1"] * width]
    nodes = [["affine", 1, [Z] * width, [str(number) for number in range(width)]], dense]
    nodes += [["affine", width, [[0, "1"]], ["0"]], ["sequence", [0, *[1] * layers, 2]]]
    assert checked(tmp_path, nodes, "output within", [], domain=[], outputs=ANYTHING) == ("accepted", "")
    nodes[2:] = [["identity", width], ["branch", width, [0, "1"], "5", 2, 2], ["sequence", [0, *[1, 3] * 16 * layers]]]
    hints = [["split", 0]] * (16 * layers)
    keys = {"domain": [], "measure": "comparisons", "bound": 5, "attained": None}
    verdict, reason = checked(tmp_path, nodes, "operations at most", hints, **keys)
    assert (verdict, reason) == ("malformed", f"checking holds {NUMBERS}")


def test_what_is_still_to_run_is_held_from_the_moment_that_it_is_read(tmp_path: Path) -> None:
    """A child takes two bytes in a file, and a hundred while it waits: of three levels all children wait at once."""
    children = 500_000
    nodes: list[Any] = [["identity", 1], *[["sequence", [level, *[0] * children]] for level in range(3)]]
    verdict, reason = checked(tmp_path, nodes, "output within", [], domain=[], outputs=ANYTHING)
    assert (verdict, reason) == ("malformed", f"network.json: node 3: checking holds {NUMBERS}")
