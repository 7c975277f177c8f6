"""Bundles that tell the checker from its mutants: some mutant took each wrongly (docs/explanation/mutation.md).

The comment beside a hint is the sum that it stands for: the added constraint first, then those of the region.
"""

import re

from regions import HINGE, proved
from texts import (
    CERTIFICATE,
    CLAIM,
    DATASET,
    MEASURES,
    NETWORK,
    OTHER,
    STEM,
    Edit,
    Files,
    at_most,
    classifies,
    dataset,
    hints,
    memorizes,
    network,
    node,
    put,
    row,
    said,
    without,
    write,
)

IDENTITY = network('["identity",1]')


RATIONAL_POINT = {
    NETWORK: network('["identity",2]'),
    DATASET: dataset('[["1/2","1/3"],["1/2","1/3"],1]'),
    **memorizes(),
}
"""A point whose coordinates have different denominators."""

REDUCED = {
    NETWORK: network('["affine",1,[[0,"1/2"]],["0"]]', '["affine",1,[[0,"2/3"]],["0"]]', '["sequence",[0,1]]'),
    OTHER: network('["affine",1,[[0,"1/3"]],["0"]]'),
    **proved("equivalent", '"domain":[]', (), other=True),
}
"""2/3 of z/2 is z/3: the forms have a common factor with their denominator."""

SIXTHS = {
    NETWORK: network(
        '["affine",1,[[0,"1/2"]],["0"]]',
        '["affine",1,[[0,"1/3"]],["0"]]',
        '["concatenate",[0,1]]',
        '["affine",2,[[0,"1",1,"1"]],["0"]]',
        '["sequence",[2,3]]',
    ),
    OTHER: network('["affine",1,[[0,"5/6"]],["0"]]'),
    **proved("equivalent", '"domain":[]', (), other=True),
}
"""z/2 + z/3 = 5/6 z: parts with different denominators side by side."""

THIRDS_AFTER_A_LAYER = {
    NETWORK: network(
        '["affine",1,[[0,"1/2"]],["0"]]', '["relu",1]', '["affine",1,[[0,"2/3"]],["1"]]', '["sequence",[0,1,2]]'
    ),
    OTHER: network('["affine",1,[[]],["1"]]', '["affine",1,[[0,"1/3"]],["1"]]', '["branch",1,[0,"1"],"0",0,1]'),
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
"""2/3 relu(z/2) + 1: the layer's denominator, the affine map's, and a bias."""

RELU_THEN_STEP = {
    NETWORK: network('["relu",1]', '["step",1]', '["sequence",[0,1]]'),
    OTHER: network('["affine",1,[[]],["1"]]'),
    **proved(
        "equivalent",
        '"domain":[]',
        (
            '["split",0]',
            '["above",0,1,0,1]',  # -z > 0, z
        ),
        other=True,
    ),
}
"""step(relu(z)) = 1: a layer of open decisions right after another."""

THREE_OUTPUTS = {
    NETWORK: network('["affine",1,[[0,"1"],[0,"2"],[0,"3"]],["0","0","0"]]'),
    OTHER: network('["affine",1,[[0,"1"],[0,"2"],[0,"3"]],["0","0","0"]]'),
    **proved("equivalent", '"domain":[]', (), other=True),
}

FRACTIONAL_BALL = {
    NETWORK: network('["affine",1,[[]],["0"]]', '["affine",1,[[]],["1"]]', '["branch",1,[0,"1"],"4/5",0,1]'),
    DATASET: dataset('[["1/3"],["0"],1]'),
    **proved(
        "memorizes robustly",
        '"labels":"as given","radius":"2/5"',
        ('["below",0,3,1,1]',),  # 3 (5 z - 4), 11 - 15 z
        data=True,
    ),
}
"""The ball around 1/3 ends at 11/15, just before the gate at 4/5."""

FALSE_CONSTANT = {
    NETWORK: IDENTITY,
    **proved("output within", '"domain":[[[],"=","-1"]],"outputs":[[[0,"1"],">","0"]]', ('["vacuous",0,-1]',)),
}
"""0 = -1 holds nowhere: as a form, 1 = 0, and -1 times it is negative."""

LEFT_AT_A_GATE = {
    NETWORK: network(
        '["affine",1,[[0,"3"]],["1"]]',
        '["affine",1,[[0,"-1"]],["0"]]',
        '["identity",1]',
        '["sequence",[0,1]]',
        '["sequence",[0,0]]',
        '["branch",1,[0,"1"],"0",4,2]',
        '["branch",1,[0,"1"],"5",3,2]',
        '["sequence",[6,0]]',
        '["concatenate",[7,1]]',
        '["sequence",[5,8]]',
    ),
    **proved(
        "operations at most",
        '"domain":[[[0,"1"],">=","0"]],"measure":"total","bound":8,"attained":null',
        (
            '["above",0,1,0,1]',  # -z > 0, z
            '["bound"]',  # 2 so far; 3 below the gate at 5, then 2 and 1
        ),
    ),
}
"""At the second gate, inside a part of a concatenation: two comparisons so far, and at most 3 + 2 + 1 more."""

TWO_CLASSES = {
    NETWORK: network('["affine",1,[[],[]],["0","1"]]'),
    DATASET: dataset('[["0"],["1"],1]', '[["7"],["1"],1]'),
    **classifies(),
}

BETWEEN = {
    NETWORK: network('["affine",1,[[]],["0"]]', '["affine",1,[[]],["1"]]', '["branch",1,[0,"1"],"1",0,1]'),
    DATASET: dataset('[["0"],["0"],1]'),
    **proved(
        "memorizes with radii",
        '"labels":"as given","radii":[["open","1","2"]]',
        (
            '["below",0,1,1,1]',  # z - 1, 1 - z > 0
            '["wrong",1,1,2]',
        ),
        data=True,
    ),
}
"""Right on the open ball of radius 1; the evidence is wrong at the gate's threshold itself, and goes on to 2."""

AT_ITS_LABEL = {
    NETWORK: IDENTITY,
    DATASET: dataset('[["0"],["0"],1]'),
    **proved(
        "memorizes with radii", '"labels":"as given","radii":[["closed","0","0"]]', ('["wrong",1,1,0]',), data=True
    ),
}
"""z = 0 only at 0: the wrong 1 is reached from 0, where the goal f = 0 holds with f = 0 weakly on either side."""

MARGIN_OF_ONE = {
    NETWORK: network('["affine",1,[[0,"1"],[]],["0","0"]]'),
    DATASET: dataset('[["2"],["0"],1]'),
    **proved(
        "classifies with radii",
        '"radii":[["closed","1","2"]]',
        (
            '["goal",1,0,1]',  # -z >= 0, z - 1
            '["wrong",1,-1,0]',
        ),
        data=True,
    ),
}

POSITIVE_ON_A_POINT = {
    NETWORK: IDENTITY,
    **proved(
        "output within",
        '"domain":[[[0,"1"],"=","1"]],"outputs":[[[0,"1"],">","0"]]',
        ('["goal",1,0,1]',),  # -z >= 0, z - 1
    ),
}

ONE_SIDE = {
    NETWORK: network('["relu",1]'),
    **proved(
        "paths",
        '"domain":[[[0,"1"],">=","0"]],"count":1',
        (
            '["split",0]',
            '["empty",0,1,1,1]',  # z, -z > 0
            '["path",1,3]',
        ),
    ),
}

SUM_OF_FRACTIONS = {
    NETWORK: network('["affine",2,[[0,"1",1,"1"]],["0"]]'),
    DATASET: dataset('[["3/2","2/3"],["13/6"],1]'),
    **memorizes(),
}

BEYOND_THE_MARGIN = {
    **MARGIN_OF_ONE,
    **proved(
        "classifies with radii",
        '"radii":[["closed","1","3"]]',
        (
            '["goal",1,0,1]',  # -z >= 0, z - 1
            '["wrong",1,-2,-1]',
        ),
        data=True,
    ),
}
"""Evidence whose near point is wrong already."""

NOWHERE = {
    NETWORK: IDENTITY,
    **proved(
        "operations at most",
        '"domain":[[[],">=","1"]],"measure":"total","bound":0,"attained":null',
        ('["vacuous",0,1]',),
    ),
}
"""0 >= 1 holds nowhere, so no point attains anything there."""

ONE_HOT_BUT_NOT_AT_SEVEN = {
    NETWORK: network('["affine",1,[[0,"-1/7"],[0,"1/7"]],["1","0"]]'),
    DATASET: dataset('[["0"],["0"],1]', '[["7"],["1"],1]'),
    **memorizes("one-hot"),
}

LEFT_AFTER_A_GATE = {
    NETWORK: network(
        '["affine",1,[[0,"3"]],["1"]]',
        '["affine",1,[[0,"-1"]],["0"]]',
        '["identity",1]',
        '["sequence",[0,1]]',
        '["branch",1,[0,"1"],"0",3,2]',
        '["branch",1,[0,"1"],"5",3,2]',
        '["sequence",[4,5,0,0]]',
    ),
    **proved(
        "operations at most",
        '"domain":[[[0,"1"],">=","0"]],"measure":"total","bound":9,"attained":null',
        (
            '["above",0,1,0,1]',  # -z > 0, z
            '["bound"]',  # 2 so far; 3 below the gate at 5, then 2 and 2
        ),
    ),
}

BELOW_A_GATE = {
    NETWORK: network('["step",1]'),
    DATASET: dataset('[["0"],["1"],1]'),
    **proved(
        "memorizes with radii", '"labels":"as given","radii":[["closed","0","1"]]', ('["wrong",1,-2,-1]',), data=True
    ),
}
"""Evidence that falls below a decision together with the point that it is reached from."""

HALF_AND_THIRD = {
    NETWORK: network('["affine",1,[[]],["0"]]', '["affine",1,[[]],["1"]]', '["branch",1,[0,"1/2"],"1/3",0,1]'),
    DATASET: dataset('[["2/3"],["1"],1]', '[["3/5"],["0"],1]'),
    **memorizes(),
}
"""A gate whose normal and threshold have different denominators: z/2 >= 1/3 from 2/3 on."""

GATE_AND_SIDE = {
    NETWORK: network(
        '["affine",3,[[0,"2",1,"1",2,"1"]],["0"]]',
        '["relu",1]',
        '["sequence",[0,1]]',
        '["branch",3,[0,"2",1,"1",2,"1"],"0",2,2]',
    ),
    **at_most(4, 2, 2, 8),
}
"""The gate costs as much as its sides: 2 additions, a multiplication, a comparison."""

MINUS_TWO = {NETWORK: network('["affine",1,[[0,"-2"]],["0"]]'), **at_most(0, 1, 0, 1)}
"""-2 z is one multiplication; only -z, without anything to add, counts as one beside its weights."""

ZERO_ROW = {NETWORK: network('["affine",2,[[],[0,"1",1,"1"]],["0","0"]]'), **at_most(1, 0, 0, 1)}
"""A row of nothing costs nothing, and takes nothing from the other's addition."""

LAST_GATE = {
    NETWORK: network(
        '["affine",1,[[0,"3"]],["1"]]',
        '["affine",1,[[0,"-1"]],["0"]]',
        '["identity",1]',
        '["sequence",[0,1]]',
        '["branch",1,[0,"1"],"0",3,2]',
        '["branch",1,[0,"1"],"5",3,2]',
        '["sequence",[4,5]]',
    ),
    **proved(
        "operations at most",
        '"domain":[[[0,"1"],">=","0"]],"measure":"total","bound":5,"attained":null',
        (
            '["above",0,1,0,1]',  # -z > 0, z
            '["bound"]',  # 2 so far, 3 below the gate at 5, and nothing after it
        ),
    ),
}

ACCEPTED = {
    "operations-of-the-last-gate": LAST_GATE,
    "operations-left-after-a-gate": LEFT_AFTER_A_GATE,
    "operations-left-after-a-gate-with-room": {
        **LEFT_AFTER_A_GATE,
        **proved(
            "operations at most",
            '"domain":[[[0,"1"],">=","0"]],"measure":"total","bound":10,"attained":null',
            ('["above",0,1,0,1]', '["bound"]'),
        ),
    },
    "radius-with-evidence-below-a-gate": BELOW_A_GATE,
    "gate-with-two-denominators": HALF_AND_THIRD,
    "operations-of-a-gate-and-its-side": GATE_AND_SIDE,
    "operations-of-minus-two": MINUS_TWO,
    "operations-of-a-zero-row": ZERO_ROW,
    "point-whose-fractions-are-added": SUM_OF_FRACTIONS,
    "radius-with-evidence-beyond": BEYOND_THE_MARGIN,
    "operations-where-a-constant-is-false": NOWHERE,
    "one-hot-of-a-line": ONE_HOT_BUT_NOT_AT_SEVEN,
    "point-with-two-denominators": RATIONAL_POINT,
    "equivalent-after-a-common-factor": REDUCED,
    "equivalent-parts-with-two-denominators": SIXTHS,
    "equivalent-layer-with-two-denominators": THIRDS_AFTER_A_LAYER,
    "equivalent-step-after-relu": RELU_THEN_STEP,
    "equivalent-three-outputs": THREE_OUTPUTS,
    "robust-ball-of-fractions": FRACTIONAL_BALL,
    "within-where-a-constant-is-false": FALSE_CONSTANT,
    "operations-left-inside-a-part": LEFT_AT_A_GATE,
    "classes-that-are-constant": TWO_CLASSES,
    "radius-with-evidence-on-a-threshold": BETWEEN,
    "radius-with-evidence-from-the-label": AT_ITS_LABEL,
    "radius-of-a-margin": MARGIN_OF_ONE,
    "within-at-a-point": POSITIVE_ON_A_POINT,
    "paths-after-an-empty-side": ONE_SIDE,
}

FOREIGN = '"file":"memorizes.claim.json"'


def digest_of(digit: str) -> Edit:
    """Return the edit that makes the certificate's digest of its claim sixty-four times one digit."""

    def edit(files: Files) -> None:
        name = "memorizes" + CERTIFICATE
        files[name] = re.sub(r'"sha256":"[0-9a-f]*"', f'"sha256":"{digit * 64}"', files[name])

    return edit


REJECTED: dict[str, tuple[Files, list[Edit]]] = {
    "operations-left-after-a-gate-one-too-few": (LEFT_AFTER_A_GATE, [said('"bound":9', '"bound":8')]),
    **{
        f"operations-of-a-gate-and-its-side-{measure}": (
            GATE_AND_SIDE,
            [put(f"{measure}-at-most" + CLAIM, f'"bound":{most}', f'"bound":{most - 1}')],
        )
        for measure, most in zip(MEASURES, (4, 2, 2, 8), strict=True)
    },
    "operations-of-a-zero-row-one-too-few": (ZERO_ROW, [put("additions-at-most" + CLAIM, '"bound":1', '"bound":0')]),
    "classes-with-minus-one": (
        TWO_CLASSES,
        [node('["0","1"]', '["0","0"]'), write(DATASET, dataset('[["0"],["-1"],1]'))],
    ),
    "operations-of-the-last-gate-one-too-few": (LAST_GATE, [said('"bound":5', '"bound":4')]),
    "one-hot-of-no-class": (
        ONE_HOT_BUT_NOT_AT_SEVEN,
        [node('[0,"1/7"]],["1","0"]', '[]],["1","0"]'), row('[["7"],["1"],1]', '[["7"],["5"],1]')],
    ),
    "equivalent-to-three-outputs": (
        THREE_OUTPUTS,
        [
            node('[[0,"1"],[0,"2"],[0,"3"]],["0","0","0"]', '[[]],["0"]'),
            put(OTHER, '[[0,"1"],[0,"2"],[0,"3"]]', "[[],[],[]]"),
        ],
    ),
    "radius-evidence-that-is-right": (MARGIN_OF_ONE, [put(STEM + CERTIFICATE, '["wrong",1,-1,0]', '["wrong",1,1,0]')]),
    "radius-evidence-at-its-label": (AT_ITS_LABEL, [put(STEM + CERTIFICATE, '["wrong",1,1,0]', '["wrong",1,0,0]')]),
    "operations-attained-at-zero-of-nothing": (NOWHERE, [said('"attained":null', '"attained":["0"]')]),
    "operations-attained-at-a-half-of-nothing": (NOWHERE, [said('"attained":null', '"attained":["1/2"]')]),
    "classes-with-a-half": (TWO_CLASSES, [row('[["7"],["1"],1]', '[["7"],["1/2"],1]')]),
    "classes-with-one-too-many": (TWO_CLASSES, [row('[["7"],["1"],1]', '[["7"],["3"],1]')]),
    "classes-with-two-numbers": (TWO_CLASSES, [write(DATASET, dataset('[["0"],["1","1"],1]', '[["7"],["1","1"],1]'))]),
    "classes-fewer-than-outputs": (
        TWO_CLASSES,
        [
            node('["affine",1,[[],[]],["0","1"]]', '["affine",1,[[],[],[]],["0","1","0"]]'),
            write(DATASET, dataset('[["0"],["1"],1]', classes='["a","b"]')),
        ],
    ),
    "classes-of-one-output": (
        TWO_CLASSES,
        [node('[[],[]],["0","1"]', '[[]],["0"]'), write(DATASET, dataset('[["0"],["0"],1]'))],
    ),
    "labels-wider-than-the-network": (
        RATIONAL_POINT,
        [write(NETWORK, IDENTITY), write(DATASET, dataset('[["1"],["1","1"],1]'))],
    ),
    "points-narrower-than-the-network": (
        RATIONAL_POINT,
        [write(NETWORK, network('["affine",2,[[0,"1"]],["0"]]')), write(DATASET, dataset('[["1"],["1"],1]'))],
    ),
    "equivalent-second-of-three-differs": (THREE_OUTPUTS, [put(OTHER, '[0,"2"]', '[0,"5"]')]),
    "equivalent-third-of-three-differs": (THREE_OUTPUTS, [put(OTHER, '[0,"3"]', '[0,"5"]')]),
    "robust-ball-of-fractions-reaches-the-gate": (
        FRACTIONAL_BALL,
        [node('"4/5"', '"2/3"'), hints('["below",0,5,1,1]')],  # 5 (3 z - 2), 11 - 15 z
    ),
    "operations-left-inside-a-part-one-too-few": (LEFT_AT_A_GATE, [said('"bound":8', '"bound":7')]),
    "equivalent-index-far-beyond-the-region": (
        HINGE,
        [put(STEM + CERTIFICATE, '["below",0,1,0,1]', '["below",0,1,3,1]')],
    ),
    "within-an-equality-is-not-strict": (
        POSITIVE_ON_A_POINT,
        [said('[[0,"1"],"=","1"]', '[[0,"1"],"=","0"]')],  # -z >= 0, z
    ),
    "paths-end-after-an-empty-side": (
        ONE_SIDE,
        [said('"count":1', '"count":0'), hints('["split",0]', '["empty",0,1,1,1]')],
    ),
    "radius-evidence-from-where-it-is-right": (
        MARGIN_OF_ONE,
        [said('"1","2"', '"1","1"'), put(STEM + CERTIFICATE, '["wrong",1,-1,0]', '["wrong",1,-1,1]')],
    ),
    "radius-evidence-on-the-other-side-of-the-label": (
        AT_ITS_LABEL,
        [said('"0","0"', '"0","1"'), put(STEM + CERTIFICATE, '["wrong",1,1,0]', '["wrong",1,1,-1]')],
    ),
}

UNBOUND: dict[str, tuple[Files, list[Edit]]] = {
    "certificate-of-a-claim-named-before": (
        RATIONAL_POINT,
        [put("memorizes" + CERTIFICATE, FOREIGN, '"file":"a.claim.json"')],
    ),
    "certificate-of-a-claim-named-after": (
        RATIONAL_POINT,
        [put("memorizes" + CERTIFICATE, FOREIGN, '"file":"z.claim.json"')],
    ),
    "certificate-with-the-least-digest": (RATIONAL_POINT, [digest_of("0")]),
    "certificate-with-the-greatest-digest": (RATIONAL_POINT, [digest_of("f")]),
}

MALFORMED: dict[str, tuple[Files, list[Edit]]] = {
    "radius-open-and-zero-without-evidence": (AT_ITS_LABEL, [said('["closed","0","0"]', '["open","0",null]'), hints()]),
    "width-0-of-identity": (ZERO_ROW, [write(NETWORK, network('["identity",0]'))]),
    "width-0-of-affine": (ZERO_ROW, [write(NETWORK, network('["affine",0,[[]],["1"]]'))]),
    "width-0-of-branch": (ZERO_ROW, [write(NETWORK, network('["affine",0,[[]],["1"]]', '["branch",0,[],"0",0,0]'))]),
    "branch-whose-side-takes-more": (
        ZERO_ROW,
        [write(NETWORK, network('["affine",2,[[0,"1"]],["0"]]', '["branch",1,[0,"1"],"0",0,0]'))],
    ),
    "sequence-whose-next-takes-less": (
        ZERO_ROW,
        [write(NETWORK, network('["identity",2]', '["identity",1]', '["sequence",[0,1]]'))],
    ),
    "concatenation-whose-next-takes-less": (
        ZERO_ROW,
        [write(NETWORK, network('["identity",2]', '["identity",1]', '["concatenate",[0,1]]'))],
    ),
    "child-before-the-first": (ZERO_ROW, [write(NETWORK, network('["identity",1]', '["sequence",[0,-1]]'))]),
    "labels-two-hot": (
        {**TWO_CLASSES, **memorizes("two-hot")},
        [without("classifies" + CLAIM, "classifies" + CERTIFICATE)],
    ),
    "radius-at-most-minus-a-half": (AT_ITS_LABEL, [said('"0","0"', '"0","-1/2"')]),
}
