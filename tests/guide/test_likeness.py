"""What is said of a synthesized network: where it is claimed to answer as the one that it comes from."""

import json
from fractions import Fraction
from pathlib import Path
from shutil import copytree

import pytest
from commands import command

from constructions.files.bundle import read_bundle
from constructions.files.canonical import digest, network_bytes, read_network
from constructions.model.constraint import Constraint
from constructions.model.cost import structural_worst
from constructions.model.network import Form, Network, Relu, Sequence
from guide import likeness
from guide.likeness import Likeness, likenesses, original_of
from verify.check.bundle import Folder

TABLE = "a,b,y\n0,0,0\n1,1,1\n2,0,0\n3,5,1\n4,4,0\n"
INSIDE = "every input with 0 <= a <= 3 and 0 <= b <= 1"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("likeness")
    (folder / "t.csv").write_text(TABLE)
    (folder / "new.csv").write_text("a,b\n0,0\n1.5,1\n9,9\n4,4\n")
    words = "a >= 0 and a <= 3 and b >= 0 and b <= 1"
    for line in (
        ["build", "threshold", "t.csv", "-o", "plain"],
        ["synthesize", "plain", "--equal-on", "domain", "--domain", words, "-o", "domain"],
        ["synthesize", "plain", "-o", "data"],
        ["synthesize", "plain", "--radius", "1/4", "-o", "balls"],
    ):
        assert command(*line, folder=folder).returncode == 0
    return folder


@pytest.mark.parametrize(
    ("bundle", "where", "beyond"),
    [
        ("domain", INSIDE, "2 rows lie beyond the domain of a claim"),
        ("data", "every point of dataset.json", "2 rows are no points of dataset.json"),
        ("balls", "every input within 0.25 of a point of dataset.json", "2 rows are no points of dataset.json"),
    ],
)
def test_show_predict_and_c_say_where_it_is(bundle: str, where: str, beyond: str, folder: Path) -> None:
    (claim,) = [path.name for path in (folder / bundle).glob("*.claim.json")]
    said = f"{claim}: the same output as original.json for {where}"
    assert f"claimed in {said}\n" in " ".join(command("show", bundle, folder=folder).stdout.split()) + "\n"
    found = command("predict", bundle, "new.csv", folder=folder)
    assert found.stderr == f"memocert: new.csv: {beyond}; {said}\n"
    data = command("predict", bundle, "t.csv", folder=folder).stderr
    assert ("rows lie beyond" in data) == (bundle == "domain")
    assert command("export", bundle, "-o", f"{bundle}.c", folder=folder).returncode == 0
    source = (folder / f"{bundle}.c").read_text()
    assert f"Claimed in {said}. Compile with" in " ".join(source.split("*/")[0].split())
    assert command("report", bundle, "-o", f"{bundle}.html", folder=folder).returncode == 0
    page = (folder / f"{bundle}.html").read_text(encoding="utf-8")
    most = structural_worst(read_bundle(folder / bundle).network).total
    assert f"original.json, which makes at most 18 operations on any input; this one {most}<" in page


def test_nothing_is_said_of_other_networks(folder: Path) -> None:
    assert "claimed" not in command("show", "plain", folder=folder).stdout
    assert command("predict", "plain", "new.csv", folder=folder).stderr == ""
    assert command("export", "plain", "-o", "plain.c", folder=folder).returncode == 0
    assert "Claimed" not in (folder / "plain.c").read_text()


@pytest.mark.parametrize(
    "changed",
    [
        {"domain": [[[0, "1"], "zzz", "0"]]},
        {"domain": 5},
        {"network": 5},
        {"kind": "equivalent on balls", "dataset": None},
        {"kind": "same class on balls", "dataset": "x"},
        {"kind": "within tolerance", "tolerance": "\x1b[31m"},
        {"kind": "within tolerance", "tolerance": "-1"},
        {"kind": "gibberish"},
        {"kind": "avoids"},
        {"other": {"file": "network.json", "sha256": "0" * 64}},
    ],
)
def test_what_a_checker_refuses_is_not_said(changed: dict[str, object], folder: Path, tmp_path: Path) -> None:
    (claim,) = (folder / "domain").glob("*.claim.json")
    copytree(folder / "domain", tmp_path / "b")
    fields = {**json.loads(claim.read_text()), **changed}
    (tmp_path / "b" / claim.name).write_text(json.dumps(fields))
    found = command("show", "b", folder=tmp_path)
    assert (found.returncode, found.stderr) == (0, "")
    assert "claimed" not in found.stdout
    assert original_of(read_bundle(tmp_path / "b")) is None


def test_an_original_that_is_too_large_to_be_counted_keeps_no_report_back(folder: Path, tmp_path: Path) -> None:
    bundle = copytree(folder / "data", tmp_path / "b")
    (claim,) = bundle.glob("equivalent*.claim.json")
    tower: Network = Relu(1)
    for _ in range(300):
        tower = Sequence((tower, tower))
    data = network_bytes(Sequence((read_network(bundle / "original.json"), tower)))
    before = digest((bundle / "original.json").read_bytes())
    (bundle / "original.json").write_bytes(data)
    claim.write_text(claim.read_text().replace(before, digest(data)))
    done = command("report", "b", "-o", "r.html", folder=tmp_path)
    page = (tmp_path / "r.html").read_text()
    assert "original.json: the network&#39;s shared parts unroll to more than 2^256 steps" in page, done


def test_another_original_is_not_the_one_that_is_spoken_of(folder: Path, tmp_path: Path) -> None:
    copytree(folder / "domain", tmp_path / "b")
    assert original_of(read_bundle(tmp_path / "b")) is not None
    (tmp_path / "b" / "original.json").write_bytes((tmp_path / "b" / "network.json").read_bytes())
    assert original_of(read_bundle(tmp_path / "b")) is None


def test_a_tolerance_is_said(folder: Path, tmp_path: Path) -> None:
    (claim,) = (folder / "domain").glob("*.claim.json")
    copytree(folder / "domain", tmp_path / "b")
    fields = {**json.loads(claim.read_text()), "kind": "within tolerance", "tolerance": "1/8"}
    (tmp_path / "b" / claim.name).write_text(json.dumps(fields))
    found = " ".join(command("show", "b", folder=tmp_path).stdout.split())
    assert f"the same output, up to 0.125, as original.json for {INSIDE}" in found


def test_a_claim_about_other_data_is_not_said_of_these(folder: Path, tmp_path: Path) -> None:
    copytree(folder / "data", tmp_path / "b")
    assert "claimed" in command("show", "b", folder=tmp_path).stdout
    data = (tmp_path / "b" / "dataset.json").read_text()
    (tmp_path / "b" / "dataset.json").write_text(data.replace('[["4","4"]', '[["4","5"]'))
    assert "claimed" not in command("show", "b", folder=tmp_path).stdout


def test_the_same_class_is_said_of_points_or_of_the_balls_around_them(tmp_path: Path) -> None:
    (tmp_path / "t.csv").write_text("x,c\n0,a\n1,a\n2,b\n4,b\n")
    words = ["build", "interpolation", "t.csv", "--outputs", "one-hot", "-o", "p"]
    assert command(*words, folder=tmp_path).returncode == 0
    for radius, where in (("0", "every point of dataset.json"), ("1/8", "every input within 0.125 of a point of")):
        words = ["synthesize", "p", "--same", "class", "--radius", radius, "-o", f"r{radius[0]}"]
        assert command(*words, folder=tmp_path).returncode == 0
        text = " ".join(command("show", f"r{radius[0]}", folder=tmp_path).stdout.split())
        assert f": the same class as original.json for {where}" in text
    (claim,) = (tmp_path / "r1").glob("*.claim.json")
    fields = json.loads(claim.read_text())
    for radii, where in (
        ([["open", "1/8", None]] * 4, "every input nearer than 0.125 to a point of dataset.json"),
        ([["all"]] * 4, "every input"),
        ([["all"], *[["closed", "1/8", None]] * 3], "every input of the ball stated for a point of dataset.json"),
    ):
        claim.write_text(json.dumps({**fields, "radii": radii}))
        (said,) = likenesses(read_bundle(tmp_path / "r1"))
        assert (said.how, said.where) == ("the same class", where)


def test_many_constraints_are_not_tried_at_many_points(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (claim,) = likenesses(read_bundle(folder / "domain"))
    points = [(Fraction(place), Fraction(0)) for place in range(30)]
    assert claim.beyond(points, ()) == "26 rows lie beyond the domain of a claim"
    unseen = "whether rows lie beyond the domain of a claim would take more than 250 steps"
    monkeypatch.setattr(likeness, "MOST_STEPS", 250)
    assert claim.beyond(points, ()) == "26 rows lie beyond the domain of a claim"  # a weight and a bound, four times
    assert claim.beyond([*points, (Fraction(1), Fraction(1))] * 2, ()) == unseen
    assert claim.beyond([*points, (Fraction(1, 2**64), Fraction(1))], ()) == unseen
    wide = Constraint(Form.dense([1] * 100), ">=", Fraction(0))
    assert Likeness("", "", "", (wide,)).beyond([(Fraction(0),) * 100] * 3, ()) == unseen


def test_points_are_not_told_apart_by_hashes_that_can_be_foreseen(monkeypatch: pytest.MonkeyPatch) -> None:
    def foreseen(_: Fraction) -> int:
        raise AssertionError("a number is hashed")

    monkeypatch.setattr(Fraction, "__hash__", foreseen)
    points = [(Fraction(2**61 - 1),), (Fraction(0),)]
    assert Likeness("", "", "", None).beyond(points, points[:1]) == "1 row is no point of dataset.json"


def test_of_many_copies_of_a_claim_the_first_are_said(folder: Path, tmp_path: Path) -> None:
    copytree(folder / "domain", tmp_path / "b")
    (claim,) = (tmp_path / "b").glob("*.claim.json")
    for number in range(12):
        (tmp_path / "b" / f"c{number}.claim.json").write_bytes(claim.read_bytes())
    assert len([*likenesses(read_bundle(tmp_path / "b"))]) == likeness.MOST_CLAIMS


def test_the_files_of_many_claims_are_read_once(folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    copytree(folder / "domain", tmp_path / "b")
    (claim,) = (tmp_path / "b").glob("*.claim.json")
    wrong = {**json.loads(claim.read_text()), "kind": "within tolerance", "tolerance": "-1"}
    for number in range(20):
        (tmp_path / "b" / f"{number}.claim.json").write_text(json.dumps(wrong))
    bundle, known = read_bundle(tmp_path / "b"), Folder.__getitem__
    read: list[str] = []

    def seen(self: Folder, name: str) -> bytes:
        read.append(name)
        return known(self, name)

    monkeypatch.setattr(Folder, "__getitem__", seen)
    assert [said.file for said in likenesses(bundle)] == [claim.name]
    assert [read.count(name) for name in ("network.json", "original.json")] == [1, 1]
