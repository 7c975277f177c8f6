"""Sentences that users see: numbers agree with their nouns, and what was mistaken says what to do instead."""

import ast
import json
import re
import shutil
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from unittest.mock import Mock

import pytest
from commands import command, refused, told
from onnx import TensorProto
from onnx_models import node as onnx_node, saved
from processes import PACKAGES, ROOT

from constructions.files.canonical import network_bytes
from constructions.model.network import Affine, Network, Relu, Sequence

SUFFIX_S = re.compile(r"[a-z]\(e?s\)|\(ies\)|y/ies\b")


def sentences() -> Iterator[tuple[str, str]]:
    """Yield every text in the source that is no docstring, with its place; of files with such a plural alone."""
    for package in PACKAGES:
        for path in sorted((ROOT / package).rglob("*.py")):
            source = path.read_text(encoding="utf-8")
            if not SUFFIX_S.search(source):
                continue
            tree = ast.parse(source)
            docs = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
            for node in ast.walk(tree):
                if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in docs:
                    yield f"{path.relative_to(ROOT)}:{node.lineno}", node.value


def test_no_sentence_leaves_the_plural_to_its_reader() -> None:
    found = [place for place, text in sentences() if SUFFIX_S.search(text) and "arguments?(" not in text]
    assert found == []
    assert SUFFIX_S.search("3 comparison(s)")


TABLES = {
    "index.csv": ",a,k\n0,1,x\n1,3,y\n",
    "text.csv": "a,city,k\n1,Rome,x\n3,Oslo,y\n",
    "late.csv": "1,2,x\nlength,width,k\n3,4,y\n",
    "german.csv": "Länge;Breite;Art\n1,5;2,0;rot\n2,5;3,0;blau\n",
    "euro.csv": "preis €,b,k\n1,2€,x\n3,4,y\n",
    "good.csv": "a,b,k\n1,2,x\n3,4,y\n",
}

MISTAKES = [
    ("check b", 1, "rejected: b: nothing is proved yet, there is no claim memocert prove b"),
    ("check ./-b", 1, "rejected: -b: nothing is proved yet, there is no claim memocert prove ./-b"),
    ("check good.csv", 2, "good.csv: is a file, not the folder of a bundle: memocert build axis-tree good.csv"),
    ("prove good.csv", 2, "good.csv: is a file, not the folder of a bundle: memocert build axis-tree good.csv"),
    ("export b/network.json -o n.c", 2, "b/network.json: is a file, not the folder of a bundle: give the folder"),
    ("report good.csv", 2, "good.csv: is a file, not the folder of a bundle: memocert build"),
    ("prove nowhere", 2, "nowhere: no such folder"),
    ("build good.csv axis-tree -o n", 2, "good.csv: is a file; the memorizer comes first: memocert build axis-tree"),
    ("build axis-tree b -o n", 2, "b: is a directory; the data of this bundle are b/dataset.json"),
    ("read . good.csv", 2, ".: is a directory; 2 bundles are in it, the first -b"),
    ("build axis-tree . -o n", 2, ".: is a directory; 2 bundles are in it, the first -b"),
    ("demo text.csv", 2, "and this command takes a table as it stands"),
    ("prove-construction search-tree --points text.csv", 2, "and this command takes a table as it stands"),
    ("predict good.csv b", 2, "good.csv: a table, not a model; where a command takes both, the model comes first"),
    ("paths good.csv", 2, "good.csv: a table, not a model"),
    ("verify p.vnnlib n.onnx", 2, "p.vnnlib is a property, and the network comes first: memocert verify n.onnx p.vnn"),
    ("verify ./-p.vnnlib n.onnx", 2, "the network comes first: memocert verify n.onnx ./-p"),
    ("export n.c b", 2, "export: there is more on the line than it takes: b"),
    (
        "build axis-tree text.csv -o n",
        2,
        "'Rome' is not a number; --drop city leaves the column out (--category city numbers",
    ),
    (
        "build axis-tree late.csv -o n",
        2,
        "line 2, column 1: 'length' is not a number; if this row names the columns, it must",
    ),
    ("build axis-tree german.csv -o n", 2, "'Länge' is not a number, and below it is '1,5'; if a comma stands before"),
    ("build axis-tree euro.csv -o n", 2, "euro.csv: line 2, column 'b': '2€' is not a number"),
    ("build axis-tree index.csv -o n --drop id", 2, "the 3 columns are 1 (without a name), 'a', 'k'"),
    ("show b --point 1 --point 2", 2, "show: --point stands twice: name it once"),
    ("build axis-tree good.csv -o n --header --no-header", 2, "build: --header and --no-header exclude each other"),
    ("build good.csv search-tree -o n", 2, "the memorizer comes first: memocert build search-tree good.csv -o n"),
    ("prove-construction zhang --n 2..10000", 2, "--n: 10000 points are too many, 9,999 are the most"),
    ("prove-construction zhang --n 3..2", 2, "--n: '3..2' must be a number of points such as 8, or a range such as"),
    ("predict b good.csv -o no/n.csv", 2, "no/n.csv: there is no folder no"),
    ("export b -o no/n.c", 2, "no/n.c: there is no folder no"),
    ("export b -o no/n.onnx", 2, "no/n.onnx: there is no folder no"),
    ("read b/network.json -o no/n.json", 2, "no/n.json: there is no folder no"),
    ("plot good.csv -o no/n.svg", 2, "no/n.svg: there is no folder no"),
    ("plot --gates -o no/n.svg", 2, "no/n.svg: there is no folder no"),
    ("show b --plot no/n.svg", 2, "no/n.svg: there is no folder no"),
    ("paths b --plot no/n.svg", 2, "no/n.svg: there is no folder no"),
    ("report b -o no/n.html", 2, "no/n.html: there is no folder no"),
    ("lowerbound good.csv -o no/n", 2, "no/n: there is no folder no"),
    ("synthesize b -o no/n", 2, "no/n: there is no folder no"),
    ("demo -o no/n", 2, "no/n: there is no folder no"),
    ("prove-construction zhang -o no/n", 2, "no/n: there is no folder no"),
    ("instances no/n", 2, "no/n: there is no folder no"),
    ("tutorial -o no/n", 2, "no/n: there is no folder no"),
    ("tutorial -o b", 2, "b: is there already: name a new folder"),
]


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("words")
    for name, text in TABLES.items():
        (folder / name).write_text(text, encoding="utf-8")
    for name in ("b", "./-b"):
        assert command("build", "axis-tree", "good.csv", "-o", name, folder=folder).returncode == 0
    return folder


@pytest.fixture
def folder(written: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a copy, which a test may write into."""
    return Path(shutil.copytree(written, tmp_path_factory.mktemp("copy") / "words"))


@pytest.fixture
def no_work(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let what is refused too late be seen: the work fails."""
    import_module("guide.report.page")  # else it would take the function that fails for its own when it is loaded

    def worked(*_arguments: object, **_options: object) -> None:
        raise AssertionError("the work is done before what it is for is looked at")

    for place in (
        "guide.predictions.predictions",
        "exchange.c.c_source.typed_source",
        "guide.drawing.plot.sweep",
        "guide.drawing.gates.up_to",
    ):
        monkeypatch.setattr(place, worked)


@pytest.mark.usefixtures("no_work")
@pytest.mark.parametrize(("words", "code", "said"), MISTAKES, ids=[words for words, _, _ in MISTAKES])
def test_what_was_mistaken_says_what_to_do_in_one_line(folder: Path, words: str, code: int, said: str) -> None:
    before = sorted(folder.rglob("*"))
    result = command(*words.split(), folder=folder)
    assert result.returncode == code, result
    assert said in " ".join((result.stdout + result.stderr).split())
    assert code == 1 or [line for line in result.stderr.splitlines() if "parted by" not in line][1:] == []
    assert sorted(folder.rglob("*")) == before


def test_a_column_without_a_name_is_dropped_by_the_number_that_is_shown(folder: Path) -> None:
    result = command("build", "axis-tree", "index.csv", "-o", "dropped", "--drop", "1", folder=folder)
    assert result.stdout.startswith("axis-tree: 2 points of Q^1")
    said = command("predict", "dropped", "index.csv", folder=folder).stderr
    assert "2 columns left out: 1, 'k'" in said


def test_a_check_spells_short_domains_and_names_their_columns(tmp_path: Path) -> None:
    assert command("build", "axis-tree", "examples/data/iris.csv", "-o", tmp_path / "b").returncode == 0
    wanted = ("--claim", "avoids", "--unsafe", '"petal length" <= 1.9 and y0 >= 1/2', "--lane", "certificate")
    assert command("prove", tmp_path / "b", *wanted).returncode == 0
    said = told(ROOT, "check", tmp_path / "b")
    assert said.endswith(
        ": for every z in Q^4 and y = N(z): (z, y) avoids {z2 <= 19/10, y0 >= 1/2}, where N is network.json "
        "forbidden: petal length <= 1.9 and y0 >= 0.5"
    )
    columns = json.loads((tmp_path / "b" / "columns.json").read_text())
    for names in (columns["inputs"][:3], [*columns["inputs"], "more"]):  # of another network: none of them is said
        (tmp_path / "b" / "columns.json").write_text(json.dumps(columns | {"inputs": names}))
        assert command("check", tmp_path / "b").stdout.rstrip().endswith("where N is network.json")
    (tmp_path / "b" / "columns.json").write_text("{")
    assert command("check", tmp_path / "b").stdout.rstrip().endswith("where N is network.json")


def test_a_proof_says_which_inputs_it_is_about_where_its_sentence_counts_them(tmp_path: Path) -> None:
    bundle = tmp_path / "b"
    assert command("build", "axis-tree", "examples/data/iris.csv", "-o", bundle).returncode == 0
    prove = ("prove", bundle, "--claim", "output-within", "--output-box", 0, 2, "--lane", "certificate")
    said = {
        ("--domain", "x2 >= 1"): "with x2 >= 1: the output of network.json satisfies 2 constraints "
        "spoken of: every input with petal length >= 1 0 <= y0 <= 2 y0 is species ",
        ("--domain", " and ".join([f"{place} <= x{place} <= 1.25e1" for place in range(4)])): "satisfies 2 constraints "
        "spoken of: every input with 0 <= sepal length <= 12.5 and 1 <= sepal width <= 12.5 and ",
        (
            "--domain",
            " and ".join([f"x0 + {factor} x1 >= 0" for factor in range(40)]),
        ): "for every input that satisfies "
        "40 constraints: the output of network.json satisfies 2 constraints 0 <= y0 <= 2 ",
        ("--box", 0, 9): "numbers are all from 0 to 9: the output of network.json satisfies 2 constraints 0",
    }
    for domain, words in said.items():
        assert words in told(ROOT, *prove, *domain)


def test_outputs_that_a_claim_bounds_go_by_the_names_of_classes(tmp_path: Path) -> None:
    bundle = tmp_path / "b"
    assert command("build", "axis-tree", "examples/data/iris.csv", "-o", bundle, "--outputs", "one-hot").returncode == 0
    of = ("prove", bundle, "--lane", "certificate", "--box", 0, 1, "--claim")
    said = told(ROOT, *of, "output-within", "--outputs", "y1 <= 1 and y2 <= y0 + 5")
    assert " y1 <= 1, -y0 + y2 <= 5 y0 is setosa, y1 is versicolor, y2 is virginica accepted" in said
    nothing = "polyhedron 0 forbids nothing: whatever outputs are, no input that is spoken of lies in it forbidden: "
    assert f"{nothing}sepal length >= 9 and y0 <= 2 y0" in told(ROOT, *of, "avoids", "--unsafe", "x0 >= 9 and y0 <= 2")
    assert "forbids nothing" not in told(ROOT, *of, "avoids", "--unsafe", "x0 >= 1 and y0 > 2")
    assert "y0 <= 2 y0 is setosa accepted" in told(ROOT, *of, "avoids", "--unsafe", "x0 >= 9 and y0 <= 2")


def test_paths_name_classes_and_columns(tmp_path: Path) -> None:
    (tmp_path / "d.csv").write_text("width,kind\n1,red\n2,blue\n4,red\n")
    for outputs in ("labels", "one-hot"):
        words = ("build", "axis-tree", "d.csv", "-o", outputs, "--outputs", outputs)
        assert command(*words, folder=tmp_path).returncode == 0
        lines = command("paths", outputs, folder=tmp_path).stdout.splitlines()
        assert lines[2] == "decisions  comparisons  points  class on the path"
        assert [line.split()[-1] for line in lines[3:6]] == ["red", "blue", "red"]
    (tmp_path / "v.csv").write_text("width,height\n1,5\n2,7\n4,7\n")
    assert command("build", "interpolation", "v.csv", "-o", "v", folder=tmp_path).returncode == 0
    lines = command("paths", "v", folder=tmp_path).stdout.splitlines()
    assert lines[2].endswith("output 0 on the path")
    assert any(["2 width + 3" in line for line in lines])


def test_names_of_columns_are_read_where_a_claim_has_constraints(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    bundle, names = tmp_path / "b", Mock(return_value=("width",))
    (tmp_path / "d.csv").write_text("width,kind\n1,0\n2,1\n4,0\n")
    assert command("build", "axis-tree", "d.csv", "-o", "b", folder=tmp_path).returncode == 0
    monkeypatch.setattr("verify.results._names", names)
    assert command("prove", bundle, "--claim", "memorizes").returncode == 0
    assert command("check", bundle).returncode == 0
    names.assert_not_called()
    assert command("prove", bundle, "--claim", "output-within", "--domain", "x0 <= 1").returncode == 0
    assert "spoken of: every input with width <= 1" in told(ROOT, "check", bundle)
    names.assert_called_once_with(bundle, 1)


def test_more_paths_are_proposed_where_paths_are_too_many_alone(tmp_path: Path) -> None:
    tower: Network = Sequence((Affine([[1]], [0]), Relu(1)))
    for doubling in range(28):
        tower = Sequence((tower, tower))
        if doubling == 1:
            (tmp_path / "low.json").write_bytes(network_bytes(tower))
    (tmp_path / "high.json").write_bytes(network_bytes(tower))
    few = command("paths", "low.json", "--path-limit", "1", folder=tmp_path)
    refused(few, "low.json: more than 1 path; --path-limit allows more\n")
    refused(command("paths", "high.json", folder=tmp_path), "takes more than 1,000,000,000 steps, which is not run\n")


def test_a_network_that_is_written_alone_is_said_to_lose_its_names(tmp_path: Path) -> None:
    ports = [(name, TensorProto.FLOAT, ["n", 1]) for name in ("age", "debt", "y")]
    saved(tmp_path / "m.onnx", [onnx_node("Add", ["age", "debt"], "y")], ports[:2], ports[2:])
    said = told(tmp_path, "read", "m.onnx", "-o", "n.json")
    assert said.startswith(
        "n.json: the network alone, without the names of its columns; predict, show and paths take m.onnx itself"
    )
    assert "the network alone" not in command("read", "m.onnx", folder=tmp_path).stdout
    assert "the network alone" not in command("read", "examples/data/digits.onnx", "-o", tmp_path / "d.json").stdout


@pytest.fixture
def flowers(tmp_path: Path) -> Path:
    words = ("build", "axis-tree", ROOT / "examples/data/iris.csv", "-o", "flowers", "--outputs", "one-hot")
    assert command(*words, folder=tmp_path).returncode == 0
    return tmp_path


def test_what_is_forbidden_is_said_with_the_names_of_columns(flowers: Path) -> None:
    words = ("prove", "flowers", "--claim", "avoids", "--lane", "certificate", "--unsafe")
    assert "forbidden: petal length <= 1.9 and -y0 + y1 >= 0 y0 is setosa, y1 is versicolor accepted" in told(
        flowers, *words, '"petal length" <= 1.9 and y1 >= y0'
    )
    assert "lies in polyhedron 0: x2 < 1 x2 is petal length the input" in told(flowers, *words, '"petal length" < 1')


def test_columns_that_are_called_like_other_inputs_or_outputs_stand_in_quotes(tmp_path: Path) -> None:
    (tmp_path / "y.csv").write_text("y1,b,kind\n0,0,a\n0,1,b\n1,0,a\n3,3,a\n")
    (tmp_path / "x.csv").write_text("x1,x0,kind\n0,0,a\n0,1,b\n1,0,a\n3,3,a\n")
    for name in ("y", "x"):
        words = ("build", "axis-tree", f"{name}.csv", "-o", name, "--outputs", "one-hot")
        assert command(*words, folder=tmp_path).returncode == 0
    avoids = ("--claim", "avoids", "--lane", "certificate", "--unsafe")
    forbidden = '"y1" >= 1 and y0 <= 0'
    assert f"forbidden: {forbidden} y0 is a accepted" in told(tmp_path, "prove", "y", *avoids, forbidden)
    forbidden = '"x1" >= 1 and y1 >= 3'
    said = told(tmp_path, "prove", "x", *avoids, forbidden)
    assert f"forbidden: {forbidden} y1 is b accepted" in said
    within = ("--claim", "output-within", "--output-box", 0, 1, "--domain", '"x1" <= 2 and "x0" >= 1')
    said = told(tmp_path, "prove", "x", *within)
    assert "for every input with x0 <= 2 and x1 >= 1:" in said
    assert 'spoken of: every input with "x1" <= 2 and "x0" >= 1 ' in said
    assert 'spoken of: every input with "x1" <= 2 and "x0" >= 1' in told(tmp_path, "check", "x")
    refuted = told(tmp_path, "prove", "x", *avoids, '"x1" >= 3')
    assert 'lies in polyhedron 0: x0 >= 3 x0 is "x1" the input: "x1" ' in refuted


def test_another_network_may_be_of_any_format_and_is_named(flowers: Path) -> None:
    found = command("export", "flowers", "-o", "f.onnx", folder=flowers)
    other = next((flowers / "flowers").glob("other-*.json")).name
    assert f"\n  {other} is f.onnx, read back\n" in found.stdout
    words = ("prove", "flowers", "--claim", "equivalent", "--lane", "certificate", "--other")
    assert told(flowers, *words, "f.onnx").endswith(f".certificate.json {other} is f.onnx")
    assert f"{other} is flowers/{other}" in told(flowers, *words, f"flowers/{other}")
    command(*words, "f.onnx", "--radius", "0", folder=flowers)
    assert ": for every (x, y) of the 149 points of D and z = x: N(z) = M(z), where" in told(
        flowers, "check", "flowers"
    )


def test_classes_without_names_go_by_their_numbers(tmp_path: Path) -> None:
    (tmp_path / "d.csv").write_text("a,k\n1,0\n2,1\n4,0\n")
    assert command("build", "axis-tree", "d.csv", "-o", "b", "--outputs", "one-hot", folder=tmp_path).returncode == 0
    assert "k = 1" in told(tmp_path, "show", "b", "--as-text")


def test_a_ball_of_radius_0_is_the_point(flowers: Path) -> None:
    words = ("synthesize", "flowers", "--same", "class", "-o", "fast")
    assert command(*words, folder=flowers).returncode == 0
    assert "every z of the ball of radius 0, x itself: N(z) and M(z) have" in told(flowers, "check", "fast")


def test_what_is_carried_over_stands_further_in(flowers: Path) -> None:
    words = ("compare", ROOT / "examples/data/iris.csv", "--memorizer", "bubeck")
    lines = command(*words, folder=flowers).stdout.splitlines()
    assert "    affine hull of lines 2, 3, 4, 5 of iris.csv" in lines


def test_a_folder_that_is_no_bundle_is_not_said_to_be_one(tmp_path: Path) -> None:
    (tmp_path / "obligations").mkdir()
    found = command("check", "obligations", folder=tmp_path)
    assert (found.returncode, found.stdout) == (
        1,
        "rejected: obligations: there is no claim in it, and no network: it is not a\n  bundle\n",
    )
    for name in ("two", "a bundle"):
        (tmp_path / "obligations" / name).mkdir()
        (tmp_path / "obligations" / name / "network.json").write_text("{}")
    found = command("check", "obligations", folder=tmp_path)
    assert (found.returncode, found.stdout.splitlines()[1:]) == (
        1,
        ["  bundle, but 2 bundles are in it", "  memocert check 'obligations/a bundle'"],
    )
    refused(
        command("prove", "obligations", folder=tmp_path), "in it, but 2 bundles are in it, the first obligations/a b"
    )
    said = json.loads(command("check", "obligations", "--json", folder=tmp_path).stdout)
    assert said["reason"].endswith("it is not a bundle, but 2 bundles are in it")


def test_a_construction_of_another_width_fails_and_is_not_refuted(tmp_path: Path) -> None:
    text = "from memocert import constant\n\ndef two(data):\n    return constant([0, 1], 2)\n"
    (tmp_path / "mine.py").write_text(text)
    found = command("prove-construction", "mine.py:two", "--n", "2", folder=tmp_path)
    said = " ".join(found.stdout.split())
    assert found.returncode == 2
    assert "points and labels are one number each here, but the network has 2 inputs and 2 outputs" in said


def test_synthesis_says_as_reading_does_that_another_order_of_classes_fits(tmp_path: Path) -> None:
    text = (ROOT / "examples/data/iris.csv").read_text()
    for name, other in (("setosa", "c"), ("versicolor", "a"), ("virginica", "b")):
        text = text.replace(name, other)
    (tmp_path / "d.csv").write_text(text)
    model = ROOT / "examples/data/iris-xgboost.json"
    found = command("synthesize", model, "d.csv", "--same", "class", "-o", "s", folder=tmp_path)
    assert found.returncode == 0
    assert "another order of the classes fits far better: with the outputs as c, a, b the answer" in found.stderr


def test_names_of_classes_that_do_not_print_are_spelled_out_but_in_tables_for_programs(tmp_path: Path) -> None:
    (tmp_path / "t.csv").write_text('x,y\n1,"\x1b[31mred"\n2,"two\nlines"\n')
    for words in ("build axis-tree t.csv -o b", "show b --point 1", "paths b", "show b --as-text"):
        result = command(*words.split(), folder=tmp_path)
        assert result.returncode == 0, result
        assert "\x1b" not in result.stdout
        assert "[31mred" in result.stdout
        assert "\nlines" not in result.stdout
    assert '"two\nlines"' in command("predict", "b", "t.csv", folder=tmp_path).stdout
