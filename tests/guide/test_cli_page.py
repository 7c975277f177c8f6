"""docs/reference/cli.md and docs/reference/json-schema.json say what the commands do: exit codes, JSON, completion."""

import json
import re
import sys
from functools import partial
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from commands import invoked
from processes import ROOT, run
from queries import absolute, competition

import lowerbound.comparisons.labellings
import memocert.commands.main
from constructions.files.canonical import network_bytes
from constructions.model.network import Affine

SCHEMA = json.loads((ROOT / "docs" / "reference" / "json-schema.json").read_text(encoding="utf-8"))
SHARED = {"rational", "errors", "counts", "means", "size", "verdict", "result", "outcome"}


def check_json(name: str, text: str) -> Any:
    value = json.loads(text)
    validator = jsonschema.Draft202012Validator({"$ref": f"#/$defs/{name}", "$defs": SCHEMA["$defs"]})
    validator.validate(value)
    return value


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("cli")
    (folder / "p.csv").write_text("x,y,k\n0,1,a\n2,1,b\n3,5,a\n7,2,c\n")
    (folder / "l.csv").write_text("x,y\n0,1\n2,0\n3,1\n7,0\n")
    assert invoked(folder, "build", "search-tree", "p.csv", "-o", "b")[0] == 0
    assert invoked(folder, "build", "two-hidden-layers", "p.csv", "-o", "u")[0] == 0
    assert invoked(folder, "build", "axis-tree", "p.csv", "-o", "unproved")[0] == 0
    assert invoked(folder, "build", "axis-tree", "p.csv", "--outputs", "one-hot", "-o", "h")[0] == 0
    sides = Affine([[1, 0], [-1, 0], [0, 0]], [0, 3, 0])
    (folder / "sides.json").write_bytes(network_bytes(sides))
    assert invoked(folder, "prove", "b")[0] == 0
    absolute(folder / "n.onnx")
    for name, assertion in (("safe", "(> Y_0 1)"), ("unsafe", "(>= Y_0 1)"), ("curved", "(> (* X_0 Y_0) 1)")):
        (folder / f"{name}.vnnlib").write_text(competition(1, 1, "(<= X_0 1)", "(>= X_0 -1)", assertion))
    (folder / "list.csv").write_text("n.onnx,safe.vnnlib,60\nn.onnx,unsafe.vnnlib,60\n")
    return folder


CASES: list[tuple[str, int, list[object]]] = [
    ("build", 0, ["build", "axis-tree", "p.csv", "-o", "new"]),
    ("build-list", 0, ["build", "--list"]),
    ("show", 0, ["show", "b"]),
    ("show", 0, ["show", "b/network.json"]),
    ("show-point", 0, ["show", "b", "--point", "1/2,3"]),
    ("read", 0, ["read", "u/network.json"]),
    ("read", 0, ["read", "u/network.json", "p.csv"]),
    ("prove", 0, ["prove", "b", "--also", "cvc5"]),
    ("prove", 1, ["prove", "b", "--claim", "operations-at-most", "--at-most", "0"]),
    ("prove", 3, ["prove", "u", "--claim", "paths", "--path-limit", "1", "--lane", "certificate"]),
    ("prove", 4, ["prove", "u", "--claim", "memorizes", "--lane", "z3"]),
    ("verify", 0, ["verify", "n.onnx", "safe.vnnlib"]),
    ("verify", 1, ["verify", "n.onnx", "unsafe.vnnlib"]),
    ("verify", 1, ["verify", "--instances", "list.csv", "-o", "results"]),
    ("verify", 3, ["verify", "n.onnx", "curved.vnnlib"]),
    ("instances", 0, ["instances", "known", "--kinds", "perceptron"]),
    ("check", 0, ["check", "b"]),
    ("check", 1, ["check", "unproved"]),
    ("check", 1, ["check", "."]),
    ("compare", 0, ["compare", "l.csv", "--price", "--memorizer", "zhang", "--memorizer", "axis-tree"]),
    ("compare", 0, ["compare", "p.csv", "--families", "--memorizer", "halting", "--memorizer", "baum"]),
    ("lowerbound", 0, ["lowerbound", "l.csv", "-o", "low", "--mean"]),
    ("paths", 0, ["paths", "b"]),
    ("paths", 0, ["paths", "b/network.json"]),
    ("synthesize", 0, ["synthesize", "u", "-o", "s"]),
    ("synthesize", 0, ["synthesize", "u/network.json", "-o", "s2", "--equal-on", "domain", "--box", "0", "3"]),
    ("synthesize-class", 0, ["synthesize", "h", "-o", "s3", "--same", "class"]),
    ("synthesize-class", 0, ["synthesize", "sides.json", "p.csv", "-o", "s4", "--same", "class", "--radius", "1"]),
    ("prove-construction", 4, ["prove-construction", "search-tree-constant", "--n", "1..2"]),
    ("prove-construction", 1, ["prove-construction", ROOT / "examples/04_every_data_set.py:off_by_one", "--n", "2"]),
    ("reach", 0, ["reach", "--seconds", "0.1", "--memorizer", "search-tree-constant"]),
    ("theorems", 0, ["theorems"]),
    ("theorems", 0, ["theorems", "25a"]),
    ("theorems-prove", 4, ["theorems", "--prove"]),
    ("report", 0, ["report", "b", "-o", "r.html", "--up-to", "0"]),
    ("doctor", 0, ["doctor"]),
]


def test_json_says_what_the_lines_of_a_proof_say(folder: Path) -> None:
    asked = ("--claim", "memorizes-robustly", "--claim", "operations-at-most", "--exact")
    code, text = invoked(folder, "prove", "b", *asked, "--json")
    assert code == 0
    balls, most = check_json("prove", text)["results"]
    stated = json.loads((folder / "b" / f"{balls['claim']}.claim.json").read_text())
    assert balls["radii"] == stated["radii"]
    assert len(balls["radii"]) == 4
    assert balls["details"][0].startswith("radii: smallest ")
    assert "input" not in balls
    assert len(most["input"]) == 2
    assert "radii" not in most
    code, text = invoked(folder, "prove", "b", "--claim", "memorizes-robustly", "--radius", "100", "--json")
    assert code == 1
    assert check_json("prove", text)["results"][0]["near"] in range(4)


@pytest.mark.parametrize(("name", "code", "arguments"), CASES, ids=lambda value: str(value)[:60])
def test_json_is_as_the_schema_says_and_exit_codes_as_the_page_says(
    folder: Path, name: str, code: int, arguments: list[object]
) -> None:
    found, text = invoked(folder, *arguments, "--json")
    assert found == code
    check_json(name, text)


def test_the_first_rows_of_the_table_of_lower_bounds_are_as_the_schema_says(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    few = partial(lowerbound.comparisons.labellings.rows, most=2)
    monkeypatch.setattr(lowerbound.comparisons.labellings, "rows", few)
    code, text = invoked(folder, "lowerbound", "--table", "--json")
    assert code == 0
    assert len(check_json("lowerbound-table", text)) == 8


def test_every_command_with_json_has_a_schema_that_a_case_uses() -> None:
    defined = SCHEMA["$defs"].keys() - SHARED
    assert defined == {name for name, _, _ in CASES} | {"lowerbound-table"}
    for command in memocert.commands.main.app.registered_commands:
        assert command.callback is not None
        if "as_json" in command.callback.__annotations__:
            assert command.callback.__name__.replace("_", "-") in defined


def test_the_schema_refuses_what_a_command_does_not_print() -> None:
    jsonschema.Draft202012Validator.check_schema(SCHEMA)
    counts = dict.fromkeys(("total", "comparisons", "additions", "multiplications"), 0)
    good: dict[str, object] = {"output": ["1/2"], "class": None, "decisions": "01", "operations": counts}
    check_json("show-point", json.dumps(good))
    changes: list[dict[str, object]] = [{"output": ["0.5"]}, {"decisions": "x"}, {"more": 1}, {"operations": {}}]
    for change in changes:
        with pytest.raises(jsonschema.ValidationError):
            check_json("show-point", json.dumps({**good, **change}))


def test_the_page_lists_every_command_with_its_first_sentence() -> None:
    page = (ROOT / "docs" / "reference" / "cli.md").read_text(encoding="utf-8")
    for command in memocert.commands.main.app.registered_commands:
        assert command.callback is not None
        name = command.name or command.callback.__name__.replace("_", "-")
        assert f"| `{name}` |" in page, name
    rows = re.findall(r"^\| `([a-z-]+)` \|", page, re.MULTILINE)
    assert len(rows) == len(set(rows)) == len(memocert.commands.main.app.registered_commands)


def test_bad_input_and_misuse_exit_with_2(folder: Path) -> None:
    assert invoked(folder, "check", "nothing")[0] == 2
    assert invoked(folder, "prove", "b", "--no-such-option")[0] == 2


def test_the_shell_completes_commands_and_memorizers() -> None:
    completed = {"lower": "lowerbound", "build zh": "zhang", "build fewe": "fewest-operations"}
    for begun, expected in completed.items():
        words = f"memocert {begun}"
        asked = {"COMP_WORDS": words, "COMP_CWORD": str(len(words.split()) - 1), "_MEMOCERT_COMPLETE": "complete_bash"}
        code = "import sys, memocert.commands.main; sys.argv = ['memocert']; memocert.commands.main.main()"
        result = run(sys.executable, "-c", code, variables=asked)
        assert expected in result.stdout.split(), (result.stdout, result.stderr)
