"""Neighbours of the bundles about all inputs: rejected ones and malformed ones, most of them one edit away."""

from regions import (
    ABSOLUTE,
    CONSTANT,
    CONSTANT_DOMAIN,
    COST_ABOVE,
    COST_AFTER_A_CONSTANT_GATE,
    COST_BELOW,
    COST_EMPTY,
    COST_EMPTY_AT_THE_END,
    COST_OF_A_POINT,
    COST_OF_ONE_SIDE,
    COST_SPLIT,
    EMPTY_DOMAIN,
    EMPTY_DOMAIN_BY_THE_GOAL,
    EMPTY_DOMAIN_SPLIT,
    EMPTY_SIDE_PATHS,
    FOUR_PATHS,
    HAT_WITHIN,
    HAT_WITHIN_STRICTLY,
    HINGE,
    NO_PATHS,
    NOTHING,
    ON_A_LINE,
    ON_BALLS,
    ONE_CLASS,
    ONE_PATH_AT_A_POINT,
    ONE_PATH_WITHOUT_DECISIONS,
    PARTS_SPLIT,
    PARTS_WITHIN,
    POINT_BY_ONE,
    POINT_BY_TWO,
    PRIMITIVE,
    RADII,
    RADII_ALL,
    RADII_IN_THE_PLANE,
    RADII_OF_CLASSES,
    ROUNDED,
    ROUNDED_AT_POINTS,
    SIDES,
    SIDES_ONE_HOT,
    STEM,
    STEP_AT_ZERO,
    STEP_BELOW_ZERO,
    STEP_PATHS,
    STEPS_IN_ANOTHER_ORDER,
    SUM,
    THREE_PATHS,
    ZERO_AT_ZERO,
)
from texts import CERTIFICATE, CLAIM, DATASET, NETWORK, OTHER, Edit, Files, listed, put, reference


def said(old: str, new: str) -> Edit:
    return put(STEM + CLAIM, old, new)


def node(old: str, new: str) -> Edit:
    return put(NETWORK, old, new)


def hints(*lines: str) -> Edit:
    """Return the edit that writes all hints anew."""

    def edit(files: Files) -> None:
        name = STEM + CERTIFICATE
        files[name] = files[name][: files[name].index('"hints":')] + f'"hints":{listed(*lines)}}}\n'

    return edit


def hint(number: int, *new: str) -> Edit:
    """Return the edit that puts other hints, or none, in the place of one."""

    def edit(files: Files) -> None:
        name = STEM + CERTIFICATE
        head, _, tail = files[name].partition('"hints":[\n')
        lines = tail.removesuffix("\n]}\n").split(",\n")
        lines[number : number + 1] = new
        files[name] = f'{head}"hints":{listed(*lines)}}}\n'

    return edit


def more_hints(*new: str) -> Edit:
    """Return the edit that adds hints at the end."""

    def edit(files: Files) -> None:
        name = STEM + CERTIFICATE
        files[name] = (
            files[name]
            .replace("\n]}\n", ",\n" + ",\n".join(new) + "\n]}\n")
            .replace('"hints":[]', f'"hints":{listed(*new)}')
        )

    return edit


def other(old: str, new: str) -> Edit:
    return put(OTHER, old, new)


def row(old: str, new: str) -> Edit:
    return put(DATASET, old, new)


REJECTED: dict[str, tuple[Files, list[Edit]]] = {
    # the hinge: the one rule and the hints at an open decision
    "hinge-multiplier-wrong": (HINGE, [hint(1, '["below",0,2,0,1]')]),
    "hinge-multiplier-of-the-region-wrong": (HINGE, [hint(1, '["below",0,1,0,2]')]),
    "hinge-multipliers-zero": (HINGE, [hint(1, '["below",0,0,0,0]')]),
    "hinge-multipliers-negative": (HINGE, [hint(1, '["below",0,-1,0,-1]')]),
    "hinge-multiplier-of-the-region-negative": (HINGE, [hint(2, '["above",0,-1,0,1]')]),
    "hinge-without-the-region": (HINGE, [hint(1, '["below",0,1]')]),
    "hinge-nothing-added-up": (HINGE, [hint(1, '["below",0,0]')]),
    "hinge-index-not-there": (HINGE, [hint(1, '["below",0,1,1,1]')]),
    "hinge-index-negative": (HINGE, [hint(1, '["below",0,1,-1,1]')]),
    "hinge-index-twice": (HINGE, [hint(1, '["below",0,2,0,1,0,1]')]),
    "hinge-place-not-there": (HINGE, [hint(1, '["below",1,1,0,1]')]),
    "hinge-place-negative": (HINGE, [hint(0, '["split",-1]')]),
    "hinge-place-decided-before": (HINGE, [hint(1, '["below",0,1,0,1]', '["below",0,1,0,1]')]),
    "hinge-on-the-other-side": (HINGE, [hint(1, '["above",0,1,0,1]')]),
    "hinge-sides-exchanged": (HINGE, [hints('["split",0]', '["above",0,1,0,1]', '["below",0,1,0,1]')]),
    "hinge-never-split": (HINGE, [hints('["below",0,1]', '["below",0,1]')]),
    "hinge-no-hints": (HINGE, [hints()]),
    "hinge-hints-too-few": (HINGE, [hint(2)]),
    "hinge-hints-too-many": (HINGE, [more_hints('["above",0,1,0,1]')]),
    "hinge-a-split-left-over": (HINGE, [more_hints('["split",0]')]),
    "hinge-an-unknown-hint": (HINGE, [hint(1, '["Below",0,1,0,1]')]),
    "hinge-a-goal-at-an-open-decision": (HINGE, [hint(1, '["goal",0,1,0,1]')]),
    "hinge-a-path-at-an-open-decision": (HINGE, [hint(1, '["path",1,-1]')]),
    "hinge-a-bound-at-an-open-decision": (HINGE, [hint(1, '["bound"]')]),
    "hinge-a-structure-at-the-start": (HINGE, [hints('["structure"]')]),
    "hinge-wrong-at-an-open-decision": (HINGE, [hint(1, '["wrong",1,-1]')]),
    "hinge-empty-at-the-start": (HINGE, [hints('["empty"]')]),
    "hinge-empty-where-it-is-not": (HINGE, [hint(1, '["empty",0,1]')]),
    "hinge-empty-without-a-reason": (HINGE, [hint(1, '["empty"]')]),
    "hinge-all-split-and-nothing-more": (HINGE, [hints('["split",0]', '["split",0]', '["split",0]')]),
    "hinge-and-a-gate-elsewhere": (HINGE, [other('"0",0,1', '"1",0,1')]),
    "hinge-and-a-gate-with-sides-exchanged": (HINGE, [other('"0",0,1', '"0",1,0')]),
    "hinge-and-a-gate-of-another-slope": (HINGE, [other('["identity",1]', '["affine",1,[[0,"2"]],["0"]]')]),
    "hinge-and-a-gate-a-little-above": (HINGE, [other('[[]],["0"]', '[[]],["1/' + "9" * 50 + '"]')]),
    "hinge-of-another-width": (HINGE, [node('"relu",1', '"relu",2')]),
    "hinge-of-another-number-of-outputs": (HINGE, [node('["relu",1]', '["affine",1,[[],[]],["0","0"]]')]),
    # on a line: equalities, several constraints, goals
    "line-sign-of-an-equality-wrong": (ON_A_LINE, [hint(0, '["above",1,1,0,1,2,1]')]),
    "line-indices-not-increasing": (ON_A_LINE, [hint(0, '["above",1,1,2,-1,0,1]')]),
    "line-index-twice": (ON_A_LINE, [hint(2, '["goal",1,2,-2,2,1]')]),
    "line-goals-exchanged": (ON_A_LINE, [hint(2, '["goal",1,2,1]'), hint(3, '["goal",1,2,-1]')]),
    "line-one-goal-only": (ON_A_LINE, [hint(3)]),
    "line-goal-with-multiplier-zero": (ON_A_LINE, [hint(2, '["goal",0,2,0]')]),
    "line-goal-with-a-negative-multiplier": (ON_A_LINE, [hint(2, '["goal",-1,2,1]')]),
    "line-goal-by-another-name": (ON_A_LINE, [hint(2, '["below",1,2,-1]')]),
    "line-empty-in-place-of-the-goals": (ON_A_LINE, [hint(2), hint(2, '["empty",2,1]')]),
    "line-place-twice": (ON_A_LINE, [hint(0, '["above",0,1,2,1]')]),
    "line-without-the-equality": (ON_A_LINE, [said(',[[0,"1",1,"-1"],"=","0"]', "")]),
    "line-with-an-inequality": (ON_A_LINE, [said('"=","0"', '">=","0"')]),
    "line-elsewhere": (ON_A_LINE, [said('"=","0"', '"=","-1/3"')]),
    "line-from-below-zero": (ON_A_LINE, [said('">=","0"', '">=","-1"')]),
    # on balls
    "balls-too-large": (ON_BALLS, [said('"radius":"1"', '"radius":"3"')]),
    "balls-touching-the-other-branch": (ON_BALLS, [said('"radius":"1"', '"radius":"5/2"')]),
    "balls-around-other-points": (ON_BALLS, [row('["3"]', '["1/4"]')]),
    "balls-with-one-left-out": (ON_BALLS, [hint(2), hint(2)]),
    "balls-in-another-order": (ON_BALLS, [row('["-2"]', '["9"]'), row('["3"]', '["-2"]')]),
    "balls-with-a-hint-left-over": (ON_BALLS, [more_hints('["split",0]')]),
    "balls-of-radius-zero-with-hints": (ON_BALLS, [said('"radius":"1"', '"radius":"0"')]),
    "balls-of-another-width": (ON_BALLS, [row('["-2"]', '["-2","0"]'), row('["3"]', '["3","0"]')]),
    # one class
    "one-class-up-to-the-border": (ONE_CLASS, [said('"1/4"', '"1/2"')]),
    "one-class-with-the-border": (ONE_CLASS, [said('["open","3/2","3/2"]', '["closed","3/2","3/2"]')]),
    "one-class-with-evidence-nearer": (ONE_CLASS, [said('"3/2","3/2"', '"3/2","1"')]),
    "one-class-without-evidence": (ONE_CLASS, [hint(4)]),
    "one-class-at-a-tie": (ONE_CLASS, [row('["1"]', '["1/2"]')]),
    "one-class-of-another-gate": (ONE_CLASS, [node('"1/2",0,1', '"1/2",1,0')]),
    "one-class-of-another-model": (ONE_CLASS, [other('["1","0"]', '["3","0"]')]),
    "one-class-without-a-goal": (ONE_CLASS, [hint(1)]),
    "one-class-of-one-output": (
        ONE_CLASS,
        [
            put(NETWORK, '[[],[]],["1","0"]', '[[]],["1"]'),
            put(NETWORK, '[[],[]],["0","1"]', '[[]],["0"]'),
            other('[[0,"-1"],[0,"1"]],["1","0"]', '[[0,"-1"]],["1"]'),
        ],
    ),
    # robust
    "rounding-at-the-boundary": (
        ROUNDED,
        [said('"1/4"', '"1/2"'), hints('["below",0,1,1,1]', '["above",0,1,0,1]')],
    ),
    "rounding-beyond-the-boundary": (ROUNDED, [said('"1/4"', '"51/100"')]),
    "rounding-without-hints": (ROUNDED, [hints()]),
    "rounding-to-another-label": (ROUNDED, [row('["1"],["1"]', '["1"],["2"]')]),
    "rounding-one-side-assumed": (ROUNDED, [hint(0, '["above",0,0,0,0]')]),
    "rounding-split-and-not-shown": (ROUNDED, [hint(0, '["split",0]')]),
    "rounding-split-and-called-empty": (ROUNDED, [hint(0, '["split",0]', '["empty",0,1,1,1]')]),
    "radius-zero-and-a-wrong-label": (ROUNDED_AT_POINTS, [row('["1"],["1"]', '["1/3"],["1"]')]),
    "radius-zero-and-hints": (ROUNDED_AT_POINTS, [more_hints('["below",0,2,1,1]')]),
    "classes-with-a-tie-on-the-boundary": (
        SIDES,
        [said('"1/2"', '"1"'), hints('["goal",1,0,1]', '["goal",1,1,1]')],
    ),
    "classes-beyond-the-boundary": (SIDES, [said('"1/2"', '"3/2"')]),
    "classes-goal-not-strict-enough": (SIDES, [hint(0, '["goal",0,0,0]')]),
    "classes-exchanged": (SIDES, [row('["1"],["0"]', '["1"],["1"]'), row('["-1"],["1"]', '["-1"],["0"]')]),
    "classes-one-goal-for-two-balls": (SIDES, [hint(1)]),
    "one-hot-at-the-boundary": (
        SIDES_ONE_HOT,
        [
            said('"1/2"', '"1"'),
            hints('["below",1,1,0,1]', '["above",0,1,0,1]', '["below",0,1,1,1]', '["above",1,1,1,1]'),
        ],
    ),
    "one-hot-place-left-out": (SIDES_ONE_HOT, [hint(1)]),
    "one-hot-places-exchanged": (SIDES_ONE_HOT, [hint(0, '["below",0,2,0,1]')]),
    "one-hot-as-given": (SIDES_ONE_HOT, [said("one-hot", "as given")]),
    # radii
    "radii-closed-where-open": (RADII, [said('"open","2","2"', '"closed","2","2"')]),
    "radii-too-large": (RADII, [said('"open","2","2"', '"open","3","3"')]),
    "radii-evidence-not-wrong": (RADII, [hint(1, '["wrong",1,0]')]),
    "radii-evidence-too-far": (RADII, [hint(1, '["wrong",1,2]')]),
    "radii-evidence-near-but-not-on-the-path": (RADII, [hint(1, '["wrong",1,2,0]')]),
    "radii-evidence-near-on-the-strict-side": (RADII, [hint(3, '["wrong",1,0,2]')]),
    "radii-evidence-wrong-of-the-near-point-only": (RADII, [hint(1, '["wrong",1,0,1]')]),
    "radii-evidence-missing": (RADII, [hint(1)]),
    "radii-evidence-not-asked-for": (RADII, [said('"open","2","2"', '"open","2",null')]),
    "radii-evidence-closer-than-there-is": (RADII, [said('"open","2","2"', '"open","2","3/2"')]),
    "radii-evidence-by-another-hint": (RADII, [hint(1, '["path",1,1]')]),
    "radii-evidence-before-the-ball": (RADII, [hint(0), hint(0, '["wrong",1,1]', '["below",0,1,1,1]')]),
    "radii-wrong-but-right": (RADII, [said('["closed","1",null]', '["wrong"]'), hint(4)]),
    "radii-right-but-wrong": (RADII, [said('["wrong"]', '["closed","0",null]')]),
    "radii-wrong-point-with-a-ball": (RADII, [said('["wrong"]', '["closed","1",null]')]),
    "radii-all-but-not-all": (RADII, [said('["closed","1",null]', '["all"]'), hint(4, '["split",0]')]),
    "radii-exact-but-not": (RADII, [said('"closed","1/2","5/2"', '"closed","1/2","1/2"')]),
    "radii-of-classes-closed-on-a-tie": (RADII_OF_CLASSES, [said('"open","1","1"', '"closed","1","1"')]),
    "radii-of-classes-evidence-right": (RADII_OF_CLASSES, [hint(1, '["wrong",2,1]')]),
    "radii-of-classes-near-point-right": (RADII_OF_CLASSES, [hint(3, '["wrong",2,2,-1]')]),
    "radii-of-classes-goal-not-strict": (RADII_OF_CLASSES, [hint(0, '["goal",0,0,1]')]),
    "radii-all-with-another-label": (RADII_ALL, [row('["0"],["5"]', '["0"],["4"]')]),
    "radii-all-with-a-side-that-differs": (RADII_ALL, [node('[[]],["5"]', '[[0,"1"]],["5"]')]),
    "radii-all-without-the-split": (RADII_ALL, [hints()]),
    "radii-all-called-empty": (RADII_ALL, [hints('["empty"]')]),
    "radii-plane-too-large": (RADII_IN_THE_PLANE, [said('"open","1/2","1/2"', '"open","1","1"')]),
    "radii-plane-closed": (RADII_IN_THE_PLANE, [said('"open","2","2"', '"closed","2","2"')]),
    "radii-plane-evidence-far": (RADII_IN_THE_PLANE, [hint(4, '["wrong",2,3,2]')]),
    "radii-plane-near-point-elsewhere": (RADII_IN_THE_PLANE, [hint(11, '["wrong",1,2,0,-1,0]')]),
    "radii-plane-index-of-a-gone-side": (RADII_IN_THE_PLANE, [hint(7, '["goal",1,1,1,6,0]')]),
    # operations
    "cost-bound-one-less": (COST_SPLIT, [said('"bound":7', '"bound":6')]),
    "cost-not-attained": (COST_SPLIT, [said('"bound":7', '"bound":8')]),
    "cost-attained-on-the-other-side": (COST_SPLIT, [said('["0"]', '["1"]')]),
    "cost-attained-outside-the-domain": (COST_BELOW, [said('["1/4"]', '["1/3"]')]),
    "cost-attained-before-the-domain": (COST_ABOVE, [said('["1"]', '["1/2"]')]),
    "cost-hint-missing": (COST_SPLIT, [hint(1)]),
    "cost-hint-left-over": (COST_SPLIT, [more_hints('["bound"]')]),
    "cost-structure-too-dear": (COST_ABOVE, [hints('["structure"]')]),
    "cost-bound-at-the-gate-too-early": (
        COST_ABOVE,
        [node('["branch",1,[0,"1"],"1",3,4]', '["branch",1,[0,"1"],"1",3,4],\n["sequence",[5]]'), hints('["bound"]')],
    ),
    "cost-bound-where-nothing-is-open": (
        COST_EMPTY_AT_THE_END,
        [node('"branch",1,[0,"1"],"1",0,1', '"branch",1,[],"-1",0,1'), said('["7/2"]', "null"), hints('["bound"]')],
    ),
    "cost-structure-at-an-open-decision": (COST_SPLIT, [hint(1, '["structure"]')]),
    "cost-structure-after-a-constant-gate": (COST_AFTER_A_CONSTANT_GATE, [hints('["structure"]')]),
    "cost-structure-and-then-the-run": (
        COST_SPLIT,
        [said('"bound":7', '"bound":9'), hints('["split",0]', '["structure"]')],
    ),
    "cost-after-a-constant-gate-too-much": (COST_AFTER_A_CONSTANT_GATE, [said('"bound":2', '"bound":1')]),
    "cost-of-the-dearer-side": (COST_ABOVE, [hints('["split",0]', '["bound"]')]),
    "cost-of-an-open-domain": (COST_ABOVE, [said('">="', '"<="')]),
    "cost-form-not-primitive": (COST_BELOW, [hint(2, '["below",1,1,1,1]')]),
    "cost-relu-left-open": (COST_BELOW, [hint(2)]),
    "cost-of-a-larger-box": (COST_BELOW, [said('"<=","1/4"', '"<=","1"')]),
    "cost-empty-but-not": (COST_EMPTY, [said('"1"],">="', '"1"],"<="')]),
    "cost-empty-without-the-split": (COST_EMPTY, [hint(1, '["empty",0,1]')]),
    "cost-empty-at-the-end-missing": (COST_EMPTY_AT_THE_END, [hint(1)]),
    "cost-empty-at-the-end-of-a-boundary": (COST_EMPTY_AT_THE_END, [node('"1",0,1', '"2",0,1')]),
    "cost-of-one-side-too-much": (COST_OF_ONE_SIDE, [said('"bound":3', '"bound":2')]),
    "cost-of-a-point-and-its-line": (COST_OF_A_POINT, [said('"=","1"', '"=","2"')]),
    "cost-of-a-point-below": (COST_OF_A_POINT, [said('"=","1"', '"<=","1"')]),
    "cost-of-a-point-on-the-wrong-side": (COST_OF_A_POINT, [hint(0, '["below",0,1,0,-1]')]),
    # outputs
    "within-less-than-it-is": (
        HAT_WITHIN,
        [
            said(
                '"outputs":[[[0,"1"],">=","0"],[[0,"1"],"<=","1"]]',
                '"outputs":[[[0,"1"],">=","0"],[[0,"1"],"<=","1/2"]]',
            )
        ],
    ),
    "within-strictly-what-is-reached": (
        HAT_WITHIN,
        [said('"outputs":[[[0,"1"],">=","0"],[[0,"1"],"<="', '"outputs":[[[0,"1"],">=","0"],[[0,"1"],"<"')],
    ),
    "within-above-what-is-zero": (HAT_WITHIN, [said('"outputs":[[[0,"1"],">="', '"outputs":[[[0,"1"],">"')]),
    "within-of-a-larger-domain": (
        HAT_WITHIN,
        [said('"domain":[[[0,"1"],">=","0"],[[0,"1"],"<=","1"]', '"domain":[[[0,"1"],">=","0"],[[0,"1"],"<=","2"]')],
    ),
    "within-goals-in-another-order": (HAT_WITHIN, [hint(2, '["goal",1,2,1]'), hint(3, '["goal",1,0,1]')]),
    "within-a-goal-missing": (HAT_WITHIN, [hint(3)]),
    "within-a-goal-too-many": (HAT_WITHIN, [hint(3, '["goal",1,2,1]', '["goal",1,2,1]')]),
    "within-a-constraint-of-the-other-side": (HAT_WITHIN, [hint(6, '["goal",1,3,1]')]),
    "within-a-path-at-the-end": (HAT_WITHIN, [hint(2, '["path",4,1]')]),
    "within-a-bound-at-the-end": (HAT_WITHIN, [hint(2, '["bound"]')]),
    "within-the-place-that-is-split": (HAT_WITHIN, [hint(1, '["above",1,1,2,1]')]),
    "within-strictly-of-a-closed-domain": (HAT_WITHIN_STRICTLY, [said('"<","1/2"', '"<=","1/2"')]),
    "within-strictly-of-a-domain-with-zero": (
        HAT_WITHIN_STRICTLY,
        [said('"domain":[[[0,"1"],">"', '"domain":[[[0,"1"],">="')],
    ),
    "within-strictly-more": (HAT_WITHIN_STRICTLY, [said('"<","1"', '"<","1' + "0" * 30 + "/1" + "0" * 29 + '1"')]),
    "constant-that-is-not": (CONSTANT, [said('"=","5"', '"=","6"')]),
    "constant-reached-strictly": (CONSTANT, [said('">","7/2"', '">","4"')]),
    "constant-of-a-row-of-zeros": (CONSTANT, [said('">=","-1"', '">=","1"')]),
    "constant-called-empty": (CONSTANT, [said('"=","5"', '"=","6"'), more_hints('["empty"]')]),
    "constant-with-a-goal": (CONSTANT, [more_hints('["goal",1]')]),
    "constant-that-is-not-with-goals": (CONSTANT, [said('"=","5"', '"=","6"'), more_hints('["goal",1]', '["goal",1]')]),
    "sum-too-small": (SUM, [said('"7/3"', '"2"')]),
    "sum-reached-strictly": (SUM, [said('"<=","7/3"', '"<","7/3"')]),
    "sum-in-numbers-not-primitive": (SUM, [hint(1, '["goal",3,2,1,3,3]')]),
    "sum-with-a-side-missing": (SUM, [hint(1, '["goal",1,2,1]')]),
    "sum-below": (SUM, [said('[[1,"1"],">=","0"]', '[[1,"1"],">=","-1"]')]),
    "primitive-not-strict": (PRIMITIVE, [said('"<","-2"', '"<=","-2"')]),
    "primitive-as-it-was": (PRIMITIVE, [hint(0, '["goal",2,0,3]')]),
    "primitive-signs-exchanged": (PRIMITIVE, [said('"<","-2"', '">","-2"')]),
    "step-at-zero-below": (STEP_AT_ZERO, [said('"=","1"', '"=","0"'), hints('["below",0,1,0,1]')]),
    "step-around-zero": (STEP_AT_ZERO, [said('">=","0"', '">=","-1/1000"')]),
    "step-at-most-zero": (STEP_BELOW_ZERO, [said('"<"', '"<="')]),
    "step-above-at-most-zero": (STEP_BELOW_ZERO, [hint(0, '["above",0,1,0,1]')]),
    # parts
    "parts-without-a-second-decision": (PARTS_WITHIN, [hint(1)]),
    "parts-in-another-order": (PARTS_WITHIN, [hint(1, '["goal",1,0,1]'), hint(2, '["below",0,1,0,1]')]),
    "parts-exchanged": (PARTS_WITHIN, [node("[0,1,2]", "[1,0,2]")]),
    "parts-with-a-relu-too-many": (PARTS_WITHIN, [node("[0,1,2]", "[0,1,1,2]")]),
    "parts-more-than-it-is": (PARTS_WITHIN, [said('[2,"1"],">="', '[2,"1"],">"')]),
    "parts-place-of-the-other-part": (PARTS_WITHIN, [hint(1, '["below",2,1,0,1]')]),
    "parts-empty-where-it-is-not": (PARTS_SPLIT, [hint(2, '["empty",0,1,1,1]')]),
    "parts-goal-where-it-is-empty": (PARTS_SPLIT, [hint(3, '["goal",1,1,1]')]),
    "parts-split-with-one-more": (PARTS_SPLIT, [more_hints('["empty",0,1,1,1]')]),
    # several places
    "steps-place-twice": (STEPS_IN_ANOTHER_ORDER, [hint(1, '["below",2,1,1,1]')]),
    "steps-place-not-there": (STEPS_IN_ANOTHER_ORDER, [hint(1, '["above",3,1,0,1]')]),
    "steps-place-left-out": (STEPS_IN_ANOTHER_ORDER, [hint(2)]),
    "steps-of-a-closed-domain": (STEPS_IN_ANOTHER_ORDER, [said('"<","2"', '"<=","2"')]),
    "steps-counted-wrong": (STEPS_IN_ANOTHER_ORDER, [said('"=","2"', '"=","1"')]),
    "steps-in-the-order-of-the-places": (
        STEPS_IN_ANOTHER_ORDER,
        [hints('["above",0,1,0,1]', '["below",1,1,1,1]', '["above",2,1,0,1]')],
    ),
    # empty domains and points
    "empty-domain-called-empty-where-all-holds": (
        EMPTY_DOMAIN,
        [node('"identity",1', '"affine",1,[[]],["7"]'), hints('["empty",0,1,1,1]')],
    ),
    "empty-domain-called-vacuous-at-the-end": (EMPTY_DOMAIN_SPLIT, [hint(2, '["vacuous",0,1,1,1]')]),
    "empty-domain-called-vacuous-at-a-decision": (
        EMPTY_DOMAIN_SPLIT,
        [hints('["above",0,0,0,1,1,1]', '["vacuous",0,1,1,1]')],
    ),
    "zero-shown-by-a-goal-called-empty": (ZERO_AT_ZERO, [hint(1, '["empty",1,0,-1]')]),
    "empty-domain-but-not": (EMPTY_DOMAIN, [said('"<=","0"', '"<=","1"')]),
    "empty-domain-but-a-point-strictly": (EMPTY_DOMAIN, [said('"<=","0"', '"<=","1"'), hints('["goal",0,0,1,1,1]')]),
    "empty-domain-of-half-a-reason": (EMPTY_DOMAIN, [hint(0, '["vacuous",0,1]')]),
    "empty-domain-with-a-negative-multiplier": (EMPTY_DOMAIN, [hint(0, '["vacuous",0,-1,1,-1]')]),
    "empty-domain-with-multipliers-zero": (EMPTY_DOMAIN, [hint(0, '["vacuous",0,0,1,0]')]),
    "empty-domain-without-a-hint": (EMPTY_DOMAIN, [hints()]),
    "empty-domain-and-then-more": (EMPTY_DOMAIN, [more_hints('["goal",1]')]),
    "empty-domain-of-all-inputs": (EMPTY_DOMAIN, [said(f'"domain":{NOTHING}', '"domain":[]'), hints('["vacuous"]')]),
    "empty-domain-by-the-goal-of-nothing": (EMPTY_DOMAIN_BY_THE_GOAL, [hint(0, '["goal",0]')]),
    "empty-domain-by-half-of-the-goal": (EMPTY_DOMAIN_BY_THE_GOAL, [hint(0, '["goal",0,0,1]')]),
    "empty-domain-split-once-shown": (EMPTY_DOMAIN_SPLIT, [hint(2)]),
    "empty-domain-split-by-the-split": (
        EMPTY_DOMAIN_SPLIT,
        [hint(1, '["empty",0,1,2,1]'), said('"<=","0"', '"<=","1"')],
    ),
    "constant-domain-that-holds": (CONSTANT_DOMAIN, [said('[],">","0"', '[],">=","0"')]),
    "constant-domain-of-multiplier-zero": (CONSTANT_DOMAIN, [hint(0, '["vacuous",0,0]')]),
    "point-of-another-value": (POINT_BY_TWO, [said('"outputs":[[[0,"1"],"=","2"', '"outputs":[[[0,"1"],"=","1"')]),
    "point-of-one-inequality": (POINT_BY_TWO, [said(',[[0,"1"],"<=","2"]', "")]),
    "point-with-a-little-room": (POINT_BY_TWO, [said('"<=","2"', '"<=","200001/100000"')]),
    "point-with-goals-exchanged": (POINT_BY_ONE, [hint(1, '["goal",1,0,-1]'), hint(2, '["goal",1,0,1]')]),
    "point-elsewhere": (POINT_BY_ONE, [said('"domain":[[[0,"1"],"=","2"', '"domain":[[[0,"1"],"=","3"')]),
    # absolute values
    "absolute-values-one-goal-at-zero": (ABSOLUTE, [hint(7)]),
    "absolute-values-goals-exchanged": (ABSOLUTE, [hint(6, '["goal",1,0,1]'), hint(7, '["goal",1,1,1]')]),
    "absolute-values-zero-left-out": (ABSOLUTE, [hint(3, '["below",1,1,0,1]')]),
    "absolute-values-called-empty-at-zero": (ABSOLUTE, [hint(6), hint(6, '["empty",0,1,1,1]')]),
    "absolute-values-of-another-slope": (ABSOLUTE, [other('[0,"-1"]', '[0,"-2"]')]),
    "absolute-values-and-the-identity": (ABSOLUTE, [other('[0,"-1"]', '[0,"1"]')]),
    "absolute-values-after-a-second-relu": (
        ABSOLUTE,
        [
            node('["sequence",[2]]', '["sequence",[2]],\n["affine",1,[[0,"-1"]],["0"]]'),
            node('["sequence",[3]]', '["sequence",[3,4]]'),
            node("[0,1,4]", "[0,1,5]"),
        ],
    ),
    # paths
    "paths-one-too-few": (THREE_PATHS, [said('"count":3', '"count":2')]),
    "paths-one-too-many": (THREE_PATHS, [said('"count":3', '"count":4')]),
    "paths-two-of-three": (
        THREE_PATHS,
        [
            said('"count":3', '"count":2'),
            hints('["split",0]', '["above",1,1,0,1]', '["path",1,-1]', '["below",1,1,0,1]', '["path",1,1]'),
        ],
    ),
    "paths-with-the-boundary-left-out": (THREE_PATHS, [said('"count":3', '"count":2'), hint(5, '["empty",0,1,1,1]')]),
    "paths-counted-twice": (THREE_PATHS, [said('"count":3', '"count":4'), hint(1, '["split",1]', '["path",1,-1]')]),
    "path-on-the-wrong-side": (THREE_PATHS, [hint(2, '["path",1,1]')]),
    "path-on-a-strict-boundary": (THREE_PATHS, [hint(2, '["path",1,0]')]),
    "path-of-another-end": (THREE_PATHS, [hint(4, '["path",1,0]')]),
    "path-off-a-boundary": (THREE_PATHS, [hint(5, '["path",1' + "0" * 40 + ",1]")]),
    "path-without-a-witness": (THREE_PATHS, [hint(5)]),
    "path-shown-by-a-goal": (THREE_PATHS, [hint(2, '["goal",1,0,1]')]),
    "path-shown-by-a-bound": (THREE_PATHS, [hint(2, '["bound"]')]),
    "path-before-its-end": (THREE_PATHS, [hint(1)]),
    "path-left-over": (THREE_PATHS, [more_hints('["path",1,0]')]),
    "paths-of-a-structure": (THREE_PATHS, [hints('["structure"]')]),
    "paths-of-a-shared-gate-split-once": (
        FOUR_PATHS,
        [said('"count":4', '"count":2'), hints('["split",0]', '["path",1,-1]', '["path",1,1]')],
    ),
    "paths-of-a-shared-gate-with-a-witness-too-far": (FOUR_PATHS, [hint(3, '["path",2,-3]')]),
    "paths-of-a-shared-gate-at-its-threshold": (FOUR_PATHS, [hint(2, '["path",1,-1]')]),
    "paths-of-steps-place-decided-before": (STEP_PATHS, [hint(2, '["split",1]')]),
    "paths-of-steps-in-another-region": (STEP_PATHS, [hint(8, '["path",2,3]')]),
    "paths-with-empty-sides-counted": (EMPTY_SIDE_PATHS, [said('"count":1', '"count":2'), hint(4, '["path",1,0]')]),
    "paths-with-a-side-called-empty": (
        EMPTY_SIDE_PATHS,
        [said('"count":1', '"count":0'), hint(3, '["empty",0,1,1,1]')],
    ),
    "paths-of-a-closed-domain": (EMPTY_SIDE_PATHS, [said('">"', '">="')]),
    "paths-of-nothing-but-one": (NO_PATHS, [said('"count":0', '"count":1')]),
    "paths-none-of-a-point": (NO_PATHS, [said('"<=","0"', '"<=","1"')]),
    "path-without-decisions-uncounted": (ONE_PATH_WITHOUT_DECISIONS, [said('"count":1', '"count":0'), hints()]),
    "path-without-decisions-called-empty": (
        ONE_PATH_WITHOUT_DECISIONS,
        [said('"count":1', '"count":0'), hints('["empty"]')],
    ),
    "path-without-decisions-unwitnessed": (ONE_PATH_WITHOUT_DECISIONS, [hints()]),
    "path-beside-its-point": (ONE_PATH_AT_A_POINT, [hint(2, '["path",7,1]')]),
    "path-at-a-point-below": (ONE_PATH_AT_A_POINT, [hint(1, '["below",0,1,0,-1]')]),
}
UNBOUND: dict[str, tuple[Files, list[Edit]]] = {
    "other-network-changed-after-the-claim": (HINGE, [other('"branch",1', '"branch", 1')]),
    "domain-changed-after-the-certificate": (COST_ABOVE, [said('">=","1"', '">=","2"')]),
}


MALFORMED: dict[str, tuple[Files, list[Edit]]] = {
    "radii-open-of-radius-zero": (RADII, [said('"open","2","2"', '"open","0","2"')]),
    # hints
    "hint-multiplier-true": (HINGE, [hint(1, '["below",0,true,0,1]')]),
    "hint-multiplier-a-text": (HINGE, [hint(1, '["below",0,"1",0,1]')]),
    "hint-multiplier-a-fraction": (HINGE, [hint(1, '["below",0,1.0,0,1]')]),
    "hint-multiplier-null": (HINGE, [hint(1, '["below",0,null,0,1]')]),
    "hint-multiplier-a-list": (HINGE, [hint(1, '["below",0,[1],0,1]')]),
    "hint-multiplier-minus-zero": (HINGE, [hint(1, '["below",0,1,0,-0]')]),
    "hint-multiplier-too-long": (HINGE, [hint(1, f'["below",0,{"7" * 10001},0,1]')]),
    "hint-multiplier-left-out": (HINGE, [hint(1, '["below",0,1,0]')]),
    "hint-added-multiplier-left-out": (HINGE, [hint(1, '["below",0]')]),
    "hint-index-true": (PARTS_SPLIT, [hint(3, '["empty",0,1,true,1]')]),
    "hint-index-a-text": (HINGE, [hint(1, '["below",0,1,"0",1]')]),
    "hint-place-false": (HINGE, [hint(0, '["split",false]')]),
    "hint-place-a-text": (HINGE, [hint(0, '["split","0"]')]),
    "hint-place-missing": (HINGE, [hint(0, '["split"]')]),
    "hint-split-with-more": (HINGE, [hint(0, '["split",0,1]')]),
    "hint-empty-list": (HINGE, [hint(0, "[]")]),
    "hint-a-name-alone": (HINGE, [hint(0, '"split"')]),
    "hint-an-object": (HINGE, [hint(0, '{"split":0}')]),
    "hint-null": (HINGE, [hint(0, "null")]),
    "hint-left-over-null": (HINGE, [more_hints("null")]),
    "hint-goal-without-multiplier": (SIDES, [hint(0, '["goal"]')]),
    "hint-goal-with-a-pair-left-out": (SIDES, [hint(0, '["goal",2,0]')]),
    "hint-empty-with-half-a-pair": (EMPTY_DOMAIN, [hint(0, '["vacuous",0]')]),
    "hint-bound-with-a-number": (COST_SPLIT, [hint(1, '["bound",7]')]),
    "path-over-zero": (THREE_PATHS, [hint(2, '["path",0,-1]')]),
    "path-over-minus-one": (THREE_PATHS, [hint(2, '["path",-1,1]')]),
    "path-over-true": (THREE_PATHS, [hint(2, '["path",true,-1]')]),
    "path-of-two-coordinates": (THREE_PATHS, [hint(2, '["path",1,-1,0]')]),
    "path-of-no-coordinates": (THREE_PATHS, [hint(2, '["path",1]')]),
    "path-of-rationals": (THREE_PATHS, [hint(2, '["path",1,"-1"]')]),
    "wrong-over-zero": (RADII, [hint(1, '["wrong",0,1]')]),
    "wrong-over-minus-one": (RADII, [hint(1, '["wrong",-1,-1]')]),
    "wrong-with-three-coordinates": (RADII, [hint(1, '["wrong",1,1,1,1]')]),
    "wrong-without-coordinates": (RADII, [hint(1, '["wrong",1]')]),
    "wrong-with-a-text": (RADII, [hint(1, '["wrong",1,"1"]')]),
    "wrong-with-half-a-near-point": (RADII_IN_THE_PLANE, [hint(11, '["wrong",1,2,0,1]')]),
    # constraints
    "constraint-with-an-unknown-relation": (COST_ABOVE, [said('">="', '"=>"')]),
    "constraint-with-two-equality-signs": (COST_ABOVE, [said('">="', '"=="')]),
    "constraint-unequal": (COST_ABOVE, [said('">="', '"!="')]),
    "constraint-with-a-list-for-a-relation": (COST_ABOVE, [said('">="', '[">="]')]),
    "constraint-with-null-for-a-relation": (COST_ABOVE, [said('">="', "null")]),
    "constraint-of-two-parts": (COST_ABOVE, [said(',"1"]]', "]]")]),
    "constraint-of-four-parts": (COST_ABOVE, [said(',"1"]]', ',"1","1"]]')]),
    "constraint-number-not-a-text": (COST_ABOVE, [said(',"1"]]', ",1]]")]),
    "constraint-number-not-in-lowest-terms": (COST_ABOVE, [said(',"1"]]', ',"2/2"]]')]),
    "constraint-past-the-inputs": (COST_ABOVE, [said('[[0,"1"]', '[[1,"1"]')]),
    "constraint-weight-of-zero": (COST_ABOVE, [said('[[0,"1"]', '[[0,"0"]')]),
    "constraint-weight-missing": (COST_ABOVE, [said('[[0,"1"]', "[[0]")]),
    "constraint-position-twice": (ON_A_LINE, [said('[0,"1",1,"-1"]', '[0,"1",0,"-1"]')]),
    "constraint-dense": (ON_A_LINE, [said('[0,"1",1,"-1"]', '["1","-1"]')]),
    "constraint-alone": (COST_ABOVE, [said('"domain":[[[0,"1"],">=","1"]]', '"domain":[[0,"1"],">=","1"]')]),
    "constraint-past-the-outputs": (HAT_WITHIN, [said('"outputs":[[[0', '"outputs":[[[1')]),
    "domain-null": (HINGE, [said("[]", "null")]),
    "domain-an-object": (HINGE, [said("[]", "{}")]),
    "domain-missing": (THREE_PATHS, [said('"domain":[],\n', "")]),
    "outputs-none": (
        CONSTANT,
        [
            said(
                '"outputs":[[[0,"1"],"=","5"],[[0,"1",1,"3"],">","7/2"],[[],">=","-1"],[[1,"2/3"],"<=","0"]]',
                '"outputs":[]',
            )
        ],
    ),
    "outputs-missing": (STEP_AT_ZERO, [said(',\n"outputs":[[[0,"1"],"=","1"]]', "")]),
    # keys
    "equivalent-without-the-other": (HINGE, [said(f'"other":{reference(OTHER)},\n', "")]),
    "equivalent-with-a-radius": (HINGE, [said('"domain":[]', '"domain":[],"radius":"1"')]),
    "equivalent-on-balls-with-a-domain": (ON_BALLS, [said('"radius":"1"', '"radius":"1","domain":[]')]),
    "one-class-with-a-wrong-row": (ONE_CLASS, [said('["closed","0",null]', '["wrong"]')]),
    "one-class-with-a-radius": (ONE_CLASS, [said('"radii"', '"radius":"1","radii"')]),
    "one-class-with-too-few-radii": (ONE_CLASS, [said('["closed","0",null],', "")]),
    "equivalent-on-balls-with-labels": (ON_BALLS, [said('"radius":"1"', '"radius":"1","labels":"as given"')]),
    "classifies-robustly-with-labels": (SIDES, [said('"radius"', '"labels":"one-hot","radius"')]),
    "memorizes-robustly-without-labels": (ROUNDED, [said('"labels":"as given",\n', "")]),
    "memorizes-robustly-without-a-radius": (ROUNDED, [said(',\n"radius":"1/4"', "")]),
    "memorizes-with-radii-and-a-radius": (RADII, [said('"radii"', '"radius":"1","radii"')]),
    "paths-with-a-bound": (THREE_PATHS, [said('"count":3', '"count":3,"bound":3')]),
    "paths-with-a-measure": (THREE_PATHS, [said('"count":3', '"count":3,"measure":"total"')]),
    "kind-of-two-words-run-together": (ROUNDED, [said("memorizes robustly", "memorizes-robustly")]),
    "equivalent-to-a-data-set": (HINGE, [other("memocert network", "memocert dataset")]),
    "equivalent-to-nothing": (HINGE, [said(OTHER, "another.json")]),
    # numbers
    "radius-negative": (ROUNDED, [said('"1/4"', '"-1/4"')]),
    "radius-null": (ROUNDED_AT_POINTS, [said('"radius":"0"', '"radius":null')]),
    "radius-an-integer": (ROUNDED_AT_POINTS, [said('"radius":"0"', '"radius":0')]),
    "radius-minus-zero": (ROUNDED_AT_POINTS, [said('"radius":"0"', '"radius":"-0"')]),
    "radius-a-list": (ROUNDED, [said('"1/4"', '["1/4"]')]),
    "radius-too-long": (ROUNDED, [said('"1/4"', f'"1/{"7" * 10001}"')]),
    "radii-one-too-few": (RADII, [said(',["closed","1/2","5/2"]', ""), hint(5), hint(5)]),
    "radii-one-too-many": (RADII, [said('"5/2"]]', '"5/2"],["wrong"]]')]),
    "radii-null": (
        SIDES,
        [said("classifies robustly", "classifies with radii"), said('"radius":"1/2"', '"radii":null')],
    ),
    "radii-a-text": (
        SIDES,
        [said("classifies robustly", "classifies with radii"), said('"radius":"1/2"', '"radii":"ab"')],
    ),
    "radii-of-an-unknown-kind": (RADII, [said('["wrong"]', '["right"]')]),
    "radii-of-no-kind": (RADII, [said('["wrong"]', "[]")]),
    "radii-a-kind-alone": (RADII, [said('["wrong"]', '"wrong"')]),
    "radii-all-with-a-number": (RADII_ALL, [said('["all"]', '["all","1"]')]),
    "radii-wrong-with-a-number": (RADII, [said('["wrong"]', '["wrong","0"]')]),
    "radii-closed-without-the-second": (RADII, [said('["closed","1",null]', '["closed","1"]')]),
    "radii-closed-with-a-third": (RADII, [said('["closed","1",null]', '["closed","1",null,null]')]),
    "radii-closed-of-null": (RADII_ALL, [said('["closed","0",null]', '["closed",null,null]')]),
    "radii-open-of-null": (RADII, [said('["open","2","2"]', '["open",null,"2"]')]),
    "radii-negative": (RADII, [said('["closed","1",null]', '["closed","-1",null]')]),
    "radii-at-most-negative": (RADII, [said('"open","2","2"', '"open","2","-2"')]),
    "radii-integers": (RADII, [said('"open","2","2"', '"open",2,2')]),
    "radii-not-in-lowest-terms": (RADII, [said('"open","2","2"', '"open","2/1","2"')]),
    "attained-of-two-coordinates": (COST_SPLIT, [said('["0"]', '["0","0"]')]),
    "attained-of-no-coordinates": (COST_SPLIT, [said('["0"]', "[]")]),
    "attained-an-integer": (COST_SPLIT, [said('["0"]', "[0]")]),
    "attained-not-a-list": (COST_SPLIT, [said('["0"]', '"0"')]),
    "attained-false": (COST_EMPTY, [said("null", "false")]),
    "count-negative": (THREE_PATHS, [said('"count":3', '"count":-1')]),
    "count-true": (ONE_PATH_WITHOUT_DECISIONS, [said('"count":1', '"count":true')]),
    "count-a-text": (THREE_PATHS, [said('"count":3', '"count":"3"')]),
    "count-null": (NO_PATHS, [said('"count":0', '"count":null')]),
    "count-above-the-largest": (THREE_PATHS, [said('"count":3', '"count":1000000000000000001')]),
    "bound-null": (COST_SPLIT, [said('"bound":7', '"bound":null')]),
}
