"""Bundles about comparisons needed: steps that hold, and neighbours that do not."""

import json
from typing import Any

from texts import Files, claimed, dataset, listed

Hints = list[Any]

XOR = dataset('[["0","0"],["0"],1]', '[["0","1"],["1"],1]', '[["1","0"],["1"],1]', '[["1","1"],["0"],1]')
"""Exclusive or: no affine map takes 0, 1, 1, 0; one comparison is enough."""

LINE = dataset(*[f'[["{place}"],["{place % 2}"],1]' for place in range(5)])
"""Labels 0, 1, 0, 1, 0: three pieces, two comparisons."""

STAIRS = dataset(*[f'[["{place}"],["{label}"],1]' for place, label in enumerate((0, 0, 0, 1, 1, 2))])
"""Labels 0, 0, 0, 1, 1, 2: on no two lines in the plane."""

POWERS: Hints = [["powers", 63, 1, -4, 11, -8, -2, 4, -1]]

TURN = dataset('[["0"],["0"],1]', '[["1"],["1"],1]', '[["2"],["1"],1]')

GENERIC = dataset('[["0","0"],["0"],1]', '[["1","7"],["5"],1]', '[["4","1"],["-3"],1]', '[["6","5"],["11"],1]')
"""Four points of Q^2 in general position, with labels on no plane: one comparison is needed by counting."""

FLAT = dataset(*[f'[["{i // 2}","{i % 2}"],["0"],1]' for i in range(4)], '[["2","5"],["1"],1]')
"""Four points with one label: an affine map takes four labels, so counting says nothing."""

EVERY: Hints = [
    ["dichotomies", 31],
    ["split", 2],
    ["split", 0],
    ["below", 1, 2, 0, 1, 1, 1],
    ["split", 3],
    ["split", 4],
    ["path", 1, 0, -1],
    ["path", 1, 7, -24],
    ["above", 4, 1, 0, 1, 2, 2],
    ["path", 1, 5, -12],
    ["split", 1],
    ["below", 3, 2, 0, 3, 1, 1],
    ["below", 4, 1, 0, 2, 1, 1],
    ["path", 1, -2, 1],
    ["below", 3, 2, 0, 3, 1, 1],
    ["below", 4, 1, 0, 2, 1, 1],
    ["path", 1, -3, 4],
    ["split", 0],
    ["split", 1],
    ["above", 3, 1, 0, 2, 2, 1],
    ["above", 4, 1, 0, 3, 2, 2],
    ["path", 1, 3, -4],
    ["above", 3, 2, 0, 3, 1, 1],
    ["above", 4, 1, 0, 2, 1, 1],
    ["path", 1, 2, -1],
    ["above", 1, 2, 0, 1, 1, 1],
    ["split", 3],
    ["below", 4, 1, 0, 1, 2, 2],
    ["path", 1, -5, 12],
    ["split", 4],
    ["path", 1, -7, 24],
    ["path", 1, 0, 1],
    ["uninterpolable", 7, -1, 2, -1],
    ["uninterpolable", 28, 1, -2, 1],
    ["every", 31, 1, 0, 1],
]
"""The labels of LINE once more, without the rule for lines: all dichotomies, then sets of three points, then all."""

EVERY_BY_BOUNDS: Hints = [[{"below": "below*", "above": "above*"}.get(name, name), *rest] for name, *rest in EVERY]
"""The same, each decision by the rule with bounds."""

CASES: dict[str, tuple[str, str, Hints]] = {
    "accepted/needed-on-a-line": (LINE, "2", [["pieces"]]),
    "accepted/needed-by-a-combination": (XOR, "1", [["uninterpolable", 15, 1, -1, -1, 1]]),
    "accepted/needed-by-a-combination-scaled": (XOR, "1", [["uninterpolable", 15, -3, 3, 3, -3]]),
    "accepted/needed-by-counting": (GENERIC, "1", [["count", 15]]),
    "accepted/needed-one-of-a-turn": (TURN, "1", [["uninterpolable", 7, 1, -2, 1]]),
    "accepted/needed-every-dichotomy": (LINE, "2", EVERY),
    "accepted/needed-every-dichotomy-by-bounds": (LINE, "2", EVERY_BY_BOUNDS),
    "accepted/needed-by-powers": (STAIRS, "2", POWERS),
    "accepted/needed-by-powers-less": (STAIRS, "1", POWERS),
    "rejected/needed-by-powers-more": (STAIRS, "3", POWERS),
    "rejected/needed-powers-of-two-lines": (LINE, "2", [["powers", 31, 1, 1, -4, 6, -4, 1]]),
    "rejected/needed-powers-not-cancelled": (STAIRS, "2", [["powers", 63, 1, -4, 11, -8, -2, 4, 1]]),
    "rejected/needed-powers-all-cancelled": (STAIRS, "2", [["powers", 63, 1, 0, 0, 0, 0, 0, 0]]),
    "rejected/needed-powers-a-factor-missing": (STAIRS, "2", [["powers", 63, 1, -4, 11, -8, -2, 4]]),
    "rejected/needed-powers-of-no-comparison": (STAIRS, "1", [["powers", 63, 0, -4, 11, -8, -2, 4, -1]]),
    "rejected/needed-powers-of-too-few-points": (STAIRS, "4", [["powers", 63, 3, -4, 11, -8, -2, 4, -1]]),
    "rejected/needed-powers-of-far-too-many": (STAIRS, "2", [["powers", 63, 1 << 70, -4, 11, -8, -2, 4, -1]]),
    "rejected/needed-powers-less-than-none": (STAIRS, "1", [["powers", 63, -1, -4, 11, -8, -2, 4, -1]]),
    "rejected/needed-powers-of-nothing": (STAIRS, "2", [["powers"]]),
    "rejected/needed-powers-a-point-beyond-the-data": (STAIRS, "2", [["powers", 127, 1, -4, 11, -8, -2, 4, -1, 0]]),
    "rejected/needed-powers-a-negative-set": (STAIRS, "2", [["powers", -1, 1, 1]]),
    "rejected/needed-powers-in-another-order": (STAIRS, "2", [["powers", 1, 63, -4, 11, -8, -2, 4, -1]]),
    "rejected/needed-every-but-too-few": (LINE, "3", EVERY),
    "rejected/needed-every-of-other-data": (TURN, "1", EVERY),
    "rejected/needed-every-without-the-last-path": (LINE, "2", [hint for hint in EVERY if hint != EVERY[31]]),
    "rejected/needed-every-without-a-refuted-part": (LINE, "2", [*EVERY[:-1], EVERY[-1][:-1]]),
    "rejected/needed-every-of-one-point": (LINE, "2", [*EVERY[:32], ["every", 1, 1]]),
    "rejected/needed-every-of-a-later-step": (LINE, "2", [*EVERY[:-1], [*EVERY[-1], 99]]),
    "rejected/needed-dichotomies-of-fewer-points": (LINE, "2", [["dichotomies", 15], *EVERY[1:]]),
    "rejected/needed-too-many-on-a-line": (LINE, "3", [["pieces"]]),
    "rejected/needed-points-not-on-a-line": (XOR, "1", [["pieces"]]),
    "rejected/needed-hints-missing": (LINE, "2", []),
    "rejected/needed-hint-left-over": (LINE, "2", [["pieces"], ["pieces"]]),
    "rejected/needed-points-not-cancelled": (XOR, "1", [["uninterpolable", 15, 1, -1, -1, 2]]),
    "rejected/needed-places-not-cancelled": (TURN, "1", [["uninterpolable", 7, 1, -3, 2]]),
    "rejected/needed-labels-cancelled": (XOR, "1", [["uninterpolable", 15, 0, 0, 0, 0]]),
    "rejected/needed-a-factor-missing": (XOR, "1", [["uninterpolable", 15, 1, -1, -1]]),
    "rejected/needed-no-set": (XOR, "1", [["uninterpolable"]]),
    "rejected/needed-empty-set": (XOR, "1", [["uninterpolable", 0]]),
    "rejected/needed-a-point-beyond-the-data": (XOR, "1", [["uninterpolable", 31, 1, -1, -1, 1, 0]]),
    "rejected/needed-a-negative-set": (XOR, "1", [["uninterpolable", -1, 1]]),
    "rejected/needed-count-of-too-few": (GENERIC, "1", [["count", 7]]),
    "accepted/needed-by-counting-a-square": (XOR, "1", [["count", 15]]),
    "rejected/needed-count-without-general-position": (FLAT, "1", [["count", 31]]),
    "rejected/needed-count-of-nothing": (GENERIC, "1", [["count", 0]]),
    "rejected/needed-count-too-much": (GENERIC, "2", [["count", 15]]),
    "rejected/needed-every-before-dichotomies": (XOR, "2", [["uninterpolable", 15, 1, -1, -1, 1], ["every", 15, 1, 0]]),
    "rejected/needed-one-step-for-two": (XOR, "2", [["uninterpolable", 15, 1, -1, -1, 1]]),
    "rejected/needed-a-hint-of-another-claim": (LINE, "2", [["goal"]]),
    "malformed/needed-a-boolean": (XOR, "1", [["uninterpolable", 15, True, -1, -1, 1]]),
    "malformed/needed-powers-a-boolean": (STAIRS, "2", [["powers", 63, True, -4, 11, -8, -2, 4, -1]]),
    "malformed/needed-a-text": (XOR, "1", [["uninterpolable", "15"]]),
    "malformed/needed-no-comparison": (LINE, "0", [["pieces"]]),
    "malformed/needed-a-boolean-comparison": (LINE, "true", [["pieces"]]),
    "malformed/needed-half-a-comparison": (LINE, "\"1/2\"", [["pieces"]]),
    "malformed/needed-a-hint-that-is-no-list": (LINE, "2", ["pieces"]),
    "malformed/needed-pieces-with-a-number": (LINE, "2", [["pieces", 7]]),
    "malformed/needed-left-over-without-a-name": (LINE, "2", [["pieces"], [None]]),
    "malformed/needed-far-too-many": (LINE, "1000001", [["pieces"]]),
}  # fmt: skip
"""For each bundle its data, the comparisons claimed, and the hints."""

PAIRS: Hints = [["labels", 0, 1], ["labels", 0, 2], ["labels", 3, 1], ["labels", 3, 2]]
"""XOR: each point with label 0 and each with label 1."""

CROSS: Hints = [["apart", 9, 6, 1, 1, 1, 1]]
"""XOR: the middle of both diagonals."""

CASES_OF_TWO: Hints = [*PAIRS, *CROSS, ["cases", 15, 1, 0, 1, -1, 2, -3, 3, -2, -5]]
"""XOR: a side has two labels, or the diagonals are apart."""

THREES: Hints = [["uninterpolable", 7, 1, -2, 1], ["uninterpolable", 28, 1, -2, 1]]
"""LINE: no affine map takes its first three points, nor its last three."""

BETWEEN: Hints = [["apart", 17, 2, 3, 1, 4], ["apart", 9, 2, 2, 1, 3], ["apart", 5, 2, 1, 1, 2],
                  ["apart", 17, 4, 2, 2, 4], ["apart", 9, 4, 1, 2, 3]]  # fmt: skip
"""LINE: a point is not apart from two, one on its left and one on its right."""

TURNED: Hints = ["cases", 31, 1, 2, 1, 0, -1, 3, 4, -3, -2, -4, 0, -6, 3, 4, -3, -8, -10]
"""LINE: whatever side its points are on, three in a row are on one, or a point is not between its neighbours."""

TWO: Hints = [["labels", 0, 1], ["labels", 3, 2], ["labels", 0, 2], ["labels", 1, 3]]
"""XOR: the pairs in rows and in columns leave a pair on one side of any test of a coordinate."""

TURNS: Hints = [["labels", i, i + 1] for i in range(4)]

THREE = dataset('[["1/2","1/3"],["0"],1]', '[["1","0"],["1"],1]', '[["2","7"],["2"],1]')

MORE = dataset(*[f'[["{place}"],["{label}"],1]' for place, label in enumerate((0, 1, 0, 1, 2))])
"""Two labels in turn, then a third: both sides of any test need two."""

BOTH: Hints = [["ranges", 0, 3, 0, 1, 2], ["ranges", 0, 3, 2, 3, 4]]
"""LINE: its first and its last three points have both labels on one side of any test."""

DEPTHS: dict[str, tuple[str, str, Hints]] = {
    "accepted/depth-of-exclusive-or": (XOR, "2", [*TWO, ["sides", 0, 1, 2, 3]]),
    "accepted/depth-of-two-labels": (XOR, "1", TWO[:1]),
    "accepted/depth-of-three-labels": (THREE, "2", [["labels", 0, 1, 2]]),
    "accepted/depth-on-a-line": (LINE, "3", [*TURNS, ["sides", 0, 1], ["sides", 2, 3], ["sides", 4, 5]]),
    "rejected/depth-too-deep": (XOR, "3", [*TWO, ["sides", 0, 1, 2, 3]]),
    "rejected/depth-one-column-only": (XOR, "2", [*TWO[:2], ["sides", 0, 1]]),
    "rejected/depth-of-one-label": (XOR, "1", [["labels", 1, 2]]),
    "rejected/depth-of-one-row-twice": (XOR, "1", [["labels", 0, 0]]),
    "rejected/depth-of-no-row": (XOR, "1", [["labels"]]),
    "rejected/depth-of-no-step": (XOR, "2", [*TWO[:2], ["sides"]]),
    "rejected/depth-of-a-row-beyond": (XOR, "1", [["labels", 0, 4]]),
    "rejected/depth-of-a-row-before": (XOR, "1", [["labels", 0, -3]]),
    "rejected/depth-of-itself": (XOR, "2", [*TWO[:2], ["sides", 0, 1, 2]]),
    "rejected/depth-hints-missing": (XOR, "2", TWO[:1]),
    "rejected/depth-hint-left-over": (XOR, "1", TWO[:2]),
    "rejected/depth-by-three-labels-of-two": (XOR, "2", [["labels", 0, 1, 2, 3]]),
    "rejected/depth-the-least-counts": (LINE, "3", [*TURNS, ["sides", 0, 1], ["sides", 4, 3]]),
    "rejected/depth-sides-overlap": (LINE, "2", [["labels", 0, 3], ["labels", 1, 4], ["sides", 0, 1]]),
    "accepted/depth-by-ranges": (XOR, "2", [["ranges", 0, 4, 0, 1, 2, 3]]),
    "accepted/depth-by-ranges-of-steps": (LINE, "3", [*BOTH, ["ranges", 1, 0, 0, 1]]),
    "accepted/depth-by-ranges-and-sides": (LINE, "3", [*BOTH, ["sides", 0, 1]]),
    "accepted/depth-by-ranges-above-a-step": (MORE, "3", [BOTH[0], ["ranges", 1, 3, 2, 3, 4, 0]]),
    "rejected/depth-ranges-too-deep": (XOR, "3", [["ranges", 0, 4, 0, 1, 2, 3]]),
    "rejected/depth-ranges-divided": (XOR, "2", [["ranges", 0, 2, 0, 1]]),
    "rejected/depth-ranges-of-a-step-divided": (LINE, "3", [*BOTH, ["ranges", 1, 0, 0]]),
    "rejected/depth-ranges-of-one-label": (XOR, "2", [["ranges", 0, 2, 1, 2]]),
    "rejected/depth-ranges-of-two-labels-for-three": (LINE, "3", [["ranges", 1, 5, 0, 1, 2, 3, 4]]),
    "rejected/depth-ranges-of-one-row-twice": (TURN, "2", [["ranges", 0, 4, 0, 1, 1, 1]]),
    "rejected/depth-ranges-a-step-shows-too-little": (LINE, "3", [TURNS[0], TURNS[1], ["ranges", 1, 0, 0, 1]]),
    "rejected/depth-ranges-of-nothing": (XOR, "2", [["ranges", 0, 0]]),
    "rejected/depth-ranges-of-no-depth": (XOR, "2", [["ranges"]]),
    "rejected/depth-ranges-less-than-none": (XOR, "1", [["ranges", -1, 4, 0, 1, 2, 3]]),
    "rejected/depth-ranges-of-a-depth-beyond": (XOR, "2", [["ranges", 10**30, 4, 0, 1, 2, 3]]),
    "rejected/depth-ranges-more-rows-than-listed": (XOR, "2", [["ranges", 0, 5, 0, 1, 2, 3]]),
    "rejected/depth-ranges-of-a-row-beyond": (XOR, "2", [["ranges", 0, 4, 0, 1, 2, 4]]),
    "rejected/depth-ranges-of-a-row-before": (XOR, "2", [["ranges", 0, 4, 0, 1, -2, 3]]),
    "rejected/depth-ranges-of-itself": (XOR, "2", [["ranges", 0, 2, 0, 1, 0]]),
    "malformed/depth-ranges-a-boolean": (XOR, "2", [["ranges", False, 4, 0, 1, 2, 3]]),
    "malformed/depth-a-boolean": (XOR, "1", [["labels", True, 0]]),
    "malformed/depth-left-over-without-a-name": (XOR, "1", [*TWO[:1], [None, 7]]),
    "malformed/depth-nothing": (XOR, "0", TWO[:1]),
    "malformed/depth-a-text": (XOR, '"2"', TWO[:1]),
}  # fmt: skip
"""The same for the depth of trees that test coordinates."""


EDGES: Hints = [["uninterpolable", 7, 1, -2, 1], ["uninterpolable", 448, 1, -2, 1],
                ["uninterpolable", 73, 1, -2, 1], ["uninterpolable", 292, 1, -2, 1]]  # fmt: skip
"""GRID: no affine map takes three points of an edge."""

GRID = dataset(*[f'[["{i // 3}","{i % 3}"],["{i % 2}"],1]' for i in range(9)])
"""Nine points of the plane, labels 0 and 1 as on a chess board."""

AFFINE: dict[str, tuple[str, str, Hints]] = {
    "accepted/affine-depth-of-exclusive-or": (XOR, "1", [["uninterpolable", 15, 1, -1, -1, 1]]),
    "accepted/affine-depth-on-a-line": (LINE, "2", [*THREES, ["sides", 0, 1]]),
    "accepted/affine-depth-by-powers": (STAIRS, "2", POWERS),
    "accepted/affine-depth-in-the-plane": (GRID, "2", [*EDGES, ["sides", 0, 1, 2, 3]]),
    "rejected/affine-depth-too-deep": (GRID, "3", [*EDGES, ["sides", 0, 1, 2, 3]]),
    "rejected/affine-depth-one-column-only": (GRID, "2", [*EDGES[:2], ["sides", 0, 1]]),
    "rejected/affine-depth-by-labels": (XOR, "1", [["labels", 0, 1]]),
    "rejected/affine-depth-by-ranges": (XOR, "2", [["ranges", 0, 4, 0, 1, 2, 3]]),
    "rejected/affine-depth-by-pieces": (LINE, "2", [["pieces"]]),
    "accepted/affine-depth-of-two-edges": (GRID, "2", [EDGES[0], EDGES[2], ["sides", 0, 1]]),
    "rejected/affine-depth-of-itself": (LINE, "2", [*THREES, ["sides", 0, 2]]),
    "rejected/affine-depth-labels-cancelled": (XOR, "1", [["uninterpolable", 15, 0, 0, 0, 0]]),
    "rejected/affine-depth-points-not-cancelled": (XOR, "1", [["uninterpolable", 15, 1, -1, -1, 2]]),
    "rejected/affine-depth-a-factor-missing": (XOR, "1", [["uninterpolable", 15, 1, -1, -1]]),
    "rejected/affine-depth-of-no-set": (XOR, "1", [["uninterpolable"]]),
    "rejected/affine-depth-of-an-empty-set": (XOR, "1", [["uninterpolable", 0]]),
    "rejected/affine-depth-of-a-negative-set": (XOR, "1", [["uninterpolable", -1, 1]]),
    "rejected/affine-depth-a-point-beyond-the-data": (XOR, "1", [["uninterpolable", 31, 1, -1, -1, 1, 0]]),
    "rejected/affine-depth-powers-more": (STAIRS, "3", POWERS),
    "rejected/affine-depth-powers-a-factor-missing": (STAIRS, "2", [POWERS[0][:-1]]),
    "rejected/affine-depth-powers-of-far-too-many": (STAIRS, "2", [["powers", 63, 1 << 70, *POWERS[0][3:]]]),
    "rejected/affine-depth-powers-of-nothing": (STAIRS, "2", [["powers"]]),
    "rejected/affine-depth-hint-left-over": (LINE, "1", THREES),
    "malformed/affine-depth-a-boolean": (XOR, "1", [["uninterpolable", 15, True, -1, -1, 1]]),
    "malformed/affine-depth-nothing": (XOR, "0", [["uninterpolable", 15, 1, -1, -1, 1]]),
}
"""The same for trees that test coordinates and have affine leaves."""

CONSTANT: dict[str, tuple[str, str, Hints]] = {
    "accepted/constant-of-two-labels": (XOR, "1", [["labels", 0, 1, 2, 3]]),
    "accepted/constant-of-three-labels": (STAIRS, "2", [["labels", 5, 3, 0]]),
    "accepted/constant-of-rows-twice": (STAIRS, "2", [["labels", 5, 5, 3, 0, 3]]),
    "accepted/constant-by-cases": (XOR, "2", CASES_OF_TWO),
    "accepted/constant-as-any-network": (LINE, "2", [["pieces"]]),
    "accepted/constant-on-a-line": (LINE, "3", [["pieces"]]),
    "accepted/constant-on-stairs": (STAIRS, "2", [["pieces"]]),
    "rejected/constant-too-many-on-a-line": (LINE, "4", [["pieces"]]),
    "rejected/constant-too-many-on-stairs": (STAIRS, "3", [["pieces"]]),
    "rejected/constant-more-labels": (STAIRS, "3", [["labels", 5, 3, 0]]),
    "rejected/constant-of-one-label": (XOR, "1", [["labels", 1, 2]]),
    "rejected/constant-of-a-row-beyond": (XOR, "1", [["labels", 0, 4]]),
    "rejected/constant-of-a-row-before": (XOR, "1", [["labels", 0, -3]]),
    "rejected/constant-of-no-row": (XOR, "1", [["labels"]]),
    "rejected/constant-by-cases-more": (XOR, "3", CASES_OF_TWO),
    "rejected/constant-by-cases-of-other-labels": (TURN, "2", [*PAIRS[:2], ["cases", 7, 1, 0, 1, -1, 2, -3]]),
    "malformed/constant-a-boolean": (XOR, "1", [["labels", 0, True]]),
    "malformed/constant-no-comparison": (XOR, "0", [["labels", 0, 1]]),
}
"""The same for trees with constant leaves."""

CASES |= {
    "accepted/needed-by-cases": (LINE, "2", [*THREES, *BETWEEN, TURNED]),
    "rejected/needed-labels-of-any-leaves": (XOR, "1", [["labels", 0, 1]]),
    **{
        f"rejected/needed-cases-{name}": (LINE, more, [*THREES, *BETWEEN, ["cases", *numbers]])
        for name, more, numbers in (
            ("too-few", "3", TURNED[1:]),
            ("one-left-open", "2", TURNED[1:-1]),
            ("a-number-left-over", "2", [*TURNED[1:], -10]),
            ("of-no-comparison", "2", [31, 0, *TURNED[3:]]),
            ("of-a-comparison-more", "3", [31, 2, *TURNED[3:]]),
            ("of-fewer-points", "2", [15, *TURNED[2:]]),
            ("of-points-beyond-the-data", "2", [63, *TURNED[2:]]),
            ("of-a-negative-set", "2", [-1, *TURNED[2:]]),
            ("first-of-no-point", "2", [27, *TURNED[2:]]),
            ("first-beyond-the-data", "2", [31, 1, 1 << 70, *TURNED[4:]]),
            ("first-before-the-data", "2", [31, 1, -3, *TURNED[4:]]),
            ("a-point-twice", "2", [31, 1, 2, 2, *TURNED[4:], *TURNED[4:]]),
            ("a-point-beyond-the-data", "2", [31, 1, 2, 1 << 70, *TURNED[4:], *TURNED[4:]]),
            ("a-step-beyond", "2", [*TURNED[1:6], -5, *TURNED[7:]]),
            ("a-step-far-beyond", "2", [*TURNED[1:6], -1 - (1 << 70), *TURNED[7:]]),
            ("a-step-on-both-sides", "2", [*TURNED[1:6], -3, *TURNED[7:]]),
            ("apart-beyond", "2", [*TURNED[1:-1], -12]),
            ("apart-on-one-side", "2", [*TURNED[1:-1], -6]),
            ("of-nothing", "2", []),
            ("of-one-point-alone", "2", [31, 1]),
        )
    },
    **{
        f"rejected/needed-apart-{name}": (LINE, "2", [*THREES, ["apart", *numbers], *BETWEEN[1:], TURNED])
        for name, numbers in (
            ("not-at-one-point", [17, 2, 3, 2, 5]),
            ("of-other-sums", [17, 2, 3, 1, 5]),
            ("of-a-factor-0", [25, 2, 3, 0, 1, 4]),
            ("of-a-negative-factor", [17, 2, -3, -1, -4]),
            ("of-nothing", []),
            ("of-an-empty-set", [0, 2, 1]),
            ("of-a-negative-set", [-1, 2, 3, 1, 4]),
            ("of-a-point-beyond-the-data", [17, 32, 3, 1, 4]),
            ("a-factor-missing", [17, 2, 3, 1]),
        )
    },
    "rejected/needed-apart-after-its-cases": (LINE, "2", [*THREES, *BETWEEN[:-1], TURNED, BETWEEN[-1]]),
    "malformed/needed-cases-a-boolean": (LINE, "2", [*THREES, *BETWEEN, [*TURNED[:4], True, *TURNED[5:]]]),
    "malformed/needed-apart-a-boolean": (LINE, "2", [*THREES, ["apart", 17, 2, 3, True, 4], *BETWEEN[1:], TURNED]),
}


OPERATIONS_OF: dict[str, tuple[str, int]] = {
    "of-two-labels": ("0 7, 1 8", 1),
    "with-the-input-free": ("0 0, 1 1, 2 2, 3 7", 1),
    "of-a-shift": ("1 3, 2 4, 4 6", 1),
    "of-a-mirror": ("1 3, 2 2, 4 0", 1),
    "of-multiples-from-0": ("0 0, 1 3, 2 6", 1),
    "of-a-negation": ("1 -1, 2 -2, 4 -4", 1),
    "of-a-line": ("1 3, 2 5, 4 9, 5 11, 6 13", 2),
    "of-alternating-labels": ("3 1, 0 0, 1 1, 4 0, 2 0", 2),
    "of-nine-alternating-labels": (", ".join([f"{place} {place % 2}" for place in range(9)]), 3),
    "of-fractions": ("1/2 1/3, 1 2/3, 3/2 1, 2 1, 5/2 7/2", 2),
    "of-shifts-side-by-side": ("1 3, 2 4, 3 5, 4 5, 5 6, 6 7, 7 0, 8 1, 9 2", 3),
}
"""Points of a line with their labels, and how many operations they need."""


def on_a_line(points: str) -> str:
    return dataset(*['[["{}"],["{}"],1]'.format(*point.split()) for point in points.split(", ")])


OPERATIONS: dict[str, tuple[str, str, Hints]] = {
    **{
        f"accepted/operations-{name}": (on_a_line(data), str(least), [])
        for name, (data, least) in OPERATIONS_OF.items()
    },
    **{
        f"rejected/operations-{name}-one-more": (on_a_line(data), str(least + 1), [])
        for name, (data, least) in OPERATIONS_OF.items()
    },
    "accepted/operations-fewer-than-needed": (on_a_line(OPERATIONS_OF["of-nine-alternating-labels"][0]), "2", []),
    "rejected/operations-of-one-point": (on_a_line("1 7"), "1", []),
    "rejected/operations-of-the-input": (on_a_line("1 1, 2 2, 5 5"), "1", []),
    "rejected/operations-in-the-plane": (XOR, "1", []),
    "rejected/operations-of-two-outputs": (dataset('[["0"],["0","1"],1]', '[["1"],["1","0"],1]'), "1", []),
    "rejected/operations-hint-left-over": (LINE, "2", [["pieces"]]),
    "rejected/operations-far-too-many": (LINE, "1000000", []),
    "malformed/operations-none": (LINE, "0", []),
    "malformed/operations-too-many": (LINE, "1000001", []),
    "malformed/operations-a-text": (LINE, '"2"', []),
    "malformed/operations-true": (LINE, "true", []),
    "malformed/operations-a-hint-that-is-no-list": (LINE, "2", ["pieces"]),
}
"""All operations on a line; there are no steps."""


UNITS_OF: dict[str, tuple[str, int]] = {
    "of-a-corner": ("0 0, 1 0, 2 1", 1),
    "of-alternating-labels": ("3 1, 0 0, 1 1, 4 0, 2 0", 3),
    "of-a-bow-downwards": ("0 0, 1 -1, 2 -4, 3 -9, 4 -16", 2),
    "of-a-wave": ("0 0, 1 2, 2 3, 3 3, 4 4, 5 6", 2),
    "of-fractions": ("1/2 1/3, 1 2/3, 3/2 1, 2 1, 5/2 7/2", 2),
    "of-a-step": ("0 0, 1 0, 2 1, 3 1", 2),
    "of-changes-that-sum-up": ("0 0, 1 -3, 2 -6, 3 -7, 4 -8, 5 -8, 6 -8", 2),
}
"""Points of a line with their labels, and how many kinks a broken line through them has; so many units are enough."""

TIGHT_OF: dict[str, tuple[str, int]] = {
    "of-two-points": ("1 7, 2 9", 1),
    "of-a-line": ("1 7, 2 9, 4 13", 1),
    "of-a-roof": ("0 0, 1 1, 2 0", 2),
    "of-a-bow": ("0 0, 1 1, 2 4, 3 9, 4 16, 5 25", 3),
    "of-a-zigzag": ("3 1, 0 0, 1 1, 2 0", 3),
    "of-uneven-points": ("0 1, 3 4, 4 2, 8 3", 3),
    "of-a-long-roof": ("0 5/2, 1/2 2, 1 3/2, 3/2 2, 2 5/2", 2),
    "of-changes-that-do-not-sum-up": ("0 0, 1 5, 2 10, 3 12, 4 14, 5 13, 6 12", 3),
    "of-straight-and-crooked-parts": ("0 1, 1 0, 4 -3, 5 0, 6 -1, 7 2, 9 8", 4),
}
"""The same, where one unit more than kinks is needed; with how many units."""

UNITS: dict[str, tuple[str, str, Hints]] = {
    **{
        f"accepted/units-{name}": (on_a_line(data), str(least), [])
        for name, (data, least) in (UNITS_OF | TIGHT_OF).items()
    },
    **{
        f"rejected/units-{name}-one-more": (on_a_line(data), str(least + 1), [])
        for name, (data, least) in (UNITS_OF | TIGHT_OF).items()
    },
    "accepted/units-fewer-than-needed": (LINE, "1", []),
    "rejected/units-of-one-point": (on_a_line("1 7"), "1", []),
    "rejected/units-in-the-plane": (XOR, "1", []),
    "rejected/units-of-two-outputs": (
        dataset('[["0"],["0","1"],1]', '[["1"],["1","0"],1]', '[["2"],["1","1"],1]'),
        "1",
        [],
    ),
    "rejected/units-hint-left-over": (LINE, "2", [["pieces"]]),
    "rejected/units-far-too-many": (LINE, "1000000", []),
    "malformed/units-none": (LINE, "0", []),
    "malformed/units-too-many": (LINE, "1000001", []),
    "malformed/units-a-text": (LINE, '"2"', []),
    "malformed/units-a-hint-that-is-no-list": (LINE, "2", ["pieces"]),
}
"""Units of one hidden layer on a line; there are no steps."""


BUMP = dataset('[["0"],["0"],1]', '[["1"],["1"],1]', '[["2"],["0"],1]')
"""Labels 0, 1, 0: a tree of tests makes one comparison at an end, and two at the others."""

OFTEN = dataset('[["0"],["0"],5]', '[["1"],["1"],1]', '[["2"],["0"],1]')
"""The same, where the first row stood there five times."""

SIDES_OF_BUMP: Hints = [
    ["dichotomies", 7],
    ["split", 1],
    ["split", 0],
    ["split", 2],
    ["path", 1, 0, -1],
    ["path", 1, 3, -4],
    ["below*", 2, 1, 0, 2],
    ["path", 1, -2, 1],
    ["split", 0],
    ["above*", 2, 1, 0, 2],
    ["path", 1, 2, -1],
    ["split", 2],
    ["path", 1, -3, 4],
    ["path", 1, 0, 1],
]

SIDES_OF_LINE: Hints = EVERY[: 1 + max([number for number, hint in enumerate(EVERY) if hint[0] == "path"])]

ALL_OF_LINE: Hints = [
    ["uninterpolable", 7, -1, 2, -1],
    ["uninterpolable", 28, 1, -2, 1],
    ["uninterpolable", 15, 0, 1, -2, 1],
    ["uninterpolable", 30, 0, 1, -2, 1],
    ["every", 31],
]

FOUR_PAIRS: Hints = [["every", 3], ["every", 12], ["every", 5], ["every", 10], ["every", 15]]

ANY, DEEP = "mean comparisons needed", "mean depth needed"

MEANS: dict[str, tuple[str, str, str, Hints]] = {
    "accepted/mean-of-any-network": (ANY, LINE, '"8/5"', [*SIDES_OF_LINE, *ALL_OF_LINE]),
    "accepted/mean-where-no-test-is-looked-at": (ANY, XOR, '"1"', [["uninterpolable", 15, 1, -1, -1, 1]]),
    "accepted/mean-of-part-of-the-points": (ANY, LINE, '"3/5"', [["uninterpolable", 7, -1, 2, -1]]),
    "accepted/mean-of-less": (ANY, XOR, '"1/7"', [["uninterpolable", 15, 1, -1, -1, 1]]),
    "accepted/mean-with-constant-leaves": (
        f"{ANY} with constant leaves",
        BUMP,
        '"5/3"',
        [*SIDES_OF_BUMP, ["every", 3], ["every", 6], ["every", 7]],
    ),
    "accepted/mean-depth": (DEEP, XOR, '"2"', FOUR_PAIRS),
    "accepted/mean-depth-of-rows-that-count": (DEEP, OFTEN, '"9/7"', [["every", 6], ["every", 3], ["every", 7]]),
    "accepted/mean-depth-shown-in-a-part": (DEEP, OFTEN, '"6/7"', [["every", 3]]),
    "accepted/mean-depth-with-affine-leaves": (f"{DEEP} with affine leaves", LINE, '"8/5"', ALL_OF_LINE),
    "accepted/mean-depth-of-a-unit-known-before": (
        f"{DEEP} with affine leaves",
        TURN,
        '"1"',
        [["uninterpolable", 7, -1, 2, -1]],
    ),
    "rejected/mean-of-any-network-one-more": (ANY, LINE, '"9/5"', [*SIDES_OF_LINE, *ALL_OF_LINE]),
    "rejected/mean-a-little-more": (ANY, LINE, '"801/500"', [*SIDES_OF_LINE, *ALL_OF_LINE]),
    "rejected/mean-depth-one-more": (DEEP, XOR, '"9/4"', FOUR_PAIRS),
    "rejected/mean-depth-of-rows-that-count-once": (DEEP, OFTEN, '"5/3"', [["every", 6], ["every", 3], ["every", 7]]),
    "rejected/mean-depth-without-a-part": (DEEP, XOR, '"2"', [*FOUR_PAIRS[:3], FOUR_PAIRS[4]]),
    "rejected/mean-depth-in-another-order": (DEEP, XOR, '"2"', FOUR_PAIRS[::-1]),
    "rejected/mean-depth-of-one-label": (DEEP, XOR, '"1/2"', [["every", 6]]),
    "rejected/mean-depth-of-one-point": (DEEP, XOR, '"1/4"', [["every", 1]]),
    "rejected/mean-depth-of-no-point": (DEEP, XOR, '"1/4"', [["every", 0]]),
    "rejected/mean-depth-of-no-set": (DEEP, XOR, '"1/4"', [["every"]]),
    "rejected/mean-depth-of-two-sets": (DEEP, XOR, '"1/4"', [["every", 3, 1]]),
    "rejected/mean-depth-of-a-negative-set": (DEEP, XOR, '"1/4"', [["every", -1]]),
    "rejected/mean-depth-of-a-point-beyond": (DEEP, XOR, '"1/4"', [["every", 19]]),
    "rejected/mean-depth-by-dichotomies": (DEEP, BUMP, '"5/3"', [*SIDES_OF_BUMP, ["every", 7]]),
    "rejected/mean-without-dichotomies": (f"{ANY} with constant leaves", BUMP, '"2/3"', [["every", 3]]),
    "rejected/mean-labels-of-affine-leaves": (ANY, BUMP, '"2/3"', [*SIDES_OF_BUMP, ["every", 3]]),
    "rejected/mean-depth-labels-of-affine-leaves": (f"{DEEP} with affine leaves", BUMP, '"2/3"', [["every", 3]]),
    "rejected/mean-labels-cancelled": (ANY, XOR, '"1"', [["uninterpolable", 15, 0, 0, 0, 0]]),
    "rejected/mean-by-pieces": (ANY, LINE, '"1"', [["pieces"]]),
    "rejected/mean-by-labels": (f"{ANY} with constant leaves", BUMP, '"2/3"', [["labels", 0, 1]]),
    "rejected/mean-a-dichotomy-missing": (
        f"{ANY} with constant leaves",
        BUMP,
        '"5/3"',
        [*SIDES_OF_BUMP[:-1], ["every", 3], ["every", 6], ["every", 7]],
    ),
    "rejected/mean-of-points-beside-the-dichotomies": (
        f"{ANY} with constant leaves",
        LINE,
        '"2/5"',
        [*SIDES_OF_BUMP, ["every", 24]],
    ),
    "rejected/mean-a-hint-between": (f"{ANY} with constant leaves", BUMP, '"2/3"', [*SIDES_OF_BUMP, ["path", 1, 0, 1]]),
    "rejected/mean-hints-missing": (DEEP, XOR, '"2"', FOUR_PAIRS[:4]),
    "rejected/mean-hint-left-over": (DEEP, XOR, '"1/2"', FOUR_PAIRS),
    "malformed/mean-a-boolean": (DEEP, XOR, '"1/2"', [["every", True]]),
    "malformed/mean-none": (DEEP, XOR, '"0"', FOUR_PAIRS[:1]),
    "malformed/mean-less-than-none": (DEEP, XOR, '"-1/2"', FOUR_PAIRS[:1]),
    "malformed/mean-an-integer": (DEEP, XOR, "2", FOUR_PAIRS),
    "malformed/mean-not-in-lowest-terms": (DEEP, XOR, '"2/4"', FOUR_PAIRS[:1]),
}
"""Comparisons in the mean over the rows, of any network and of trees."""


def files(data: str, number: str, hints: Hints, what: str, leaves: str = "", stem: str = "") -> Files:
    more = f',\n"{what}":{number}'
    return {
        "dataset.json": data,
        **claimed(f"{what} needed{leaves}", more, listed(*map(json.dumps, hints)), stem or what, ("dataset",)),
    }


BUNDLES: dict[str, Files] = {name: files(*case, "comparisons", stem="needed") for name, case in CASES.items()}
BUNDLES |= {name: files(*case, "comparisons", " with constant leaves", "needed") for name, case in CONSTANT.items()}
BUNDLES |= {name: files(*case, "depth") for name, case in DEPTHS.items()}
BUNDLES |= {name: files(*case, "depth", " with affine leaves") for name, case in AFFINE.items()}
BUNDLES |= {name: files(*case, "operations") for name, case in OPERATIONS.items()}
BUNDLES |= {name: files(*case, "units") for name, case in UNITS.items()}
BUNDLES |= {
    name: {
        "dataset.json": data,
        **claimed(kind, f',\n"mean":{mean}', listed(*map(json.dumps, hints)), "mean", ("dataset",)),
    }
    for name, (kind, data, mean, hints) in MEANS.items()
}
"""The files of each, not bound yet."""
