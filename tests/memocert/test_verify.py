"""``memocert verify`` and ``memocert instances``: verdicts with what shows them, lists that go on, truths that hold."""

import csv
import json
import math
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import asdict, replace
from errno import ENOSPC
from fractions import Fraction
from pathlib import Path
from shutil import copyfile, copytree, rmtree
from typing import Any

import numpy as np
import onnx
import pytest
from commands import command, invoked
from processes import killed
from queries import BOX, absolute, competition, standard, with_queries

from constructions.files.disk import not_written
from constructions.model.errors import BadInput
from constructions.model.evaluation import evaluate
from constructions.model.network import Affine, Concatenate, Identity, Relu, Sequence, Step
from exchange.onnx.out.plain import plain_model
from exchange.reader import read_model
from exchange.vnnlib.reader import read_query
from memocert.commands.main import app
from verify.check.bundle import check_bundle
from verify.check.verdict import ACCEPTED, Result
from verify.queries import instances
from verify.queries.answers import Effort
from verify.queries.instance_lists import Instance, read_instances
from verify.queries.instances import GRACE, RESULTS, Outcome, counted, outcomes_text, settled, tried
from verify.queries.truth import LIST, PROOFS, TRIES, kinds_of, make_instances


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return with_queries(tmp_path)


@pytest.fixture(scope="module")
def answered(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = with_queries(tmp_path_factory.mktemp("answered"))
    (folder / "list.csv").write_text("n.onnx,higher.vnnlib,60\nn.onnx,high.vnnlib,60\n")
    assert [outcome.verdict for _, outcome in tried(read_instances(folder / "list.csv"), folder / "r", 1)] == [
        "unsat",
        "sat",
    ]
    return folder


@pytest.fixture
def done(answered: Path, tmp_path: Path) -> Path:
    """Return a folder with a list, ``list.csv``, whose first instance is unsat and the second sat, as ``r`` says."""
    copytree(answered, tmp_path, dirs_exist_ok=True)
    return tmp_path


def test_one_property_holds_with_a_certificate(folder: Path) -> None:
    code, text = invoked(folder, "verify", "n.onnx", "higher.vnnlib", "-o", "kept", "--json")
    (outcome,) = json.loads(text)["results"]
    assert (code, outcome["verdict"]) == (0, "unsat")
    size = sum([part.stat().st_size for part in (folder / "kept").glob("*.certificate.json")])
    assert outcome["certificate_bytes"] == size > 0
    assert [result.verdict for result in check_bundle(str(folder / "kept"))] == [ACCEPTED]


def test_cases_that_are_too_much_at_once_are_told_and_are_no_defect(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shown = [Result("a.claim.json", ACCEPTED, "so"), Result("b.claim.json", "malformed", "", "more steps", limit=True)]
    monkeypatch.setattr(instances, "check_bundle", lambda _folder: shown)
    asked = Instance(folder / "n.onnx", folder / "higher.vnnlib")
    _, outcome = instances.decided(asked, folder / "kept", Effort())
    assert (outcome.verdict, outcome.note) == ("unsat", "1 case of 2 beyond what the checker takes at once: more steps")
    shown[1] = replace(shown[1], limit=False)
    with pytest.raises(AssertionError, match="does not accept what was proved"):
        instances.decided(asked, folder / "other", Effort())


def test_names_in_a_list_may_begin_with_a_hyphen_and_be_long(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    names = ["-n.onnx", f"{'a' * 140}.onnx", "ü" * 120 + ".onnx"]
    properties = ["-p.vnnlib", f"{'b' * 140}.vnnlib", "é" * 120 + ".vnnlib"]
    for name, query in zip(names, properties, strict=True):
        copyfile(folder / "n.onnx", folder / name)
        copyfile(folder / "high.vnnlib", folder / query)
    lines = [f"{name},{query},60" for name, query in zip(names, properties, strict=True)]
    (folder / "list.csv").write_text("\n".join(lines), encoding="utf-8")
    monkeypatch.chdir(folder)
    found = [outcome.verdict for _, outcome in tried(read_instances(Path("list.csv")), Path("r"), 1)]
    assert found == ["sat", "sat", "sat"]
    assert len(settled(Path("r"))) == 3


def test_files_named_as_modules_are_not_run(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("json", "copy", "memocert", "onnx"):
        (folder / f"{name}.py").write_text("raise SystemExit(3)")
    (folder / "list.csv").write_text("n.onnx,high.vnnlib,60\n")
    monkeypatch.chdir(folder)
    ((_, outcome),) = tried(read_instances(Path("list.csv")), Path("r"), 1)
    assert (outcome.verdict, outcome.note) == ("sat", "")


def test_one_property_fails_at_a_point(folder: Path) -> None:
    code, text = invoked(folder, "verify", "n.onnx", "high.vnnlib", "--certificate", "kept")
    assert code == 1
    assert text.startswith(("at the input 1 the output is 1\n", "at the input -1 the output is 1\n"))
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

    monkeypatch.setattr("verify.queries.answers.prove", pressed)
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


def test_what_is_not_linear_is_unknown(folder: Path) -> None:
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


@pytest.mark.parametrize("outcomes", [pytest.param(0, marks=pytest.mark.slow), 1])
def test_a_list_that_is_killed_goes_on_with_the_same_certificates(done: Path, outcomes: int) -> None:
    words = ("verify", "--instances", done / "list.csv", "-o", done / "killed")
    killed(done, outcomes, *words, by=("verify.queries.instances", "_write"))
    known = settled(done / "killed")
    assert len(known) >= outcomes
    found = dict(tried(read_instances(done / "list.csv"), done / "killed", 1))
    assert [found[number].verdict for number in range(2)] == ["unsat", "sat"]
    assert {outcome for outcome in known.values() if outcome.folder} <= set(found.values())
    for folder in (done / "r").glob("n-*"):
        for path in folder.iterdir():
            assert (done / "killed" / folder.name / path.name).read_bytes() == path.read_bytes()


def test_what_is_done_is_not_done_again(done: Path) -> None:
    instances, results = read_instances(done / "list.csv"), done / "r"
    first = dict(enumerate(settled(results).values()))
    written = json.loads((results / RESULTS).read_text())
    for entry in written["results"]:
        entry["note"] = "from the file"
    (results / RESULTS).write_text(json.dumps(written))
    again = dict(tried(instances, results, 1))
    assert again == {number: replace(outcome, note="from the file") for number, outcome in first.items()}
    (done / "high.vnnlib").write_text(competition(1, 1, *BOX, "(> Y_0 2)"))
    changed = dict(tried(read_instances(done / "list.csv"), results, 1))
    assert (changed[0], changed[1].verdict) == (again[0], "unsat")
    for name in results.glob("n-higher-*"):
        rmtree(name)
    anew = dict(tried(read_instances(done / "list.csv"), results, 1))
    assert (anew[0].verdict, anew[0].note) == ("unsat", "")
    assert list(results.glob("n-higher-*"))


OUTCOME = asdict(Outcome("n.onnx", "higher.vnnlib", "unknown", 1.0))


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("verdict", "holds"),
        ("verdict", ["sat"]),
        ("seconds", "x"),
        ("seconds", True),
        ("seconds", math.nan),
        ("limit", "60"),
        ("network", []),
        ("certificate_bytes", "x"),
        ("check_seconds", "x"),
        ("note", 3),
        ("more", 3),
    ],
)
def test_results_that_are_none_are_refused(folder: Path, name: str, value: object) -> None:
    refused(folder, json.dumps({"results": [OUTCOME | {name: value}]}))


@pytest.mark.parametrize("text", ["[" * 100_000, "", "[]", '{"results": [3]}', '{"results": 3}', "1" * 5000])
def test_a_file_that_is_none_of_results_is_refused(folder: Path, text: str) -> None:
    refused(folder, text)


def refused(folder: Path, text: str) -> None:
    (folder / "list.csv").write_text("n.onnx,higher.vnnlib,60\n")
    (folder / "r").mkdir()
    (folder / "r" / RESULTS).write_text(text)
    code, said = invoked(folder, "verify", "--instances", "list.csv", "-o", "r")
    assert (code, said.count("\n")) == (2, 0)
    assert said.startswith(f"memocert: {Path('r') / RESULTS}: not a file of results: ")


def test_a_folder_that_cannot_be_written_is_named_as_it_was_asked_for(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(files: dict[Path, bytes]) -> None:
        error = OSError(ENOSPC, "No space left on device")
        raise not_written(next(iter(files)), error) from error

    monkeypatch.setattr("verify.lanes.write_together", full)
    code, text = invoked(folder, "verify", "n.onnx", "higher.vnnlib", "-o", "kept")
    assert (code, text) == (2, "memocert: kept: cannot be written: no space left on device")


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
    assert code == 2
    assert "sat (known: unsat)" in text
    assert text.endswith("2 instances: 1 sat, 1 error; 1 is otherwise than known\n")
    assert "bad.vnnlib" in settled(folder / "r")["n.onnx", "bad.vnnlib"].note


def test_a_byte_order_mark_is_no_part_of_a_list_or_a_property(folder: Path) -> None:
    mark = b"\xef\xbb\xbf"
    (folder / "marked.vnnlib").write_bytes(mark + (folder / "high.vnnlib").read_bytes())
    (folder / "list.csv").write_bytes(mark + b"network,property,seconds,known\nn.onnx,marked.vnnlib,60,sat\n")
    assert invoked(folder, "verify", "--instances", "list.csv", "-o", "r")[1].endswith("1 instance: 1 sat\n")


def test_a_graph_that_breaks_the_rules_of_its_operators_is_an_error_and_not_unknown(folder: Path) -> None:
    model = onnx.load(folder / "n.onnx")
    model.graph.initializer.append(onnx.numpy_helper.from_array(np.ones(1), "double"))
    model.graph.node[-1].output[0] = "before"
    model.graph.node.append(onnx.helper.make_node("Add", ["before", "double"], [model.graph.output[0].name]))
    (folder / "broken.onnx").write_bytes(model.SerializeToString())
    code, text = invoked(folder, "verify", "broken.onnx", "high.vnnlib")
    assert code == 2
    assert "its operands must be of one type, not float32 and float64" in " ".join(text.split())


def test_files_that_are_not_there_are_errors_of_their_instances(folder: Path) -> None:
    (folder / "folder.vnnlib").mkdir()
    rows = ["no.onnx,high.vnnlib", "n.onnx,no.vnnlib", "n.onnx,folder.vnnlib", "n.onnx,higher.vnnlib"]
    rows.append(f"{'n' * 300}.onnx,high.vnnlib")
    (folder / "list.csv").write_text("".join([f"{line},60\n" for line in rows]))
    code, text = invoked(folder, "verify", "--instances", "list.csv", "-o", "r")
    assert (code, text.splitlines()[-1]) == (2, "5 instances: 1 unsat, 4 error")
    assert "\nno.onnx, high.vnnlib: no.onnx: no such file or directory\n" in text
    assert "\nn.onnx, folder.vnnlib: folder.vnnlib: is a directory\n" in text
    kept = settled(folder / "r")
    assert [outcome.verdict for outcome in kept.values()] == ["error"] * 4 + ["unsat"]
    absolute(folder / "no.onnx")
    assert invoked(folder, "verify", "--instances", "list.csv", "-o", "r")[1].endswith(": 1 sat, 1 unsat, 3 error\n")


def test_results_name_the_folder_of_each_instance(folder: Path) -> None:
    (folder / "list.csv").write_text("n.onnx,higher.vnnlib\nn.onnx,high.vnnlib\nn.onnx,curved.vnnlib\n")
    words = ("verify", "--instances", "list.csv", "--json")
    kept = [item["folder"] for item in json.loads(invoked(folder, *words, "-o", "r")[1])["results"]]
    assert [result.verdict for result in check_bundle(str(folder / "r" / kept[0]))] == [ACCEPTED]
    assert (folder / "r" / kept[1] / "counterexample.json").is_file()
    assert kept[2] == ""
    written = json.loads((folder / "r" / RESULTS).read_text())["results"]
    assert sorted(item["folder"] for item in written) == sorted(kept)
    one = ("verify", "n.onnx", "higher.vnnlib", "--json")
    assert json.loads(invoked(folder, *one, "-o", "one")[1])["results"][0]["folder"] == "one"
    assert json.loads(invoked(folder, *one)[1])["results"][0]["folder"] == ""


def test_results_without_folders_are_read_and_completed(done: Path) -> None:
    before = settled(done / "r")
    written = json.loads((done / "r" / RESULTS).read_text())
    for entry in written["results"]:
        del entry["folder"]
    (done / "r" / RESULTS).write_text(json.dumps(written))
    again = dict(tried(read_instances(done / "list.csv"), done / "r", 1))
    assert [again[number] for number in (0, 1)] == list(before.values())
    assert settled(done / "r") == before


def test_two_runs_do_not_write_into_one_folder(folder: Path) -> None:
    (folder / "list.csv").write_text("n.onnx,higher.vnnlib\nn.onnx,high.vnnlib\n")
    running = tried(read_instances(folder / "list.csv"), folder / "r", 1)
    next(running)
    code, text = invoked(folder, "verify", "--instances", "list.csv", "-o", "r")
    assert (code, text) == (2, "memocert: r: another run is writing into it: wait for its end, or name another folder")
    assert len(list(running)) == 1
    assert invoked(folder, "verify", "--instances", "list.csv", "-o", "r")[0] == 1


def test_lines_with_the_same_files_share_what_is_found(folder: Path) -> None:
    rows = ["network,property,seconds,known", "n.onnx,higher.vnnlib", "./n.onnx,higher.vnnlib,,sat"]
    (folder / "list.csv").write_text("\n".join([*rows, "n.onnx,higher.vnnlib,60"]))
    found = dict(tried(read_instances(folder / "list.csv"), folder / "r", 3))
    assert [found[number].verdict for number in range(3)] == ["unsat"] * 3
    assert len({outcome.folder for outcome in found.values()}) == 1
    assert [found[number].differs for number in range(3)] == [False, True, False]


def test_processes_share_the_search_of_each_and_its_checks_have_time(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (folder / "list.csv").write_text("n.onnx,higher.vnnlib,600\n")
    words, waits = list[str](), list[float | None]()

    class Recorded(subprocess.Popen[bytes]):
        def __init__(self, given: list[str], **others: Any) -> None:
            words.extend(given)
            super().__init__(given, **others)

        def communicate(self, given: bytes | None = None, timeout: float | None = None) -> tuple[bytes, bytes]:
            waits.append(timeout)
            return super().communicate(given, timeout)

    monkeypatch.setattr(subprocess, "Popen", Recorded)
    ((_, outcome),) = tried(read_instances(folder / "list.csv"), folder / "r", 1, each=2)
    assert outcome.verdict == "unsat"
    assert words[words.index("--jobs") + 1] == "2"
    assert waits == [3 * 600 + GRACE]  # for the search, and for both runs of the checker, of which one is measured


def test_columns_that_are_not_read_are_named(folder: Path) -> None:
    (folder / "l.csv").write_text("network,property,sceonds,Margin\nn.onnx,high.vnnlib,7,0\n")
    said: list[str] = []
    (found,) = read_instances(folder / "l.csv", say=said.append)
    assert found == Instance(folder / "n.onnx", folder / "high.vnnlib", name=("n.onnx", "high.vnnlib"))
    assert said == [
        f"{folder / 'l.csv'}: line 1: left out: 'sceonds', 'Margin'; the columns that are read are network, "
        "property, seconds, known"
    ]
    result = command("verify", "--instances", "l.csv", "--json", folder=folder)
    assert result.stderr.startswith("l.csv: line 1: left out: 'sceonds', 'Margin'")


def test_a_proof_about_floats_is_said_to_be_exact_once_for_all(folder: Path) -> None:
    pytest.importorskip("vnnlib")
    for name in ("a", "b"):
        network = "f (declare-input X float32 [1]) (declare-output Y float32 [1])"
        (folder / f"{name}.vnnlib").write_text(standard([network], f"(< Y[0] -{ord(name)}.0)"))
    said = "unsat is about exact arithmetic: the floats of a runtime may differ in their last digits"
    code, text = invoked(folder, "verify", "n.onnx", "a.vnnlib")
    assert (code, text.splitlines()[2:]) == (0, [f"n.onnx, a.vnnlib: {said}", "1 instance: 1 unsat"])
    (folder / "l.csv").write_text("n.onnx,a.vnnlib\nn.onnx,b.vnnlib\n")
    text = invoked(folder, "verify", "--instances", "l.csv")[1]
    assert text.splitlines()[3:] == [f"2 instances: {said}", "2 instances: 2 unsat"]


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
    outcome = Outcome("a", "b", verdict, 1.0, limit=limit, key=instance.key)
    assert outcome.settles(instance, instance.key) is settles
    assert not outcome.settles(instance, "0" * 64)


def test_an_answer_does_not_outlive_weights_in_another_file(folder: Path) -> None:
    def write(factor: int) -> str:
        model = onnx.load_from_string(plain_model(Sequence((Relu(1), Affine([[factor]], [0])))))
        (folder / "w.bin").unlink(missing_ok=True)
        onnx.save_model(model, folder / "m.onnx", save_as_external_data=True, location="w.bin", size_threshold=0)
        return instance.key

    instance = Instance(folder / "m.onnx", folder / "higher.vnnlib")
    first, model = write(1), (folder / "m.onnx").read_bytes()
    (folder / "list.csv").write_text("m.onnx,higher.vnnlib,60\n")
    assert [outcome.verdict for _, outcome in tried(read_instances(folder / "list.csv"), folder / "r", 1)] == ["unsat"]
    assert write(5) != first
    assert (folder / "m.onnx").read_bytes() == model
    assert [outcome.verdict for _, outcome in tried(read_instances(folder / "list.csv"), folder / "r", 1)] == ["sat"]
    assert write(1) == first


def test_what_changes_while_it_is_tried_is_no_answer(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def changed(*about: Any) -> Outcome:
        return replace(heard(*about), key="0" * 64)

    heard = instances._heard
    monkeypatch.setattr(instances, "_heard", changed)
    (folder / "list.csv").write_text("n.onnx,higher.vnnlib,60\n")
    ((_, outcome),) = tried(read_instances(folder / "list.csv"), folder / "r", 1)
    assert (outcome.verdict, "changed while it was tried" in outcome.note) == ("error", True)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "names no instance"),
        ("n.onnx\n", "line 1: must be network,property,seconds"),
        ("n.onnx,high.vnnlib,soon\n", "'soon' is not a number"),
        ("n.onnx,high.vnnlib,-1\n", "seconds must be at least 0"),
        ("network,property\nn.onnx,\n", "line 2: names no property"),
        (",high.vnnlib\n", "line 1: names no network"),
        ("network,property,known\nn.onnx,high.vnnlib,sat,1\n", "line 2: must be network,property,known"),
        ("network,property,seconds,timeout\n", "line 1: names the column seconds 2 times"),
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
    ((_, outcome),) = tried(read_instances(listed), folder / "r", 1)
    assert (outcome.verdict, "packed.onnx.gz beside it: unpack it first" in outcome.note) == ("error", True)
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


def test_a_kind_without_an_instance_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    drawn: list[str] = []

    def none(folder: Path, kind: str, name: str, *_source: object) -> Iterator[object]:
        (folder / f"{name}.onnx").write_bytes(b"")
        drawn.append(kind)
        yield from ()

    monkeypatch.setattr("verify.queries.truth._of_network", none)
    found = command("instances", "known", "--kinds", "family", "--count", "2", folder=tmp_path)
    assert drawn == ["family"] * 2 * TRIES
    assert found.stderr.startswith("family: no instance: 8 networks drawn")
    assert found.stdout.startswith("known: 0 instances")
    assert not list((tmp_path / "known").glob("*.onnx"))


def test_a_verifier_that_is_not_installed_is_missed_before_anything_is_made(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "maraboupy", None)
    found = command("instances", "known", "--ask", "marabou", folder=tmp_path)
    assert (found.returncode, found.stdout) == (2, "")
    assert "asking Marabou needs maraboupy: pip install 'memocert[marabou]'" in found.stderr
    assert not list(tmp_path.iterdir())


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
