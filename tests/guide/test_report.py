"""The report: verdicts derived anew, nothing from a bundle becomes HTML, pictures that say what is so."""

import json
import random
import re
import shutil
from collections import Counter
from fractions import Fraction
from html.parser import HTMLParser
from pathlib import Path

import pytest
from browser import CHROMIUM, short_paths
from commands import invoked
from hostile import bundle
from PIL import Image
from processes import IRIS, ROOT, run

from constructions.catalogue import build
from constructions.files.bundle import Bundle, read_bundle, write_bundle
from constructions.files.canonical import digest, network_bytes
from constructions.files.data_reader import read_dataset
from constructions.model.dataset import Dataset
from constructions.model.evaluation import evaluate, trace
from constructions.model.network import Affine, Branch, Concatenate, Identity, Network, Relu, Sequence, chain
from guide.drawing.charts import binned
from guide.drawing.plot import sweep
from guide.drawing.tree_chart import MOST_BOXES, flow_of
from guide.drawing.tree_layout import network_picture
from guide.report.page import bundles_in, page, sections
from guide.report.plane import area, clipped, plane_of, shares, window_of
from lowerbound.comparisons.decision_paths import outcomes_at, paths_over
from verify.check.bundle import check_bundle
from verify.check.verdict import Malformed
from verify.claims.avoids import Avoids
from verify.claims.comparisons_needed import ComparisonsNeeded
from verify.claims.memorizes import Memorizes
from verify.claims.output_within import OutputWithin
from verify.claims.shared.base import Request
from verify.claims.shared.subject import dataset_reference, network_reference
from verify.domain import box
from verify.domain_reader import unsafe_of
from verify.lanes import Options, certify, prove
from verify.request import names_for, prove_named
from verify.sought import prove_radii
from verify.verdict import Proved

HOSTILE = ("{{ 7 * 7 }}<b>\u202e\x00", "\"'><img src=x onerror=alert(2)>", "</title></svg><script>")


def bundle_of(folder: Path, dataset: Dataset, name: str = "search-tree", proved: bool = True) -> Bundle:
    bundle = write_bundle(folder, build(name, dataset)[1].network, dataset, "")
    for asked in names_for(bundle)[0] if proved else ():
        prove_named(bundle, asked, Request(), Options(lane="certificate"))
    return bundle


def written(target: Path, up_to: int = 0) -> str:
    return page(target.name, list(sections(bundles_in(target), up_to)))


class Elements(HTMLParser):
    """Every element and attribute of a page."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags, self.attributes, self.texts = Counter[str](), set[str](), list[str]()
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags[tag] += 1
        self.attributes.update([name for name, _ in attrs])

    def handle_data(self, data: str) -> None:
        self.texts.append(data)


@pytest.fixture(scope="module")
def iris(tmp_path_factory: pytest.TempPathFactory) -> Bundle:
    return bundle_of(tmp_path_factory.mktemp("report") / "iris", read_dataset(IRIS))


def test_the_command_writes_one_page_that_loads_nothing(iris: Bundle, tmp_path: Path) -> None:
    code, printed = invoked(tmp_path, "report", iris.folder, "-o", "r.html", "--up-to", "8", "--json")
    assert code == 0
    found = json.loads(printed)
    assert [item["verdict"] for item in found["bundles"][0]["results"]] == ["accepted", "accepted"]
    text = (tmp_path / "r.html").read_text(encoding="utf-8")
    elements = Elements(text)
    assert not elements.tags.keys() & {"script", "link", "img", "iframe", "object", "embed", "image", "use", "form"}
    assert not elements.attributes & {"src", "srcset", "xlink:href", "data", "poster"}
    assert set(re.findall(r"https?://[^\"' ]+", text)) == {"http://www.w3.org/2000/svg"}
    assert "url(" not in text
    assert re.search(r">no</text><text [^>]*>[0-9]+ rows<", text)
    assert "default-src 'none'" in text
    assert text.count("<svg") == text.count('role="img"') == text.count("</svg>") >= 4


def test_columns_and_classes_have_their_names_and_the_tree_stands_there_as_text(iris: Bundle) -> None:
    text = written(iris.folder)
    assert "sepal length + sepal width - 4 petal length" in text
    assert re.search(r">versicolor</text><text [^>]*>47 rows<", text)
    assert "if sepal length + sepal width - 4 * petal length &gt;= -10.75:" in text
    assert "x0" not in text


def test_radii_are_a_histogram_of_all_points(iris: Bundle, tmp_path: Path) -> None:
    folder = tmp_path / "radii"
    shutil.copytree(iris.folder, folder)
    bundle = read_bundle(folder)
    assert "How far around" not in written(folder)
    goal = Memorizes(network_reference(bundle), dataset_reference(bundle))
    prove_radii(bundle, goal, Options(lane="certificate"))
    text = written(folder)
    assert "smallest 1/120 (13 points), median 3/8, largest 23/20 (1 point)" in text
    bars = re.findall(r" radius: ([0-9]+) points?<", text)
    assert sum(map(int, bars)) == 149


def test_what_can_be_built_on_one_number_of_points_alone_makes_no_line(tmp_path: Path) -> None:
    data = Dataset.from_rows([[x] for x in range(64)], [[x % 29 % 3] for x in range(64)])
    assert {dot.points for dot in sweep((), 8, data) if dot.name == "sqrt-operations"} == {
        4
    }  # with two of three labels
    text = written(bundle_of(tmp_path / "b", data, proved=False).folder, up_to=8)
    assert ">zhang<" in text
    assert ">sqrt-operations<" not in text


def test_the_constraints_of_a_claim_are_said_and_not_only_counted(iris: Bundle, tmp_path: Path) -> None:
    folder = tmp_path / "constraints"
    shutil.copytree(iris.folder, folder)
    bundle = read_bundle(folder)
    network, flowers = network_reference(bundle), box([0] * 4, [9] * 4)
    assert "Spoken of" not in written(folder)
    beyond = unsafe_of(4, 1, "y0 > 2 and x1 >= 1/2 or y0 < 0", None)
    uneven = box([Fraction(-12345, 1000)] * 4, [9, 8, 7, 6])
    claims = [OutputWithin(network, box([0], [2]), domain) for domain in (flowers, uneven)]
    for claim in (*claims, Avoids(network, beyond, flowers)):
        assert isinstance(prove(bundle, claim, Options(lane="certificate")), Proved)
    text = written(folder)
    assert text.count("Spoken of: every input whose numbers are all from 0 to 9.") == 2
    assert "every input with -12.345 &lt;= sepal length &lt;= 9 and -12.345 &lt;= sepal width &lt;= 8 and" in text
    assert "Stated: 0 &lt;= y0 &lt;= 2." in text
    assert "Forbidden: y0 &gt; 2 and sepal width &gt;= 0.5 or y0 &lt; 0." in text


def test_what_is_the_same_for_all_rows_is_said_not_drawn(tmp_path: Path) -> None:
    data = Dataset.from_rows([[0], [1], [2], [3]], [[0], [1], [0], [1]])
    text = written(bundle_of(tmp_path / "b", data, "zhang", proved=False).folder)
    assert re.search(r"Each row takes [0-9]+ operations and [0-9]+ comparisons\.", text)
    assert "how many rows take how many" not in text


def test_the_networks_own_operations_stand_in_the_picture_of_growth(tmp_path: Path) -> None:
    data = Dataset.from_rows([[x] for x in range(100)], [[x % 2] for x in range(100)])
    text = written(bundle_of(tmp_path / "b", data, proved=False).folder, up_to=8)
    assert "and this network" in text
    assert text.count('class="ring"') == 1
    assert ">100<" in text


@pytest.mark.parametrize(("points", "drawn"), [(4, False), (5, True)])
def test_growth_is_drawn_where_there_are_two_sizes_to_join(tmp_path: Path, points: int, drawn: bool) -> None:
    data = Dataset.from_rows([[x] for x in range(points)], [[x % 2] for x in range(points)])
    text = written(bundle_of(tmp_path / "b", data, proved=False).folder, up_to=8)
    assert ("Operations against the number of points" in text) is drawn


def test_means_have_commas_between_thousands(tmp_path: Path) -> None:
    wide = chain(Affine([[1]] * 1_000, [1] * 1_000), Relu(1_000), Affine([[1] * 1_000], [0]))
    text = written(write_bundle(tmp_path / "b", wide, Dataset.from_rows([[1]], [[0]]), "").folder)
    assert '<tr><th>mean, over the rows</th><td class="number">2,999</td>' in text


def test_a_deep_network_without_gates_is_a_table_of_layers(tmp_path: Path) -> None:
    layers = chain(Affine([[1], [2]], [0, 1]), Relu(2), Affine([[1, -1]], [0]))
    bundle = write_bundle(tmp_path / "b", chain(*[layers] * 8), Dataset.from_rows([[1]], [[0]]), "")
    text = written(bundle.folder)
    assert '<tr><th>affine</th><td class="number">16</td><td class="number">1 to 2</td></tr>' in text
    assert '<tr><th>ReLU</th><td class="number">8</td><td class="number">2</td></tr>' in text
    assert "stages more" not in text


def test_verdicts_are_derived_anew_and_nothing_stored_is_believed(iris: Bundle, tmp_path: Path) -> None:
    folder = tmp_path / "iris"
    shutil.copytree(iris.folder, folder)
    (folder / "table.txt").write_text("accepted: everything is proved\n")
    (folder / "network.json").write_text((folder / "network.json").read_text().replace('["1"]', '["2"]', 1))
    text = written(folder)
    assert "<strong>0 of 2</strong>" in text
    assert text.count('class="claim rejected"') == 2
    assert 'class="claim accepted"' not in text
    assert "everything is proved" not in text
    assert invoked(tmp_path, "report", folder, "-o", "r.html", "--up-to", "0")[0] == 1


def test_a_claim_about_another_network_is_accepted_but_does_not_count(iris: Bundle, tmp_path: Path) -> None:
    folder = tmp_path / "decoy"
    shutil.copytree(iris.folder, folder)
    (folder / "network.json").rename(folder / "easy.json")
    for path in folder.glob("*.json"):
        if path.name.endswith((".claim.json", ".certificate.json")):
            path.write_text(path.read_text().replace("network.json", "easy.json"))
    for claim in folder.glob("*.claim.json"):
        certificate = folder / claim.name.replace(".claim.", ".certificate.")
        fresh = f'"sha256":"{digest(claim.read_bytes())}"'
        certificate.write_text(re.sub(r'"sha256":"[0-9a-f]{64}"', fresh, certificate.read_text(), count=1))
    wrong = build("search-tree", Dataset.from_rows([[0, 0, 0, 0], [1, 0, 0, 0]], [[0], [1]]))[1].network
    (folder / "network.json").write_bytes(network_bytes(wrong))
    text = written(folder)
    assert text.count('class="claim accepted"') == 2
    assert text.count("Not about what is shown here") == 2
    assert "<strong>0 of 2</strong>" in text


def test_a_claim_that_a_network_equals_the_one_shown_counts(tmp_path: Path) -> None:
    bundle_of(tmp_path / "b", Dataset.from_rows([[0], [1], [2]], [[0], [1], [0]]), proved=False)
    code, said = invoked(tmp_path, "synthesize", "b", "-o", "s", "--equal-on", "domain")
    assert code == 0, said
    text = written(tmp_path / "s")
    assert "Not about what is shown here" not in text
    assert "<strong>1 of 1</strong>" in text


def test_nothing_from_a_bundle_becomes_html(tmp_path: Path) -> None:
    dataset = Dataset.from_rows([[0, 1], [2, 3], [5, 1]], [[0], [1], [2]], HOSTILE)
    folder = tmp_path / "<svg onload=alert(3)>"
    folder.mkdir()
    bundle_of(folder / "b&<b>", dataset)
    (folder / "b&<b>" / "zz.claim.json").write_text('{"format":"memocert claim","kind":"<script>"}')
    (folder / "<u>").mkdir()
    (folder / "<u>" / "network.json").write_text("<script>alert(4)</script>")
    plain = Elements(
        written(bundle_of(tmp_path / "plain", Dataset.from_rows([[0, 1], [2, 3], [5, 1]], [[0], [1], [2]])).folder)
    )
    text = written(folder)
    elements = Elements(text)
    assert elements.tags.keys() <= plain.tags.keys() | {"a", "h2"}
    assert elements.attributes <= plain.attributes | {"href", "colspan"}
    assert "\u202e" not in text
    assert "\x00" not in text
    assert "{{ 7 * 7 }}" in "".join(elements.texts)
    assert "cannot be shown" in text


@pytest.mark.parametrize("kind", ["accepted", "rejected", "malformed"])
def test_some_bundles_of_the_checkers_tests_is_reported_as_the_checker_says(kind: str) -> None:
    for folder in sorted((ROOT / "tests" / "certificates" / kind).glob("*/*"))[::30]:
        try:
            results = check_bundle(str(folder))
        except Malformed:
            results = []
        (part,) = sections([folder])
        assert [finding.result for finding in part.findings] == results
        text = page(folder.name, [part])
        assert text.count('class="claim accepted"') == [result.verdict for result in results].count("accepted")
        assert (part.exit_code == 0) == (kind == "accepted")


def test_files_whose_check_passes_a_limit_are_not_called_broken(tmp_path: Path) -> None:
    files = bundle(
        [["identity", 1], *[["sequence", [node, node]] for node in range(40)]], "paths", [], count=1, domain=[]
    )
    for name, data in files.items():
        (tmp_path / name).write_bytes(data)
    text = written(tmp_path)
    assert "nothing can be said: a limit of the checker is passed" in text
    (tmp_path / "network.json").write_bytes(b"{}")
    assert "nothing can be said: the files violate the format" in written(tmp_path)


def test_a_lower_bound_without_a_network_is_reported_without_pictures(tmp_path: Path) -> None:
    dataset = Dataset.from_rows([[0], [1], [2], [3]], [[0], [1], [0], [1]])
    bundle = bundle_of(tmp_path / "b", dataset, "search-tree-affine", proved=False)
    certify(bundle, ComparisonsNeeded(dataset_reference(bundle), 1), [["pieces"]])
    assert "least comparisons: exactly 1" in written(bundle.folder)
    wrong = write_bundle(tmp_path / "w", Affine([[1]], [0]), dataset, "")
    certify(wrong, ComparisonsNeeded(dataset_reference(wrong), 1), [["pieces"]])
    assert "makes at least 1 comparison" in " ".join(written(wrong.folder).split())
    assert "least comparisons" not in written(wrong.folder)
    (bundle.folder / "network.json").unlink()
    (part,) = sections([bundle.folder])
    assert part.accepted == 1
    assert part.exit_code == 0
    assert "there is no network.json in it" in part.problem


def test_numbers_of_thousands_of_digits_are_shown_in_a_few_signs(tmp_path: Path) -> None:
    big = 10**4400 + 7
    network = Branch([big, 1], Fraction(1, big), Affine([[big, 0]], [big]), Affine([[0, 1]], [Fraction(big, 3)]))
    dataset = Dataset.from_rows([[big, 0], [1, Fraction(1, big)]], [[1], [-big]])
    bundle = write_bundle(tmp_path / "b", network, dataset, "")
    text = written(bundle.folder)
    assert "2^14616" in text
    assert not re.search(r"\d{100}", text)
    assert invoked(tmp_path, "paths", bundle.folder)[0] == 0


def test_a_bundle_without_claims_says_that_nothing_is_proved(tmp_path: Path) -> None:
    bundle = bundle_of(tmp_path / "b", Dataset.from_rows([[3]], [[1]]), proved=False)
    text = written(bundle.folder, up_to=8)
    assert "Nothing is claimed" in text
    assert invoked(tmp_path, "report", bundle.folder, "-o", "r.html")[0] == 1


def test_mistakes_get_one_line(iris: Bundle, tmp_path: Path) -> None:
    for arguments, words in (
        ((iris.folder, "-o", iris.folder / "network.json"), ".html or .htm"),
        ((iris.folder, "-o", tmp_path / "no" / "r.html"), "there is no folder"),
        ((tmp_path / "nothing", "-o", tmp_path / "r.html"), "no such folder"),
        ((tmp_path, "-o", tmp_path / "r.html"), "no bundle in it"),
    ):
        code, message = invoked(tmp_path, "report", *arguments)
        assert code == 2
        assert words in message
        assert "\n" not in message
    assert json.loads((iris.folder / "network.json").read_text())["format"] == "memocert network"


def random_network(source: random.Random, width: int, depth: int) -> Network:
    row = [Fraction(source.randint(-4, 4)) for _ in range(width)]
    leaf = Affine([row], [source.randint(-3, 3)])
    if depth == 0:
        return leaf
    below, above = random_network(source, width, depth - 1), random_network(source, width, depth - 1)
    gate = Branch([source.randint(-3, 3) for _ in range(width)], source.randint(-2, 2), below, above)
    if source.random() < 0.5:
        layer = chain(
            Affine([row, row[::-1]], [1, source.randint(-2, 2)]), Relu(2), Affine([[1, -1]] * width, [0] * width)
        )
        return Sequence((layer, gate))
    return chain(Concatenate((Identity(width), gate)), Affine([[*[1] * width, -1]], [0]))


@pytest.mark.parametrize("seed", range(8))
def test_rows_on_the_ways_are_those_of_the_traces(seed: int) -> None:
    source = random.Random(seed)
    network = random_network(source, 2, 3)
    points = source.sample([[x, y] for x in range(-4, 5) for y in range(-4, 5)], 30)
    dataset = Dataset.from_rows(points, [[0]] * 30)
    flow = flow_of(network, dataset, ends=1000)
    assert flow.counted
    assert not flow.folded
    taken = sum([way.rows for box in flow.boxes if box.kind == "gate" for way in box.ways])
    gates = {id(box.node): box for box in flow.boxes if box.kind == "gate"}
    relus = sum([2 * box.rows for box in flow.boxes if box.lines[0] == "ReLU x 2"])
    assert taken + relus == sum([len(trace(network, point).decisions) for point in dataset.points])
    assert all([box.rows == box.ways[0].rows + box.ways[1].rows for box in gates.values()])
    root = next((box for box in flow.boxes if box.kind == "gate" and box.rows == 30), None)
    assert root is not None


@pytest.mark.parametrize("seed", range(6))
def test_regions_cut_the_window_without_gap_or_overlap(seed: int) -> None:
    source = random.Random(seed)
    network = random_network(source, 2, 3)
    dataset = Dataset.from_rows([[-2, -3], [5, 4]], [[0], [0]])
    window = window_of(dataset)
    (left, right), (low, high) = window
    corners = [(left, low), (right, low), (right, high), (left, high)]
    paths = paths_over(network, box([left, low], [right, high]))
    areas = [area(clipped(corners, outcomes_at(network, path.witness))) for path in paths]
    assert sum(areas) == (right - left) * (high - low)
    plane = plane_of(network, dataset)
    assert plane is not None
    assert f"All {sum([size > 0 for size in areas])} regions" in plane.caption


@pytest.mark.parametrize("seed", range(6))
def test_a_region_is_shared_by_the_classes_that_are_greatest_on_it(seed: int) -> None:
    source = random.Random(seed)
    last = Affine([[source.randint(-2, 2) for _ in range(3)] for _ in range(3)], [source.randint(-2, 2)] * 3)
    network = chain(Affine([[1, 2], [2, -1], [-1, 1]], [0, 1, -1]), Relu(3), last)
    square = [(Fraction(x), Fraction(y)) for x, y in ((-3, -3), (3, -3), (3, 3), (-3, 3))]
    for path in paths_over(network, box([-3, -3], [3, 3])):
        corners = clipped(square, outcomes_at(network, path.witness))
        found = shares(path, corners)
        middles = {one: [sum(axis) / len(part) for axis in zip(*part, strict=True)] for one, part, _ in found}
        for one, middle in middles.items():
            outputs = evaluate(network, middle)
            assert outputs[one] == max(outputs)
        for one, _, borders in found:
            for end in [end for ends in borders for end in ends]:
                outputs = evaluate(network, end)
                assert outputs[one] == max(outputs)
                assert outputs.count(max(outputs)) > 1
        ends = [evaluate(network, corner) for corner in corners]
        tied = any([all([end[one] == end[two] for end in ends]) for one, two in ((0, 1), (0, 2), (1, 2))])
        whole = sum([area(part) for _, part, _ in found])
        assert whole < area(corners) if tied and not found else tied or whole == area(corners)


def test_where_two_outputs_are_equal_on_a_region_it_has_no_colour() -> None:
    data = Dataset.from_rows([[1, 1], [-1, 1], [1, -1], [-1, -1]], [[0], [1], [0], [1]], ("red", "green"))
    network = chain(Affine([[1, 1], [1, -1]], [0, -5]), Relu(2), Affine([[1, 1], [0, 0]], [0, 0]))
    plane = plane_of(network, data)
    assert plane is not None
    assert re.findall('class="tinted f[0-9]', plane.svg) == ['class="tinted f0']


@pytest.mark.parametrize(
    ("network", "lines"),
    [
        (Branch([1, 0], 0, Affine([[-1, 0], [0, 0]], [0, 0]), Affine([[0, 0], [0, 0]], [0, 5])), 0),
        (Branch([1, 0], 0, Affine([[0, 0], [0, 0]], [1, 0]), Affine([[0, 0], [1, 0]], [0, 0])), 1),
        (
            Branch(
                [1, 0],
                0,
                Affine([[-1, 0], [0, 0]], [0, 0]),
                Branch([0, 1], 1, Affine([[0, 0], [1, 0]], [0, 0]), Affine([[0, 0], [0, 0]], [5, 0])),
            ),
            1,
        ),
    ],
)
def test_a_line_is_drawn_where_outputs_are_equal_and_not_beside_a_jump(network: Network, lines: int) -> None:
    """An edge of a region counts where the region has it: a gate sends a tie of its two sides above."""
    data = Dataset.from_rows([[-2, -2], [2, 3], [2, -1], [-1, 3]], [[0], [1], [0], [1]], ("red", "green"))
    plane = plane_of(network, data)
    assert plane is not None
    assert plane.svg.count('class="border"') == lines


def test_the_classes_of_a_plane_have_colours_and_a_number_has_none() -> None:
    network = chain(Affine([[1, 0], [-1, 0]], [0, 0]))
    data = Dataset.from_rows([[1, 0], [-1, 1]], [[0], [1]])
    plane = plane_of(network, data)
    assert plane is not None
    assert plane.svg.count('class="tinted') == 2
    assert plane.svg.count('class="border"') == 1
    assert "A colour is the class" in plane.caption
    plane = plane_of(chain(Affine([[1, 0]], [0])), data)
    assert plane is not None
    assert "tinted" not in plane.svg
    assert "colour" not in plane.caption


def test_a_line_is_drawn_with_its_regions_and_no_plane_above_two_coordinates() -> None:
    tent = chain(Affine([[2], [4]], [0, -2]), Relu(2), Affine([[1, -1]], [0]))
    plane = plane_of(tent, Dataset.from_rows([[0], [1]], [[0], [0]]))
    assert plane is not None
    assert plane.caption.startswith("All 3 regions")
    assert plane_of(Affine([[1, 1, 1]], [0]), Dataset.from_rows([[0, 0, 0]], [[0]])) is None


def test_bars_hold_every_row_once() -> None:
    source = random.Random(5)
    for most in (1, 10, 10**6):
        rows = {source.randint(0, most): source.randint(1, 9) for _ in range(60)}
        bars = binned(rows)
        assert sum([count for _, _, count in bars]) == sum(rows.values())
        assert len(bars) <= 24


def test_large_networks_are_folded_and_towers_do_not_hang() -> None:
    tower: Network = chain(Affine([[1]], [1]), Relu(1))
    for _ in range(60):
        tower = Sequence((tower, tower))
    deep: Network = Affine([[0]], [0])
    for place in range(5_000):
        deep = Branch([1], place, Affine([[0]], [place]), deep)
    wide = Concatenate([Branch([1], place, Affine([[1]], [0]), Affine([[2]], [0])) for place in range(500)])
    for network in (tower, deep, wide):
        flow = flow_of(network, Dataset.from_rows([[0]], [[0]]))
        assert flow.folded or network is wide
        assert len(flow.boxes) <= MOST_BOXES
        text = network_picture(network)
        assert "<svg" in text
        (begin,) = re.findall(r'<span class="here" style="left: ([0-9]+)%"></span></div>$', text)
        assert 0 <= int(begin) < 100


def test_a_shared_part_is_one_box_with_several_ways_in_or_has_a_letter() -> None:
    shared = Branch([1], 5, Affine([[1]], [0]), Affine([[2]], [0]))
    left, right = (Branch([1], place, Affine([[place]], [0]), shared) for place in (1, 3))
    flow = flow_of(Branch([1], 2, left, right))
    into = [way.to for box in flow.boxes for way in box.ways if way.to is not None and way.to.node is shared]
    assert len(into) == 2
    assert into[0] is into[1]
    leaf = Affine([[0]], [7])
    marks = [box.mark for box in flow_of(Branch([1], 2, leaf, leaf)).boxes if box.kind == "leaf"]
    assert marks == ["a", "a"]


@pytest.mark.skipif(CHROMIUM is None, reason="Chromium is not installed: apt-get install chromium")
@pytest.mark.parametrize(("look", "width"), [("light", 1100), ("dark", 1100), ("light", 500)])
def test_a_browser_shows_the_page_light_dark_and_narrow(iris: Bundle, tmp_path: Path, look: str, width: int) -> None:
    (tmp_path / "r.html").write_text(written(iris.folder, up_to=8), encoding="utf-8")
    command = [
        str(CHROMIUM), "--headless", "--no-sandbox", "--disable-gpu", "--hide-scrollbars",
        f"--user-data-dir={tmp_path}/profile", f"--window-size={width},2400", f"--screenshot={tmp_path}/shot.png",
        *(["--force-dark-mode"] if look == "dark" else []), (tmp_path / "r.html").as_uri(),
    ]  # fmt: skip
    with short_paths() as paths:
        shown = run(*command, variables=paths)
    assert shown.returncode == 0, shown.stderr
    with Image.open(tmp_path / "shot.png") as shot:
        gray = shot.convert("L")
    assert gray.width == width
    histogram = gray.histogram()
    bright, dark = sum(histogram[200:]) / sum(histogram), sum(histogram[:56]) / sum(histogram)
    assert (bright if look == "light" else dark) > 0.6
    assert 0.005 < (dark if look == "light" else bright) < 0.4
    edge = gray.crop((width - 4, 0, width, 2400))
    assert len(set(edge.tobytes())) == 1, "something sticks out of the page"
