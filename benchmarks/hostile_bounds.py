"""Small bundles about lower bounds that keep the checker busy; ``hostile.py`` has those that run a network."""

import random
from math import comb
from typing import Any

from hostile import Shape, bundle


def steps(kind: str, points: list[Any], hints: list[Any], **keys: Any) -> Shape:
    return lambda: bundle([], kind, hints, points, **keys)


def zigzag(count: int, width: int = 1) -> list[Any]:
    source = random.Random(count)
    rest = [[str(source.randint(0, 999)) for _ in range(width - 1)] for _ in range(count)]
    return [[[str(number), *more], [str(number * number % 97)], 1] for number, more in enumerate(rest)]


def far_points(
    count: int, hint: list[Any], kind: str = "comparisons needed", key: str = "comparisons"
) -> dict[str, bytes]:
    """A hint on three points that stand behind many, again and again."""
    rows = [[[str(number)], [str(int(number == count - 2))], 1] for number in range(count)]
    return bundle([], kind, [hint] * 3000, rows, None, **{key: 9})


def dichotomies(count: int, ends: int) -> dict[str, bytes]:
    """The dichotomies of many points on a line: what is between two points below is below."""
    last = count - 1
    hints: list[Any] = [["dichotomies", (1 << count) - 1], ["split", 0], ["split", last]]
    hints += [["below", place, last, 0, last - place, 1, place] for place in range(1, last)] + [["path", 1, 0, -1]]
    for top in range(last - 1, last - ends, -1):
        region = last + 1 - top
        hints += [["split", top], *[["below", place, top, 0, top - place, region, place] for place in range(1, top)]]
        hints.append(["path", 2, 2, -2 * top - 1])
    return bundle([], "comparisons needed", hints, [[[str(place)], ["0"], 1] for place in range(count)], comparisons=9)


def every(fillers: int, used: int) -> dict[str, bytes]:
    """A step ``every`` on all 2^9 dichotomies of nine points that stand behind many, with many steps to look at."""
    width = 8
    corners = [[0] * width, *[[int(place == number) for place in range(width)] for number in range(width)]]
    points = [[number + 2, *[0] * (width - 1)] for number in range(fillers)] + corners
    rows = [[[str(value) for value in point], [str(number * number % 3)], 1] for number, point in enumerate(points)]
    hints: list[Any] = [["dichotomies", (2 ** (width + 1) - 1) << fillers]]

    def halves(signs: list[int]) -> None:
        if len(signs) > width:
            last, *others = signs
            hints.append(["path", 1, *[sign - last for sign in others], last])
            return
        hints.append(["split", len(signs)])
        halves([*signs, -1])
        halves([*signs, 1])

    halves([])
    hints.append(["uninterpolable", 7, 1, -2, 1])
    return bundle([], "comparisons needed", [*hints, ["every", (2**9 - 1) << fillers, 1, *[0] * used]], rows,
                  comparisons=3)  # fmt: skip


def differences(count: int, width: int, kind: str = "comparisons needed", key: str = "comparisons") -> dict[str, bytes]:
    """A step ``powers`` all of whose sums are 0, at last that of the power of the label: differences of high order."""
    rows = [[[str(number)] * width, [str(number)], 1] for number in range(count)]
    factors = [(-1) ** number * comb(count - 1, number) for number in range(count)]
    return bundle([], kind, [["powers", 2**count - 1, 4, *factors]], rows, None, **{key: 9})


def cases(fillers: int, free: int, times: int) -> dict[str, bytes]:
    """Steps ``cases`` on points behind many: all ways in which some lie, each ended by three of as many labels."""
    count = fillers + free + 3
    last = count - 3
    rows = [[[str(number)], [str(max(0, number - last + 1))], 1] for number in range(count)]
    hints: list[Any] = [["labels", last, last + 1], ["labels", last, last + 2], ["labels", last + 1, last + 2]]
    turns = [last + 1, -1, last + 2, -3, -5]  # the second beside the first, or the third beside either
    for number in range(fillers, fillers + free):
        turns = [number, *turns, *turns]
    hints += [["cases", (2 ** (free + 3) - 1) << fillers, 1, last, *turns]] * times
    return bundle([], CONSTANT, hints, rows, comparisons=9)


def two_lines(count: int, digits: int = 1) -> list[Any]:
    """Points on a line, the labels of the first half on another one, those of the rest up and down."""
    half, slope = count // 2, 10**digits + 3
    return [[[str(z)], [str(slope * z + (z % 3) ** 2 * (z > half))], 1] for z in range(count)]


def many_powers(count: int, times: int) -> dict[str, bytes]:
    """Steps ``powers`` on few points that stand behind many; the labels are the points, but for the last one."""
    rows = [[[str(z)], [str(z + (z == count - 1))], 1] for z in range(count)]
    hint = ["powers", 7 << (count - 3), 1, 1, -2, 1]
    return bundle([], AFFINE, [hint] * times, rows, depth=9)


AFFINE = "depth needed with affine leaves"
CONSTANT = "comparisons needed with constant leaves"
BOUNDS: dict[str, Shape] = {
    "pieces": steps("comparisons needed", zigzag(2000), [["pieces"]] * 2000, comparisons=10**6),
    "general position, 1 wide": steps("comparisons needed", zigzag(200), [["count", 1]], comparisons=9),
    "general position, 4 wide": steps("comparisons needed", zigzag(60, 4), [["count", 1]], comparisons=9),
    "uninterpolable": steps("comparisons needed", zigzag(2000), [["uninterpolable", 7, 1, -2, 1]] * 100_000,
                            comparisons=9),
    "uninterpolable, far points": lambda: far_points(4095, ["uninterpolable", 7 << 4092, 1, -2, 1]),
    "dichotomies of 1,000 points": lambda: dichotomies(1000, 12),
    "every, few points": lambda: every(3, 20_000),
    "every, sets of 30,000 points": lambda: every(30_000, 20_000),
    "powers": lambda: differences(21, 8),
    "apart": steps("comparisons needed", zigzag(2000), [["apart", 5, 2, 1, 1, 2]] * 100_000, comparisons=9),
    "apart, far points": lambda: far_points(4095, ["apart", 5 << 4092, 2 << 4092, 1, 1, 2]),
    "cases": lambda: cases(0, 0, 100_000),
    "cases, many in a step": lambda: cases(0, 12, 40),
    "cases, far points": lambda: cases(30_000, 12, 10),
    "constant leaves: labels": steps(CONSTANT, zigzag(2000), [["labels", 0, 1]] * 200_000, comparisons=9),
    "constant leaves: labels, many rows": steps(CONSTANT, zigzag(2000), [["labels", *range(2000)]] * 400,
                                                comparisons=99),
    "means: tests of many points": steps("mean depth needed", zigzag(2000, 3), [["every", 2**2000 - 1]], mean="99"),
    "means: every, few points": steps("mean depth needed", zigzag(9, 3), [["every", 3]] * 200_000, mean="99"),
    "means: every, many points": steps("mean depth needed", zigzag(400, 3), [["every", 2**400 - 1]] * 20_000,
                                       mean="999"),
    "means: uninterpolable": steps("mean comparisons needed", zigzag(2000), [["uninterpolable", 7, 1, -2, 1]] * 100_000,
                                   mean="99"),
    "labels": steps("depth needed", zigzag(2000), [["labels", 0, 1]] * 200_000, depth=9),
    "labels, wide": steps("depth needed", zigzag(300, 300), [["labels", *range(300)]] * 2000, depth=99),
    "sides": steps("depth needed", zigzag(9, 3), [["labels", 0, 1], ["sides", 0, 0, 0]] * 10_000, depth=99),
    "ranges": steps("depth needed", zigzag(2000), [["ranges", 0, 3, 0, 1, 2]] * 100_000, depth=9),
    "ranges, many labels": steps("depth needed", zigzag(300), [["ranges", 5, 300, *range(300)]] * 2000, depth=99),
    "affine leaves: uninterpolable": steps(AFFINE, zigzag(2000), [["uninterpolable", 7, 1, -2, 1]] * 100_000, depth=9),
    "affine leaves: uninterpolable, far points": lambda: far_points(
        4095, ["uninterpolable", 7 << 4092, 1, -2, 1], AFFINE, "depth"),
    "affine leaves: powers": lambda: many_powers(2000, 50_000),
    "affine leaves: many powers": lambda: differences(21, 8, AFFINE, "depth"),
    "affine leaves: sides": steps(
        AFFINE, zigzag(9, 3), [["uninterpolable", 7, 1, -2, 1], ["sides", 0, 0, 0]] * 10_000, depth=99),
    "operations": steps("operations needed", two_lines(60_000), [], operations=16),
    "operations, long numbers": steps("operations needed", two_lines(3000, 1000), [], operations=12),
    "units in a layer": steps("units needed", zigzag(60_000), [], units=10**6),
    "units in a layer, long numbers": steps("units needed", two_lines(3000, 1000), [], units=10**6),
    "ranges, wide": steps("depth needed", zigzag(40, 300), [["ranges", 0, 40, *range(40)]] * 5000, depth=99),
}  # fmt: skip
"""What the budget must end, beside what runs a network."""
