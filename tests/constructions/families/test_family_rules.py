"""Each family's constructor does what its rule says, on exact parameters with many ties, by a plain program for it."""

from collections.abc import Callable, Sequence as Items
from fractions import Fraction
from itertools import product
from random import Random

import pytest

from constructions.families.broken_line import bump, parts, rising
from constructions.families.exits.class_mean import MeanExit, class_mean_exit
from constructions.families.exits.early_exit import Exit, Fallback, early_exit
from constructions.families.exits.halting import Stage, halting
from constructions.families.parts.channels import channels
from constructions.families.parts.dropout import dropout
from constructions.families.parts.mixture import mixture
from constructions.families.parts.sign_prediction import sign_predicted
from constructions.families.selection import exchanges, largest, lookup, margin, mean, top, total, winner
from constructions.families.trees.adaptive_tree import route
from constructions.families.trees.binned_tree import binned, needed_cuts
from constructions.families.trees.fast_feedforward import fast_feedforward, leaf
from constructions.families.trees.forest import forest, split
from constructions.families.trees.routed_tree import edge, routed
from constructions.model.dataset import Dataset
from constructions.model.evaluation import evaluate, trace
from constructions.model.network import Affine, Form, Identity, Network, constant
from constructions.unconditional.interpolation import Hinges

Vector = tuple[Fraction, ...]
Map = tuple[list[Vector], Vector]
"""Rows and offsets of an affine map, for the plain programs."""

NUMBERS = [Fraction(value) for value in (-1, 0, 0, 1, 2)] + [Fraction(1, 2)]
"""So few that scores often tie."""

POINTS = [tuple(map(Fraction, point)) for point in product((-1, 0, 1, 2), repeat=2)] + [
    (Fraction(1, 3), Fraction(-7, 2))
]


def vector(rng: Random, width: int) -> Vector:
    return tuple([rng.choice(NUMBERS) for _ in range(width)])


def affine(rng: Random, inputs: int, outputs: int) -> Map:
    return [vector(rng, inputs) for _ in range(outputs)], vector(rng, outputs)


def at(one: Map, x: Items[Fraction]) -> Vector:
    return tuple([sum(w * v for w, v in zip(row, x, strict=True)) + b for row, b in zip(*one, strict=True)])


def network(one: Map) -> Affine:
    return Affine(*one)


def numbers(*values: int | Fraction) -> Vector:
    return tuple(map(Fraction, values))


def relu(values: Vector) -> Vector:
    return tuple([max(value, Fraction(0)) for value in values])


def added(vectors: Items[Vector]) -> Vector:
    return tuple([sum(values, Fraction(0)) for values in zip(*vectors, strict=True)])


def first_largest(scores: Vector) -> int:
    return scores.index(max(scores))


def best(scores: Vector, count: int) -> list[int]:
    return sorted(range(len(scores)), key=lambda place: (-scores[place], place))[:count]


def log2_up(count: int) -> int:
    return (count - 1).bit_length()


@pytest.fixture(params=range(5))
def rng(request: pytest.FixtureRequest) -> Random:
    return Random(request.param)


@pytest.mark.parametrize("count", range(1, 7))
def test_the_largest_score_chooses_and_of_equal_ones_the_first(rng: Random, count: int) -> None:
    scores, leaves = affine(rng, 2, count), [affine(rng, 2, 2) for _ in range(count)]
    chosen = largest(network(scores), [network(one) for one in leaves])
    for x in POINTS:
        run = trace(chosen, x)
        assert run.output == at(leaves[first_largest(at(scores, x))], x)
        assert run.operations.comparisons == count - 1


@pytest.mark.parametrize("count", range(1, 6))
def test_the_largest_few_are_added_and_of_equal_ones_the_first(rng: Random, count: int) -> None:
    scores, blocks = affine(rng, 2, 5), [affine(rng, 2, 2) for _ in range(5)]
    added_up = top(network(scores), [network(one) for one in blocks], count)
    swaps = {1: 4, 2: 7, 3: 7, 4: 4, 5: 0}[count]
    assert len(exchanges(5, count)) == swaps
    for x in POINTS:
        run = trace(added_up, x)
        assert run.output == added([at(blocks[place], x) for place in best(at(scores, x), count)])
        looked_up = 0 if count == 5 else count
        assert swaps + 2 * looked_up <= run.operations.comparisons <= swaps + 3 * looked_up


@pytest.mark.parametrize("count", range(1, 9))
def test_margin_and_winner_are_those_of_the_sorted_scores(rng: Random, count: int) -> None:
    for _ in range(30):
        scores = vector(rng, count)
        run = trace(winner(count), scores)
        assert run.output == numbers(first_largest(scores))
        assert run.operations.comparisons == count - 1
        if count > 1:
            run = trace(margin(count), scores)
            ordered = sorted(scores)
            assert run.output == numbers(ordered[-1] - ordered[-2], first_largest(scores))
            assert run.operations.comparisons <= -(-3 * count // 2) - 2


def test_a_margin_of_one_score_and_wrong_numbers_of_scores_are_refused() -> None:
    with pytest.raises(ValueError, match="count must be at least 2, since a margin lies between two scores, not 1"):
        margin(1)
    for chosen in (largest, lambda scores, blocks: top(scores, blocks, 1)):
        with pytest.raises(ValueError, match="scores must have 2 outputs, one for each of the networks, not 1"):
            chosen(Identity(1), [Identity(1), Identity(1)])
    for count in (0, 3):
        with pytest.raises(ValueError, match=f"count must be one of 1, ..., 2, the number of blocks, not {count}"):
            top(Identity(2), [Identity(2), Identity(2)], count)


@pytest.mark.parametrize("count", range(1, 10))
def test_a_table_is_looked_up_by_bisection(count: int) -> None:
    found = lookup([constant([10 * place], 1) for place in range(count)])
    for place in range(count):
        run = trace(found, [place])
        assert run.output == numbers(10 * place)
        assert run.operations.comparisons <= log2_up(count)


def test_sum_and_mean_are_those_of_the_outputs(rng: Random) -> None:
    for count in range(1, 5):
        maps = [affine(rng, 2, 3) for _ in range(count)]
        for x in POINTS:
            outputs = added([at(one, x) for one in maps])
            assert evaluate(total([network(one) for one in maps]), x) == outputs
            assert evaluate(mean([network(one) for one in maps]), x) == tuple([value / count for value in outputs])


def test_rising_forms_are_largest_at_the_number_of_thresholds_below() -> None:
    thresholds = [Fraction(-2), Fraction(1, 2), Fraction(3)]
    for steps in (None, [Fraction(1), Fraction(5), Fraction(1, 7)]):
        for place in range(-40, 41):
            z = Fraction(place, 8)
            assert first_largest(evaluate(rising(thresholds, steps), [z])) == sum(t < z for t in thresholds)


def test_a_bump_goes_through_its_points_and_is_0_beyond_its_ends() -> None:
    pairs = [(Fraction(z), (Fraction(y),)) for z, y in ((1, 5), (2, 5), (4, -1))]
    line = bump(Fraction(0), pairs, Fraction(6)).network()
    found = [evaluate(line, [z])[0] for z in (-9, 0, 1, 2, 3, 4, 5, 6, 99)]
    assert found == [0, 0, 5, 5, 2, -1, Fraction(-1, 2), 0, 0]
    assert evaluate(bump(None, pairs, None).network(), [-7]) == numbers(5)
    assert Hinges.through(pairs[:1]).units == 0
    assert parts(3, 3) == [(0, 1), (1, 2), (2, 3)]


def test_a_routed_tree_follows_the_argmax_of_its_routers(rng: Random) -> None:
    routers = [affine(rng, 2, 3) for _ in range(4)]
    transforms = [[affine(rng, 2, 2) for _ in range(3)] for _ in range(4)]
    solvers = [[affine(rng, 2, 1) for _ in range(3)] for _ in range(3)]
    subtrees = [
        routed(network(routers[1 + c]), [edge(network(transforms[1 + c][e]), network(solvers[c][e])) for e in range(3)])
        for c in range(3)
    ]
    tree = routed(network(routers[0]), [edge(network(transforms[0][c]), subtrees[c]) for c in range(3)])
    for x in POINTS:
        child = first_largest(at(routers[0], x))
        h = relu(at(transforms[0][child], x))
        grandchild = first_largest(at(routers[1 + child], h))
        h = relu(at(transforms[1 + child][grandchild], h))
        assert evaluate(tree, x) == at(solvers[child][grandchild], h)


def test_an_adaptive_tree_goes_left_where_its_form_is_positive_and_a_forest_where_it_is_not_negative(
    rng: Random,
) -> None:
    forms = [affine(rng, 2, 1) for _ in range(3)]
    one, two = affine(rng, 2, 2), affine(rng, 2, 2)
    adaptive = route(Form.dense(forms[0][0][0]), forms[0][1][0], network(one), network(two))
    splits = [split(Form.dense(rows[0]), offset[0], network(one), network(two)) for rows, offset in forms]
    for x in POINTS:
        assert evaluate(adaptive, x) == at(one if at(forms[0], x)[0] > 0 else two, x)
        answers = [at(one if at(form, x)[0] >= 0 else two, x) for form in forms]
        assert evaluate(forest(splits), x) == tuple([value / 3 for value in added(answers)])


def test_bins_are_counted_by_cut_points_at_or_below_and_their_row_is_looked_up(rng: Random) -> None:
    cuts = [[Fraction(0), Fraction(1), Fraction(3, 2)], [], [Fraction(1)]]
    rows = [row for row in product(range(4), range(1), range(2)) if rng.random() < 0.8] or [(0, 0, 0)]
    table: dict[tuple[int, ...], Vector] = {row: (Fraction(rng.randint(0, 3)), Fraction(sum(row))) for row in rows}
    found = binned(cuts, table)
    for x in product((Fraction(-1), Fraction(0), Fraction(1, 2), Fraction(1), Fraction(3, 2), Fraction(9)), repeat=3):
        bins = tuple([sum(cut <= value for cut in points) for points, value in zip(cuts, x, strict=True)])
        before = [row for row in sorted(table) if row <= bins] or [min(table)]
        assert evaluate(found, x) == table[before[-1]]


def test_bins_that_are_wrong_are_refused() -> None:
    one = (Fraction(1),)
    with pytest.raises(ValueError, match="table must have at least one row"):
        binned([[]], {})
    with pytest.raises(ValueError, match="cuts of coordinate 0 must increase, not go from 1 to 1"):
        binned([[Fraction(1), Fraction(1)]], {(0,): one})
    for row in ((2,), (-1,), (0, 0)):
        with pytest.raises(ValueError, match="rows of the table must name one bin of each coordinate"):
            binned([[Fraction(1)]], {row: one})


def test_no_cut_that_is_kept_can_be_left_out(rng: Random) -> None:
    points = list(dict.fromkeys(tuple([rng.randint(0, 4) for _ in range(3)]) for _ in range(25)))
    data = Dataset.from_rows(points, [[rng.randint(0, 2)] for _ in points])
    cuts = needed_cuts(data)

    def separates(candidate: list[list[Fraction]]) -> bool:
        rows: dict[tuple[int, ...], object] = {}
        for point, label in zip(data.points, data.labels, strict=True):
            bins = tuple([sum(c <= v for c in column) for column, v in zip(candidate, point, strict=True)])
            if rows.setdefault(bins, label) != label:
                return False
        return True

    assert separates(cuts)
    for place, column in enumerate(cuts):
        for cut in column:
            assert not separates([[c for c in col if p != place or c != cut] for p, col in enumerate(cuts)])


@pytest.mark.parametrize("count", [1, 2, 3])
def test_a_mixture_is_the_mean_of_the_best_experts(rng: Random, count: int) -> None:
    gate, experts = affine(rng, 2, 3), [affine(rng, 2, 2) for _ in range(3)]
    mixed = mixture(network(gate), [network(one) for one in experts], count)
    for x in POINTS:
        outputs = added([at(experts[place], x) for place in best(at(gate, x), count)])
        assert evaluate(mixed, x) == tuple([value / count for value in outputs])


def test_a_mixture_of_one_expert_is_the_expert() -> None:
    assert evaluate(mixture(network(([(Fraction(1),)], (Fraction(0),))), [Affine([[2]], [1])]), [3]) == numbers(7)


@pytest.mark.parametrize("fallback", ["last", "most confident"])
@pytest.mark.parametrize("classes", [2, 3])
@pytest.mark.parametrize("length", [1, 2, 4])
def test_the_first_exit_with_a_large_margin_answers(rng: Random, fallback: Fallback, classes: int, length: int) -> None:
    stages = [affine(rng, 2, 2) for _ in range(length)]
    heads = [affine(rng, 2, classes) for _ in range(length)]
    thresholds = [rng.choice([Fraction(1), Fraction(2), Fraction(3)]) for _ in range(length)]
    labels = tuple([(Fraction(10 * place), Fraction(place)) for place in range(classes)])
    exits = [Exit(network(s), network(h), t, labels) for s, h, t in zip(stages, heads, thresholds, strict=True)]
    chain = early_exit(exits, fallback)

    def answer(x: Vector) -> Vector:
        confidences = []
        for stage, head, threshold in zip(stages, heads, thresholds, strict=True):
            x = at(stage, x)
            scores = at(head, x)
            ordered = sorted(scores)
            confidences.append((ordered[-1] - ordered[-2], first_largest(scores)))
            if confidences[-1][0] >= threshold:
                return labels[confidences[-1][1]]
        margins = [confidence[0] for confidence in confidences]
        chosen = margins.index(max(margins)) if fallback == "most confident" else -1
        return labels[confidences[chosen][1]]

    for x in POINTS:
        assert evaluate(chain, x) == answer(x)


def test_exits_that_do_not_fit_are_refused() -> None:
    one, two = ((Fraction(1),), (Fraction(2),)), ((Fraction(3),), (Fraction(2),))
    with pytest.raises(ValueError, match="exits must have at least one entry"):
        early_exit([])
    with pytest.raises(ValueError, match="fallback must be 'last' or 'most confident', not 'first'"):
        early_exit([Exit(Identity(2), Identity(2), Fraction(1), one)], "first")  # type: ignore[arg-type]
    with pytest.raises(ValueError, match="head must have 2 outputs, one a label, not 1"):
        Exit(Identity(1), Identity(1), Fraction(1), one)
    with pytest.raises(ValueError, match="head must take 1 input, what its stage gives, not 2"):
        Exit(Identity(1), Identity(2), Fraction(1), one)
    with pytest.raises(ValueError, match="exits must share their labels if the most confident one answers"):
        early_exit([Exit(Identity(2), Identity(2), Fraction(1), labels) for labels in (one, two)], "most confident")
    with pytest.raises(ValueError, match="a margin lies between two scores, not 1"):
        early_exit([Exit(Identity(1), Identity(1), Fraction(1), one[:1])] * 2)


@pytest.mark.parametrize("length", [1, 3])
def test_the_nearest_mean_answers_if_it_is_nearer_by_the_gap(rng: Random, length: int) -> None:
    stages = [affine(rng, 2, 2) for _ in range(length)]
    means = [[vector(rng, 2) for _ in range(3)] for _ in range(length)]
    labels = tuple([(Fraction(place),) for place in range(3)])
    exits = [
        MeanExit(network(s), Identity(2), tuple(m), Fraction(2), labels) for s, m in zip(stages, means, strict=True)
    ]
    chain = class_mean_exit(exits)
    for point in POINTS:
        h: Vector = point
        for number, (stage, centers) in enumerate(zip(stages, means, strict=True)):
            h = at(stage, h)
            distances = tuple([sum((a - b) ** 2 for a, b in zip(h, center, strict=True)) for center in centers])
            nearest = distances.index(min(distances))
            if sorted(distances)[1] - min(distances) >= 2 or number == length - 1:
                break
        assert evaluate(chain, point) == labels[nearest]


@pytest.mark.parametrize("recurrent", [False, True])
@pytest.mark.parametrize("length", [1, 2, 5])
def test_halting_stops_at_the_first_form_that_is_not_negative(rng: Random, recurrent: bool, length: int) -> None:
    steps = [affine(rng, 2, 2)] * length if recurrent else [affine(rng, 2, 2) for _ in range(length)]
    halts = [affine(rng, 2, 1) for _ in range(length)]
    output = affine(rng, 2, 1)
    stages = [
        Stage(network(step), Form.dense(rows[0]), offsets[0])
        for step, (rows, offsets) in zip(steps, halts, strict=True)
    ]
    halted = halting(stages, network(output))
    for x in POINTS:
        state: Vector = x
        for step, halt in zip(steps, halts, strict=True):
            state = at(step, state)
            if at(halt, state)[0] >= 0:
                break
        assert evaluate(halted, x) == at(output, state)


def test_thousands_of_stages_and_exits_are_no_recursion() -> None:
    stage = Stage(Affine([[1]], [1]), Form.dense([1]), Fraction(-2_000))
    assert evaluate(halting([stage] * 3_000, Identity(1)), [0]) == numbers(2_000)
    with pytest.raises(ValueError, match="stages must have at least one entry"):
        halting([], Identity(1))
    labels = ((Fraction(0),), (Fraction(1),))
    part = Exit(Affine([[1]], [1]), Affine([[1], [0]], [0, 0]), Fraction(2_000), labels)
    assert evaluate(early_exit([part] * 3_000), [0]) == numbers(0)
    assert evaluate(early_exit([part] * 700, "most confident"), [0]) == numbers(0)


@pytest.mark.parametrize("count", [1, 2, 4])
def test_channels_that_are_not_among_the_most_salient_count_as_0(rng: Random, count: int) -> None:
    saliency, blocks = affine(rng, 2, 4), [affine(rng, 2, 2) for _ in range(4)]
    skipped = channels(network(saliency), [network(one) for one in blocks], count)
    for x in POINTS:
        mask = [place in best(at(saliency, x), count) for place in range(4)]
        assert evaluate(skipped, x) == added(
            [tuple([m * v for v in at(b, x)]) for m, b in zip(mask, blocks, strict=True)]
        )


def test_blocks_are_computed_where_their_policy_is_not_negative(rng: Random) -> None:
    policy, blocks = affine(rng, 2, 3), [affine(rng, 2, 2) for _ in range(3)]
    dropped = dropout(network(policy), [network(one) for one in blocks])
    for x in POINTS:
        signs = [value >= 0 for value in at(policy, x)]
        assert evaluate(dropped, x) == added(
            [tuple([s * v for v in at(b, x)]) for s, b in zip(signs, blocks, strict=True)]
        )
    with pytest.raises(ValueError, match="policy must have 2 outputs, one a block, not 1"):
        dropout(Affine([[1]], [0]), [Identity(1)] * 2)


def test_units_are_computed_where_their_predictor_is_not_negative(rng: Random) -> None:
    layer, low, readout = affine(rng, 2, 4), affine(rng, 2, 1), affine(rng, 4, 2)
    signs = [affine(rng, 1, 1) if rng.random() < 0.8 else None for _ in range(4)]
    forms = [None if sign is None else (Form.dense(sign[0][0]), sign[1][0]) for sign in signs]
    predicted = sign_predicted(network(layer), network(low), forms, network(readout))
    for x in POINTS:
        bottleneck = at(low, x)
        hidden = relu(at(layer, x))
        kept = [sign is None or at(sign, bottleneck)[0] >= 0 for sign in signs]
        run = trace(predicted, x)
        assert run.output == at(readout, tuple([k * h for k, h in zip(kept, hidden, strict=True)]))
        assert run.operations.comparisons == sum(sign is not None for sign in signs) + sum(kept)
    with pytest.raises(ValueError, match="predictor must have 4 entries, one a unit, not 3"):
        sign_predicted(network(layer), network(low), forms[:3], network(readout))


@pytest.mark.parametrize("depth", range(4))
def test_a_fast_feedforward_network_walks_down_its_complete_tree(rng: Random, depth: int) -> None:
    nodes = [affine(rng, 2, 1) for _ in range(2**depth - 1)]
    leaves = [(affine(rng, 2, 3), affine(rng, 3, 2)) for _ in range(2**depth)]
    tree = fast_feedforward(
        [(Form.dense(rows[0]), offsets[0]) for rows, offsets in nodes],
        [leaf(network(first), network(second)) for first, second in leaves],
    )
    for x in POINTS:
        node = 0
        for level in range(depth):
            right = at(nodes[2**level - 1 + node], x)[0] >= 0
            node = 2 * node + right
        first, second = leaves[node]
        run = trace(tree, x)
        assert run.output == at(second, relu(at(first, x)))
        assert run.operations.comparisons == depth + 3


def test_trees_that_are_not_complete_are_refused() -> None:
    for nodes, leaves in ((0, 0), (1, 1), (2, 3), (1, 4)):
        with pytest.raises(ValueError, match=f"leaves must be 2\\^D and nodes 2\\^D - 1, not {leaves} and {nodes}"):
            fast_feedforward([(Form.dense([1]), 0)] * nodes, [Identity(1)] * leaves)


def test_a_choice_among_networks_of_different_widths_is_refused_where_it_is_made() -> None:
    narrow: Network = constant([1], 1)
    wide: Network = constant([1, 2], 1)
    makers: list[Callable[[], object]] = [
        lambda: largest(Affine([[1], [2]], [0, 0]), [narrow, wide]),
        lambda: lookup([narrow, wide]),
        lambda: split(Form.dense([1]), 0, narrow, wide),
    ]
    for make in makers:
        with pytest.raises(ValueError, match=r"must have \d outputs?, as below has, not \d"):
            make()
