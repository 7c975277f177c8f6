"""Bundles about networks, data sets and points: nothing in them runs on a region of inputs."""

from texts import (
    CERTIFICATE,
    CLAIM,
    DATASET,
    MEASURES,
    NETWORK,
    Edit,
    Files,
    at_most,
    classifies,
    dataset,
    memorizes,
    move,
    network,
    node,
    put,
    reference,
    row,
    without,
    write,
)

EVERY_FORM = {
    NETWORK: network(
        '["affine",1,[[0,"1"],[0,"-1"]],["-1","1"]]',
        '["identity",2]',
        '["relu",2]',
        '["step",2]',
        '["concatenate",[1,2,3]]',
        '["affine",6,[[2,"1",3,"1"]],["0"]]',
        '["affine",6,[[4,"3",5,"3"]],["-1/2"]]',
        '["branch",6,[0,"1"],"2",5,6]',
        '["sequence",[0,4,7]]',
    ),
    DATASET: dataset(
        '[["1"],["0"],1]',
        '[["0"],["1"],1]',
        '[["5/2"],["3/2"],2]',
        '[["3"],["5/2"],1]',
        '[["-4"],["5"],1]',
        '[["10"],["5/2"],3]',
    ),
    **memorizes(),
    **at_most(4, 2, 5, 11),
}
"""|z - 1| below 3, and 5/2 from there on: six points, one of them where Relu and Step are at 0, one at the gate."""

TENT = {
    NETWORK: network(
        '["affine",1,[[0,"2"],[0,"4"]],["0","-2"]]',
        '["relu",2]',
        '["affine",2,[[0,"1",1,"-1"]],["0"]]',
        '["sequence",[0,1,2]]',
        '["affine",1,[[]],["5"]]',
        '["branch",1,[0,"1"],"1",3,4]',
    ),
    DATASET: dataset('[["0"],["0"],1]', '[["1/4"],["1/2"],1]', '[["1/2"],["1"],1]', '[["1"],["5"],1]'),
    **memorizes(),
    **at_most(2, 2, 3, 7),
}
"""A tent below 1, and 5 from 1 on, where the gate is at its threshold."""

ONE_HOT = {
    NETWORK: network(
        '["affine",2,[[0,"1"],[0,"-1"],[1,"1/3"]],["0","-1/2","-2"]]',
        '["step",3]',
        '["affine",3,[[0,"1",2,"-1"],[1,"1"],[2,"1"]],["0","0","0"]]',
        '["sequence",[0,1,2]]',
    ),
    DATASET: dataset(
        '[["0","0"],["0"],1]',
        '[["-1/2","0"],["1"],1]',
        '[["1","6"],["2"],1]',
        '[["7","-2/3"],["0"],4]',
        classes='["ash","birch","\\u0153il"]',
    ),
    **memorizes("one-hot", "memorizes-one-hot"),
    **classifies(),
}
"""Three named classes by two coordinates; Step is at 0 in three of the four points."""

MARGIN = {
    NETWORK: network('["affine",1,[[0,"1"],[],[0,"-1"]],["0","1/1000000007","0"]]'),
    DATASET: dataset('[["1/1000000006"],["0"],1]', '[["0"],["1"],1]', '[["1/1000000008"],["1"],1]', '[["-1"],["2"],1]'),
    **classifies(),
}
"""Three classes without names; the margin at two points is about 10^-18."""

SHARED = {
    NETWORK: network(
        '["affine",1,[[0,"2"]],["1"]]',
        '["sequence",[0,0]]',
        '["sequence",[1,1]]',
        '["sequence",[2,2]]',
        '["concatenate",[3,0,3]]',
    ),
    DATASET: dataset('[["0"],["255","1","255"],1]', '[["-1"],["-1","-1","-1"],1]', '[["-3/2"],["-129","-2","-129"],1]'),
    **memorizes(stem="all-three"),
    **at_most(17, 17, 0, 34, hints="[]"),
}
"""z -> 2 z + 1 eight times, twice, and once: shared parts are run, and counted, each time; no decision, no hint."""

SIGNS = {
    NETWORK: network(
        '["affine",2,[[0,"-1",1,"-1"]],["0"]]',
        '["affine",2,[[0,"-1",1,"-1"]],["1/2"]]',
        '["branch",2,[0,"-1",1,"-1"],"-3",0,1]',
    ),
    DATASET: dataset('[["1","2"],["-5/2"],1]', '[["2","2"],["-4"],1]', '[["0","0"],["1/2"],1]'),
    **memorizes(),
    **at_most(3, 1, 1, 4),
}
"""A bare negation is a multiplication in an affine row; a gate of minus signs is read as the reversed test."""

APART = {
    NETWORK: network(
        '["affine",3,[[0,"1",1,"1",2,"1"]],["7"]]',
        '["affine",3,[[0,"2"],[1,"3"]],["0","0"]]',
        '["affine",2,[[0,"1/2"]],["0"]]',
        '["sequence",[1,2]]',
        '["branch",3,[],"0",0,3]',
    ),
    DATASET: dataset('[["1","2","3"],["1"],1]'),
    **memorizes(),
    **at_most(3, 3, 1, 4),
}
"""The gate without weights always goes above, yet the other side has the most additions; one point of data."""

LAYOUT = {
    NETWORK: '{ "nodes" : [ [ "relu" ,\t1 ] ],\r\n "version" : 1 , "format" : "memocert network" }',
    DATASET: '\n{"rows":[[["-1"],["0"],999999999999999999],[["2"],["2"],1]],\n"version":1,"classes":null,'
    '"format":"\\u006democert dataset"}',
    "_-a.B": "any other file is ignored",
    **memorizes(stem="A_b-c.d"),
}
"""White space, the order of keys and escapes carry no meaning."""

LONG = {
    NETWORK: network('["affine",1,[[0,"1/' + "7" * 60 + '"]],["' + "9" * 60 + '"]]'),
    DATASET: dataset('[["' + "7" * 60 + '"],["1' + "0" * 60 + '"],1]'),
    **memorizes(),
}
"""Numbers of sixty digits."""

ACCEPTED = {
    "every-form": EVERY_FORM,
    "tent": TENT,
    "one-hot": ONE_HOT,
    "margin": MARGIN,
    "shared": SHARED,
    "signs": SIGNS,
    "apart": APART,
    "layout": LAYOUT,
    "long": LONG,
}


def claim(old: str, new: str) -> Edit:
    return put("memorizes" + CLAIM, old, new)


def certificate(old: str, new: str) -> Edit:
    return put("memorizes" + CERTIFICATE, old, new)


def operations(old: str, new: str) -> Edit:
    return put("total-at-most" + CLAIM, old, new)


ALONE = {name: text for name, text in TENT.items() if "at-most" not in name}
"""The tent with its data and the one claim that it memorizes them."""

TOTAL = {name: text for name, text in TENT.items() if name == NETWORK or name.startswith("total")}
"""The tent with the one claim of all its operations."""

REJECTED: dict[str, tuple[Files, list[Edit]]] = {
    "wrong-label": (ALONE, [row('"1/2"],["1"]', '"1/2"],["2"]')]),
    "label-off-by-a-little": (ALONE, [row('"1/2"],["1"]', '"1/2"],["1' + "0" * 40 + "/" + "9" * 40 + '"]')]),
    "label-of-another-sign": (ALONE, [row('["5"]', '["-5"]')]),
    "gate-at-threshold-goes-above": (ALONE, [row('["1"],["5"]', '["1"],["0"]')]),
    "sides-swapped": (ALONE, [node('"1",3,4', '"1",4,3')]),
    "threshold-one-up": (ALONE, [node('"1",3,4', '"2",3,4')]),
    "relu-is-not-step": (EVERY_FORM, [node('["relu",2]', '["step",2]')]),
    "step-at-zero-is-one": (ONE_HOT, [row('"0"],["0"],1', '"0"],["1"],1')]),
    "greater-than-one-other-only": (MARGIN, [row('["-1"],["2"]', '["-1"],["1"]')]),
    "tie-of-two-outputs": (MARGIN, [row("1/1000000006", "1/1000000007")]),
    "tie-of-two-wrong-outputs": (MARGIN, [row('["-1"],["2"]', '["1/1000000007"],["2"]')]),
    "two-in-place-of-one": (ONE_HOT, [node('[1,"1"],[2,"1"]],["0"', '[1,"2"],[2,"1"]],["0"')]),
    "one-too-many-ones": (ONE_HOT, [row('"0"],["0"],1', '"6"],["0"],1')]),
    "more-classes-than-outputs": (ONE_HOT, [row('["ash","birch",', '["alder","ash","birch",')]),
    "fewer-classes-than-outputs": (ONE_HOT, [row('["ash","birch",', '["birch",'), row('["2"]', '["1"]')]),
    "label-is-no-class": (MARGIN, [row('["2"]', '["3"]')]),
    "label-is-a-negative-class": (MARGIN, [row('["2"]', '["-1"]')]),
    "label-is-half-a-class": (MARGIN, [row('["2"]', '["3/2"]')]),
    "label-of-two-numbers": (
        MARGIN,
        [
            row('["2"]', '["2","0"]'),
            *[
                row(f'["{c}"],1],\n[["{p}"', f'["{c}","0"],1],\n[["{p}"')
                for c, p in (("0", "0"), ("1", "1/1000000008"), ("1", "-1"))
            ],
        ],
    ),
    "one-class": (ALONE, [claim('"as given"', '"one-hot"')]),
    "labels-too-narrow": (
        SHARED,
        [
            row('"255","1","255"', '"255","1"'),
            row('"-1","-1","-1"', '"-1","-1"'),
            row('"-129","-2","-129"', '"-129","-2"'),
        ],
    ),
    "points-too-wide": (
        ALONE,
        [
            row('["0"],["0"]', '["0","0"],["0"]'),
            row('["1/4"]', '["1/4","0"]'),
            row('["1/2"],["1"]', '["1/2","0"],["1"]'),
            row('["1"],["5"]', '["1","0"],["5"]'),
        ],
    ),
    "no-certificate": (ALONE, [without("memorizes" + CERTIFICATE)]),
    "no-claim": (ALONE, [without("memorizes" + CLAIM, "memorizes" + CERTIFICATE)]),
    "hint-left-over": (ALONE, [certificate("[]", '[["bound"]]')]),
    "hint-of-another-claim": (TOTAL, [put("total-at-most" + CERTIFICATE, "structure", "goal")]),
    "hint-missing": (TOTAL, [put("total-at-most" + CERTIFICATE, '["structure"]', "")]),
    "hint-twice": (TOTAL, [put("total-at-most" + CERTIFICATE, '["structure"]', '["structure"],["structure"]')]),
    "certificate-of-another-claim": (
        TENT,
        [put("total-at-most" + CERTIFICATE, "total-at-most", "comparisons-at-most")],
    ),
    "dearer-shared-part": (SHARED, [node('["sequence",[2,2]]', '["sequence",[2,2,0]]')]),
    "gate-weight-of-two": (SIGNS, [node('2,[0,"-1",1,"-1"],"-3"', '2,[0,"-2",1,"-2"],"-6"')]),
    **{
        f"one-{measure}-too-few": (files, [put(f"{measure}-at-most{CLAIM}", f'"bound":{most}', f'"bound":{most - 1}')])
        for files, bounds in ((EVERY_FORM, (4, 2, 5, 11)),)
        for measure, most in zip(MEASURES, bounds, strict=True)
    },
}

UNBOUND: dict[str, tuple[Files, list[Edit]]] = {
    "network-changed-after-the-claim": (ALONE, [node('["5"]', '["5"] ')]),
    "data-changed-after-the-claim": (ALONE, [row('[["1/4"],["1/2"],1],\n', "")]),
    "claim-changed-after-the-certificate": (TOTAL, [operations('"bound":7', '"bound":8')]),
}
"""Rejected because a digest does not match: these are not bound anew."""

MALFORMED: dict[str, tuple[Files, list[Edit]]] = {
    "key-repeated": (TOTAL, [operations('"bound":7', '"bound":1,"bound":7')]),
    "key-unknown": (TOTAL, [operations('"bound":7', '"bound":7,"comment":""')]),
    "key-missing": (TOTAL, [operations('"measure":"total",\n', "")]),
    "key-of-another-kind": (ALONE, [claim('"labels"', '"measure"')]),
    "nan": (TOTAL, [operations('"bound":7', '"bound":NaN')]),
    "infinity": (TOTAL, [operations('"bound":7', '"bound":Infinity')]),
    "float": (TOTAL, [operations('"bound":7', '"bound":7.0')]),
    "exponent": (TOTAL, [operations('"bound":7', '"bound":7e0')]),
    "bool-as-bound": (TOTAL, [operations('"bound":7', '"bound":true')]),
    "string-as-bound": (TOTAL, [operations('"bound":7', '"bound":"7"')]),
    "negative-bound": (TOTAL, [operations('"bound":7', '"bound":-1')]),
    "negative-zero": (TOTAL, [operations('"bound":7', '"bound":-0')]),
    "bound-above-the-largest": (TOTAL, [operations('"bound":7', '"bound":1000000000000000001')]),
    "unknown-measure": (TOTAL, [operations('"total"', '"Total"')]),
    "constraint-without-parts": (TOTAL, [operations('"domain":[]', '"domain":[[]]')]),
    "unknown-kind": (ALONE, [claim('"memorizes"', '"Memorizes"')]),
    "kind-with-a-space": (ALONE, [claim('"memorizes"', '"memorizes "')]),
    "unknown-labels": (ALONE, [claim('"as given"', '"one hot"')]),
    "attained-missing": (TOTAL, [operations(',\n"attained":null', "")]),
    "claim-of-version-1": (TOTAL, [operations('"version":3', '"version":1')]),
    "claim-of-version-2": (TOTAL, [operations('"version":3', '"version":2')]),
    "claim-of-version-4": (TOTAL, [operations('"version":3', '"version":4')]),
    "claim-of-version-three-in-a-text": (TOTAL, [operations('"version":3', '"version":"3"')]),
    "certificate-of-version-1": (ALONE, [certificate('"version":3', '"version":1')]),
    "certificate-of-version-2": (ALONE, [certificate('"version":3', '"version":2')]),
    "certificate-of-version-4": (ALONE, [certificate('"version":3', '"version":4')]),
    "data-set-of-version-2": (ALONE, [row('"version":1', '"version":2')]),
    "network-of-version-2": (ALONE, [node('"version":1', '"version":2')]),
    "version-is-true": (ALONE, [node('"version":1', '"version":true')]),
    "format-of-another-file": (ALONE, [node("memocert network", "memocert dataset")]),
    "byte-order-mark": (ALONE, [node('{"format"', '\ufeff{"format"')]),
    "not-ascii": (ONE_HOT, [row("\\u0153", "\u0153")]),
    "nul-at-the-end": (ALONE, [node("]}\n", "]}\n\0")]),
    "second-object": (ALONE, [node("]}\n", "]}\n{}")]),
    "comment": (ALONE, [node("]}\n", "]} // end\n")]),
    "comma-at-the-end": (ALONE, [node("3,4]\n", "3,4],\n")]),
    "not-an-object": (ALONE, [write(NETWORK, '["relu",1]\n')]),
    "empty-file": (ALONE, [write(NETWORK, "")]),
    "nested-deeply": (ALONE, [write(NETWORK, "[" * 5000 + "\n")]),
    "rational-not-in-lowest-terms": (ALONE, [row('"1/4"', '"2/8"')]),
    "rational-over-one": (ALONE, [row('["5"]', '["5/1"]')]),
    "rational-over-zero": (ALONE, [row('["5"]', '["5/0"]')]),
    "rational-zero-over-two": (ALONE, [row('"0"],["0"', '"0/2"],["0"')]),
    "rational-minus-zero": (ALONE, [row('"0"],["0"', '"-0"],["0"')]),
    "rational-plus": (ALONE, [row('["5"]', '["+5"]')]),
    "rational-minus-below": (ALONE, [row('["5"]', '["5/-1"]')]),
    "rational-with-underscore": (ALONE, [row('["5"]', '["0_5"]')]),
    "rational-with-leading-zero": (ALONE, [row('["5"]', '["05"]')]),
    "rational-with-space": (ALONE, [row('["5"]', '[" 5"]')]),
    "rational-with-line-end": (ALONE, [row('["5"]', '["5\\n"]')]),
    "rational-decimal": (ALONE, [row('["5"]', '["5.0"]')]),
    "rational-exponent": (ALONE, [row('["5"]', '["5e0"]')]),
    "rational-of-foreign-digits": (ALONE, [row('["5"]', '["\\u0665"]')]),
    "rational-as-number": (ALONE, [row('["5"]', "[5]")]),
    "rational-empty": (ALONE, [row('["5"]', '[""]')]),
    "weight-of-zero": (ALONE, [node('[0,"2"]', '[0,"0"]')]),
    "weight-missing": (ALONE, [node('[0,"2"]', "[0]")]),
    "position-twice": (ALONE, [node('1,"-1"', '0,"-1"')]),
    "position-negative": (ALONE, [node('[0,"2"]', '[-1,"2"]')]),
    "position-past-the-end": (ALONE, [node('1,"-1"', '2,"-1"')]),
    "position-is-false": (ALONE, [node('[0,"2"]', '[false,"2"]')]),
    "bias-too-short": (ALONE, [node('["0","-2"]', '["0"]')]),
    "bias-too-long": (ALONE, [node('["0","-2"]', '["0","-2","0"]')]),
    "no-rows-of-weights": (ALONE, [node('[[]],["5"]', "[],[]")]),
    "width-zero": (ALONE, [node('["relu",2]', '["relu",0]')]),
    "width-beyond-the-limit": (ALONE, [node('["relu",2]', '["relu",1048577]')]),
    "width-is-true": (SHARED, [node('["affine",1', '["affine",true')]),
    "unknown-form": (ALONE, [node('"relu"', '"tanh"')]),
    "form-is-a-list": (ALONE, [node('"relu"', "[]")]),
    "node-is-empty": (ALONE, [node('["relu",2]', "[]")]),
    "node-too-long": (ALONE, [node('["relu",2]', '["relu",2,2]')]),
    "branch-too-short": (ALONE, [node('"1",3,4', '"1",3')]),
    "no-nodes": (ALONE, [write(NETWORK, network())]),
    "node-unused": (
        ALONE,
        [node('["relu",2]', '["relu",2],\n["relu",2]'), node("[0,1,2]", "[0,1,3]"), node('"1",3,4', '"1",4,5')],
    ),
    "root-unused-by-its-last": (ALONE, [node('"1",3,4]\n', '"1",3,4],\n["relu",1]\n')]),
    "child-of-itself": (ALONE, [node("[0,1,2]", "[0,1,3]")]),
    "child-forward": (ALONE, [node("[0,1,2]", "[0,1,4]")]),
    "child-negative": (ALONE, [node("[0,1,2]", "[0,1,-1]")]),
    "child-is-true": (ALONE, [node("[0,1,2]", "[0,true,2]")]),
    "no-stages": (ALONE, [node("[0,1,2]", "[]")]),
    "no-parts": (SHARED, [node('"concatenate",[3,0,3]', '"concatenate",[]')]),
    "stages-do-not-fit": (ALONE, [node("[0,1,2]", "[0,2,1]")]),
    "parts-do-not-fit": (EVERY_FORM, [node('["step",2]', '["step",3]')]),
    "sides-do-not-fit": (ALONE, [node('[[]],["5"]', '[[],[]],["5","5"]')]),
    "gate-does-not-fit": (ALONE, [node('"branch",1', '"branch",2')]),
    "point-twice": (ALONE, [row('["1/4"],["1/2"]', '["0"],["0"]')]),
    "point-twice-with-another-label": (ALONE, [row('["1/4"],["1/2"]', '["0"],["1/2"]')]),
    "points-of-two-widths": (ALONE, [row('["1/4"]', '["1/4","0"]')]),
    "labels-of-two-widths": (ALONE, [row('["5"]', '["5","0"]')]),
    "point-without-numbers": (ALONE, [write(DATASET, dataset('[[],["0"],1]'))]),
    "label-without-numbers": (ALONE, [write(DATASET, dataset('[["0"],[],1]'))]),
    "no-points": (ALONE, [write(DATASET, dataset())]),
    "count-zero": (ALONE, [row('["5"],1', '["5"],0')]),
    "count-is-true": (ALONE, [row('["5"],1', '["5"],true')]),
    "count-missing": (ALONE, [row('["5"],1', '["5"]')]),
    "label-outside-its-named-classes": (ONE_HOT, [row('["2"],1', '["3"],1')]),
    "label-between-its-named-classes": (ONE_HOT, [row('["2"],1', '["3/2"],1')]),
    "classes-are-numbers": (ONE_HOT, [row('"ash"', "1")]),
    "classes-are-a-text": (ALONE, [row("null", '"ab"')]),
    "reference-out-of-the-folder": (ALONE, [claim(f'"{NETWORK}"', f'"../tent/{NETWORK}"')]),
    "reference-with-a-dot-in-front": (ALONE, [move(NETWORK, "." + NETWORK), claim(NETWORK, "." + NETWORK)]),
    "reference-to-nothing": (ALONE, [without(NETWORK)]),
    "reference-to-the-wrong-kind": (ALONE, [claim(NETWORK, DATASET)]),
    "reference-with-an-upper-case-digest": (ALONE, [claim(f'"{NETWORK}","sha256":"0', f'"{NETWORK}" ,"sha256":"A')]),
    "reference-with-a-short-digest": (ALONE, [claim(f'"{NETWORK}","sha256":"0', f'"{NETWORK}" ,"sha256":"')]),
    "reference-is-a-name": (ALONE, [claim(reference(NETWORK), f'"{NETWORK}"')]),
    "hint-with-a-multiplier": (TOTAL, [put("total-at-most" + CERTIFICATE, '["structure"]', '["structure",1]')]),
    "hints-are-an-object": (ALONE, [certificate('"hints":[]', '"hints":{}')]),
    "certificate-without-its-claim": (ALONE, [without("memorizes" + CLAIM)]),
    "certificate-is-a-claim": (ALONE, [certificate("memocert certificate", "memocert claim")]),
    "claim-is-a-folder": (ALONE, [write(f"folder{CLAIM}/file", "")]),
    "claim-without-a-stem": (ALONE, [write(CLAIM, "{}")]),
    "claim-with-a-space-in-its-name": (ALONE, [write("a claim" + CLAIM, "{}")]),
}
