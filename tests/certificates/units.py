"""Bundles whose units stay open, and whose intervals stand for multipliers: accepted ones, and neighbours that are not.

Unit j is written v_j, its form f_j; the hints were worked out by hand.
"""

from regions import HAT, RADII_IN_THE_PLANE, THREE_PATHS, at_most, proved, within
from texts import CERTIFICATE, CLAIM, NETWORK, STEM, Edit, Files, hints, network, put, said

UNIT_INTERVAL = '[[[0,"1"],">=","0"],[[0,"1"],"<=","1"]]'
AT_MOST_ONE = '[[[0,"1"],"<=","1"]]'
AS_HIGH = '[[[0,"1"],"<=","1"],[[1,"1"],"<=","2"],[[2,"1"],"<=","2"]]'

HATS = network(
    '["affine",1,[[0,"2"],[0,"4"]],["0","-2"]]',
    '["relu",2]',
    '["affine",2,[[0,"2",1,"-2"],[0,"4",1,"-4"]],["0","-2"]]',
    '["relu",2]',
    '["affine",2,[[0,"1",1,"-1"],[0,"1"],[1,"1"]],["0","0","0"]]',
    '["sequence",[0,1,2,3,4]]',
)
"""The hat of the hat, v_2 and v_3.

v_0 = relu(2 z), v_1 = relu(4 z - 2), v_2 = relu(2 v_0 - 2 v_1), v_3 = relu(4 v_0 - 4 v_1 - 2)
"""

GOALS = (
    '["goal*",2,-4,-1]',  # 2 (v_2 - v_3 - 1) > 0, slopes 2 and -1: 4 v_0 - 4 v_1 - (4 v_0 - 4 v_1 - 2) - 2 = 0
    '["goal*",1,-3,0]',  # v_2 - 2 > 0, slope 0: v_2 is at most 2
    '["goal*",1]',  # v_3 - 2 > 0, slope 0
)

HATS_RELAXED = within(
    HATS,
    UNIT_INTERVAL,
    AS_HIGH,
    '["relax",1]',  # v_0: 0 to 2, v_1: -2 to 2
    '["relax",1]',  # v_2: 0 to 4, v_3: -2 to 6
    '["own",2,1,-2,-1]',  # 2 v_0 - 2 v_1, slopes 2 and -1: 4 z - (4 z - 2) = 2, so v_2: 0 to 2
    '["own",3,1,-2,-2]',  # twice that, - 2: v_3: -2 to 2
    *GOALS,
)
HATS_BY_A_UNIT = within(
    HATS,
    UNIT_INTERVAL,
    AS_HIGH,
    '["relax",1]',
    '["relax",1]',
    '["unit",1]',  # below z < 1/2 and v_1 is off: v_3 is at most 2; above it is v_1 = 4 z - 2
    '["own",2]',
    '["own",3]',
    *GOALS,
    '["own",2]',
    '["own"]',
    *GOALS,
)
HATS_DIVIDED = within(
    HATS,
    UNIT_INTERVAL,
    AS_HIGH,
    '["relax",1]',
    '["divide",-1,0,2]',  # 2 z - 1, before the second layer is relaxed
    '["own"]',
    '["relax",1]',
    *GOALS,
    '["own"]',
    '["relax",1]',
    *GOALS,
)
HATS_CUT = within(
    HATS,
    UNIT_INTERVAL,
    AS_HIGH,
    '["relax",1]',
    '["divide",-1,-2,-1,-1,1]',  # v_0 - v_1 - 1, which is not above 0
    '["relax",1]',  # v_2 is at most 4, v_3 at most 6, as before
    '["own",2,1,2,2]',  # 2 v_0 - 2 v_1 + 2 (1 - v_0 + v_1) = 2
    '["own",3,1,2,4]',
    *GOALS,
    '["relax",1]',
    '["divide",0,-1,1]',  # at v_0, of which nothing is below
    '["empty*",3,1]',  # -v_0 > 0, and v_0 is at least 0
    '["own",2,1,-2,-1]',
    '["own",3,1,-2,-2]',
    *GOALS,
)
TOWER = within(
    network(
        '["affine",1,[[0,"1"],[0,"1"],[0,"1"],[0,"1"]],["0","0","0","0"]]',
        '["relu",4]',
        '["affine",4,[[0,"1"],[1,"1"],[2,"1"],[3,"1"]],["0","0","0","0"]]',
        '["affine",4,[[0,"1"]],["0"]]',
        '["sequence",[0,1,2,1,2,1,3]]',
    ),
    '[[[0,"1"],">=","-1"],[[0,"1"],"<=","1"]]',
    AT_MOST_ONE,
    '["relax",1]',
    '["relax",1]',
    '["relax",1]',
    '["own",11]',  # more units than any layer has coordinates, or the region constraints
    '["goal*",1,-9,0]',  # v_8 - 1 > 0, slope 0: v_8 is at most 1
)
SOME_PLACES = within(
    HAT,
    '[[[0,"1"],">=","0"],[[0,"1"],"<=","1"]]',
    AT_MOST_ONE,
    '["above*",0,1]',  # -z > 0, greatest at 0
    '["relax",1,1]',  # place 1 is unit 0: 4 z - 2
    '["goal*",2,-1,-1]',  # 2 (2 z - v_0 - 1) > 0, slope -1: 4 z - (4 z - 2) - 2 = 0
)
STEP_AFTER_UNITS = within(
    network(
        '["affine",1,[[0,"2"],[0,"4"]],["0","-2"]]',
        '["relu",2]',
        '["affine",2,[[0,"1",1,"-1"]],["-1/2"]]',
        '["step",1]',
        '["sequence",[0,1,2,3]]',
    ),
    '[[[0,"1"],">=","0"],[[0,"1"],"<=","1/8"]]',
    '[[[0,"1"],"<=","0"]]',
    '["relax",1]',  # v_0: 0 to 1; 4 z - 2 is below 0: place 1 gives 0
    '["below*",0,1]',  # 2 v_0 - 1: 4 z - 1 at 1/8
)
GATE_AFTER_UNITS = at_most(
    '[[[0,"1"],">=","-1"],[[0,"1"],"<=","1"]]',
    4,
    "null",
    '["relax",1]',
    '["below*",0,1]',  # v_0 - 2 is below 0
    nodes=network(
        '["relu",1]',
        '["affine",1,[[0,"3"]],["1"]]',
        '["affine",1,[[0,"5"]],["1"]]',
        '["sequence",[1,2]]',
        '["branch",1,[0,"1"],"2",1,3]',
        '["sequence",[0,4]]',
    ),
)
STARS = {
    NETWORK: RADII_IN_THE_PLANE[NETWORK],
    **{key: text for key, text in RADII_IN_THE_PLANE.items() if key not in (NETWORK, STEM + CLAIM, STEM + CERTIFICATE)},
    **proved(
        "classifies with radii",
        '"radii":[["open","1/2","1/2"],["open","2","2"]]',
        (
            '["above*",0,1]',
            '["split",1]',
            '["goal*",1]',  # f = a - 1: 1 - a, at the strict end 3/2 < a
            '["goal*",1]',  # f = a - b - 1: b - a + 1 at a = 3/2 and b = 1/2, both strict
            '["wrong",2,3,1]',
            '["split",1]',
            '["split",0]',
            '["goal*",1]',  # f = 1 - a: a - 1 at the strict end 1
            '["split",0]',
            '["goal*",1]',
            '["goal*",1]',
            '["wrong",1,2,0,1,0]',
        ),
        data=True,
    ),
}
CONSTANT_SUM = within(
    network('["relu",2]'),
    '[[[0,"1"],">=","-1"],[[0,"1"],"<=","1"],[[1,"1"],">=","1"],[[1,"1"],"<=","0"]]',
    '[[[1,"1"],"<=","-5"]]',
    '["relax",1,0]',
    '["empty*",2,1,3,1]',  # b - 1, -b
)
EMPTY_BY_ENDS = at_most('[[[0,"1"],">=","1"]]', 1, "null", '["split",0]', '["empty*",1,1]')
"""1 - z > 0 is the last constraint; with its multiplier 1 it is 0 at the end 1 of the domain."""

ZERO_NO_LONGER = within(
    network(
        '["affine",1,[[0,"1"],[0,"1"]],["0","-5"]]',
        '["relu",2]',
        '["affine",2,[[0,"1",1,"1"]],["0"]]',
        '["relu",1]',
        '["sequence",[0,1,2,3]]',
    ),
    '[[[0,"1"],">=","0"],[[0,"1"],"<=","1"],[[],">=","1"]]',
    '[[[0,"1"],"<=","1"]]',
    '["relax",1]',  # v_1: z - 5 is below 0
    '["own",1,-1,2,10]',  # 5 - z, 10 (0 - 1): v_1 is at least 5, for the region is empty
    '["relax",1]',
    '["goal*",1]',
)
"""A unit that was left out of the rows of others, and must be read again."""

ZERO_NO_LONGER_BEHIND_A_ROW = {
    NETWORK: ZERO_NO_LONGER[NETWORK],
    **proved(
        "output within",
        '"domain":[[[0,"1"],">=","0"],[[0,"1"],"<=","1"],[[],">=","1"]],"outputs":[[[0,"1"],"<=","1"]]',
        ('["relax",1]', '["relax",1]', '["own",1,-1,2,10]', '["own"]', '["goal*",1]'),
    ),
}

ACCEPTED = {
    "zero-no-longer": ZERO_NO_LONGER,
    "zero-no-longer-behind-a-row": ZERO_NO_LONGER_BEHIND_A_ROW,
    "hats-relaxed": HATS_RELAXED,
    "hats-by-a-unit": HATS_BY_A_UNIT,
    "hats-divided": HATS_DIVIDED,
    "hats-cut": HATS_CUT,
    "some-places-relaxed": SOME_PLACES,
    "tower-of-units": TOWER,
    "step-after-units": STEP_AFTER_UNITS,
    "gate-after-units": GATE_AFTER_UNITS,
    "stars-on-balls": STARS,
    "empty-by-ends": EMPTY_BY_ENDS,
    "constant-sum": CONSTANT_SUM,
}


def hint(old: str, new: str) -> Edit:
    return put(STEM + CERTIFICATE, old, new)


PARABOLIC = within(HAT, '[[[0,"1"],">=","0"]]', AT_MOST_ONE, '["relax",1]', '["goal*",1]')
"""An interval without a greater end."""

REJECTED: dict[str, tuple[Files, list[Edit]]] = {
    "zero-no-longer-and-below-0": (ZERO_NO_LONGER, [said('[[[0,"1"],"<=","1"]]}', '[[[0,"1"],"<=","0"]]}')]),
    "zero-no-longer-behind-a-row-and-below-0": (
        ZERO_NO_LONGER_BEHIND_A_ROW,
        [said('[[[0,"1"],"<=","1"]]}', '[[[0,"1"],"<=","0"]]}')],
    ),
    # the rule
    "hats-strictly-below-what-they-reach": (
        HATS_RELAXED,
        [said('"outputs":[[[0,"1"],"<="', '"outputs":[[[0,"1"],"<"')],
    ),
    "hats-standard-slope": (HATS_RELAXED, [hint('["goal*",2,-4,-1]', '["goal*",2]')]),
    "hats-slope-too-small": (HATS_RELAXED, [hint('["goal*",2,-4,-1]', '["goal*",2,-4,0]')]),
    "hats-multiplier-zero": (HATS_RELAXED, [hint('["goal*",2,-4,-1]', '["goal*",0]')]),
    "hats-multiplier-negative": (HATS_RELAXED, [hint('["goal*",2,-4,-1]', '["goal*",-2,-4,-1]')]),
    "hats-slope-of-no-unit": (HATS_RELAXED, [hint('["goal*",2,-4,-1]', '["goal*",2,-5,-1]')]),
    "hats-slopes-oldest-first": (HATS_RELAXED, [hint('["goal*",2,-4,-1]', '["goal*",2,-1,0,-4,-1]')]),
    "hats-slope-twice": (HATS_RELAXED, [hint('["goal*",2,-4,-1]', '["goal*",2,-4,-1,-4,-1]')]),
    "hats-slope-behind-a-constraint": (HATS_RELAXED, [hint('["goal*",2,-4,-1]', '["goal*",2,0,0,-4,-1]')]),
    "hats-constraint-not-there": (HATS_RELAXED, [hint('["goal*",2,-4,-1]', '["goal*",2,-4,-1,2,1]')]),
    "hats-constraint-negative-multiplier": (HATS_RELAXED, [hint('["goal*",2,-4,-1]', '["goal*",2,-4,-1,0,-1]')]),
    "hats-without-a-star": (HATS_RELAXED, [hint('["goal*",2,-4,-1]', '["goal",2,0,1]')]),
    "input-without-an-end": (PARABOLIC, []),
    "input-without-an-end-in-a-goal": (PARABOLIC, [hints('["split",0]', '["split",1]', '["goal*",1]')]),
    "closed-end-is-not-strict": (STARS, [said('["open","2","2"]', '["closed","2","2"]')]),
    "constant-sum-with-a-slope": (CONSTANT_SUM, [hint('["empty*",2,1,3,1]', '["empty*",-1,5,2,1,3,1]')]),
    "empty-without-multipliers": (EMPTY_BY_ENDS, [hint('["empty*",1,1]', '["empty*"]')]),
    "vacuous-with-a-star": (EMPTY_BY_ENDS, [hints('["vacuous*",0,1]')]),
    "split-with-a-star": (EMPTY_BY_ENDS, [hints('["split*",0]', '["empty*",1,1]')]),
    # bounds
    "own-bound-left-out": (HATS_RELAXED, [hint('["own",3,1,-2,-2],\n', "")]),
    "own-standard-slope-is-not-enough": (HATS_RELAXED, [hint('["own",2,1,-2,-1]', '["own",2]')]),
    "own-from-below-is-no-bound-from-above": (HATS_RELAXED, [hint('["own",2,1,-2,-1]', '["own",2,-1,-2,-1]')]),
    "own-multiplier-zero": (HATS_RELAXED, [hint('["own",2,1,-2,-1]', '["own",2,0,-2,-1]')]),
    "own-no-such-unit": (HATS_RELAXED, [hint('["own",2,1,-2,-1]', '["own",4,1,-2,-1]')]),
    "own-unit-counted-from-behind": (HATS_RELAXED, [hint('["own",2,1,-2,-1]', '["own",-2,1,-2,-1]')]),
    "own-negative-multiplier-of-a-constraint": (HATS_CUT, [hint('["own",2,1,2,2]', '["own",2,1,2,-2]')]),
    "own-bounds-do-not-last": (HATS_DIVIDED, [hint('["goal*",1],\n["own"]', '["goal*",1]')]),
    "own-bounds-of-the-side-below-do-not-last": (HATS_CUT, [hint('["own",2,1,-2,-1],\n', "")]),
    "bounds-rounded-outwards": (
        within(
            network('["relu",1]'),
            '[[[0,"1"],">=","-1"],[[0,"1"],"<=","1/2"]]',
            '[[[0,"1"],"<=","1/2"]]',
            '["relax",1]',
            '["goal*",2,-1,0]',
        ),
        [],
    ),
    # splits
    "unit-not-there": (HATS_BY_A_UNIT, [hint('["unit",1]', '["unit",4]')]),
    "unit-counted-from-behind": (HATS_BY_A_UNIT, [hint('["unit",1]', '["unit",-3]')]),
    "unit-of-the-other-side": (
        HATS_DIVIDED,
        [hint('["relax",1],\n["goal*",2,-4,-1],\n["goal*",1,-3,0],\n["goal*",1]\n]', '["unit",2]\n]')],
    ),
    "unit-side-above-left-out": (
        HATS_BY_A_UNIT,
        [hint(',\n["own"],\n["goal*",2,-4,-1],\n["goal*",1,-3,0],\n["goal*",1]\n]', "\n]")],
    ),
    "divide-side-above-left-out": (
        HATS_DIVIDED,
        [hint(',\n["own"],\n["relax",1],\n["goal*",2,-4,-1],\n["goal*",1,-3,0],\n["goal*",1]\n]', "\n]")],
    ),
    "divide-factor-zero": (HATS_DIVIDED, [hint('["divide",-1,0,2]', '["divide",-1,0,0]')]),
    "divide-input-not-there": (HATS_DIVIDED, [hint('["divide",-1,0,2]', '["divide",-1,1,2]')]),
    "divide-unit-not-there": (HATS_DIVIDED, [hint('["divide",-1,0,2]', '["divide",-1,-3,1,0,2]')]),
    "divide-out-of-order": (HATS_CUT, [hint('["divide",-1,-2,-1,-1,1]', '["divide",-1,-1,1,-2,-1]')]),
    "divide-variable-twice": (HATS_CUT, [hint('["divide",-1,-2,-1,-1,1]', '["divide",-1,-1,1,-1,1]')]),
    # places
    "relax-of-a-place-decided": (SOME_PLACES, [hint('["relax",1,1]', '["relax",1,0,1]')]),
    "relax-of-a-place-not-there": (SOME_PLACES, [hint('["relax",1,1]', '["relax",1,2]')]),
    "relax-of-a-place-counted-from-behind": (SOME_PLACES, [hint('["relax",1,1]', '["relax",1,-1]')]),
    "relax-of-a-place-twice": (SOME_PLACES, [hint('["relax",1,1]', '["relax",1,1,1]')]),
    "relax-out-of-order": (HATS_RELAXED, [hints('["relax",1,1,0]')]),
    "relax-of-a-step": (STEP_AFTER_UNITS, [hints('["relax",1]', '["relax",1]')]),
    "relax-of-a-gate": (GATE_AFTER_UNITS, [hints('["relax",1]', '["relax",1]')]),
    "relax-at-an-end": (HATS_RELAXED, [hints('["relax",1]', '["relax",1]', '["relax",1]')]),
    # where ends are paths
    "path-relaxed": (THREE_PATHS, [hints('["relax",1]')]),
    "path-divided": (THREE_PATHS, [hints('["divide",0,0,1]')]),
    "path-with-own-bounds": (THREE_PATHS, [hints('["own"]')]),
    "evidence-relaxed": (STARS, [hint('["wrong",2,3,1]', '["relax",1],\n["wrong",2,3,1]')]),
}

UNBOUND: dict[str, tuple[Files, list[Edit]]] = {}

MALFORMED: dict[str, tuple[Files, list[Edit]]] = {
    "relax-without-a-scale": (HATS_DIVIDED, [hint('["relax",1],\n["divide"', '["relax"],\n["divide"')]),
    "relax-scale-zero": (HATS_DIVIDED, [hint('["relax",1],\n["divide"', '["relax",0],\n["divide"')]),
    "relax-scale-negative": (HATS_DIVIDED, [hint('["relax",1],\n["divide"', '["relax",-4],\n["divide"')]),
    "relax-scale-a-fraction": (HATS_DIVIDED, [hint('["relax",1],\n["divide"', '["relax",1.5],\n["divide"')]),
    "slope-true": (HATS_RELAXED, [hint('["goal*",2,-4,-1]', '["goal*",2,-4,true]')]),
    "slope-missing": (HATS_RELAXED, [hint('["goal*",2,-4,-1]', '["goal*",2,-4]')]),
    "star-without-a-multiplier": (HATS_RELAXED, [hint('["goal*",2,-4,-1]', '["goal*"]')]),
    "star-without-a-place": (SOME_PLACES, [hint('["above*",0,1]', '["above*"]')]),
    "star-empty-with-one-number": (EMPTY_BY_ENDS, [hint('["empty*",1,1]', '["empty*",1]')]),
    "own-pair-not-complete": (HATS_RELAXED, [hint('["own",2,1,-2,-1]', '["own",2,1,-2]')]),
    "unit-without-a-unit": (HATS_BY_A_UNIT, [hint('["unit",1]', '["unit"]')]),
    "unit-with-two-numbers": (HATS_BY_A_UNIT, [hint('["unit",1]', '["unit",1,1]')]),
    "divide-without-pairs": (HATS_DIVIDED, [hint('["divide",-1,0,2]', '["divide",-1]')]),
    "divide-pair-not-complete": (HATS_DIVIDED, [hint('["divide",-1,0,2]', '["divide",-1,0]')]),
}
