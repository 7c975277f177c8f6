"""The kernel lane and the checker agree on bundles with one change, and on steps of lower bounds drawn at random."""

import random
from fractions import Fraction
from functools import cache
from pathlib import Path
from typing import Any

import sympy
from compiled_once import needs_coq
from hostile import bundle
from kernel_bundles import Case, case_of, changed_cases, coq_accepts, coq_alone, must_agree
from samples import examples

from verify.check.bundle import Folder, Memory, check_claim, claim_names
from verify.check.verdict import ACCEPTED, MALFORMED, REJECTED
from verify.kernel import lane

ACCEPTED_FOLDERS = sorted((Path(__file__).resolve().parent.parent / "certificates" / "accepted").glob("*/*/"))
TO_COQ = examples(120)
"""How many changed claims go to Coq, of those that the lane does not refuse before."""


@cache
def changed() -> list[Case]:
    """Return the claims of accepted bundles, with changes."""
    source = random.Random(21)
    claims = [(folder, name) for folder in ACCEPTED_FOLDERS for name in claim_names(str(folder))]
    return [case for claim in claims for case in changed_cases(*claim, source, examples(24))]


def test_both_lanes_give_a_changed_claim_the_same_verdict_before_coq() -> None:
    refused = [case for case in changed() if case.theorem is None]
    assert {case.checked.verdict for case in refused} >= {MALFORMED, REJECTED}
    for case in refused:
        assert case.verdict == case.checked.verdict, case


def test_what_the_checker_cannot_read_the_lane_does_not_hand_to_coq() -> None:
    for case in changed():
        if case.theorem is not None:
            assert case.checked.verdict in (ACCEPTED, REJECTED), case


@needs_coq
def test_both_lanes_give_a_changed_claim_the_same_verdict() -> None:
    asked = [case for case in changed() if case.theorem is not None]
    together = random.Random(0).sample(asked, min(TO_COQ, len(asked)))
    assert {case.checked.verdict for case in together} == {ACCEPTED, REJECTED}
    must_agree(together)


def steps_bundle(kind: str, claim: dict[str, Any], rows: list[Any], hints: list[Any]) -> Memory:
    """Return a bundle with a claim about a data set alone."""
    return Memory(bundle([], kind, hints, rows, **claim))


def drawn_rows(source: random.Random, count: int, width: int, most: int) -> list[Any]:
    """Return rows with different points, in few places, so that many lie in one hyperplane or have one coordinate."""
    points: set[tuple[int, ...]] = set()
    while len(points) < count:
        points.add(tuple([source.randint(0, most) for _ in range(width)]))
    return [[[str(value) for value in point], [str(source.randint(0, 2))], 1] for point in points]


def drawn_depth(source: random.Random) -> Memory:
    """Return a claim of a depth, with steps of which some are wrong."""
    rows = drawn_rows(source, 6, 2, 3)
    hints: list[Any] = []
    for number in range(source.randint(1, 6)):
        if number < 2 or source.random() < 0.3:
            hints.append(["labels", *source.sample(range(6), source.randint(2, 4))])
        elif source.random() < 0.6:
            count, steps = source.randint(0, 6), source.randint(0, 2)
            drawn = [*source.sample(range(6), count), *[source.randrange(number) for _ in range(steps)]]
            hints.append(["ranges", source.choice((0, 0, 1, 2)), source.choice((count, count, 2)), *drawn])
        else:
            hints.append(["sides", *[source.randrange(number) for _ in range(source.randint(1, 4))]])
    return steps_bundle("depth needed", {"depth": source.randint(1, 3)}, rows, hints)


def drawn_affine_depth(source: random.Random) -> Memory:
    """Return a claim of a depth with affine leaves, with steps of which some are wrong."""
    rows = drawn_rows(source, 9, 2, 2)
    places = {tuple(map(int, point)): number for number, (point, _, _) in enumerate(rows)}
    lines = [[places[x, y] for x in range(3)] for y in range(3)] + [[places[x, y] for y in range(3)] for x in range(3)]
    labels = [int(label[0]) for _, label, _ in rows]
    bent = [line for line in lines if labels[line[0]] + labels[line[2]] != 2 * labels[line[1]]]
    hints: list[Any] = []
    for number in range(source.randint(1, 7)):
        if number < 3 or source.random() < 0.3:
            line = source.choice(bent if bent and source.random() < 0.9 else lines)
            chosen = sorted(zip(line, (1, -2, 1), strict=True))
            hints.append(["uninterpolable", sum([1 << row for row in line]), *[factor for _, factor in chosen]])
        else:
            hints.append(["sides", *[source.randrange(number) for _ in range(source.randint(1, 5))]])
    return steps_bundle("depth needed with affine leaves", {"depth": source.randint(1, 3)}, rows, hints)


def drawn_means(source: random.Random) -> Memory:
    """Return a claim of a mean depth, with steps on sets in order, of which some are left out or wrong."""
    rows = drawn_rows(source, 4, 2, 2)
    for row in rows:
        row[2] = source.choice((1, 1, 3))
    sets = sorted(range(1, 16), key=int.bit_count)
    hints: list[Any] = [["every", chosen] for chosen in sets if source.random() < 0.8]
    wanted = Fraction(source.randint(2, 12), sum([row[2] for row in rows]))
    return steps_bundle("mean depth needed", {"mean": str(wanted)}, rows, ending(rows, hints))


def ending(rows: list[Any], hints: list[Any]) -> list[Any]:
    """Leave out steps on sets of one label, and of one point, most of the time: a wrong step ends all."""
    labels = [row[1][0] for row in rows]
    return [hint for hint in hints if len({labels[row] for row in range(len(rows)) if hint[1] >> row & 1}) > 1]


def drawn_counts(source: random.Random) -> Memory:
    """Return a claim of comparisons shown by counting, at points of which some lie in one hyperplane."""
    width = source.randint(1, 2)
    rows = drawn_rows(source, source.randint(width + 2, width + 4), width, 3 if width == 2 else 9)
    chosen = source.randint(1, (1 << len(rows)) - 1)
    hints: list[Any] = [["count", chosen]]
    if width == 1 and source.random() < 0.5:
        hints.insert(source.randrange(2), ["pieces"])
    return steps_bundle("comparisons needed", {"comparisons": source.randint(1, 2)}, rows, hints)


def drawn_cases(source: random.Random) -> Memory:
    """Return a claim of comparisons at five points of a line, by cases of which some are wrong or left open."""
    rows = [[[str(place)], [str(source.randint(0, 1))], 1] for place in range(5)]
    pairs = [(one, other) for one in range(5) for other in range(one) if rows[one][1] != rows[other][1]]
    between = [(i, j, k) for i in range(5) for k in range(i + 2, 5) for j in range(i + 1, k)]
    hints: list[Any] = [["labels", *pair] for pair in pairs]
    hints += [["apart", 1 << i | 1 << k, 1 << j, k - j, j - i, k - i] for i, j, k in between]

    def turns(one: int, other: int, left: list[int]) -> list[int]:
        if source.random() < 0.03:
            return [source.randint(-6, 6)]
        for number, (a, b) in enumerate(pairs):
            if (1 << a & one and 1 << b & one) or (1 << a & other and 1 << b & other):
                return [-1 - 2 * number]
        for number, (i, j, k) in enumerate(between):
            if any([a >> i & 1 and b >> j & 1 and a >> k & 1 for a, b in ((one, other), (other, one))]):
                return [-2 - 2 * number]
        return (
            [left[0], *turns(one | 1 << left[0], other, left[1:]), *turns(one, other | 1 << left[0], left[1:])]
            if left
            else []
        )

    first, *left = source.sample(range(5), 5)
    hints.append(["cases", source.choice((31, 31, 31, 30)), 1, first, *turns(1 << first, 0, left)])
    kind = "comparisons needed with constant leaves"
    return steps_bundle(kind, {"comparisons": source.choice((2, 2, 2, 3))}, rows, hints)


DRAWN = {drawn_depth: 2, drawn_affine_depth: 7, drawn_counts: 3, drawn_cases: 5, drawn_means: 8}
"""What draws steps, with a seed."""


@needs_coq
def test_both_lanes_give_drawn_steps_the_same_verdict() -> None:
    together = []
    for draw, seed in DRAWN.items():
        source = random.Random(seed)
        cases = [case_of(f"{draw.__name__} {number}", draw(source), "a.claim.json") for number in range(examples(640))]
        asked = [case for case in cases if case.theorem is not None]
        right = [case for case in asked if case.checked.verdict == ACCEPTED][: examples(40)]
        wrong = [case for case in asked if case.checked.verdict == REJECTED][: examples(60)]
        assert len(right) >= 20
        assert len(wrong) >= 30
        together += [*right, *wrong, *[case for case in cases if case.theorem is None]]
    must_agree(together)


@needs_coq
def test_counting_asks_for_independent_points_as_determinants_say() -> None:
    source = random.Random(4)
    lines = [lane.head(["Model", "Nets", "Checker", "Numerals", "Shallow", "Needed"])]
    answers = set()
    for _ in range(examples(150)):
        width = source.randint(1, 3)
        size = width + 2
        points = [[source.randint(0, 2) for _ in range(width)] for _ in range(size)]
        labels = [[source.randint(0, 2) for _ in range(2)] for _ in range(size)]
        tables = [
            sympy.Matrix([[*point, 1, label[k]] for point, label in zip(points, labels, strict=True)]) for k in (0, 1)
        ]
        answer = any([table.det() != 0 for table in tables])
        answers.add(answer)
        rows = "; ".join([f"({vector(point)}, {vector(label)})" for point, label in zip(points, labels, strict=True)])
        lines.append(f"Goal general {width} 2 [{rows}] = {str(answer).lower()}. vm_compute. reflexivity. Qed.")
    assert answers == {True, False}
    coq_accepts(["Model", "Nets", "NormalForm", "Numerals", "Checker", "Shallow", "Needed"], lines)


def vector(values: list[int]) -> str:
    return f"[{'; '.join([f'{value} # 1' for value in values])}]%Q"


@needs_coq
def test_points_of_one_line_are_not_counted(tmp_path: Path) -> None:
    rows = [[[str(place), "0"], [str(place % 2)], 1] for place in range(4)]
    bundle = steps_bundle("comparisons needed", {"comparisons": 1}, rows, [["count", 15]])
    for name, data in bundle.files.items():
        (tmp_path / name).write_bytes(data)
    assert check_claim(Folder(str(tmp_path)), "a.claim.json").verdict == REJECTED
    (found,) = coq_alone(tmp_path)
    assert (found.verdict, found.reason) == (REJECTED, "Coq computes that it does not hold")
