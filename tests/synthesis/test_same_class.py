"""A conditional network of the same class: what is proved, where the radius shrinks, what is refused, what goes on."""

import json
import random
import re
from fractions import Fraction
from pathlib import Path

import pytest
from commands import command
from processes import killed

from constructions.files.bundle import read_bundle, write_bundle
from constructions.files.canonical import network_bytes
from constructions.model.answers import largest
from constructions.model.cost import structural_worst
from constructions.model.dataset import Dataset
from constructions.model.errors import BadInput
from constructions.model.evaluation import evaluate
from constructions.model.network import Affine, Branch, Network, Relu, Sequence, constant
from constructions.synthesis.affine_wires import GateLimits
from verify.check.bundle import check_bundle
from verify.claims.same_class_on_balls import SameClassOnBalls
from verify.claims.shared.base import Allowance
from verify.lanes import Options
from verify.prove.balls import each_point
from verify.same_class import prove_same_class, synthesize_same_class
from verify.verdict import Proved

CERTIFICATE = Options(lane="certificate")


def model(seed: int, width: int) -> Network:
    """Return a random network with one hidden layer and three outputs."""
    source = random.Random(seed)
    first, last = [
        Affine(
            [[Fraction(source.randint(-9, 9), 4) for _ in range(inputs)] for _ in range(rows)],
            [Fraction(source.randint(-9, 9), 4) for _ in range(rows)],
        )
        for inputs, rows in ((width, 4), (4, 3))
    ]
    return Sequence((first, Relu(4), last))


def data(seed: int, width: int, network: Network) -> Dataset:
    """Return random points at which the network has a class; their labels are no classes."""
    source = random.Random(seed)
    points = {tuple([Fraction(source.randint(-8, 8)) for _ in range(width)]) for _ in range(12)}
    kept = sorted([point for point in points if len(largest(evaluate(network, point))) == 1])
    return Dataset.from_rows(kept, [[7]] * len(kept))


@pytest.mark.parametrize("seed", range(6))
def test_the_class_is_the_same_all_around_and_the_checker_says_so(seed: int, tmp_path: Path) -> None:
    width = 1 + seed % 3
    network = model(seed, width)
    dataset, radius = data(seed, width, network), Fraction(2, 3)
    found = synthesize_same_class(network, dataset, radius, GateLimits(), Allowance())
    assert all(ball.kind == "closed" and ball.least is not None and ball.least <= radius for ball in found.radii)
    source = random.Random(seed)
    for point, ball in zip(dataset.points, found.radii, strict=True):
        here = largest(evaluate(network, point))
        for _ in range(10):
            z = tuple([value + ball.least * Fraction(source.randint(-6, 6), 6) for value in point])  # type: ignore[operator]
            assert largest(evaluate(network, z)) == largest(evaluate(found.network, z)) == here
    _, verdict = prove_same_class(tmp_path / "it", found, CERTIFICATE)
    assert isinstance(verdict, Proved), verdict
    assert [result.verdict for result in check_bundle(str(tmp_path / "it"))] == ["accepted"]
    assert structural_worst(found.network).total <= structural_worst(network).total


def test_a_smaller_radius_is_nearly_the_largest() -> None:
    network = Affine([[1], [-1]], [0, 3])  # equal at 3/2
    dataset = Dataset.from_rows([[0], [1], [5]], [[0], [0], [0]])
    found = synthesize_same_class(network, dataset, Fraction(2), GateLimits(), Allowance())
    assert [ball.least for ball in found.radii] == [Fraction(767, 512), Fraction(255, 512), Fraction(2)]
    same = synthesize_same_class(network, dataset, 2)  # type: ignore[arg-type]
    assert same.radii == found.radii


def test_a_model_that_is_cheaper_than_a_tree_is_kept(tmp_path: Path) -> None:
    network = constant([0, 1], 1)
    dataset = Dataset.from_rows([[0], [1]], [[0], [0]])
    found = synthesize_same_class(network, dataset, Fraction(1), GateLimits(), Allowance())
    assert structural_worst(found.network).total == 0
    alternating = Branch([1], 0, constant([0, 1], 1), constant([1, 0], 1))
    many = Dataset.from_rows([[place] for place in range(-4, 4)], [[0]] * 8)
    found = synthesize_same_class(alternating, many, Fraction(1, 4), GateLimits(), Allowance())
    assert structural_worst(found.network).total == 1
    _, verdict = prove_same_class(tmp_path / "it", found, CERTIFICATE)
    assert isinstance(verdict, Proved)


def test_where_gates_are_used_up_the_model_runs(tmp_path: Path) -> None:
    network = model(1, 1)
    dataset = data(1, 1, network)
    found = synthesize_same_class(network, dataset, Fraction(1, 8), GateLimits(0), Allowance())
    assert found.cut == 1
    assert found.network is network
    _, verdict = prove_same_class(tmp_path / "it", found, CERTIFICATE)
    assert isinstance(verdict, Proved)


def test_where_gates_are_used_up_the_goals_of_both_networks_stand_behind_all_decisions(tmp_path: Path) -> None:
    network = Sequence((Affine([[1], [-1]], [0, 3]), Relu(2)))
    dataset = Dataset.from_rows([[Fraction(1, 2)], [2], [Fraction(5, 2)]], [[0]] * 3)
    found = synthesize_same_class(network, dataset, Fraction(1, 4), GateLimits(0), Allowance())
    _, verdict = prove_same_class(tmp_path / "it", found, CERTIFICATE)
    assert isinstance(verdict, Proved)


def test_a_point_where_the_model_names_no_class_is_refused() -> None:
    network = Affine([[1], [-1]], [0, 0])
    dataset = Dataset.from_rows([[1], [0]], [[0], [0]])
    with pytest.raises(BadInput, match=r"model: outputs 0 and 1 are both the largest at data point 1"):
        synthesize_same_class(network, dataset, Fraction(0), GateLimits(), Allowance())
    more = Dataset.from_rows([[1], [0], [-1], [2]], [[0], [0], [0], [0]])
    level = Sequence((Affine([[1], [-1]], [0, 0]), Relu(2), Affine([[1, 1], [1, 1]], [0, 0])))
    with pytest.raises(BadInput, match="at data point 0, and several at 3 other points, so that"):
        synthesize_same_class(level, more)
    with pytest.raises(BadInput, match="at least two outputs"):
        synthesize_same_class(Affine([[1]], [0]), dataset, Fraction(0), GateLimits(), Allowance())


def test_points_where_the_model_names_no_class_are_left_out_if_the_user_says_so(tmp_path: Path) -> None:
    (tmp_path / "model.json").write_bytes(network_bytes(Affine([[1], [-1]], [0, 2])))  # equal at 1
    (tmp_path / "points.csv").write_text("x,y\n0,0\n1,0\n3,0\n")
    words = ("synthesize", "model.json", "points.csv", "--same", "class", "-o", "tree")
    assert "leave such rows out: --skip-ties does" in command(*words, folder=tmp_path).stderr
    run = command(*words, "--skip-ties", folder=tmp_path)
    assert run.returncode == 0, run.stderr
    assert run.stderr.endswith(
        "memocert: 1 point left out, at which several outputs are the largest: line 3 of points.csv\n"
    )
    assert read_bundle(tmp_path / "tree").dataset == Dataset.from_rows([[0], [3]], [[0], [0]])
    (tmp_path / "points.csv").write_text("x,y\n0,0\n3,0\n")
    run = command(*words, "--skip-ties", "--force", folder=tmp_path)
    assert (run.returncode, run.stderr) == (0, "memocert: one output is the largest at each point\n")
    (tmp_path / "points.csv").write_text("x,y\n1,0\n")
    assert (
        "model.json: names no class at any point" in command(*words, "--skip-ties", "--force", folder=tmp_path).stderr
    )


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("same")
    network = model(3, 2)
    dataset = data(3, 2, network)
    (folder / "model.json").write_bytes(network_bytes(network))
    rows = [[*point, label[0]] for point, label in zip(dataset.points, dataset.labels, strict=True)]
    (folder / "points.csv").write_text("".join([",".join(map(str, row)) + "\n" for row in rows]))
    return folder


def test_the_command_says_where_the_class_stays_and_claims_are_asked_for_by_name(files: Path) -> None:
    words = ("synthesize", "model.json", "points.csv", "--same", "class", "--radius", "1/2", "-o", "tree")
    run = command(*words, folder=files)
    assert run.returncode == 0, run.stderr
    assert "the class stays the same within 1/2 of" in run.stdout
    assert "proved: for every x in dataset.json and every z of the ball stated for x" in " ".join(run.stdout.split())
    checked, report = command("check", "tree", folder=files), command("report", "tree", "-o", "r.html", folder=files)
    assert checked.returncode == report.returncode == 0
    stated = re.search(r"radii: (smallest .*, median .*, largest 1/2 \([0-9]+ points?\))", checked.stdout)
    assert stated is not None
    assert f"Radii: {stated[1]}." in (files / "r.html").read_text()
    again = command(*words, "--force", "--json", folder=files)
    found = json.loads(again.stdout)
    assert found["result"]["verdict"] == "proved"
    assert found["balls"]["radius"] == "1/2"
    assert found["after"]["structural"] < found["before"]["structural"]
    largest_radii = command("prove", "tree", "--claim", "same-class", "--other", "model.json", folder=files)
    assert largest_radii.returncode == 0, largest_radii.stdout + largest_radii.stderr
    refuted = command(
        "prove", "tree", "--claim", "same-class", "--other", "model.json", "--radius", "100", folder=files
    )
    assert refuted.returncode == 1
    assert "at the data point itself the other one has class" in " ".join(refuted.stdout.split())


def test_the_same_class_everywhere_is_not_called_right(tmp_path: Path) -> None:
    network = constant([1, 0], 1)
    write_bundle(tmp_path / "b", network, Dataset.from_rows([[0], [1]], [[1], [0]]))  # class 0, where 1 is right
    (tmp_path / "b" / "original.json").write_bytes(network_bytes(network))
    words = ("prove", "b", "--claim", "same-class", "--other", "b/original.json")
    assert "radii: all inputs at 2 points" in command(*words, folder=tmp_path).stdout
    checked, report = command("check", "b", folder=tmp_path), command("report", "b", "-o", "r.html", folder=tmp_path)
    assert (checked.returncode, report.returncode) == (0, 0)
    assert checked.stdout.endswith("\n  radii: all inputs at 2 points\n")
    page = (tmp_path / "r.html").read_text(encoding="utf-8")
    assert "Radii: all inputs at 2 points." in page
    assert "right on" not in checked.stdout + page


@pytest.mark.parametrize("option", [("--gates", "units"), ("--target", "mean"), ("--box", "0", "1")])
def test_options_that_do_not_apply_are_refused(option: tuple[str, ...], files: Path) -> None:
    run = command("synthesize", "model.json", "points.csv", "--same", "class", *option, "-o", "no", folder=files)
    assert run.returncode == 2
    assert "not used with --same class" in run.stderr
    assert not (files / "no").exists()


def test_the_claim_states_one_radius_for_each_point_and_none_is_wrong(tmp_path: Path) -> None:
    network = Affine([[1], [-1]], [0, 3])
    dataset = Dataset.from_rows([[0], [1]], [[0], [0]])
    found = synthesize_same_class(network, dataset, Fraction(0), GateLimits(), Allowance())
    claim, verdict = prove_same_class(tmp_path / "it", found, CERTIFICATE)
    assert isinstance(claim, SameClassOnBalls)
    assert isinstance(verdict, Proved)
    assert claim.sentence() == (
        "for every x in dataset.json: network.json and original.json have the class at x that original.json has at x"
    )


WORDS = {"class": ("--same", "class", "--radius", "2/3"), "outputs": ("--radius", "1/100", "--gates", "units")}


@pytest.fixture
def given(tmp_path: Path) -> Path:
    network = model(4, 2)
    return write_bundle(tmp_path / "given", network, data(4, 2, network)).folder


def contents(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


@pytest.mark.parametrize("kind", WORDS)
def test_a_journal_that_ends_anywhere_leads_to_the_same_bundle(
    given: Path, tmp_path: Path, kind: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    words, journal = ("synthesize", given, *WORDS[kind], "-o", "b"), tmp_path / "kept"
    folders = [tmp_path / name for name in ("plain", "shared", "again", "known")]
    for folder in folders:
        folder.mkdir()
    plain, shared, again, known = folders
    first = command(*words, "--jobs", 1, folder=plain)
    assert first.returncode == 0, first.stderr
    assert command(*words, "--jobs", 2, "--resume", journal, folder=shared).stdout == first.stdout
    whole = journal.read_bytes()
    ends = [place + 1 for place, sign in enumerate(whole) if sign == 10]
    assert len(ends) > 8
    for end in (ends[0], ends[3] + 5, ends[-2] - 1):
        journal.write_bytes(whole[:end])
        resumed = command(*words, "--jobs", 1, "--resume", journal, "--force", folder=again)
        assert resumed.stdout == first.stdout
        assert sorted(journal.read_bytes().split(b"\n")) == sorted({*whole[:end].split(b"\n"), *whole.split(b"\n")})
        assert contents(again / "b") == contents(plain / "b") == contents(shared / "b")
    monkeypatch.setattr(each_point, "_prove", None)
    resumed = command(*words, "--jobs", 1, "--resume", journal, folder=known)
    assert resumed.stdout == first.stdout
    assert contents(known / "b") == contents(plain / "b")


def test_a_synthesis_that_is_killed_goes_on(given: Path, tmp_path: Path) -> None:
    words, kept = ["synthesize", str(given), *WORDS["class"], "--jobs", "1"], tmp_path / "kept"
    killed(tmp_path, 3, *words, "-o", tmp_path / "killed", "--resume", kept)
    found = command(*words, "-o", tmp_path / "after", "--resume", kept)
    assert found.returncode == 0, found.stderr
    assert "findings are there already" in found.stderr
    assert command(*words, "-o", tmp_path / "plain").returncode == 0
    assert contents(tmp_path / "after") == contents(tmp_path / "plain")
