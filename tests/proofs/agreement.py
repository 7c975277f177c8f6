"""Changes bundles, and asks the Python checker and the one proved in Coq what they say of each.

    python tests/proofs/agreement.py --count 1000000 --seed 1

The bundles are those of tests/certificates. A change is one of bytes, of a value, of a number, of how a number or a
whole file is spelled, of the order and number of hints, of the name of a field, or a file or hints of another bundle.
Most are bound anew: references name the bytes that are there. Both programs run through, without a start for each
bundle; those on which they differ are kept in ``--keep`` (a folder). Ends with 1 if there are any.
Needs ``make native``.
"""

import argparse
import hashlib
import json
import random
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator
from fractions import Fraction
from itertools import islice
from pathlib import Path
from typing import Any, TypeAlias

from verify.check.bundle import CERTIFICATE, CLAIM, Memory, check_claims
from verify.check.reader import FILE_NAME
from verify.check.verdict import ACCEPTED, INCOMPLETE, MALFORMED, REJECTED, Result

ROOT = Path(__file__).resolve().parents[2]

Files: TypeAlias = dict[str, bytes]

MISSHAPEN = "has not the integers that its name asks for"
"""The program looks at the numbers of all hints before any is read: so one that is out of place can be malformed."""

LIMIT = "limit"
"""Both name their limits so; the page lets each checker have its own."""

AT_ONCE = 50
"""Bundles that are on their way to the program: pipes hold far more than is told of so many."""

WORDS = ("0", "1", "-1", "1/2", "3", "one-hot", "as given", "closed", "open", ">", "<=", "=", "total", "comparisons")
FIELDS = {"format", "version", "kind", "file", "sha256"}
FILES = {"network", "other", "dataset", "claim", "hints", "nodes", "rows"}
"""Keys whose values as a whole are changed seldom: then not much is left to compare."""

VALUES: tuple[Any, ...] = (
    *(5, None, "2/4", [], [5], {}, True, False, -1, 0, 1, "-1", ""),
    *([["goal"]], ["wrong"], ["all"], 1.0, 10**30),
)
NAMES = (
    *("split", "below", "above", "empty", "bound", "vacuous", "structure", "goal", "path", "wrong", "all", "open"),
    *("closed", "below*", "above*", "own", "unit", "relax", "divide", "every", "count", "pieces", "sides", "ranges"),
    *("labels", "uninterpolable", "dichotomies", "powers", "relu", "step", "sequence", "concatenate", "branch"),
)
BYTES = b'0123456789-/",[]{}: \\u.eE+\n\t\x00\x7f\xff'


def bundles() -> list[Files]:
    """Return the files of small bundles of tests/certificates: of accepted ones six times, of those rejected twice."""
    found = []
    for verdict, times in (("accepted", 6), ("rejected", 2), ("malformed", 1)):
        for folder in sorted({path.parent for path in (ROOT / "tests" / "certificates" / verdict).rglob(f"*{CLAIM}")}):
            files = {path.name: path.read_bytes() for path in sorted(folder.iterdir()) if path.is_file()}
            if sum(map(len, files.values())) < 30_000 and all([FILE_NAME.fullmatch(name) for name in files]):
                found += [files] * times
    return found


def changed_bytes(source: random.Random, data: bytes) -> bytes:
    """Return bytes that differ in one place, or in two that change places."""
    if not data:
        return b"{"
    place, other = sorted((source.randrange(len(data)), source.randrange(len(data))))
    one, two = data[place : place + 1], data[other : other + 1]
    return source.choice(
        [
            data[:place] + data[place + 1 :],
            data[:place] + one + data[place:],
            data[:place] + bytes([source.choice(BYTES)]) + data[place + 1 :],
            data[:place] + bytes([source.choice(BYTES)]) + data[place:],
            data[:place] + two + data[place + 1 : other] + one + data[other + 1 :] if place < other else data,
        ]
    )


def places(value: Any) -> Iterator[tuple[Any, Any]]:
    """Yield every place in a value: a list or an object, and the index or key."""
    if isinstance(value, dict | list):
        for key in list(value) if isinstance(value, dict) else range(len(value)):
            yield value, key
            yield from places(value[key])


def otherwise(source: random.Random, number: str) -> str:
    """Return a number spelled in another way, which no file may have."""
    return source.choice(
        [
            *(f"{number}/1", f"0{number}", f"-{number}", f"+{number}", f"{number}.0", f"{number}e0", f" {number}"),
            *(
                f"{number} ",
                f"{number}/",
                number.replace("/", "/0"),
                f"{number}/2",
                "\u0661",
                "-0",
                f"2{number}",
                "0x1",
            ),
        ]
    )


def another(source: random.Random, old: Any) -> Any:
    """Return a value in the place of another one."""
    action = source.random()
    if type(old) is int and action < 0.92:
        return old + source.choice((-2, -1, -1, 1, 1, 2, -old, -2 * old, 64, 10**20))
    if isinstance(old, str) and action < 0.6:
        try:
            number = Fraction(old)
        except (ValueError, ZeroDivisionError):
            return source.choice(WORDS)
        return str(number + source.choice((-1, 1, Fraction(1, 2), -number, -2 * number, number, Fraction(1, 10**6))))
    if isinstance(old, str) and action < 0.9:
        return otherwise(source, old) if action < 0.67 else source.choice(WORDS if action < 0.8 else NAMES)
    if type(old) is int and action < 0.96:
        return source.choice((float(old) if abs(old) < 2**60 else 0.5, str(old), [old], bool(old)))
    return source.choice(VALUES)


def change(source: random.Random, value: Any, others: Any) -> None:
    """Change one place of a file: another value, out, twice, elsewhere, or under another name."""
    top = source.random() < 0.4
    listed = [value[key] for key in ("hints", "nodes", "rows", "domain", "radii") if isinstance(value.get(key), list)]
    found = [(holder, key) for holder in listed for key in range(len(holder))] if top else []
    found = found or [place for place in places(value) if place[1] not in FIELDS | FILES or source.random() < 0.05]
    if not found:
        return
    holder, key = source.choice(found)
    action = source.random()
    if isinstance(holder[key], list | dict) and action < 0.4 and (inner := [*places(holder[key])]):
        holder, key = source.choice(inner)
    action = source.random()
    if isinstance(holder, dict):
        if action < 0.7:
            holder[key] = another(source, holder[key])
        elif action < 0.8:
            del holder[key]
        else:
            renamed = source.choice((*holder, *others, f"{key}s", str(key).upper(), "attained", "radii", "outputs"))
            holder[renamed] = holder.pop(key) if action < 0.9 else holder[key]
    elif action < 0.5:
        holder[key] = another(source, holder[key])
    elif action < 0.65:
        del holder[key]
    elif action < 0.8:
        holder.insert(source.randrange(len(holder) + 1), holder[key])
    elif action < 0.9:
        place = source.randrange(len(holder))
        holder[key], holder[place] = holder[place], holder[key]
    else:
        lists = [others[name] for name in ("hints", "nodes", "rows") if isinstance(others.get(name), list)]
        theirs: list[Any] = lists[0] if lists else []
        holder[key] = source.choice(theirs) if theirs else another(source, holder[key])


def read(data: bytes) -> dict[str, Any]:
    """Return the object in a file, an empty one if there is none."""
    try:
        value = json.loads(data)
    except (ValueError, RecursionError):
        return {}
    return value if isinstance(value, dict) else {}


def spelled(source: random.Random, value: dict[str, Any]) -> bytes:
    """Return an object as a file, mostly as this project lays it out: entries of its last list line by line."""
    action = source.random()
    if action < 0.15:
        return json.dumps(value, indent=source.choice((None, 1)), sort_keys=source.random() < 0.2).encode()

    def one(part: Any) -> str:
        return json.dumps(part, separators=(",", ":"))

    def lines(part: Any) -> str:
        return "[\n" + ",\n".join(map(one, part)) + "\n]" if isinstance(part, list) and part else one(part)

    text = "{" + ",".join([f"{one(key)}:{lines(part)}" for key, part in value.items()]) + "}\n"
    if action < 0.17:
        twice = text.replace("{", '{"version":3,', 1)
        text = source.choice((text + "{}", twice, text.replace(",", " ,\t", 3), f"\ufeff{text}"))
    return text.encode(errors="surrogatepass")


def bound(files: Files) -> None:
    """Let claims and certificates refer to the bytes of the files as they are."""
    for ending in (CLAIM, CERTIFICATE):
        for name in [name for name in files if name.endswith(ending)]:
            for reference in read(files[name]).values():
                if isinstance(reference, dict) and isinstance(reference.get("sha256"), str):
                    file = reference.get("file")
                    now = hashlib.sha256(files[file]).hexdigest() if isinstance(file, str) and file in files else ""
                    if now and reference["sha256"]:
                        files[name] = files[name].replace(reference["sha256"].encode(), now.encode())


def mutant(source: random.Random, known: list[Files]) -> Files:
    """Return a bundle with a change, or some."""
    files, others = dict(source.choice(known)), source.choice(known)
    for _ in range(source.choice((1, 1, 1, 1, 2))):
        names = [*files, *[name for name in files if name.endswith(CERTIFICATE)] * 2]
        name = source.choice(names)
        theirs = others.get(name) or source.choice(list(others.values()))
        action = source.random()
        if action < 0.12:
            files[name] = changed_bytes(source, files[name])
        elif action < 0.9:
            value = read(files[name])
            change(source, value, read(theirs))
            files[name] = spelled(source, value)
        elif action < 0.94:
            files[name] = theirs
        elif action < 0.97 or not name.endswith(CERTIFICATE):
            value = read(files[name])
            value |= {key: part for key, part in read(theirs).items() if key not in ("format", "claim")}
            files[name] = spelled(source, value)
        else:
            del files[name]
    if source.random() < 0.9:
        bound(files)
    return files


class Program:
    """The program proved in Coq, with bundles one after the other."""

    def __init__(self, folder: Path) -> None:
        """Link the driver beside this file with what ``make native`` built."""
        built, driver = ROOT / "build" / "native", folder / "agreement"
        parts = [built / f"{name}.cmx" for name in ("big", "checker", "verdicts")]
        (folder / "agreement.ml").write_bytes(Path(__file__).with_suffix(".ml").read_bytes())
        linked = ["ocamlfind", "ocamlopt", "-package", "zarith,unix", "-linkpkg", "-I", built, *parts, "agreement.ml"]
        subprocess.run([*map(str, linked), "-o", str(driver)], cwd=folder, check=True)
        limits = 'ulimit -S -s 1048576 || ulimit -S -s "$(ulimit -H -s)"; ulimit -S -v 4194304; exec "$0"'
        start = ["/bin/sh", "-c", limits, str(driver)]
        self._process = subprocess.Popen(start, stdin=subprocess.PIPE, stdout=subprocess.PIPE)

    def send(self, bundle: Files) -> None:
        """Hand over a bundle."""
        assert self._process.stdin is not None
        parts = [part for name, data in bundle.items() for part in (name.encode(), data)]
        told = [len(bundle).to_bytes(4, "big"), *[len(part).to_bytes(4, "big") + part for part in parts]]
        self._process.stdin.write(b"".join(told))
        self._process.stdin.flush()

    def answer(self) -> list[Result]:
        """Return what it says of the first bundle that it has not answered; nothing of one that it cannot read."""
        assert self._process.stdout is not None
        line = self._process.stdout.readline()
        if not line:
            raise AssertionError(f"the program ended with {self._process.wait()}")
        return [Result(**fields) for fields in json.loads(line) or []]

    def close(self) -> None:
        """Let it end."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.close()
        self._process.stdout.close()
        self._process.wait()


def python_says(bundle: Files) -> list[Result]:
    """Return what the Python checker says of each claim."""
    return check_claims(Memory(bundle), sorted([name for name in bundle if name.endswith(CLAIM)]))


def differ(own: Result, python: Result) -> str:
    """Return how the answers to a claim differ; nothing if they do not, or as docs/reference/format.md lets them."""
    if (own.file, own.verdict) == (python.file, python.verdict):
        alike = own.sentence == python.sentence and own.vacuous == python.vacuous
        return "" if own.verdict not in (ACCEPTED, INCOMPLETE) or alike else "sentence"
    if LIMIT in own.reason + python.reason:
        return "limit"
    misshapen = (own.verdict, python.verdict) == (MALFORMED, REJECTED) and MISSHAPEN in own.reason
    return "" if misshapen else "verdict"


def compared(program: Program, mutants: Iterator[Files]) -> Iterator[tuple[Files, list[Result], list[Result]]]:
    """Yield each bundle with what the program and the Python checker say of it."""
    while some := [*islice(mutants, AT_ONCE)]:
        for bundle in some:
            program.send(bundle)
        for bundle in some:
            python = python_says(bundle)
            yield bundle, program.answer(), python


def main() -> int:
    """Compare, and say how often which verdict was given."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--count", type=int, default=10_000, help="how many changed bundles")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--keep", type=Path, help="where to keep those on which they differ")
    options = parser.parse_args()
    source, known = random.Random(options.seed), bundles()
    seen: Counter[str] = Counter()
    with tempfile.TemporaryDirectory() as folder:
        program = Program(Path(folder))
        mutants = (mutant(source, known) for _ in range(options.count))
        for number, (bundle, own, python) in enumerate(compared(program, mutants), 1):
            apart = [*map(differ, own, python)] if len(own) == len(python) else ["claims"]
            seen.update([said.verdict for said in python], bundles=1, **{f"differ in {how}": 1 for how in apart if how})
            if any(apart):
                print(f"differ: {number}: {own} {python}", flush=True)
                if options.keep is not None:
                    place = options.keep / f"{options.seed}-{number}"
                    place.mkdir(parents=True, exist_ok=True)
                    for name, data in bundle.items():
                        (place / name.replace("/", "_")).write_bytes(data)
            if number % 20_000 == 0:
                print(f"seed {options.seed}: {dict(seen)}", flush=True)
        program.close()
    print(f"seed {options.seed}, ended: {dict(seen)}", flush=True)
    return int(any([name.startswith("differ") and name != "differ in limit" for name in seen]))


if __name__ == "__main__":
    sys.exit(main())
