"""Bundles of *avoids* and *within tolerance*: every hint in them was worked out by hand; and their neighbours.

The comment beside a hint is the sum that it stands for: first the polyhedron's first constraint, or what denies a goal.
"""

from regions import ABOVE_ZERO, HAT, NOTHING, proved
from texts import NETWORK, OTHER, Edit, Files, hint, hints, more_hints, network, other, said, write

LINE = network('["identity",1]')
RELU = network('["relu",1]')
AT_LEAST_0, AT_MOST_1 = '[[0,"1"],">=","0"]', '[[0,"1"],"<=","1"]'


def apart(nodes: str, domain: str, unsafe: str, *lines: str) -> Files:
    return {NETWORK: nodes, **proved("avoids", f'"domain":{domain},\n"unsafe":{unsafe}', lines)}


def near(nodes: str, others: str, domain: str, tolerance: str, *lines: str) -> Files:
    more = f'"domain":{domain},\n"tolerance":"{tolerance}"'
    return {NETWORK: nodes, OTHER: others, **proved("within tolerance", more, lines, other=True)}


HAT_AVOIDS = apart(
    HAT,
    f"[{AT_LEAST_0},{AT_MOST_1}]",
    '[[[[0,"-2",1,"1"],">","0"]],[[[1,"1"],">=","1"],[[0,"1"],"<=","1/3"]],[[[1,"1"],"<","0"]]]',
    '["split",1]',
    '["above",0,1,0,1]',  # -z > 0, z; then y = 2 z, and y - 2 z > 0 is constant and does not hold
    '["goal",3,3,2]',  # 3 (2 z - 1), 2 (1 - 3 z)
    '["goal",1,0,1]',  # -z > 0, z
    '["above",0,1,0,1]',  # then y = 2 - 2 z
    '["goal",1,2,1]',  # 1 - 2 z > 0, 2 z - 1
    '["goal",0,2,3,3,2]',  # 0 (1 - 2 z), 3 (2 z - 1), 2 (1 - 3 z)
    '["goal",1,1,1]',  # z - 1 > 0, 1 - z
)
"""2 z up to 1/2, then 2 - 2 z: never more than 2 z, not 1 up to 1/3, never negative."""

TOUCHING = apart(
    LINE, f"[{AT_MOST_1}]", '[[[[1,"1"],">=","1"],[[0,"1"],"<","1"]]]', '["goal",1,1,1]'
)  # z - 1, 1 - z > 0
"""At margin 0: y >= 1 and z < 1."""

EQUALITY = apart(
    LINE,
    '[[[0,"1"],">=","3"]]',
    '[[[[1,"1"],"=","2"]],[[[1,"1"],"=","2"]]]',
    '["goal",-1,0,1]',  # -(z - 2), z - 3
    '["goal",-1,0,1]',
)
"""Multipliers of equalities may have any sign, that of the first constraint too; the same polyhedron twice."""

NO_POLYHEDRON = apart(LINE, "[]", "[]")
INPUTS_ALONE = apart(LINE, f"[{AT_LEAST_0}]", '[[[[0,"2/3"],"<","0"]]]', '["goal",1,0,1]')  # -z > 0, z
CONSTANTS = apart(
    network('["affine",1,[[]],["5"]]'),
    f"[{AT_MOST_1}]",
    '[[[[1,"1"],"<","5"]],[[[],">=","-1"],[[1,"1"],"=","5"],[[0,"1"],">","1"]]]',
    '["goal",0,0,1,2,1]',  # 0, 1 - z, z - 1 > 0
)
"""y = 5: y < 5 is false as a constant; what is true as a constant has its number all the same."""

EMPTY_SIDE = apart(
    RELU,
    f"[{AT_LEAST_0}]",
    '[[[[1,"1"],">=","0"],[[0,"1"],"<","0"]]]',
    '["split",0]',
    '["empty",0,1,1,1]',  # z, -z > 0
    '["goal",0,0,1,2,1]',  # 0 z, z, -z > 0
)
NO_INPUT = apart(LINE, NOTHING, "[[]]", '["vacuous",0,1,1,1]')  # z - 1, -z
EVERYTHING_BUT_NO_INPUT = apart(RELU, NOTHING, "[[]]", '["split",0]', '["empty",0,1,1,1]', '["empty",0,1,1,1]')
"""An empty domain keeps out of everything, whether it is said at once or on each side."""

IN_THE_PLANE = apart(
    network('["affine",2,[[0,"1",1,"1"]],["0"]]'),
    '[[[0,"1",1,"-1"],"=","0"]]',
    '[[[[2,"1"],">=","2"],[[0,"1"],"<","1"]]]',
    '["goal",1,0,1,1,2]',  # a + b - 2, a - b, 2 (1 - a) > 0
)

RELU_NEAR = near(
    RELU,
    LINE,
    '[[[0,"1"],">=","-1"]]',
    "1",
    '["split",0]',  # below N - M = -z
    '["goal",1,0,1]',  # f = 1 + z: -(1 + z) > 0, z + 1
    '["goal",1,1,1]',  # f = 1 - z: z - 1 > 0, -z > 0
)
"""relu(z) and z differ by 1 at most from -1 on; above 0 they are equal, which needs no hint."""

SIXTH_NEAR = near(
    network('["affine",1,[[0,"1/2"]],["0"]]'),
    network('["affine",1,[[0,"1/3"]],["0"]]'),
    f"[{AT_LEAST_0},{AT_MOST_1}]",
    "1/6",
    '["goal",1,1,1]',  # f = 1/6 - z/6: z - 1 > 0, 1 - z
    '["goal",1,0,1]',  # f = 1/6 + z/6: -z - 1 > 0, z
)
EQUAL_NEAR = near(RELU, ABOVE_ZERO, "[]", "0", '["split",0]', '["below",0,1,0,1]', '["above",0,1,0,1]')
TWO_NEAR = near(
    network('["affine",1,[[0,"1"],[]],["0","0"]]'), network('["affine",1,[[0,"1"],[]],["0","1"]]'), "[]", "1"
)
NO_INPUT_NEAR = near(LINE, RELU, NOTHING, "0", '["vacuous",0,1,1,1]')  # z - 1, -z

ACCEPTED: dict[str, Files] = {
    "avoids-hat": HAT_AVOIDS,
    "avoids-what-is-touched": TOUCHING,
    "avoids-the-same-twice": EQUALITY,
    "avoids-no-polyhedron": NO_POLYHEDRON,
    "avoids-of-inputs-alone": INPUTS_ALONE,
    "avoids-constants": CONSTANTS,
    "avoids-on-an-empty-side": EMPTY_SIDE,
    "avoids-where-no-input-is": NO_INPUT,
    "avoids-where-no-side-has-an-input": EVERYTHING_BUT_NO_INPUT,
    "avoids-in-the-plane": IN_THE_PLANE,
    "near-relu": RELU_NEAR,
    "near-by-a-sixth": SIXTH_NEAR,
    "near-and-equal": EQUAL_NEAR,
    "near-two-outputs": TWO_NEAR,
    "near-where-no-input-is": NO_INPUT_NEAR,
}
REJECTED: dict[str, tuple[Files, list[Edit]]] = {
    # false claims
    "avoids-strictly-what-is-touched": (TOUCHING, [said('[[0,"1"],"<","1"]]]', '[[0,"1"],"<=","1"]]]')]),
    "avoids-touched-from-a-larger-domain": (TOUCHING, [said('"<=","1"]', '"<=","2"]'), said('"<","1"', '"<","2"')]),
    "avoids-hat-lower": (HAT_AVOIDS, [said('">=","1"]', '">=","2/3"]')]),
    "avoids-hat-farther": (HAT_AVOIDS, [said('"<=","1/3"', '"<=","1/2"')]),
    "avoids-hat-weakly": (HAT_AVOIDS, [said('[[0,"-2",1,"1"],">","0"]', '[[0,"-2",1,"1"],">=","0"]')]),
    "avoids-hat-the-axis": (HAT_AVOIDS, [said('"<","0"', '"<=","0"')]),
    "avoids-everything": (NO_POLYHEDRON, [said('"unsafe":[]', '"unsafe":[[]]')]),
    "avoids-everything-by-a-goal": (NO_POLYHEDRON, [said('"unsafe":[]', '"unsafe":[[]]'), hints('["goal",1]')]),
    "avoids-everything-by-nothing": (NO_POLYHEDRON, [said('"unsafe":[]', '"unsafe":[[]]'), hints('["empty"]')]),
    "avoids-everything-after-another": (TOUCHING, [said('"<","1"]]]', '"<","1"]],[]]')]),
    "avoids-what-is-constantly-reached": (CONSTANTS, [said('"<","5"', '"<=","5"')]),
    "avoids-an-equality-reached": (EQUALITY, [said('"=","2"]],[', '"=","4"]],[')]),
    "avoids-inputs-alone-reached": (INPUTS_ALONE, [said('"<","0"', '"<=","0"')]),
    # hints
    "avoids-hat-a-hint-missing": (HAT_AVOIDS, [hint(3)]),
    "avoids-hat-a-hint-for-a-constant": (HAT_AVOIDS, [hint(2, '["goal",1]', '["goal",3,3,2]')]),
    "avoids-hat-the-other-order": (HAT_AVOIDS, [hint(2, '["goal",1,0,1]', '["goal",3,3,2]'), hint(4)]),
    "avoids-hat-without-its-second": (HAT_AVOIDS, [hint(2, '["goal",3]')]),
    "avoids-hat-beyond-the-polyhedron": (HAT_AVOIDS, [hint(2, '["goal",3,4,2]')]),
    "avoids-hat-second-of-the-one-before": (HAT_AVOIDS, [hint(3, '["goal",2,3,1]')]),
    "avoids-hat-second-before-the-region": (HAT_AVOIDS, [hint(2, '["goal",3,0,2]')]),
    "avoids-hat-out-of-order": (HAT_AVOIDS, [hint(6, '["goal",0,3,2,2,3]')]),
    "avoids-hat-first-as-second": (HAT_AVOIDS, [hint(2, '["goal",2,3,3]')]),
    "avoids-hat-called-empty": (HAT_AVOIDS, [hint(2, '["empty",0,1,2,1]'), hint(3)]),
    "avoids-hat-empty-for-the-second": (HAT_AVOIDS, [hint(3, '["empty",0,1,2,1]')]),
    "avoids-hat-with-a-bound": (HAT_AVOIDS, [hint(2, '["bound"]')]),
    "avoids-hat-one-more": (HAT_AVOIDS, [more_hints('["goal",1,1,1]')]),
    "avoids-touching-multipliers-zero": (TOUCHING, [hint(0, '["goal",0,1,0]')]),
    "avoids-touching-weakly-summed": (TOUCHING, [hint(0, '["goal",1,0,1]')]),
    "avoids-touching-second-negative": (TOUCHING, [hint(0, '["goal",-1,1,-1]')]),
    "avoids-twice-shown-once": (EQUALITY, [hint(1)]),
    "avoids-twice-with-the-other-sign": (EQUALITY, [hint(0, '["goal",1,0,1]')]),
    "avoids-twice-region-negative": (EQUALITY, [hint(0, '["goal",1,0,-1]')]),
    "avoids-nothing-shown": (NO_POLYHEDRON, [hints('["goal",1]')]),
    "avoids-nothing-called-empty": (NO_POLYHEDRON, [hints('["empty"]')]),
    "avoids-inputs-alone-unshown": (INPUTS_ALONE, [hints()]),
    "avoids-constants-numbered-without-the-true": (CONSTANTS, [hint(0, '["goal",0,0,1,1,1]')]),
    "avoids-constants-first-is-positive": (CONSTANTS, [hint(0, '["goal",1,0,1,2,1]')]),
    "avoids-empty-side-unsaid": (EMPTY_SIDE, [hint(1)]),
    "avoids-empty-side-by-a-goal-and-more": (EMPTY_SIDE, [hint(1, '["goal",0,0,1,1,1]', '["empty",0,1,1,1]')]),
    "avoids-no-input-by-half": (NO_INPUT, [hint(0, '["vacuous",0,1]')]),
    "avoids-no-input-by-a-goal": (NO_INPUT, [hint(0, '["goal",0,0,1,1,1]')]),
    "avoids-no-input-of-all": (NO_POLYHEDRON, [said('"unsafe":[]', '"unsafe":[[]]'), hints('["vacuous"]')]),
    "near-relu-nearer": (RELU_NEAR, [said('"tolerance":"1"', '"tolerance":"1/2"')]),
    "near-relu-from-farther": (RELU_NEAR, [said('">=","-1"', '">=","-2"')]),
    "near-relu-goals-exchanged": (RELU_NEAR, [hint(1, '["goal",1,1,1]'), hint(2, '["goal",1,0,1]')]),
    "near-relu-one-side": (RELU_NEAR, [hint(2)]),
    "near-relu-shown-where-equal": (RELU_NEAR, [more_hints('["goal",1,1,1]')]),
    "near-by-less-than-a-sixth": (SIXTH_NEAR, [said('"1/6"', '"1/7"')]),
    "near-by-a-sixth-where-it-is-more": (SIXTH_NEAR, [said('"<=","1"', '"<=","2"')]),
    "near-by-a-sixth-strictly-said": (SIXTH_NEAR, [hint(0, '["goal",0,1,1]')]),
    "near-and-equal-but-not": (EQUAL_NEAR, [other('"branch",1,[0,"1"],"0"', '"branch",1,[0,"1"],"1"')]),
    "near-two-outputs-one-farther": (TWO_NEAR, [other('["0","1"]', '["0","2"]')]),
    "near-two-outputs-one-lower": (TWO_NEAR, [other('["0","1"]', '["0","-2"]')]),
    "near-two-outputs-and-one": (TWO_NEAR, [write(OTHER, LINE)]),
    "near-where-an-input-is": (NO_INPUT_NEAR, [said('"<=","0"', '"<=","1"')]),
}
UNBOUND: dict[str, tuple[Files, list[Edit]]] = {
    "avoids-unsafe-changed-after-the-certificate": (TOUCHING, [said('"<","1"', '"<","1/2"')]),
    "near-tolerance-changed-after-the-certificate": (RELU_NEAR, [said('"tolerance":"1"', '"tolerance":"2"')]),
}
MALFORMED: dict[str, tuple[Files, list[Edit]]] = {
    "unsafe-missing": (NO_POLYHEDRON, [said(',\n"unsafe":[]', "")]),
    "unsafe-null": (NO_POLYHEDRON, [said('"unsafe":[]', '"unsafe":null')]),
    "unsafe-an-object": (NO_POLYHEDRON, [said('"unsafe":[]', '"unsafe":{}')]),
    "unsafe-a-polyhedron-null": (NO_POLYHEDRON, [said('"unsafe":[]', '"unsafe":[null]')]),
    "unsafe-one-polyhedron-alone": (INPUTS_ALONE, [said('[[[[0,"2/3"],"<","0"]]]', '[[[0,"2/3"],"<","0"]]')]),
    "unsafe-one-list-too-deep": (INPUTS_ALONE, [said('[[[[0,"2/3"],"<","0"]]]', '[[[[[0,"2/3"],"<","0"]]]]')]),
    "unsafe-past-the-outputs": (TOUCHING, [said('[1,"1"]', '[2,"1"]')]),
    "unsafe-in-the-plane-past-the-outputs": (IN_THE_PLANE, [said('[2,"1"]', '[3,"1"]')]),
    "unsafe-unknown-relation": (TOUCHING, [said('[[1,"1"],">="', '[[1,"1"],"=>"')]),
    "unsafe-number-not-a-text": (TOUCHING, [said('"<","1"', '"<",1')]),
    "unsafe-weight-of-zero": (TOUCHING, [said('[1,"1"]', '[1,"0"]')]),
    "unsafe-and-outputs": (NO_POLYHEDRON, [said('"unsafe":[]', '"unsafe":[],"outputs":[]')]),
    "unsafe-and-another-network": (NO_POLYHEDRON, [said('"unsafe":[]', '"unsafe":[],"other":null')]),
    "unsafe-hint-without-a-multiplier": (TOUCHING, [hint(0, '["goal"]')]),
    "unsafe-hint-with-half-a-pair": (TOUCHING, [hint(0, '["goal",1,1]')]),
    "unsafe-hint-a-text": (TOUCHING, [hint(0, '["goal","1",1,1]')]),
    "tolerance-negative": (RELU_NEAR, [said('"tolerance":"1"', '"tolerance":"-1"')]),
    "tolerance-missing": (RELU_NEAR, [said(',\n"tolerance":"1"', "")]),
    "tolerance-an-integer": (RELU_NEAR, [said('"tolerance":"1"', '"tolerance":1')]),
    "tolerance-a-decimal": (SIXTH_NEAR, [said('"tolerance":"1/6"', '"tolerance":"0.5"')]),
    "tolerance-null": (RELU_NEAR, [said('"tolerance":"1"', '"tolerance":null')]),
    "tolerance-too-long": (RELU_NEAR, [said('"tolerance":"1"', f'"tolerance":"1/{"7" * 10001}"')]),
    "tolerance-and-a-radius": (RELU_NEAR, [said('"tolerance":"1"', '"tolerance":"1","radius":"1"')]),
    "tolerance-not-in-lowest-terms": (SIXTH_NEAR, [said('"1/6"', '"2/12"')]),
}
