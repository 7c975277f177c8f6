"""The checker that is proved in Coq, as the script of pages: what the compiler gives, with the same verdicts."""

import json
import os
import random
import shutil
from math import gcd
from pathlib import Path
from typing import Any

import pytest
from compiled_once import stamp
from hostile import at_points, bundle
from processes import ROOT, run
from test_native import SOURCES, written

from verify.check.bundle import check_bundle
from verify.check.verdict import ACCEPTED, Malformed

CERTIFICATES = ROOT / "tests" / "certificates"
SCRIPT = ROOT / "guide" / "templates" / "checker.js"
NUMBERS = ROOT / "proofs" / "native" / "web" / "z.js"

needs_node = pytest.mark.skipif(shutil.which("node") is None, reason="node is not installed: apt-get install nodejs")
ALLOWANCE = "12000000000."
"""How many steps the checker takes for a bundle, as it stands in the script."""

READS = """
const fs = require("fs"), path = require("path");
for (const folder of JSON.parse(fs.readFileSync(0, "utf8"))) {
  const files = {};
  for (const name of fs.readdirSync(folder)) {
    const place = path.join(folder, name);
    if (fs.lstatSync(place).isFile()) files[name] = fs.readFileSync(place, "latin1");
  }
  const bundle = memocertBundle(files);
  console.log(JSON.stringify(bundle.refusal ? [] : bundle.claims.map(bundle.check)));
}
"""
"""What a page does with the files that it carries."""

EDGES = [0, 1, 2, 3, 10**9, 2**31, 2**32, 2**52, 2**53, 2**62, 2**63, 2**64, 2**127, 2**128, 3**200]
"""Numbers near which something of the machine changes, and a long one."""


def in_node(folder: Path, script: str, given: object, stack: int = 984) -> list[Any]:
    """Run a script with so many kB of stack, and a value on its standard input; return the values of its lines."""
    (folder / "script.js").write_text(script, encoding="utf-8")
    (folder / "given.json").write_text(json.dumps(given), encoding="utf-8")
    done = run(
        "/bin/sh",
        "-c",
        f'exec node --stack-size={stack} "$1" < "$2"',
        "sh",
        folder / "script.js",
        folder / "given.json",
    )
    assert done.returncode == 0, done.stderr
    return [json.loads(line) for line in done.stdout.splitlines()]


@needs_node
def test_the_script_says_the_same_as_the_python_checker(tmp_path: Path) -> None:
    folders = sorted({path.parent for path in CERTIFICATES.rglob("*.json")})
    accepted = [folder for folder in folders if CERTIFICATES / "accepted" in folder.parents]
    chosen = accepted + [folder for folder in folders[::4] if folder not in accepted]
    said = in_node(tmp_path, SCRIPT.read_text(encoding="utf-8") + READS, [str(folder) for folder in chosen])
    seen = set()
    for folder, found in zip(chosen, said, strict=True):
        try:
            wanted = {result.file: result for result in check_bundle(str(folder))}
        except Malformed:
            wanted = {}
        for result in found:
            python = wanted[result["file"]]
            seen.add(python.verdict)
            assert (result["verdict"] == ACCEPTED) == (python.verdict == ACCEPTED), folder
            assert result["verdict"] != "undecided", folder
            if python.verdict == ACCEPTED:
                assert result["sentence"] == python.sentence, folder
    assert len(seen) >= 3


@needs_node
def test_its_numbers_are_the_integers(tmp_path: Path) -> None:
    source = random.Random(7)
    near = [sign * (edge + step) for edge in EDGES for step in (-1, 0, 1) for sign in (1, -1)]
    some = [source.choice((1, -1)) * source.getrandbits(source.randrange(1, 260)) for _ in range(60)]
    pairs = [(a, b) for a in near + some for b in near + some]
    names = ["add", "sub", "mul", "fdiv", "gcd", "and", "or", "equal", "leq", "lt"]
    script = NUMBERS.read_text(encoding="utf-8").replace("//Requires: caml_string_of_jsbytes", "")
    script += """
    const caml_string_of_jsbytes = text => text, made = text => memocert_form(BigInt(text));
    const formed = a => typeof a === "number" ? Number.isSafeInteger(a) && !Object.is(a, -0) : !memocert_short(a);
    for (const [a, b] of JSON.parse(require("fs").readFileSync(0, "utf8"))) {
      const m = made(a), n = made(b), found = [];
      for (const f of [NAMES]) {
        const value = f === memocert_fdiv && b === "0" ? 0 : f(m, n);
        if (!formed(value)) throw Error(a + " " + b + " " + f.name);
        found.push(memocert_to_string(value));
      }
      found.push(...[memocert_neg(m), memocert_shift_left(m, 32), memocert_shift_right(m, 1)].map(memocert_to_string));
      console.log(JSON.stringify([...found, memocert_low_word(m), memocert_bits(m), memocert_size(m)]));
    }""".replace("NAMES", ", ".join([f"memocert_{name}" for name in names]))
    given = [[str(a), str(b)] for a, b in pairs]
    for (a, b), found in zip(pairs, in_node(tmp_path, script, given), strict=True):
        compared = [int(a == b), int(a <= b), int(a < b)]
        values = [a + b, a - b, a * b, a // b if b else 0, gcd(a, b), a & b, a | b, *compared, -a, a << 32, a >> 1]
        *said, size = found
        assert said == [*map(str, values), (a + 2**31) % 2**32 - 2**31, a.bit_length()], (a, b)
        least = 1 if abs(a) < 2**53 else (abs(a).bit_length() + 63) // 64
        assert least <= size <= least + 1, a


@needs_node
def test_what_would_fill_the_memory_of_a_browser_is_undecided(tmp_path: Path) -> None:
    """Lists that are made stay there, layer upon layer: each element costs as much as the memory that it takes."""
    script = SCRIPT.read_text(encoding="ascii").replace(ALLOWANCE, "120000000.")
    shift: list[Any] = ["affine", 200, [[place, "1"] for place in range(200)], ["1"] * 200]
    verdicts = []
    for layers in (3, 40):
        nodes = [shift, ["affine", 200, [[]], ["1"]], ["sequence", [0] * layers + [1]]]
        keys: dict[str, Any] = {"domain": [], "outputs": [[[0, "1"], ">=", "0"]]}
        folder = tmp_path / str(layers)
        folder.mkdir()
        for name, data in bundle(nodes, "output within", [], **keys).items():
            (folder / name).write_bytes(data)
        ((result,),) = in_node(tmp_path, script + READS, [str(folder)])
        verdicts.append(result["verdict"])
    assert verdicts == ["accepted", "undecided"]


@needs_node
def test_what_passes_a_limit_of_the_script_is_undecided_and_not_refused(tmp_path: Path) -> None:
    script = SCRIPT.read_text(encoding="ascii")
    assert script.count(ALLOWANCE) == 1
    folder = next((CERTIFICATES / "accepted" / "memorizes").iterdir())
    ((result,),) = in_node(tmp_path, script.replace(ALLOWANCE, "9000.") + READS, [str(folder)])
    assert (result["verdict"], result["reason"]) == ("undecided", "checking takes more steps than the limit")
    gates = [["branch", 1, [0, "1"], str(-number), 0, number] for number in range(8000)]
    for name, data in at_points([["affine", 1, [[]], ["0"]], *gates], 20_000).items():
        (tmp_path / name).write_bytes(data)
    ((result,),) = in_node(tmp_path, script + READS, [str(tmp_path)])
    too_long = "checking may take more steps than the limit"  # so it is counted before it runs
    assert (result["verdict"], result["reason"]) == ("undecided", too_long)


@needs_node
def test_many_points_are_checked_with_the_little_stack_of_a_browser(tmp_path: Path) -> None:
    points = [*range(30_000)]
    random.Random(1).shuffle(points)
    (tmp_path / "bundle").mkdir()
    dataset = {
        "format": "memocert dataset",
        "version": 1,
        "classes": None,
        "rows": [[[str(x)], [str(x)], 1] for x in points],
    }
    network = '{"format":"memocert network","version":1,"nodes":[["identity",1]]}'
    written(
        tmp_path / "bundle",
        {"network.json": network, "dataset.json": json.dumps(dataset)},
        {"kind": "memorizes", "labels": "as given"},
        [],
    )
    ((result,),) = in_node(tmp_path, SCRIPT.read_text(encoding="utf-8") + READS, [str(tmp_path / "bundle")], stack=300)
    assert result["verdict"] == ACCEPTED, result


def test_the_script_can_stand_in_a_page() -> None:
    text = SCRIPT.read_text(encoding="ascii")
    assert "</" not in text
    assert "<!--" not in text


def test_the_script_is_what_the_compiler_gives(tmp_path: Path) -> None:
    if shutil.which("js_of_ocaml") is None or shutil.which("ocamlc") is None:
        pytest.skip("Debian: apt-get install ocaml-nox js-of-ocaml")
    versions = [run("ocamlc", "-version").stdout.strip(), run("js_of_ocaml", "--version").stdout.strip()]
    if versions != ["4.13.1", "4.0.0"]:
        pytest.skip(f"other versions write other scripts: {os.linesep.join(versions)}")
    sources = [*SOURCES.iterdir(), *NUMBERS.parent.iterdir()]
    same = stamp("native/web", *sorted(sources), ROOT / "Makefile", SCRIPT)
    if not same.is_file():
        done = run("make", "--no-print-directory", "native-web", f"WEB={tmp_path / 'checker.js'}")
        assert done.returncode == 0, done.stdout + done.stderr
        assert (tmp_path / "checker.js").read_bytes() == SCRIPT.read_bytes(), "run make native-web"
        same.touch()
