"""Bundles about all inputs of a domain or a ball: every hint in them was worked out by hand.

The comment beside a hint is the sum that it stands for: the added constraint first, then those of the region.
"""

from texts import DATASET, NETWORK, OTHER, STEM, Files, claimed, dataset, listed, network


def proved(kind: str, more: str, hints: tuple[str, ...], *, other: bool = False, data: bool = False) -> Files:
    """Return the one claim of a bundle and its certificate; ``more`` are the keys after the references."""
    files = ("network", *(["other"] if other else []), *(["dataset"] if data else []))
    return claimed(kind, f",\n{more}", listed(*hints), STEM, files)


ABOVE_ZERO = network('["affine",1,[[]],["0"]]', '["identity",1]', '["branch",1,[0,"1"],"0",0,1]')
"""A gate: 0 below 0, z from there on; so it is relu(z)."""

HINGE = {
    NETWORK: network('["relu",1]'),
    OTHER: ABOVE_ZERO,
    **proved(
        "equivalent",
        '"domain":[]',
        (
            '["split",0]',
            '["below",0,1,0,1]',  # z, -z > 0
            '["above",0,1,0,1]',  # -z > 0, z
        ),
        other=True,
    ),
}
"""relu(z) and a gate are equal on all of Q; the region after the split is -z > 0, then z >= 0."""

ON_A_LINE = {
    NETWORK: network('["affine",2,[[1,"1"]],["0"]]'),
    OTHER: network(
        '["affine",2,[[0,"1",1,"-1"],[1,"1"]],["0","0"]]',
        '["relu",2]',
        '["affine",2,[[0,"1",1,"1"]],["0"]]',
        '["sequence",[0,1,2]]',
    ),
    **proved(
        "equivalent",
        '"domain":[[[0,"1"],">=","0"],[[0,"1"],"<=","1"],[[0,"1",1,"-1"],"=","0"]]',
        (
            '["above",1,1,0,1,2,-1]',  # -b > 0, a, -(a - b)
            '["above",0,1,2,1]',  # -(a - b) > 0, a - b
            '["goal",1,2,-1]',  # f = b - a: a - b > 0, -(a - b)
            '["goal",1,2,1]',  # b - a > 0, a - b
        ),
        other=True,
    ),
}
"""b, and relu(a - b) + relu(b), on 0 <= a <= 1 with a = b: an equality's multiplier may have any sign."""

ON_BALLS = {
    NETWORK: network('["relu",1]'),
    OTHER: network('["affine",1,[[]],["0"]]', '["identity",1]', '["branch",1,[0,"1"],"1/2",0,1]'),
    DATASET: dataset('[["-2"],["0"],1]', '[["3"],["1"],2]'),
    **proved(
        "equivalent on balls",
        '"radius":"1"',
        (
            '["below",0,1,1,1]',  # z, -1 - z
            '["below",0,1,1,2]',  # 2 z - 1, 2 (-1 - z)
            '["above",0,1,0,1]',  # -z > 0, z - 2
            '["above",0,1,0,2]',  # 1 - 2 z > 0, 2 (z - 2)
        ),
        other=True,
        data=True,
    ),
}
"""relu(z) and a gate at 1/2 differ only between 0 and 1/2; the balls are [-3, -1] and [2, 4]."""

ONE_CLASS = {
    NETWORK: network(
        '["affine",1,[[],[]],["1","0"]]', '["affine",1,[[],[]],["0","1"]]', '["branch",1,[0,"1"],"1/2",0,1]'
    ),
    OTHER: network('["affine",1,[[0,"-1"],[0,"1"]],["1","0"]]'),
    DATASET: dataset('[["0"],["0"],1]', '[["1"],["0"],1]', '[["2"],["0"],1]'),
    **proved(
        "same class on balls",
        '"radii":[["closed","1/4",null],["closed","0",null],["open","3/2","3/2"]]',
        (
            '["below",0,2,1,1]',  # 2 (2 z - 1), 1 - 4 z
            '["goal",2,1,1]',  # M: f = 1 - 2 z: 2 (2 z - 1), 1 - 4 z
            '["above",0,1,0,1]',  # 1 - 2 z > 0, 2 z - 1 > 0
            '["goal",1,0,1]',  # M: f = 2 z - 1: 1 - 2 z, 2 z - 1 > 0
            '["wrong",2,1]',
        ),
        other=True,
        data=True,
    ),
}
"""A gate at 1/2, and 1 - z beside z, which are equal there; labels are not read."""

ROUND = network('["affine",1,[[0,"2"]],["-1"]]', '["step",1]', '["sequence",[0,1]]')
"""1 from 1/2 on, 0 below."""

ROUNDED = {
    NETWORK: ROUND,
    DATASET: dataset('[["0"],["0"],1]', '[["1"],["1"],1]'),
    **proved(
        "memorizes robustly",
        '"labels":"as given",\n"radius":"1/4"',
        (
            '["below",0,2,1,1]',  # 2 (2 z - 1), 1 - 4 z
            '["above",0,2,0,1]',  # 2 (1 - 2 z) > 0, 4 z - 3
        ),
        data=True,
    ),
}

ROUNDED_AT_POINTS = {**ROUNDED, **proved("memorizes robustly", '"labels":"as given",\n"radius":"0"', (), data=True)}
"""Balls of radius 0 are points: no hints."""

SIDES = {
    NETWORK: network('["affine",1,[[0,"1"],[0,"-1"]],["0","0"]]'),
    DATASET: dataset('[["1"],["0"],1]', '[["-1"],["1"],1]'),
    **proved(
        "classifies robustly",
        '"radius":"1/2"',
        (
            '["goal",2,0,1]',  # f = z: 2 (-z), 2 z - 1
            '["goal",2,1,1]',  # f = -z: 2 z, -1 - 2 z
        ),
        data=True,
    ),
}
"""Outputs z and -z: no decision, yet each ball needs a goal."""

SIDES_ONE_HOT = {
    NETWORK: network('["affine",1,[[0,"1"],[0,"-1"]],["0","0"]]', '["step",2]', '["sequence",[0,1]]'),
    DATASET: SIDES[DATASET],
    **proved(
        "memorizes robustly",
        '"labels":"one-hot",\n"radius":"1/2"',
        (
            '["below",1,2,0,1]',  # 2 (-z), 2 z - 1
            '["above",0,2,0,1]',  # 2 (-z) > 0, 2 z - 1
            '["below",0,2,1,1]',  # 2 z, -1 - 2 z
            '["above",1,2,1,1]',  # 2 z > 0, -1 - 2 z
        ),
        data=True,
    ),
}
"""Steps at z and -z, decided in another order on each ball."""

RADII = {
    NETWORK: network('["affine",1,[[]],["0"]]', '["affine",1,[[]],["1"]]', '["branch",1,[0,"1"],"1",0,1]'),
    DATASET: dataset('[["-1"],["0"],1]', '[["3"],["1"],1]', '[["7"],["2"],1]', '[["5"],["1"],1]', '[["0"],["0"],1]'),
    **proved(
        "memorizes with radii",
        '"labels":"as given",\n"radii":[["open","2","2"],["closed","2","2"],["wrong"],["closed","1",null],'
        '["closed","1/2","5/2"]]',
        (
            '["below",0,1,1,1]',  # z - 1, 1 - z > 0
            '["wrong",1,1]',
            '["above",0,1,0,1]',  # 1 - z > 0, z - 1
            '["wrong",1,0,1]',
            '["above",0,1,0,1]',  # 1 - z > 0, z - 4
            '["below",0,2,1,1]',  # 2 (z - 1), 1 - 2 z
            '["wrong",2,5,2]',
        ),
        data=True,
    ),
}
"""0 below 1, and 1 from there on: -1 is right on the open ball of radius 2, 3 on the closed one, 7 is wrong."""

RADII_OF_CLASSES = {
    NETWORK: SIDES[NETWORK],
    DATASET: SIDES[DATASET],
    **proved(
        "classifies with radii",
        '"radii":[["open","1","1"],["closed","1/2","1"]]',
        (
            '["goal",1,0,1]',  # f = z: -z, z > 0
            '["wrong",1,0]',
            '["goal",2,1,1]',  # f = -z: 2 z, -1 - 2 z
            '["wrong",1,1,0]',
        ),
        data=True,
    ),
}
"""At 0 the outputs are equal, which is wrong already."""

RADII_ALL = {
    NETWORK: network(
        '["affine",1,[[]],["5"]]',
        '["affine",1,[[],[]],["5","4"]]',
        '["affine",2,[[1,"1"]],["1"]]',
        '["sequence",[1,2]]',
        '["branch",1,[0,"1"],"0",0,3]',
    ),
    DATASET: dataset('[["0"],["5"],1]', '[["1"],["4"],1]', '[["2"],["5"],1]'),
    **proved(
        "memorizes with radii",
        '"labels":"as given",\n"radii":[["all"],["wrong"],["closed","0",null]]',
        ('["split",0]',),
        data=True,
    ),
}
"""5 on both sides of a gate."""

RADII_IN_THE_PLANE = {
    NETWORK: network('["relu",2]', '["affine",2,[[0,"1",1,"-1"],[]],["0","1"]]', '["sequence",[0,1]]'),
    DATASET: dataset('[["2","0"],["0"],1]', '[["-1","1"],["1"],1]'),
    **proved(
        "classifies with radii",
        '"radii":[["open","1/2","1/2"],["open","2","2"]]',
        (
            '["above",0,2,0,1]',  # 2 (-a) > 0, 2 a - 3 > 0
            '["split",1]',
            '["goal",2,0,1]',  # f = a - 1: 2 (1 - a), 2 a - 3 > 0 and -b > 0
            '["goal",2,0,1,3,1]',  # f = a - b - 1: 2 (b - a + 1), 2 a - 3 > 0, 1 - 2 b > 0
            '["wrong",2,3,1]',
            '["split",1]',
            '["split",0]',
            '["goal",1,1,1]',  # f = 1 - a: a - 1, 1 - a > 0
            '["split",0]',
            '["goal",1,4,1]',  # f = 1 + b: -1 - b, b
            '["goal",1,1,1,4,1]',  # f = 1 - a + b: a - b - 1, 1 - a > 0, b
            '["wrong",1,2,0,1,0]',
        ),
        data=True,
    ),
}
"""Class 0 where relu(a) - relu(b) > 1; for the second point b stands on the boundary and w far behind it."""

TENT = network(
    '["affine",1,[[0,"2"],[0,"4"]],["0","-2"]]',
    '["relu",2]',
    '["affine",2,[[0,"1",1,"-1"]],["0"]]',
    '["sequence",[0,1,2]]',
    '["affine",1,[[]],["5"]]',
    '["branch",1,[0,"1"],"1",3,4]',
)
"""1 + 3 + 2 + 1 operations below 1, and 1 from 1 on."""


def at_most(domain: str, bound: int, attained: str, *lines: str, nodes: str = TENT, measure: str = "total") -> Files:
    more = f'"domain":{domain},\n"measure":"{measure}",\n"bound":{bound},\n"attained":{attained}'
    return {NETWORK: nodes, **proved("operations at most", more, lines)}


COST_SPLIT = at_most("[]", 7, '["0"]', '["split",0]', '["bound"]')
COST_ABOVE = at_most('[[[0,"1"],">=","1"]]', 1, '["1"]', '["above",0,1,0,1]')  # 1 - z > 0, z - 1
COST_BELOW = at_most(
    '[[[0,"1"],">=","0"],[[0,"1"],"<=","1/4"]]',
    7,
    '["1/4"]',
    '["below",0,4,1,1]',  # 4 (z - 1), 1 - 4 z
    '["above",0,1,0,1]',  # -z > 0, z
    '["below",1,2,1,1]',  # 2 (2 z - 1), 1 - 4 z: the form 4 z - 2 is made primitive
)
COST_AFTER_A_CONSTANT_GATE = at_most(
    "[]",
    2,
    '["3"]',
    '["bound"]',  # at the relu, the first open decision: the gate falls below, the dearer side never runs
    nodes=network('["relu",1]', '["affine",1,[[0,"3"]],["5"]]', '["branch",1,[],"2",0,1]'),
)
COST_AFTER_A_CONSTANT_ROW = at_most(
    "[]",
    3,
    '["0"]',
    '["bound"]',  # at the relu: a zero row has decided the gate before it, and -1 is below 0
    nodes=network(
        '["affine",1,[[],[0,"1"]],["-1","0"]]',
        '["relu",2]',
        '["affine",2,[[0,"3",1,"2"],[0,"2"]],["5","1"]]',
        '["branch",2,[0,"1"],"0",1,2]',
        '["sequence",[0,3]]',
    ),
)
COST_EMPTY = at_most('[[[0,"1"],">=","1"]]', 1, "null", '["split",0]', '["empty",0,1,1,1]')  # z - 1, 1 - z > 0
COST_EMPTY_AT_THE_END = at_most(
    '[[[0,"1"],">=","1"]]',
    0,
    '["7/2"]',
    '["split",0]',
    '["empty",0,1,1,1]',
    nodes=network('["affine",1,[[0,"3"]],["1"]]', '["identity",1]', '["branch",1,[0,"1"],"1",0,1]'),
    measure="multiplications",
)
COST_OF_ONE_SIDE = at_most("[]", 3, '["-1"]', '["split",0]', nodes=COST_EMPTY_AT_THE_END[NETWORK])
COST_OF_A_POINT = at_most('[[[0,"1"],"=","1"]]', 1, '["1"]', '["above",0,1,0,1]')
"""Bounds below the structural maximum, or shown on each side of a split; a point attains them."""


def within(nodes: str, domain: str, outputs: str, *lines: str) -> Files:
    return {NETWORK: nodes, **proved("output within", f'"domain":{domain},\n"outputs":{outputs}', lines)}


HAT = network(
    '["affine",1,[[0,"2"],[0,"4"]],["0","-2"]]',
    '["relu",2]',
    '["affine",2,[[0,"1",1,"-1"]],["0"]]',
    '["sequence",[0,1,2]]',
)
"""2 z up to 1/2, then 2 - 2 z."""

HAT_WITHIN = within(
    HAT,
    '[[[0,"1"],">=","0"],[[0,"1"],"<=","1"]]',
    '[[[0,"1"],">=","0"],[[0,"1"],"<=","1"]]',
    '["split",1]',
    '["above",0,1,0,1]',  # -z > 0, z
    '["goal",1,0,1]',  # f = z: -z > 0, z
    '["goal",1,2,1]',  # f = 1 - 2 z: 2 z - 1 > 0, 1 - 2 z > 0
    '["above",0,1,0,1]',
    '["goal",1,1,1]',  # f = 1 - z: z - 1 > 0, 1 - z
    '["goal",1,2,1]',  # f = 2 z - 1: 1 - 2 z > 0, 2 z - 1
)
HAT_WITHIN_STRICTLY = within(
    HAT,
    '[[[0,"1"],">","0"],[[0,"1"],"<","1/2"]]',
    '[[[0,"1"],">","0"],[[0,"1"],"<","1"]]',
    '["below",1,1,1,1]',  # 2 z - 1, 1 - 2 z > 0
    '["above",0,1,0,1]',  # -z > 0, z > 0
    '["goal",1,0,1]',  # f = z: -z, z > 0
    '["goal",1,1,1]',  # f = 1 - 2 z: 2 z - 1, 1 - 2 z > 0
)
CONSTANT = within(
    network('["affine",2,[[],[]],["5","-1/3"]]'),
    "[]",
    '[[[0,"1"],"=","5"],[[0,"1",1,"3"],">","7/2"],[[],">=","-1"],[[1,"2/3"],"<=","0"]]',
)
"""What holds as a constant needs no hint."""

SUM = within(
    network('["affine",2,[[0,"1",1,"1"]],["0"]]', '["relu",1]', '["sequence",[0,1]]'),
    '[[[0,"1"],">=","0"],[[1,"1"],">=","0"],[[0,"1"],"<=","1/3"],[[1,"1"],"<=","2"]]',
    '[[[0,"1"],"<=","7/3"]]',
    '["above",0,1,0,1,1,1]',  # -(a + b) > 0, a, b
    '["goal",1,2,1,3,3]',  # f = 7 - 3 a - 3 b: 3 a + 3 b - 7 > 0, 1 - 3 a, 3 (2 - b)
)
PRIMITIVE = within(
    network('["identity",2]'),
    '[[[0,"-2/3",1,"4/3"],"<","-2"]]',
    '[[[0,"6",1,"-12"],">","18"],[[0,"1/5",1,"-2/5"],">=","3/5"]]',
    '["goal",1,0,1]',  # f = a - 2 b - 3: -f, a - 2 b - 3 > 0
    '["goal",1,0,1]',  # -f > 0, a - 2 b - 3 > 0
)
"""Constraints and goals are made primitive: all are a - 2 b - 3."""

STEP_AT_ZERO = within(
    network('["step",1]'), '[[[0,"1"],">=","0"]]', '[[[0,"1"],"=","1"]]', '["above",0,1,0,1]'
)  # -z > 0, z
STEP_BELOW_ZERO = within(
    network('["step",1]'), '[[[0,"1"],"<","0"]]', '[[[0,"1"],"=","0"]]', '["below",0,1,0,1]'
)  # z, -z > 0

PARTS = network('["identity",1]', '["relu",1]', '["step",1]', '["concatenate",[0,1,2]]')
"""z, relu(z), step(z)."""

PARTS_WITHIN = within(
    PARTS,
    "[]",
    '[[[0,"-1",1,"1"],">=","0"],[[2,"1"],">=","0"],[[2,"1"],"<=","1"]]',
    '["split",0]',
    '["below",0,1,0,1]',  # z, -z > 0
    '["goal",1,0,1]',  # f = -z: z > 0, -z > 0
    '["above",0,1,0,1]',  # -z > 0, z
)
PARTS_SPLIT = within(
    PARTS,
    "[]",
    '[[[0,"-1",1,"1"],">=","0"],[[2,"1"],">=","0"],[[2,"1"],"<=","1"]]',
    '["split",0]',
    '["split",0]',
    '["goal",1,0,1]',
    '["empty",0,1,1,1]',  # -z > 0, z
    '["split",0]',
)
"""The same, with a split in each part; of the two sides that are empty one needs a hint, the other holds anyway."""

COUNTED_STEPS = network(
    '["affine",1,[[0,"1"],[0,"1"],[0,"1"]],["0","-1","-2"]]',
    '["step",3]',
    '["affine",3,[[0,"1",1,"1",2,"1"]],["0"]]',
    '["sequence",[0,1,2]]',
)
STEPS_IN_ANOTHER_ORDER = within(
    COUNTED_STEPS,
    '[[[0,"1"],">=","1"],[[0,"1"],"<","2"]]',
    '[[[0,"1"],"=","2"]]',
    '["below",2,1,1,1]',  # z - 2, 2 - z > 0
    '["above",0,1,0,1]',  # -z > 0, z - 1
    '["above",1,1,0,1]',  # 1 - z > 0, z - 1
)

ZERO_AT_ZERO = within(
    network('["identity",1]'),
    '[[[0,"1"],"=","0"]]',
    '[[[0,"1"],"=","0"]]',
    '["goal",1,0,1]',  # -z > 0, z = 0
    '["goal",1,0,-1]',  # z > 0, -z = 0
)

NOTHING = '[[[0,"1"],">=","1"],[[0,"1"],"<=","0"]]'
EMPTY_DOMAIN = within(network('["identity",1]'), NOTHING, '[[[0,"1"],">=","5"]]', '["vacuous",0,1,1,1]')  # z - 1, -z
EMPTY_DOMAIN_BY_THE_GOAL = within(
    network('["identity",1]'), NOTHING, '[[[0,"1"],">=","5"]]', '["goal",0,0,1,1,1]'
)  # nothing, z - 1, -z
EMPTY_DOMAIN_SPLIT = within(
    network('["relu",1]'),
    NOTHING,
    '[[[0,"1"],"=","5"]]',
    '["split",0]',
    '["empty",0,2,1,2]',  # 2 (z - 1), 2 (-z)
    '["empty",0,1,1,1]',
)
CONSTANT_DOMAIN = within(network('["relu",1]'), '[[[],">","0"]]', '[[[0,"1"],"=","5"]]', '["vacuous",0,1]')  # 0 > 0
POINT_BY_TWO = within(
    network('["relu",1]'),
    '[[[0,"1"],">=","2"],[[0,"1"],"<=","2"]]',
    '[[[0,"1"],"=","2"]]',
    '["above",0,1,0,1]',  # -z > 0, z - 2
    '["goal",1,0,1]',  # f = z - 2: 2 - z > 0, z - 2
    '["goal",1,1,1]',  # z - 2 > 0, 2 - z
)
POINT_BY_ONE = within(
    network('["relu",1]'),
    '[[[0,"1"],"=","2"]]',
    '[[[0,"1"],"=","2"]]',
    '["above",0,1,0,1]',  # -z > 0, z - 2
    '["goal",1,0,1]',
    '["goal",1,0,-1]',  # z - 2 > 0, -(z - 2)
)

ABSOLUTE = {
    NETWORK: network(
        '["affine",1,[[0,"1"],[0,"-1"]],["0","0"]]',
        '["relu",2]',
        '["affine",2,[[0,"1",1,"1"]],["0"]]',
        '["sequence",[2]]',
        '["sequence",[3]]',
        '["sequence",[0,1,4]]',
    ),
    OTHER: network('["affine",1,[[0,"-1"]],["0"]]', '["identity",1]', '["branch",1,[0,"1"],"0",0,1]'),
    **proved(
        "equivalent",
        '"domain":[]',
        (
            '["split",0]',
            '["above",1,1,0,1]',  # z > 0, -z > 0
            '["below",0,1,0,1]',  # z, -z > 0
            '["split",1]',
            '["above",0,1,0,1]',  # -z > 0, z
            '["above",0,1,0,1]',
            '["goal",1,1,1]',  # f = -z: z > 0, -z
            '["goal",1,0,1]',  # -z > 0, z
        ),
        other=True,
    ),
}
"""|z| in two ways; a sequence in a sequence stands between the relu and the affine map that follows it."""


def paths(nodes: str, domain: str, count: int, *lines: str) -> Files:
    return {NETWORK: nodes, **proved("paths", f'"domain":{domain},\n"count":{count}', lines)}


BOTH_SIDES = network('["affine",1,[[0,"1"],[0,"-1"]],["0","0"]]', '["relu",2]', '["sequence",[0,1]]')
THREE_PATHS = paths(
    BOTH_SIDES,
    "[]",
    3,
    '["split",0]',
    '["above",1,1,0,1]',  # z > 0, -z > 0
    '["path",1,-1]',
    '["split",1]',
    '["path",1,1]',
    '["path",1,0]',
)
TWICE = network(
    '["affine",1,[[0,"1"]],["1"]]',
    '["affine",1,[[0,"1"]],["-1"]]',
    '["branch",1,[0,"1"],"0",0,1]',
    '["sequence",[2,2]]',
)
FOUR_PATHS = paths(
    TWICE,
    "[]",
    4,
    '["split",0]',
    '["split",0]',
    '["path",1,-2]',
    '["path",2,-1]',
    '["split",0]',
    '["path",2,1]',
    '["path",1,1]',
)
"""One gate twice: z + 1 below 0, z - 1 from 0 on."""

STEP_PATHS = paths(
    COUNTED_STEPS,
    "[]",
    4,
    '["split",1]',
    '["below",2,1,0,1]',  # z - 2, 1 - z > 0
    '["split",0]',
    '["path",1,-1]',
    '["path",1,0]',
    '["above",0,1,0,1]',  # -z > 0, z - 1
    '["split",2]',
    '["path",1,1]',
    '["path",1,2]',
)
EMPTY_SIDE_PATHS = paths(
    BOTH_SIDES,
    '[[[0,"1"],">","0"]]',
    1,
    '["split",0]',
    '["empty",0,1,1,1]',  # z > 0, -z > 0
    '["split",1]',
    '["path",3,1]',
    '["empty",0,1,2,1]',  # z > 0, -z
)
NO_PATHS = paths(BOTH_SIDES, NOTHING, 0, '["vacuous",0,1,1,1]')
ONE_PATH_WITHOUT_DECISIONS = paths(network('["identity",2]'), "[]", 1, '["path",1,0,0]')
ONE_PATH_AT_A_POINT = paths(
    BOTH_SIDES,
    '[[[0,"3"],"=","0"]]',
    1,
    '["above",1,1,0,-1]',  # z > 0, -z
    '["above",0,1,0,1]',  # -z > 0, z
    '["path",7,0]',
)

ACCEPTED = {
    "equivalent-hinge-and-gate": HINGE,
    "equivalent-on-a-line": ON_A_LINE,
    "equivalent-absolute-values": ABSOLUTE,
    "equivalent-on-balls": ON_BALLS,
    "one-class": ONE_CLASS,
    "robust-rounding": ROUNDED,
    "robust-of-radius-zero": ROUNDED_AT_POINTS,
    "robust-classes": SIDES,
    "robust-one-hot": SIDES_ONE_HOT,
    "radii": RADII,
    "radii-of-classes": RADII_OF_CLASSES,
    "radii-all": RADII_ALL,
    "radii-in-the-plane": RADII_IN_THE_PLANE,
    "cost-split": COST_SPLIT,
    "cost-above": COST_ABOVE,
    "cost-below": COST_BELOW,
    "cost-after-a-constant-gate": COST_AFTER_A_CONSTANT_GATE,
    "cost-after-a-constant-row": COST_AFTER_A_CONSTANT_ROW,
    "cost-empty": COST_EMPTY,
    "cost-empty-at-the-end": COST_EMPTY_AT_THE_END,
    "cost-of-one-side": COST_OF_ONE_SIDE,
    "cost-of-a-point": COST_OF_A_POINT,
    "within": HAT_WITHIN,
    "within-strictly": HAT_WITHIN_STRICTLY,
    "within-constant": CONSTANT,
    "within-of-a-sum": SUM,
    "within-primitive": PRIMITIVE,
    "step-at-zero": STEP_AT_ZERO,
    "step-below-zero": STEP_BELOW_ZERO,
    "parts": PARTS_WITHIN,
    "parts-split": PARTS_SPLIT,
    "steps-in-another-order": STEPS_IN_ANOTHER_ORDER,
    "zero-at-zero": ZERO_AT_ZERO,
    "empty-domain": EMPTY_DOMAIN,
    "empty-domain-by-the-goal": EMPTY_DOMAIN_BY_THE_GOAL,
    "empty-domain-split": EMPTY_DOMAIN_SPLIT,
    "empty-domain-of-a-constant": CONSTANT_DOMAIN,
    "point-by-two-inequalities": POINT_BY_TWO,
    "point-by-an-equality": POINT_BY_ONE,
    "paths-three": THREE_PATHS,
    "paths-of-a-shared-gate": FOUR_PATHS,
    "paths-of-steps": STEP_PATHS,
    "paths-with-empty-sides": EMPTY_SIDE_PATHS,
    "paths-none": NO_PATHS,
    "path-without-decisions": ONE_PATH_WITHOUT_DECISIONS,
    "path-at-a-point": ONE_PATH_AT_A_POINT,
}
