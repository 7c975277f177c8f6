"""``memocert-vnnlib`` as the standard wants it: the answer first on standard output, errors on standard error."""

import re
from importlib import metadata
from pathlib import Path

import onnx
import pytest
from commands import command, refused, solver, told
from onnx import helper, numpy_helper
from processes import ROOT
from queries import save, standard, with_queries

from exchange.vnnlib.capabilities import CAPABILITIES
from memocert.commands.shared.stopping import TimedOut, limited


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return with_queries(tmp_path)


def test_name_and_version() -> None:
    assert solver("--name").stdout == "memocert\n"
    assert solver("--version").stdout == f"{metadata.version('memocert')}\n"


def test_every_capability_is_answered_in_lines() -> None:
    for word in ("supports", "capabilities"):
        for name, lines in CAPABILITIES.items():
            found = solver(word, f"--{name}")
            assert (found.returncode, found.stdout) == (0, "".join([f"{line}\n" for line in lines]))
    assert solver("supports", "--multiple-inputs-output-theories").stdout == "SIO\nMIO\n"
    operators = solver("supports", "--onnx-operators").stdout.split("\n")
    assert {"Relu", "Gemm", "Conv", "MaxPool"} <= set(operators)
    assert not {"Sigmoid", "Softmax", "Pow"} & set(operators)


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("supports",), "supports: name one capability, not 0: --onnx-opset-versions, "),
        (("supports", "--onnx-operators", "--vnnlib-versions"), "supports: name one capability, not 2"),
        (("supports", "--onnx-operator"), "supports: there is no capability '--onnx-operator', only "),
        (("verify",), "verify: Missing argument 'query'"),
        (("verify", "high.vnnlib"), "--network: a query of version 1.0 is about one network, not 0"),
        (("verify", "high.vnnlib", "--network", "n.onnx"), "--network: must be NAME=FILE, not 'n.onnx'"),
        (("verify", "high.vnnlib", "--network", "N=n.onnx", "--network", "N=n.onnx"), "--network: N has two files"),
        (("verify", "no.vnnlib", "--network", "N=n.onnx"), "no.vnnlib: no such file or directory"),
        (("verify", "high.vnnlib", "--network", "N=no.onnx"), "no.onnx: no such file or directory"),
        (("verify", "n.onnx", "--network", "N=n.onnx"), "n.onnx: "),
        (
            ("verify", "high.vnnlib", "--network", "N=n.onnx", "--timeout", "-1"),
            "verify: Invalid value for '--timeout'",
        ),
        (("verify", "high.vnnlib", "--network", "N=n.onnx", "--certificate", "no/such"), "no/such: there is no folder"),
        (("check",), "No such command 'check'"),
    ],
)
def test_errors_are_one_line_on_standard_error(words: tuple[str, ...], said: str, folder: Path) -> None:
    refused(solver(*words, folder=folder), f"memocert-vnnlib: {said}")


def test_an_answer_is_the_first_line(folder: Path) -> None:
    found = solver("verify", "higher.vnnlib", "--network", "N=n.onnx", folder=folder)
    assert (found.returncode, found.stdout, found.stderr) == (0, "unsat\n", "")
    found = solver("verify", "high.vnnlib", "--network", "other=n.onnx", "--timeout", "60", folder=folder)
    assert found.returncode == 0
    assert re.fullmatch(r"sat\n\(\(X_0 -?1\.0\)\n\(Y_0 1\.0\)\)\n", found.stdout)


def test_what_is_not_linear_is_unknown_with_the_reason(folder: Path) -> None:
    found = solver("verify", "curved.vnnlib", "--network", "N=n.onnx", folder=folder)
    assert (found.returncode, found.stdout) == (0, "unknown\n")
    assert "a product of two variables is not linear" in found.stderr
    save(folder / "s.onnx", [helper.make_node("Sigmoid", ["x"], ["y"])], {"x": [1]}, {"y": [1]})
    found = solver("verify", "high.vnnlib", "--network", "N=s.onnx", folder=folder)
    assert (found.returncode, found.stdout) == (0, "unknown\n")
    assert "Sigmoid" in found.stderr


def test_work_is_stopped_whatever_it_does() -> None:
    def endless() -> None:
        while True:
            pass

    with pytest.raises(TimedOut), limited(0.01):
        endless()
    with limited(60):
        assert solver("--name").returncode == 0


def test_ctrl_c_says_how_far_it_came_and_leaves_nothing(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def pressed(*_arguments: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("verify.queries.answers.prove", pressed)
    before = set(folder.iterdir())
    found = solver("verify", "high.vnnlib", "--network", "N=n.onnx", "--certificate", "c", folder=folder)
    assert (found.returncode, found.stdout) == (130, "")
    assert found.stderr.startswith("memocert-vnnlib: stopped; with 0 of 1 case shown, nothing is kept\n")
    assert set(folder.iterdir()) == before


def test_a_query_of_version_2_prints_each_variable_or_writes_its_tensor(folder: Path) -> None:
    pytest.importorskip("vnnlib")
    network = 'N (declare-input X float32 [1]) (declare-hidden H float32 [1] "h") (declare-output Y float32 [1])'
    (folder / "a.vnnlib").write_text(standard([network], "(== X[0] -0.75)", "(>= Y[0] H[0])"))
    asked = ("verify", "a.vnnlib", "--network", "N=n.onnx")
    wanted = "X float32 [1]\n-0.75\nH float32 [1]\n0.75\nY float32 [1]\n0.75\n"
    assert solver(*asked, folder=folder).stdout == f"sat\n{wanted}"
    assert solver(*asked, "--serialise-assignments", "out", folder=folder).stdout == "sat\n"
    again = solver(*asked, "--serialise-assignments", "out", folder=folder)
    refused(again, "out: is there already, and not an empty folder: name another one")
    found = {path.name: numpy_helper.to_array(onnx.load_tensor(str(path))) for path in (folder / "out").iterdir()}
    assert {name: array.tolist() for name, array in found.items()} == {"X.pb": [-0.75], "H.pb": [0.75], "Y.pb": [0.75]}


def test_two_networks_are_compared(folder: Path) -> None:
    pytest.importorskip("vnnlib")
    one = "N (declare-input X float32 [1]) (declare-output Y float32 [1])"
    two = "M (equal-to N) (declare-input U float32 [1]) (declare-output V float32 [1])"
    rising = ("(>= X[0] 0.0)", "(>= U[0] X[0])")
    (folder / "a.vnnlib").write_text(standard([one, two], *rising, "(< V[0] Y[0])"))
    found = solver("verify", "a.vnnlib", "--network", "N=n.onnx", folder=folder)
    assert found.stdout == "unsat\n"
    assert "unsat is about exact arithmetic" in found.stderr
    (folder / "a.vnnlib").write_text(standard([one, two], *rising[1:], "(< V[0] Y[0])"))
    assert solver("verify", "a.vnnlib", "--network", "N=n.onnx", folder=folder).stdout.startswith(
        "sat\nX float32 [1]\n-"
    )


@pytest.fixture
def bundle(tmp_path: Path) -> Path:
    kept = tmp_path / "b"
    assert command("build", "axis-tree", "examples/data/iris.csv", "-o", kept, "--outputs", "one-hot").returncode == 0
    wanted = ("--claim", "output-within", "--output-box", "0", "1", "--lane", "certificate")
    assert command("prove", kept, *wanted).returncode == 0
    return kept


def test_bounds_of_outputs_are_said_where_they_hold_and_where_one_fails(bundle: Path) -> None:
    asked = ("prove", bundle, "--claim", "output-within", "--lane", "certificate", "--output-box", "0")
    said = command(*asked, "1").stdout
    assert "0 <= y0 <= 1, 0 <= y1 <= 1, 0 <= y2 <= 1" in " ".join(said.split())
    said = told(ROOT, *asked, "1/2")
    assert "refuted" in said
    assert any([f"violates y{number} <= 0.5" in said for number in range(3)])


def test_the_dearest_input_has_the_names_of_its_columns(bundle: Path) -> None:
    found = command("prove", bundle, "--claim", "operations-at-most", "--exact", "--lane", "certificate")
    assert found.returncode == 0, found.stderr
    assert re.search(r"such an input: sepal\S* .*, petal", " ".join(found.stdout.split()))


def test_a_claim_is_written_as_a_query_and_answered(bundle: Path, tmp_path: Path) -> None:
    pytest.importorskip("vnnlib")
    file = tmp_path / "q.vnnlib"
    found = command("export", bundle, "--claim", "output-within", "-o", file)
    assert found.returncode == 0, found.stderr
    assert "unsat if it holds; 6 polyhedra" in " ".join(found.stdout.split())
    assert {path.name for path in tmp_path.iterdir()} == {"b", "q.vnnlib", "q.onnx"}
    assert solver("verify", file, "--network", f"N={tmp_path / 'q.onnx'}").stdout == "unsat\n"
    file.write_text(file.read_text().replace("1.0", "0.5"))
    assert solver("verify", file, "--network", f"N={tmp_path / 'q.onnx'}").stdout.startswith("sat\nX real [1,4]\n")


def test_a_query_about_a_rounded_network_says_so(tmp_path: Path) -> None:
    (tmp_path / "d.csv").write_text("a,b\n0.1,0\n0.3,1\n0.7,2\n")
    assert command("build", "axis-tree", "d.csv", "-o", "b", folder=tmp_path).returncode == 0
    wanted = ("--claim", "output-within", "--output-box", "0", "2", "--lane", "certificate")
    assert command("prove", "b", *wanted, folder=tmp_path).returncode == 0
    said, lines = {}, {}
    for gates in ("where", "trees"):
        words = ("b", "--claim", "output-within", "--gates", gates, "-o", f"{gates}.vnnlib")
        said[gates] = told(tmp_path, "export", *words)
        lines[gates] = (tmp_path / f"{gates}.vnnlib").read_text().splitlines()
    assert lines["where"][0].startswith("; unsat means that this claim holds: output within, output-within-")
    assert lines["where"][1] == "(vnnlib-version <2.0>)"
    assert "unsat if it holds; 2 polyhedra" in said["where"]
    assert lines["trees"][0].startswith("; made from this claim: output within, output-within-")
    assert lines["trees"][1].startswith("; 1 constant is rounded to float32")
    assert lines["trees"][1].endswith("so unsat is about the rounded network alone")
    assert "unsat if it holds of the rounded network; 2 polyhedra" in said["trees"]


def test_queries_are_written_for_claims_alone_and_replace_nothing(bundle: Path, tmp_path: Path) -> None:
    for words, said in (
        (("-o", "q.vnnlib"), "a query is a claim of the bundle: name it with --claim"),
        (("-o", "q.onnx", "--claim", "output-within"), "--claim: not used for onnx, only for vnnlib"),
        (("-o", "q.vnnlib", "--claim", "paths"), "there is no claim 'paths'; name one of its claims: output-within-"),
        (("-o", "q.vnnlib", "--claim", "output-within", "--time-limit", "5"), "--time-limit: not used for vnnlib"),
    ):
        refused(command("export", bundle, *words, folder=tmp_path), said)
        assert {path.name for path in tmp_path.iterdir()} == {"b"}
    (tmp_path / "q.onnx").write_text("mine")
    found = command("export", bundle, "-o", "q.vnnlib", "--claim", "output-within", folder=tmp_path)
    assert "q.onnx: exists already; --force replaces it" in found.stderr
    assert (tmp_path / "q.onnx").read_text() == "mine"


def test_a_claim_about_data_is_written_for_all_points_or_for_one(tmp_path: Path) -> None:
    pytest.importorskip("vnnlib")
    flowers = (ROOT / "examples" / "data" / "iris.csv").read_text().splitlines()
    (tmp_path / "some.csv").write_text("\n".join([flowers[0], *flowers[1::6]]))
    bundle = tmp_path / "b"
    built = command("build", "axis-tree", tmp_path / "some.csv", "-o", bundle, "--outputs", "one-hot")
    assert built.returncode == 0
    wanted = ("--claim", "classifies-robustly", "--radius", "1/100", "--lane", "certificate")
    assert command("prove", bundle, *wanted).returncode == 0
    name = "classifies-robustly"
    found = command("export", bundle, "--claim", name, "-o", tmp_path / "all.vnnlib")
    assert "data point" not in found.stdout
    assert (tmp_path / "all.vnnlib").read_text().count("(and (>= X[0,0] ") == 25
    found = command("export", bundle, "--claim", name, "-o", tmp_path / "one.vnnlib", "--data-point", "7")
    assert ", data point 7" in " ".join(found.stdout.split())
    for file in ("all", "one"):
        asked = (tmp_path / f"{file}.vnnlib", "--network", f"N={tmp_path / file}.onnx")
        assert solver("verify", *asked).stdout == "unsat\n"
    found = command("export", bundle, "--claim", name, "-o", tmp_path / "no.vnnlib", "--data-point", "25")
    refused(found, "there is no data point 25: they have the numbers 0 to 24")
