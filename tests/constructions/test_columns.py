"""Columns of 64-bit integers give the bundles that exact objects give, byte for byte, and give way where they end."""

import random
from collections.abc import Callable
from fractions import Fraction
from pathlib import Path
from types import ModuleType

import numpy as np
import pytest
from hypothesis import given, settings, strategies as st
from samples import examples

from constructions.catalogue import everything
from constructions.files import canonical
from constructions.files.bundle import read_bundle, write_bundle
from constructions.files.canonical import dataset_bytes, dataset_from_bytes, network_bytes
from constructions.files.tables import csv_reader
from constructions.files.tables.csv_reader import read_table
from constructions.files.tables.number_text import columns_of
from constructions.model import batch, cost
from constructions.model.account import account_of
from constructions.model.batch import evaluate_many
from constructions.model.cost import size_of, structural_worst
from constructions.model.dataset import Dataset
from constructions.model.errors import BadInput
from constructions.model.evaluation import trace
from constructions.model.network import Affine, Branch, Network, Sequence, constant
from constructions.model.numbers.vectors import LARGEST, Vectors, vectors_of_array
from constructions.model.running.gate_tree import GateTree, tree_of
from guide.tables import account_text

BORDER = 2**62


def table(width: int, least: int, most: int, decimals: int = 0, rows: int = 14) -> bytes:
    """Return a table of random points with labels 0 to 2, equal rows among them."""
    source = random.Random(f"{width} {least} {most} {decimals}")
    lines = []
    for _ in range(rows):
        numbers = [source.randint(least, most) for _ in range(width)]
        label = sum(numbers) % 3
        cells = [f"{'-' * (number < 0)}{abs(number) // 10**decimals}" for number in numbers]
        if decimals:
            cells = [
                f"{cell}.{abs(number) % 10**decimals:0{decimals}}" for cell, number in zip(cells, numbers, strict=True)
            ]
        lines.append(",".join([*cells, str(label)]))
    return "\n".join([",".join([*"abc"[:width], "y"]), *lines, lines[0], ""]).encode()


TABLES = {
    "line": table(1, 0, 99),
    "plane": table(2, -9, 9),
    "space": table(3, 0, 4),
    "decimals": table(2, -9999, 9999, 3),
    "2^40": table(2, 2**40 - 9, 2**40 + 9),
    "60 bits": table(1, -(10**18) + 1, 10**18 - 1),
    "beyond": table(1, BORDER, 4 * BORDER),
    "one label": b"a,b,y\n1,2,5\n3,4,5\n",
    "names": table(2, -9, 9).replace(b",0\n", b",pear\n").replace(b",1\n", b", apple \n").replace(b",2\n", b",fig\n"),
    "values": b"a,y\n1,0.5\n2,-1.25\n3,4\n4.5,1\n7,100\n",
}


@pytest.fixture
def objects(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let nothing be held as columns, and no tree."""
    for module in (csv_reader, canonical):
        monkeypatch.setattr(module, "columns_of", lambda *_: None)
    for module in (batch, cost):
        monkeypatch.setattr(module, {batch: "evaluated", cost: "tree_of"}[module], lambda *_: None)


def bundles(folder: Path, text: bytes) -> dict[str, bytes]:
    """Return all files of the bundles of every memorizer, or why it refuses the data."""
    data, found = read_table(text, "t.csv"), {}
    for name, entry in everything().items():
        try:
            network = entry.build(data).network
        except BadInput as error:
            found[name] = str(error).encode()
            continue
        bundle = write_bundle(folder / name, network, data, account_text(account_of(network, data)))
        found |= {f"{name}/{path.name}": path.read_bytes() for path in bundle.folder.iterdir()}
        again = read_bundle(bundle.folder)
        assert (again.dataset, network_bytes(again.network)) == (data, bundle.network_data)
    return found


SLOW = ("line", "plane", "space", "2^40", "decimals")
"""Tables that ``make test-all`` takes: others have as many columns, numbers as large, and fractions."""


@pytest.mark.parametrize(
    "name", [pytest.param(name, marks=pytest.mark.slow) if name in SLOW else name for name in TABLES]
)
def test_every_memorizer_writes_the_same_bundle_from_columns(
    name: str, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    held = isinstance(read_table(TABLES[name], "t.csv").points, Vectors)
    assert held == (name != "beyond")
    (tmp_path / "columns").mkdir()
    (tmp_path / "objects").mkdir()
    columns = bundles(tmp_path / "columns", TABLES[name])
    request.getfixturevalue("objects")
    assert not isinstance(read_table(TABLES[name], "t.csv").points, Vectors)
    assert bundles(tmp_path / "objects", TABLES[name]) == columns


def test_how_wide_rows_are_is_known_without_making_one(monkeypatch: pytest.MonkeyPatch) -> None:
    """Who asks it once for each of many columns would make a number for each pair of them."""
    data = read_table(TABLES["plane"], "t.csv")

    def made(*_: object) -> None:
        raise AssertionError("a row was made")

    monkeypatch.setattr(Vectors, "__getitem__", made)
    assert (data.width, data.label_width) == (2, 1)


def both_ways(read: Callable[[], Dataset], module: ModuleType) -> list[Dataset | str]:
    """Return what reading gives where a module of readers has columns, and where it has none: the data, or why not."""
    found: list[Dataset | str] = []
    with pytest.MonkeyPatch.context() as patch:
        for _ in range(2):
            try:
                found.append(read())
            except BadInput as error:
                found.append(str(error))
            patch.setattr(module, "columns_of", lambda *_: None)
    return found


CELL = st.one_of(
    st.integers(-3, 3).map(str),
    st.sampled_from(
        [
            *("", "-", ".", "-.5", "5.", "1.50", "01", "-0", "--1", "1-", "1.2.3", "+1", "1e2", "1/2", "x"),
            *(" y ", '"1"', "é", "nan"),
        ]
    ),
    st.integers(10**17, 10**19).map(str),
    st.tuples(st.integers(0, 9**9), st.integers(0, 9**9)).map(lambda pair: f"{pair[0]}.{pair[1]}"),
)


@settings(max_examples=examples(300))
@given(
    st.lists(st.lists(CELL, min_size=2, max_size=2), min_size=1, max_size=4),
    st.sampled_from(["\n", "\r\n"]),
    st.sampled_from(["", "x,y\n", "\n", "\ufeff", "x,y\r\n", "1,2\n\n"]),
    st.booleans(),
)
def test_a_table_is_read_as_it_is_row_by_row(rows: list[list[str]], end: str, head: str, last: bool) -> None:
    text = head + end.join([",".join(row) for row in rows]) + end * last
    columns, objects = both_ways(lambda: read_table(text.encode(), "t.csv"), csv_reader)
    assert columns == objects
    if isinstance(columns, Dataset) and isinstance(objects, Dataset):
        assert columns.origin == objects.origin
        assert dataset_bytes(columns) == dataset_bytes(objects)


NUMBER = st.one_of(
    st.integers(-(10**18), 10**18).map(str),
    st.fractions().map(str),
    st.sampled_from(["2/4", "0/1", "-0", "01", "1/1", "1/0", "1/02", "", "1.5", "1/2/3", "-", "/", "5/", str(BORDER)]),
)


@settings(max_examples=examples(300))
@given(
    st.lists(st.tuples(NUMBER, NUMBER, NUMBER), min_size=1, max_size=3), st.sampled_from(["1", "0", "-1", "1/2", "7"])
)
def test_a_file_of_data_is_read_as_it_is_row_by_row(rows: list[tuple[str, str, str]], count: str) -> None:
    lines = ",\n".join([f'[["{x}","{y}"],["{label}"],{count}]' for x, y, label in rows])
    text = f'{{"format":"memocert dataset","version":1,"classes":null,"rows":[\n{lines}\n]}}\n'.encode()
    columns, objects = both_ways(lambda: dataset_from_bytes(text), canonical)
    assert columns == objects
    if isinstance(columns, Dataset):
        assert dataset_bytes(columns) == text


@settings(max_examples=examples(200))
@given(st.binary(max_size=8), st.integers(0, 200), st.integers(0, 3))
def test_no_other_byte_is_overlooked_in_a_file_of_data(noise: bytes, place: int, dropped: int) -> None:
    text = dataset_bytes(Dataset.from_rows([[1, 2], [3, Fraction(1, 2)]], [[0], [1]], ["no", "yes"]))
    place = min(place, len(text))
    text = text[:place] + noise + text[place + dropped :]
    columns, objects = both_ways(lambda: dataset_from_bytes(text), canonical)
    assert columns == objects or (isinstance(columns, str) and isinstance(objects, str))


def test_a_number_that_is_too_long_for_columns_is_left_to_objects() -> None:
    assert columns_of(b"999999999999999999\n", b"\n", (0,), ".") == ((Fraction(10**18 - 1),),)
    assert columns_of(b"1000000000000000000\n", b"\n", (0,), ".") is None
    assert columns_of(b"1.5\n99999999999999999.9\n", b"\n", (0,), ".") is not None
    assert columns_of(b"1.25\n99999999999999999.9\n", b"\n", (0,), ".") is None, "over 100 it has 19 digits"
    primes = [Fraction(1, prime) for prime in (999_999_937, 999_999_929, 999_999_893)]
    text = "".join([f"{number}\n" for number in primes]).encode()
    assert columns_of(text, b"\n", (0,), "/") is None, "the common denominator has 90 bits"


@settings(max_examples=examples(200))
@given(st.lists(st.floats(allow_nan=False, allow_infinity=False), min_size=1, max_size=4), st.integers(-70, 70))
def test_floats_of_an_array_are_the_rationals_that_they_are(numbers: list[float], power: int) -> None:
    for floats in (numbers, [float(round(number, 2)) for number in numbers], [1.5, 2.0**power, -0.0]):
        array = np.array(floats)[:, None]
        held = vectors_of_array(array)
        assert held is None or held == [(Fraction(number),) for number in floats]
        assert held is not None or max(map(abs, floats)) >= 2**45 or min([abs(x) for x in floats if x]) < 2**-8


@pytest.mark.parametrize("number", [LARGEST, LARGEST + 1, -LARGEST, -(2**63), 2**63])
def test_integers_of_an_array_are_held_up_to_the_largest(number: int) -> None:
    held = vectors_of_array(np.array([[number], [0]]))
    assert (held is None) == (abs(number) > LARGEST)
    assert held is None or held == [(Fraction(number),), (Fraction(0),)]


def random_tree(source: random.Random, depth: int, width: int, shared: list[Network]) -> Network:
    """Return a tree of gates on single inputs over affine leaves, parts of it used again, others built twice."""
    if shared and source.random() < 0.2:
        return source.choice(shared)
    if depth == 0 or source.random() < 0.1:
        rows = [[source.choice((0, 0, 1, -1, Fraction(3, 2))) for _ in range(width)] for _ in range(2)]
        node: Network = Affine(rows, [source.choice((0, 1, Fraction(-1, 3))) for _ in rows])
    else:
        normal = [0] * width
        normal[source.randrange(width)] = 1
        sides = [random_tree(source, depth - 1, width, shared) for _ in range(2)]
        node = Branch(normal, source.choice((0, 1, Fraction(1, 2), -2)), *sides)
    shared.append(node)
    return node


@pytest.mark.parametrize("seed", range(examples(60)))
def test_a_tree_held_as_columns_does_and_costs_what_it_does_node_by_node(
    seed: int, request: pytest.FixtureRequest
) -> None:
    source = random.Random(seed)
    width = source.randint(1, 3)
    sides = [random_tree(source, 4, width, []) for _ in range(2)]
    network: Network = Branch([1] + [0] * (width - 1), Fraction(1, 3), *sides)
    if seed % 2:
        rows = [[source.choice((0, 1, -1, 2, Fraction(1, 2))) for _ in range(3)] for _ in range(width)]
        network = Sequence((Affine(rows, [source.choice((0, 1)) for _ in rows]), network))
    grid = np.array([[source.randint(-4, 4) for _ in range(40)] for _ in range(network.input_width)])
    points = Vectors(grid, [source.choice((1, 2, 6)) for _ in range(network.input_width)])
    root = network.stages[-1] if isinstance(network, Sequence) else network
    assert isinstance(root, Branch)
    assert isinstance(tree_of(root), GateTree)
    run, size, worst = evaluate_many(network, points), size_of(network), structural_worst(network)
    request.getfixturevalue("objects")
    again = evaluate_many(network, points)
    assert isinstance(run.outputs, Vectors) != isinstance(again.outputs, Vectors)
    assert run.outputs == again.outputs
    assert (run.operations == again.operations).all()
    assert (size, worst) == (size_of(network), structural_worst(network))
    for number, point in enumerate(points):
        assert (run.outputs[number], run.at(number)) == (trace(network, point).output, trace(network, point).operations)


def test_numbers_beyond_64_bits_end_no_run_on_columns_with_another_result() -> None:
    for threshold in (Fraction(BORDER), Fraction(1, BORDER), Fraction(LARGEST), Fraction(5 * 10**17, 3)):
        for leaf in (1, BORDER, Fraction(1, LARGEST), Fraction(LARGEST, 3)):
            for scale in (1, 10**9, LARGEST):
                network = Branch([1], threshold, constant([leaf], 1), Affine([[leaf]], [Fraction(1, 7)]))
                points = Vectors(np.array([[0, 1, -5, LARGEST, 5 * 10**17, -LARGEST]]), (scale,))
                assert evaluate_many(network, points).outputs == [trace(network, point).output for point in points]


ENDS = [sign * (end + more) for sign in (1, -1) for end in (BORDER, 2**63) for more in (-1, 0, 1)]


@pytest.mark.parametrize("number", ENDS)
def test_numbers_at_the_ends_of_64_bits_are_what_they_are(number: int, request: pytest.FixtureRequest) -> None:
    """-2^63 has no absolute value in 64 bits; programs write it for what is missing."""
    half = Fraction(1, 2)
    last = Branch([1], 5, constant([0], 1), constant([1], 1))
    networks: list[Network] = [
        Branch([1], number, constant([7], 1), last),
        Branch([1], half, last, Affine([[number]], [half])),
        Branch([1], half, last, Affine([[half]], [number])),
        Sequence((Affine([[number]], [0]), last)),
    ]
    points = Vectors(np.array([[-9, -1, 0, 1, 2, 11]]), [2])
    found = [(evaluate_many(network, points), size_of(network), structural_worst(network)) for network in networks]
    request.getfixturevalue("objects")
    for network, (run, size, worst) in zip(networks, found, strict=True):
        assert (size, worst) == (size_of(network), structural_worst(network))
        for place, point in enumerate(points):
            step = trace(network, point)
            assert (run.outputs[place], run.at(place)) == (step.output, step.operations)
