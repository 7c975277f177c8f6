"""``memocert verify`` and ``memocert instances``: verdicts with what shows them, lists that go on, truths that hold."""

import csv
import json
from dataclasses import replace
from fractions import Fraction
from pathlib import Path
from shutil import rmtree

import pytest
from commands import invoked
from queries import absolute, competition, standard

from constructions.model.errors import BadInput
from constructions.model.evaluation import evaluate
from constructions.model.network import Affine, Concatenate, Identity, Relu, Sequence, Step
from exchange.onnx.out.plain import plain_model
from exchange.reader import read_model
from exchange.vnnlib.reader import read_query
from memocert.commands.main import app
from verify.check.bundle import check_bundle
from verify.check.verdict import ACCEPTED
from verify.instances import RESULTS, Instance, Outcome, counted, outcomes_text, read_instances, settled, tried
from verify.truth import LIST, PROOFS, kinds_of, make_instances

pytest.importorskip("onnxruntime")

BOX = ("(<= X_0 1)", "(>= X_0 -1)")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    absolute(tmp_path / "n.onnx")
    for name, assertion in (("high", "(>= Y_0 1)"), ("higher", "(> Y_0 1)"), ("curved", "(> (* X_0 Y_0) 1)")):
        (tmp_path / f"{name}.vnnlib").write_text(competition(1, 1, *BOX, assertion))
    return tmp_path


def test_one_property_holds_with_a_certificate(folder: Path) -> None:
    code, text = invoked(folder, "verify", "n.onnx", "higher.vnnlib", "-o", "kept", "--json")
    (outcome,) = json.loads(text)["results"]
    assert (code, outcome["verdict"]) == (0, "unsat")
    size = sum([part.stat().st_size for part in (folder / "kept").glob("*.certificate.json")])
    assert outcome["certificate_bytes"] == size > 0
    assert [result.verdict for result in check_bundle(str(folder / "kept"))] == [ACCEPTED]


def test_one_property_fails_at_a_point(folder: Path) -> None:
    code, text = invoked(folder, "verify", "n.onnx", "high.vnnlib", "--certificate", "kept")
    assert code == 1
    assert text.startswith(("at the input 1\n", "at the input -1\n"))
    assert abs(Fraction(json.loads((folder / "kept" / "counterexample.json").read_text())["point"][0])) == 1


def test_a_point_stands_in_the_json_too_and_a_line_says_where_floats_lack(folder: Path) -> None:
    value = json.loads(invoked(folder, "verify", "n.onnx", "high.vnnlib", "--json")[1])
    assert abs(Fraction(*map(int, value["point"][0].split("/")))) == 1
    assert "point" not in json.loads(invoked(folder, "verify", "n.onnx", "higher.vnnlib", "--json")[1])
    (folder / "tenth.vnnlib").write_text(competition(1, 1, *BOX, "(= Y_0 0.1)"))
    code, text = invoked(folder, "verify", "n.onnx", "tenth.vnnlib")
    assert code == 1
    assert "n.onnx, tenth.vnnlib: in exact arithmetic a point satisfies the query; at the floats nearest" in text


@pytest.mark.parametrize("seconds", ["inf", "1e400", "1e12"])
def test_limits_that_no_clock_can_hold(folder: Path, seconds: str) -> None:
    code, text = invoked(folder, "verify", "n.onnx", "higher.vnnlib", "--json", "--timeout", seconds)
    limit = json.loads(text)["results"][0]["limit"]
    assert (code, limit) == (0, 1e12 if seconds == "1e12" else None)
    if seconds != "inf":
        (folder / "list.csv").write_text(f"n.onnx,higher.vnnlib,{seconds}\n")
        ((_, outcome),) = tried(read_instances(folder / "list.csv"), folder / "r", 1)
        assert (outcome.verdict, outcome.limit) == ("unsat", limit)


def test_a_network_of_version_2_may_have_any_name(folder: Path) -> None:
    pytest.importorskip("vnnlib")
    f = "f (declare-input X real [1]) (declare-output Y real [1])"
    g = "g {} (declare-input U real [1]) (declare-output V real [1])"
    (folder / "one.vnnlib").write_text(standard([f], "(< Y[0] 0.0)"))
    (folder / "same.vnnlib").write_text(standard([f, g.format("(equal-to f)")], "(== X[0] U[0])", "(> Y[0] V[0])"))
    (folder / "two.vnnlib").write_text(standard([f, g.format("")], "(> Y[0] V[0])"))
    for name in ("one", "same"):
        assert invoked(folder, "verify", "n.onnx", f"{name}.vnnlib")[0] == 0
    code, text = invoked(folder, "verify", "n.onnx", "two.vnnlib")
    assert (code, "is about 2 networks, f, g, and here is a file for one: ask memocert-vnnlib" in text) == (2, True)


def test_ctrl_c_says_that_nothing_is_kept(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def pressed(*_arguments: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("verify.queries.prove", pressed)
    before = set(folder.iterdir())
    code, text = invoked(folder, "verify", "n.onnx", "high.vnnlib", "--certificate", "c")
    assert (code, text.split("\n")[0]) == (130, "memocert: stopped; nothing is kept")
    assert set(folder.iterdir()) == before


def test_a_process_that_was_ended_leaves_no_folder_of_its_own(folder: Path) -> None:
    (folder / "list.csv").write_text("n.onnx,higher.vnnlib\n")
    (instance,) = read_instances(folder / "list.csv")
    results = folder / "r"
    left = results / f".n-higher-{instance.key[:8]}.ended"
    left.mkdir(parents=True)
    assert [outcome.verdict for _, outcome in tried([instance], results, 1)] == ["unsat"]
    assert not left.exists()


def test_a_limit_of_nothing_is_timed_out_and_what_is_not_linear_unknown(folder: Path) -> None:
    code, text = invoked(folder, "verify", "n.onnx", "high.vnnlib", "--timeout", "0", "--json")
    assert (code, json.loads(text)["results"][0]["verdict"]) == (3, "timed-out")
    code, text = invoked(folder, "verify", "n.onnx", "curved.vnnlib", "--json")
    assert (code, json.loads(text)["results"][0]["verdict"]) == (3, "unknown")


@pytest.mark.parametrize(
    "words",
    [
        ("verify",),
        ("verify", "n.onnx"),
        ("verify", "n.onnx", "high.vnnlib", "--jobs", "0"),
        ("verify", "n.onnx", "--instances", "list.csv"),
        ("verify", "no.onnx", "high.vnnlib"),
        ("instances", "f", "--kinds", "memorizers"),
    ],
)
def test_misuse_and_bad_input(folder: Path, words: tuple[str, ...]) -> None:
    (folder / "list.csv").write_text("n.onnx,high.vnnlib\n")
    assert invoked(folder, *words)[0] == 2


def test_what_is_done_is_not_done_again(folder: Path) -> None:
    (folder / "list.csv").write_text("n.onnx,higher.vnnlib,60\nn.onnx,high.vnnlib,60\n")
    instances = read_instances(folder / "list.csv")
    results = folder / "results"
    first = dict(tried(instances, results, 2))
    assert [first[number].verdict for number in (0, 1)] == ["unsat", "sat"]
    written = json.loads((results / RESULTS).read_text())
    for entry in written["results"]:
        entry["note"] = "from the file"
    (results / RESULTS).write_text(json.dumps(written))
    again = dict(tried(instances, results, 1))
    assert again == {number: replace(outcome, note="from the file") for number, outcome in first.items()}
    (folder / "high.vnnlib").write_text(competition(1, 1, *BOX, "(> Y_0 2)"))
    changed = dict(tried(read_instances(folder / "list.csv"), results, 1))
    assert (changed[0], changed[1].verdict) == (again[0], "unsat")
    for name in results.glob("n-higher-*"):
        rmtree(name)
    anew = dict(tried(read_instances(folder / "list.csv"), results, 1))
    assert (anew[0].verdict, anew[0].note) == ("unsat", "")
    assert list(results.glob("n-higher-*"))


@pytest.mark.parametrize(("name", "value"), [("verdict", "holds"), ("seconds", "x")])
def test_results_that_are_none_are_refused(folder: Path, name: str, value: str) -> None:
    (folder / "list.csv").write_text("n.onnx,higher.vnnlib,60\n")
    assert invoked(folder, "verify", "--instances", "list.csv", "-o", "r")[0] == 0
    written = json.loads((folder / "r" / RESULTS).read_text())
    written["results"][0][name] = value
    (folder / "r" / RESULTS).write_text(json.dumps(written))
    assert invoked(folder, "verify", "--instances", "list.csv", "-o", "r")[0] == 2


def test_a_counterexample_is_no_claim_and_the_checker_says_so(folder: Path) -> None:
    assert invoked(folder, "verify", "n.onnx", "high.vnnlib", "-o", "kept")[0] == 1
    code, text = invoked(folder, "check", "kept")
    assert (code, " ".join(text.split())) == (
        1,
        "rejected: kept: there is no claim, but counterexample.json, the input of an answer sat",
    )


def test_an_instance_that_cannot_be_read_is_an_error_and_the_others_go_on(folder: Path) -> None:
    (folder / "bad.vnnlib").write_text("(assert")
    (folder / "list.csv").write_text(
        "network,property,timeout,known\nn.onnx,bad.vnnlib,60,\nn.onnx,high.vnnlib,60,unsat\n"
    )
    code, text = invoked(folder, "verify", "--instances", "list.csv", "-o", "r")
    assert code == 1
    assert "sat (known: unsat)" in text
    assert text.endswith("2 instances: 1 sat, 1 error; 1 is otherwise than known\n")
    assert "bad.vnnlib" in settled(folder / "r")["n.onnx", "bad.vnnlib"].note


def test_whoever_stops_reading_leaves_whole_files(folder: Path) -> None:
    (folder / "list.csv").write_text("n.onnx,higher.vnnlib,60\nn.onnx,high.vnnlib,60\n")
    running = tried(read_instances(folder / "list.csv"), folder / "r", 1)
    number, outcome = next(running)
    running.close()
    assert settled(folder / "r") == {("n.onnx", outcome.query): outcome}
    assert number == 0


@pytest.mark.parametrize(
    ("verdict", "limit", "seconds", "settles"),
    [
        ("unsat", 1.0, 9.0, True),
        ("timed-out", 5.0, 5.0, True),
        ("timed-out", 5.0, 9.0, False),
        ("timed-out", 5.0, None, False),
        ("unknown", None, 9.0, True),
        ("error", None, None, False),
    ],
)
def test_what_was_given_less_time_is_tried_again(
    folder: Path, verdict: str, limit: float | None, seconds: float | None, settles: bool
) -> None:
    instance = Instance(folder / "n.onnx", folder / "high.vnnlib", seconds)
    assert Outcome("a", "b", verdict, 1.0, limit=limit, key=instance.key).settles(instance) is settles
    assert not Outcome("a", "b", verdict, 1.0, limit=limit, key="0" * 64).settles(instance)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "names no instance"),
        ("n.onnx\n", "line 1: must be network,property,seconds"),
        ("n.onnx,high.vnnlib,soon\n", "'soon' is not a number"),
        ("n.onnx,high.vnnlib,-1\n", "seconds must be at least 0"),
        ("network,property\nn.onnx,no.vnnlib\n", "line 2: there is no file"),
        ("network,query\nn.onnx,high.vnnlib\n", "line 1: names no column property"),
    ],
)
def test_lists_that_are_not_as_they_must_be(folder: Path, text: str, said: str) -> None:
    (folder / "list.csv").write_text(text)
    with pytest.raises(BadInput, match=r"list\.csv") as found:
        read_instances(folder / "list.csv")
    assert said in str(found.value)


def test_the_first_line_may_name_columns_as_others_do(folder: Path) -> None:
    for line in ("onnx,vnnlib,timeout", "model,property,seconds", "Network,Property,Timeout"):
        (folder / "l.csv").write_text(f"{line}\nn.onnx,high.vnnlib,7\n")
        (found,) = read_instances(folder / "l.csv")
        words = found.network.name, found.query.name, found.seconds
        assert words == ("n.onnx", "high.vnnlib", 7.0)


def test_the_words_of_lists_and_files_that_are_packed(folder: Path) -> None:
    listed = folder / "l.csv"
    listed.write_text("network,property,seconds,known\nn.onnx,high.vnnlib,,UNSAT\nn.onnx,high.vnnlib,1,timeout\n")
    assert [item.known for item in read_instances(listed)] == ["unsat", ""]
    listed.write_text("network,property,seconds,known\nn.onnx,high.vnnlib,1,holds\n")
    with pytest.raises(BadInput, match="line 2: known is sat, unsat or empty, not 'holds'"):
        read_instances(listed)
    (folder / "packed.onnx.gz").write_bytes(bytes([31, 139, 8]))
    listed.write_text("packed.onnx,high.vnnlib\n")
    with pytest.raises(BadInput, match=r"packed\.onnx\.gz beside it: unpack it first"):
        read_instances(listed)
    code, text = invoked(folder, "verify", "packed.onnx.gz", "high.vnnlib")
    assert (code, "is compressed by gzip: unpack it first" in text) == (2, True)


def test_the_table_counts_each_verdict() -> None:
    made = [Outcome("a", "p", word, 1.0) for word in ("sat", "unsat", "unsat", "timed-out")]
    assert counted(made) == "1 sat, 2 unsat, 1 timed-out"
    assert outcomes_text(made).count("\n") == 6


def test_truths_are_certified_and_margins_are_what_they_say(tmp_path: Path) -> None:
    made = make_instances(tmp_path / "known", 3, kinds_of(["perceptron"]))
    rows = list(csv.DictReader((tmp_path / "known" / LIST).read_text().splitlines()))
    assert [row["known"] for row in rows] == [item.known for item in made]
    assert {item.known for item in made} == {"sat", "unsat"}
    for item in made:
        kept = tmp_path / "known" / PROOFS / item.query.removesuffix(".vnnlib")
        if item.known == "unsat":
            assert [result.verdict for result in check_bundle(str(kept))] == [ACCEPTED]
            continue
        point = [Fraction(text) for text in json.loads((kept / "counterexample.json").read_text())["point"]]
        network = read_model(tmp_path / "known" / item.network).network
        assert read_query(tmp_path / "known" / item.query).holds((*point, *evaluate(network, point)))
    again = make_instances(tmp_path / "again", 3, kinds_of(["perceptron"]))
    assert again == made
    for item in made:
        assert (tmp_path / "again" / item.query).read_bytes() == (tmp_path / "known" / item.query).read_bytes()


def test_a_plain_model_is_the_network_where_floats_hold_its_weights(tmp_path: Path) -> None:
    rows = [[Fraction(1, 2), Fraction(-3)], [Fraction(0), Fraction(5)], [Fraction(-7, 8), Fraction(0)]]
    network = Sequence((Affine(rows, [1, 0, -2]), Relu(3), Identity(3), Sequence((Affine([[1, -1, 4]], [3]),))))
    (tmp_path / "plain.onnx").write_bytes(plain_model(network))
    read = read_model(tmp_path / "plain.onnx").network
    for point in [(Fraction(a, 3), Fraction(b, 7)) for a in range(-5, 6) for b in range(-9, 10, 3)]:
        assert evaluate(read, point) == evaluate(network, point)
    for other in (Step(2), Concatenate((Identity(2), Relu(2)))):
        with pytest.raises(BadInput, match="affine maps and ReLUs alone"):
            plain_model(other)


def test_the_commands_are_there() -> None:
    names = {command.callback.__name__ for command in app.registered_commands if command.callback is not None}
    assert {"verify", "instances"} <= names
