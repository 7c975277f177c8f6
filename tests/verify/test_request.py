"""What a user asks for on the command line: every option is used or refused, and nothing is left behind."""

import json
from pathlib import Path
from unittest.mock import Mock

import pytest
from commands import command
from processes import interrupted

import verify.check.bundle as check_files
from constructions.files import bundle as bundle_files
from constructions.files.bundle import read_bundle, write_bundle
from constructions.files.canonical import dataset_bytes, network_bytes, network_from_bytes
from constructions.model.batch import evaluate_many
from constructions.model.dataset import Dataset
from constructions.model.network import Affine, Branch, Concatenate, Network, Relu, Sequence, constant
from verify.check.network import read_network
from verify.claims.shared.base import Request
from verify.lanes import Options
from verify.request import names_for, prove_named

ROOT = Path(__file__).resolve().parent.parent.parent
HINGE = Sequence((Affine([[1]], [-1]), Relu(1)))


@pytest.fixture
def hinge(tmp_path: Path) -> Path:
    data = Dataset.from_rows([[0], [1], [3]], [[0], [0], [2]])
    return write_bundle(tmp_path / "hinge", HINGE, data, "").folder


@pytest.mark.parametrize(
    ("words", "refused"),
    [((), True), (("--claim", "memorizes-robustly"), True), (("--claim", "operations-at-most"), False)],
)
def test_what_the_checker_would_not_read_is_refused_before_it_is_read(
    hinge: Path, words: tuple[str, ...], refused: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    size, limit = (hinge / "dataset.json").stat().st_size, (hinge / "network.json").stat().st_size
    assert size > limit
    monkeypatch.setattr("verify.check.reader.MAX_FILE_BYTES", limit)
    if refused:
        monkeypatch.setattr("constructions.files.bundle.read_bytes", Mock(side_effect=AssertionError("it was read")))
    found = command("prove", hinge, *words, "--lane", "certificate")
    assert found.returncode == (2 if refused else 3), "the certificate is longer than this limit as well"
    assert (f"dataset.json: has {size} bytes, and the checker reads {limit} at most" in found.stderr) == refused


def names(folder: Path) -> set[str]:
    return {path.name for path in folder.iterdir()}


BARE = {"network.json", "dataset.json", "table.txt"}


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--claim", "memorizes", "--box", "0", "1"], "--box: not used by memorizes, only by operations-at-most, "),
        (["--claim", "paths", "--radius", "1"], "--radius: not used by paths, only by memorizes-robustly, "),
        (["--count", "3"], "--count: not used by memorizes, operations-at-most, only by paths"),
        (["--claim", "operations-at-most", "--exact", "--at-most", "3"], "--exact and --at-most exclude each other"),
        (["--claim", "equivalent"], "this claim needs --other"),
        (["--claim", "equivalent", "--other", "wide.json"], "wide.json: has 2 inputs, but network.json has 1"),
        (["--claim", "same-class", "--other", "hinge"], "hinge/network.json: classes are told apart by at least two"),
        (["--claim", "equivalent", "--other", "nowhere.json"], "nowhere.json: no such file"),
        (["--claim", "paths", "--box", "0", "much"], "--box: 'much' is not a number"),
        (["--claim", "paths", "--box", "5", "0"], "--box: 5 is greater than 0, so nothing is in the box"),
        (["--claim", "paths", "--domain", "nowhere.json"], "nowhere.json: no such file"),
        (["--claim", "memorizes-robustly", "--radius", "-1"], "radius must be at least 0, not -1"),
        (["--claim", "classifies-robustly"], "the network has 1 output"),
        (["--claim", "output-within", "--outputs", "empty.json"], "empty.json: must state at least 1 constraint"),
        (
            ["--claim", "equivalent", "--other", "hinge/network.json", "--radius", "1", "--domain", "empty.json"],
            "--radius and a domain exclude each other",
        ),
    ],
)
def test_what_does_not_fit_is_refused_in_one_line_and_leaves_nothing(hinge: Path, words: list[str], said: str) -> None:
    (hinge.parent / "empty.json").write_text("[]")
    (hinge.parent / "wide.json").write_bytes(network_bytes(Relu(2)))
    result = command("prove", hinge, *words, folder=hinge.parent)
    assert result.returncode == 2
    assert said in result.stderr
    assert result.stderr.count("\n") == 1
    assert names(hinge) == BARE


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("{}", "must be a list of constraints"),
        ("[", "not a list of constraints"),
        ('[[[0,"1"],">="]]', "constraint 0: must be [ROW, RELATION, NUMBER]"),
        ('[[[0,"1"],">=","1"],[[1,"1"],">=","1"]]', "constraint 1: indices must increase within 0..0, not 1"),
        ('[[[0,"1"],"=>","1"]]', "constraint 0: there is no relation '=>'; the nearest is '>='"),
        ('[[[0,"1"],">=","1"],[[],">=","1"]]', "domain.json: no input satisfies 0 >= 1: the domain is empty"),
        ('[[[0,"1"],">=",1]]', "constraint 0: a number must be a string"),
        ('[[[0,"0.5"],">=","1"]]', "constraint 0: '0.5' is not a rational number in lowest terms"),
    ],
)
def test_a_file_of_constraints_is_refused_with_the_place(hinge: Path, tmp_path: Path, text: str, said: str) -> None:
    (tmp_path / "domain.json").write_text(text)
    result = command("prove", hinge, "--claim", "paths", "--domain", tmp_path / "domain.json")
    assert result.returncode == 2
    assert said in result.stderr
    assert result.stderr.count("\n") == 1


def test_a_refuted_equivalence_leaves_no_other_network_behind(hinge: Path, tmp_path: Path) -> None:
    (tmp_path / "relu.json").write_bytes(network_bytes(Relu(1)))
    result = command("prove", hinge, "--claim", "equivalent", "--other", tmp_path / "relu.json")
    assert result.returncode == 1
    assert "refuted" in result.stdout
    assert names(hinge) == BARE


def test_all_claims_can_be_asked_for_and_the_second_solver_agrees(hinge: Path, tmp_path: Path) -> None:
    (tmp_path / "same.json").write_bytes(network_bytes(Sequence((HINGE, Affine([[1]], [0])))))
    asked: list[list[object]] = [
        ["memorizes"],
        ["memorizes-robustly"],
        ["memorizes-robustly", "--radius", "0"],
        ["equivalent", "--other", tmp_path / "same.json"],
        ["equivalent", "--other", tmp_path / "same.json", "--radius", "1/2"],
        ["operations-at-most", "--exact", "--box", "-1", "0"],
        ["output-within", "--output-box", "0", "3", "--box", "-1", "4"],
        ["paths"],
    ]
    for words in asked:
        result = command("prove", hinge, "--json", "--also", "cvc5", "--claim", *words)
        assert result.returncode == 0, (words, result.stdout, result.stderr)
        (found,) = json.loads(result.stdout)["results"]
        assert found["verdict"] == "proved"
        if words != ["paths"]:
            assert found["second opinion"]["answer"] == "unsat"
            assert found["solvers"]
    checked = command("check", hinge)
    assert checked.returncode == 0, checked.stdout
    assert checked.stdout.count("accepted: ") == len(asked)


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--claim", "memorizes", "--claim", "equivalent"], "this claim needs --other"),
        (["--claim", "memorizes", "--claim", "classifies"], "numbers up to 2, as of 3 classes, but the network has 1"),
        (["--claim", "memorizes", "--claim", "classifies-robustly"], "but the network has 1 output"),
        (["--claim", "paths", "--claim", "equivalent", "--other", "wide.json"], "wide.json: has 2 inputs"),
        (["--at-most", str(10**19)], "bound must be an integer in 0..10^18, not "),
    ],
)
def test_of_several_claims_the_last_is_refused_before_the_first_is_proved(
    hinge: Path, tmp_path: Path, words: list[str], said: str
) -> None:
    (tmp_path / "wide.json").write_bytes(network_bytes(Relu(2)))
    result = command("prove", hinge, *words, folder=tmp_path)
    assert (result.returncode, result.stdout) == (2, "")
    assert said in result.stderr
    assert names(hinge) == BARE


def test_largest_radii_are_not_0_where_nothing_can_be_relaxed(tmp_path: Path) -> None:
    gate = Branch([1], 1, constant([0], 1), constant([1], 1))
    folder = write_bundle(tmp_path / "gate", gate, Dataset.from_rows([[0], [2]], [[0], [1]])).folder
    result = command("prove", folder, "--claim", "memorizes-robustly", "--method", "relaxation")
    assert (result.returncode, result.stdout) == (2, "")
    assert "the network has no units, which are what is relaxed: --method paths takes gates" in result.stderr
    assert names(folder) == BARE


def test_the_data_are_run_once_to_see_which_claims_are_meant(hinge: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    counted = Mock(wraps=evaluate_many)
    monkeypatch.setattr("verify.claims.memorizes.evaluate_many", counted)
    assert names_for(read_bundle(hinge)) == (("memorizes", "operations-at-most"), {})
    assert counted.call_count == 1


@pytest.mark.parametrize("jobs", [1, 2])
def test_an_interrupted_search_leaves_the_bundle_as_it_was(tmp_path: Path, jobs: int) -> None:
    tents: Network = Sequence((Affine([[2], [4]], [0, -2]), Relu(2), Affine([[1, -1]], [0])))
    for _ in range(5):
        tents = Sequence((tents, tents))
    data = Dataset.from_rows([[i] for i in range(8)], [[1]] * 8, ["tents", "two"])
    bundle = write_bundle(tmp_path / "tents", Concatenate((tents, constant([2], 1))), data, "")
    words = ["--claim", "classifies-robustly", "--radius", "1000", "--jobs", str(jobs), "--lane", "certificate"]
    code, errors = interrupted(tmp_path, "verify.prove.balls.each_point", "_prove", "prove", bundle.folder, *words)
    assert code == 130
    assert "Traceback" not in errors
    assert names(bundle.folder) == BARE


def test_a_count_that_was_stopped_claims_no_number(hinge: Path) -> None:
    result = command("prove", hinge, "--claim", "paths", "--path-limit", 1)
    assert result.returncode == 3
    assert result.stdout.startswith("unknown: how many feasible decision paths network.json has over every input")
    result = command("prove", hinge, "--claim", "operations-at-most", "--exact", "--path-limit", 1)
    assert result.returncode == 3
    assert result.stdout.startswith("unknown: how many operations network.json makes at most, for every input")
    assert "more than 1 path; by structure at most " in result.stdout


@pytest.mark.parametrize("empty", [True, False])
def test_a_domain_without_constraints_is_every_input(hinge: Path, tmp_path: Path, empty: bool) -> None:
    (tmp_path / "empty.json").write_text("[]")
    words = ["--domain", tmp_path / "empty.json"] if empty else []
    result = command("prove", hinge, "--claim", "paths", "--lane", "certificate", *words)
    assert result.returncode == 0, result
    assert result.stdout.startswith("proved: over every input: network.json has exactly 2 feasible decision paths")


def test_a_count_that_is_too_large_is_refuted_without_an_input(hinge: Path) -> None:
    for lane in ("both", "z3", "certificate"):
        result = command("prove", hinge, "--claim", "paths", "--count", 5, "--lane", lane)
        assert result.returncode == 1, result
        assert "there are 2 feasible paths, the claim says 5" in result.stdout
        assert "the input" not in result.stdout


@pytest.mark.parametrize("radius", ["1e5000", "1e-5000"])
def test_a_radius_of_thousands_of_digits_is_a_number_as_others(hinge: Path, radius: str) -> None:
    result = command("prove", hinge, "--claim", "memorizes-robustly", "--radius", radius)
    assert result.returncode in (0, 1), result
    assert "Traceback" not in result.stderr


@pytest.mark.parametrize("words", [[], ["--claim", "classifies"]])
def test_a_named_claim_at_points_is_read_by_the_checker_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, words: list[str]
) -> None:
    units = Branch([1], 1, constant([1, 0, 0], 1), Branch([1], 2, constant([0, 1, 0], 1), constant([0, 0, 1], 1)))
    folder = write_bundle(tmp_path / "three", units, Dataset.from_rows([[0], [1], [2]], [[0], [1], [2]]), "").folder
    asked = ["prove", folder, *(words or ["--claim", "memorizes"]), "--lane", "certificate"]
    reads = Mock(side_effect=network_from_bytes)
    monkeypatch.setattr(bundle_files, "network_from_bytes", reads)
    checks = Mock(side_effect=read_network)
    monkeypatch.setattr(check_files, "read_network", checks)
    at_once = command(*asked)
    assert at_once.returncode == 0, at_once.stderr
    assert (reads.call_count, checks.call_count) == (0, 1)
    written = {path.name: path.read_bytes() for path in folder.iterdir()}
    assert ("classifies" if words else "memorizes-one-hot") + ".certificate.json" in written
    assert command("check", folder).returncode == 0
    assert command(*asked[:-2]).stdout.startswith(at_once.stdout.split("\n")[0])
    assert reads.call_count
    assert {name: (folder / name).read_bytes() for name in written} == written


def test_what_the_checker_does_not_accept_is_read_by_the_prover_who_says_why(tmp_path: Path) -> None:
    data = Dataset.from_rows([[0], [1], [2]], [[0], [1], [3]])
    wrong = write_bundle(tmp_path / "wrong", Relu(1), data, "").folder
    alone = ["prove", wrong, "--claim", "memorizes", "--lane", "certificate"]
    result = command(*alone)
    assert (result.returncode, "at data point 2 the network gives 2, the label is 3" in result.stdout) == (1, True)
    assert result.stdout == command(*alone[:-2]).stdout
    later = read_bundle(wrong, later=True)
    assert prove_named(later, "memorizes", Request(), Options("certificate"))[1].reason.startswith("at data point 2")  # type: ignore[union-attr]
    for name, said in (("dataset.json", "2 coordinates"), ("network.json", "network.json: not a memocert network")):
        (wrong / name).write_bytes(dataset_bytes(Dataset.from_rows([[0, 1]], [[1]])))
        result = command(*alone)
        assert (result.returncode, said in result.stderr, result.stderr.count("\n")) == (2, True, 1), result.stderr
