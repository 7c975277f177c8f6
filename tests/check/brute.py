"""A third semantics, written from docs/reference/format.md in the plainest way; it shares no line with the project.

``run`` is a network at a point; ``follow`` goes through all feasible paths of a small one over a domain.
"""

import json
from collections.abc import Callable, Iterator, Mapping
from fractions import Fraction
from functools import cache
from itertools import pairwise, product
from math import inf
from pathlib import Path
from typing import Any

Vector = list[Fraction]
Counts = tuple[int, int, int]


def run(nodes: list[Any], index: int, x: Vector) -> tuple[Vector, Counts]:
    """Return the output of node ``index`` at x, and additions, multiplications, comparisons."""
    kind, *rest = nodes[index]
    spent: Counts = (0, 0, 0)
    if kind == "affine":
        outputs, additions, multiplications = [], 0, 0
        for row, text in zip(rest[1], rest[2], strict=True):
            value, cost = linear(row, x, Fraction(text))
            outputs.append(value)
            additions, multiplications = additions + cost[0], multiplications + cost[1]
        return outputs, (additions, multiplications, 0)
    if kind == "identity":
        return x, (0, 0, 0)
    if kind == "relu":
        return [value if value >= 0 else Fraction(0) for value in x], (0, 0, len(x))
    if kind == "step":
        return [Fraction(1) if value >= 0 else Fraction(0) for value in x], (0, 0, len(x))
    if kind == "sequence":
        for child in rest[0]:
            x, more = run(nodes, child, x)
            spent = plus(spent, more)
        return x, spent
    if kind == "concatenate":
        found: Vector = []
        for child in rest[0]:
            part, more = run(nodes, child, x)
            found += part
            spent = plus(spent, more)
        return found, spent
    _, row, threshold, below, above = rest
    weights = [Fraction(text) for text in row[1::2]]
    value = sum((weight * x[place] for place, weight in zip(row[0::2], weights, strict=True)), Fraction(0))
    gate = (max(0, len(weights) - 1), sum(weight not in (1, -1) for weight in weights), 1)
    output, more = run(nodes, above if value >= Fraction(threshold) else below, x)
    return output, plus(gate, more)


def linear(row: list[Any], x: Vector, bias: Fraction) -> tuple[Fraction, tuple[int, int]]:
    weights = [Fraction(text) for text in row[1::2]]
    value = bias + sum((weight * x[place] for place, weight in zip(row[0::2], weights, strict=True)), Fraction(0))
    multiplications = sum(weight not in (1, -1) for weight in weights)
    if weights and bias == 0 and all(weight == -1 for weight in weights):
        multiplications += 1
    return value, (max(0, len(weights) + (bias != 0) - 1), multiplications)


def plus(one: Counts, two: Counts) -> Counts:
    return one[0] + two[0], one[1] + two[1], one[2] + two[2]


def most(nodes: list[Any], index: int, measure: str) -> int:
    """Return the structural maximum of a node in a measure."""
    kind, *rest = nodes[index]
    pick = {"additions": 0, "multiplications": 1, "comparisons": 2}
    if kind in ("sequence", "concatenate"):
        return sum(most(nodes, child, measure) for child in rest[0])
    if kind == "branch":
        weights = [Fraction(text) for text in rest[1][1::2]]
        own = (max(0, len(weights) - 1), sum(weight not in (1, -1) for weight in weights), 1)
        side = max(most(nodes, rest[3], measure), most(nodes, rest[4], measure))
        return (sum(own) if measure == "total" else own[pick[measure]]) + side
    width = rest[0]
    _, spent = run(nodes, index, [Fraction(0)] * width)
    return sum(spent) if measure == "total" else spent[pick[measure]]


Form = tuple[Vector, Fraction]
"""Factors of the inputs, and a constant."""

Inequality = tuple[Vector, Fraction, bool]
"""factors . z + constant > 0, or >= 0 if it is not strict."""

End = tuple[list[Form], Counts, list[Inequality]]


def possible(system: list[Inequality]) -> bool:
    """Return whether some z satisfies all: one variable after the other is eliminated (Fourier and Motzkin).

    Of inequalities with the same factors only the tightest counts.
    """
    while system and system[0][0]:
        lower: dict[tuple[Fraction, ...], tuple[Fraction, bool]] = {}
        upper: dict[tuple[Fraction, ...], tuple[Fraction, bool]] = {}
        rest: list[Inequality] = []
        for factors, constant, strict in system:
            first, *others = factors
            if first == 0:
                rest.append((others, constant, strict))
            else:
                scaled, bound = tuple([factor / abs(first) for factor in others]), (constant / abs(first), not strict)
                side = lower if first > 0 else upper
                side[scaled] = min(side.get(scaled, bound), bound)
        for one, (b, s) in lower.items():
            rest += [
                ([x + y for x, y in zip(one, two, strict=True)], b + c, not (s and t)) for two, (c, t) in upper.items()
            ]
        system = rest
    return all(constant > 0 or (constant == 0 and not strict) for _, constant, strict in system)


def minus(form: Form) -> Form:
    return [-factor for factor in form[0]], -form[1]


def sum_of(row: list[Any], forms: list[Form], bias: Fraction) -> Form:
    total, constant = [Fraction(0)] * len(forms[0][0]), bias
    for place, text in zip(row[0::2], row[1::2], strict=True):
        weight = Fraction(text)
        total = [one + weight * two for one, two in zip(total, forms[place][0], strict=True)]
        constant += weight * forms[place][1]
    return total, constant


def outcomes(form: Form, region: list[Inequality]) -> Iterator[tuple[bool, list[Inequality]]]:
    """Yield the outcomes of a decision that some z of the region has, each with its region."""
    if not any(form[0]):
        yield form[1] >= 0, region
        return
    for above, more in ((False, (*minus(form), True)), (True, (*form, False))):
        if possible([*region, more]):
            yield above, [*region, more]


def follow(nodes: list[Any], index: int, forms: list[Form], region: list[Inequality]) -> Iterator[End]:
    """Yield every feasible path of a node: its outputs, its operations, its region."""
    kind, *rest = nodes[index]
    own: Counts = (0, 0, 0)
    if kind in ("affine", "identity", "relu", "step"):
        _, own = run(nodes, index, [Fraction(0)] * len(forms))
    if kind == "identity":
        yield forms, own, region
    elif kind == "affine":
        yield [sum_of(row, forms, Fraction(bias)) for row, bias in zip(rest[1], rest[2], strict=True)], own, region
    elif kind in ("relu", "step"):
        done: list[End] = [([], own, region)]
        for form in forms:
            one = form if kind == "relu" else ([Fraction(0)] * len(form[0]), Fraction(1))
            zero = [Fraction(0)] * len(form[0]), Fraction(0)
            done = [
                ([*outputs, one if above else zero], own, smaller)
                for outputs, _, region in done
                for above, smaller in outcomes(form, region)
            ]
        yield from done
    elif kind in ("sequence", "concatenate"):
        ends: list[End] = [(forms if kind == "sequence" else [], own, region)]
        for child in rest[0]:
            ends = [
                (found if kind == "sequence" else outputs + found, plus(spent, more), smaller)
                for outputs, spent, region in ends
                for found, more, smaller in follow(nodes, child, outputs if kind == "sequence" else forms, region)
            ]
        yield from ends
    else:
        _, row, threshold, below, side = rest
        weights = [Fraction(text) for text in row[1::2]]
        gate = (max(0, len(weights) - 1), sum(weight not in (1, -1) for weight in weights), 1)
        for above, smaller in outcomes(sum_of(row, forms, -Fraction(threshold)), region):
            for outputs, spent, last in follow(nodes, side if above else below, forms, smaller):
                yield outputs, plus(gate, spent), last


def inputs_of(nodes: list[Any], index: int) -> int:
    kind, *rest = nodes[index]
    return inputs_of(nodes, rest[0][0]) if kind in ("sequence", "concatenate") else int(rest[0])


def variables(width: int) -> list[Form]:
    return [([Fraction(place == number) for place in range(width)], Fraction(0)) for number in range(width)]


def inequalities(form: Form, relation: str) -> list[Inequality]:
    """Return form RELATION 0 as inequalities that all hold."""
    found: list[Inequality] = []
    if relation in (">=", ">", "="):
        found.append((*form, relation == ">"))
    if relation in ("<=", "<", "="):
        found.append((*minus(form), relation == "<"))
    return found


def constrained(constraints: list[Any], forms: list[Form]) -> list[Inequality]:
    return [
        item
        for row, relation, bound in constraints
        for item in inequalities(sum_of(row, forms, -Fraction(bound)), relation)
    ]


def ball(center: Vector, radius: Fraction, strict: bool) -> list[Inequality]:
    found: list[Inequality] = []
    for (factors, _), middle in zip(variables(len(center)), center, strict=True):
        found.append((factors, radius - middle, strict))
        found.append(([-factor for factor in factors], radius + middle, strict))
    return found


def failures(goal: list[Inequality], region: list[Inequality]) -> list[list[Inequality]]:
    """Return the parts of a region where one of the inequalities does not hold, those that are not empty."""
    parts = [[*region, (*minus((factors, constant)), not strict)] for factors, constant, strict in goal]
    return [part for part in parts if possible(part)]


def leaf_fits(rows: list[Any], constant: bool) -> bool:
    """Return whether a leaf takes all labels: eliminate in w . x + b = y, no row may come to 0 = something else."""
    if constant:
        return len({tuple(label) for _, label, _ in rows}) < 2
    table = [
        [*[Fraction(text) for text in point], Fraction(1), *[Fraction(y) for y in label]] for point, label, _ in rows
    ]
    for column in range(len(rows[0][0]) + 1):
        pivot = next((row for row in table if row[column]), None)
        if pivot is not None:
            table = [
                [a - b * row[column] / pivot[column] for a, b in zip(row, pivot, strict=True)]
                for row in table
                if row is not pivot
            ]
    return not any(any(row) for row in table)


def rows_of(dataset: Any) -> list[list[Any]]:
    """Return the rows of a data set of the project as its file has them."""
    columns = zip(dataset.points, dataset.labels, dataset.counts, strict=True)
    return [[[*map(str, point)], [*map(str, label)], count] for point, label, count in columns]


def sides_of(points: list[Vector], axis: bool) -> set[frozenset[int]]:
    """Return the sets of points that lie above some affine test, or some test of one coordinate.

    Two sets can be divided by an affine test if no point is in the convex hulls of both: a linear program for each.
    """
    everything = range(len(points))
    if axis:
        places = range(len(points[0]))
        return {frozenset(n for n in everything if points[n][place] >= x[place]) for place in places for x in points}
    found = set()
    for chosen in product((False, True), repeat=len(points)):
        region: list[Inequality] = [
            ([*[x if above else -x for x in point], Fraction(1 if above else -1)], Fraction(0), not above)
            for above, point in zip(chosen, points, strict=True)
        ]
        if possible(region):
            found.add(frozenset(n for n in everything if chosen[n]))
    return found


def least_tests(rows: list[list[Any]], axis: bool, constant: bool, in_all: bool = False) -> int:
    """Return the fewest tests on the longest way, or at all rows together, of a tree that memorizes, by trying all.

    Its tests are of any kind or of single coordinates (``axis``), its leaves affine or ``constant``.
    """
    sides = sides_of([[Fraction(text) for text in point] for point, _, _ in rows], axis)

    @cache
    def need(part: frozenset[int]) -> int:
        if leaf_fits([rows[number] for number in part], constant):
            return 0
        divided = [(need(some), need(part - some)) for some in {part & side for side in sides} - {part, frozenset()}]
        return sum([int(rows[n][2]) for n in part]) + min(map(sum, divided)) if in_all else 1 + min(map(max, divided))

    return need(frozenset(range(len(rows))))


def least_operations(rows: list[list[Any]]) -> int:
    """Return the least operations of a tree on a line, by trying all borders and all leaves that points can ask for."""
    line = on_a_line(rows)

    def leaf(part: list[tuple[Fraction, Fraction]]) -> list[int]:
        """Return what each affine map costs that takes the labels and is the cheapest of its kind."""
        (z, y), *others = part
        maps = [(Fraction(0), y), (Fraction(1), y - z), (Fraction(-1), y + z)]
        maps += [(label / place, Fraction(0)) for place, label in part if place]
        maps += [((v - y) / (a - z), y - (v - y) / (a - z) * z) for a, v in others]
        fitting = [(slope, bias) for slope, bias in maps if all(slope * a + bias == v for a, v in part)]
        return [sum(linear([0, str(slope)] if slope else [], [z], bias)[1]) for slope, bias in fitting]

    @cache
    def need(start: int, stop: int) -> int:
        borders = range(start + 1, stop)
        return min([*leaf(line[start:stop]), *[1 + max(need(start, at), need(at, stop)) for at in borders]])

    return need(0, len(line))


def on_a_line(rows: list[list[Any]]) -> list[tuple[Fraction, Fraction]]:
    """Return points of a line with labels of one number, in order."""
    return sorted((Fraction(point[0]), Fraction(label[0])) for point, label, _ in rows)


Span = tuple[Fraction | float, Fraction | float]
"""All slopes between two numbers, which may be infinite; or one slope, twice."""

ALONG: tuple[tuple[str, ...], ...] = (("=",), ("=?", "<>", "><"), ("=??", "<>?", "<?>", "><?", ">?<"))
"""How slopes in a gap can stand to its chord's, without a kink, with one, with two: a mean of them is the chord's."""


def chords_of(line: list[tuple[Fraction, Fraction]]) -> list[Fraction]:
    return [(v - y) / (a - z) for (z, y), (a, v) in pairwise(line)]


def broken_lines(
    chords: list[Fraction], kinks: int, slopes: tuple[Span, ...] = ((-inf, inf),)
) -> Iterator[tuple[Span, ...]]:
    """Yield what slopes a broken line with these chords can have, in order, by trying where so many kinks are."""
    if not chords and not kinks:
        yield slopes
    *before, last = slopes
    for count in range(min(kinks, 2) + 1) if chords else ():
        for signs in ALONG[count]:
            found = [_cut(last, signs[0], chords[0]), *[_cut((-inf, inf), sign, chords[0]) for sign in signs[1:]]]
            spans = [span for span in found if span is not None]
            if len(spans) == len(found):
                yield from broken_lines(chords[1:], kinks - count, (*before, *spans))


def _cut(span: Span, sign: str, chord: Fraction) -> Span | None:
    """Return the slopes of a span that stand so to a chord's; None if there are none."""
    low, high = span
    if sign == "=":
        return (chord, chord) if low < chord < high or low == chord == high else None
    if sign != "?" and low == high:
        return span if (low < chord if sign == "<" else low > chord) else None
    low, high = max(low, chord) if sign == ">" else low, min(high, chord) if sign == "<" else high
    return (low, high) if low < high or sign == "?" else None


def least_kinks(rows: list[list[Any]]) -> int:
    """Return the fewest kinks of a broken line through points; two in each gap are always enough."""
    chords = chords_of(on_a_line(rows))
    return next(kinks for kinks in range(2 * len(rows)) if any(broken_lines(chords, kinks)))


def units_memorize(line: list[tuple[Fraction, Fraction]], units: int) -> bool:
    """Return whether so many units of one hidden layer memorize points, if they need as many kinks.

    Each kink is the right end of a unit that looks left, or the left end of one that looks right; the first slope is
    what those that look left give, so the changes at their kinks take it to 0.
    """
    for slopes in broken_lines(chords_of(line), units):
        for looks in product((0, 1), repeat=units):
            factors = [1, *[0] * units]
            for kink, left in enumerate(looks):
                factors[kink] -= left
                factors[kink + 1] += left
            used = [(factor, *slope) for factor, slope in zip(factors, slopes, strict=True) if factor]
            least = sum([factor * (low if factor > 0 else high) for factor, low, high in used])
            most = sum([factor * (high if factor > 0 else low) for factor, low, high in used])
            if least < 0 < most or least == most == 0:
                return True
    return False


def least_units(rows: list[list[Any]]) -> int:
    """Return the fewest units of one hidden layer: as many as kinks, or one more, which gives any first slope."""
    kinks = least_kinks(rows)
    return kinks if units_memorize(on_a_line(rows), kinks) else kinks + 1


CONSTANT_LEAVES = ("constant leaves", "depth needed")
"""How the kinds of claims end that speak of trees with constant leaves."""


def files_of(folder: Path) -> dict[str, bytes]:
    """Return the files of a bundle by their names."""
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def of_one_class(nodes: list[Any], point: Vector) -> Callable[[list[Form]], list[Inequality]]:
    """Return that both halves of the outputs have the class of a network at a point."""
    answer, _ = run(nodes, len(nodes) - 1, point)
    right, width = answer.index(max(answer)), len(answer)
    return lambda outputs: [
        (*difference(outputs[first + right], outputs[first + place]), True)
        for first in (0, width)
        for place in range(width)
        if place != right
    ]


def is_true(files: Mapping[str, bytes], claim_name: str) -> bool:
    """Return whether a claim is true of the files that it names, by going through all feasible paths."""
    claim = json.loads(files[claim_name])
    read = {key: json.loads(files[claim[key]["file"]]) for key in ("network", "other", "dataset") if key in claim}
    if claim["kind"] == "operations needed":
        return bool(least_operations(read["dataset"]["rows"]) >= claim["operations"])
    if claim["kind"] == "units needed":
        return bool(least_units(read["dataset"]["rows"]) >= claim["units"])
    if " needed" in claim["kind"]:
        rows, axis = read["dataset"]["rows"], "depth" in claim["kind"]
        least = least_tests(rows, axis, claim["kind"].endswith(CONSTANT_LEAVES), "mean" in claim)
        if "mean" in claim:
            return bool(Fraction(claim["mean"]) * sum([count for _, _, count in rows]) <= least)
        return bool(least >= claim["depth" if axis else "comparisons"])
    nodes = read["network"]["nodes"]
    root, kind = len(nodes) - 1, claim["kind"]
    z = variables(inputs_of(nodes, root))

    def wrong(goal: Callable[[list[Form]], list[Inequality]], region: list[Inequality]) -> list[list[Inequality]]:
        """Return the non-empty parts of a region where what is said of the outputs fails."""
        if not possible(region):
            return []
        ends = [(outputs, last) for outputs, _, last in follow(nodes, root, z, region)]
        if "other" in read:
            others = read["other"]["nodes"]
            ends = [
                (outputs + more, last)
                for outputs, within in ends
                for more, _, last in follow(others, len(others) - 1, z, within)
            ]
        return [part for outputs, last in ends for part in failures(goal(outputs), last)]

    def same(outputs: list[Form]) -> list[Inequality]:
        half = len(outputs) // 2
        return [
            item
            for one, two in zip(outputs[:half], outputs[half:], strict=True)
            for item in inequalities(difference(one, two), "=")
        ]

    if "dataset" in claim:
        rows = read["dataset"]["rows"]
        radii = claim.get("radii", [["closed", claim.get("radius", "0"), None]] * len(rows))
        for (point, label, _), radius in zip(rows, radii, strict=True):
            if kind == "same class on balls":
                goal = of_one_class(read["other"]["nodes"], [Fraction(text) for text in point])
            else:
                goal = same if "other" in read else wanted(claim, [Fraction(text) for text in label])
            if not right_on(goal, [Fraction(text) for text in point], radius, wrong):
                return False
        return True
    domain = constrained(claim["domain"], z)
    if kind == "equivalent":
        return not wrong(same, domain)
    if kind == "within tolerance":
        most = Fraction(claim["tolerance"])
        return not wrong(lambda outputs: near(outputs, most), domain)
    if kind == "output within":
        return not wrong(lambda outputs: constrained(claim["outputs"], outputs), domain)
    ends = list(follow(nodes, root, z, domain)) if possible(domain) else []
    if kind == "avoids":
        return not any(
            possible([*last, *constrained(polyhedron, z + outputs)])
            for outputs, _, last in ends
            for polyhedron in claim["unsafe"]
        )
    if kind == "paths":
        return bool(len(ends) == claim["count"])
    if any(counted(spent, claim["measure"]) > claim["bound"] for _, spent, _ in ends):
        return False
    if claim["attained"] is None:
        return True
    point = [Fraction(text) for text in claim["attained"]]
    _, spent = run(nodes, root, point)
    values = [(linear_at(factors, constant, point), strict) for factors, constant, strict in domain]
    inside = all(value > 0 or (value == 0 and not strict) for value, strict in values)
    return inside and bool(counted(spent, claim["measure"]) == claim["bound"])


def counted(spent: Counts, measure: str) -> int:
    names = ("additions", "multiplications", "comparisons")
    return sum(spent) if measure == "total" else spent[names.index(measure)]


def linear_at(factors: Vector, constant: Fraction, point: Vector) -> Fraction:
    return constant + sum((factor * value for factor, value in zip(factors, point, strict=True)), Fraction(0))


def difference(one: Form, two: Form) -> Form:
    return [x - y for x, y in zip(one[0], two[0], strict=True)], one[1] - two[1]


def near(outputs: list[Form], most: Fraction) -> list[Inequality]:
    """Return that both halves of the outputs differ by so much at most."""
    half = len(outputs) // 2
    gaps = [difference(one, two) for one, two in zip(outputs[:half], outputs[half:], strict=True)]
    return [(side[0], side[1] + most, False) for gap in gaps for side in (gap, minus(gap))]


def wanted(claim: Any, label: Vector) -> Callable[[list[Form]], list[Inequality]]:
    """Return what a claim about data says of the outputs for one label."""

    def goal(outputs: list[Form]) -> list[Inequality]:
        if claim["kind"].startswith("classifies"):
            right = int(label[0])
            others = [place for place in range(len(outputs)) if place != right]
            return [(*difference(outputs[right], outputs[place]), True) for place in others]
        target = label
        if claim["labels"] == "one-hot":
            target = [Fraction(place == label[0]) for place in range(len(outputs))]
        return [
            item
            for (factors, constant), value in zip(outputs, target, strict=True)
            for item in inequalities((factors, constant - value), "=")
        ]

    return goal


def right_on(goal: Any, point: Vector, radius: Any, wrong: Any) -> bool:
    """Return whether what a radius says of one point is true."""
    at_point = wrong(goal, ball(point, Fraction(0), False))
    if radius[0] == "wrong":
        return bool(at_point)
    if radius[0] == "all":
        return not wrong(goal, [])
    kind, least, most = radius
    if wrong(goal, ball(point, Fraction(least), kind == "open")):
        return False
    # the distance to a part is that to its closure, and that of a part with points is had by weak inequalities
    return most is None or any(
        possible([*[(form, constant, False) for form, constant, _ in part], *ball(point, Fraction(most), False)])
        for part in wrong(goal, [])
    )
