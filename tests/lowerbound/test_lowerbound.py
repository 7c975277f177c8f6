"""Lower bounds: dichotomies, least comparisons, certificates, operations on a line, against brute force."""

import json
import random
from fractions import Fraction
from functools import partial
from itertools import combinations, product
from math import prod
from pathlib import Path

import pytest
from brute import least_tests, rows_of
from commands import ROOT, invoked
from samples import examples

from constructions.catalogue import CATALOGUE
from constructions.files.bundle import write_bundle
from constructions.model.batch import evaluate_many
from constructions.model.cost import structural_worst
from constructions.model.dataset import Dataset
from constructions.model.errors import BadInput
from constructions.model.network import Affine, Branch, Network, constant
from lowerbound import findings
from lowerbound.bounds.formulas import entropy_bound, entropy_parts, log2_up, product_bound
from lowerbound.comparisons.cases import Cases
from lowerbound.comparisons.decision_paths import count_through, paths_over
from lowerbound.comparisons.dichotomies import covers_number, dichotomies
from lowerbound.comparisons.labellings import rows
from lowerbound.comparisons.means import least_mean
from lowerbound.comparisons.minimum import need
from lowerbound.comparisons.pieces import least_operations, least_pieces
from lowerbound.comparisons.refutation import arrangement, refutation
from lowerbound.comparisons.subsets import Subsets
from lowerbound.findings import lower_bounds
from verify.certificate import Hint
from verify.claims.comparisons_needed import ComparisonsNeeded
from verify.claims.shared.subject import dataset_reference
from verify.lanes import certify
from verify.verdict import LanesDisagree, Proved

GRID = [(Fraction(a), Fraction(b)) for a in range(3) for b in range(3)]


def alternating(size: int, start: int = 0) -> Dataset:
    return Dataset.from_rows([[start + place] for place in range(size)], [[place % 2] for place in range(size)])


def scattered(size: int, width: int, seed: int, most: int = 30, labels: int = 1) -> Dataset:
    source = random.Random(seed)
    points = list({tuple([source.randint(0, most) for _ in range(width)]): None for _ in range(size)})
    return Dataset.from_rows(points, [[source.randint(0, labels)] for _ in points])


def accepted(dataset: Dataset, count: int, hints: list[Hint], network: Network, folder: Path) -> bool:
    bundle = write_bundle(folder, network, dataset, "", force=True)
    try:
        return isinstance(certify(bundle, ComparisonsNeeded(dataset_reference(bundle), count), hints), Proved)
    except LanesDisagree:
        return False


@pytest.mark.parametrize(("size", "width"), [(1, 1), (2, 1), (9, 1), (7, 2), (11, 2), (7, 3), (6, 4), (3, 5)])
def test_in_general_position_there_are_as_many_dichotomies_as_cover_says(size: int, width: int) -> None:
    source = random.Random(size)
    points = [tuple([Fraction(source.randint(-999, 999)) for _ in range(width)]) for _ in range(size)]
    found = dichotomies(points)
    assert 2 * len(found) + 2 == covers_number(size, width)
    for one in found:
        normal, threshold = one.made()
        assert one.above == sum([1 << i for i, x in enumerate(points) if normal.at(x) >= threshold])


@pytest.mark.parametrize(
    "points",
    [
        GRID,
        [(Fraction(i), Fraction(2 * i)) for i in range(5)],
        [(Fraction(a), Fraction(b), Fraction(c)) for a, b, c in product(range(2), repeat=3)],
        [(Fraction(i), Fraction(0), Fraction(i % 2)) for i in range(6)],
        [*GRID[:5], (Fraction(1, 2), Fraction(1, 2))],
    ],
    ids=["grid", "collinear", "cube", "flat", "a point in the middle"],
)
def test_degenerate_points_have_the_dichotomies_that_the_engine_enumerates(points: list[tuple[Fraction, ...]]) -> None:
    data = Dataset.from_rows(points, [[0]] * len(points))
    ends = sum([hint[0] == "path" for hint in arrangement(data)])
    assert ends == 2 * len(dichotomies(points)) + 2


def test_the_cube_has_104_threshold_functions() -> None:
    cube = [(Fraction(a), Fraction(b), Fraction(c)) for a, b, c in product(range(2), repeat=3)]
    assert 2 * len(dichotomies(cube)) + 2 == 104


def test_alternating_labels_need_what_the_theory_says() -> None:
    sizes = range(1, 11)
    assert [need(Subsets(alternating(n))).comparisons for n in sizes] == [0, 0, 1, 1, 2, 2, 2, 2, 3, 3]
    assert [need(Subsets(alternating(n), "constant")).comparisons for n in sizes] == [0, 1, 2, 2, 3, 3, 3, 3, 4, 4]
    assert [log2_up(least_pieces(alternating(n))) for n in sizes] == [0, 0, 1, 1, 2, 2, 2, 2, 3, 3]


@pytest.mark.parametrize("seed", range(examples(16)))
def test_the_least_number_is_that_of_brute_force_and_is_attained(seed: int) -> None:
    data = scattered(7, 1 + seed % 3, seed, most=3 if seed % 2 else 30, labels=1 + seed % 4)
    minimum = need(Subsets(data))
    assert minimum.comparisons == least_tests(rows_of(data), False, False)
    assert evaluate_many(minimum.network, data.points).outputs == list(data.labels)
    assert structural_worst(minimum.network).comparisons == minimum.comparisons


def axis_depth(points: list[tuple[int, ...]], labels: list[int]) -> int:
    """Return the least depth of a tree of tests on single coordinates, by trying all."""
    if len(set(labels)) <= 1:
        return 0
    best = len(points)
    for place in range(len(points[0])):
        for cut in sorted({point[place] for point in points})[1:]:
            sides = [[number for number, p in enumerate(points) if (p[place] >= cut) is side] for side in (False, True)]
            parts = [([points[number] for number in side], [labels[number] for number in side]) for side in sides]
            best = min(best, 1 + max([axis_depth(*part) for part in parts]))
    return best


@pytest.mark.parametrize("seed", range(8))
def test_axis_parallel_trees_are_as_shallow_as_brute_force_finds(seed: int) -> None:
    data = scattered(6, 2, seed, most=4, labels=2)
    points = [tuple([int(x) for x in point]) for point in data.points]
    wanted = axis_depth(points, [int(label[0]) for label in data.labels])
    assert need(Subsets(data, "constant", "axis")).comparisons == wanted


def test_four_rows_that_another_solver_gets_wrong() -> None:
    data = Dataset.from_rows([[1, 1], [1, 0], [0, 1]], [[1], [0], [0]])
    assert need(Subsets(data, "constant", "axis")).comparisons == 2


def test_the_mean_of_too_many_points_is_refused_before_the_search() -> None:
    data = Dataset.from_rows([[z, z * z] for z in range(17)], [[z % 2] for z in range(17)])
    with pytest.raises(BadInput, match="up to 16 points, not 17"):
        lower_bounds(data, mean=True, progress=lambda _done, _total: pytest.fail("a search began"))


def test_the_least_mean_is_that_of_all_trees() -> None:
    source = random.Random(3)
    shapes = [(2, 2, 2, 2), (1, 2, 3, 3), (3, 3, 2, 1), (2, 3, 3, 1), (1, 3, 3, 2)]
    for _ in range(6):
        counts = [source.randint(1, 9) for _ in range(4)]
        points = [[place] for place, count in enumerate(counts) for _ in range(count)]
        data = Dataset.from_rows(points, [[point[0] ** 2] for point in points])
        best = min([sum([c * d for c, d in zip(counts, depths, strict=True)]) for depths in shapes])
        found = least_mean(Subsets(data, "constant"))
        assert found.comparisons == Fraction(best, sum(counts))
        assert evaluate_many(found.network, data.points).mean(data.counts, "comparisons") == found.comparisons


def test_where_no_comparison_is_needed_there_is_nothing_to_certify() -> None:
    subsets = Subsets(scattered(9, 2, 0, labels=0))
    with pytest.raises(BadInput, match="no comparison is needed"):
        refutation(subsets, need(subsets))


@pytest.mark.parametrize("seed", range(examples(12)))
def test_every_bound_has_a_certificate_and_no_larger_one_has(seed: int, tmp_path: Path) -> None:
    data = scattered(9, 1 + seed % 3, seed, most=4 if seed % 2 else 40, labels=1 + 200 * (seed % 4 == 0))
    subsets = Subsets(data)
    minimum = need(subsets)
    if minimum.comparisons:
        hints = refutation(subsets, minimum)
        assert accepted(data, minimum.comparisons, hints, minimum.network, tmp_path / "bundle")
    else:  # one label, by chance
        hints = [["labels", 0, 1]]
    assert not accepted(data, minimum.comparisons + 1, hints, minimum.network, tmp_path / "bundle")


def test_no_part_of_a_step_can_be_left_out(tmp_path: Path) -> None:
    for seed in range(3):
        data = scattered(9, 2, seed, most=40, labels=1)
        subsets = Subsets(data)
        minimum = need(subsets)
        *before, last = refutation(subsets, minimum)
        assert last[0] == "every"
        for place in range(3, len(last)):
            hints = [*before, [*last[:place], *last[place + 1 :]]]
            assert not accepted(data, minimum.comparisons, hints, minimum.network, tmp_path / "bundle")


def test_no_change_of_a_certificate_proves_one_comparison_more(tmp_path: Path) -> None:
    data = scattered(7, 2, 5, labels=1)
    subsets = Subsets(data)
    minimum = need(subsets)
    hints = refutation(subsets, minimum)
    source = random.Random(1)
    for _ in range(examples(150)):
        changed = [list(hint) for hint in hints]
        for _ in range(source.randint(1, 3)):
            hint = source.choice(changed)
            match source.randint(0, 3):
                case 0 if len(hint) > 1:
                    hint[source.randrange(1, len(hint))] = source.randint(-3, 140)
                case 1:
                    changed.remove(hint)
                case 2:
                    changed.insert(source.randrange(len(changed) + 1), list(source.choice(hints)))
                case _:
                    hint.append(source.randint(0, 9))
        assert not accepted(data, minimum.comparisons + 1, changed, minimum.network, tmp_path / "bundle")


def test_restricted_trees_have_no_certificate_for_all_networks() -> None:
    subsets = Subsets(alternating(5), "constant")
    with pytest.raises(BadInput, match="no bound for all networks"):
        refutation(subsets, need(subsets))


def test_least_operations_on_a_line() -> None:
    assert [least_operations(alternating(n, 2)).operations for n in range(1, 11)] == [0, 1, 2, 2, 3, 3, 3, 3, 4, 4]
    assert least_operations(Dataset.from_rows([[i] for i in range(9)], [[i] for i in range(9)])).operations == 0
    assert least_operations(Dataset.from_rows([[i] for i in range(9)], [[i + 5] for i in range(9)])).operations == 1
    assert least_operations(Dataset.from_rows([[i] for i in range(9)], [[3 * i + 5] for i in range(9)])).operations == 2


def trees(pairs: list[tuple[Fraction, Fraction]], budget: int) -> bool:
    """Return whether some tree of tests z >= t with leaves of docs/reference/format.md's costs takes the labels."""
    z0, y0 = pairs[0]
    maps = [(Fraction(0), y0), (Fraction(1), y0 - z0), (Fraction(-1), y0 + z0)]
    maps += [(y / z, Fraction(0)) for z, y in pairs if z]
    maps += [((v - u) / (b - a), u - (v - u) / (b - a) * a) for (a, u), (b, v) in combinations(pairs, 2)]
    for s, b in maps:
        cost = 0 if not s or (s == 1 and not b) else 1 if abs(s) == 1 or not b else 2
        if cost <= budget and all(s * z + b == y for z, y in pairs):
            return True
    return budget > 0 and any(
        trees(pairs[:cut], budget - 1) and trees(pairs[cut:], budget - 1) for cut in range(1, len(pairs))
    )


@pytest.mark.parametrize("seed", range(examples(20)))
def test_least_operations_are_those_of_all_trees_and_attained(seed: int) -> None:
    source = random.Random(seed)
    places = sorted(source.sample(range(-6, 9), 7))
    data = Dataset.from_rows([[z] for z in places], [[source.choice((z, 3 * z, z + 2, 1, 0))] for z in places])
    least = least_operations(data)
    pairs = [(point[0], label[0]) for point, label in zip(data.points, data.labels, strict=True)]
    assert trees(pairs, least.operations)
    assert not least.operations or not trees(pairs, least.operations - 1)
    assert evaluate_many(least.network, data.points).outputs == list(data.labels)
    assert structural_worst(least.network).total <= least.operations


def test_no_memorizer_of_the_catalogue_takes_fewer_operations_on_a_line() -> None:
    data = Dataset.from_rows([[3 * i] for i in range(20)], [[1 + (i * i) % 3] for i in range(20)])
    least, pieces = least_operations(data).operations, log2_up(least_pieces(data))
    for memorizer in CATALOGUE.values():
        try:
            evaluation = evaluate_many(memorizer.build(data).network, data.points)
        except BadInput:
            continue
        assert evaluation.worst() >= least
        assert evaluation.worst("comparisons") >= pieces


def test_the_counting_argument_holds_on_real_networks() -> None:
    data = scattered(25, 2, 8)
    for name in ("search-tree", "axis-tree", "oblique-tree", "interpolation", "two-hidden-layers", "packed-tree"):
        network = CATALOGUE[name].build(data).network
        counted = count_through(network, data)
        assert counted.memorizes
        assert counted.holds


def test_paths_have_witnesses_that_take_them_and_the_maps_of_their_regions() -> None:
    data = scattered(8, 2, 4)
    network = CATALOGUE["interpolation"].build(data).network
    found = paths_over(network, (), data)
    assert sorted([number for path in found for number in path.points]) == list(range(data.size))
    assert len({path.decisions for path in found}) == len(found)
    for path in found:
        point = path.witness
        value = path.weights[0].at(point) + path.bias[0]
        assert evaluate_many(network, [point]).outputs == [(value,)]


def test_a_network_that_does_not_memorize_is_said_not_to() -> None:
    data = alternating(4)
    network = Branch([1], 2, constant([0], 1), constant([1], 1))
    assert not count_through(network, data).memorizes


def test_classes_named_by_the_largest_output_are_memorized() -> None:
    data = alternating(2)
    for bias, right in ((Fraction(-1, 2), [0, 1]), (-1, [0]), (0, [1])):  # at -1 and 0 there is a tie
        network = Affine([[0], [1]], [0, bias])
        assert count_through(network, data).memorizes is (right == [0, 1])
        assert [number for number in range(2) if count_through(network, data, [number]).memorizes] == right


def test_bounds_by_formula() -> None:
    product_of = product_bound(alternating(9))
    assert product_of is not None
    assert product_of.value == 3
    assert product_bound(scattered(5, 2, 1)) is None
    uneven = Dataset.from_rows([[0]] * 6 + [[1]] * 1 + [[2]] * 1, [[0]] * 6 + [[1]] + [[2]])
    bound = entropy_bound(uneven)
    assert bound is not None
    assert bound.value == "1.06"  # 3/4 log 4/3 + 1/4 log 8 = 1.0613


def test_entropy_is_compared_exactly() -> None:
    source = random.Random(4)
    for _ in range(60):
        weights = [source.randint(1, 9) for _ in range(source.randint(1, 6))]
        whole, powers = sum(weights) ** sum(weights), prod([weight**weight for weight in weights])
        least = next(bits for bits in range(200) if whole <= powers << bits)
        assert entropy_parts(weights) == (least, whole == powers << least)
    for labels, value in ((1, "0.00"), (2, "1.00"), (3, "1.58"), (8, "3.00")):
        bound = entropy_bound(Dataset.from_rows([[i] for i in range(24)], [[i % labels] for i in range(24)]))
        assert bound is not None
        assert bound.value == value


def test_small_instances_are_certified_in_every_row() -> None:
    found = list(rows(most=7))
    assert all(row.certified for row in found)
    assert [row.binary for row in found if row.points == "line"] == [0, 0, 1, 1, 2, 2, 2]
    assert all(row.generic == row.bound for row in found if row.points in ("line", "convex", "general"))


def test_the_command_writes_a_bundle_that_the_checker_accepts(tmp_path: Path) -> None:
    data = tmp_path / "data.csv"
    data.write_text("\n".join([f"{a},{b},{(a + b) % 2}" for a in range(4) for b in range(4)]))
    code, output = invoked(ROOT, "lowerbound", str(data), "-o", str(tmp_path / "bound"))
    assert code == 0, output
    assert "the least number is 2" in output
    code, output = invoked(ROOT, "check", str(tmp_path / "bound"), "--json")
    assert code == 0
    results = {result["file"]: result["verdict"] for result in json.loads(output)["results"]}
    assert set(results.values()) == {"accepted"}
    assert "comparisons-needed.claim.json" in results
    code, output = invoked(ROOT, "paths", str(tmp_path / "bound"), "--plot", str(tmp_path / "paths.png"))
    assert code == 0
    assert "holds" in output
    assert (tmp_path / "paths.png").stat().st_size > 1000


def test_many_points_get_bounds_and_say_that_there_is_a_gap(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(findings, "least_by_hyperplanes", lambda data, lower, upper, *_: (upper, None))  # takes long
    monkeypatch.setattr(findings, "Cases", partial(Cases, most=100))  # and so do more
    source = random.Random(1)
    data = tmp_path / "data.csv"
    data.write_text("\n".join([f"{source.randint(0, 99)},{3 * i},{source.randint(0, 1)}" for i in range(60)]))
    code, output = invoked(ROOT, "lowerbound", str(data), "-o", str(tmp_path / "bound"), "--json")
    found = json.loads(output)
    least = found["least_comparisons"]
    assert code == 3
    assert 1 <= least["lower"] < least["upper"]
    assert invoked(ROOT, "check", str(tmp_path / "bound"))[0] == 0
