"""Small bundles of every shape that keeps the checker busy; ``budget.py`` measures how its budget ends them."""

import hashlib
import json
import random
from collections.abc import Callable
from fractions import Fraction
from math import gcd, log10
from typing import Any

from constructions.model.rational import long_integers

Nodes = list[Any]
Shape = Callable[[], dict[str, bytes]]
Z = [0, "1"]
NEVER: list[Any] = [[[], ">", "0"]]
"""A domain that contradicts itself, so that any hint can be shown by its one constraint, 0 > 0."""
ANYTHING: list[Any] = [[[], ">=", "-1"]]


@long_integers()
def bundle(
    nodes: Nodes, kind: str, hints: list[Any], rows: list[Any] | None = None, other: Nodes | None = None, **keys: Any
) -> dict[str, bytes]:
    """Return the files of a bundle with one claim, ``a``; without nodes it has no network."""
    files: dict[str, bytes] = {}

    def written(name: str, value: Any) -> dict[str, str]:
        files[name] = json.dumps(value, separators=(",", ":")).encode()
        return {"file": name, "sha256": hashlib.sha256(files[name]).hexdigest()}

    claim: dict[str, Any] = {"format": "memocert claim", "version": 3, "kind": kind}
    for key, parts in (("network", nodes), ("other", other)):
        if parts:
            claim[key] = written(f"{key}.json", {"format": "memocert network", "version": 1, "nodes": parts})
    if rows is not None:
        table = {"format": "memocert dataset", "version": 1, "classes": None, "rows": rows}
        claim["dataset"] = written("dataset.json", table)
    about = written("a.claim.json", claim | keys)
    written("a.certificate.json", {"format": "memocert certificate", "version": 3, "claim": about, "hints": hints})
    return files


def doubled(nodes: Nodes, levels: int, form: str = "sequence") -> Nodes:
    """Return nodes with a tower that runs the last one 2^levels times."""
    last = len(nodes) - 1
    return [*nodes, *[[form, [last + level, last + level]] for level in range(levels)]]


def line(count: int, *more: str) -> list[Any]:
    return [[[str(number), *more], ["0"], 1] for number in range(count)]


def at_points(nodes: Nodes, count: int = 2000, width: int = 1) -> dict[str, bytes]:
    """Return a bundle that runs the network at points, balls of radius 0, as long as the budget lasts."""
    keys: dict[str, Any] = {"labels": "as given", "radius": "0"}
    return bundle(nodes, "memorizes robustly", [], line(count, *["3"] * (width - 1)), **keys)


def small_nodes(count: int) -> dict[str, bytes]:
    return at_points([*[["affine", 1, [Z], ["1"]]] * count, ["sequence", [*range(count)]]])


def zeros(width: int = 1) -> Nodes:
    """Return the map from Q^width to 0, of one output, which every label of ``line`` is."""
    return ["affine", width, [[]], ["0"]]


def dense(width: int, digits: int = 1) -> Nodes:
    source = random.Random(width)
    rows = [[item for j in range(width) for item in (j, str(source.randint(2, 10**digits)))] for _ in range(width)]
    return ["affine", width, rows, ["1"] * width]


def tower_at_points(*nodes: Any, levels: int = 5, width: int = 1) -> Shape:
    def made() -> dict[str, bytes]:
        tower = doubled(list(nodes), levels)
        whole = [*tower, zeros(width), ["sequence", [len(tower) - 1, len(tower)]]]
        return at_points(whole, 2000 if width == 1 else 300, width)

    return made


def chain_of_gates() -> dict[str, bytes]:
    nodes: Nodes = [zeros()]
    nodes += [["branch", 1, Z, str(-number), 0, number] for number in range(3000)]
    return at_points(nodes, 20_000)


def on_a_domain(*nodes: Any, levels: int = 10) -> Shape:
    def made() -> dict[str, bytes]:
        return bundle(doubled(list(nodes), levels), "output within", [], domain=[], outputs=ANYTHING)

    return made


def layers(width: int, hint: str) -> Shape:
    """Many layers of coordinates, each decided by a contradiction of the domain with itself."""

    def made() -> dict[str, bytes]:
        nodes: Nodes = [["affine", 1, [Z] * width, [str(n) for n in range(width)]], ["relu", width]]
        again = 40_000 // width
        nodes.append(["sequence", [0, *[1] * again]])
        decided = [[hint, place, 0, 0, 1] for place in range(width)] * again
        return bundle(nodes, "output within", decided, domain=NEVER, outputs=ANYTHING)

    return made


def splits(ends: int, wide: int) -> dict[str, bytes]:
    """Splits of a few coordinates beside many that are constant, every side of every split."""
    places = ends.bit_length() - 1

    def halves(place: int) -> list[Any]:
        return [["split", place], *halves(place + 1) * 2] if place < places else []

    rows = [*[Z] * places, *[[]] * wide]
    nodes: Nodes = [["affine", 1, rows, ["1"] * len(rows)], ["step", len(rows)], ["affine", len(rows), [[]], ["0"]]]
    return bundle([*nodes, ["sequence", [0, 1, 2]]], "output within", halves(0), domain=[], outputs=ANYTHING)


def structures(width: int) -> dict[str, bytes]:
    outputs = {"domain": [], "outputs": [[Z, ">=", "0"]]}
    return bundle([["relu", width]], "output within", [["split", 0]], **outputs)


def balls(kind: str, count: int, width: int, radius: Any) -> Shape:
    def made() -> dict[str, bytes]:
        nodes: Nodes = [["affine", width, [[]], ["0"]]]
        rows = line(count, *["1/3"] * (width - 1))
        keys = {"radius": radius} if isinstance(radius, str) else {"radii": [radius] * count}
        hints = [["wrong", 1, *[5] * width]] * count if radius == ["closed", "0", "9"] else []
        return bundle(nodes, kind, hints, rows, labels="as given", **keys)

    return made


def long_numbers(digits: int) -> Shape:
    def made() -> dict[str, bytes]:
        zeros_of = "0" * (digits - 1)
        nodes: Nodes = [["affine", 1, [[0, f"1/1{zeros_of}1"]], ["0"]], ["affine", 1, [[0, f"1{zeros_of}3"]], ["1"]]]
        return bundle([*nodes, ["sequence", [0, *[1] * 20_000]]], "output within", [], domain=[], outputs=ANYTHING)

    return made


def long_fraction(digits: int) -> str:
    """Return two long numbers without a common factor, which is the longest to find out."""
    source = random.Random(digits)
    while True:
        above, below = [source.randrange(10 ** (digits - 1), 10**digits) for _ in range(2)]
        if gcd(above, below) == 1:
            return f"{above}/{below}"


@long_integers()
def over_one_denominator(count: int, width: int) -> dict[str, bytes]:
    """Return rows of whose numbers the common denominator is far longer than each, in lines."""
    primes = (2, 3, 5, 7, 11, 13, 17, 19, 23, 29, 31, 37, 41, 43, 47, 53, 59, 61, 67, 71, 73, 79, 83, 89, 97, 101, 103)
    longest = [f"1/{prime ** int(9_990 / log10(prime))}" for prime in primes]
    rows = [[[str(number), *longest, *["1"] * width], ["0"], 1] for number in range(count)]
    return laid_out(bundle([zeros(1 + len(primes) + width)], "memorizes", [], rows, labels="as given"))


def chain(count: int, *form: Any) -> Shape:
    """Return small nodes, each around the one before it; in a form, None stands for that."""
    parts = [["identity", 1]]
    for number in range(count):
        parts.append([[number] if item == [None] else number if item is None else item for item in form])
    return lambda: bundle(parts, "output within", [], domain=[], outputs=ANYTHING)


def segments(count: int) -> dict[str, bytes]:
    """Evidence with two points, which the network runs along."""
    rows = [[[str(number)], [str(number)], 1] for number in range(count)]
    hints = [["wrong", 2, 2 * number + 1, 2 * number] for number in range(count)]
    radii = [["closed", "0", "1"]] * count
    return bundle([["identity", 1]], "memorizes with radii", hints, rows, radii=radii, labels="as given")


def goals(count: int) -> dict[str, bytes]:
    nodes: Nodes = [["affine", 1, [Z] * count, ["0"] * count]]
    outputs = [[[place, "1"], "=", "0"] for place in range(count)]
    return bundle(nodes, "output within", [["goal", 0, 0, 1]] * 2 * count, domain=NEVER, outputs=outputs)


def polyhedra(count: int, each: int) -> dict[str, bytes]:
    """Polyhedra of so many constraints each, all missed by a domain that contradicts itself."""
    unsafe = [[[[1, "1"], ">=", str(place)] for place in range(each)]] * count
    return bundle([["identity", 1]], "avoids", [["goal", 0, 0, 1]] * count, domain=NEVER, unsafe=unsafe)


def multipliers(length: int, count: int) -> dict[str, bytes]:
    domain = [[Z, ">=", str(number)] for number in range(length)] + NEVER
    numbers = [item for place in range(length + 1) for item in (place, int(place == length))]
    nodes: Nodes = [["affine", 1, [Z] * count, ["0"] * count], ["relu", count], ["sequence", [0, 1]]]
    hints = [["below", place, 0, *numbers] for place in range(count)]
    return bundle(nodes, "output within", hints, domain=domain, outputs=ANYTHING)


def laid_out(files: dict[str, bytes]) -> dict[str, bytes]:
    """Return a bundle whose data set has a line for each row, as the project writes it."""
    found, rows = dict(files), files["dataset.json"]
    rows = rows.replace(b",[[", b",\n[[").replace(b'"rows":[[', b'"rows":[\n[').replace(b"]]}", b"]\n]}\n")
    for name, new, user in (("dataset.json", rows, "a.claim.json"), ("a.claim.json", b"", "a.certificate.json")):
        before = hashlib.sha256(files[name]).hexdigest().encode()
        found[name] = new or found[name]
        found[user] = files[user].replace(before, hashlib.sha256(found[name]).hexdigest().encode())
    return found


def together(nodes: Nodes, count: int, width: int = 1, shuffled: bool = False) -> Shape:
    """Return a bundle that runs the network at so many points at once."""

    def made() -> dict[str, bytes]:
        rows = line(count, *["3"] * (width - 1))
        if shuffled:
            random.Random(count).shuffle(rows)
        return laid_out(bundle(nodes, "memorizes", [], rows, labels="as given"))

    return made


def halving(levels: int, width: int, weights: list[Any]) -> Nodes:
    """Return a tree of gates that halves the 2^levels points of ``line`` again and again; each leaf says 0."""
    nodes: Nodes = [zeros(width)]

    def tree(low: int, high: int) -> int:
        if high - low < 2:
            return 0
        middle = (low + high) // 2
        sides = tree(low, middle), tree(middle, high)
        nodes.append(["branch", width, weights, str(middle), *sides])
        return len(nodes) - 1

    tree(0, 1 << levels)
    return nodes


def units(width: int, hints: list[Any], layers: int = 1, scale: int = 1, alone: bool = False) -> Shape:
    """Relus of which every coordinate stays open as a unit, by a hint alone or all at once; then hints about them."""

    def made() -> dict[str, bytes]:
        source = random.Random(width)

        def rows(inputs: int) -> list[Any]:
            return [[part for j in range(inputs) for part in (j, str(source.choice([-3, 2])))] for _ in range(width)]

        nodes: Nodes = [["affine", 1, rows(1), ["0"] * width], ["relu", width]]
        for _ in range(layers - 1):
            nodes += [["affine", width, rows(width), ["1"] * width], ["relu", width]]
        nodes += [["affine", width, [Z], ["0"]], ["sequence", list(range(len(nodes) + 1))]]
        keys = {"domain": [[Z, ">=", "-1"], [Z, "<=", "1"]], "outputs": [[Z, "<=", "9"]]}
        relaxed = [["relax", scale, place] for place in range(width)] if alone else [["relax", scale]]
        return bundle(nodes, "output within", [*relaxed * layers, *hints], **keys)

    return made


def units_beside_a_wide_one(width: int) -> Shape:
    """Many units of one input, beside one of all, and hints that add them all up."""

    def made() -> dict[str, bytes]:
        count, dense = 1000, [part for place in range(width) for part in (place, "1")]
        nodes: Nodes = [["affine", width, [dense, *[Z] * count], ["0"] * (count + 1)], ["relu", count + 1]]
        total = [part for place in range(count + 1) for part in (place, "1")]
        nodes += [["affine", count + 1, [total], ["0"]], ["relu", 1], ["sequence", [0, 1, 2, 3]]]
        domain = [[[place, "1"], sign, end] for place in range(width) for sign, end in ((">=", "-1"), ("<=", "1"))]
        outputs = [[Z, "<=", str(9 * width)]]
        hints = [["relax", 1], ["relax", 1], *[["own", count + 1]] * 2000]
        return bundle(nodes, "output within", hints, domain=domain, outputs=outputs)

    return made


def units_behind_single_ones(count: int, width: int) -> dict[str, bytes]:
    """Units each by a hint alone, then many at once that each read one of them: a bound goes through all hints."""
    first = [[Z] * count, [str(Fraction(2 * place - count, count)) for place in range(count)]]
    nodes: Nodes = [["affine", 1, *first], ["relu", count]]
    nodes += [["affine", count, [[count - 1, "1"]] * width, [str(Fraction(place, width)) for place in range(width)]]]
    nodes += [["relu", width], ["affine", width, [Z], ["0"]], ["sequence", [0, 1, 2, 3, 4]]]
    hints = [*[["relax", 1, place] for place in range(count)], ["relax", 1]]
    domain = [[Z, ">=", "-1"], [Z, "<=", "1"]]
    return bundle(nodes, "output within", hints, domain=domain, outputs=[[Z, "<=", "1000"]])


def long_weights(inputs: int, width: int, parts: int) -> dict[str, bytes]:
    """A form of long numbers that is multiplied by one long weight for each of many outputs, again and again."""
    source = random.Random(inputs)
    row = [part for place in range(inputs) for part in (place, str(2**254 + source.getrandbits(254)))]
    nodes: Nodes = [["affine", inputs, [row], ["0"]]]
    nodes += [["affine", 1, [[0, str(2**254 + source.getrandbits(254))] for _ in range(width)], ["0"] * width]]
    nodes += [zeros(width), ["sequence", [1, 2]], ["concatenate", [3] * parts], ["sequence", [0, 4]]]
    return bundle(nodes, "output within", [["goal", 1]], domain=[], outputs=[[Z, "<=", "1"]])


SHAPES: dict[str, Shape] = {
    "points: tiny affine maps": tower_at_points(["affine", 1, [Z], ["1"]]),
    "points: tiny relus": tower_at_points(["relu", 1]),
    "points: steps": tower_at_points(["step", 1]),
    "points: identities": tower_at_points(["identity", 1]),
    "points: parts of one": tower_at_points(["identity", 1], ["concatenate", [0]]),
    "points: two parts": tower_at_points(["identity", 1], ["affine", 2, [[0, "1", 1, "1"]], ["0"]],
                                         ["concatenate", [0, 0]], ["sequence", [2, 1]]),
    "points: a chain of gates": chain_of_gates,
    "points: dense, 30 wide": tower_at_points(dense(30), ["step", 30], ["sequence", [0, 1]], width=30),
    "points: dense, 100 digits": tower_at_points(dense(20, 100), ["step", 20], ["sequence", [0, 1]], width=20),
    "points: very wide relus": tower_at_points(["relu", 2000], width=2000, levels=2),
    "points: parts over two denominators": tower_at_points(
        ["affine", 1, [[0, "1/2"]], ["1"]], ["affine", 1, [[0, "1/3"]], ["1"]], ["concatenate", [0, 1]],
        ["affine", 2, [[]], ["1"]], ["sequence", [2, 3]]),
    "points: halves of long denominators": tower_at_points(["affine", 1, [[0, "1/2"]], ["1/3"]]),
    "together: a chain of gates": together(
        [zeros(), *[["branch", 1, Z, str(-number), 0, number] for number in range(3000)]], 20_000),
    "together: one row, many gates": together(
        [zeros(), *[["branch", 1, Z, "1", number, number] for number in range(100_000)]], 1),
    "together: gates of two inputs": together(
        [zeros(2), *[["branch", 2, [0, "1", 1, "2"], str(number), number, number] for number in range(3000)]],
        20_000, 2),
    "together: shuffled rows": together(halving(18, 1, Z), 1 << 18, shuffled=True),
    "together: shuffled rows, gates of two inputs": together(
        halving(18, 2, [0, "1", 1, "1/1000000"]), 1 << 18, 2, shuffled=True),
    "together: a row for each leaf": together(
        [zeros(), *[["branch", 1, Z, str(number), 0, number] for number in range(100_000)]], 100_000),
    "together: leaves of 300 outputs": together(
        [["affine", 1, [Z] * 300, ["0"] * 300], ["affine", 300, [[]], ["0"]], ["sequence", [0, 1]]], 20_000),
    "together: lines": together([zeros()], 100_000),
    "together: wide lines": together([zeros(3000)], 200, 3000),
    "reading: small nodes": lambda: small_nodes(100_000),
    "reading: rows": lambda: at_points([zeros()], 200_000),
    "reading: wide rows": lambda: at_points([zeros(3000)], 300, 3000),
    "reading: fractions": lambda: bundle([zeros(50)], "memorizes", [], [
        [[str(n), *[f"1/{k + 2}" for k in range(49)]], ["0"], 1] for n in range(8000)], labels="as given"),
    "reading: rows over one denominator": lambda: over_one_denominator(40, 60),
    "reading: empty rows": lambda: at_points([["affine", 1, [[]] * 300_000, ["0"] * 300_000]]),
    "reading: numbers in hints": lambda: bundle([zeros()], "memorizes", [[1] * 3_000_000], line(1), labels="as given"),
    "reading: objects": lambda: bundle([zeros()], "memorizes", [{}] * 2_000_000, line(1), labels="as given"),
    "reading: long fractions": lambda: balls("memorizes with radii", 300, 1, ["closed", "0", long_fraction(10_000)])(),
    "reading: gates": chain(60_000, "branch", 1, [], "0", None, None),
    "reading: sequences of one": chain(90_000, "sequence", [None]),
    "reading: concatenations of one": chain(90_000, "concatenate", [None]),
    "points: a wide sequence": lambda: at_points(
        [["identity", 1], ["sequence", [0] * 3000], ["sequence", [1] * 3000], zeros(), ["sequence", [2, 3]]]),
    "points: wide gates": lambda: at_points(
        [zeros(300), ["branch", 300, [item for j in range(300) for item in (j, "2")], "0", 0, 0],
         *[["branch", 300, [item for j in range(300) for item in (j, "3")], "0", 0, n + 1] for n in range(100)]],
        100, 300),
    "domain: gates": lambda: bundle(
        [["identity", 1], *[["branch", 1, Z, str(n), 0, n] for n in range(20_000)]], "output within",
        [["above", 0, 0, 0, 1]] * 20_000, domain=NEVER, outputs=ANYTHING),
    "paths": lambda: bundle(
        [["identity", 1], *[["branch", 1, Z, str(1000 - n), 0, n] for n in range(1000)]], "paths",
        [hint for n in range(1, 1001) for hint in (["split", 0], ["path", 2, 2 * n - 1])] + [["path", 1, 1000]],
        domain=[], count=1001),
    "reading: constraints": lambda: bundle([["identity", 1]], "output within", [],
                                           domain=[[Z, ">=", "3"]] * 100_000, outputs=ANYTHING),
    "domain: tiny affine maps": on_a_domain(["affine", 1, [Z], ["1"]]),
    "domain: dense, 30 wide": on_a_domain(dense(30)),
    "domain: sparse, 2,000 wide": on_a_domain(
        ["affine", 2000, [[j, "2"] for j in range(2000)], ["1"] * 2000], levels=6),
    "domain: long weights": lambda: long_weights(1000, 3000, 20),
    "domain: thirds": on_a_domain(["affine", 1, [[0, "1/3"]], ["1"]]),
    "domain: two parts": on_a_domain(["affine", 1, [[0, "1/2"]], ["1"]], ["identity", 1],
                                     ["affine", 2, [[0, "1", 1, "1"]], ["0"]], ["concatenate", [0, 1]],
                                     ["sequence", [3, 2]]),
    "domain: 100 parts": on_a_domain(["identity", 1], ["affine", 100, [Z], ["0"]], ["concatenate", [0] * 100],
                                     ["sequence", [2, 1]]),
    "decisions below, 1 wide": layers(1, "below"),
    "decisions above, 1 wide": layers(1, "above"),
    "decisions below, 2,000 wide": layers(2000, "below"),
    "decisions above, 2,000 wide": layers(2000, "above"),
    "splits beside many constants": lambda: splits(2**12, 4096),
    "splits alone": lambda: splits(2**14, 1),
    "wide inputs": lambda: structures(200_000),
    "units: one bound after the other": units(1, [["own", 0]] * 60_000),
    "units: all bounds of one": units(1, [["own"]] * 60_000),
    "units: all bounds of 300": units(300, [["own"]] * 300),
    "units: one of 2,000": units(2000, [["own", 0]] * 3000),
    "units: three dense layers": units(30, [["own"]] * 100, 3, 1024),
    "units: a hint for each": units(30, [["own"]] * 100, 3, 1024, alone=True),
    "units: behind single ones": lambda: units_behind_single_ones(100, 20_000),
    "units: long scales": units(20, [["own"]] * 100, 3, 10**70),
    "units: one reads 20,000 inputs": units_beside_a_wide_one(20_000),
    "units: split again and again": units(1, [["unit", 0]] * 60_000),
    "units: 20,000 at once": units(20_000, []),
    "divided again and again": units(1, [["divide", 0, 0, 1]] * 60_000),
    "goals": lambda: goals(20_000),
    "avoids: many polyhedra": lambda: polyhedra(50_000, 1),
    "avoids: nothing but false constants": lambda: bundle(
        [["identity", 1]], "avoids", [], domain=[], unsafe=[[[[], ">", "0"]]] * 100_000),
    "avoids: polyhedra with many sides": lambda: polyhedra(30, 2000),
    "avoids: no sides": lambda: bundle(
        [["identity", 1]], "avoids", [], domain=[], unsafe=[[[[], ">", "0"]], *[[]] * 500_000]),
    "long combinations": lambda: multipliers(2000, 300),
    "balls, 1 wide": balls("memorizes robustly", 100_000, 1, "1/7"),
    "balls, 300 wide": balls("memorizes robustly", 1000, 300, "1/7"),
    "all of Q^300": balls("memorizes with radii", 1000, 300, ["all"]),
    "evidence": balls("memorizes with radii", 50_000, 1, ["closed", "0", "9"]),
    "evidence on segments": lambda: segments(20_000),
    "all of Q": balls("memorizes with radii", 60_000, 1, ["all"]),
    "points as balls": balls("memorizes with radii", 100_000, 1, ["closed", "0", None]),
    "numbers that grow, 1,000 digits": long_numbers(1000),
    "numbers that grow, 9,000 digits": long_numbers(9000),
}  # fmt: skip
"""What the budget must end: each bundle asks for more steps than a check has, or for many for its size."""
